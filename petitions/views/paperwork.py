"""Papers of a case, on the screen and as PDF; and the scans that are added to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Staff
from casework import secrecy
from casework.actions.attachments import attach
from casework.attachments import MAX_FILES, Checked, check
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.printing.paper import render_paper
from casework.refusals import Refusal
from casework.views.attachments import PDF_POLICY
from casework.views.base import staff_of
from casework.views.protected import is_open_to
from petitions.access import ensure
from petitions.actions.papers import note_printed
from petitions.documents import PAPERS, context_of, printable
from petitions.models import Petition
from petitions.views.one import find, way_back


@require_http_methods(["GET", "POST"])
def petition_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """回执: what the visitor takes away."""
    return _paper(request, pk, "slip")


@require_http_methods(["GET", "POST"])
def petition_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Any other paper of the case."""
    if kind not in PAPERS:
        raise Http404
    return _paper(request, pk, kind)


def _paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """GET shows it; POST makes the PDF, and that it was printed stays on record."""
    staff = staff_of(request)
    petition = find(staff, pk)
    paper = PAPERS[kind]
    if kind != "slip" and not is_open_to(request, petition):
        messages.warning(request, "检举控告件的文书载明身份，请先写明查看理由。")
        return redirect("petition_detail", pk)
    missing = paper.missing(petition)
    if missing:
        messages.warning(request, missing)
        return redirect("petition_detail", pk)
    context = context_of(kind, petition, by=staff, now=timezone.now())
    if request.method == "POST":
        return _pdf(request, petition, kind, context, staff)
    return _preview(request, petition, kind, context)


def _preview(request: HttpRequest, petition: Petition, kind: str, context: dict[str, Any]) -> HttpResponse:
    tabs = [
        {"label": label, "url": _address(petition, one), "active": one == kind}
        for one, label in printable(petition)
    ]
    more = {
        "kind": kind,
        "letter": f"letters/{kind}.html",
        "tabs": tabs,
        "print_url": _address(petition, kind),
    }
    return render(request, "petitions/petition_paper.html", context | more)


def _address(petition: Petition, kind: str) -> str:
    if kind == "slip":
        return reverse("petition_slip", args=[petition.pk])
    return reverse("petition_paper", args=[petition.pk, kind])


def _pdf(
    request: HttpRequest, petition: Petition, kind: str, context: dict[str, Any], staff: Staff
) -> HttpResponse:
    paper = PAPERS[kind]
    title = f"{paper.label} {petition.number}" if paper.names_case else paper.label
    note_printed(petition.pk, by=staff, paper=paper.label)
    try:
        pdf = render_paper(render_to_string(f"letters/{kind}.html", context), title=title, sheet=paper.sheet)
    except (PrintingUnavailable, PrintingFailed) as problem:
        # The page itself prints as well: nobody at the counter waits for a font.
        messages.warning(request, f"{problem} 可先用浏览器打印本页。")
        return _preview(request, petition, kind, context)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{title}.pdf") or "inline"
    response["Content-Security-Policy"] = PDF_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def petition_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds scans and papers: the good ones are kept, each of the others is named with the reason."""
    staff = staff_of(request)
    petition = find(staff, pk)
    back = way_back(request, _came_from(request, petition))
    files = request.FILES.getlist("files")
    if request.POST.get("declared") == secrecy.DECLARED_YES:
        messages.error(request, secrecy.REFUSED)
        return redirect(back)
    if not files:
        messages.error(request, "请先选择文件，再点“上传”。")
        return redirect(back)
    if len(files) > MAX_FILES:
        messages.error(request, f"一次最多上传 {MAX_FILES} 个文件，请分几次上传。")
        return redirect(back)
    good: list[Checked] = []
    for one in files:
        try:
            good.append(check(one))
        except Refusal as refusal:
            messages.error(request, refusal.message)
    made = attach(
        Petition, petition.pk, by=staff, files=good, ensure=lambda case, by: ensure("attach", case, by)
    )
    if made:
        messages.success(request, f"已添加 {len(made)} 个附件。")
    if len(good) > len(made):
        messages.info(request, f"{len(good) - len(made)} 个文件以前已经上传过，没有重复保存。")
    return redirect(back)


def _came_from(request: HttpRequest, petition: Petition) -> str:
    """The strip, when the files were added there; the case page otherwise."""
    strip = reverse("petition_saved", args=[petition.pk])
    if iri_to_uri(request.headers.get("Referer", "")).endswith(strip):
        return strip
    return reverse("petition_detail", args=[petition.pk]) + "#files"
