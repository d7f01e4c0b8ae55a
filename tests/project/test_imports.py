"""The order of imports: apps one way, and within an app from what it can be to what a browser sees."""

from __future__ import annotations

import pytest

from tests.project.source import APPS, Module, imported, modules

# An app may import those named here, and itself.
MAY = {
    "config": set(),
    "accounts": {"config"},
    "casework": {"accounts", "config"},
    "petitions": {"casework", "accounts", "config"},
    "clients": {"casework", "accounts", "config"},
}

# states → models → reads → actions → forms → pages; the first part of the module's name after the app decides.
LAYERS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "states",
        frozenset(
            [
                "states",
                "roles",
                "events",
                "refusals",
                "policy",
                "policy_keys",
                "policy_presets",
                "policy_shapes",
                "statutory",
                "deadlines",
                "pinyin",
                "validators",
                "immutability",
                "search_tables",
            ]
        ),
    ),
    ("models", frozenset({"models"})),
    ("reads", frozenset()),  # access, queries and whatever else only reads
    ("actions", frozenset({"actions"})),
    ("forms", frozenset({"forms"})),
    (
        "pages",
        frozenset(
            [
                "views",
                "tasks",
                "admin",
                "history_admin",
                "management",
                "urls",
                "context",
                "middleware",
                "apps",
                "checks",
                "seed",
                "jobs",
                "ledger_jobs",
                "paper_jobs",
                "exports",
            ]
        ),
    ),
)
NAMES = [name for name, _ in LAYERS]

# module → the layer it belongs to in spite of its name, because …
PLACED = {
    "casework.jobs": "reads",  # … the queue is written by actions and read by pages; it is a verb of nobody's
    "petitions.next_step": "forms",  # … it asks the actions who would be next, for the page that says so
}
# importer → what it may import all the same, because …
EXCEPTIONS = {
    "casework.models.case": "casework.access",  # … the manager of a case is the door; the door names models late
}


def layer(name: str) -> str:
    parts = name.split(".")
    placed = PLACED.get(".".join(parts[:2]))
    # Each part of the demonstration has a file of its own: seed_matters, …
    part = [*parts, ""][1].split("_")[0] if ".seed" in name else [*parts, ""][1]
    return placed or next((label for label, names in LAYERS if part in names), "reads")


def own_imports_upward(module: Module) -> set[str]:
    """What a module imports, while it is loaded, from a later layer of its own app."""
    here = NAMES.index(layer(module.name))
    excused = EXCEPTIONS.get(module.name, "(none)")
    own = [name for name, at_load in imported(module) if at_load and name.split(".")[0] == module.app]
    return {name for name in own if NAMES.index(layer(name)) > here and not name.startswith(excused)}


def test_apps_are_imported_one_way() -> None:
    apps = {one.name: {name.split(".")[0] for name, _ in imported(one)} for one in modules(*APPS, "config")}
    wrong = {
        name: (used & set(APPS)) - MAY[name.split(".")[0]] - {name.split(".")[0]}
        for name, used in apps.items()
    }
    assert {name: used for name, used in wrong.items() if used} == {}


def test_layers_of_an_app_are_imported_one_way() -> None:
    wrong = {one.name: own_imports_upward(one) for one in modules(*APPS)}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_only_forms_and_pages_know_of_requests() -> None:
    # Http404 apart: a refusal that the web shows as “not found”.
    web = ("django.http", "django.shortcuts")
    inner = [one for one in modules(*APPS) if layer(one.name) not in ("forms", "pages")]
    wrong = {(one.name, name) for one in inner for name, _ in imported(one) if name.startswith(web)}
    assert wrong == {("casework.refusals", "django.http.Http404")}


@pytest.mark.parametrize("name", ["casework.deadlines", "petitions.deadlines"])
def test_deadlines_are_pure(name: str) -> None:
    module = next(one for one in modules(*APPS) if one.name == name)
    assert {one for one, _ in imported(module) if one.startswith("django")} == set()
    assert "now()" not in module.text
    assert "today()" not in module.text


def test_config_names_no_word_of_the_domain() -> None:
    # Wiring names the apps, the title of the site and what the timetable starts; the gallery shows samples.
    wiring = {f"config/{name}.py" for name in ("settings", "urls", "celery", "admin", "gallery")}
    words = ("petition", "casework", "信访", "来访")
    found = {one.shown for one in modules("config") for word in words if word in one.text.lower()}
    assert found - wiring == set()
