"""Web and worker as two children of one process: started together, stopped together, restarted when one dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

GRACE = 12.0
STEADY = 30.0


@dataclass
class Child:
    """A command that must run."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    wait_until: float = 0.0
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def start(self) -> None:
        """Starts it in a group of its own, so that Ctrl-C reaches it only through us."""
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)
        self.started = time.monotonic()

    def watch(self, now: float) -> None:
        """Starts it again after it died, later each time while it keeps dying at once."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
            self.wait_until = now + min(30.0, 2.0 ** (self.deaths - 1))
            print(f"{self.name} 已退出（{self.process.returncode}），将重新启动。", flush=True)
            self.process = None
        if now >= self.wait_until:
            self.start()


def stop(children: list[Child]) -> None:
    """Asks every child to end, and ends it by force after the grace."""
    running = [
        child.process for child in children if child.process is not None and child.process.poll() is None
    ]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(url: str) -> bool:
    """Whether the site is up."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310  a loopback address of ours
            return bool(response.status == 200)
    except OSError:
        return False


def run(children: list[Child], *, health: str, ready: Callable[[], None]) -> int:
    """Keeps the children running until SIGINT or SIGTERM; calls `ready` once the site answers."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    announced = False
    try:
        while not asked:
            for child in children:
                child.watch(time.monotonic())
            if not announced and answers(health):
                announced = True
                ready()
            time.sleep(0.3)
    finally:
        print("正在停止…", flush=True)
        stop(children)
    sys.stdout.flush()
    return 0
