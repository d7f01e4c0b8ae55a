"""审签 on the sign page: agree with words or return with a reason; who comes next; never in a batch."""

from __future__ import annotations

from typing import Any

import pytest

from casework.refusals import Refusal
from casework.states import State
from petitions.actions import handle, send_back
from petitions.models import Petition
from petitions.states import Channel, Complexity
from tests.office import Office
from tests.petitions.steps import REPORT, concluded, fresh, reported
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def sign(office: Office, name: str, pk: int, version: int, **values: Any) -> Any:
    plain = {"kind": "sign", "version": version, "decision": "agree", "opinion": "同意。"}
    return signed_in(office[name]).post(f"/sign/{pk}/", {**plain, **values})


def test_page_shows_report_investigation_and_who_signs_next(office: Office) -> None:
    p = reported(office, office.registered())
    text = words(signed_in(office["bureau_head"]).get(f"/sign/{p.pk}/"))
    assert "同意后送钱某乙（分管领导审签）；退回则回到承办人沈某卯。" in text
    for part in ("电梯主板损坏", "责成物业十日内修复", "现场查看，电梯停运", "请核实办理。"):
        assert part in text


def test_each_signature_leads_to_the_next_signer_and_the_last_to_the_office(office: Office) -> None:
    p = reported(office, office.registered())
    sign(office, "bureau_head", p.pk, p.version)
    p = fresh(p)
    assert (p.state, p.signer) == (State.REPORTED, office["deputy"])
    assert "同意后送清禾县信访局答复信访人并办结" in words(signed_in(office["deputy"]).get(f"/sign/{p.pk}/"))
    sign(office, "deputy", p.pk, p.version)
    assert (fresh(p).state, fresh(p).signer) == (State.CONCLUDED, None)


@pytest.mark.rule("S14-10")
def test_last_signature_sends_the_report_to_leader_and_office(office: Office) -> None:
    p = reported(office, office.registered())
    for name in ("bureau_head", "deputy"):
        sign(office, name, p.pk, fresh(p).version)
    text = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/"))
    assert "分送：交办领导 孙某丙、办公室 清禾县信访局" in text


def test_agreeing_without_words_comes_back_beside_the_box(office: Office) -> None:
    p = reported(office, office.registered())
    response = sign(office, "bureau_head", p.pk, p.version, opinion="")
    assert (response.status_code, response.context["form"].errors) == (422, {"opinion": ["请填写审签意见。"]})


def test_closing_is_never_signed_with_read(office: Office) -> None:
    p = reported(office, office.registered())
    response = sign(office, "bureau_head", p.pk, p.version, decision="read")
    assert response.status_code == 422
    assert response.context["form"].errors == {"decision": ["审签只能同意或退回。"]}
    assert "审签只能同意或退回。" in words(response)
    assert "已阅</button>" not in response.content.decode()


def test_return_goes_to_the_handler_and_the_next_report_shows_what_changed(office: Office) -> None:
    p = reported(office, office.registered())
    sign(office, "bureau_head", p.pk, p.version, decision="return", opinion="处理意见不具体。")
    assert (fresh(p).state, fresh(p).handler) == (State.HANDLING, office["handler"])
    handle.report(
        p.pk,
        by=office["handler"],
        version=fresh(p).version,
        **{**REPORT, "opinion": "责成物业3月12日前修复并公示。"},
    )
    response = signed_in(office["bureau_head"]).get(f"/sign/{p.pk}/")
    assert [line.text for line in response.context["since"]] == ["报结，结论：支持"]
    assert "责成物业3月12日前修复并公示。" in words(response)


@pytest.mark.rule("S03-22")
def test_complex_case_goes_on_to_the_chief_leader(office: Office) -> None:
    p = reported(office, office.registered(details={"complexity": Complexity.COMPLEX}))
    sign(office, "bureau_head", p.pk, p.version)
    p = fresh(p)
    assert "同意后送赵某甲（主要领导审签）" in words(signed_in(office["deputy"]).get(f"/sign/{p.pk}/"))
    sign(office, "deputy", p.pk, p.version)
    assert (fresh(p).state, fresh(p).signer) == (State.REPORTED, office["chief"])


