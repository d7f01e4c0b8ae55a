"""Search. The words typed stay in the session: no name, ID number or telephone stands in an address or a log."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Staff
from casework import keyset
from casework.views.base import staff_of
from petitions import finding, masking
from petitions.actions import attempts
from petitions.masking import Particulars
from petitions.models import Petition
from petitions.views.rows import RELATED, Row, rows_of
from petitions.views.walk import remember_list

KEY = "search"


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """POST keeps the words and goes on to the page; one that is exactly a number goes straight to its case."""
    staff, today = staff_of(request), timezone.localdate()
    if request.method == "POST":
        text = request.session[KEY] = finding.tidy(request.POST.get("q", ""))
        attempts.note_search(by=staff, text=text)
        whole = finding.is_whole_number(text)
        hits = list(finding.by_number(staff, text, today.year)[:2]) if whole else []
        return redirect("petition_detail", hits[0].pk) if len(hits) == 1 else redirect("search")
    text = request.session.get(KEY, "")
    numbered = list(
        finding.by_number(staff, text, today.year).select_related(*RELATED)[: finding.MOST_NUMBERS]
    )
    people = finding.people_like(staff, text)
    words = finding.by_words(staff, text).select_related(*RELATED)
    shown = keyset.page(
        words, keyset.NEWEST, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    matters = [one for person in people for one in person.matters]
    listed = {one.pk: one for one in [*numbered, *matters, *shown.rows]}
    remember_list(request, listed)
    rows = {row.petition.pk: row for row in rows_of(list(listed.values()), today, staff)}
    context = {
        "text": text,
        "numbered": _rows(rows, numbered),
        "people": [(_heading(one, staff), _rows(rows, one.matters)) for one in people],
        "found": _rows(rows, shown.rows),
        "total": keyset.capped_count(words),
        "prev_url": _url(before=shown.prev),
        "next_url": _url(after=shown.next),
    }
    return render(request, "petitions/search.html", context)


def _heading(one: finding.Person, staff: Staff) -> Particulars:
    """The person over their matters, masked where any of these is."""
    in_full = all(masking.reads_in_full(staff, matter) for matter in one.matters)
    return masking.of_person(one.petitioner, in_full=in_full)


def _rows(rows: dict[int, Row], wanted: list[Petition]) -> list[Row]:
    return [rows[one.pk] for one in wanted]


def _url(**cursor: str) -> str:
    """Another page of the hits in the text; the words themselves stay where they are."""
    given = {name: value for name, value in cursor.items() if value}
    return f"{reverse('search')}?{urlencode(given)}" if given else ""
