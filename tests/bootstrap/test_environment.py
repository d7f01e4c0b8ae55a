"""The set-up runs again only when something changed, and says in Chinese what is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bootstrap import __main__ as entry
from bootstrap import environment, machine


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("a==1")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a whole environment looks like."""
    made = tmp_path / "venv"
    (made / "lib" / environment.RELEASE / "site-packages" / "pip").mkdir(parents=True)
    (made / "bin").mkdir()
    (made / "bin" / "python").touch()
    return made


def test_stamp_changes_with_lock_file(lock: Path, folder: Path) -> None:
    first = environment.stamp(lock, folder)
    lock.write_text("a==2")
    assert environment.stamp(lock, folder) != first


def test_environment_is_current_only_with_a_stamp_for_each_lock_file(lock: Path, folder: Path) -> None:
    dev = lock.with_name("requirements-dev.txt")
    dev.write_text("b==1")
    assert not environment.is_current([lock], folder)
    environment.stamp(lock, folder).touch()
    assert environment.is_current([lock], folder)
    assert not environment.is_current([lock, dev], folder)


def test_environment_of_another_python_is_not_usable(
    folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.stamp(lock, folder).touch()
    assert environment.is_usable(folder)
    monkeypatch.setattr(environment, "RELEASE", "python3.99")
    assert not environment.is_usable(folder)
    assert not environment.is_current([lock], folder)


def install_with(
    exit_code: int, folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> list[list[str]]:
    calls: list[list[str]] = []

    def run(command: list[str], **options: object) -> SimpleNamespace:
        calls.append(command)
        return SimpleNamespace(returncode=exit_code)

    monkeypatch.setattr(environment, "VENV", folder)
    monkeypatch.setattr(environment.is_usable, "__defaults__", (folder,))
    monkeypatch.setattr(environment.stamp, "__defaults__", (folder,))
    monkeypatch.setattr("bootstrap.environment.subprocess.run", run)
    environment._install([lock])
    return calls


def test_install_asks_for_hashes_and_drops_older_stamps(
    folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "installed-requirements-old").touch()
    calls = install_with(0, folder, lock, monkeypatch)
    assert "--require-hashes" in calls[0]
    assert [one.name for one in folder.glob("installed-*")] == [environment.stamp(lock, folder).name]


def test_failed_install_leaves_no_stamp(folder: Path, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.stamp(lock, folder).touch()
    with pytest.raises(SystemExit, match="没有装好"):
        install_with(1, folder, lock, monkeypatch)
    assert list(folder.glob("installed-*")) == []


def test_files_of_another_user_are_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "var" / "db.sqlite3"
    database.parent.mkdir()
    database.touch()
    environment.refuse_foreign_files(database.parent)
    monkeypatch.setattr("os.access", lambda path, mode: path != database)
    with pytest.raises(SystemExit, match=r"db\.sqlite3 属于用户 [^ ]+，当前用户不能写入") as refused:
        environment.refuse_foreign_files(database.parent)
    assert str(refused.value).endswith(f"{database.parent}")
    assert "sudo chown -R" in str(refused.value)


def test_folder_that_cannot_be_made_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    assert environment.foreign(tmp_path / "a" / "b") == tmp_path


def test_advice_names_packages_and_command() -> None:
    need = machine.Need("libpango-1.0-0", lambda: False, False, "不能生成 PDF")
    text = machine.advice([need])
    assert "libpango-1.0-0（缺少时不能生成 PDF）" in text
    assert text.endswith("sudo apt-get update && sudo apt-get install -y libpango-1.0-0")


def test_install_without_root_stops_only_for_a_fatal_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    machine.install((machine.Need("fonts-x", lambda: False, False, "没有字形"),))
    with pytest.raises(SystemExit):
        machine.install((machine.Need("python3-venv", lambda: False, True, "不能建立运行环境"),))


def test_install_as_root_waits_for_the_lock_of_apt_and_takes_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("bootstrap.machine.subprocess.run", lambda command, **options: calls.append(command))
    machine.install(
        (machine.Need("a", lambda: True, True, "x"), machine.Need("b", lambda: bool(calls), True, "y"))
    )
    assert [command[4:] for command in calls] == [
        ["update"],
        ["install", "-y", "--no-install-recommends", "b"],
    ]
    assert all("DPkg::Lock::Timeout=120" in command for command in calls)


def test_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "MINIMUM", (99, 0))
    with pytest.raises(SystemExit, match=f"需要 Python 99.0 以上，本机是 {sys.version.split()[0]}"):
        machine.check_python()


def test_unknown_task_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["nothing"]) == 2
    assert "run|test|test-pg|check|bench|lock" in capsys.readouterr().out


def test_lock_files_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (environment.ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
