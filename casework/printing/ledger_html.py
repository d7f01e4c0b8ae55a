"""The sheets of a ledger as HTML, one section a page, measured exactly as `paginate` assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate

from casework.printing import paginate as p
from casework.printing.paginate import Cells, Ledger, Lines, Page

_ALIGN_CLASS = {"left": "", "center": " class=c", "right": " class=r"}
_DATE_BLANK = "　　　　年　　　月　　　日"
# What the sheets say by themselves; the fonts must hold it.
FIXED_TEXTS = ("第0123456789页/共", p.NO_ROWS, "：", _DATE_BLANK)


def stylesheet(ledger: Ledger) -> str:
    """The style sheet of all parts; the font families are filled in by `FontSet.css`."""
    widths = "".join(f".w{i}{{width:{width - 2 * p.PAD_X:.3f}mm}}" for i, width in enumerate(ledger.widths))
    return f"""
@page {{ size: {p.PAGE_WIDTH}mm {p.PAGE_HEIGHT}mm;
  margin: {p.MARGIN_TOP}mm {p.MARGIN_RIGHT}mm {p.MARGIN_BOTTOM}mm {p.MARGIN_LEFT}mm }}
html {{ font: {p.TEXT_PT}pt/{p.LINE}mm var(--song) }}
body, h1, p {{ margin: 0; font-weight: normal }}
section {{ position: relative; height: {p.CONTENT_HEIGHT}mm; break-after: page; white-space: pre }}
section:last-child {{ break-after: auto }}
h1 {{ height: {p.TITLE_HEIGHT}mm; line-height: {p.TITLE_HEIGHT - 2}mm; text-align: center;
  font-family: var(--title); font-size: {ledger.title_pt}pt }}
.meta {{ height: {p.META_HEIGHT}mm; line-height: {p.META_HEIGHT}mm; text-align: center; position: relative }}
.meta span {{ position: absolute; top: 0; left: 0 }}
.meta span.e {{ left: auto; right: 0 }}
.foot {{ position: absolute; left: 0; right: 0; bottom: 0; height: {p.FOOTER_HEIGHT - 1}mm; text-align: center;
  line-height: {p.FOOTER_HEIGHT - 1}mm }}
table {{ table-layout: fixed; width: 100%; border-collapse: separate; border-spacing: 0 }}
svg {{ position: absolute; left: 0; overflow: visible }}
th, td {{ height: {p.LINE}mm; padding: {p.PAD_Y}mm {p.PAD_X}mm; vertical-align: middle;
  text-align: left; font-weight: normal }}
th {{ font-family: var(--hei); font-size: {p.HEADING_PT}pt; text-align: center; background: #ececec }}
.c {{ text-align: center }}
.r {{ text-align: right }}
td.none {{ text-align: center; color: #333 }}
td.sum {{ font-family: var(--hei) }}
.note {{ line-height: {p.NOTE_LINE}mm }}
.sign {{ position: relative; height: {p.SIGNATURE_HEIGHT}mm; line-height: {p.SIGNATURE_HEIGHT + 3}mm }}
.sign span {{ position: absolute; top: 0 }}
.sign i {{ display: inline-block; width: 38mm; height: 4mm; border-bottom: .2mm solid #222; margin-left: 1mm }}
{widths}"""


def part_html(ledger: Ledger, pages: Iterable[Page], title: str) -> str:
    """One part of the ledger as a whole document."""
    sheets = "".join(_sheet(ledger, page) for page in pages)
    return f"<!doctype html><html lang=zh-CN><head><title>{escape(title)}</title></head><body>{sheets}</body></html>"


def _sheet(ledger: Ledger, page: Page) -> str:
    headings = "".join(f"<th class=w{i}>{_lines(heading)}</th>" for i, heading in enumerate(ledger.headings))
    totals = ledger.totals if page.is_last else []
    return (
        f"<section><h1>{escape(ledger.title)}</h1>"
        f"<p class=meta><span>{escape(ledger.unit_name)}</span>{escape(ledger.subtitle)}"
        f"<span class=e>{escape(ledger.printed_on)}</span></p>"
        f"{_rules(ledger, page.rows, totals)}<table><thead><tr>{headings}</tr></thead>"
        f"<tbody>{_body(ledger, page.rows)}{_totals_row(ledger, totals)}</tbody></table>"
        f"{_signatures(ledger) if page.is_last else ''}"
        f"<p class=foot>第{page.number}页/共{ledger.last_number}页</p></section>"
    )


def _body(ledger: Ledger, rows: Sequence[Cells]) -> str:
    if not rows:
        return f"<tr><td class=none colspan={len(ledger.widths)}>{p.NO_ROWS}</td></tr>"
    opening = [f"<td{_ALIGN_CLASS[align]}>" for align in ledger.aligns]
    return "".join(
        "<tr>" + "".join(tag + _lines(cell) for tag, cell in zip(opening, cells, strict=True))
        for cells in rows
    )


def _totals_row(ledger: Ledger, totals: Lines) -> str:
    return f"<tr><td class=sum colspan={len(ledger.widths)}>{_lines(totals)}</td></tr>" if totals else ""


def _rules(ledger: Ledger, rows: Sequence[Cells], totals: Lines) -> str:
    """The rules of a sheet's table as one drawing: a tenth faster than a border around every cell."""
    body = [p.row_height(cells) for cells in (ledger.headings, *(rows or [[[p.NO_ROWS]]]))]
    bottom = sum(body)
    heights = [0.0, *body, *([p.row_height([totals])] if totals else [])]
    right = sum(ledger.widths)
    across = "".join(f"M0 {y:.3f}H{right:.3f}" for y in accumulate(heights))
    # The one cell of an empty table, like the totals, has no rules inside.
    inner_bottom = bottom if rows else body[0]
    down = "".join(f"M{x:.3f} 0V{inner_bottom:.3f}" for x in accumulate(ledger.widths[:-1]))
    sides = "".join(f"M{x:.3f} 0V{sum(heights):.3f}" for x in (0, right))
    return (
        f"<svg width={right:.3f}mm height={sum(heights):.3f}mm viewBox='0 0 {right:.3f} {sum(heights):.3f}'>"
        f"<path d='{across}{down}{sides}' fill=none stroke=#222 stroke-width={p.RULE} /></svg>"
    )


def _signatures(ledger: Ledger) -> str:
    notes = "".join(f"<p class=note>{escape(line)}</p>" for line in ledger.notes)
    if not ledger.signature_labels:
        return notes
    step = p.CONTENT_WIDTH / len(ledger.signature_labels)
    labels = "".join(
        f'<span style="left:{i * step:.1f}mm">{escape(label)}：{_blank_after(label)}</span>'
        for i, label in enumerate(ledger.signature_labels)
    )
    return f"{notes}<p class=sign>{labels}</p>"


def _blank_after(label: str) -> str:
    """Where the pen goes: a line for a name, room between 年月日 for a date."""
    return _DATE_BLANK if label.endswith("日期") else "<i></i>"


def _lines(lines: Sequence[str]) -> str:
    # Line feeds under `white-space: pre` are drawn a third faster than <br>.
    return escape("\n".join(lines), quote=False)
