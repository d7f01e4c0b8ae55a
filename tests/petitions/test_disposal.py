"""销毁: every column that docs/personal-data.md promises to empty is emptied, and no table tells of the person any more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.test import TestCase
from django.utils import timezone

from casework.audit import verify_chains
from casework.models import Attachment, IssuedPaper
from petitions import personal_data
from petitions.actions import archive
from petitions.actions.register import Person
from petitions.models import (
    Appointment,
    ArchiveCandidate,
    ArchiveItem,
    Disposal,
    InfoReport,
    Petition,
    Petitioner,
    ProxyFiling,
    ProxyMandate,
    QueueTicket,
)
from petitions.personal_data import HELD
from tests.office import Office
from tests.petitions.receiving import hall
from tests.petitions.scenarios.filing import expired
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import DAY
from tests.project.test_models import declared

pytestmark = pytest.mark.usefixtures("monday")
SECRET = "秘丙"
PERSON = Person(name="秘丙某", phone="12000000077", address="秘丙村3号", workplace="秘丙厂")


def test_what_disposal_empties_is_what_is_documented() -> None:
    found = {
        name: set(treatment.removeprefix("scrub: ").split(", "))
        for name, (_, treatment) in declared().items()
        if treatment.startswith("scrub")
    }
    assert personal_data.documented() == found


def file_of(office: Office) -> ArchiveItem:
    """An expired file of somebody whose name, telephone and place stand in every column that may hold them."""
    item = expired(office, person=PERSON, body=f"{SECRET}村的路两年没有修。", title=f"{SECRET}村修路")
    Petition.objects.filter(pk=item.petition_id).update(
        place=f"{SECRET}村", initial_opinion=SECRET, new_facts=SECRET
    )
    for name in HELD:
        fill(office, apps.get_model(name), item.petition)
    return item


def fill(office: Office, model: type[models.Model], p: Petition) -> None:
    """One row at least with the secret in each of its columns."""
    held = HELD[model._meta.label]
    rows = model._default_manager.filter(**{held.paths[0]: p.pk})
    texts = [one for one in held.columns if not isinstance(model._meta.get_field(one), models.FileField)]
    if not rows.exists():
        values = {**required(office, model, p), **dict.fromkeys(texts, SECRET), **extra(office, model, p)}
        tie(model._default_manager.create(**values), p)
    for row in rows:
        for name in texts:
            setattr(row, name, SECRET)
        row.save()


def tie(made: models.Model, p: Petition) -> None:
    """The rows between, where the way to the case goes over others."""
    if isinstance(made, ProxyMandate):
        ProxyFiling.objects.create(petition=p, mandate=made, filed_at=timezone.now())
    if isinstance(made, Appointment):
        QueueTicket.objects.filter(intake__petition=p).update(appointment=made)


def required(office: Office, model: type[models.Model], p: Petition) -> dict[str, Any]:
    """Something for each column that must not be empty."""
    people = {"Case": p, "Petition": p, "Staff": office["officer"], "Unit": office.units["XF"]}
    people |= {"Petitioner": p.petitioner, "Intake": p.intakes.first(), "SignOff": p.signoffs.first()}
    found: dict[str, Any] = {}
    for one in model._meta.concrete_fields:
        if one.null or one.has_default() or one.auto_created or getattr(one, "auto_now_add", False):
            continue
        if one.related_model is not None:
            found[one.name] = people.get(one.related_model.__name__)
        elif isinstance(one, models.DateTimeField):
            found[one.name] = timezone.now()
        elif isinstance(one, models.DateField):
            found[one.name] = DAY
        elif isinstance(one, models.IntegerField):
            found[one.name] = 1
        elif not one.blank and not isinstance(one, models.FileField):
            found[one.name] = one.choices[0][0] if one.choices else "某"
    return found


def extra(office: Office, model: type[models.Model], p: Petition) -> dict[str, Any]:
    """What the constraints of a table ask for beside."""
    by, now = office["officer"], timezone.now()
    return {
        "IssuedPaper": lambda: {"case": p, "pdf": ContentFile(b"%PDF", "p.pdf")},
        "OfficeTask": lambda: {"petition": p},
        "Attachment": lambda: {"file": ContentFile(b"text", "a.txt")},
        "Delivery": lambda: {"paper": p.papers.first()},
        "Inquiry": lambda: {"finished_at": now, "finished_by": by},
        "RequestForInstruction": lambda: {
            "answer_source": "批",
            "answered_on": DAY,
            "answer_recorded_by": by,
        },
        "Declined": lambda: {"ground": ground("R1"), "kind": "refuse"},
        "SiteTalk": lambda: {"nobody_restrained": True},
        "Settlement": lambda: {"both_consent": True},
        "AidReferral": lambda: {"helped_on": DAY},
        "Review": lambda: {"withdrawn_on": DAY, "withdrawn_how": "written", "withdrawal_recorded_by": by},
        "ProxyMandate": lambda: {"ends_on": date(2026, 3, 31)},
        "QueueTicket": lambda: {"session": hall.session(office), "intake": p.intakes.first()},
        "InfoReport": lambda: {"petition": p},
    }.get(model.__name__, dict)()


def everywhere(words: str) -> list[str]:
    """Columns of any table, history included, in which the words stand."""
    found = []
    for model in apps.get_models():
        for one in model._meta.local_concrete_fields:
            if isinstance(one, models.CharField | models.TextField | models.JSONField):
                values = model._default_manager.values_list(one.name, flat=True)
                if any(words in str(value) for value in values):
                    found.append(f"{model._meta.label}.{one.name}")
    return sorted(set(found))


def dispose(office: Office, item: ArchiveItem) -> Disposal:
    made = archive.propose_disposal([item.pk], by=office["officer"], reason="期满")
    with TestCase.captureOnCommitCallbacks(execute=True):
        return archive.decide_disposal(made.pk, by=office["office_head"], approve=True, opinion="同意")


def test_no_table_tells_of_the_person_after_disposal(office: Office) -> None:
    item = file_of(office)
    there = everywhere(SECRET)
    assert {f"{name}.{one}" for name, held in HELD.items() for one in held.columns} - set(there) == {
        "casework.Attachment.file",
        "casework.IssuedPaper.pdf",
    }
    ProxyMandate.objects.update(ends_on=date(2026, 3, 1), signed_on=date(2026, 2, 1))
    dispose(office, item)
    assert everywhere(SECRET) == everywhere(PERSON.phone) == []
    assert list(verify_chains()) == []


def test_files_go_with_the_rows_that_name_them(office: Office) -> None:
    item = file_of(office)
    files = [Path(Attachment.objects.get().file.path), Path(IssuedPaper.objects.get().pdf.path)]
    assert [one.exists() for one in files] == [True, True]
    dispose(office, item)
    assert [one.exists() for one in files] == [False, False]


def test_person_who_is_represented_today_keeps_their_particulars(office: Office) -> None:
    item = file_of(office)
    dispose(office, item)
    assert Petitioner.objects.filter(name=PERSON.name, phone=PERSON.phone).exists()


def test_what_serves_another_file_as_well_stays_until_that_one_goes(office: Office) -> None:
    first = file_of(office)
    other = expired(office)
    ProxyFiling.objects.create(
        petition=other.petition, mandate=ProxyMandate.objects.get(), filed_at=timezone.now()
    )
    InfoReport.objects.get().repeats.add(other.petition)
    dispose(office, first)
    assert ProxyMandate.objects.get().scope == InfoReport.objects.get().text == SECRET
    dispose(office, other)
    assert ProxyMandate.objects.get().scope == InfoReport.objects.get().text == personal_data.GONE


def test_information_filed_under_its_own_number_is_not_emptied_with_the_case(office: Office) -> None:
    item = file_of(office)
    info = InfoReport.objects.get()
    ArchiveCandidate.objects.create(
        info=info,
        unit=office.units["XF"],
        issued_on=DAY,
        decided_by=office["officer"],
        decided_on=DAY,
        year=2026,
        period="D30",
        sequence=1,
        reference="XF-WS·2026-D30-XX-0001",
    )
    dispose(office, item)
    assert InfoReport.objects.get().text == SECRET
    assert everywhere(SECRET) == [
        "petitions.HistoricalPetitioner.address",
        "petitions.HistoricalPetitioner.name",
        "petitions.HistoricalPetitioner.workplace",
        "petitions.InfoReport.text",
        "petitions.InfoReport.title",
        "petitions.Petitioner.address",
        "petitions.Petitioner.name",
        "petitions.Petitioner.workplace",
    ]
