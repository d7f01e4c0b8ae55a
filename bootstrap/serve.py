"""make run: set-up, demo data, then web, worker and reminders in one terminal until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import IO

from bootstrap import environment, machine, supervise
from bootstrap.environment import PYTHON, ROOT

DATA = (ROOT / os.environ.get("DATA_DIR", "var")).resolve()
# A predecessor killed with -9 takes its children with it; the port is free a moment later.
PORT_WAIT = 4.0
ROOT_WARNING = "ignore:You're running the worker with superuser"


def manage(*arguments: str) -> int:
    """Runs a command of manage.py and returns its code."""
    return subprocess.run([str(PYTHON), "manage.py", *arguments], cwd=ROOT, check=False).returncode


def port_of(text: str) -> int:
    """The port that PORT names; ends the program when it is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise SystemExit(f"PORT 应为 1 到 65535 的数字，现在是“{text}”。")


def port_is_free(port: int, wait: float = 0.0) -> bool:
    """Whether nobody listens there, at once or within `wait` seconds."""
    deadline = time.monotonic() + wait
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if time.monotonic() >= deadline:
                    return False
            else:
                return True
        time.sleep(0.3)


def hold(folder: Path) -> IO[str] | None:
    """The lock of a data folder, or nothing when another instance has it.

    It belongs to the open file and goes with the process, so a kill -9 leaves nothing stale behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "run.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def run() -> int:
    """Set-up, demo data, then web, worker and reminders until Ctrl-C. Harms no instance that runs already."""
    port = port_of(os.environ.get("PORT") or "8000")
    environment.refuse_foreign_files(DATA)
    lock = hold(DATA)
    if lock is None:
        print(f"系统已经在运行（数据目录 {DATA}）。请先在原窗口按 Ctrl-C 停止，或用 DATA_DIR 另设数据目录。")
        return 1
    with lock:
        if not port_is_free(port, PORT_WAIT):
            print(f"端口 {port} 已被占用。可以换一个端口：make run PORT={port + 1}")
            return 1
        machine.install(machine.TO_RUN)
        environment.prepare(tests=False)
        return fill() or serve(port)


def fill() -> int:
    """Database, static files and demo data, each only as far as it is missing; the code of what failed, or 0."""
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DEBUG", "0")
    steps = [("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")]
    if os.environ["DEMO"] == "1":
        steps.append(("seed_demo",))
    return next((code for step in steps if (code := manage(*step))), 0)


def serve(port: int) -> int:
    """Runs both children; prints the accounts and the address once the site answers."""
    address = f"http://127.0.0.1:{port}"
    children = [
        supervise.Child("网站", gunicorn(port)),
        # The pool of the web process would be closed by Celery between tasks.
        # Root is fine on a machine that shows a demonstration: messages are JSON, never pickles.
        supervise.Child("后台", worker(), {**os.environ, "NO_POOL": "1", "PYTHONWARNINGS": ROOT_WARNING}),
    ]

    def ready() -> None:
        if os.environ["DEMO"] == "1":
            manage("seed_demo", "--accounts")
        supervise.say(f"\n已启动：{address}  （按 Ctrl-C 停止）")

    return supervise.run(children, health=f"{address}/healthz", ready=ready)


def gunicorn(port: int) -> list[str]:
    """The web process: one, which holds the cache in its memory."""
    own = ["--bind", f"127.0.0.1:{port}", "--workers", "1"]
    return [str(PYTHON), "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", *own, "config.wsgi"]


def worker() -> list[str]:
    """One worker with beat; on a fresh machine its broker is a folder."""
    options = "worker -B --pool=threads --concurrency=2 --without-gossip --without-mingle --loglevel=warning"
    return [
        str(PYTHON),
        "-m",
        "celery",
        "-q",
        "-A",
        "config",
        *options.split(),
        "-s",
        str(DATA / "beat-schedule"),
    ]
