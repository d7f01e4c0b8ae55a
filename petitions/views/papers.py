"""One paper: written and issued, shown as it went out, printed, delivered, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import standing_of
from accounts.models import Staff
from casework.models import Delivery, IssuedPaper
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import render_paper
from casework.printing.stamp import stamped
from casework.refusals import NotVisible
from casework.views.attachments import PDF_POLICY
from casework.views.base import attempt, staff_of
from casework.views.protected import is_open_to
from petitions.access import why_not
from petitions.actions import papers
from petitions.forms.papers import DeliveryForm, IssueForm, ReasonToWithdraw
from petitions.models import Petition
from petitions.organisation import commitments_seen
from petitions.papers import FORMAL, Formal
from petitions.papers.overview import overview
from petitions.papers.queries import draft_number, seen_papers
from petitions.papers.writing import content_of, first_answers
from petitions.views.information import find_info
from petitions.views.one import find, way_back

ASK_FIRST = "检举控告件的文书载明身份，请先写明查看理由。"


def petition_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every kind of paper of a petition: issued, to be issued now, or why not yet."""
    staff = staff_of(request)
    petition = find(staff, pk)
    if not is_open_to(request, petition):
        messages.warning(request, ASK_FIRST)
        return redirect("petition_detail", pk)
    context = {"petition": petition, "rows": overview(petition, standing_of(staff))}
    return render(request, "petitions/petition_papers.html", context)


