"""manage.py import_ledger and render_ledger: what they say, how they end, and what they leave behind."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from casework.audit import verify_chains
from petitions.actions.register import Person
from petitions.models import ImportBatch, Petition
from petitions.states import Channel, Purpose
from tests.office import Office
from tests.petitions.ledger_import.workbooks import HEADINGS, workbook
from tests.petitions.test_import import ROWS

pytestmark = pytest.mark.usefixtures("monday", "office")
BAD = [19.0, "何某", "坏日期", "2019-2-30", "日期不存在。", "", ""]


def ledger_file(folder: Path, *rows: list[Any], headings: list[str] = HEADINGS) -> Path:
    path = folder / "旧台账.xlsx"
    path.write_bytes(workbook(("台账", [headings, *rows])))
    return path


def run(*args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*(str(one) for one in args), stdout=out, no_color=True, **options)
    return out.getvalue()


def test_import_says_what_it_recognised_and_added(tmp_path: Path) -> None:
    said = run("import_ledger", ledger_file(tmp_path, *ROWS), "--unit", "XF")
    for one in (
        "来信来访人 ← 来信人",
        "收到日期 ← 来信日期",
        "信件 3 行：可导入 3 行（已答复 2），有问题 0 行",
    ):
        assert one in said
    assert said.endswith("新增 3 件，已有 0 件。\n")
    assert Petition.objects.count() == 3
    kept = ImportBatch.objects.get()
    assert (kept.file_name, kept.added, kept.uploaded_by) == ("旧台账.xlsx", 3, None)
    assert list(verify_chains()) == []


def test_second_run_adds_nothing(tmp_path: Path) -> None:
    path = ledger_file(tmp_path, *ROWS)
    run("import_ledger", path, "--unit", "XF")
    assert run("import_ledger", path, "--unit", "XF").endswith("新增 0 件，已有 3 件。\n")


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    said = run("import_ledger", ledger_file(tmp_path, *ROWS), "--unit", "XF", "--dry-run")
    assert said.endswith("试运行：将新增 3 件，已有 0 件。没有写入。\n")
    assert (Petition.objects.count(), ImportBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_errors_are_listed_and_end_the_command_with_code_one(tmp_path: Path, dry: list[str]) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="有 1 行有问题，没有导入") as ended:
        call_command(
            "import_ledger", str(ledger_file(tmp_path, *ROWS, BAD)), "--unit", "XF", *dry, stdout=out
        )
    assert ended.value.returncode == 1
    assert "问题：第5行 来信日期“2019-2-30”：2019年2月没有30日。" in out.getvalue()
    assert Petition.objects.count() == 0


def test_bad_rows_can_be_left_out(tmp_path: Path) -> None:
    said = run("import_ledger", ledger_file(tmp_path, *ROWS, BAD), "--unit", "XF", "--skip-bad")
    assert "新增 3 件" in said


def test_columns_can_be_named(tmp_path: Path) -> None:
    headings = ["编号", "某甲", "主题", "来信日期", "来信内容", "答复意见", "答复日期"]
    path = ledger_file(tmp_path, *ROWS, headings=headings)
    with pytest.raises(CommandError, match="没有认出：来信来访人"):
        run("import_ledger", path, "--unit", "XF")
    assert "新增 3 件" in run("import_ledger", path, "--unit", "XF", "--column", "person=2")
    with pytest.raises(CommandError, match="应写成 FIELD=N"):
        run("import_ledger", path, "--unit", "XF", "--column", "somebody=2")


def test_channel_and_keeper_can_be_named(tmp_path: Path, office: Office) -> None:
    path = ledger_file(tmp_path, *ROWS)
    run("import_ledger", path, "--unit", "XF", "--channel", "online", "--keeper", "u-registrar")
    petition = Petition.objects.first()
    assert petition
    assert (petition.channel, petition.registered_by) == ("online", office["registrar"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--unit", "NO"], "没有代码为 NO 的单位"),
        (["--unit", "XF", "--keeper", "nobody"], "没有登录名为 nobody 的人员"),
    ],
)
def test_unknown_names_are_refused(tmp_path: Path, args: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run("import_ledger", ledger_file(tmp_path, *ROWS), *args)


def test_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7 no table")
    with pytest.raises(CommandError, match="不是表格文件"):
        run("import_ledger", path, "--unit", "XF")
    with pytest.raises(CommandError):
        run("import_ledger", tmp_path / "none.xlsx", "--unit", "XF")


@pytest.mark.parametrize(("format", "magic"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_render_writes_the_unit_and_month_without_sealed_cases(
    tmp_path: Path, office: Office, format: str, magic: bytes
) -> None:
    office.registered()
    office.registered(channel=Channel.VISIT, head_count=3, person=Person(name="李某乙"))
    office.registered(purpose=Purpose.ACCUSATION, body="某干部克扣补助。")
    office.registered(by=office["town_officer"])
    target = tmp_path / f"ledger.{format}"
    said = run("render_ledger", "--unit", "XF", "--month", "2026-03", "--format", format, "--output", target)
    assert "来信来访专册 清禾县信访局 2026年3月：2 行" in said
    assert "来访 1 批次 3 人次" in said
    assert target.read_bytes().startswith(magic)


@pytest.mark.parametrize(
    ("unit", "month", "said"), [("NO", "2026-03", "没有代码为 NO"), ("XF", "2026-3月", "月份写成")]
)
def test_render_refuses_what_is_not_there(tmp_path: Path, unit: str, month: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(
            "render_ledger",
            "--unit",
            unit,
            "--month",
            month,
            "--format",
            "pdf",
            "--output",
            tmp_path / "x.pdf",
        )
