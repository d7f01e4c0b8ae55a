"""S05-08, S08-01, S08-07, S08-12, S03-31: figures come from the register, people write the words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.refusals import NotVisible, NotYours, Refusal, Stale
from petitions.actions import analyses, information, receipts
from petitions.analyses import analyses_seen, never_used, trend
from petitions.models import Analysis, InfoReport, PaperState
from petitions.states import Channel, Conclusion, Purpose
from tests.office import Office
from tests.petitions.scenarios.information import signed
from tests.petitions.steps import concluded, handling

pytestmark = pytest.mark.usefixtures("monday")
WORDS = {"overview": "本月来件平稳。"}
BATCHES = (
    12, 5, 4, 3, 7, 2, 6, 4, 3, 5, 8, 2, 4, 3, 6, 5, 2, 4, 9, 3, 5, 4, 6, 4, 2, 4, 3, 2,
)  # fmt: skip


def monthly(office: Office, by: str = "officer", day: date = date(2026, 3, 2)) -> Analysis:
    return analyses.make_analysis(by=office[by], unit=office.units["XF"], kind="monthly", day=day)


def issued_info(office: Office) -> InfoReport:
    info = signed(office)
    return information.issue_info(info.pk, by=office["officer"], addressed_to="县委")


@pytest.mark.rule("F-28", "S08-07")
def test_28_visits_of_127_people_are_28_batches_and_127_people(office: Office) -> None:
    assert (len(BATCHES), sum(BATCHES)) == (28, 127)
    for heads in BATCHES:
        office.registered(channel=Channel.VISIT, head_count=heads)
    office.registered()
    made = analyses.make_analysis(
        by=office["officer"], unit=office.units["XF"], kind="annual", day=date(2026, 3, 2)
    )
    figures = made.figures
    assert (figures["batches"], figures["people"], figures["items"]) == (28, 127, 1)


@pytest.mark.rule("S05-08")
def test_words_may_be_written_and_figures_may_not(office: Office) -> None:
    office.registered()
    made = monthly(office)
    before = made.figures
    with pytest.raises(KeyError):
        analyses.write_analysis(made.pk, by=office["officer"], seen=made.version, texts={"figures": "99"})
    done = analyses.write_analysis(made.pk, by=office["officer"], seen=made.version, texts=WORDS)
    assert (done.texts["overview"], done.figures) == ("本月来件平稳。", before)
    with pytest.raises(Stale):
        analyses.write_analysis(made.pk, by=office["officer"], seen=1, texts=WORDS)


@pytest.mark.rule("S05-08")
def test_figures_stand_as_they_were_signed(office: Office) -> None:
    office.registered()
    made = monthly(office)
    office.registered()
    assert Analysis.objects.get().figures["total"] == 1
    analyses.count_again(made.pk, by=office["officer"])
    assert Analysis.objects.get().figures["total"] == 2
    made = Analysis.objects.get()
    analyses.write_analysis(made.pk, by=office["officer"], seen=made.version, texts=WORDS)
    with pytest.raises(Refusal, match="尚未签发"):
        analyses.issue_analysis(made.pk, by=office["officer"], people=[office["chief"]])
    analyses.sign_analysis(made.pk, by=office["office_head"], decision="agree")
    for act in (
        lambda: analyses.count_again(made.pk, by=office["officer"]),
        lambda: analyses.write_analysis(made.pk, by=office["officer"], seen=9, texts=WORDS),
    ):
        with pytest.raises(Refusal):
            act()


def test_one_analysis_a_period(office: Office) -> None:
    monthly(office)
    with pytest.raises(Refusal, match="已经有了"):
        monthly(office, day=date(2026, 3, 1))
    with pytest.raises(NotYours):
        monthly(office, by="handler", day=date(2026, 2, 1))


def test_issue_needs_the_signature_and_readers(office: Office) -> None:
    made = monthly(office)
    with pytest.raises(Refusal, match="还没有写"):
        analyses.sign_analysis(made.pk, by=office["office_head"], decision="agree")
    made = analyses.write_analysis(made.pk, by=office["officer"], seen=made.version, texts=WORDS)
    with pytest.raises(Refusal, match="尚未签发"):
        analyses.issue_analysis(made.pk, by=office["officer"], people=[office["chief"]])
    analyses.ask_signature(made.pk, by=office["officer"])
    with pytest.raises(NotYours):
        analyses.sign_analysis(made.pk, by=office["deputy"], decision="agree")
    analyses.sign_analysis(made.pk, by=office["office_head"], decision="agree")
    done = analyses.issue_analysis(made.pk, by=office["officer"], people=[office["handler"]])
    assert done.state == PaperState.ISSUED
    assert analyses_seen(office["handler"]).get() == done
    assert receipts.read_paper(done.receipts.get().pk, by=office["handler"]).read_at
    assert not analyses_seen(office["other_handler"]).exists()


@pytest.mark.rule("S03-31")
def test_information_knows_the_analyses_that_used_it(office: Office) -> None:
    used, unused = issued_info(office), issued_info(office)
    made = monthly(office)
    analyses.write_analysis(made.pk, by=office["officer"], seen=made.version, texts=WORDS, infos=[used])
    assert list(used.analyses.all()) == [made]
    assert list(never_used(office["officer"])) == [unused]


def test_information_that_was_not_issued_is_not_used(office: Office) -> None:
    made = monthly(office)
    with pytest.raises(Refusal, match="已报出"):
        analyses.write_analysis(
            made.pk, by=office["officer"], seen=made.version, texts=WORDS, infos=[signed(office)]
        )


@pytest.mark.rule("S08-01")
def test_yearly_report_has_its_four_parts_and_what_the_law_asks(office: Office) -> None:
    handling(office, office.registered())
    concluded(office, office.registered(purpose=Purpose.SUGGESTION), conclusion=Conclusion.SUPPORT)
    made = analyses.make_analysis(
        by=office["officer"], unit=office.units["XF"], kind="annual", day=date(2026, 1, 1)
    )
    assert [heading for _, heading, _ in made.parts] == ["领导重视", "工作到位", "数据", "问题与打算"]
    work = made.figures["work"]
    assert (work["assigned"], work["read"], work["suggestions"], work["adopted"]) == (2, 2, 1, 1)
    assert made.figures["organs"] == [["清禾县住房和城乡建设局", 2, 1, 1]]
    assert made.figures["months"][2] == ["2026-03", 2]


@pytest.mark.rule("S08-01")
@pytest.mark.parametrize(("count", "said"), [(0, None), (4, None), (5, 5)])
def test_few_accusations_are_not_counted_aloud(office: Office, count: int, said: int | None) -> None:
    for _ in range(count):
        office.registered(purpose=Purpose.ACCUSATION)
    made = analyses.make_analysis(
        by=office["chief"], unit=office.units["XZF"], kind="annual", day=date(2026, 3, 2)
    )
    assert (made.figures["accusations"], made.figures["total"]) == (said, 0)


@pytest.mark.rule("S08-12")
def test_trend_counts_months_by_cause_and_marks_measures(office: Office, monday: Any) -> None:
    p = handling(office, office.registered())
    analyses.set_cause(p.pk, by=office["handler"], cause="execution", note="物业拖延")
    kept = p.events.get(name="cause_set")
    assert (kept.actor_name, kept.note) == ("沈某卯", "物业拖延")
    office.registered(purpose=Purpose.ACCUSATION)
    measure = analyses.take_measure(
        by=office["office_head"], unit=office.units["XF"], taken_on=date(2026, 3, 20), title="电梯维保月查"
    )
    monday.shift(timedelta(days=40))
    office.registered(received_on=timezone.localdate())
    bars = trend(office["officer"], office.units["XF"], 2026)
    assert [(one.month, one.count, sum(times for _, times in one.causes)) for one in bars if one.count] == [
        ("3月", 1, 1),
        ("4月", 1, 0),
    ]
    assert bars[2].measures == [measure]


@pytest.mark.rule("S08-12")
def test_cause_of_somebody_elses_case_is_refused(office: Office) -> None:
    p = handling(office, office.registered())
    with pytest.raises(NotVisible):
        analyses.set_cause(p.pk, by=office["other_handler"], cause="execution")
    with pytest.raises(Refusal, match="请选择原因"):
        analyses.set_cause(p.pk, by=office["handler"], cause="person")
