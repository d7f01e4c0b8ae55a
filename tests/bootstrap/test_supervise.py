"""One process keeps two children: a second start harms nothing, an end of any kind leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import serve, supervise
from bootstrap.environment import ROOT

# A site that answers, and a worker; each names its process in a file.
STARTS_TWO = """
import sys
from bootstrap import supervise
folder, port = sys.argv[1:]
web = "import os,sys; open(sys.argv[1]+'/web','w').write(str(os.getpid())); sys.argv=['http.server']; "
web += "from http.server import test, SimpleHTTPRequestHandler as H; test(H, port=int(%s), bind='127.0.0.1')" % port
worker = "import os,sys,time; open(sys.argv[1]+'/worker','w').write(str(os.getpid())); time.sleep(60)"
children = [supervise.Child(n, [sys.executable, "-c", code, folder]) for n, code in (("web", web), ("worker", worker))]
sys.exit(supervise.run(children, health="http://127.0.0.1:%s/" % port, ready=lambda: print("ready", flush=True)))
"""


def gone(pid: int, wait: float = 5.0) -> bool:
    """Whether the process has ended, or ends within `wait` seconds."""
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path, free_port: int) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A supervisor that has said it is ready, and the processes of its two children."""
    command = [sys.executable, "-c", STARTS_TWO, str(tmp_path), str(free_port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as one:
        assert one.stdout is not None
        assert "ready\n" in iter(one.stdout.readline, "")
        yield one, [int((tmp_path / name).read_text()) for name in ("web", "worker")]
        one.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_end_it_stops_both(
    running: tuple[subprocess.Popen[str], list[int]], number: signal.Signals
) -> None:
    supervisor, children = running
    supervisor.send_signal(number)
    assert supervisor.wait(10) == 0
    assert all(gone(pid) for pid in children)


@pytest.mark.skipif(sys.platform != "linux", reason="needs prctl")
def test_killed_it_takes_both_with_it(running: tuple[subprocess.Popen[str], list[int]]) -> None:
    supervisor, children = running
    supervisor.kill()
    supervisor.wait(5)
    assert all(gone(pid) for pid in children)


def test_dead_child_is_started_again_later_each_time() -> None:
    child = supervise.Child("试", [sys.executable, "-c", "raise SystemExit(3)"])
    child.watch(0)
    for deaths, wait in ((1, 1), (2, 2), (3, 4)):
        assert child.process is not None
        child.process.wait()
        child.watch(now := child.started + 1)
        assert (child.deaths, child.wait_until) == (deaths, now + wait)
        child.watch(now + wait - 0.1)
        assert child.process is None
        child.watch(now + wait)
    supervise.stop([child])


def test_what_a_dead_child_had_started_is_ended_before_the_next_start(tmp_path: Path) -> None:
    code = (
        "import subprocess,sys; p=subprocess.Popen(['sleep','60']); open(sys.argv[1],'w').write(str(p.pid))"
    )
    child = supervise.Child("试", [sys.executable, "-c", code, str(tmp_path / "pid")])
    child.watch(0)
    assert child.process is not None
    child.process.wait()
    child.watch(time.monotonic())
    assert gone(int((tmp_path / "pid").read_text()))


def test_site_that_never_comes_up_ends_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    child = supervise.Child("网站", [sys.executable, "-c", "raise SystemExit(1)"])
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = supervise.run([child], health="http://127.0.0.1:9/", ready=lambda: None)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert code == 1
    assert "启动失败" in capsys.readouterr().out


def test_second_start_in_the_same_data_folder_says_so_and_ends(tmp_path: Path) -> None:
    first = serve.hold(tmp_path)
    assert first is not None
    env = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": "1"}
    second = subprocess.run(
        [sys.executable, "-m", "bootstrap", "run"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "系统已经在运行" in second.stdout
    first.close()
    again = serve.hold(tmp_path)
    assert again is not None
    again.close()


def test_port_in_use_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "DATA", tmp_path)
    monkeypatch.setattr(serve, "PORT_WAIT", 0.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert serve.run() == 1
    assert f"端口 {port} 已被占用" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "８０"])
def test_port_must_be_a_port(text: str) -> None:
    with pytest.raises(SystemExit, match="PORT 应为"):
        serve.port_of(text)
