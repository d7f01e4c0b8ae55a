"""诉访分离: which lawful procedure a claim belongs to, proposed from its class, and what that forbids. Reads only."""

from __future__ import annotations

import re

from accounts.models import Unit, UnitKind
from petitions import finality
from petitions.models import GroundKind, Petition, RefusalGround, Routing
from petitions.states import Jurisdiction, LegalRoute, Purpose

# Where what belongs to a court, a procuratorate or the police is taken.
LITIGATION_KINDS = frozenset({UnitKind.JUSTICE, UnitKind.POLITICAL_LEGAL})
ARTICLE = "《信访工作条例》第三十一条"


def proposed_route(petition: Petition) -> tuple[LegalRoute, str] | None:
    """The route of the class, or of the nearest class above that names one, with the reason; claims alone.

    Nothing once a person has said which: the proposal only asks, it never decides.
    """
    if petition.purpose != Purpose.CLAIM or petition.legal_route:
        return None
    item = petition.content_class
    while item is not None:
        if item.legal_route:
            return LegalRoute(item.legal_route), f"内容分类“{item.name}”"
        item = item.parent
    return None


def is_litigation_unit(unit: Unit) -> bool:
    """A court, a procuratorate, 政法委, police or justice bureau, or a part of one (立案庭)."""
    return (
        unit.kind in LITIGATION_KINDS
        or Unit.objects.filter(path__in=unit.ancestor_paths(), kind__in=LITIGATION_KINDS).exists()
    )


def assign_refusal(petition: Petition) -> str | None:
    """S12-14: what is litigated is not assigned like a petition; nor is what has ended, without new facts."""
    if petition.legal_route != LegalRoute.LITIGATION:
        return finality.handling_refusal(petition)
    return (
        f"此件的法定途径是“{LegalRoute.LITIGATION.label}”，诉访分离：请告知引导，"
        f"或转送政法机关、立案庭，不作信访件交办（{ARTICLE}）。"
    )


def transfer_refusal(petition: Petition, unit: Unit) -> str | None:
    """S12-14: and is sent to the organs of that procedure alone."""
    if petition.legal_route != LegalRoute.LITIGATION or is_litigation_unit(unit):
        return None
    return f"此件属诉讼等法定程序，只能转送法院、检察院、政法委、公安或司法行政机关（{ARTICLE}）。"


def ground_refusal(petition: Petition, ground: RefusalGround) -> str | None:
    """Why this ground does not carry 告知引导: R2 belongs to what another procedure takes, R6 to what is not of this level."""
    if not ground.is_active or ground.kind != GroundKind.GUIDE:
        return "请选择告知引导的情形；不予（不再）受理的请用“不予（不再）受理”。"
    if ground.code == "R2" and petition.legal_route in ("", LegalRoute.PETITION):
        return "以诉讼、仲裁、复议等途径告知引导的，请先在登记信息中填写“法定途径”。"
    if ground.code == "R6" and petition.jurisdiction != Jurisdiction.OUTSIDE:
        return "此件登记为属本级职权范围，不能以不属本机关职权告知引导。"
    return None


def guide_grounds(petition: Petition) -> list[RefusalGround]:
    """The grounds of 告知引导 that may be chosen for it."""
    every = RefusalGround.objects.filter(is_active=True, kind=GroundKind.GUIDE)
    return [one for one in every if ground_refusal(petition, one) is None]


# Words that pass a paper on and say nothing about it.
PASSING = (
    "请|现将|特将|此件|该件|本件|来件|来信|信访件|信访人|你单位|贵单位|有关单位|主管单位|相关单位|转去|转来|转送|转办|交办|转"
    "|按照|按|依照|依|有关|相关|规定|法律|法规|程序|职责|职权|及时|尽快|认真|核实|妥善|酌情|酌处|酌办|阅处|阅办|处理|办理|处置|研究"
    "|并|予以|给予|将|把|结果|答复|反馈|报|我局|我办|本局|为盼|为荷|知悉|阅|处|办|法|规"
)
FEWEST_WORDS = 4


def adds_nothing(opinion: str, before: str) -> bool:
    """照转: sent on again with the words that came, or with words that only pass it on (S09-12, S21-18)."""
    own = opinion.replace(before.strip(), "") if before.strip() else opinion
    plain = re.sub(r"[^\u4e00-\u9fff]", "", own)
    return len(re.sub(PASSING, "", plain)) < FEWEST_WORDS


def is_plain(petition: Petition, opinion: str) -> bool:
    """Whether this sending-on is 照转; the first one never is, and never what a leader has written."""
    came = Routing.objects.filter(taken_as=petition).first()
    before = petition.routings.order_by("-pk").first() or came
    return before is not None and adds_nothing(opinion, before.opinion)
