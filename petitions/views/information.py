"""信访信息: the list with what waits for one, the page of each, a free one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import standing_of
from accounts.models import Staff
from accounts.roles import Power
from casework import keyset
from casework.refusals import NotVisible
from casework.views.base import Tab, require
from petitions import information as reads
from petitions.actions import information as acts
from petitions.actions.receipts import read_paper
from petitions.forms import information as forms
from petitions.forms.office_papers import PaperForm, ReasonForm, SignForm
from petitions.models import InfoReport, InfoState, Petition
from petitions.views.office_pages import Act, make_paper, show_paper

WRITERS = (Power.REGISTER, Power.HANDLE, Power.LEDGER, Power.SUPERVISE)
LATEST = keyset.Order((keyset.Key("id", descending=True),))
# How far back the time of reporting is measured.
MEASURED = timedelta(days=365)


def area_tabs(staff: Staff, here: str) -> list[Tab]:
    """信息与分析: the pages of the area that this person's posts open."""
    standing = standing_of(staff)
    figures = standing.may(Power.LEDGER) or standing.may(Power.SUPERVISE)
    pages = [
        ("information", "信访信息", True),
        ("analyses", "分析与报告", True),
        ("reports", "定期报表", True),
        ("figures", "情况分析", figures),
        ("trends", "原因与趋势", figures),
    ]
    return [Tab(label, reverse(name), name == here) for name, label, is_open in pages if is_open]


def _listed(staff: Staff, tab: str) -> QuerySet[InfoReport]:
    if tab == "mine":
        return reads.waiting_for(staff)
    found = InfoReport.objects.visible_to(staff)
    if tab == "issued":
        return found.filter(state=InfoState.ISSUED)
    return found


@require_safe
def information(request: HttpRequest) -> HttpResponse:
    """What waits for this person, or all in their sight; below, how quickly units report."""
    staff = require(request, *WRITERS)
    now = timezone.now()
    waiting = reads.waiting_for(staff)
    count = waiting.count()
    labels = {"mine": "待我处理", "issued": "已报出", "all": "全部"}
    tab = request.GET.get("tab", "mine" if count else "all")
    if tab not in labels:
        tab = "all"
    rows = (
        _listed(staff, tab)
        .select_related("unit", "petition", "made_by")
        .annotate(
            sent_count=Count("receipts", distinct=True), read_count=Count("receipts__read_at", distinct=False)
        )
    )
    page = keyset.page(rows, LATEST, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "tabs": area_tabs(staff, "information"),
        "scopes": [
            Tab(label, f"?tab={name}", name == tab, count if name == "mine" else "")
            for name, label in labels.items()
        ],
        "rows": [(one, one.is_late(now), one.is_sign_late(now)) for one in page.rows],
        "prev_url": f"?tab={tab}&before={page.prev}" if page.prev else "",
        "next_url": f"?tab={tab}&after={page.next}" if page.next else "",
        "speeds": reads.speed_by_unit(staff, now - MEASURED, now),
    }
    return render(request, "petitions/information.html", context)


def _is_keeper(info: Any, staff: Staff) -> bool:
    return acts.is_keeper(info, staff)


def _receipt(info: InfoReport, staff: Staff) -> int | None:
    return info.receipts.filter(staff=staff, read_at=None).values_list("pk", flat=True).first()


ACTS = (
    Act(
        "sign", "签发", SignForm, reads.may_sign,
        lambda info, by, given: acts.sign_info(info.pk, by=by, **given), "已签。", is_open=True,
    ),
    Act(
        "read", "已阅", PaperForm, lambda info, by: _receipt(info, by) is not None,
        lambda info, by, given: read_paper(_receipt(info, by) or 0, by=by), "已记为已阅。", is_open=True,
    ),
    Act(
        "issue", "报出", forms.IssueForm, lambda info, by: info.state == InfoState.SIGNED and _is_keeper(info, by),
        lambda info, by, given: acts.issue_info(info.pk, by=by, **given), "已报出，并列入待归档目录。", is_open=True,
    ),
    Act(
        "first", "先行报送（电话）", forms.SendFirstForm,
        lambda info, by: info.is_urgent
        and info.sent_at is None
        and info.state in (InfoState.DRAFT, InfoState.SIGNING)
        and _is_keeper(info, by),
        lambda info, by, given: acts.send_first(info.pk, by=by, **given), "已记先行报送，请在24小时内补签。",
        hint="立即报告，随后送签；签发须在24小时内完成。", is_open=True,
    ),
    Act(
        "submit", "送签", PaperForm, lambda info, by: info.state == InfoState.DRAFT and _is_keeper(info, by),
        lambda info, by, given: acts.submit_info(info.pk, by=by), "已送签。",
        hint="修改内容请先在下面保存，再送签。", is_open=True,
    ),
    Act(
        "edit", "修改内容", forms.EditInfoForm, lambda info, by: info.state == InfoState.DRAFT and _is_keeper(info, by),
        lambda info, by, given: acts.edit_info(info.pk, by=by, **given), "已保存。",
    ),
    Act(
        "drop", "不报送", ReasonForm,
        lambda info, by: info.state == InfoState.DRAFT and info.sent_at is None and _is_keeper(info, by),
        lambda info, by, given: acts.drop_info(info.pk, by=by, **given), "已记为不报送。", danger=True,
    ),
)  # fmt: skip


def find_info(staff: Staff, pk: int) -> InfoReport:
    """Through the door; 404 outside the reader's sight."""
    related = ("unit", "petition", "made_by", "issued_by")
    found = InfoReport.objects.visible_to(staff).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@require_http_methods(["GET", "POST"])
def info_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One information: text, source, signatures, receipts, and what may be done with it."""
    staff = require(request, *WRITERS)
    info = find_info(staff, pk)

    def more() -> dict[str, Any]:
        now = timezone.now()
        return {
            "is_late": info.is_late(now),
            "is_sign_late": info.is_sign_late(now),
            "took": reads.in_words(info.took) if info.took else "",
            "step": acts.step_of(info) if info.state == InfoState.SIGNING else "",
            "signatures": list(info.signatures.all()),
            "receipts": list(info.receipts.select_related("staff__unit")),
            "repeats": list(Petition.objects.visible_to(staff).filter(pk__in=info.repeats.values("pk"))),
            "candidate": getattr(info, "archive_candidate", None),
        }

    return show_paper(request, info, ACTS, "petitions/info_page.html", more)


@require_http_methods(["GET", "POST"])
def info_new(request: HttpRequest) -> HttpResponse:
    """A free information: 社情民意, or something that no petition brought."""
    require(request, *WRITERS)
    return make_paper(
        request,
        forms.InfoForm,
        lambda by, given: acts.make_info(by=by, **given),
        url=lambda info: reverse("info_page", args=[info.pk]),
        context={
            "title": "报信息",
            "lead": "一事一报。来自信访件的，请在该件页面点“报信息”，来源自动关联。",
            "back": reverse("information"),
        },
        done="已起草，送签后由领导签发。",
    )
