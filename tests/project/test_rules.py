"""docs/rules.csv says which rules of the field are built; every built rule is shown by a test that names it."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).parents[2]

PER_SECTION = {
    "S01": 13, "S02": 16, "S03": 31, "S04": 20, "S05": 9, "S06": 15, "S07": 25, "S08": 12, "S09": 15, "S10": 15, "S11": 17,
    "S12": 16, "S13": 15, "S14": 11, "S15": 17, "S16": 19, "S17": 16, "S18": 8, "S19": 10, "S20": 10, "S21": 21,
}  # fmt: skip

# Acceptance cases with computed dates and numbers, kept beside the rules.
GOLDEN_CASES = {f"F-{n:02d}" for n in range(1, 37)}


def read_rules() -> list[dict[str, str]]:
    with (ROOT / "docs" / "rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RULES = read_rules()
BUILT = [row for row in RULES if row["status"] == "built"]


def rules_named_in(source: str) -> Iterator[str]:
    """The arguments of every `pytest.mark.rule(…)` in a test file; the file is read, not run."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "rule"
            and isinstance(node.func.value, ast.Attribute)
            and node.func.value.attr == "mark"
        ):
            yield from (ast.literal_eval(argument) for argument in node.args)


@pytest.fixture(scope="module")
def shown() -> dict[str, list[str]]:
    """Rule → the test files that show it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for rule in rules_named_in(path.read_text(encoding="utf-8")):
            found.setdefault(rule, []).append(str(path.relative_to(ROOT)))
    return found


def test_every_rule_of_the_catalogue_stands_once() -> None:
    ids = [row["rule"] for row in RULES]
    assert len(ids) == 331
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"S\d\d-\d\d", rule) for rule in ids)
    assert Counter(rule[:3] for rule in ids) == PER_SECTION
    # Each section counts from 1 without a gap.
    assert all(int(rule[4:]) <= PER_SECTION[rule[:3]] for rule in ids)


def test_levels_and_states_are_known() -> None:
    assert list(RULES[0]) == ["rule", "level", "summary", "status", "shown_by"]
    assert Counter(row["level"] for row in RULES) == {"H": 62, "P": 229, "G": 24, "X": 16}
    assert {row["status"] for row in RULES} <= {"planned", "built"}


def test_every_rule_says_in_one_line_what_it_asks() -> None:
    assert [row["rule"] for row in RULES if not 4 <= len(row["summary"]) <= 60] == []
    repeated = [text for text, times in Counter(row["summary"] for row in RULES).items() if times > 1]
    assert repeated == []


def test_built_rules_are_shown_by_a_test(shown: dict[str, list[str]]) -> None:
    assert [row["rule"] for row in BUILT if row["rule"] not in shown] == []


def test_tests_name_only_rules_of_the_catalogue(shown: dict[str, list[str]]) -> None:
    known = {row["rule"] for row in RULES} | GOLDEN_CASES
    assert {rule: files for rule, files in shown.items() if rule not in known} == {}


def test_built_guidance_names_the_screen_that_carries_it() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert [row["rule"] for row in BUILT if row["level"] == "G" and not row["shown_by"]] == []
    assert [row["shown_by"] for row in RULES if row["shown_by"] and row["shown_by"] not in names] == []


def test_markers_are_found_on_tests_modules_and_parameters() -> None:
    source = """
pytestmark = [pytest.mark.rule("S01-01")]

@pytest.mark.rule("S01-02", "S01-03")
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.rule("S01-04"))])
def test_it(x): ...
"""
    assert sorted(rules_named_in(source)) == ["S01-01", "S01-02", "S01-03", "S01-04"]
