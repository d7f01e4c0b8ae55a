"""Notices: unread first, opened once, and gone with the case they spoke of."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import CaseGrant, Notice
from tests.office import Office
from tests.petitions.steps import assigned, presented
from tests.petitions.views.reading import queries_of, signed_in, words

pytestmark = pytest.mark.usefixtures("monday")
URL = "/notices/"


def tell(office: Office, name: str, text: str, url: str = "", read: bool = False) -> Notice:
    at = timezone.now() if read else None
    return Notice.objects.create(staff=office.staff[name], text=text, url=url, read_at=at)


def test_unread_stand_first_and_are_counted_on_the_bell(office: Office) -> None:
    tell(office, "handler", "旧的", read=True)
    new = tell(office, "handler", "新的")
    tell(office, "officer", "别人的")
    context = signed_in(office["handler"]).get(URL).context
    assert ([one.pk for one in context["unread"]], [one.text for one in context["read"]]) == (
        [new.pk],
        ["旧的"],
    )
    assert context["unread_count"] == 1


def test_opening_marks_as_read_and_goes_on(office: Office) -> None:
    petition = presented(office, office.registered())
    assert petition.signer is not None
    notice = Notice.objects.get(staff=petition.signer)
    response = signed_in(petition.signer).get(reverse("notice_open", args=[notice.pk]))
    assert response.url == f"/petitions/{petition.pk}/"
    notice.refresh_from_db()
    assert notice.read_at == timezone.now()


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", ""])
def test_opening_never_leaves_the_house(office: Office, url: str) -> None:
    notice = tell(office, "handler", "看看", url=url)
    response = signed_in(office["handler"]).get(reverse("notice_open", args=[notice.pk]))
    assert response.url == URL


def test_somebody_elses_notice_is_not_found(office: Office) -> None:
    notice = tell(office, "handler", "给承办人的")
    assert signed_in(office["officer"]).get(reverse("notice_open", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_as_read(office: Office) -> None:
    for n in range(3):
        tell(office, "handler", f"第{n}条")
    other = tell(office, "officer", "别人的")
    response = signed_in(office["handler"]).post(URL, follow=True)
    assert "已将 3 条通知标为已读" in words(response)
    assert list(Notice.objects.filter(read_at=None)) == [other]


def test_notice_of_a_case_out_of_sight_is_gone(office: Office) -> None:
    petition = assigned(office, office.registered())
    notice = Notice.objects.filter(staff=office.staff["bureau_head"], case=petition).get()
    client = signed_in(office["bureau_head"])
    assert client.get(URL).context["unread_count"] == 1
    CaseGrant.objects.filter(case=petition).delete()
    response = client.get(URL)
    assert (response.context["unread_count"], response.context["unread"]) == (0, [])
    assert client.get(reverse("notice_open", args=[notice.pk])).status_code == 404


def test_read_ones_are_paged(office: Office) -> None:
    for n in range(55):
        tell(office, "handler", f"第{n}条", read=True)
    client = signed_in(office["handler"])
    first = client.get(URL).context
    assert [one.text for one in first["read"]][:1] == ["第54条"]
    assert [one.text for one in client.get(first["next_url"]).context["read"]][-1] == "第0条"


def test_queries_do_not_grow_with_rows(office: Office) -> None:
    client = signed_in(office["handler"])

    def count(rows: int) -> Any:
        for n in range(rows):
            tell(office, "handler", f"{n}", read=bool(n % 2))
        client.get(URL)
        return queries_of(lambda: client.get(URL))

    assert count(6) == count(44)
