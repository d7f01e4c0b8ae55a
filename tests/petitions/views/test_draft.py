"""Drafts: kept on the server, ended by 登记 or by 作废 with a reason, and never registered twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from petitions.actions import reception
from petitions.models import IntakeDraft, Petition
from tests.office import Office
from tests.petitions.views.reception import BODY, page, save, sign_in


def keep(client: Client, **changes: Any) -> Any:
    return client.post(reverse("petition_draft"), page(**changes))


@pytest.mark.rule("S10-10")
def test_draft_is_kept_and_opened_again(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    assert keep(client, body="刚开始写").status_code == 204
    assert keep(client, body="刚开始写，还没写完").status_code == 204
    draft = IntakeDraft.objects.get()
    assert (draft.staff, draft.key) == (office["registrar"], "key-1")
    form = client.get(reverse("petition_register"), {"draft": draft.pk}).context["form"]
    assert form["body"].value() == "刚开始写，还没写完"
    assert (form["name"].value(), form["draft_key"].value()) == ("张某甲", "key-1")


def test_draft_keeps_no_token_and_no_foreign_field(office: Office, monday: Any, client: Client) -> None:
    keep(sign_in(client, office), csrfmiddlewaretoken="x", then="new", evil="1")
    assert set(IntakeDraft.objects.get().data) == set(page()) - {"evil"}


def test_draft_without_key_or_too_large_is_not_kept(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    assert keep(client, draft_key=None).status_code == 400
    assert keep(client, body="字" * 200_001).status_code == 400
    assert not IntakeDraft.objects.exists()


def test_draft_of_a_colleague_is_as_good_as_absent(office: Office, monday: Any, client: Client) -> None:
    keep(sign_in(client, office))
    pk = IntakeDraft.objects.get().pk
    sign_in(client, office, "officer")
    assert client.get(reverse("petition_register"), {"draft": pk}).status_code == 404
    assert client.post(reverse("petition_draft_void", args=[pk]), {"reason": "x"}).status_code == 404


@pytest.mark.rule("S10-10")
def test_saved_draft_becomes_registered_and_gives_up_its_text(
    office: Office, monday: Any, client: Client
) -> None:
    sign_in(client, office)
    keep(client)
    save(client)
    draft = IntakeDraft.objects.get()
    assert draft.petition == Petition.objects.get()
    assert BODY not in str(draft.data)
    keep(client, body="来迟的一次自动保存")
    draft.refresh_from_db()
    assert "来迟" not in str(draft.data)


def test_page_sent_twice_registers_once(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    first, second = save(client), save(client)
    assert first["Location"] == second["Location"]
    assert Petition.objects.get().number == "清信访〔2026〕1号"


def test_page_sent_again_with_other_words_is_asked_about_and_then_registered(
    office: Office, monday: Any, client: Client
) -> None:
    sign_in(client, office)
    save(client)
    response = save(client, body="另一件事：路灯不亮。")
    form = response.context["form"]
    assert response.status_code == 422
    assert "已保存为 清信访〔2026〕1号" in form.non_field_errors()[0]
    assert form["body"].value() == "另一件事：路灯不亮。"
    assert form["draft_key"].value() != "key-1"
    assert save(client, body="另一件事：路灯不亮。", draft_key=form["draft_key"].value()).status_code == 302
    assert Petition.objects.count() == 2


def test_refused_page_leaves_the_draft_open(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    keep(client)
    assert save(client, received_on="2026-03-09").status_code == 422
    draft = IntakeDraft.objects.get()
    assert (draft.petition, draft.data["body"]) == (None, [BODY])


@pytest.mark.rule("S10-10")
def test_void_needs_a_reason_and_keeps_what_was_typed(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    keep(client)
    draft = IntakeDraft.objects.get()
    url = reverse("petition_draft_void", args=[draft.pk])
    client.post(url, {"reason": " "})
    draft.refresh_from_db()
    assert draft.voided_reason == ""
    client.post(url, {"reason": "重复录入"})
    draft.refresh_from_db()
    assert (draft.voided_reason, draft.data["body"]) == ("重复录入", [BODY])
    assert client.get(reverse("petition_register"), {"draft": draft.pk}).status_code == 404


def test_discard_ends_the_draft_with_a_reason(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    keep(client)
    assert keep(client, discard="1").status_code == 204
    assert IntakeDraft.objects.get().voided_reason == "登记人清空重填"


@pytest.mark.rule("S10-10")
def test_registered_draft_cannot_be_voided(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    save(client)
    with pytest.raises(reception.Refusal, match="已经登记"):
        reception.void_draft(IntakeDraft.objects.get().pk, by=office["registrar"], reason="不想要了")
