"""机关通用: only what is important is read by a leader; the head signs, then the leader; named people are answered."""

from __future__ import annotations

import pytest

from casework.refusals import Refusal
from casework.states import Importance, State
from petitions.actions import archive, route
from petitions.models import Petition
from petitions.states import Complexity
from tests.office import Office
from tests.petitions.scenarios_by_preset import road

pytestmark = pytest.mark.usefixtures("monday")


def worked(office: Office, p: Petition) -> Petition:
    p = road.accepted(p, office["bureau_head"], office["handler"])
    return road.reported(p, office["bureau_head"])


def test_an_ordinary_letter_goes_out_unread_and_is_answered(office: Office) -> None:
    road.under(office, "general")
    p = office.registered()
    assert not p.clocks.filter(kind="annotate").exists()
    p = worked(office, road.assigned(p, office["officer"], office.units["ZJJ"]))
    assert road.signers(p) == [office["bureau_head"].name, office["deputy"].name]
    with pytest.raises(Refusal, match="须答复信访人"):
        road.answered(p, office["officer"], text="")
    p = road.answered(p, office["officer"])
    assert road.filed(p, office["officer"]).state == State.ARCHIVED


def test_an_important_one_is_read_by_the_first_leader(office: Office) -> None:
    road.under(office, "general")
    p = office.registered(details={"importance": Importance.IMPORTANT})
    with pytest.raises(Refusal, match="须先送领导阅批"):
        road.assigned(p, office["officer"], office.units["ZJJ"])
    p = road.presented(p, office["officer"])
    assert p.signer == office["chief"]
    with pytest.raises(Refusal, match="不能送该领导阅批"):
        route.present(
            office.registered(details={"importance": Importance.IMPORTANT}).pk,
            by=office["officer"],
            version=1,
            to=office["deputy"],
        )
    assert road.annotated(p, unit=office.units["ZJJ"]).state == State.ASSIGNED


def test_a_complex_one_takes_the_first_leader_s_signature(office: Office) -> None:
    road.under(office, "general")
    p = office.registered(details={"complexity": Complexity.COMPLEX})
    p = worked(office, road.assigned(p, office["officer"], office.units["ZJJ"]))
    assert road.signers(p)[-1] == office["chief"].name


def test_a_letter_without_a_name_closes_unanswered_and_need_not_be_kept(office: Office) -> None:
    road.under(office, "general")
    p = office.registered(is_anonymous=True, person=None)
    p = worked(office, road.assigned(p, office["officer"], office.units["ZJJ"]))
    road.signers(p)
    p = road.answered(p, office["officer"], text="")
    assert not p.replies.exists()
    with pytest.raises(Refusal):
        archive.archive(p.pk, by=office["officer"], version=p.version, required=False)
