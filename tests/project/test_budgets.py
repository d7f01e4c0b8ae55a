"""Sizes that keep a file readable. An exception names its reason; a reason nobody needs any more fails as well."""

from __future__ import annotations

import ast

from tests.project.source import functions, modules, modules_of_tests

FUNCTION, VIEW, MODULE, TEST_FILE, TEST = 50, 45, 500, 250, 30

# file or file:function → why it may be longer
EXCEPTIONS: dict[str, str] = {}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_long() -> dict[str, int]:
    """Everything over its budget: what it is, and how long."""
    found: dict[str, int] = {}
    for module in (*modules(), *modules_of_tests()):
        is_test = module.app == "tests"
        usual = VIEW if ".views" in module.name and not is_test else FUNCTION
        lines = len(module.text.splitlines())
        if lines > (TEST_FILE if is_test else MODULE):
            found[module.shown] = lines
        for node in functions(module):
            budget = TEST if is_test and node.name.startswith("test") else usual
            if length(node) > budget:
                found[f"{module.shown}:{node.name}"] = length(node)
    return found


def test_nothing_is_over_its_budget() -> None:
    assert {what: size for what, size in too_long().items() if what not in EXCEPTIONS} == {}


def test_every_exception_is_still_needed() -> None:
    assert set(EXCEPTIONS) - set(too_long()) == set()


def test_exceptions_to_the_checks_name_what_they_switch_off() -> None:
    bare = [
        f"{module.shown}:{number}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), start=1)
        if line.rstrip().endswith(("# noqa", "# type: ignore"))
    ]
    assert bare == []
