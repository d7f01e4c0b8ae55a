"""Celery's broker as a folder, for a machine without servers: kombu's, except that a message appears whole or not at all.

kombu opens the file under its last name and then writes it. A worker that looks in between takes an empty message and
stops for good ("Unrecoverable error: JSONDecodeError"), which a busy machine showed.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    """Writes aside and moves the finished message into the queue."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        # Readers take what is called "….<queue>.msg" after its first point; this is not.
        aside = folder / f".{name}.part"
        aside.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
        aside.rename(folder / name)


class Transport(filesystem.Transport):
    """`folder://localhost/` in the broker's address."""

    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
