"""Ledger rows per second: `render_ledger_pdf` beside one plain WeasyPrint document of the same rows, in the same run.

Usage: python -m bench.ledger_rows [ROWS ...]; 1,000 and 3,000 rows otherwise. The plain document is what a page
template with one long table would give: WeasyPrint breaks the pages, counts them and holds all of them in memory.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from datetime import date
from html import escape

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from casework.printing.ledger_pdf import draw
from casework.printing.table import Column, Table

COLUMNS = [
    Column("no", "序号", 12, "center", kind="number"),
    Column("number", "登记编号", 36, "center"),
    Column("received_on", "登记日期", 22, "center"),
    Column("channel", "信访形式", 17, "center"),
    Column("name", "信访人", 18),
    Column("id_number", "证件号码", 36),
    Column("place", "住址或单位", 34),
    Column("matter", "反映的主要问题", 62),
    Column("unit", "承办单位", 26),
    Column("outcome", "办理结果", 18, "center"),
]
MATTERS = (
    "村道被占用",
    "低保待遇未落实",
    "工程款长期拖欠",
    "噪声扰民",
    "宅基地边界不清",
    "灌溉渠道损坏",
    "物业费收取不合理",
)
ASKS = ("请求恢复通行", "请求核实并补发", "要求按合同支付", "请求有关部门到场查处", "请求实地丈量并书面答复")
PLACES = ("青石镇柳河村三组", "城关街道东门社区", "白云乡石桥村", "临江镇沙洲村七组")
UNITS = ("青石镇人民政府", "县民政局", "县住房和城乡建设局", "县农业农村局")
PLAIN_CSS = """@page{size:A4 landscape;margin:14mm 12mm 14mm 20mm;
@bottom-center{content:"第" counter(page) "页/共" counter(pages) "页";font:9pt "Noto Serif CJK SC"}}
html{font:9pt/4.2mm "Noto Serif CJK SC"}h1{font-size:20pt;text-align:center}
table{width:100%;border-collapse:collapse;table-layout:fixed}td,th{border:.25mm solid #222;padding:1.1mm 1mm}
tr{break-inside:avoid}"""


def rows(count: int) -> list[list[str]]:
    """The same rows in every run."""
    dice = random.Random(7)
    return [
        [
            str(i),
            f"信访〔2026〕{i:05d}号",
            f"2026-03-{i % 28 + 1:02d}",
            dice.choice(("来信", "来访", "来电")),
            dice.choice(("王", "李", "𠮷", "䶮")) + dice.choice(("建国", "秀英", "小山")),
            f"110101199001{i % 10000:05d}X",
            dice.choice(PLACES),
            "，".join((*dice.sample(MATTERS, dice.randint(1, 3)), dice.choice(ASKS))) + "。",
            dice.choice(UNITS),
            "已办结",
        ]
        for i in range(1, count + 1)
    ]


def ours(count: int) -> dict[str, float]:
    """`render_ledger_pdf`, with the start of its processes."""
    table = Table(
        "信访事项登记台账", "青山县信访局", "2026年3月", COLUMNS, rows(count), printed_on=date(2026, 3, 31)
    )
    start = time.perf_counter()
    drawn = draw(table)
    return report(start, drawn.pages, len(drawn.pdf), drawn.peak_rss_mb)


def plain(count: int) -> dict[str, float]:
    """One WeasyPrint document, with its import."""
    total = sum(column.width_mm for column in COLUMNS)
    head = "".join(f"<th style='width:{c.width_mm / total:.1%}'>{escape(c.heading)}</th>" for c in COLUMNS)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows(count))
    html = (
        f"<html lang=zh-CN><style>{PLAIN_CSS}</style><h1>信访事项登记台账</h1>"
        f"<table><thead><tr>{head}</tr></thead>{body}</table>"
    )
    start = time.perf_counter()
    from weasyprint import HTML

    document = HTML(string=html).render()
    pdf = document.write_pdf()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return report(start, len(document.pages), len(pdf or b""), peak)


def report(start: float, pages: int, size: int, peak: float) -> dict[str, float]:
    """What one run took; memory is that of the largest drawing process."""
    return {"seconds": time.perf_counter() - start, "pages": pages, "kb": size / 1024, "rss_mb": peak}


def measured(way: str, count: int) -> dict[str, float]:
    """One run in a process of its own; `foreign` is how many processors other programs kept busy meanwhile."""
    before, start = busy(), time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bench.ledger_rows", way, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    foreign = max(busy() - before - own, 0) / (time.perf_counter() - start)
    return {**result, "foreign": foreign, "cpu": own}


def busy() -> float:
    """Seconds for which the processors have worked, for whomever."""
    try:
        with open("/proc/stat") as file:
            user, nice, system, *_ = map(int, file.readline().split()[1:])
    except OSError:
        return 0.0
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def main(counts: list[int]) -> None:
    """Prints the table."""
    print(
        f"{'行数':>6} {'做法':<22} {'秒':>7} {'行/秒':>7} {'页':>5} {'KB':>7} {'内存MB':>7} {'CPU秒':>7} {'他用核':>6} {'倍数':>6}"
    )
    for count in counts:
        base = measured("plain", count)
        for name, run in (("plain WeasyPrint", base), ("render_ledger_pdf", measured("ours", count))):
            print(
                f"{count:>8} {name:<24} {run['seconds']:>8.1f} {count / run['seconds']:>9.0f} {run['pages']:>6.0f}"
                f" {run['kb']:>7.0f} {run['rss_mb']:>9.0f} {run['cpu']:>9.1f} {run['foreign']:>9.2f}"
                f" {base['seconds'] / run['seconds']:>8.2f}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("ours", "plain"):
        print(json.dumps({"ours": ours, "plain": plain}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main([int(argument) for argument in sys.argv[1:]] or [1000, 3000])