@pytest.mark.rule("S03-23")
def test_item_instructed_to_a_leader_is_signed_by_that_leader_in_person(office: Office) -> None:
    details = {"addressee": office["chief"], "upper_source": "市信访局"}
    p = office.registered(channel=Channel.SUPERIOR, details=details)
    p = reported(office, p, quality=frozenset({"facts_clear"}), quality_remark="其余另报。")
    sign(office, "bureau_head", p.pk, p.version)
    sign(office, "deputy", p.pk, fresh(p).version)
    p = fresh(p)
    assert (p.sign_step, p.signer) == ("addressee", office["chief"])
    assert sign(office, "deputy", p.pk, p.version).status_code == 403
    sign(office, "chief", p.pk, p.version)
    assert fresh(p).state == State.CONCLUDED


def test_signing_twice_is_refused_with_the_words_kept(office: Office) -> None:
    p = reported(office, office.registered())
    sign(office, "bureau_head", p.pk, p.version)
    response = sign(office, "bureau_head", p.pk, p.version, opinion="再签一次。")
    assert response.status_code == 422
    assert response.context["form"]["opinion"].value() == "再签一次。"


def test_concluded_case_awaits_nobody(office: Office) -> None:
    p = concluded(office, office.registered())
    assert signed_in(office["deputy"]).get("/sign/").context["rows"] == []
    assert fresh(p).signer is None


def at_deputy(office: Office) -> Petition:
    p = reported(office, office.registered())
    sign(office, "bureau_head", p.pk, p.version)
    return fresh(p)


def test_returned_to_an_earlier_signer_is_signed_again_from_there(office: Office) -> None:
    p = at_deputy(office)
    page = signed_in(office["deputy"]).get(f"/sign/{p.pk}/")
    assert [key for key, _ in page.context["form"].fields["to"].choices] == ["handler", "unit_head", "office"]
    sign(office, "deputy", p.pk, p.version, decision="return", to="unit_head", opinion="请核对责任单位。")
    p = fresh(p)
    assert (p.state, p.signer, p.sign_step) == (State.REPORTED, office["bureau_head"], "unit_head")
    assert handle.signed_steps(p) == []
    for name in ("bureau_head", "deputy"):
        sign(office, name, p.pk, fresh(p).version)
    assert fresh(p).state == State.CONCLUDED


def test_returned_to_the_office_is_given_out_anew(office: Office) -> None:
    p = at_deputy(office)
    sign(office, "deputy", p.pk, p.version, decision="return", to="office", opinion="应由人社局办理。")
    p = fresh(p)
    assert (p.state, p.signer, p.handling_unit) == (State.RETURNED, None, None)
    assert p.routings.get().return_reason == "应由人社局办理。"
    running = p.clocks.filter(met_on=None).values_list("kind", flat=True)
    assert ("transfer_out" in running, "handle" in running) == (True, False)
    assert "分管领导审签退回 清禾县信访局：应由人社局办理。" in words(
        signed_in(office["officer"]).get(f"/petitions/{p.pk}/")
    )


@pytest.mark.parametrize(
    ("to", "opinion"), [("office", ""), ("chief_leader", "再核。"), ("nobody", "再核。")]
)
def test_return_without_reason_or_to_a_step_not_signed_is_refused(
    office: Office, to: str, opinion: str
) -> None:
    p = at_deputy(office)
    values = {"decision": "return", "to": to, "opinion": opinion}
    assert sign(office, "deputy", p.pk, p.version, **values).status_code == 422
    with pytest.raises(Refusal):
        send_back.send_back(p.pk, by=office["deputy"], version=p.version, opinion=opinion, to=to)
    assert fresh(p).signer == office["deputy"]


def test_printed_form_has_every_opinion_in_order(office: Office) -> None:
    p = at_deputy(office)
    sign(office, "deputy", p.pk, p.version, decision="return", to="unit_head", opinion="请核对责任单位。")
    text = words(signed_in(office["officer"]).get(f"/petitions/{p.pk}/paper/annotation/"))
    parts = ("请核实办理。", "责成物业十日内修复。", "分管领导审签退回：请核对责任单位。")
    assert [part for part in parts if part not in text] == []
    assert sorted(parts, key=text.index) == list(parts)
