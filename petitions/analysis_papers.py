"""The analysis as a paper (PDF) and its figures as a workbook; both say what was frozen and nothing else."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from casework.models import IssuedPaper
from casework.printing.ledger_xlsx import render_ledger_xlsx
from casework.printing.paper import render_paper
from casework.printing.table import Column, Table
from petitions.models import Analysis, AnalysisKind

COLUMNS = (Column("part", "栏目", 40), Column("name", "项目", 90), Column("value", "数", 40, kind="number"))
WORK = {
    "registered": "登记（件）",
    "read": "领导阅批（件）",
    "assigned": "交办（件）",
    "transferred": "转送（件）",
    "urged": "督办、催办（次）",
    "reported": "专报、上报（件）",
    "closed": "办结（件）",
    "suggestions": "建议意见（件）",
    "adopted": "其中采纳（件）",
}


def work_of(analysis: Analysis) -> list[tuple[str, int]]:
    """What was done, with its words."""
    found = analysis.figures.get("work", {})
    return [(label, found.get(key, 0)) for key, label in WORK.items()]


def rows_of(analysis: Analysis) -> list[dict[str, Any]]:
    """The figures one under another."""
    figures = analysis.figures
    heads = {
        "total": "信访总量（件批次）",
        "items": "件次",
        "batches": "批次",
        "people": "人次",
        "repeat": "重复",
    }
    rows: list[dict[str, Any]] = []
    for part, values in (("本期", figures), ("上期", figures.get("before", {}))):
        rows += [{"part": part, "name": label, "value": values.get(key, 0)} for key, label in heads.items()]
    rows += [{"part": "办理", "name": label, "value": value} for label, value in work_of(analysis)]
    for part, key in (("领域", "fields"), ("目的", "purposes"), ("原因", "causes"), ("属地", "places")):
        rows += [{"part": part, "name": name, "value": count} for name, count in figures.get(key, [])]
    for name, given, done, in_time in figures.get("organs", []):
        rows.append(
            {"part": "反映较多的单位", "name": f"{name}（办完{done}，按期{in_time}）", "value": given}
        )
    rows += [{"part": "月份", "name": name, "value": count} for name, count in figures.get("months", [])]
    rows += [
        {"part": "四张清单", "name": label, "value": count} for label, count in figures.get("zero_lists", [])
    ]
    if "without_result" in figures:
        name = f"{figures['closed']['on']}结账" if "closed" in figures else "没有结果（未结账）"
        rows.append({"part": "年度结账", "name": name, "value": figures["without_result"]})
    if figures.get("accusations"):
        rows.append({"part": "检举控告", "name": "另计", "value": figures["accusations"]})
    return rows


def as_xlsx(analysis: Analysis) -> bytes:
    """The figures as a workbook."""
    table = Table(
        title=f"{analysis.period}{analysis.get_kind_display()}",
        unit_name=analysis.unit.name,
        subtitle=f"取数 {analysis.made_at:%Y-%m-%d}",
        columns=COLUMNS,
        rows=rows_of(analysis),
        signature_labels=(),
    )
    return render_ledger_xlsx(table)


def frozen(analysis: Analysis) -> IssuedPaper | None:
    """The yearly report as it was issued under its number."""
    return IssuedPaper.objects.filter(case__isnull=True, subject=f"analysis:{analysis.pk}").first()


def as_pdf(analysis: Analysis) -> bytes:
    """What was issued; before that the paper as it stands. Raises PrintingUnavailable."""
    if (paper := frozen(analysis)) is not None:
        with paper.pdf.open("rb") as file:
            return bytes(file.read())
    return render_paper(as_html(analysis), title=str(analysis))


def as_html(analysis: Analysis, number: str = "") -> str:
    """The paper in the layout of official papers."""
    context = {
        "number": number,
        "paper": analysis,
        "figures": analysis.figures,
        "work": work_of(analysis),
        "is_annual": analysis.kind == AnalysisKind.ANNUAL,
        "signatures": list(analysis.signatures.all()),
    }
    return render_to_string("letters/analysis.html", context)
