"""The migrations make the tables that the tests stand on: every column, index, check, trigger and the search."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.project.source import ROOT

Definition = tuple[str, ...]


def definitions(rows: list[tuple[str, str, str]]) -> dict[tuple[str, str], Definition]:
    """Each table, index and trigger; a table's lines without their order, names without Django's hashes."""
    return {
        (kind, re.sub(r"_[0-9a-f]{8}(?=_|$)", "", name)): tuple(sorted(lines(sql)))
        for kind, name, sql in rows
    }


def lines(sql: str) -> list[str]:
    """A definition cut at its outermost commas."""
    sql = re.sub(r"_[0-9a-f]{8}(?=_|\b)", "", re.sub(r"\s+", " ", sql))
    head, _, body = sql.partition("(")
    found, depth = [""], 0
    for character in body.strip().removesuffix(")"):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return [head.strip(), *(line.strip() for line in found)]


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite tells its tables as text")
def test_migrations_make_the_tables_of_the_models(db: None, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    env = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    question = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    migrated = definitions(sqlite3.connect(tmp_path / "db.sqlite3").execute(question).fetchall())
    with connection.cursor() as cursor:
        cursor.execute(question)
        modelled = definitions(cursor.fetchall())
    assert len([1 for kind, _ in migrated if kind == "trigger"]) > 5
    assert {one: migrated.get(one) for one in modelled} == modelled
    assert set(migrated) - set(modelled) == {("table", "django_migrations")}
