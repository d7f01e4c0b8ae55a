"""Lists of people as they are pasted."""

from __future__ import annotations

import pytest

from petitions.names import MOST, people_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("王某乙 12000000002\n李某丙", [("王某乙", "12000000002"), ("李某丙", "")]),
        ("王某乙、李某丙，赵某丁", [("王某乙", ""), ("李某丙", ""), ("赵某丁", "")]),
        ("1. 王某乙\n2、李某丙\n（3）赵某丁", [("王某乙", ""), ("李某丙", ""), ("赵某丁", "")]),
        ("1\t王某乙\t12000000002", [("王某乙", "12000000002")]),
        ("王某乙：0000-1200000 12000000002", [("王某乙", "0000-1200000 12000000002")]),
    ],
)
def test_people_in_reads_what_people_paste(text: str, found: list[tuple[str, str]]) -> None:
    assert people_in(text) == found


def test_people_in_takes_a_thousand_at_most() -> None:
    assert len(people_in("某人\n" * 1200)) == MOST