@require_http_methods(["GET", "POST"])
def petition_issue(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as it will be, with the questions it asks; sent, it gets its number and is frozen."""
    formal = FORMAL.get(kind)
    if formal is None:
        raise Http404
    staff = staff_of(request)
    petition = find(staff, pk)
    if not is_open_to(request, petition):
        messages.warning(request, ASK_FIRST)
        return redirect("petition_detail", pk)
    papers.refuse_other_desks(formal, petition, staff)
    reason = why_not("issue_paper", petition, staff) or formal.why_not(petition)
    if reason:
        messages.warning(request, reason)
        return redirect(way_back(request, reverse("petition_papers", args=[pk])))
    about = formal.about(petition)
    first = first_answers(formal, petition, about)
    if request.method == "GET":
        return _write(request, petition, formal, IssueForm(formal, initial=first))
    data: QueryDict = request.POST
    if "quick" in data:
        data = QueryDict(urlencode({"next": data.get("next", ""), **first}))
    form = IssueForm(formal, data)
    if form.is_valid() and "preview" not in request.POST:
        issued = attempt(form, lambda: papers.issue(pk, by=staff, kind=kind, given=form.given()))
        if issued:
            messages.success(request, f"已发出{issued.label} {issued.number}。")
            return redirect(way_back(request, reverse("issued_paper", args=[issued.pk])))
    return _write(request, petition, formal, form, status=422 if form.errors else 200)


def _write(
    request: HttpRequest, petition: Petition, formal: Formal, form: IssueForm, status: int = 200
) -> HttpResponse:
    about = formal.about(petition)
    given = {ask.name: str(form[ask.name].value() or "") for ask in formal.asks}
    today = timezone.localdate()
    number = draft_number(formal, formal.unit(petition, about), today.year)
    content = content_of(formal, petition, about, given, number=number, on=today)
    context = {
        "petition": petition,
        "formal": formal,
        "form": form,
        "sheet_html": render_to_string(formal.template, content | {"draft": True}),
        "signed": formal.signed(petition, about),
    }
    return render(request, "petitions/petition_issue.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> tuple[IssuedPaper, Petition, Staff]:
    """A paper, its petition and the reader. Raises NotVisible outside the reader's sight."""
    staff = staff_of(request)
    related = ("unit", "issued_by", "withdrawn_by", "delivery__recorded_by")
    paper = seen_papers(staff).select_related(*related).filter(pk=pk).first()
    if paper is None or paper.case_id is None:
        raise NotVisible
    return paper, find(staff, paper.case_id), staff


def _is_shut(request: HttpRequest, petition: Petition) -> bool:
    if is_open_to(request, petition):
        return False
    messages.warning(request, ASK_FIRST)
    return True


def issued_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it was issued, with what became of it."""
    paper, petition, staff = _found(request, pk)
    if _is_shut(request, petition):
        return redirect("petition_detail", petition.pk)
    return _show(request, paper, petition, staff, ReasonToWithdraw())


def _show(
    request: HttpRequest,
    paper: IssuedPaper,
    petition: Petition,
    staff: Staff,
    form: ReasonToWithdraw,
    status: int = 200,
) -> HttpResponse:
    delivery = Delivery.objects.filter(paper=paper).first()
    mine = FORMAL[paper.kind].whose(petition, standing_of(staff))
    open_still = mine and paper.withdrawn_at is None and delivery is None
    context = {
        "paper": paper,
        "petition": petition,
        "delivery": delivery,
        "next_print": paper.prints + 1,
        "form": form,
        "may_withdraw": open_still and why_not("withdraw_paper", petition, staff) is None,
        "may_deliver": open_still
        and paper.to_petitioner
        and why_not("deliver_paper", petition, staff) is None,
    }
    return render(request, "petitions/issued_paper.html", context, status=status)


@require_POST
def issued_paper_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen PDF; from the second printing on it says so in the margin."""
    paper, petition, staff = _found(request, pk)
    if _is_shut(request, petition):
        return redirect("petition_detail", petition.pk)
    with paper.pdf.open("rb") as file:
        pdf = file.read()
    paper, times = papers.count_print(pk, by=staff)
    if times > 1:
        pdf = stamped(pdf, papers.print_words(paper, times, staff))
    return _pdf(pdf, f"{paper.label} {paper.number}")


def _pdf(pdf: bytes, title: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{title}.pdf") or "inline"
    response["Content-Security-Policy"] = PDF_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def issued_paper_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes it back with a reason; the number stays."""
    paper, petition, staff = _found(request, pk)
    form = ReasonToWithdraw(request.POST)
    if form.is_valid():
        attempt(form, lambda: papers.withdraw(pk, by=staff, reason=form.cleaned_data["reason"]))
    if form.errors:
        return _show(request, paper, petition, staff, form, status=422)
    messages.success(request, f"已撤回 {paper.number}，文号保留。")
    return redirect("issued_paper", pk)


@require_http_methods(["GET", "POST"])
def paper_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """登记送达: on its own page, or from a line of the list, which comes back here when something is missing."""
    paper, petition, staff = _found(request, pk)
    if _is_shut(request, petition):
        return redirect("petition_detail", petition.pk)
    form = DeliveryForm(request.POST or None, initial={"receiver": paper.recipient})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: papers.deliver(pk, by=staff, receipt=form.receipt()))
        if done:
            until = f"，申请复查（复核）截止 {done.review_until:%Y-%m-%d}" if done.review_until else ""
            messages.success(request, f"{paper.number} 已登记送达{until}。")
            return redirect(way_back(request, reverse("issued_paper", args=[pk])))
    context = {"paper": paper, "petition": petition, "form": form}
    return render(request, "petitions/paper_deliver.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paper_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """送达回证: to be signed by hand, or filled with what was entered."""
    paper, petition, staff = _found(request, pk)
    if not paper.to_petitioner:
        raise Http404
    if _is_shut(request, petition):
        return redirect("petition_detail", petition.pk)
    context = {
        "paper": paper,
        "petition": petition,
        "delivery": Delivery.objects.filter(paper=paper).select_related("recorded_by").first(),
        "back_url": reverse("issued_paper", args=[pk]),
        "back_label": f"{paper.label} {paper.number}",
    }
    title = f"送达回证 {paper.number}"
    if request.method == "POST":
        papers.note_printed(petition.pk, by=staff, paper=title)
    return _sheet(request, "letters/receipt.html", title, context, staff)


@require_http_methods(["GET", "POST"])
def info_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """信访信息（一事一报） as it is sent and filed."""
    staff = staff_of(request)
    info = find_info(staff, pk)
    context = {
        "info": info,
        "signatures": list(info.signatures.order_by("at", "pk")),
        "back_url": reverse("info_page", args=[pk]),
        "back_label": info.title,
    }
    return _sheet(request, "letters/info.html", info.get_kind_display(), context, staff)


@require_http_methods(["GET", "POST"])
def commitment_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """责任书, with the two signatures or room for them."""
    staff = staff_of(request)
    found = commitments_seen(staff).select_related("unit", "pledger", "superior").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    given = {one.step_label: one for one in found.signatures.all()}
    context = {
        "commitment": found,
        "signers": [(step, given.get(step)) for step in ("责任人", "签订领导")],
        "back_url": reverse("organisation_page", args=["commitment", pk]),
        "back_label": str(found),
    }
    return _sheet(request, "letters/commitment.html", f"{found.year}年{found.title}", context, staff)


def _sheet(
    request: HttpRequest, letter: str, title: str, context: dict[str, Any], staff: Staff
) -> HttpResponse:
    """A form on the screen, or for POST as PDF."""
    context |= {
        "letter": letter,
        "sheet_title": title,
        "printed_by": staff,
        "printed_at": timezone.now(),
    }
    if request.method == "POST":
        try:
            return _pdf(render_paper(render_to_string(letter, context), title=title), title)
        except (PrintingUnavailable, PrintingFailed) as problem:
            messages.warning(request, f"{problem} 可先用浏览器打印本页。")
    return render(request, "petitions/office_sheet.html", context)
