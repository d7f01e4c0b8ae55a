"""The search side table: a contentless FTS5 table on SQLite, a tsvector with a GIN index on PostgreSQL."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper


def create(connection: BaseDatabaseWrapper) -> None:
    """Creates the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE case_search (case_id bigint PRIMARY KEY, tokens tsvector NOT NULL)")
            cursor.execute("CREATE INDEX case_search_tokens ON case_search USING gin (tokens)")
        else:
            # content='' stores no text twice; detail keeps positions, so that a phrase match is exact.
            cursor.execute("CREATE TABLE case_search_text (case_id integer PRIMARY KEY, words text NOT NULL)")
            cursor.execute(
                "CREATE VIRTUAL TABLE case_search USING fts5(words, content='case_search_text', "
                "content_rowid='case_id', tokenize='unicode61 remove_diacritics 0')"
            )


def drop(connection: BaseDatabaseWrapper) -> None:
    """Drops the table."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS case_search")
        if connection.vendor != "postgresql":
            cursor.execute("DROP TABLE IF EXISTS case_search_text")
