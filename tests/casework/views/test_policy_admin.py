"""单位政策 in the administration: to read, in words, with the way to the page that edits it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from casework.models import PolicyProfile
from tests.office import Office
from tests.petitions.views.reading import signed_in, words

pytestmark = pytest.mark.usefixtures("monday")


def test_values_are_read_in_words_and_edited_on_their_own_page(office: Office) -> None:
    made = PolicyProfile.objects.create(
        unit=office.units["XF"], values={"transfer_limit": {"days": 2, "day_type": "calendar"}},
        effective_from=date(2026, 1, 1), approved_by="孙某丙", source="清信〔2026〕1号",
    )  # fmt: skip
    client = signed_in(office["admin"])
    url = reverse("admin:casework_policyprofile_change", args=[made.pk])
    page = client.get(url)
    assert "退回后转出时限：2日" in words(page)
    assert "day_type" not in page.content.decode()
    assert f'href="/policy/?unit={made.unit_id}"' in page.content.decode()
    assert client.post(url, {"values": "{}"}).status_code == 403
    assert client.get(reverse("admin:casework_policyprofile_add")).status_code == 403
    made.refresh_from_db()
    assert made.values["transfer_limit"]["days"] == 2


def test_a_unit_with_nothing_of_its_own_says_so(office: Office) -> None:
    made = PolicyProfile.objects.get(unit=office.units["T03"])
    page = signed_in(office["admin"]).get(reverse("admin:casework_policyprofile_change", args=[made.pk]))
    assert "没有，全部沿用预设或上级单位。" in words(page)
