"""并案、分案: one matter and one handling, counted rightly, answered to everybody, and undone again."""

from __future__ import annotations

from typing import Any

import pytest

from casework.models import Clock, Event
from casework.refusals import NotVisible, Refusal
from casework.states import State
from petitions import ledger
from petitions.actions import close, register, same_matter
from petitions.actions.register import Person
from petitions.models import Merge, Petition, Reply
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import DAY, fresh

pytestmark = pytest.mark.usefixtures("monday")
OTHER = Person(name="王某乙", phone="12000000002", address="样城街道乙社区")


def again(office: Office, first: Petition, **changes: Any) -> Petition:
    """A second letter of the same known person."""
    return office.registered(person=Person(known=first.petitioner), **changes)


def join(office: Office, p: Petition, into: Petition, reason: str = "同一人同一事项") -> Merge:
    return same_matter.merge(p.pk, by=office["officer"], version=fresh(p).version, into=into, reason=reason)


def march(office: Office) -> ledger.Totals:
    first, last = ledger.month_ends("2026-03")
    chosen = ledger.Selection(office.units["XF"], first, last)
    return ledger.totals(chosen, Petition.objects.visible_to(office["officer"]))


@pytest.mark.rule("F-34")
def test_second_letter_on_a_matter_in_progress_is_a_repeat_without_a_second_clock(office: Office) -> None:
    first = steps.handling(office, office.registered())
    second = again(office, first)
    join(office, second, first)
    totals = march(office)
    assert (totals.letters, totals.repeat, totals.merged) == (2, 1, 1)
    assert Petition.objects.exclude(state=State.MERGED).count() == 1
    assert not Clock.objects.filter(case=second, met_on__isnull=True).exists()
    assert fresh(second).number == "清信访〔2026〕2号"


def test_letter_of_another_person_joins_and_is_no_repeat(office: Office) -> None:
    first, other = office.registered(), office.registered(person=OTHER)
    join(office, other, first, "内容相同的联名来信")
    assert (march(office).letters, march(office).repeat) == (2, 0)


def test_handling_unit_sees_what_was_joined(office: Office) -> None:
    first = steps.handling(office, office.registered())
    second = again(office, first)
    assert not Petition.objects.visible_to(office["handler"]).filter(pk=second.pk).exists()
    join(office, second, first)
    assert Petition.objects.visible_to(office["handler"]).filter(pk=second.pk).exists()
    assert list(Event.objects.filter(case=first, name="merged_here").values_list("data__number")) == [
        (second.number,)
    ]


def test_everybody_whose_letter_was_joined_is_answered_once(office: Office) -> None:
    first = office.registered()
    mine, other = again(office, first), office.registered(person=OTHER)
    nameless = office.registered(person=None, is_anonymous=True)
    for one in (mine, other, nameless):
        join(office, one, first, "内容相同")
    first = steps.concluded(office, fresh(first))
    close.close(first.pk, by=office["office_head"], version=first.version, text="将修复。", method="letter")
    assert set(Reply.objects.values_list("petition_id", "text")) == {
        (first.pk, "将修复。"),
        (other.pk, "将修复。"),
    }
    assert Event.objects.filter(name="answered_with").count() == 3


@pytest.mark.rule("F-17")
def test_anonymous_case_with_a_named_letter_in_it_closes_with_an_answer_only(office: Office) -> None:
    first = office.registered(person=None, is_anonymous=True)
    join(office, office.registered(person=OTHER), first, "内容相同")
    first = steps.concluded(office, fresh(first))
    with pytest.raises(Refusal, match="须答复信访人"):
        close.close(first.pk, by=office["office_head"], version=first.version)


def test_undone_merge_gives_number_clock_and_count_back(office: Office) -> None:
    first = office.registered()
    second = again(office, first)
    join(office, second, first)
    p = same_matter.undo_merge(
        second.pk, by=office["officer"], version=fresh(second).version, reason="是另一部电梯"
    )
    assert (p.state, march(office).repeat) == (State.REGISTERED, 0)
    running = Clock.objects.filter(case=second, met_on__isnull=True)
    assert {(one.kind, one.start_on) for one in running} == {("route", DAY), ("present", DAY)}
    join(office, p, first)


def test_merge_is_not_undone_once_it_was_answered(office: Office) -> None:
    first, other = office.registered(), office.registered(person=OTHER)
    join(office, other, first, "内容相同")
    first = steps.concluded(office, fresh(first))
    close.close(first.pk, by=office["office_head"], version=first.version, text="将修复。", method="letter")
    with pytest.raises(Refusal, match="已随原件一并答复"):
        same_matter.undo_merge(other.pk, by=office["officer"], version=fresh(other).version, reason="错了")


def test_merge_refuses_itself_closed_sealed_and_nested_cases(office: Office) -> None:
    first, second, third = (office.registered() for _ in range(3))
    accusation = office.registered(purpose=Purpose.ACCUSATION)
    join(office, second, first)
    for p, into, words in (
        (third, third, "本件自身"),
        (third, second, "已经办结"),
        (third, accusation, "检举控告"),
        (accusation, third, "检举控告"),
        (first, third, "已有其他件并入"),
    ):
        with pytest.raises(Refusal, match=words):
            join(office, p, into)
    with pytest.raises(Refusal, match="并案理由"):
        join(office, third, first, " ")


def test_merge_into_what_one_cannot_see_is_not_found(office: Office) -> None:
    town = office.registered(by=office["town_officer"])
    with pytest.raises(NotVisible):
        join(office, office.registered(by=office["discipline"]), town)


def test_split_makes_two_matters_of_one_letter(office: Office) -> None:
    p = office.registered(head_count=3)
    made = same_matter.split(
        p.pk, by=office["officer"], version=p.version, body="另外路灯也坏了三个月。", reason="反映了两件事"
    )
    assert (made.number, made.petitioner, made.first_responder) == (
        "清信访〔2026〕2号",
        p.petitioner,
        office["registrar"],
    )
    assert (march(office).letters, march(office).split, march(office).valid) == (1, 1, 1)
    assert [link.earlier for link in made.repeats.all()] == [p]
    assert set(Clock.objects.values_list("case_id", "kind")) == {
        (one.pk, kind) for one in (p, made) for kind in ("route", "present")
    }


def test_split_refuses_without_reason_and_for_an_accusation(office: Office) -> None:
    p, accusation = office.registered(), office.registered(purpose=Purpose.ACCUSATION)
    by = office["officer"]
    with pytest.raises(Refusal, match="分案理由"):
        same_matter.split(p.pk, by=by, version=p.version, body="路灯坏了。", reason="")
    with pytest.raises(Refusal, match="不能分案"):
        same_matter.split(
            accusation.pk, by=by, version=accusation.version, body="路灯坏了。", reason="两件事"
        )


def test_what_a_person_calls_the_same_matter_counts_as_a_repeat(office: Office, monday: Any) -> None:
    """Told again by his wife: another person, one matter. What merely belongs together stays a first letter."""
    first, again, beside = office.registered(), office.registered(), office.registered()
    register.link_repeat(again.pk, first, by=office["registrar"], kind="same_matter")
    register.link_repeat(beside.pk, first, by=office["registrar"], kind="related")
    counted = [one.intakes.get().is_repeat for one in (first, again, beside)]
    assert counted == [False, True, False]
