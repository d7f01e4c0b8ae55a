"""What the product refuses stays refused: nothing to stop, label, score or rank people who petition (条例第十八、四十六条).

Rules S03-06, S08-10, S11-16, S11-17, S12-09, S20-04, S21-04, S21-15 and S05-01 ask for such things; none is built.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.urls import get_resolver

import petitions
from casework.context import MENU
from casework.events import CATALOGUE
from casework.policy import BASE, PRESETS
from petitions.access import VERBS
from petitions.documents import PAPERS
from petitions.exports import COLUMNS
from petitions.ledger import BASIS_CHOICES, KIND_CHOICES
from petitions.ledger_columns import CELLS
from petitions.papers import FORMAL
from petitions.queries import WATCHES
from petitions.states import Conclusion
from tests.project.source import APPS, ROOT, modules, strings

WORDS = re.compile(
    "稳控|劝返|接返|拦截|截访|盯防|训诫|息访|缠访|闹访|老户|重点人员|异常访|风险评分|风险分|黑名单"
)
# The same things as names in code.
NAMES = re.compile(r"risk_?score|black_?list|watch_?list|stability_control|intercept|quota|ranking", re.I)

pytestmark = pytest.mark.rule(
    "S03-06", "S05-01", "S08-10", "S11-16", "S11-17", "S12-09", "S20-04", "S21-04", "S21-15"
)


def words_of_models() -> set[str]:
    """Names, verbose names, help texts and choices of every model, history included."""
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        found |= {model.__name__, str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}
        for field in model._meta.get_fields():
            found |= {
                field.name,
                str(getattr(field, "verbose_name", "")),
                str(getattr(field, "help_text", "")),
            }
            found |= {f"{value} {words}" for value, words in getattr(field, "flatchoices", ()) or ()}
    return found


def test_no_model_field_or_choice_stops_or_labels_people() -> None:
    found = words_of_models()
    assert len(found) > 300
    assert {text for text in found if WORDS.search(text) or NAMES.search(text)} == set()


def test_no_menu_verb_event_policy_or_outcome_does() -> None:
    menu = {f"{name} {label}" for name, label, _, _ in MENU}
    verbs = {f"{name} {verb.label}" for name, verb in VERBS.items()}
    outcomes = {f"{one.value} {one.label}" for one in Conclusion}
    policy = {*BASE, *(str(one["label"]) for one in PRESETS.values())}
    shown = menu | verbs | outcomes | policy | set(CATALOGUE) | set(CATALOGUE.values())
    assert {text for text in shown if WORDS.search(text) or NAMES.search(text)} == set()


def test_no_page_paper_or_message_says_so() -> None:
    pages = {path.as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.*")}
    scripts = {
        path.as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "static/js").glob("*.js")
    }
    found = [name for name, text in {**pages, **scripts}.items() if WORDS.search(text)]
    found += [
        f"{one.shown}:{line}" for one in modules(*APPS) for line, text in strings(one) if WORDS.search(text)
    ]
    assert found == []


@pytest.mark.rule("S10-10")
def test_no_outcome_of_a_case_is_that_somebody_stays_away() -> None:
    assert {one.label for one in Conclusion} == {"支持", "部分支持", "不支持", "解释疏导", "引导"}


def words_of_forms() -> set[str]:
    """Labels, help texts and choices of every form, admin's included."""
    found: set[str] = set()
    waiting = list(forms.BaseForm.__subclasses__())
    seen: set[type] = set()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form in seen or form.__module__.partition(".")[0] not in APPS:
            continue
        seen.add(form)
        for name, field in getattr(form, "base_fields", {}).items():
            choices = getattr(field, "choices", ())
            flat = [] if callable(choices) or isinstance(field, forms.ModelChoiceField) else list(choices)
            found |= {name, str(field.label or ""), str(field.help_text)}
            found |= {f"{value} {words}" for value, words in flat}
    return found


def names_of_addresses() -> set[str]:
    """Name and route of every address."""
    found: set[str] = set()
    waiting: list[Any] = [get_resolver()]
    while waiting:
        for one in waiting.pop().url_patterns:
            found |= {str(one.pattern), str(getattr(one, "name", ""))}
            waiting += [one] if hasattr(one, "url_patterns") else []
    return found


@pytest.mark.rule("F-32")
def test_no_form_report_column_paper_or_address_does() -> None:
    for name in pkgutil.walk_packages(petitions.__path__, "petitions."):
        if ".forms" in name.name:
            importlib.import_module(name.name)
    given = words_of_forms()
    addresses = names_of_addresses()
    assert len(given) > 150
    assert len(addresses) > 60
    columns = {f"{key} {cell.column.heading}" for key, cell in CELLS.items()} | {
        f"{column.key} {column.heading}" for column in COLUMNS
    }
    titles = {str(one) for one in (*KIND_CHOICES, *BASIS_CHOICES)} | {
        str(value) for value in BASE.values() if isinstance(value, str)
    }
    papers = {f"{kind} {paper.label}" for kind, paper in (*PAPERS.items(), *FORMAL.items())}
    watches = {f"{code} {one.label} {one.hint}" for code, one in WATCHES.items()}
    shown = given | addresses | columns | titles | papers | watches
    assert {text for text in shown if WORDS.search(text) or NAMES.search(text)} == set()


@pytest.mark.rule("F-32")
def test_no_table_of_the_shipped_data_does() -> None:
    tables = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "petitions/data").glob("*.csv")}
    assert [name for name, text in tables.items() if WORDS.search(text)] == []
