"""分析与报告、原因与趋势: lists, pages, the paper and the workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework.printing.errors import PrintingFailed, PrintingUnavailable
from casework.refusals import NotVisible
from casework.views.attachments import PDF_POLICY
from casework.views.base import require
from petitions.actions import analyses as acts
from petitions.actions.receipts import read_paper
from petitions.analyses import CHART_HEIGHT, STEP, analyses_seen, never_used, trend
from petitions.analysis_papers import as_pdf, as_xlsx, frozen, work_of
from petitions.forms import analyses as forms
from petitions.forms.office_papers import PaperForm, SignForm
from petitions.models import Analysis, Cause, InfoReport, PaperState
from petitions.office import keeps
from petitions.views.information import WRITERS, area_tabs
from petitions.views.office_pages import Act, make_paper, show_paper

READERS = (Power.LEDGER, Power.SUPERVISE)
A_PAGE = 30


@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    """What was analysed, newest first, and the information that nobody has used."""
    staff = require(request, *WRITERS)
    rows = analyses_seen(staff).select_related("unit", "made_by").prefetch_related("receipts")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": area_tabs(staff, "analyses"),
        "page": page,
        "may_make": bool(forms.ledger_units(staff)),
        "unused": list(never_used(staff).select_related("unit")[:A_PAGE]),
    }
    return render(request, "petitions/analyses.html", context)


@require_http_methods(["GET", "POST"])
def analysis_new(request: HttpRequest) -> HttpResponse:
    """Takes the figures of a month or a year."""
    require(request, *READERS)
    context = {
        "title": "新的分析或报告",
        "lead": "数字当场取自登记，不能手改；文字随后写。",
        "back": reverse("analyses"),
        "submit": "取数",
    }
    return make_paper(
        request,
        forms.NewAnalysisForm,
        lambda by, given: acts.make_analysis(by=by, **given),
        url=lambda one: reverse("analysis_page", args=[one.pk]),
        context=context,
        done="数字已取，请写文字。",
    )


def _receipt(analysis: Analysis, staff: Staff) -> int | None:
    return analysis.receipts.filter(staff=staff, read_at=None).values_list("pk", flat=True).first()


def _mine(analysis: Any, by: Staff) -> bool:
    return analysis.state == PaperState.DRAFT and acts.is_keeper(analysis, by)


ACTS = (
    Act(
        "sign", "签发", SignForm, acts.may_sign,
        lambda one, by, given: acts.sign_analysis(one.pk, by=by, **given), "已签。", is_open=True,
    ),
    Act(
        "read", "已阅", PaperForm, lambda one, by: _receipt(one, by) is not None,
        lambda one, by, given: read_paper(_receipt(one, by) or 0, by=by), "已记为已阅。", is_open=True,
    ),
    Act(
        "issue", "印发", forms.IssueAnalysisForm,
        lambda one, by: one.state == PaperState.SIGNED and acts.is_keeper(one, by),
        lambda one, by, given: acts.issue_analysis(one.pk, by=by, **given), "已印发。", is_open=True,
    ),
    Act(
        "write", "写文字", forms.WriteForm, _mine,
        lambda one, by, given: acts.write_analysis(one.pk, by=by, **given), "已保存。", is_open=True,
    ),
    Act(
        "ask", "送签", PaperForm, lambda one, by: _mine(one, by) and any(one.texts.values()),
        lambda one, by, given: acts.ask_signature(one.pk, by=by), "已通知签发人。", is_open=True,
    ),
    Act(
        "count", "重新取数", PaperForm, _mine,
        lambda one, by, given: acts.count_again(one.pk, by=by), "已按现在的登记重新取数。",
        hint="按同样的口径重取一遍；签发后数字不再变。",
    ),
)  # fmt: skip


def find_analysis(staff: Staff, pk: int) -> Analysis:
    """404 for what the reader was neither sent nor may read in their unit."""
    found = analyses_seen(staff).select_related("unit", "made_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@require_http_methods(["GET", "POST"])
def analysis_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures, words, signatures, receipts."""
    staff = require(request, *WRITERS)
    analysis = find_analysis(staff, pk)

    def more() -> dict[str, Any]:
        return {
            "figures": analysis.figures,
            "signatures": list(analysis.signatures.all()),
            "receipts": list(analysis.receipts.select_related("staff__unit")),
            # Information goes out of sight with its petition, in an analysis as well.
            "used": list(InfoReport.objects.visible_to(staff).filter(analyses=analysis)),
            "work": work_of(analysis),
            "issued": frozen(analysis),
        }

    return show_paper(request, analysis, ACTS, "petitions/analysis_page.html", more)


@require_safe
def analysis_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The paper as PDF, or its figures as xlsx; both from what is frozen."""
    staff = require(request, *WRITERS)
    analysis = find_analysis(staff, pk)
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(as_xlsx(analysis), content_type=kind)
    elif form == "pdf":
        try:
            response = HttpResponse(as_pdf(analysis), content_type="application/pdf")
        except (PrintingUnavailable, PrintingFailed) as problem:
            messages.warning(request, f"{problem} 可先用浏览器打印本页。")
            return redirect("analysis_page", pk)
        response["Content-Security-Policy"] = PDF_POLICY
    else:
        raise Http404
    response["Content-Disposition"] = content_disposition_header(form == "xlsx", f"{analysis}.{form}") or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """原因与趋势: twelve months of a unit, with causes and the measures that began in them."""
    staff = require(request, *READERS)
    units = forms.ledger_units(staff)
    if not units:
        raise NotVisible
    unit = next((one for one in units if one.code == request.GET.get("unit")), units[0])
    year = request.GET.get("year", "")
    chosen = int(year) if year.isdigit() and 1990 < int(year) < 2100 else timezone.localdate().year
    bars = trend(staff, unit, chosen)
    context = {
        "tabs": area_tabs(staff, "trends"),
        "units": units,
        "unit": unit,
        "year": chosen,
        "bars": bars,
        "causes": Cause.labels,
        "width": STEP * 12,
        "height": CHART_HEIGHT,
        "measures": [one for bar in bars for one in bar.measures],
        "may_add": keeps(standing_of(staff), unit),
    }
    return render(request, "petitions/trends.html", context)


@require_http_methods(["GET", "POST"])
def measure_new(request: HttpRequest) -> HttpResponse:
    """登记措施"""
    require(request, *READERS)
    return make_paper(
        request,
        forms.MeasureForm,
        lambda by, given: acts.take_measure(by=by, **given),
        url=lambda one: f"{reverse('trends')}?unit={one.unit.code}&year={one.taken_on.year}",
        context={
            "title": "登记措施",
            "lead": "标在趋势图上，看实施以后来件有没有变化。",
            "back": reverse("trends"),
        },
        done="已登记，标在趋势图上。",
    )
