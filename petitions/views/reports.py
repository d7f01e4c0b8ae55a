"""定期报表: what is owed, what came in, the rules, one report."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from casework.refusals import NotVisible
from casework.views.base import require
from petitions.actions import schedules as acts
from petitions.actions.receipts import read_paper
from petitions.analyses import instances_seen, schedules_seen
from petitions.forms import analyses as forms
from petitions.forms.office_papers import PaperForm, ReasonForm
from petitions.models import InstanceState, ReportContent, ReportInstance
from petitions.office import keeps, kept_units
from petitions.views.information import WRITERS, area_tabs
from petitions.views.office_pages import Act, make_paper, show_paper

A_PAGE = 40


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Reports with their states, those that are owed first; and the rules behind them."""
    staff = require(request, *WRITERS)
    now = timezone.now()
    related = ("schedule__unit", "schedule__owner", "filed_by")
    rows = instances_seen(staff).select_related(*related).prefetch_related("receipts")
    page = Paginator(rows.order_by("-due_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    owed = rows.exclude(state=InstanceState.FILED).order_by("due_at")[:A_PAGE]
    context = {
        "tabs": area_tabs(staff, "reports"),
        "owed": [(one, one.state_words(now), one.is_late(now)) for one in owed],
        "page": page,
        "rows": [
            (one, one.state_words(now), one.is_late(now)) for one in page if one.state == InstanceState.FILED
        ],
        "schedules": list(schedules_seen(staff).select_related("unit", "owner")),
        "may_make": bool(kept_units(standing_of(staff))),
    }
    return render(request, "petitions/reports.html", context)


@require_http_methods(["GET", "POST"])
def report_schedule_new(request: HttpRequest) -> HttpResponse:
    """A rule."""
    require(request, *WRITERS)
    return make_paper(
        request,
        forms.ScheduleForm,
        lambda by, given: acts.make_schedule(by=by, **given),
        url=lambda one: reverse("reports"),
        context={
            "title": "设置报表",
            "lead": "到期前系统自动生成待填报表并提醒填报人；迟报由系统判定。",
            "back": reverse("reports"),
        },
        done="已设置，到期前自动生成。",
    )


def _keeps(schedule: Any, by: Staff) -> bool:
    return keeps(standing_of(by), schedule.unit)


SCHEDULE_ACTS = (
    Act(
        "ask", "临时要求一期", forms.AskReportForm, _keeps,
        lambda one, by, given: acts.ask_report(one.pk, by=by, **given), "已生成，填报人会收到通知。", is_open=True,
    ),
    Act(
        "end", "停止", forms.EndScheduleForm, lambda one, by: one.ends_on is None and _keeps(one, by),
        lambda one, by, given: acts.end_schedule(one.pk, by=by, **given), "已停止。", danger=True,
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule and its reports."""
    staff = require(request, *WRITERS)
    found = schedules_seen(staff).select_related("unit", "owner").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    now = timezone.now()

    def more() -> dict[str, Any]:
        rows = found.instances.all()[:A_PAGE]
        return {
            "rows": [(one, one.state_words(now), one.is_late(now)) for one in rows],
            "recipients": list(found.recipients.all()),
        }

    return show_paper(request, found, SCHEDULE_ACTS, "petitions/report_schedule.html", more)


def _receipt(one: ReportInstance, by: Staff) -> int | None:
    return one.receipts.filter(staff=by, read_at=None).values_list("pk", flat=True).first()


def _may_return(one: Any, by: Staff) -> bool:
    reader = one.receipts.filter(staff=by).exists()
    return one.state == InstanceState.FILED and (reader or keeps(standing_of(by), one.schedule.unit))


ACTS = (
    Act(
        "read", "已阅", PaperForm, lambda one, by: _receipt(one, by) is not None,
        lambda one, by, given: read_paper(_receipt(one, by) or 0, by=by), "已记为已阅。", is_open=True,
    ),
    Act(
        "file", "报出", forms.FileForm, lambda one, by: one.state != InstanceState.FILED and acts.may_file(one, by),
        lambda one, by, given: acts.file_report(one.pk, by=by, **given), "已报出。",
        hint="数字在报出时取自登记，不用填，也不能改。", is_open=True,
    ),
    Act(
        "return", "退回", ReasonForm, _may_return,
        lambda one, by, given: acts.return_report(one.pk, by=by, **given), "已退回。", danger=True,
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_instance(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: figures, words, who has read it."""
    staff = require(request, *WRITERS)
    related = ("schedule__unit", "schedule__owner", "filed_by")
    found = instances_seen(staff).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    now = timezone.now()

    def more() -> dict[str, Any]:
        is_filed = found.state == InstanceState.FILED
        figures = (
            found.figures if is_filed or not acts.may_file(found, staff) else acts.figures_for(found, staff)
        )
        return {
            "words": found.state_words(now),
            "is_late": found.is_late(now),
            "figures": figures,
            "is_assigned": found.schedule.content == ReportContent.ASSIGNED,
            "is_statistics": found.schedule.content == ReportContent.STATISTICS,
            "receipts": list(found.receipts.select_related("staff__unit")),
        }

    return show_paper(request, found, ACTS, "petitions/report_instance.html", more)
