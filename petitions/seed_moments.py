"""Moving time while the demonstration's actions run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(then: datetime) -> Iterator[None]:
    """Runs the actions as if it were then."""
    with patch("django.utils.timezone.now", lambda: then):
        yield


@contextmanager
def moment(day: date, clock: time) -> Iterator[None]:
    """The same for a day and an hour (Asia/Shanghai)."""
    with at(timezone.make_aware(datetime.combine(day, clock))):
        yield
