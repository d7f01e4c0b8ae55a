"""The catalogue of events is closed: every name in use stands there, and nothing stands there unused."""

from __future__ import annotations

import ast
from string import Formatter

from casework.events import CATALOGUE, sentence
from tests.project.source import APPS, Module, calls, chain, modules

# Names that reach `record` through a variable: where they are given to it.
PASSED_ON = {
    "petitions/ledger_jobs.py": {"exported"},
    "petitions/views/ledger.py": {"printed"},
    "petitions/actions/information.py": {
        "info_made",
        "info_submitted",
        "info_signed",
        "info_sent_first",
        "info_issued",
        "info_filed",
        "info_left_out",
        "info_dropped",
    },
}
OF_RECORD = {"by", "note", "from_state", "held"}


def names_in(node: ast.AST) -> set[str]:
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def recorded(module: Module) -> list[tuple[set[str], set[str] | None]]:
    """(names, keys of the data) of every event that a module writes; None where the keys are not spelt out."""
    found: list[tuple[set[str], set[str] | None]] = []
    for call in calls(module.tree):
        called = (chain(call.func) or [""])[-1]
        if called == "record" and len(call.args) == 2:
            keys = {one.arg for one in call.keywords if one.arg} - OF_RECORD
            found.append((names_in(call.args[1]), keys))
        elif called == "Step" and call.args and module.name.startswith("petitions"):
            data = [one.value for one in call.keywords if one.arg == "data"]
            found.append((names_in(call.args[0]), names_of_keys(data[0]) if data else set()))
    return found


def names_of_keys(node: ast.expr) -> set[str] | None:
    return (
        {one.value for one in node.keys if isinstance(one, ast.Constant)}
        if isinstance(node, ast.Dict)
        else None
    )


def places() -> list[tuple[Module, set[str], set[str] | None]]:
    return [(module, names, keys) for module in modules(*APPS) for names, keys in recorded(module)]


def test_every_recorded_name_is_in_the_catalogue() -> None:
    used = {name for _, names, _ in places() for name in names} | set().union(*PASSED_ON.values())
    assert used - set(CATALOGUE) == set()


def test_every_name_of_the_catalogue_is_recorded_somewhere() -> None:
    used = {name for _, names, _ in places() for name in names} | set().union(*PASSED_ON.values())
    assert set(CATALOGUE) - used == set()


def test_names_passed_on_stand_in_the_file_that_passes_them() -> None:
    found = {path: names_in(one.tree) for one in modules(*APPS) for path in PASSED_ON if one.shown == path}
    assert {path: names - found[path] for path, names in PASSED_ON.items()} == {
        path: set() for path in PASSED_ON
    }


def test_sentence_gets_every_word_that_it_asks_for() -> None:
    asked = {
        name: {key for _, key, _, _ in Formatter().parse(text) if key} for name, text in CATALOGUE.items()
    }
    missing = {
        (module.shown, name): asked[name] - keys
        for module, names, keys in places()
        if keys is not None
        for name in names
        if asked[name] - keys
    }
    assert missing == {}


def test_sentence_reads_well_without_an_optional_word() -> None:
    assert sentence("assigned", {"unit": "清禾县住房和城乡建设局"}) == "交办 清禾县住房和城乡建设局"
    assert sentence("handler_changed", {"handler": "沈某卯"}) == "改由 沈某卯 承办"
