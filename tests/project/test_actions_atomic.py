"""Every verb is all or nothing: without its event nothing is written, and from an old page nothing is written either."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

import petitions.actions
from casework.actions.attachments import attach
from casework.attachments import check
from casework.models import Event
from casework.refusals import Refusal, Stale
from petitions.actions import imports
from petitions.ledger_import import ImportedLetter
from petitions.models import Petition
from petitions.states import Channel
from tests.office import Office
from tests.petitions.scenarios import SCENARIOS
from tests.petitions.steps import DAY
from tests.project.source import APPS

pytestmark = pytest.mark.usefixtures("monday")
# Public functions with an acting person that write no event of their own, because …
NO_EVENT = {
    "batch.read_many": "each case in its own transaction, by route.annotate",
    "papers.issue_many": "each paper in its own transaction, by papers.issue",
    "route.give_out": "the inner half of assign, annotate and issue_card",
    "decline.told": "a part of papers.deliver",
    "reviews.delivered": "a part of papers.deliver",
    "lateness.settle_late": "the inner half of report, close and explain_late",
    "cards.leader_post": "reads only",
    "supervise.urge_many": "each case in its own transaction, as supervise.urge does it",
    "same_matter.merge_campaign": "each case in its own transaction, by same_matter.merge",
    "sealing.shut": "a part of register.register and of sealing.seal",
    "same_matter.answer_merged": "a part of close.close",
    "same_matter.decide_person": "a person is no case; the row keeps who decided, when and why",
    "same_matter.undo_person": "a person is no case; the row keeps who took it back, when and why",
    "proxy.attest_agent": "an agent is no case; the row keeps who attested",
    "proxy.end_agent": "an agent is no case; mandates with cases end by their own events",
    "proxy.give_mandate": "a mandate is no case; the row keeps who registered it",
    "proxy.record_dispute": "a dispute is no case",
    "proxy.move_dispute": "a dispute is no case",
    "proxy.record_outreach": "an event of the office is no case",
    "reception.keep_draft": "a draft is no case",
    "reception.void_draft": "a draft is no case; its row keeps the reason",
    "reception.once": "registers by register.register",
    "reception.complete_person": "a person is no case; history keeps the columns",
    "imports.upload": "a file is no case",
    "imports.choose": "a file is no case",
    "imports.ask_for_import": "a job is no case",
    "imports.bring_in": "many at once: tested below",
    "assess.take_assessment": "an assessment is no case",
    "year_end.close_year": "a year is no case; the row keeps who closed it and when",
    "analyses.make_analysis": "an analysis is no case",
    "analyses.write_analysis": "an analysis is no case",
    "analyses.count_again": "an analysis is no case",
    "analyses.ask_signature": "an analysis is no case",
    "analyses.sign_analysis": "an analysis is no case",
    "analyses.issue_analysis": "an analysis is no case",
    "analyses.take_measure": "a measure is no case",
    "analyses.is_keeper": "reads",
    "analyses.may_sign": "reads",
    "schedules.make_schedule": "a report is no case",
    "schedules.end_schedule": "a report is no case",
    "schedules.ask_report": "a report is no case",
    "schedules.file_report": "a report is no case",
    "schedules.return_report": "a report is no case",
    "schedules.figures_for": "reads",
    "schedules.may_file": "reads",
    "organisation.form_group": "an office paper is no case",
    "organisation.change_members": "an office paper is no case",
    "organisation.hold_meeting": "an office paper is no case",
    "organisation.give_task": "an office paper is no case",
    "organisation.resolve": "an office paper is no case",
    "organisation.finish_task": "an office paper is no case",
    "organisation.draw_up_commitment": "an office paper is no case",
    "organisation.sign_commitment": "an office paper is no case",
    "organisation.ensure_keeper": "reads",
    "organisation.may_finish": "reads",
    "organisation.owes_signature": "reads",
    "policies.draft_document": "an office paper is no case",
    "policies.edit_document": "an office paper is no case",
    "policies.review_document": "an office paper is no case",
    "policies.publish_document": "an office paper is no case",
    "policies.revise_document": "an office paper is no case",
    "policies.carry_out_document": "an office paper is no case",
    "policies.may_publish": "reads",
    "information.draft_urgent": "written by register.register, add_intake and edit, which have their event",
    "information.edit_info": "a draft of an information is no case",
    "information.is_keeper": "reads",
    "receipts.read_paper": "a receipt is no case; its row keeps the time",
    "receipts.put_signature": "the acts that sign have their event",
    "appointments.ask": "a booking is no case; its row and history keep it",
    "appointments.decide": "a booking is no case; its row and history keep it",
    "queue.take_ticket": "a number is no case",
    "queue.call_next": "a number is no case",
    "queue.move_ticket": "a number is no case",
    "queue.finish": "a part of receive.give_result",
    "queue.lend_session": "a part of roster.invite, with an event a case",
    "queue.close_session": "a session is no case; its row and history keep it",
    "room.note_check": "a look at the room is no case",
    "roster.locked": "reads",
    "roster.make_roster": "a roster is no case",
    "roster.put_on_duty": "a roster is no case; history keeps who was on duty",
    "roster.staff_session": "a session is no case; history keeps the columns",
    "roster.publish": "a roster is no case; its row keeps who and when",
    "roster.note_published": "a roster is no case; the row keeps date and medium",
    "roster.entrust": "a session is no case; the row keeps who asked whom",
    "roster.answer_substitution": "a session is no case; the row keeps the answer",
    "roster.invite": "a session is no case; sight of cases is lent with an event each",
    "import_people.people_of": "the first half of imports.bring_in",
}
Rows = dict[str, list[tuple[Any, ...]]]


class Broken(Exception):
    """The event cannot be written."""


def broken(*args: Any, **kwargs: Any) -> None:
    raise Broken


def verbs() -> dict[str, Any]:
    """Public functions of petitions.actions that take the acting person."""
    found = {}
    for one in pkgutil.iter_modules(petitions.actions.__path__):
        module = importlib.import_module(f"petitions.actions.{one.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            inner = inspect.unwrap(function)
            own = inner.__module__ == module.__name__ and not name.startswith("_")
            if own and "by" in inspect.signature(inner).parameters and not name.startswith("refuse"):
                found[f"{one.name}.{name}"] = function
    return found


def everything() -> Rows:
    """Each row of each of our tables, history as well."""
    models = [one for one in apps.get_models() if one._meta.app_label in APPS]
    return {one._meta.label: list(one._base_manager.order_by("pk").values_list()) for one in models}


def changed(before: Rows, after: Rows) -> set[str]:
    return {name for name in after if after[name] != before[name]}


def test_every_verb_has_a_scenario() -> None:
    assert set(verbs()) == set(SCENARIOS) | set(NO_EVENT)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_verb_without_its_event_writes_nothing(office: Office, monkeypatch: Any, name: str) -> None:
    act = SCENARIOS[name](office)
    before = everything()

    with monkeypatch.context() as patch:
        patch.setattr("casework.actions.base.Event.save", broken)
        with pytest.raises(Broken):
            act()
    assert changed(before, everything()) == set()
    # And with it, the same call writes its event: the failure above was the event's alone.
    act()
    assert {"casework.Event"} <= changed(before, everything())


VERSIONED = sorted(name for name, verb in verbs().items() if "version" in inspect.signature(verb).parameters)


@pytest.mark.parametrize("name", VERSIONED)
def test_verb_from_an_old_page_is_refused_and_writes_nothing(office: Office, name: str) -> None:
    act = SCENARIOS[name](office)
    before = everything()
    with pytest.raises(Stale):
        act(version=act.keywords["version"] - 1)
    assert changed(before, everything()) == set()


@pytest.mark.parametrize("name", VERSIONED)
def test_verb_done_twice_from_one_page_is_done_once(office: Office, name: str) -> None:
    act = SCENARIOS[name](office)
    act()
    before = everything()
    with pytest.raises(Refusal):
        act()
    assert changed(before, everything()) == set()


def test_attachment_without_its_event_leaves_neither_row_nor_file(
    office: Office, monkeypatch: Any, settings: Any
) -> None:
    case = office.registered()
    file = check(SimpleUploadedFile("情况说明.txt", "电梯坏了。".encode(), "text/plain"))
    before = everything()
    monkeypatch.setattr("casework.actions.base.Event.save", broken)
    with pytest.raises(Broken):
        attach(Petition, case.pk, by=office["registrar"], files=[file], ensure=lambda case, by: None)
    assert changed(before, everything()) == set()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_import_without_its_events_writes_nothing(office: Office, monkeypatch: Any) -> None:
    batch = imports.upload(b"-", by=office["registrar"], unit=office.units["XF"], file_name="2019.xlsx")
    texts = ("source_number", "person", "title", "text", "reply", "phone", "address", "id_number")
    words = dict.fromkeys((*texts, "unit_name", "category", "remark"), "电梯坏了")
    letters = [
        ImportedLetter(
            row=2,
            fingerprint="f" * 64,
            received_on=DAY,
            received_time=None,
            channel=Channel.LETTER,
            head_count=1,
            replied_on=DAY,
            **{**words, "phone": "", "id_number": ""},
        )
    ]
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(Event.objects, "bulk_create", broken)
        with pytest.raises(Broken):
            imports.bring_in(letters, by=office["registrar"], batch=batch)
    assert changed(before, everything()) == set()
    assert imports.bring_in(letters, by=office["registrar"], batch=batch).added == 1
