"""After saving: the number, and the next step by one key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import CaseGrant, Event
from petitions.models import IntakeDraft, Petition
from tests.office import Office
from tests.petitions.views.reception import BODY, save, sign_in


def only() -> Petition:
    return Petition._base_manager.get()


@pytest.mark.rule("S09-15")
def test_accusation_against_the_own_office_leaves_nothing_behind(
    office: Office, monday: Any, client: Client
) -> None:
    accused = {"purpose": "accusation", "accused_units": [str(office.units["XF"].pk)]}
    refused = save(sign_in(client, office), **accused)
    assert refused.status_code == 422
    assert "直送登记" in refused.content.decode()
    assert not Petition._base_manager.exists()
    assert BODY[:10] not in str(list(IntakeDraft.objects.values_list("data", flat=True)))


@pytest.mark.rule("S10-03")
def test_strip_sends_the_entry_to_the_leader(office: Office, monday: Any, client: Client) -> None:
    sign_in(client, office)
    saved = save(client, channel="letter")["Location"]
    petition = only()
    shown = client.get(saved).context["strip"]
    client.post(saved, {"act": "present", "version": petition.version})
    presented = only()
    assert (presented.state, presented.signer) == ("presented", shown["leader"])
    assert list(Event.objects.filter(case=petition).values_list("name", flat=True)) == [
        "registered",
        "presented",
    ]
    assert CaseGrant.objects.filter(case=petition, staff=shown["leader"]).exists()


def test_strip_proposes_a_likely_repeat_and_a_person_decides(
    office: Office, monday: Any, client: Client
) -> None:
    first = office.registered()
    saved = save(sign_in(client, office), body="上次反映的电梯还是没人修，物业一直推，老人下不了楼。")[
        "Location"
    ]
    second = Petition.objects.exclude(pk=first.pk).get()
    assert [one for one, _ in client.get(saved).context["strip"]["alike"]] == [first]
    client.post(saved, {"act": "repeat", "earlier": first.pk})
    assert second.repeats.get().earlier.pk == first.pk
    assert client.get(saved).context["strip"]["alike"] == []


def test_save_and_new_opens_an_empty_page_with_the_strip(office: Office, monday: Any, client: Client) -> None:
    response = save(sign_in(client, office), then="new", channel="letter")
    assert response["Location"] == f"{reverse('petition_register')}?after={only().pk}"
    page = client.get(response["Location"])
    assert page.context["strip"]["number"] == "清信访〔2026〕1号"
    assert page.context["form"]["name"].value() is None
    assert page.context["form"]["channel"].value() == "letter"


def test_strip_of_somebody_elses_sight_is_absent(office: Office, monday: Any, client: Client) -> None:
    petition = office.registered()
    saved = reverse("petition_saved", args=[petition.pk])
    assert sign_in(client, office, "other_handler").get(saved).status_code == 404
    assert client.post(saved, {"act": "present", "version": 1}).status_code == 404
    assert only().state == "registered"
