"""会诊、协调、转执法、涉企告知: first look into it, then sit down together, then enforce (S08-06)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Staff, Unit
from accounts.roles import Role
from casework.actions.base import desk_people, grant, notify, open_case, people_nearest, record
from casework.policy import Policy
from casework.refusals import Refusal
from petitions.access import ensure
from petitions.models import (
    CompanyNotice,
    Coordination,
    CoordinationKind,
    CoordinationTask,
    Enforcement,
    Petition,
)


def leaders_for(petition: Petition) -> list[Staff]:
    """分管领导 of the unit that has it, then its 主要领导: one of them leads (S03-29)."""
    unit = petition.handling_unit or petition.unit
    found = people_nearest(unit, [Role.DEPUTY_LEADER]) + people_nearest(unit, [Role.CHIEF_LEADER])
    return list({one.pk: one for one in found}.values())


@transaction.atomic
def coordinate(
    pk: int,
    *,
    by: Staff,
    kind: str,
    held_on: date,
    led_by: Staff,
    units: tuple[Unit, ...],
    agreement: str,
    lead_unit: Unit | None = None,
    tasks: tuple[tuple[Unit, str], ...] = (),
    due_on: date | None = None,
) -> Coordination:
    """Records what was agreed, under which leader, and who does what. A 会诊 without one lead unit is refused (S12-16)."""
    petition = open_case(Petition, pk, by=by)
    ensure("coordinate", petition, by)
    if kind not in CoordinationKind.values:
        raise Refusal("请选择会诊或协调。", "kind")
    if held_on > timezone.localdate():
        raise Refusal("日期不能晚于今天。", "held_on")
    if led_by not in leaders_for(petition):
        raise Refusal("会诊、协调由分管领导或主要领导主持，请在列出的领导中选择。", "led_by")
    _check_table(kind, units, lead_unit, tasks)
    if not agreement.strip():
        raise Refusal("请写明议定事项。", "agreement")
    made = Coordination.objects.create(
        petition=petition,
        kind=kind,
        held_on=held_on,
        led_by=led_by,
        agreement=agreement.strip(),
        lead_unit=lead_unit,
        made_by=by,
        made_at=timezone.now(),
    )
    made.units.set(units)
    CoordinationTask.objects.bulk_create(
        CoordinationTask(coordination=made, unit=unit, text=text, due_on=due_on) for unit, text in tasks
    )
    for unit in units:
        grant(petition, made.get_kind_display(), unit=unit)
        notify(
            petition,
            desk_people(unit),
            f"{petition.number} {made.get_kind_display()}：{agreement.strip()[:60]}",
        )
    lead = lead_unit.name if lead_unit else ""
    record(petition, "coordinated", by=by, note=agreement.strip(), kind=made.get_kind_display(), lead=lead)
    return made


def _check_table(
    kind: str, units: tuple[Unit, ...], lead_unit: Unit | None, tasks: tuple[tuple[Unit, str], ...]
) -> None:
    if len(units) < 2:
        raise Refusal("至少两个单位参加。", "units")
    if kind == CoordinationKind.CONSULTATION and lead_unit is None:
        raise Refusal("会诊须确定一个主办单位。", "lead_unit")
    if lead_unit is not None and lead_unit not in units:
        raise Refusal("主办单位须是参加单位之一。", "lead_unit")
    if any(unit not in units for unit, _ in tasks):
        raise Refusal("任务须交给参加单位。", "tasks")


def missing_steps(petition: Petition) -> list[str]:
    """Which of 调查、协调 have not been taken yet, for the classes whose order the policy keeps."""
    codes: list[str] = Policy(petition.policy_values)["ordered_steps_for"]
    code = petition.content_class_id or ""
    if not any(one == "*" or code.startswith(one) for one in codes):
        return []
    steps = {
        "调查": petition.investigations.filter(head__isnull=False).exists(),
        "协调": petition.coordinations.exists(),
    }
    return [name for name, done in steps.items() if not done]


@transaction.atomic
def enforce(
    pk: int,
    *,
    by: Staff,
    unit: Unit,
    measure: str,
    document_number: str,
    approved_by: str,
    approved_on: date,
    skip_reason: str = "",
) -> Enforcement:
    """转执法, with document number and approval; before 调查 and 协调 only with a reason, e.g. urgency (S08-06, S08-11)."""
    petition = open_case(Petition, pk, by=by)
    ensure("enforce", petition, by)
    for name, value, words in (
        ("measure", measure, "请写明执法措施。"),
        ("document_number", document_number, "请填写执法文书编号。"),
        ("approved_by", approved_by, "请填写批准的机关或领导。"),
    ):
        if not value.strip():
            raise Refusal(words, name)
    if approved_on > timezone.localdate():
        raise Refusal("批准日期不能晚于今天。", "approved_on")
    missing = missing_steps(petition)
    if missing and not skip_reason.strip():
        words = f"先调查、再协调、后依法处理：还没有{'、'.join(missing)}；情况紧急须先执法的，请写明理由。"
        raise Refusal(words, "skip_reason")
    made = Enforcement.objects.create(
        petition=petition,
        unit=unit,
        measure=measure.strip(),
        document_number=document_number.strip(),
        approved_by=approved_by.strip(),
        approved_on=approved_on,
        skip_reason=skip_reason.strip() if missing else "",
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "enforced", by=by, note=made.skip_reason, unit=unit.name, number=made.document_number)
    notify(petition, desk_people(petition.unit), f"{petition.number} 转执法：{made.document_number}")
    return made


@transaction.atomic
def enforcement_outcome(
    pk: int, enforcement_id: int, *, by: Staff, outcome: str, outcome_on: date
) -> Enforcement:
    """What came of it, shown on the petition."""
    petition = open_case(Petition, pk, by=by)
    ensure("enforcement_outcome", petition, by)
    found = petition.enforcements.select_for_update().get(pk=enforcement_id)
    if found.outcome:
        raise Refusal("此项执法结果已经登记。")
    if not outcome.strip():
        raise Refusal("请写明执法结果。", "outcome")
    if not found.approved_on <= outcome_on <= timezone.localdate():
        raise Refusal("结果日期应在批准之后、今天以前。", "outcome_on")
    found.outcome, found.outcome_on = outcome.strip(), outcome_on
    found.save(update_fields=["outcome", "outcome_on"])
    record(petition, "enforcement_outcome", by=by, note=outcome.strip(), number=found.document_number)
    notify(petition, desk_people(petition.unit), f"{petition.number} 执法结果：{outcome.strip()[:60]}")
    return found


def identity_in(petition: Petition, text: str) -> list[str]:
    """Which particulars of the petitioner, or of those who came along, a text gives away."""
    person = petition.petitioner
    known: list[tuple[str, str]] = [("姓名", "" if petition.is_anonymous else petition.person_name)]
    if person is not None:
        known += [
            ("电话", person.phone),
            ("住址", person.address),
            ("工作单位", person.workplace),
            ("证件号", person.id_number),
        ]
    for name, contact in petition.joint.values_list("name", "contact"):
        known += [("同行人姓名", name), ("同行人电话", contact)]
    flat = "".join(text.split())
    return list(dict.fromkeys(label for label, value in known if value and "".join(value.split()) in flat))


@transaction.atomic
def inform_company(pk: int, *, by: Staff, company: str, matter: str, answer_by: date) -> CompanyNotice:
    """Tells the company what is complained of in words of the office's own; who complained is refused in them (S08-05)."""
    petition = open_case(Petition, pk, by=by)
    ensure("inform_company", petition, by)
    if not company.strip():
        raise Refusal("请填写企业名称。", "company")
    if not matter.strip():
        raise Refusal("请写明告知事项。", "matter")
    found = identity_in(petition, matter)
    if found:
        raise Refusal(f"内容里有信访人的{'、'.join(found)}，不得告知被反映的企业，请删去。", "matter")
    if answer_by < timezone.localdate():
        raise Refusal("回复日期不能早于今天。", "answer_by")
    made = CompanyNotice.objects.create(
        petition=petition,
        company=company.strip(),
        matter=matter.strip(),
        answer_by=answer_by,
        unit=petition.handling_unit or petition.unit,
        made_by=by,
        made_at=timezone.now(),
    )
    record(petition, "company_informed", by=by, note=matter.strip(), company=made.company)
    return made


@transaction.atomic
def company_answer(pk: int, notice_id: int, *, by: Staff, answer: str, answered_on: date) -> CompanyNotice:
    """What the company says and does about it."""
    petition = open_case(Petition, pk, by=by)
    ensure("company_answer", petition, by)
    found = petition.company_notices.select_for_update().get(pk=notice_id)
    if found.answer:
        raise Refusal("企业的回复已经登记。")
    if not answer.strip():
        raise Refusal("请填写企业回复。", "answer")
    if answered_on > timezone.localdate():
        raise Refusal("回复日期不能晚于今天。", "answered_on")
    found.answer, found.answered_on = answer.strip(), answered_on
    found.save(update_fields=["answer", "answered_on"])
    record(petition, "company_answered", by=by, note=answer.strip(), company=found.company)
    return found
