"""The record of an investigation always finds its second signature: also of a sealed case, also where there is no head."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Post, Staff
from accounts.roles import Role
from casework.models import CaseGrant, Notice
from casework.refusals import NotVisible, NotYours, Refusal
from casework.states import Importance, State
from petitions.actions import handle, recusal, route
from petitions.models import Investigation, Petition
from petitions.to_sign import records_for
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.compartment import accusation
from tests.petitions.steps import DAY, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.rule("S11-11", "S21-07")]


def handled_at_organ(office: Office) -> Petition:
    """An accusation in work at the discipline organ; its policy lets leaders read important ones alone."""
    by, organ = office["discipline"], office.units["XJW"]
    p = accusation(office, by=by)
    Petition.objects.filter(pk=p.pk).update(
        policy_values={**p.policy_values, "annotate_scope": "important"}, importance=Importance.ORDINARY
    )
    given = {"unit": organ, "opinion": "请核实。", "handler": by}
    route.assign(p.pk, by=by, version=fresh(p).version, **given)
    handle.accept(p.pk, by=by, version=fresh(p).version, handler=by)
    return fresh(p)


def post(staff: Staff, office: Office, role: str, unit: str = "XJW") -> Staff:
    Post.objects.create(staff=staff, unit=office.units[unit], role=role, starts_on=date(2020, 1, 1))
    return staff


def investigated(office: Office, p: Petition) -> Investigation:
    return handle.investigate(p.pk, by=office["discipline"], done_on=DAY, findings="调阅材料。")


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.DEPUTY_LEADER])
def test_head_or_leader_of_the_organ_is_named_and_signs(office: Office, role: str) -> None:
    signer = post(office.staff["other_handler"], office, role)
    p = handled_at_organ(office)
    assert not Petition.objects.visible_to(signer).filter(pk=p.pk).exists()
    made = investigated(office, p)
    assert CaseGrant.objects.filter(case=p, staff=signer, reason="调查记录签字").count() == 1
    assert Notice.objects.filter(case=p, staff=signer, text__contains="调查记录待您签字").count() == 1
    assert list(records_for(signer)) == [made]
    page = signed_in(signer).get(f"/petitions/{p.pk}/do/sign_investigation/")
    assert "调阅材料。" in words(page)
    assert handle.sign_investigation(made.pk, by=signer).is_final
    assert list(records_for(signer)) == []


def test_organ_without_anybody_to_sign_says_so_before_the_record_is_made(office: Office) -> None:
    p = handled_at_organ(office)
    for one in Post.objects.filter(role__in=[Role.UNIT_HEAD, Role.DEPUTY_LEADER, Role.CHIEF_LEADER]):
        one.delete()
    with pytest.raises(Refusal, match="没有可以在调查记录上签字的负责人"):
        investigated(office, fresh(p))
    assert not Investigation.objects.exists()


def test_nobody_else_signs_it(office: Office) -> None:
    post(office.staff["other_handler"], office, Role.UNIT_HEAD)
    made = investigated(office, handled_at_organ(office))
    with pytest.raises(NotVisible):
        handle.sign_investigation(made.pk, by=office["bureau_head"])
    with pytest.raises(NotYours):
        handle.sign_investigation(made.pk, by=office["discipline"])


def test_head_who_steps_aside_is_followed_by_the_next(office: Office) -> None:
    head = post(office.staff["other_handler"], office, Role.UNIT_HEAD)
    leader = post(office.staff["other_head"], office, Role.DEPUTY_LEADER)
    p = handled_at_organ(office)
    made = investigated(office, p)
    recusal.recuse(
        p.pk, by=office["discipline"], version=fresh(p).version, person=head, reason="与被反映人有利害关系"
    )
    assert list(records_for(leader)) == [made]
    assert handle.sign_investigation(made.pk, by=leader).is_final


def test_open_case_at_a_unit_without_a_head_goes_to_the_next_one_up(office: Office) -> None:
    p = steps.handling(office, office.registered())
    office["bureau_head"].posts.all().delete()
    made = handle.investigate(p.pk, by=office["handler"], done_on=DAY, findings="现场查看。")
    signer = next(one for one in (office["deputy"], office["chief"]) if made in records_for(one))
    assert handle.sign_investigation(made.pk, by=signer).is_final
    assert fresh(p).state == State.HANDLING
