"""The set-up runs again only when something changed, and says in Chinese what is missing."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import pytest

from bootstrap import __main__ as entry
from bootstrap import environment, machine, supervise


def test_stamp_changes_with_lock_file(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1")
    first = environment.stamp_of([lock])
    lock.write_text("a==2")
    assert environment.stamp_of([lock]) != first


def test_environment_without_stamp_is_not_current(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    assert not environment.is_current([lock], tmp_path)
    environment._stamp_file([lock], tmp_path).touch()
    assert environment.is_current([lock], tmp_path)


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


def test_port_in_use_is_seen() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not entry.port_is_free(taken.getsockname()[1])


def test_dead_child_is_started_again_and_stopped_with_the_rest() -> None:
    child = supervise.Child("试", [sys.executable, "-c", "import time; time.sleep(60)"])
    child.watch(time.monotonic())
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    child.watch(time.monotonic())
    child.watch(time.monotonic() + 5)
    assert child.process is not None
    assert child.process.pid != first
    supervise.stop([child])
    assert child.process.poll() is not None
