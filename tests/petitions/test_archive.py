"""归档: what a file must hold, its number and period, what holds it, and how two people dispose of it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import jobs, search
from casework.actions.attachments import attach
from casework.attachments import check
from casework.audit import verify_chains
from casework.models import Event, Job
from casework.refusals import NotYours, Refusal
from casework.states import State
from petitions import archive as reads
from petitions.actions import archive, papers, route
from petitions.actions.register import Person
from petitions.archive_package import ask_for_package
from petitions.models import ArchiveItem, Petition, RetentionRule
from petitions.states import Channel
from tests.office import Office
from tests.petitions import steps
from tests.petitions.papers.reading import issued, receipt
from tests.petitions.scenarios.base import closed
from tests.petitions.scenarios.filing import LOST, expired, filed, proposed
from tests.petitions.scenarios.outcomes import ground
from tests.petitions.steps import fresh

pytestmark = pytest.mark.usefixtures("monday")


def scan(office: Office, p: Petition) -> None:
    file = check(SimpleUploadedFile("来信.txt", "电梯坏了。".encode(), "text/plain"))
    attach(Petition, p.pk, by=office["registrar"], files=[file], ensure=lambda case, by: None)


def file_it(office: Office, p: Petition, **more: Any) -> Petition:
    return archive.archive(p.pk, by=office["officer"], version=fresh(p).version, **more)


@pytest.mark.rule("S03-09")
def test_file_names_what_it_lacks_and_wants_a_word_about_it(office: Office) -> None:
    p = closed(office)
    assert reads.missing_papers(p) == ["来信原件（扫描件）"]
    with pytest.raises(Refusal, match="缺少：来信原件"):
        file_it(office, p)
    file_it(office, p, missing_reason=LOST)
    item = ArchiveItem.objects.get()
    assert (item.missing, item.missing_reason) == ("来信原件（扫描件）", LOST)


@pytest.mark.rule("S03-09")
def test_complete_file_needs_no_word(office: Office) -> None:
    p = closed(office)
    scan(office, p)
    assert {label for label, there in reads.checklist(p) if there} == {
        "来信原件（扫描件）",
        "领导阅批单",
        "交办单及签收",
        "调查记录（双人签字）",
        "调查处理报告",
        "答复",
    }
    assert file_it(office, p).state == State.ARCHIVED


def test_numbers_run_on_in_each_unit_year_and_period(office: Office) -> None:
    for _ in range(2):
        filed(office)
    important = closed(office, details={"importance": "important"})
    file_it(office, important, missing_reason=LOST)
    assert list(ArchiveItem.objects.order_by("pk").values_list("reference", "expires_on")) == [
        ("XF-WS·2026-D30-XF-0001", date(2056, 12, 31)),
        ("XF-WS·2026-D30-XF-0002", date(2056, 12, 31)),
        ("XF-WS·2026-Y-XF-0001", None),
    ]


def test_own_schedule_of_a_unit_above_goes_before_the_shipped_one(office: Office) -> None:
    RetentionRule.objects.create(
        unit=office.units["XZF"], outcome="result", period="Y", basis="清档〔2026〕1号"
    )
    assert filed(office).period == "Y"


def test_transferred_letter_is_kept_ten_years(office: Office) -> None:
    p = office.registered(details={"jurisdiction": "out"})
    p = steps.presented(office, p)
    assert p.signer
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="转人社局。")
    p = fresh(p)
    by, r6 = office["officer"], ground("R6")
    route.guide(p.pk, by=by, version=p.version, ground=r6, organ="法院", explanation="可起诉。")
    file_it(office, fresh(p), missing_reason=LOST)
    assert ArchiveItem.objects.get().period == "D10"


@pytest.mark.rule("S03-09")
@pytest.mark.parametrize("known", [True, False])
def test_guided_matter_is_complete_once_its_paper_has_arrived(office: Office, known: bool) -> None:
    changes: dict[str, Any] = {} if known else {"person": Person(), "is_anonymous": True}
    p = office.registered(details={"jurisdiction": "out"}, **changes)
    way = {"ground": ground("R6"), "organ": "清禾县人民法院", "explanation": "持身份证明到立案窗口提出。"}
    route.guide(p.pk, by=office["registrar"], version=p.version, **way)
    scan(office, p)
    p = fresh(p)
    if known:
        issued(office, p, "guide", by="registrar", remedy="civil")
        assert reads.missing_papers(p) == ["告知引导书及送达回证"]
        with pytest.raises(Refusal, match="缺少：告知引导书及送达回证"):
            file_it(office, p)
        papers.deliver(p.papers.get().pk, by=office["registrar"], receipt=receipt())
    assert reads.missing_papers(p) == []
    assert list(reads.ready(office["officer"])) == [p]
    assert file_it(office, p).state == State.ARCHIVED


@pytest.mark.rule("S09-03")
def test_unit_that_files_everything_cannot_leave_one_out(office: Office) -> None:
    p = closed(office)
    Petition.objects.filter(pk=p.pk).update(policy_values={**p.policy_values, "archive_policy": "all"})
    with pytest.raises(Refusal, match="全部归档"):
        file_it(office, p, required=False, reason="重复件")


@pytest.mark.rule("S01-13")
def test_finished_cases_wait_to_be_filed_the_longest_first(office: Office) -> None:
    first, second = closed(office), closed(office)
    assert list(reads.ready(office["officer"])) == [first, second]
    file_it(office, first, missing_reason=LOST)
    assert list(reads.ready(office["officer"])) == [second]
    assert list(reads.ready(office["town_officer"])) == []


def test_held_file_is_not_disposed_of(office: Office) -> None:
    item = expired(office)
    archive.hold(item.pk, by=office["officer"], reason="涉诉")
    with pytest.raises(Refusal, match="已暂缓处置"):
        archive.propose_disposal([item.pk], by=office["officer"], reason="期满")
    with pytest.raises(Refusal, match="解除理由"):
        archive.lift_hold(item.pk, by=office["officer"], reason=" ")
    archive.lift_hold(item.pk, by=office["officer"], reason="已结案")
    made = archive.propose_disposal([item.pk], by=office["officer"], reason="期满")
    archive.hold(item.pk, by=office["officer"], reason="又涉诉")
    with pytest.raises(Refusal, match="已暂缓处置，不能销毁"):
        archive.decide_disposal(made.pk, by=office["office_head"], approve=True, opinion="同意")


def test_nothing_is_disposed_of_before_its_time_or_by_one_person(office: Office) -> None:
    with pytest.raises(Refusal, match="未到期"):
        archive.propose_disposal([filed(office).pk], by=office["officer"], reason="清理")
    made = archive.propose_disposal([expired(office).pk], by=office["office_head"], reason="期满")
    with pytest.raises(Refusal, match="须是两个人"):
        archive.decide_disposal(made.pk, by=office["office_head"], approve=True, opinion="同意")
    with pytest.raises(NotYours):
        archive.decide_disposal(made.pk, by=office["officer"], approve=True, opinion="同意")


def test_disposal_empties_people_and_text_and_keeps_catalogue_and_record(office: Office) -> None:
    made = proposed(office)
    p = made.items.get().petition
    person = p.petitioner
    assert person
    archive.decide_disposal(made.pk, by=office["office_head"], approve=True, opinion="同意销毁")
    p = fresh(p)
    person.refresh_from_db()
    assert p.petitioner is None
    assert (p.person_name, p.text.body, person.name, person.phone) == (
        "（已销毁）",
        "（已销毁）",
        "（已销毁）",
        "",
    )
    assert {one.text for one in p.replies.all()} == {"（已销毁）"}
    assert set(p.history.values_list("person_name", flat=True)) == {"（已销毁）"}
    assert list(search.matching(Petition.objects.all(), "电梯坏了")) == []
    assert made.items.get().reference == "XF-WS·2026-D30-XF-0001"
    assert list(verify_chains()) == []


def test_person_with_another_file_keeps_their_particulars(office: Office) -> None:
    made = proposed(office)
    p = made.items.get().petition
    other = office.registered()
    Petition.objects.filter(pk=other.pk).update(petitioner=p.petitioner)
    archive.decide_disposal(made.pk, by=office["office_head"], approve=True, opinion="同意")
    person = fresh(other).petitioner
    assert person
    assert person.name == "张某甲"
    assert (fresh(p).petitioner, fresh(p).person_name) == (None, "（已销毁）")
    assert set(p.history.values_list("petitioner", flat=True)) == {None}


def test_refused_disposal_keeps_the_file(office: Office) -> None:
    made = proposed(office)
    archive.decide_disposal(made.pk, by=office["office_head"], approve=False, opinion="有参考价值")
    item = ArchiveItem.objects.get()
    assert (item.disposal, item.disposed_at) == (None, None)
    assert Event.objects.filter(name="disposal_refused").count() == 1


def test_package_holds_the_file_as_pdf_a_with_record_and_checksums(office: Office) -> None:
    p = closed(office, channel=Channel.LETTER)
    scan(office, p)
    file_it(office, p)
    item = ArchiveItem.objects.get()
    job = ask_for_package(item, by=office["officer"])
    jobs.run_due()
    job = Job.objects.get(pk=job.pk)
    with zipfile.ZipFile(io.BytesIO(job.file.read())) as package:
        assert set(package.namelist()) == {
            "案卷.pdf",
            "附件/001_来信.txt",
            "元数据.json",
            "过程.json",
            "校验.sha256",
        }
        events = json.loads(package.read("过程.json"))
        pdf = package.read("案卷.pdf")
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as meta:
        assert meta.pdfa_status == "2B"
    assert [one["name"] for one in events][-1] == "archived"
    assert ArchiveItem.objects.get().package_sha256 == job.result["sha256"]
