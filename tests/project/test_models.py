"""Every table: a Chinese name, evidence that cannot be deleted from under a case, a treatment of what it says of people."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import models

from tests.project.source import APPS, ROOT

TREATMENTS = frozenset({"keep", "scrub", "delete", "none"})
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Foreign keys whose row may go, or be emptied, with what it points at: none of them is evidence.
NOT_EVIDENCE = {
    "casework.CalendarDay.year": "a day belongs to its year's notice",
    "casework.CaseNote.case": "a hint of three minutes",
    "casework.CaseNote.staff": "a hint of three minutes",
    "casework.CommonPhrase.staff": "one's own phrases",
    "casework.SavedView.staff": "one's own filters",
    "casework.SearchPending.case": "work still to do",
    "petitions.ContentClass.default_unit": "a proposal, which may be missing",
    "petitions.Petition.case_ptr": "one row in two tables",
    "petitions.TextDigest.petition": "made again from the text at any time",
}


def tables() -> list[type[models.Model]]:
    """Models that we wrote: no history, no link tables."""
    return [
        one
        for one in apps.get_models()
        if one._meta.app_label in APPS and not one.__name__.startswith("Historical")
    ]


def label(model: type[models.Model]) -> str:
    return model._meta.label


def declared() -> dict[str, tuple[str, str]]:
    """Table of docs/personal-data.md: model → (name in words, treatment)."""
    text = (ROOT / "docs/personal-data.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+\.\w+) \| ([^|]+) \|[^|]*\| ([^|]+) \|$", text, re.M)
    return {name: (words.strip(), treatment.strip()) for name, words, treatment in rows}


@pytest.mark.parametrize("model", tables(), ids=label)
def test_model_is_named_in_chinese(model: type[models.Model]) -> None:
    assert CHINESE.search(str(model._meta.verbose_name))
    assert model._meta.verbose_name_plural == model._meta.verbose_name_plural.strip("s")
    assert model.__str__ is not models.Model.__str__


def test_what_evidence_points_at_cannot_be_deleted() -> None:
    loose = {
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is not models.PROTECT
    }
    assert loose == set(NOT_EVIDENCE)


def test_every_table_has_a_treatment_of_personal_data() -> None:
    assert set(declared()) == {label(one) for one in tables()}


@pytest.mark.parametrize("model", tables(), ids=label)
def test_treatment_is_one_of_four_and_names_real_columns(model: type[models.Model]) -> None:
    words, treatment = declared()[label(model)]
    kind, _, rest = treatment.partition(":")
    assert words == model._meta.verbose_name
    assert kind in TREATMENTS
    assert bool(rest) or kind in ("keep", "none"), "how, or which columns"
    if kind == "scrub":
        columns = {field.name for field in model._meta.get_fields()}
        assert set(re.findall(r"\b[a-z_]{4,}\b", rest)) <= columns


@pytest.mark.parametrize("model", tables(), ids=label)
def test_constraints_are_named_for_what_they_hold(model: type[models.Model]) -> None:
    names = [one.name for one in model._meta.constraints]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z_]+", name)] == []
