"""补充更正: only one's own changes are saved; where two change at once, both texts are shown."""

from __future__ import annotations

from typing import Any

import pytest

from petitions.actions import register
from petitions.models import Petition
from tests.office import Office
from tests.petitions.steps import concluded, fresh
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def filled(form: Any, **changes: Any) -> dict[str, Any]:
    """What a browser posts from this form, with some fields changed."""
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        data[field.html_name] = "" if value is None else value
        if field.field.show_hidden_initial:
            shown = form.data[field.html_initial_name] if form.is_bound else data[field.html_name]
            data[field.html_initial_name] = shown
    return {**data, **changes}


def opened(office: Office, name: str, petition: Petition) -> Any:
    return signed_in(office[name]).get(f"/petitions/{petition.pk}/edit/").context["form"]


def save(office: Office, name: str, petition: Petition, values: dict[str, Any]) -> Any:
    return signed_in(office[name]).post(f"/petitions/{petition.pk}/edit/", values)


@pytest.mark.rule("S13-03")
def test_correction_keeps_the_earlier_text(office: Office) -> None:
    p = office.registered()
    form = opened(office, "registrar", p)
    response = save(office, "registrar", p, filled(form, body="电梯坏了三个月。", place="样城街道"))
    assert response.url == f"/petitions/{p.pk}/"
    assert (fresh(p).text.body, fresh(p).place) == ("电梯坏了三个月。", "样城街道")
    assert "坏了两个月" in p.text_revisions.get().body
    assert p.events.last().data == {"fields": "问题属地、内容"}


def test_saving_without_a_change_writes_nothing(office: Office) -> None:
    p = office.registered()
    response = save(office, "registrar", p, filled(opened(office, "registrar", p)))
    assert (response.status_code, p.events.count(), fresh(p).version) == (302, 1, p.version)


def test_anonymous_matter_can_be_given_its_name(office: Office) -> None:
    p = office.registered(person=None, is_anonymous=True)
    form = opened(office, "registrar", p)
    save(office, "registrar", p, filled(form, person_name="李某实", person_phone="12000000055"))
    found = fresh(p)
    assert found.petitioner is not None
    assert (found.is_anonymous, found.person_name, found.petitioner.phone) == (False, "李某实", "12000000055")


def test_stale_save_shows_both_texts_and_loses_neither(office: Office) -> None:
    p = office.registered()
    form = opened(office, "registrar", p)
    register.edit(p.pk, by=office["officer"], version=p.version, body="李某丁改的内容。", place="西样镇")
    response = save(office, "registrar", p, filled(form, body="周某戊改的内容。", title="电梯维修"))
    assert response.status_code == 422
    assert response.context["clashes"] == [("内容", "周某戊改的内容。", "李某丁改的内容。")]
    assert "周某戊改的内容。" in words(response)
    assert fresh(p).text.body == "李某丁改的内容。"

    again = filled(response.context["form"])
    assert save(office, "registrar", p, again).status_code == 302
    found = fresh(p)
    assert (found.text.body, found.title, found.place) == ("周某戊改的内容。", "电梯维修", "西样镇")
    assert {one.body for one in p.text_revisions.all()} >= {"李某丁改的内容。"}


def test_refused_head_count_comes_back_beside_its_field(office: Office) -> None:
    p = office.registered()
    response = save(
        office, "registrar", p, filled(opened(office, "registrar", p), head_count=0, title="改过的摘要")
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["head_count"])
    assert response.context["form"]["title"].value() == "改过的摘要"


def test_visible_but_not_mine_is_403_and_out_of_sight_404(office: Office) -> None:
    p = office.registered()
    url = f"/petitions/{p.pk}/edit/"
    assert signed_in(office["deputy"]).get(url).status_code == 403
    assert signed_in(office["deputy"]).post(url, {"version": p.version}).status_code == 403
    assert signed_in(office["other_head"]).get(url).status_code == 404


def test_finished_matter_is_not_edited(office: Office) -> None:
    p = concluded(office, office.registered(person=None, is_anonymous=True))
    from petitions.actions import close

    close.close(p.pk, by=office["officer"], version=p.version)
    response = signed_in(office["registrar"]).get(f"/petitions/{p.pk}/edit/", follow=True)
    assert "现在是“已办结”，不能补充更正。" in words(response)
