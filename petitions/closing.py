"""办结条件: what must exist before a matter is closed, as one table that a lawyer can read. Reads only.

`TABLE` gives the conditions for each purpose, jurisdiction and for named or anonymous petitioners; `ALSO` adds those that
hang on a fact of the case. That somebody promises not to petition again is no condition and never will be (S11-16).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casework.policy import Policy
from casework.refusals import Refusal
from casework.states import State
from petitions.models import Petition
from petitions.states import VISIT_CHANNELS, Conclusion, Jurisdiction, Purpose


@dataclass(frozen=True)
class Condition:
    """One thing that must exist: in words, why, whether it does, and the verb that supplies it.

    `at_closing`: the act of closing itself supplies it.
    """

    label: str
    rule: str
    met: Callable[[Petition], bool]
    verb: str = ""
    at_closing: bool = False


def _investigated(petition: Petition) -> bool:
    made = list(petition.investigations.all())
    return bool(made) and all(one.is_final for one in made)


def _signed(petition: Petition) -> bool:
    return petition.reports.exists() and petition.state not in (State.HANDLING, State.REPORTED)


def _explained(petition: Petition) -> bool:
    report = petition.reports.last()
    told = report is not None and bool(report.basis.strip() and report.other_route.strip())
    return told or petition.explanations.exists()


CONDITIONS: dict[str, Condition] = {
    "investigation": Condition(
        "调查记录，经办人和负责人两人签字", "S01-09, S11-11", _investigated, "investigate"
    ),
    "report": Condition("调查处理报告，按顺序审签完毕", "S14-10", _signed, "report"),
    "reply": Condition("书面答复信访人", "S09-04", lambda p: p.replies.exists(), "close", at_closing=True),
    "feedback": Condition(
        "向署名的检举控告人反馈结果", "S18-07", lambda p: p.replies.exists(), "close", at_closing=True
    ),
    "suggestion": Condition(
        "建议采纳情况（采纳、部分采纳、未采纳及理由）",
        "S18-08",
        lambda p: hasattr(p, "suggestion"),
        "judge_suggestion",
    ),
    "explanation": Condition("解释疏导：说明依据和可走的其他途径", "S01-11", _explained, "explain"),
    "face_to_face": Condition("处理意见与申诉人当面沟通", "S18-06", lambda p: p.face_talks.exists(), "meet"),
    "columns": Condition(
        "登记的单位或住址，或者写明未登记的原因", "S13-02", lambda p: not p.owes_where, "edit"
    ),
    "talk": Condition("来访接谈记录，写明诉求", "S01-07", lambda p: not owes_talk(p), "talk"),
}

IN, OUT = Jurisdiction.INSIDE, Jurisdiction.OUTSIDE
# (信访目的, 管辖, 署名) → 办结条件
TABLE: dict[tuple[str, str, bool], tuple[str, ...]] = {
    (Purpose.CLAIM, IN, True): ("investigation", "report", "reply"),
    (Purpose.CLAIM, IN, False): ("investigation", "report"),
    (Purpose.CLAIM, OUT, True): ("investigation", "report", "reply"),
    (Purpose.CLAIM, OUT, False): ("investigation", "report"),
    (Purpose.SUGGESTION, IN, True): ("report", "suggestion", "reply"),
    (Purpose.SUGGESTION, IN, False): ("report", "suggestion"),
    (Purpose.SUGGESTION, OUT, True): ("report", "suggestion", "reply"),
    (Purpose.SUGGESTION, OUT, False): ("report", "suggestion"),
    (Purpose.ACCUSATION, IN, True): ("investigation", "report", "feedback"),
    (Purpose.ACCUSATION, IN, False): ("investigation", "report"),
    (Purpose.ACCUSATION, OUT, True): ("investigation", "report", "feedback"),
    (Purpose.ACCUSATION, OUT, False): ("investigation", "report"),
    (Purpose.ENQUIRY, IN, True): ("report", "reply"),
    (Purpose.ENQUIRY, IN, False): ("report",),
    (Purpose.ENQUIRY, OUT, True): ("report", "reply"),
    (Purpose.ENQUIRY, OUT, False): ("report",),
}


def _is_visit(petition: Petition) -> bool:
    return petition.intakes.filter(channel__in=VISIT_CHANNELS, import_row__isnull=True).exists()


def _is_appeal(petition: Petition) -> bool:
    asked = Policy(petition.policy_values)["face_to_face_required_for"]
    if petition.purpose != Purpose.CLAIM or petition.is_anonymous:
        return False
    return "claim" in asked or ("appeal" in asked and petition.is_appeal)


def _asks_for_columns(petition: Petition) -> bool:
    """S13-02: name, workplace or address, main issue and result are on record when it is closed; the anonymous are exempt."""
    asked = Policy(petition.policy_values)["columns_before_closing"]
    return bool(asked) and not petition.is_anonymous and petition.import_key is None


def ensure_columns(petition: Petition) -> None:
    """Raises Refusal where an answer at the counter cannot close it yet (S13-02)."""
    if _asks_for_columns(petition) and petition.owes_where:
        raise Refusal(f"还不能办结，缺少：{CONDITIONS['columns'].label}；请先“补充更正”。")


# What a fact of the case adds.
ALSO: tuple[tuple[str, Callable[[Petition], bool]], ...] = (
    ("explanation", lambda petition: petition.conclusion == Conclusion.EXPLAIN),
    ("face_to_face", _is_appeal),
    ("talk", _is_visit),
    ("columns", _asks_for_columns),
)


def owes_talk(petition: Petition) -> bool:
    """Whether a visit has no talk record yet: it is not done with reception (S01-07). Imported rows owe none."""
    visits = petition.intakes.filter(channel__in=VISIT_CHANNELS, import_row__isnull=True)
    return petition.import_key is None and visits.filter(talk__isnull=True).exists()


def conditions_of(petition: Petition) -> list[str]:
    """The names of what this petition asks for, in order."""
    key = (petition.purpose, petition.jurisdiction, not petition.is_anonymous)
    return [*TABLE[key], *(name for name, applies in ALSO if applies(petition))]


@dataclass(frozen=True)
class Check:
    """A line of the check-list on the case page."""

    label: str
    met: bool
    note: str = ""


def checklist(petition: Petition) -> list[Check]:
    """Each condition, and whether it is met; what closing itself supplies says so."""
    found = []
    for name in conditions_of(petition):
        one = CONDITIONS[name]
        met = one.met(petition)
        found.append(Check(one.label, met, "办结时填写" if one.at_closing and not met else ""))
    return found


def missing(petition: Petition) -> list[str]:
    """What still lacks before closing, without what closing itself supplies."""
    names = conditions_of(petition)
    lacking = [CONDITIONS[name] for name in names if not CONDITIONS[name].at_closing]
    return [one.label for one in lacking if not one.met(petition)]
