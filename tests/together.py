"""Several people at once: threads with connections of their own, all let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act returned or raised, in their order. Needs a transactional database."""
    results: list[Any] = [None] * len(acts)
    gate = Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=20)
            results[place] = act()
        except Exception as raised:
            results[place] = raised
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert not any(one.is_alive() for one in threads), "a thread hangs"
    return results
