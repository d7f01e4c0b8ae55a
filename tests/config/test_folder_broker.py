"""The broker of a machine without servers: no message is seen half-written, none is lost, each is taken once."""

from __future__ import annotations

import json
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from config.folder_broker import SCHEME


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    options = {**folders, "control_folder": str(tmp_path / "control")}
    with Connection(f"{SCHEME}://localhost/", transport_options=options) as connection:
        yield connection.channel()


def test_message_is_there_whole_or_not_at_all(channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    rename = Path.rename

    def look_first(self: Path, target: Path) -> Path:
        assert json.loads(self.read_text(encoding="utf-8")) == {"task": "看一下"}
        with pytest.raises(Empty):
            channel._get("celery")
        looked.append(target.name)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", look_first)
    channel._put("celery", {"task": "看一下"})
    assert len(looked) == 1
    assert channel._size("celery") == 1
    assert channel._get("celery") == {"task": "看一下"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_messages_come_in_the_order_they_were_sent(channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([1000.001, 1000.002, 1000.003])
    monkeypatch.setattr("config.folder_broker.monotonic", lambda: next(moments))
    for number in range(3):
        channel._put("celery", {"number": number})
    assert [channel._get("celery")["number"] for _ in range(3)] == [0, 1, 2]


def test_another_queue_is_left_alone(channel: Any) -> None:
    channel._put("celery", {"number": 1})
    with pytest.raises(Empty):
        channel._get("other")
