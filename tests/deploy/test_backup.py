"""What backup.sh keeps, restore.sh brings back; it never writes over anything."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap.environment import ROOT

pytestmark = pytest.mark.slow


def run(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": "", "REDIS_URL": "", "PATH": path}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an office with one attachment."""
    data, target = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("backups")
    assert run(data, sys.executable, "manage.py", "migrate", "-v0").returncode == 0
    (data / "media").mkdir(exist_ok=True)
    (data / "media" / "letter.pdf").write_bytes(b"%PDF-1.7")
    made = run(data, "deploy/backup.sh", str(target))
    assert made.returncode == 0, made.stderr
    return next(target.iterdir())


def test_backup_holds_database_attachments_and_sums(backup: Path) -> None:
    assert sorted(one.name for one in backup.iterdir()) == ["SHA256SUMS", "db.sqlite3", "media.tar"]
    assert all(one.stat().st_mode & 0o077 == 0 for one in (backup, *backup.iterdir()))


def test_restored_database_is_the_one_saved(backup: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "deploy/restore.sh", str(backup))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "media/letter.pdf").read_bytes() == b"%PDF-1.7"
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM casework_case").fetchone() == (0,)


def test_existing_data_is_never_overwritten(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_text("here")
    done = run(tmp_path, "deploy/restore.sh", str(backup))
    assert done.returncode == 1
    assert "已存在，未作任何改动" in done.stderr
    assert (tmp_path / "db.sqlite3").read_text() == "here"


def test_damaged_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for one in backup.iterdir():
        (copy / one.name).write_bytes(one.read_bytes())
    (copy / "media.tar").write_bytes(b"x")
    done = run(tmp_path / "data", "deploy/restore.sh", str(copy))
    assert done.returncode == 1
    assert "与校验值不符" in done.stderr
    assert not (tmp_path / "data").exists()
