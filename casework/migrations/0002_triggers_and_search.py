from typing import Any

from django.db import migrations

from casework import immutability, search_tables


def forwards(apps: Any, schema_editor: Any) -> None:
    immutability.install(schema_editor.connection)
    search_tables.create(schema_editor.connection)


def backwards(apps: Any, schema_editor: Any) -> None:
    search_tables.drop(schema_editor.connection)
    immutability.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """What the two databases do each in their own way: immutable rows, and the search table."""

    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
