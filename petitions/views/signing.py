"""待签批: one list of what awaits a signature, and the page on which it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Staff
from accounts.roles import Power
from casework.actions.editing import others_at, touch
from casework.due_words import DueBadge
from casework.models import CommonPhrase, Decision
from casework.refusals import Refusal
from casework.states import State
from casework.views.base import attempt, require, staff_of
from casework.views.protected import is_open_to
from petitions import reviews as review_reads
from petitions.access import ensure, why_not
from petitions.actions import batch, handle, reviews, route, send_back
from petitions.forms.signing import AnnotateForm, ReviewForm, SignForm
from petitions.marks import Mark, marks
from petitions.masking import person_of
from petitions.models import Petition
from petitions.next_step import after_annotation, after_closing, after_review
from petitions.states import SignStep
from petitions.terms import foreseen
from petitions.to_sign import records_for, reports_for, to_sign, words_for
from petitions.views import case_parts as parts
from petitions.views.one import Line, acts_of, find, is_refused, last_seen, line_of, renew
from petitions.views.walk import MOST, Walk, remember_list

FORMS: dict[str, type[SignForm]] = {"annotate": AnnotateForm, "sign": SignForm, "sign_review": ReviewForm}
# What awaits a signature in these states; everywhere else it is 审签.
KINDS = {State.PRESENTED: "annotate", State.IN_REVIEW: "sign_review"}
TITLES = {"annotate": "阅批", "sign": "审签", "sign_review": "签发"}
RETURNS = {"annotate": "returned_by_leader", "sign": "sent_back", "sign_review": "review_returned"}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    petition: Petition
    person: str
    badge: DueBadge
    marks: list[Mark]
    step: str
    acting_for: str
    may_read: bool


def sign_list(request: HttpRequest) -> HttpResponse:
    """GET: the list. POST: 已阅 for the ticked ones, where the unit's policy is content with that."""
    staff = staff_of(request)
    if request.method == "POST":
        return _read_many(request, staff)
    found = to_sign(staff).select_related("unit", "signer", "handling_unit", "handler")
    rows = [_row(one, staff) for one in found[:MOST]]
    reports = list(reports_for(staff)[:MOST])
    records = list(records_for(staff)[:MOST])
    words = list(words_for(staff)[:MOST])
    if not rows and not reports and not records and not words:
        require(request, Power.ANNOTATE, Power.SIGN, Power.HEAD)
    remember_list(request, [one.petition.pk for one in rows])
    context = {"rows": rows, "reports": reports, "records": records, "words": words}
    context["may_read"] = any(one.may_read for one in rows)
    return render(request, "petitions/sign_list.html", context)


def _row(petition: Petition, staff: Staff) -> Row:
    assert petition.signer is not None
    return Row(
        petition=petition,
        person=person_of(petition, staff),
        badge=parts.badge_of(petition),
        marks=marks(petition),
        step=SignStep(petition.sign_step).label,
        acting_for="" if petition.signer_id == staff.pk else petition.signer.name,
        may_read=batch.may_be_read_in_batch(petition),
    )


def _read_many(request: HttpRequest, staff: Staff) -> HttpResponse:
    pairs = (one.split(":") for one in request.POST.getlist("ids") if one.count(":") == 1)
    chosen = [(int(pk), int(version)) for pk, version in pairs if pk.isdigit() and version.isdigit()]
    try:
        done, left = batch.read_many(chosen, by=staff)
    except Refusal as refusal:
        done, left = 0, [refusal.message]
    if done:
        messages.success(request, f"已阅 {done} 件。")
    for one in left:
        messages.warning(request, one)
    return redirect("sign_list")


