"""python3 -m bootstrap run|test|test-pg|check|bench|lock: sets the machine up, then does it.

Standard library only; runs on a bare Debian with python3.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from bootstrap import machine, serve, tasks
from bootstrap.environment import ROOT

TASKS: dict[str, Callable[..., int]] = {
    "run": serve.run,
    "test": tasks.test,
    "test-pg": tasks.test_servers,
    "check": tasks.check,
    "bench": tasks.bench,
    "lock": tasks.lock,
}


def main(arguments: list[str]) -> int:
    """Runs the task that the first argument names with the others."""
    machine.check_python()
    os.chdir(ROOT)
    if not arguments or arguments[0] not in TASKS:
        print(f"用法：python3 -m bootstrap {'|'.join(TASKS)}")
        return 2
    try:
        return TASKS[arguments[0]](*arguments[1:])
    except KeyboardInterrupt:
        print("\n已中断。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
