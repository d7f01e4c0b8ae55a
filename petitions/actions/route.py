"""送阅、阅批、交办、转送、告知引导: how a registered matter reaches the one who must deal with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.models import Post, Staff, Unit
from accounts.roles import Role
from casework.access import eligible, is_barred
from casework.actions.base import desk_people, grant, notify, open_case, people_nearest, record, save_case
from casework.actions.clocks import stop_all, stop_clock
from casework.actions.signing import acting_as, sign
from casework.models import Case, ClockKind, Decision, SignOff
from casework.policy import Policy
from casework.refusals import Refusal
from casework.states import Importance, State
from petitions import discipline, legal_routes, levels
from petitions.access import ensure

# One name for all that the desk decides.
from petitions.actions.answering import answer_on_the_spot as answer_on_the_spot
from petitions.actions.arrivals import arrival_clocks
from petitions.actions.first_clocks import desk_has_suggested, first_clocks, owe_notice
from petitions.actions.handling_clocks import start_handling_clocks
from petitions.in_charge import in_charge_first
from petitions.models import Guidance, Petition, RefusalGround, Routing
from petitions.proposals import propose
from petitions.states import Conclusion, RoutingKind, SignStep
from petitions.terms import can_be_told

P = ParamSpec("P")
R = TypeVar("R")


class BarredTarget(Refusal):
    """A target that would learn of an accusation against itself. The refused attempt itself stays on record (F-16)."""

    def __init__(self, petition_id: int, by: Staff, name: str) -> None:
        super().__init__("检举控告不得转给被反映的人或单位，也不得转给其下级。", "unit")
        self.petition_id, self.by, self.name = petition_id, by, name

    def log(self) -> None:
        """Writes the attempt in a transaction of its own, after the refused one has rolled back."""
        with transaction.atomic():
            case = Case._base_manager.get(pk=self.petition_id)
            record(case, "barred_attempt", by=self.by, note=f"目标：{self.name}")


def logs_attempts(verb: Callable[P, R]) -> Callable[P, R]:
    """Runs a verb and keeps a refused attempt to inform the accused on record."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except BarredTarget as refusal:
            refusal.log()
            raise

    return run


def annotators(petition: Petition) -> list[Staff]:
    """Leaders who may be asked to read it, the unit's first choice first, without those the door keeps out."""
    policy = Policy(petition.policy_values)
    key = "important" if petition.importance == Importance.IMPORTANT else "ordinary"
    roles: list[str] = policy["annotators"][key]
    found: list[Staff] = []
    if petition.addressee:
        found.append(petition.addressee)
    house = _house_of_first_leader(petition.unit) if roles[0] == Role.CHIEF_LEADER else None
    for role in roles:
        near = [one for one in people_nearest(petition.unit, [role]) if house is None or _serves(one, house)]
        found += in_charge_first(near, petition)
    unique = list({one.pk: one for one in found}.values())
    return eligible(unique, petition)


def _house_of_first_leader(unit: Unit) -> Unit | None:
    """Where the first leader sits: whoever reads in their place is of the same house, not of one above it (S10-02)."""
    posts = Post.objects.current(timezone.localdate()).filter(role=Role.CHIEF_LEADER)
    above = posts.filter(unit__path__in=unit.ancestor_paths()).select_related("unit")
    return max((one.unit for one in above), key=lambda one: len(one.path), default=None)


def _serves(staff: Staff, house: Unit) -> bool:
    return any(
        house.covers(one.unit)
        for one in Post.objects.current(timezone.localdate()).filter(staff=staff).select_related("unit")
    )


