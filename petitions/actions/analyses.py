"""综合分析、年度报告、原因、措施: figures are taken from the register, words are written, leaders sign, readers say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power, Role
from casework.actions import papers
from casework.actions.base import open_case, record
from casework.models import Decision, policy_values
from casework.policy import Policy
from casework.refusals import NotVisible, NotYours, Refusal, Stale
from petitions.access import ensure
from petitions.actions.receipts import put_signature, send_to, tell
from petitions.analyses import analyses_seen
from petitions.analysis_figures import annual_figures, figures_of
from petitions.analysis_papers import as_html
from petitions.models import (
    PARTS,
    Analysis,
    AnalysisKind,
    Cause,
    CauseNote,
    InfoReport,
    InfoState,
    Measure,
    PaperState,
    Petition,
)
from petitions.office import held_for, keeps, signers_of
from petitions.papers.queries import ANNUAL


def _url(analysis: Analysis) -> str:
    return f"/analyses/{analysis.pk}/"


def period_of(kind: str, day: date) -> tuple[date, date]:
    """The month or the year in which a day lies."""
    if kind == AnalysisKind.ANNUAL:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.replace(day=1)
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


@transaction.atomic
def make_analysis(*, by: Staff, unit: Unit, kind: str, day: date) -> Analysis:
    """Takes the figures of the month or year as they stand now and freezes them; the words are still to be written.

    They are of the cases in the author's sight. Raises Refusal when the period has its analysis already.
    """
    if not standing_of(by).may_at(Power.LEDGER, unit):
        raise NotYours("您没有此单位的台账职务。")
    if kind not in AnalysisKind.values:
        raise Refusal("请选择种类。", "kind")
    first, last = period_of(kind, day)
    if first > timezone.localdate():
        raise Refusal("所选期间还没有开始。", "day")
    if Analysis.objects.filter(unit=unit, kind=kind, first=first).exists():
        raise Refusal("这一期已经有了，请打开原来的一份修改。", "day")
    return Analysis.objects.create(
        unit=unit, kind=kind, first=first, last=last, made_by=by, made_at=timezone.now(),
        figures=_figures(by, unit, kind, first, last),
    )  # fmt: skip


def _figures(by: Staff, unit: Unit, kind: str, first: date, last: date) -> dict[str, object]:
    if kind == AnalysisKind.ANNUAL:
        return annual_figures(by, unit, first.year)
    return figures_of(by, unit, first, last)


def _open(analysis_id: int, by: Staff, *states: str, seen: int | None = None) -> Analysis:
    if not analyses_seen(by).filter(pk=analysis_id).exists():
        raise NotVisible
    analysis = Analysis.objects.select_for_update(of=("self",)).get(pk=analysis_id)
    if seen is not None and seen != analysis.version:
        raise Stale
    if analysis.state not in states:
        raise Refusal(f"现在是“{analysis.get_state_display()}”，不能这样办。")
    return analysis


def is_keeper(analysis: Analysis, by: Staff) -> bool:
    """Its author, and the office of its unit."""
    return analysis.made_by_id == by.pk or keeps(standing_of(by), analysis.unit)


def _ensure_keeper(analysis: Analysis, by: Staff) -> None:
    if not is_keeper(analysis, by):
        raise NotYours("由撰写人或本单位办公室办理。")


def _save(analysis: Analysis) -> Analysis:
    analysis.version += 1
    analysis.save()
    return analysis


@transaction.atomic
def write_analysis(
    analysis_id: int, *, by: Staff, seen: int, texts: Mapping[str, str], infos: Sequence[InfoReport] = ()
) -> Analysis:
    """Writes the words and names the information that was used; the figures cannot be reached from here (S05-08)."""
    analysis = _open(analysis_id, by, PaperState.DRAFT, seen=seen)
    _ensure_keeper(analysis, by)
    known = {key for key, _ in PARTS[analysis.kind]}
    if set(texts) - known:
        raise KeyError(f"not a part: {sorted(set(texts) - known)}")
    for info in infos:
        issued = InfoReport.objects.visible_to(by).filter(pk=info.pk, state=InfoState.ISSUED)
        if not issued.exists():
            raise Refusal("只能采用已报出的信息。", "infos")
    analysis.texts = {key: words.strip() for key, words in texts.items()}
    analysis.infos.set(infos)
    return _save(analysis)


@transaction.atomic
def count_again(analysis_id: int, *, by: Staff) -> Analysis:
    """重新取数: the figures of a draft are taken from the register once more, by the same query."""
    analysis = _open(analysis_id, by, PaperState.DRAFT)
    _ensure_keeper(analysis, by)
    analysis.figures = _figures(by, analysis.unit, analysis.kind, analysis.first, analysis.last)
    analysis.made_at = timezone.now()
    return _save(analysis)


def signer_role(analysis: Analysis) -> str:
    """Who signs it, by the unit's policy."""
    values = policy_values(analysis.unit, timezone.localdate())
    return str(Policy(values)["analysis_signer"][analysis.kind])


