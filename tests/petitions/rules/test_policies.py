"""S14-01, S21-12, S03-27: regulations with one number, another's review, a leader's approval, editions, receipts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casework.refusals import NotVisible, NotYours, Refusal, Stale
from petitions.actions import policies, receipts
from petitions.models import DocumentState, PolicyDocument
from petitions.organisation import documents_seen, to_read
from tests.office import Office

pytestmark = pytest.mark.usefixtures("monday")


def draft(office: Office, **more: Any) -> PolicyDocument:
    values: dict[str, Any] = {
        "by": office["officer"],
        "unit": office.units["XZF"],
        "number": "清政办〔2026〕5号",
        "title": "首问责任制度",
        "text": "第一条 首问负责。",
    }
    return policies.draft_document(**{**values, **more})


def published(office: Office, document: PolicyDocument | None = None) -> PolicyDocument:
    found = document or draft(office)
    policies.review_document(found.pk, by=office["office_head"])
    return policies.publish_document(found.pk, by=office["deputy"], people=[office["handler"]])


@pytest.mark.rule("S14-01")
def test_number_is_one_in_its_unit(office: Office) -> None:
    draft(office)
    with pytest.raises(Refusal) as refused:
        draft(office)
    assert refused.value.field == "number"
    assert draft(office, unit=office.units["XF"]).number == "清政办〔2026〕5号"
    with pytest.raises(Refusal):
        draft(office, number=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyDocument.objects.create(
            unit=office.units["XF"],
            number="清政办〔2026〕5号",
            title="又一",
            text="x",
            drafter=office["officer"],
        )


@pytest.mark.rule("S14-01")
def test_reviewer_is_another_and_publishing_needs_an_approver(office: Office) -> None:
    found = draft(office)
    with pytest.raises(Refusal, match="不能是起草人"):
        policies.review_document(found.pk, by=office["officer"])
    with pytest.raises(Refusal, match="尚未审核"):
        policies.publish_document(found.pk, by=office["deputy"])
    policies.review_document(found.pk, by=office["office_head"])
    with pytest.raises(NotYours):
        policies.publish_document(found.pk, by=office["officer"])
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyDocument.objects.filter(pk=found.pk).update(state=DocumentState.PUBLISHED)
    assert policies.publish_document(found.pk, by=office["deputy"]).approver == office.staff["deputy"]


@pytest.mark.rule("S21-12")
def test_revision_is_a_new_edition_and_the_old_one_holds_until_then(office: Office) -> None:
    first = published(office)
    second = policies.revise_document(first.pk, by=office["officer"])
    assert (second.edition, second.number, second.state) == (2, first.number, "draft")
    first.refresh_from_db()
    assert first.state == DocumentState.PUBLISHED
    with pytest.raises(Refusal, match="已经在起草"):
        policies.revise_document(first.pk, by=office["officer"])
    published(office, second)
    first.refresh_from_db()
    assert (first.state, first.text) == (DocumentState.REPLACED, "第一条 首问负责。")


def test_draft_is_changed_from_its_present_page_only(office: Office) -> None:
    found = draft(office)
    policies.edit_document(found.pk, by=office["officer"], seen=1, title="", text="第一条 改。")
    with pytest.raises(Stale):
        policies.edit_document(found.pk, by=office["officer"], seen=1, title="", text="又改。")


@pytest.mark.rule("S03-27")
def test_readers_owe_a_receipt_and_tasks_carry_it_out(office: Office) -> None:
    found = draft(office)
    with pytest.raises(NotVisible):
        policies.review_document(found.pk, by=office["handler"])
    published(office, found)
    assert list(to_read(office["handler"])) == [found]
    receipts.read_paper(found.receipts.get().pk, by=office["handler"])
    assert not to_read(office["handler"]).exists()
    made = policies.carry_out_document(
        found.pk,
        by=office["officer"],
        title="各单位上墙公示",
        due_on=date(2026, 3, 20),
        owner=office["bureau_head"],
    )
    assert (made.document, made.kind) == (found, "policy")


def test_draft_is_not_for_those_below(office: Office) -> None:
    found = draft(office)
    assert not documents_seen(office["handler"]).exists()
    published(office, found)
    # What is in force in a unit is read by all below it.
    assert documents_seen(office["town_head"]).get() == found
    assert not documents_seen(office["discipline"]).exists()