@transaction.atomic
def present(pk: int, *, by: Staff, version: int, to: Staff | None = None, opinion: str = "") -> Petition:
    """送阅: puts it before a leader with the office's own suggestion (拟办意见).

    When the first choice is away and another reads it instead, the first choice gets a report (S10-02).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("present", petition, by)
    choices = annotators(petition)
    if not choices:
        raise Refusal("找不到可以阅批的领导，请系统管理员在“任职”中设置。", "to")
    leader = to or choices[0]
    if leader not in choices:
        raise Refusal("此件不能送该领导阅批，请在列出的领导中选择。", "to")
    if leader != choices[0] and not Policy(petition.policy_values)["annotate_fallback"]:
        words = f"本单位政策不允许自动改送；{choices[0].name}不在时，由其本人委托代班，代班人签批即可。"
        raise Refusal(words, "to")
    before = petition.state
    if opinion.strip():
        petition.initial_opinion = opinion.strip()
    desk_has_suggested(petition, to_leader=True)
    petition.signer, petition.sign_step = leader, SignStep.ANNOTATE
    petition.present()
    grant(petition, "送阅", staff=leader)
    save_case(petition, by=by)
    if opinion.strip():
        record(petition, "initial_opinion", by=by, note=opinion.strip(), from_state=before)
    record(petition, "presented", by=by, from_state=before, leader=leader.name)
    notify(petition, [leader], f"{petition.number} 送您阅批：{petition.title}")
    if leader.pk != choices[0].pk:
        record(petition, "report_to_leader", by=by, leader=choices[0].name)
        notify(petition, [choices[0]], f"{petition.number} 已由 {leader.name} 代为阅看，特此报告")
    return petition


@logs_attempts
@transaction.atomic
def annotate(
    pk: int,
    *,
    by: Staff,
    version: int,
    opinion: str,
    decision: str = Decision.AGREE,
    unit: Unit | None = None,
    responsible: Staff | None = None,
    due_on: date | None = None,
) -> SignOff:
    """阅批: the leader's words, and with them, if given, the unit, the officer and the date.

    A named unit is assigned in the same act. `Decision.RETURN` sends it back to the desk and needs a reason.
    Where the policy asks for it, “阅” alone is refused: opinion, unit and officer must be named (S10-04).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("annotate", petition, by)
    _check_annotation(petition, decision, opinion, unit, responsible)
    held = acting_as(by, petition.signer)
    step = SignStep.ANNOTATE
    signed = sign(
        petition, held=held, by=by, step=step, step_label=step.label, decision=decision, opinion=opinion
    )
    before = petition.state
    petition.signer, petition.sign_step = None, ""
    if decision == Decision.RETURN:
        petition.withdraw_from_leader()
        save_case(petition, by=by)
        record(petition, "returned_by_leader", by=by, held=held, from_state=before, opinion=opinion.strip())
        notify(
            petition,
            [petition.registered_by],
            f"{petition.number} 被 {signed.signature} 退回：{opinion.strip()}",
        )
        return signed
    petition.annotate()
    save_case(petition, by=by)
    stop_clock(petition, ClockKind.ANNOTATE, on=timezone.localdate())
    words = opinion.strip() or Decision(decision).label
    record(petition, "annotated", by=by, held=held, from_state=before, opinion=words)
    if unit is not None:
        give_out(petition, by=by, unit=unit, opinion=words, due_on=due_on, handler=responsible)
    else:
        notify(petition, _office(petition), f"{petition.number} 已由 {signed.signature} 阅批，请按批示交办")
    return signed


def _check_annotation(
    petition: Petition, decision: str, opinion: str, unit: Unit | None, responsible: Staff | None
) -> None:
    policy = Policy(petition.policy_values)
    if decision == Decision.RETURN and not opinion.strip():
        raise Refusal("退回须写明理由。", "opinion")
    if decision == Decision.AGREE and not opinion.strip():
        raise Refusal("请填写批示意见；只作了解的请点“已阅”。", "opinion")
    if decision != Decision.RETURN and policy["annotation_must_assign"]:
        if decision == Decision.READ or opinion.strip() in ("阅", "已阅"):
            raise Refusal("本单位要求批示写明具体意见、承办单位和承办人，不能只批“阅”。", "opinion")
        if unit is None:
            raise Refusal("请选择承办单位。", "unit")
        if responsible is None:
            raise Refusal("请指定承办负责人或工作人员。", "responsible")


