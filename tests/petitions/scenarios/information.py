"""信访信息 from a petition: each act is an event of that petition."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone

from petitions.actions import analyses, information
from petitions.models import InfoReport
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.base import AGREED, letter, verb

WORDS: dict[str, Any] = {"title": "电梯停运两月", "text": "甲社区电梯停运，老人出行难。"}


def drafted(office: Office, level: str = "ordinary", **changes: Any) -> InfoReport:
    """A draft of the officer from a letter."""
    p = letter(office, **changes)
    now = timezone.now()
    return information.make_info(
        petition_id=p.pk, by=office["officer"], level=level, happened_at=now, **WORDS
    )


def signed(office: Office, level: str = "ordinary", signer: str = "office_head") -> InfoReport:
    info = drafted(office, level)
    information.submit_info(info.pk, by=office["officer"])
    return information.sign_info(info.pk, by=office[signer], decision="agree")


def urgent(office: Office) -> InfoReport:
    """What registration drafted by itself for a group of twelve."""
    return InfoReport.objects.get(petition=letter(office, channel="visit", head_count=12))


@verb(information)
def make_info(office: Office) -> partial[Any]:
    p = letter(office)
    now = timezone.now()
    return partial(
        information.make_info, petition_id=p.pk, by=office["officer"], level="major", happened_at=now, **WORDS
    )


@verb(information)
def submit_info(office: Office) -> partial[Any]:
    return partial(information.submit_info, drafted(office).pk, by=office["officer"])


@verb(information)
def sign_info(office: Office) -> partial[Any]:
    info = drafted(office)
    information.submit_info(info.pk, by=office["officer"])
    return partial(information.sign_info, info.pk, by=office["office_head"], decision="agree", opinion=AGREED)


@verb(information)
def send_first(office: Office) -> partial[Any]:
    return partial(
        information.send_first, urgent(office).pk, by=office["officer"], sent_to="县委值班室（电话）"
    )


@verb(information)
def issue_info(office: Office) -> partial[Any]:
    info = signed(office)
    people = [office["chief"]]
    return partial(
        information.issue_info, info.pk, by=office["officer"], addressed_to="县委、县政府", people=people
    )


def issued(office: Office) -> InfoReport:
    return issue_info(office)()


@verb(information)
def file_info(office: Office) -> partial[Any]:
    return partial(information.file_info, issued(office).pk, by=office["officer"], period="D10")


@verb(information)
def leave_out_info(office: Office) -> partial[Any]:
    by, reason = office["office_head"], "材料已并入信访件归档。"
    return partial(information.leave_out_info, issued(office).pk, by=by, reason=reason)


@verb(information)
def drop_info(office: Office) -> partial[Any]:
    return partial(information.drop_info, drafted(office).pk, by=office["officer"], reason="已口头报告。")


@verb(analyses)
def set_cause(office: Office) -> partial[Any]:
    p = steps.handling(office, letter(office))
    return partial(analyses.set_cause, p.pk, by=office["handler"], cause="execution", note="物业拖延。")
