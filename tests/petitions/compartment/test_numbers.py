"""Accusations are numbered apart: the open register reads the same with and without them (docs/decisions/0008)."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import Post
from casework.models import RetiredNumber
from casework.numbering import gaps
from petitions import ledger
from petitions.actions import papers, register, sealing
from petitions.states import Purpose
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
SEALED: dict[str, Any] = {"purpose": Purpose.ACCUSATION}


def accused(office: Office, unit: str = "ZJJ") -> Any:
    return office.registered(**SEALED, accused_units=(office.units[unit],))


@pytest.mark.rule("S03-05", "S21-07")
def test_numbers_of_the_open_register_run_on_past_an_accusation(office: Office) -> None:
    first, sealed, second = office.registered(), accused(office), office.registered()
    numbers = [one.number for one in (first, sealed, second)]
    assert numbers == ["清信访〔2026〕1号", "清信控〔2026〕1号", "清信访〔2026〕2号"]
    xf = office.units["XF"]
    assert [gaps(xf.pk, name, 2026) for name in ("main", "sealed")] == [[], []]
    whole = ledger.continuity(xf, 2026)
    assert (whole.last, whole.used, whole.is_whole) == (2, 2, True)


@pytest.mark.rule("S09-15")
def test_open_ledger_is_the_same_for_those_who_see_the_accusation(office: Office) -> None:
    office.registered()
    accused(office)
    pages = {name: words(signed_in(office[name]).get("/ledger/")) for name in ("officer", "office_head")}
    for page in pages.values():
        assert "清信控" not in page
        assert "清信访〔2026〕1号" in page
    apart = words(signed_in(office["officer"]).get("/ledger/?basis=apart"))
    assert "检举控告专册" in apart
    assert "清信控〔2026〕1号" in apart
    assert "张某甲" not in apart
    assert "清信控" not in words(signed_in(office["office_head"]).get("/ledger/?basis=apart"))


def test_case_that_turns_out_to_be_an_accusation_leaves_a_used_number_behind(office: Office) -> None:
    p = office.registered()
    by = office["officer"]
    sealing.seal(p.pk, by=by, version=1, accused_units=[office.units["ZJJ"]], reason="来信反映受贿")
    assert fresh(p).number == "清信控〔2026〕1号"
    assert RetiredNumber.objects.get().number == "清信访〔2026〕1号"
    xf = office.units["XF"]
    assert gaps(xf.pk, "main", 2026) == []
    assert office.registered().number == "清信访〔2026〕2号"
    whole = ledger.continuity(xf, 2026)
    assert (whole.last, whole.used, whole.void, whole.is_whole) == (2, 2, 1, True)


def audit() -> str:
    """What verify_audit prints; it fails on a fault."""
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


@pytest.mark.rule("F-18", "S13-01")
def test_fifty_numbers_with_one_void_are_whole_and_a_deleted_row_is_found(office: Office) -> None:
    cases = [office.registered() for _ in range(50)]
    assert [one.sequence for one in cases] == list(range(1, 51))
    void = cases[6]
    register.void(void.pk, by=office["officer"], version=void.version, reason="重复登记")
    printed = audit()
    assert "清禾县信访局 登记册 2026年 作废 7 号" in printed
    assert "缺" not in printed
    gone = cases[19].pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM petitions_petition WHERE case_ptr_id = %s", [gone])
        cursor.execute("DELETE FROM casework_case WHERE id = %s", [gone])
        out = StringIO()
        with pytest.raises(CommandError, match="未通过"):
            call_command("verify_audit", stdout=out)
        transaction.set_rollback(True)
    assert "清禾县信访局 登记册 2026年 缺 20 号" in out.getvalue()
    assert "缺" not in audit()


@pytest.mark.rule("F-18")
def test_withdrawn_paper_is_listed_and_no_gap(office: Office) -> None:
    paper = issued(office, steps.assigned(office, office.registered()), "accept")
    papers.withdraw(paper.pk, by=office["officer"], reason="写错单位")
    assert "清禾县信访局 文书 2026年 作废 1 号" in audit()


@pytest.mark.rule("F-18")
def test_removed_number_is_found_in_either_register(office: Office) -> None:
    for _ in range(3):
        office.registered()
        accused(office)
    call_command("verify_audit", stdout=StringIO())
    with connection.cursor() as cursor:
        for sequence in (2,):
            cursor.execute(
                "UPDATE casework_case SET sequence = 99 WHERE register = 'sealed' AND sequence = %s",
                [sequence],
            )
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=out)
    assert "缺 2 号" in out.getvalue()


def test_bare_number_finds_the_open_register_alone(office: Office) -> None:
    office.registered()
    accused(office)
    found = words(signed_in(office["officer"]).post("/search/", {"q": "1"}, follow=True))
    assert "清信访〔2026〕1号" in found
    assert "清信控" not in found


@pytest.mark.rule("S09-15")
def test_identity_number_tells_nobody_whose_it_is(office: Office) -> None:
    number = "110101190001010011"
    person = register.Person(name="秦某密", id_number=number, phone="12000000077")
    office.registered(**SEALED, person=person)
    # Known from an accusation alone: as if never seen, the telephone does not come along either.
    other = office.registered(person=register.Person(name="韩某明", id_number=number))
    assert other.petitioner is not None
    assert (other.petitioner.name, other.petitioner.phone) == ("韩某明", "")
    with pytest.raises(register.Refusal) as refused:
        office.registered(person=register.Person(name="吴某清", id_number=number))
    assert "韩某明" not in refused.value.message


def test_accusation_leaves_the_directory_as_it_was(office: Office) -> None:
    p = office.registered()
    before = p.petitioner
    assert before is not None
    sealed = office.registered(
        **SEALED, person=register.Person(name=before.name, phone="12000000099", known=before)
    )
    assert sealed.petitioner != before
    assert sealed.petitioner is not None
    assert sealed.petitioner.is_apart
    before.refresh_from_db()
    assert before.phone == "12000000001"


def test_posts_alone_open_nothing(office: Office) -> None:
    case = accused(office)
    Post.objects.filter(staff=office.staff["officer"]).update(role="unit_head")
    assert fresh(case).number == "清信控〔2026〕1号"
    assert signed_in(office["office_head"]).get(f"/petitions/{case.pk}/").status_code == 404
