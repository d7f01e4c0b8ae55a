"""docs/glossary.md: one identifier a word, each of them in the code, each with where the word comes from."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.project.test_rules import GOLDEN_CASES, read_rules

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "casework", "petitions")
ROW = re.compile(r"^\| (?P<word>.+?) \| `(?P<identifier>[^`]+)` \| (?P<source>.*?) \|$")


def rows() -> list[re.Match[str]]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    lines = [
        line for line in text.splitlines() if line.startswith("|") and not re.match(r"\| (中文|---)", line)
    ]
    found = [ROW.match(line) for line in lines]
    assert [line for line, match in zip(lines, found, strict=True) if match is None] == []
    return [match for match in found if match]


def names_in_code() -> set[str]:
    """Class, Class.member and module.function of every module of the domain."""
    names: set[str] = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    names.add(f"{path.stem}.{node.name}")
                elif isinstance(node, ast.ClassDef):
                    names.add(node.name)
                    names |= {f"{node.name}.{member}" for member in members(node)}
    return names


def members(node: ast.ClassDef) -> set[str]:
    found: set[str] = set()
    for one in node.body:
        if isinstance(one, ast.Assign):
            found |= {target.id for target in one.targets if isinstance(target, ast.Name)}
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            found.add(one.target.id)
        elif isinstance(one, ast.FunctionDef):
            found.add(one.name)
    return found


def test_words_and_identifiers_stand_once() -> None:
    for column in ("word", "identifier"):
        times = Counter(row[column] for row in rows())
        assert [name for name, count in times.items() if count > 1] == []


def test_every_word_has_a_source() -> None:
    assert [row["word"] for row in rows() if not row["source"].strip()] == []


def test_sources_name_rules_of_the_catalogue() -> None:
    known = {row["rule"] for row in read_rules()} | GOLDEN_CASES
    named = {rule for row in rows() for rule in re.findall(r"\b[SF]\d\d?-\d\d", row["source"])}
    assert sorted(named - known) == []


def test_every_identifier_exists() -> None:
    known = names_in_code()
    assert [row["identifier"] for row in rows() if row["identifier"] not in known] == []


def test_every_state_channel_purpose_and_role_is_explained() -> None:
    explained = {row["identifier"] for row in rows()}
    wanted = re.compile(r"(State|Channel|Purpose|Role|ClockKind|Conclusion|Level|Decision)\.[A-Z_]+")
    assert sorted(name for name in names_in_code() if wanted.fullmatch(name) and name not in explained) == []