@transaction.atomic
def withdraw(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """撤回送阅, with a reason, while the leader has not signed."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("withdraw", petition, by)
    if not reason.strip():
        raise Refusal("请写明撤回理由。", "reason")
    before = petition.state
    petition.signer, petition.sign_step = None, ""
    petition.withdraw_from_leader()
    save_case(petition, by=by)
    record(petition, "returned", by=by, from_state=before, note=reason.strip())
    return petition


@logs_attempts
@transaction.atomic
def assign(
    pk: int,
    *,
    by: Staff,
    version: int,
    unit: Unit,
    opinion: str,
    due_on: date | None = None,
    handler: Staff | None = None,
    co_units: tuple[Unit, ...] = (),
    change_reason: str = "",
) -> Routing:
    """交办: a unit gets it with an opinion and a date; the sender stays its follower (S01-12).

    The proposed unit is confirmed by choosing it; another one needs a reason, unless a leader has annotated (S05-05).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("assign", petition, by)
    unit = levels.receiver_for(unit) or unit if handler is None else unit
    proposal = propose(petition)
    differs = proposal is not None and proposal.unit.pk != unit.pk
    if differs and petition.state != State.ANNOTATED and not change_reason.strip():
        assert proposal is not None
        words = f"建议单位是{proposal.unit.name}（{proposal.reason}）；改交其他单位请写明理由。"
        raise Refusal(words, "change_reason")
    if change_reason.strip():
        opinion = f"{opinion.strip()}（改交理由：{change_reason.strip()}）"
    return give_out(
        petition,
        by=by,
        unit=unit,
        opinion=opinion,
        due_on=due_on,
        handler=handler,
        co_units=co_units,
        is_plain=legal_routes.is_plain(petition, opinion),
    )


def _check_assignment(
    petition: Petition,
    by: Staff,
    unit: Unit,
    opinion: str,
    handler: Staff | None,
    co_units: tuple[Unit, ...],
) -> None:
    refuse_target(petition, unit, by, *co_units)
    if refused := discipline.target_refusal(petition, unit, *co_units):
        raise Refusal(refused, "unit")
    if handler is not None and is_barred(None, handler, petition):
        raise BarredTarget(petition.pk, by, handler.name)
    if handler is not None and not eligible([handler], petition):
        raise Refusal(f"{handler.name}已回避，请指定其他人员。", "responsible")
    if reason := legal_routes.assign_refusal(petition):
        raise Refusal(reason, "unit")
    if not opinion.strip():
        raise Refusal("请写明交办意见。", "opinion")
    if not unit.is_active:
        raise Refusal("该单位已停用，请另选承办单位。", "unit")
    if handler is not None and handler not in leaders_at(unit):
        raise Refusal(f"{handler.name}不在{unit.name}任职，请指定该单位的人员。", "responsible")


def give_out(
    petition: Petition,
    *,
    by: Staff,
    unit: Unit,
    opinion: str,
    due_on: date | None = None,
    handler: Staff | None = None,
    co_units: tuple[Unit, ...] = (),
    is_plain: bool = False,
) -> Routing:
    unit = levels.receiver_for(unit) or unit if handler is None else unit
    _check_assignment(petition, by, unit, opinion, handler, co_units)
    before = petition.state
    now = timezone.now()
    petition.handling_unit, petition.handler = unit, handler
    petition.hops += 1
    petition.assign()
    save_case(petition, by=by)
    routing = Routing.objects.create(
        petition=petition,
        kind=RoutingKind.ASSIGN,
        from_unit=petition.unit,
        to_unit=unit,
        opinion=opinion.strip(),
        due_on=due_on,
        sent_by=by,
        sent_at=now,
        is_plain=is_plain,
    )
    routing.co_units.set(co_units)
    for one in (unit, *co_units):
        grant(petition, "交办", unit=one)
    for person in [handler] if handler else (desk_people(unit) if petition.is_sealed else []):
        grant(petition, "承办", staff=person)
    start_handling_clocks(petition, due_on, handler)
    due = f"限 {due_on.month}月{due_on.day}日 前办结" if due_on else ""
    record(petition, "assigned", by=by, from_state=before, note=opinion.strip(), unit=unit.name, due=due)
    notify(
        petition,
        [handler] if handler else desk_people(unit),
        f"{petition.number} 交办给您单位：{petition.title}",
    )
    return routing


def refuse_target(petition: Petition, unit: Unit, by: Staff, *others: Unit) -> None:
    """The router refuses the accused, what is under them, and who reports to them (S09-15)."""
    for one in (unit, *others):
        if petition.is_sealed and is_barred(one, None, petition):
            raise BarredTarget(petition.pk, by, one.name)
        if reason := levels.sending_refusal(petition.unit, one):
            raise Refusal(reason, "unit")


def _office(petition: Petition) -> list[Staff]:
    return desk_people(petition.unit) or [petition.registered_by]


@logs_attempts
@transaction.atomic
def transfer(
    pk: int, *, by: Staff, version: int, unit: Unit, reason: str, told_petitioner: str = ""
) -> Routing:
    """转送: not ours to answer, sent on within three days with a reason, and the petitioner told (S01-10, S10-14).

    It waits for the receiver to take it in (`arrivals`); a unit without people in the system gets it on paper.
    Refused without a notice to the petitioner, unless nobody can be told (anonymous, or no address and no phone).
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("transfer", petition, by)
    refuse_target(petition, unit, by)
    if refused := discipline.target_refusal(petition, unit) or legal_routes.transfer_refusal(petition, unit):
        raise Refusal(refused, "unit")
    if not reason.strip():
        raise Refusal("请写明转送理由。", "reason")
    receiver = levels.receiver_for(unit)
    if petition.unit_id in (unit.pk, receiver and receiver.pk):
        raise Refusal("不能转送给本单位，请选择有权处理的单位。", "unit")
    if can_be_told(petition) and not told_petitioner.strip():
        raise Refusal("转送须告知信访人：请填写何时、以何种方式告知。", "told_petitioner")
    before = petition.state
    petition.hops += 1
    if receiver:
        petition.handling_unit = receiver
        petition.forward()
    else:
        petition.transfer()
    stop_all(petition, on=timezone.localdate(), reason="转送")
    save_case(petition, by=by)
    routing = Routing.objects.create(
        petition=petition,
        kind=RoutingKind.TRANSFER,
        from_unit=petition.unit,
        to_unit=unit,
        opinion=reason.strip(),
        sent_by=by,
        sent_at=timezone.now(),
        told_petitioner=told_petitioner.strip(),
        is_plain=legal_routes.is_plain(petition, reason),
    )
    receivers = desk_people(receiver) if receiver else []
    for one in {unit, receiver or unit}:
        grant(petition, "转送", unit=one)
    for person in receivers if petition.is_sealed else []:
        grant(petition, "移送", staff=person)
    if receiver:
        arrival_clocks(petition, receiver)
    record(petition, "transferred", by=by, from_state=before, note=reason.strip(), unit=unit.name)
    notify(petition, receivers, f"{petition.number} 转送您单位：{petition.title}")
    return routing


@transaction.atomic
def guide(
    pk: int,
    *,
    by: Staff,
    version: int,
    ground: RefusalGround,
    organ: str,
    explanation: str,
    address: str = "",
    phone: str = "",
    bring: str = "",
    contacted: str = "",
) -> Guidance:
    """告知引导 on the ground chosen: a slip with where to go, how, and what to bring; and the call made to help (S09-07)."""
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("guide", petition, by)
    if refused := legal_routes.ground_refusal(petition, ground):
        raise Refusal(refused, "ground")
    if not organ.strip():
        raise Refusal("请写明有权处理的机关。", "organ")
    if not explanation.strip():
        raise Refusal("请说明办理途径和程序。", "explanation")
    before = petition.state
    petition.guide()
    petition.conclusion = Conclusion.GUIDE
    owe_notice(petition)
    stop_all(petition, on=timezone.localdate(), reason="告知引导", keep=[ClockKind.NOTICE])
    save_case(petition, by=by)
    words = {"organ": organ, "explanation": explanation, "address": address, "phone": phone}
    guidance = Guidance.objects.create(
        petition=petition,
        ground=ground,
        ground_text=ground.text,
        ground_basis=ground.basis,
        made_by=by,
        made_at=timezone.now(),
        **{name: text.strip() for name, text in {**words, "bring": bring, "contacted": contacted}.items()},
    )
    record(
        petition,
        "guided",
        by=by,
        from_state=before,
        note=explanation.strip(),
        organ=organ.strip(),
        ground=f"{ground.text}（{ground.basis}）",
    )
    return guidance


@transaction.atomic
def reopen(pk: int, *, by: Staff, version: int, reason: str) -> Petition:
    """重新办理 after closing, transfer or guidance, with a reason; the number and the past stay.

    What registration owed is owed again from today: 阅批, 转送交办 or 书面告知.
    """
    petition = open_case(Petition, pk, by=by, version=version)
    ensure("reopen", petition, by)
    if not reason.strip():
        raise Refusal("请写明重新办理的理由。", "reason")
    before = petition.state
    petition.reopen()
    petition.closed_at, petition.closed_by = None, None
    petition.handling_unit, petition.handler = None, None
    stop_all(petition, on=timezone.localdate(), reason="重新办理")
    first_clocks(petition, on=timezone.localdate(), event="重新办理")
    save_case(petition, by=by)
    record(petition, "reopened", by=by, from_state=before, note=reason.strip())
    return petition


def leaders_at(unit: Unit) -> list[Staff]:
    """Leaders and heads of a unit, for the officer that an annotation names (S10-04)."""
    roles = [Role.CHIEF_LEADER, Role.DEPUTY_LEADER, Role.UNIT_HEAD, Role.HANDLER, Role.PETITION_OFFICER]
    posts = (
        Post.objects.current(timezone.localdate()).filter(unit=unit, role__in=roles).select_related("staff")
    )
    return list({one.staff_id: one.staff for one in posts}.values())
