"""专报、上报、协办意见、备案."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff
from accounts.roles import Role
from casework.access import eligible
from casework.actions.base import desk_people, grant, notify, open_case, people_nearest, record
from casework.actions.signing import acting_as, sign
from casework.calendar import holiday_table
from casework.models import Decision
from casework.policy import Policy
from casework.refusals import NotYours, Refusal
from petitions.access import ensure
from petitions.models import CoOpinion, Filing, Investigation, LeaderReport, LeaderReportKind, Petition
from petitions.owed_tasks import owe_note
from petitions.replying import answering_unit, filing_office
from petitions.states import SignStep


def report_leaders(petition: Petition) -> list[Staff]:
    """Leaders to whom the matter may be reported."""
    roles: list[str] = [Role.CHIEF_LEADER, Role.DEPUTY_LEADER, Role.UNIT_HEAD]
    found = [one for role in roles for one in people_nearest(petition.unit, [role])]
    unique = list({one.pk: one for one in found}.values())
    return eligible(unique, petition)


@transaction.atomic
def make_leader_report(
    pk: int,
    *,
    by: Staff,
    kind: str,
    text: str,
    leader: Staff,
    addressed_to: str = "",
    investigation: Investigation | None = None,
) -> LeaderReport:
    """Puts a report before a leader: 专报 to act on, or the draft of a report upward (S09-08, S11-12)."""
    petition = open_case(Petition, pk, by=by)
    ensure("leader_report", petition, by)
    if kind not in LeaderReportKind.values:
        raise Refusal("请选择专报或向上级报告。", "kind")
    if not text.strip():
        raise Refusal("请填写报告内容。", "text")
    if leader not in report_leaders(petition):
        raise Refusal("请在列出的领导中选择。", "leader")
    if kind == LeaderReportKind.UPWARD and not addressed_to.strip():
        raise Refusal("请填写报送的上级单位。", "addressed_to")
    if kind == LeaderReportKind.UPWARD and petition.routings.exists():
        # S11-12: what is reported upward after handling rests on an investigation that both have signed.
        investigation = investigation or petition.investigations.filter(head__isnull=False).last()
        if investigation is None or not investigation.is_final:
            raise Refusal("上报须附经办人和部门负责人都已签字的调查记录。", "investigation")
    made = LeaderReport.objects.create(
        petition=petition,
        kind=kind,
        text=text.strip(),
        addressed_to=addressed_to.strip(),
        investigation=investigation,
        leader=leader,
        made_by=by,
        made_at=timezone.now(),
    )
    grant(petition, "专报", staff=leader)
    record(petition, "leader_report", by=by, kind=made.get_kind_display(), leader=leader.name)
    notify(petition, [leader], f"{petition.number} {made.get_kind_display()}，请阅批")
    return made


@transaction.atomic
def sign_leader_report(
    report_id: int,
    *,
    by: Staff,
    opinion: str,
    decision: str = Decision.AGREE,
    due_on: date | None = None,
) -> LeaderReport:
    """The leader's words on a report; what is agreed to on a 专报 is a task until it is shown to be done (S09-08)."""
    pk = LeaderReport.objects.filter(pk=report_id).values_list("petition_id", flat=True).first()
    petition = open_case(Petition, pk or 0, by=by)
    report = petition.leader_reports.select_for_update(of=("self",)).get(pk=report_id)
    if report.signoff_id:
        raise Refusal("此报告已经签批。")
    if decision != Decision.READ and not opinion.strip():
        raise Refusal("请填写批示意见。", "opinion")
    if due_on is not None and due_on < timezone.localdate():
        raise Refusal("落实限期不能早于今天。", "due_on")
    held = acting_as(by, report.leader)
    step = SignStep.LEADER_REPORT
    signed = sign(
        petition, held=held, by=by, step=step, step_label=step.label, decision=decision, opinion=opinion
    )
    report.signoff = signed
    report.save(update_fields=["signoff"])
    words = opinion.strip() or Decision(decision).label
    record(petition, "leader_report_signed", by=by, held=held, kind=report.get_kind_display(), opinion=words)
    told = [report.made_by, *desk_people(petition.unit)]
    if report.kind == LeaderReportKind.SPECIAL and decision == Decision.AGREE:
        task = owe_note(report, words, given_by=by, due_on=due_on)
        told = [one for one in told if one.pk != task.owner_id]
    notify(petition, told, f"{petition.number} 报告已批：{words[:60]}")
    return report


@transaction.atomic
def send_upward(report_id: int, *, by: Staff) -> LeaderReport:
    """Sends a report upward; refused before the leader has agreed."""
    pk = LeaderReport.objects.filter(pk=report_id).values_list("petition_id", flat=True).first()
    petition = open_case(Petition, pk or 0, by=by)
    ensure("send_upward", petition, by)
    report = petition.leader_reports.select_for_update(of=("self",)).get(pk=report_id)
    if report.kind != LeaderReportKind.UPWARD:
        raise Refusal("专报呈本单位领导，不向上级报送。")
    if report.signoff is None or report.signoff.decision != Decision.AGREE:
        raise Refusal("向上级报告须经领导签批同意。")
    if report.sent_at:
        raise Refusal("此报告已经报送。")
    report.sent_at = timezone.now()
    report.save(update_fields=["sent_at"])
    record(petition, "upward_sent", by=by, to=report.addressed_to)
    return report


@transaction.atomic
def give_co_opinion(pk: int, *, by: Staff, text: str) -> CoOpinion:
    """A co-operating unit's contribution, sent to the lead unit's handler."""
    petition = open_case(Petition, pk, by=by)
    ensure("co_opinion", petition, by)
    if not text.strip():
        raise Refusal("请填写协办意见。", "text")
    if by.unit is None:
        raise NotYours("您没有所在单位。")
    made = CoOpinion.objects.create(
        petition=petition, unit=by.unit, text=text.strip(), made_by=by, made_at=timezone.now()
    )
    record(petition, "co_opinion", by=by, note=text.strip(), unit=by.unit.name)
    if petition.handler:
        notify(petition, [petition.handler], f"{petition.number} {by.unit.name}已提出协办意见")
    return made


def owe_filing(petition: Petition) -> Filing | None:
    """Called at closing: a department's own case owes a filing within the policy's working days (S11-07)."""
    office = filing_office(petition.unit)
    if office is None or petition.is_sealed or answering_unit(petition).pk == office.pk:
        return None
    days = int(Policy(petition.policy_values)["filing_within_working_days"])
    due_on = holiday_table().add_working(timezone.localdate(), days)
    filing, _ = Filing.objects.get_or_create(petition=petition, defaults={"office": office, "due_on": due_on})
    grant(petition, "备案", unit=office)
    notify(petition, desk_people(office), f"{petition.number} 已由{petition.unit.name}办结，请备案")
    return filing


@transaction.atomic
def file(pk: int, *, by: Staff) -> Filing:
    """The office takes note."""
    petition = open_case(Petition, pk, by=by)
    ensure("file", petition, by)
    filing = Filing.objects.select_for_update().get(petition=petition)
    if filing.filed_at:
        raise Refusal("此件已经备案。")
    filing.filed_by, filing.filed_at = by, timezone.now()
    filing.save(update_fields=["filed_by", "filed_at"])
    record(petition, "filed", by=by)
    return filing