def sign_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page for one signature; after it the next one opens."""
    staff = staff_of(request)
    petition = find(staff, pk)
    if request.method == "POST":
        return _sign(request, petition, staff)
    kind = KINDS.get(State(petition.state), "sign")
    try:
        ensure(kind, petition, staff)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return redirect("petition_detail", pk)
    touch(petition, by=staff)
    form = FORMS[kind](petition=petition, by=staff, initial={"seen": last_seen(petition)})
    return _show(request, form, petition)


def _sign(request: HttpRequest, petition: Petition, staff: Staff) -> HttpResponse:
    kind = request.POST.get("kind", "")
    form = FORMS.get(kind, SignForm)(request.POST, petition=petition, by=staff)
    complete = form.is_valid()
    if not is_refused(form, form.kind, petition, staff) and complete:
        after = _following(staff, petition.pk)
        attempt(form, lambda: _act(form, petition.pk, staff))
        if not form.errors:
            return _go_on(request, petition, form.cleaned_data["decision"], after)
    fresh = find(staff, petition.pk)
    missed = renew(form, fresh)
    return _show(request, form, fresh, missed, status=422)


def _act(form: SignForm, pk: int, staff: Staff) -> object:
    version, given = form.cleaned_data["version"], form.given()
    if form.kind == "annotate":
        return route.annotate(pk, by=staff, version=version, **given)
    if form.kind == "sign_review":
        return reviews.sign_review(pk, by=staff, version=version, **given)
    if given["decision"] == Decision.RETURN:
        to = form.cleaned_data["to"] or send_back.HANDLER
        return send_back.send_back(pk, by=staff, version=version, opinion=given["opinion"], to=to)
    return handle.sign_closing(pk, by=staff, version=version, **given)


def _following(staff: Staff, pk: int) -> list[int]:
    """The ids that come after this one, then those before it."""
    ids = list(to_sign(staff).values_list("pk", flat=True)[:MOST])
    at = ids.index(pk) if pk in ids else 0
    return [one for one in ids[at:] + ids[:at] if one != pk]


def _go_on(request: HttpRequest, petition: Petition, decision: str, after: list[int]) -> HttpResponse:
    words = {Decision.AGREE: "已签批", Decision.READ: "已阅", Decision.RETURN: "已退回"}
    left = f"还有 {len(after)} 件待签批。" if after else "都签完了。"
    messages.success(request, f"{words[Decision(decision)]} {petition.number}，{left}")
    return redirect("sign_page", after[0]) if after else redirect("sign_list")


def _walk(staff: Staff, pk: int) -> Walk | None:
    ids = list(to_sign(staff).values_list("pk", flat=True)[:MOST])
    if pk not in ids:
        return None
    at = ids.index(pk)
    return Walk(
        position=at + 1,
        total=len(ids),
        prev_url=reverse("sign_page", args=[ids[at - 1]]) if at else "",
        next_url=reverse("sign_page", args=[ids[at + 1]]) if at + 1 < len(ids) else "",
        list_url=reverse("sign_list"),
    )


def _since_return(petition: Petition, kind: str) -> list[Line]:
    """What was done after this was sent back the last time, so that the signer need not read it all again."""
    lines = acts_of(petition)
    sent_back = lines.filter(name=RETURNS[kind]).last()
    return [line_of(one) for one in lines.filter(seq__gt=sent_back.seq)] if sent_back else []


def _next_line(petition: Petition, kind: str) -> str:
    """What the signature leads to."""
    if kind == "annotate":
        return after_annotation(petition)
    if kind == "sign_review":
        return after_review(petition)
    return after_closing(petition) if petition.sign_step else ""


def _show(
    request: HttpRequest,
    form: SignForm,
    petition: Petition,
    missed: list[Line] | None = None,
    status: int = 200,
) -> HttpResponse:
    staff = form.by
    annotating = form.kind == "annotate"
    shown = is_open_to(request, petition)
    acting = petition.signer is not None and petition.signer_id != staff.pk
    own = CommonPhrase.objects.filter(Q(staff=staff) | Q(staff__isnull=True)).order_by("order", "pk")
    since = _since_return(petition, form.kind)
    context: dict[str, Any] = {
        "form": form,
        "petition": petition,
        "annotating": annotating,
        "may_card": annotating and why_not("card", petition, staff) is None,
        "may_read": annotating and not getattr(form, "must_assign", False),
        "title": TITLES[form.kind],
        "review": review_reads.running(petition) if form.kind == "sign_review" else None,
        "next_line": _next_line(petition, form.kind),
        "step": SignStep(petition.sign_step).label if petition.sign_step else "",
        "acting_name": petition.signer.name if acting and petition.signer else "",
        "foreseen": foreseen(petition, today=timezone.localdate(), annotated_now=True)
        if annotating
        else None,
        "phrases": [one.text for one in own[:12]],
        "badge": parts.badge_of(petition),
        "marks": marks(petition),
        "walk": _walk(staff, petition.pk),
        "missed": missed,
        "since": since,
        "old_text": petition.text_revisions.first() if since else None,
        "others": others_at(petition, than=staff),
        "shown": shown,
        "files": parts.files_of(petition) if shown else [],
        "lines": [line_of(one) for one in acts_of(petition)],
        **parts.work_of(petition),
    }
    return render(request, "petitions/sign_page.html", context, status=status)
