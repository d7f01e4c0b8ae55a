"""What the product refuses stays refused: nothing to stop, label, score or rank people who petition (条例第十八、四十六条).

Rules S03-06, S08-10, S11-16, S11-17, S12-09, S20-04, S21-04, S21-15 and S05-01 ask for such things; none is built.
"""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from casework.context import MENU
from casework.events import CATALOGUE
from casework.policy import BASE, PRESETS
from petitions.access import VERBS
from petitions.states import Conclusion
from tests.project.source import APPS, ROOT, modules, strings

WORDS = re.compile("稳控|劝返|接返|拦截|截访|盯防|训诫|息访|缠访|闹访|老户|重点人员|风险评分|风险分|黑名单")
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
