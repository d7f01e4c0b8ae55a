"""Web and worker as two children of one process: started together, stopped together, restarted when one dies."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

GRACE = 11.0  # seconds: one more than the web process gives its open requests
STEADY = 30.0  # seconds after which a death counts as the first one again
HOPELESS = 3  # deaths before the site has ever answered
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def say(text: str) -> None:
    """Prints; a terminal that was closed must not keep the children from being stopped."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


def _end_with_parent() -> None:
    """In the child: a kill -9 of the supervisor ends it too (Linux), so nothing is left to block the next start."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A command that must run."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    wait_until: float = 0.0

    def start(self) -> None:
        """Starts it in a group of its own, so that Ctrl-C reaches it only through us."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # safe: this process has one thread
        )
        self.started = time.monotonic()

    def watch(self, now: float) -> None:
        """Starts it again after it died, later each time while it keeps dying at once."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self.kill()  # what it started itself (Celery's beat) must not run twice
            self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
            self.wait_until = now + min(30.0, 2.0 ** (self.deaths - 1))
            say(f"{self.name}进程已退出（{self.process.returncode}），将重新启动。")
            self.process = None
        if now >= self.wait_until:
            self.start()

    def kill(self) -> None:
        """Ends whatever is left of its group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def stop(children: list[Child]) -> None:
    """Asks every child to end, and ends it by force after the grace."""
    running = [(child, child.process) for child in children if child.process is not None]
    for _, process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for child, process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        child.kill()
        process.wait()


def answers(url: str) -> bool:
    """Whether the site is up."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310  a loopback address of ours
            return bool(response.status == 200)
    except OSError:
        return False


def run(children: list[Child], *, health: str, ready: Callable[[], None]) -> int:
    """Keeps the children running until it is asked to end; calls `ready` once the site answers.

    Returns 0, or 1 when a child dies again and again before the site has answered at all.
    """
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    announced = False
    try:
        while not asked:
            for child in children:
                child.watch(time.monotonic())
            if not announced and any(child.deaths >= HOPELESS for child in children):
                say("启动失败，具体原因见上。")
                return 1
            if not announced and answers(health):
                announced = True
                ready()
            time.sleep(0.3)
    finally:
        say("正在停止…")
        stop(children)
    say("已停止。")
    return 0