def may_sign(analysis: Analysis, by: Staff) -> bool:
    """Whether a draft waits for this person's signature."""
    if analysis.state != PaperState.DRAFT or not any(analysis.texts.values()):
        return False
    return held_for(standing_of(by), analysis.unit, signer_role(analysis)) is not None


@transaction.atomic
def ask_signature(analysis_id: int, *, by: Staff) -> Analysis:
    """送签: tells who signs it."""
    analysis = _open(analysis_id, by, PaperState.DRAFT)
    _ensure_keeper(analysis, by)
    if not any(analysis.texts.values()):
        raise Refusal("请先填写文字，再送签。")
    people = signers_of(analysis.unit, signer_role(analysis))
    if not people:
        raise Refusal("没有可以签发的领导，请系统管理员先设置职务，或调整单位政策。")
    tell(people, f"待签发：{analysis}", _url(analysis))
    return analysis


@transaction.atomic
def sign_analysis(analysis_id: int, *, by: Staff, decision: str, opinion: str = "") -> Analysis:
    """The leader's signature; a return leaves it a draft."""
    analysis = _open(analysis_id, by, PaperState.DRAFT)
    role = signer_role(analysis)
    held = held_for(standing_of(by), analysis.unit, role)
    if held is None:
        raise NotYours(f"此件由{Role(role).label}签发。")
    if not any(analysis.texts.values()):
        raise Refusal("文字还没有写，不能签发。")
    step = f"{Role(role).label}签发"
    put_signature(by=by, held=held, step_label=step, decision=decision, opinion=opinion, analysis=analysis)
    if decision == Decision.RETURN:
        tell([analysis.made_by], f"{analysis} 被退回：{opinion.strip()}", _url(analysis))
    else:
        analysis.state, analysis.signed_at = PaperState.SIGNED, timezone.now()
        tell([analysis.made_by], f"{analysis} 已签发，可以印发", _url(analysis))
    return _save(analysis)


@transaction.atomic
def issue_analysis(analysis_id: int, *, by: Staff, people: Sequence[Staff]) -> Analysis:
    """印发: to its readers, each of whom owes a receipt; refused before the signature."""
    analysis = _open(analysis_id, by, PaperState.DRAFT, PaperState.SIGNED)
    _ensure_keeper(analysis, by)
    if analysis.state != PaperState.SIGNED:
        raise Refusal("尚未签发，不能印发。")
    if not people:
        raise Refusal("请选择分送给谁。", "people")
    analysis.state, analysis.issued_at = PaperState.ISSUED, timezone.now()
    if analysis.kind == AnalysisKind.ANNUAL:
        _number(analysis, people, by)
    send_to(people, analysis=analysis)
    tell(people, f"请阅：{analysis}", _url(analysis))
    return _save(analysis)


def _number(analysis: Analysis, people: Sequence[Staff], by: Staff) -> None:
    """年度报告 is an official paper (条例第四十一条): it gets its 文号 and is frozen as it goes out."""
    signed = analysis.signatures.filter(decision=Decision.AGREE).order_by("at", "pk").last()
    units = dict.fromkeys(one.unit.name for one in people if one.unit)
    draft = papers.Draft(
        kind=ANNUAL,
        label=str(AnalysisKind.ANNUAL.label),
        word="报",
        unit=analysis.unit,
        recipient="、".join(units) or "存档",
        write=lambda number, now: as_html(analysis, number),
        subject=f"analysis:{analysis.pk}",
        sheet="paper",
        signed_by=signed.staff if signed else None,
        signed_words=f"{signed.unit_name} {signed.post_title} {signed.staff_name}" if signed else "",
    )
    papers.freeze(None, draft, by=by)


@transaction.atomic
def set_cause(pk: int, *, by: Staff, cause: str, note: str = "") -> CauseNote:
    """原因归类: once a matter; a later one takes its place and stays in the record (S08-12)."""
    petition = open_case(Petition, pk, by=by)
    ensure("set_cause", petition, by)
    if cause not in Cause.values:
        raise Refusal("请选择原因。", "cause")
    found, _ = CauseNote.objects.update_or_create(
        petition=petition,
        defaults={"cause": cause, "note": note.strip(), "noted_by": by, "noted_at": timezone.now()},
    )
    record(petition, "cause_set", by=by, note=note.strip(), cause=found.get_cause_display())
    return found


@transaction.atomic
def take_measure(*, by: Staff, unit: Unit, taken_on: date, title: str, cause: str = "") -> Measure:
    """A measure, marked in the trend on its day."""
    if not keeps(standing_of(by), unit):
        raise NotYours("由本单位办公室或领导登记措施。")
    if not title.strip():
        raise Refusal("请填写措施。", "title")
    return Measure.objects.create(unit=unit, taken_on=taken_on, title=title.strip(), cause=cause, made_by=by)
