"""manage.py draw_states [--check]: the states of a petition as a diagram and two tables, drawn from the code."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.states import OPEN_STATES, State
from petitions.access import VERBS
from petitions.models import Petition

TARGET = Path("docs/states/petition.md")
HEAD = """# 信访件的状态

Drawn from the code by `manage.py draw_states`; a test compares. Do not edit: change `petitions/models/petition.py`
(edges) or `petitions/access.py` (who may), and draw again.
"""


def edges() -> list[tuple[str, str, str]]:
    """(from, to, words) of every transition, in the order of the states."""
    order = list(State)
    state: Any = Petition._meta.get_field("state")
    found = {
        (str(one.source), str(one.target), (one.method.__doc__ or one.name).strip().rstrip("。"))
        for one in state.get_all_transitions(Petition)
    }
    return sorted(found, key=lambda one: (order.index(State(one[0])), order.index(State(one[1])), one[2]))


def diagram() -> str:
    """The mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{one.label}" as {one.value}' for one in State]
    lines.append(f"    [*] --> {State.REGISTERED.value}: 登记")
    together: dict[tuple[str, str], list[str]] = {}
    for source, target, words in edges():
        together.setdefault((source, target), []).append(words)
    lines += [
        f"    {source} --> {target}: {' / '.join(words)}" for (source, target), words in together.items()
    ]
    lines += [f"    {one.value} --> [*]" for one in (State.ARCHIVED, State.VOIDED)]
    return "\n".join([*lines, "```"])


def states_table() -> str:
    """States, whether something is still owed in them, and what may follow."""
    follow: dict[str, list[str]] = {}
    for source, target, words in edges():
        follow.setdefault(source, []).append(f"{words} → {State(target).label}")
    rows = []
    for one in State:
        owed, then = "未结" if one in OPEN_STATES else "已结", "；".join(follow.get(one, ["—"]))
        rows.append(f"| {one.label} | `{one.value}` | {owed} | {then} |")
    return "\n".join(["| 状态 | 代码 | | 此后 |", "| --- | --- | --- | --- |", *rows])


def verbs_table() -> str:
    """Every verb: whose it is, and from which states."""
    rows = []
    for name, verb in VERBS.items():
        sources = [one.label for one in State if one in verb.sources]
        shown = "任何状态" if len(sources) == len(State) else "、".join(sources)
        rows.append(f"| {verb.label} | `{name}` | {verb.whose_words} | {shown} |")
    return "\n".join(["| 动作 | 代码 | 由谁 | 在什么状态下 |", "| --- | --- | --- | --- |", *rows])


def page() -> str:
    """The whole page."""
    parts = [HEAD, diagram(), "\n## 状态\n", states_table(), "\n## 动作\n", verbs_table()]
    return "\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "从代码生成状态图 docs/states/petition.md；--check 只比较。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="不写文件，不一致时以非零码退出")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        path = settings.BASE_DIR / TARGET
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(), encoding="utf-8")
            self.stdout.write(f"已生成 {TARGET}。")
        elif not path.exists() or path.read_text(encoding="utf-8") != page():
            raise CommandError(f"{TARGET} 与代码不一致，请运行 manage.py draw_states。")
