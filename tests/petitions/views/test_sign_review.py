"""签发复查、复核意见 on the sign page: from the list, with what was drafted, and on to the next one."""

from __future__ import annotations

from typing import Any

import pytest

from casework.states import State
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.scenarios.outcomes import OPINION, drafted, in_review
from tests.petitions.steps import fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def sign(office: Office, petition: Petition, who: str = "chief", **values: Any) -> Any:
    plain = {
        "kind": "sign_review",
        "version": fresh(petition).version,
        "decision": "agree",
        "opinion": "同意。",
    }
    return signed_in(office[who]).post(f"/sign/{petition.pk}/", {**plain, **values})


def annotation_before_the_chief(office: Office) -> Petition:
    p = steps.presented(office, office.registered())
    Petition.objects.filter(pk=p.pk).update(signer=office["chief"])
    return fresh(p)


def test_list_leads_to_the_page_and_the_page_shows_the_draft(office: Office) -> None:
    p = drafted(office)
    chief = signed_in(office["chief"])
    listed = chief.get("/sign/")
    assert f'href="/sign/{p.pk}/"' in listed.content.decode()
    assert "复查（复核）签发" in words(listed)
    page = words(chief.get(f"/sign/{p.pk}/"))
    for text in ("签发", "拟写的复查意见：维持", *OPINION.values(), "修复期限太长。", "电梯将修复。"):
        assert text in page
    assert "同意后由复查（复核）机关送达信访人" in page
    case = chief.get(f"/petitions/{p.pk}/").content.decode()
    assert f'href="/sign/{p.pk}/"' in case


def test_signature_lets_the_opinion_out_and_opens_the_next(office: Office) -> None:
    p, other = drafted(office), annotation_before_the_chief(office)
    response = sign(office, p)
    assert (response.status_code, response.url) == (302, f"/sign/{other.pk}/")
    review = p.reviews.get()
    assert (review.is_decided, fresh(p).signer, fresh(p).state) == (True, None, State.IN_REVIEW)


def test_last_one_leads_back_to_the_list(office: Office) -> None:
    assert sign(office, drafted(office)).url == "/sign/"


def test_return_goes_to_the_drafter_with_words(office: Office) -> None:
    p = drafted(office)
    empty = sign(office, p, decision="return", opinion="")
    assert empty.status_code == 422
    assert "退回须写明理由" in words(empty)
    assert sign(office, p, decision="return", opinion="请补充依据。").status_code == 302
    assert not p.reviews.get().is_decided
    assert fresh(p).signer is None


def test_page_is_the_heads_alone(office: Office) -> None:
    p = drafted(office)
    assert signed_in(office["officer"]).get(f"/sign/{p.pk}/").status_code == 403
    assert sign(office, p, "officer").status_code == 403
    assert p.reviews.get().signoff is None


def test_nothing_drafted_is_nothing_to_sign(office: Office) -> None:
    p = in_review(office)
    response = signed_in(office["chief"]).get(f"/sign/{p.pk}/", follow=True)
    assert "签发复查复核意见由复查（复核）机关负责人办理。" in words(response)
