"""首问责任人 is set once: the database refuses to change it, whoever asks (S10-09).

Installed after every migration, because SQLite rebuilds a table to change it and forgets its triggers.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "petitions_petition"
MESSAGE = "首问责任人不可更改"


def install(connection: BaseDatabaseWrapper) -> None:
    """Creates the trigger on either database; doing it again changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION keep_first_contact() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
            )
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER petition_first_contact BEFORE UPDATE ON {TABLE} FOR EACH ROW "
                "WHEN (OLD.first_responder_id IS DISTINCT FROM NEW.first_responder_id) "
                "EXECUTE FUNCTION keep_first_contact()"
            )
            return
        cursor.execute(
            f"CREATE TRIGGER IF NOT EXISTS petition_first_contact BEFORE UPDATE ON {TABLE} "
            "WHEN OLD.first_responder_id IS NOT NEW.first_responder_id "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Listens to `post_migrate` of this app; nothing to do before the table is there."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)
