"""What the case page shows beside the petition itself: buttons, clocks, people. Reads only; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import LinkKind, ResponsibilityLink, Staff
from casework.calendar import holiday_table
from casework.due_words import STANDS_STILL, DueBadge, due_badge
from casework.models import Attachment, ClockKind, policy_values
from casework.policy import Policy, same_policy
from casework.states import State
from petitions.access import VERBS, available
from petitions.actions.instructions import waiting
from petitions.models import CoOpinion, Filing, LeaderReport, Merge, Petition, RequestForInstruction
from petitions.papers import FORMAL, Formal
from petitions.papers.base import subject_of
from petitions.papers.queries import owed_kind
from petitions.states import VISIT_CHANNELS, RepeatKind
from petitions.terms import can_be_told

# The road ahead from each state: shown also when it is somebody else's to walk, with the reason.
NEXT_STEPS: dict[str, tuple[str, ...]] = {
    State.REGISTERED: ("present", "assign", "transfer"),
    State.RETURNED: ("assign", "transfer", "present"),
    State.PRESENTED: ("annotate",),
    State.ANNOTATED: ("assign", "transfer"),
    State.FORWARDED: ("take_in", "object"),
    State.ASSIGNED: ("accept",),
    State.HANDLING: ("investigate", "report"),
    State.REPORTED: ("sign",),
    State.CONCLUDED: ("close",),
    State.CLOSED: ("archive",),
    State.TRANSFERRED: ("archive",),
    State.GUIDED: ("archive",),
    State.IN_REVIEW: ("draft_review", "sign_review", "deliver_review"),
    State.REFUSED: ("archive",),
    State.ENDED: ("archive",),
    State.WITHDRAWN: ("archive",),
}
DANGER = frozenset(
    {
        "withdraw",
        "return_to_office",
        "void",
        "reopen",
        "undo_repeat",
        "undo_merge",
        "object",
        "decline",
        "withdraw_matter",
        "withdraw_review",
        "set_aside",
    }
)
# What waits for somebody, beside answers of every kind.
OWED = frozenset({"talk", "sign_investigation", "co_opinion", "extend", "state_new_facts"})
# Verbs whose buttons stand beside what they act on.
ELSEWHERE = frozenset({"attach", "issue_paper", "withdraw_paper", "deliver_paper"})


@dataclass(frozen=True)
class Action:
    """A button; with a `reason` it is shown, but cannot be pressed."""

    verb: str
    label: str
    url: str
    reason: str = ""
    danger: bool = False


def _action(petition: Petition, verb: str, label: str, reason: str | None = None) -> Action:
    if verb == "seal" and petition.is_sealed:
        label = "补充被反映对象"
    if verb in ("annotate", "sign", "sign_review"):
        url = reverse("sign_page", args=[petition.pk])
    elif verb == "edit":
        url = reverse("petition_edit", args=[petition.pk])
    else:
        url = reverse("petition_verb", args=[petition.pk, verb])
    return Action(verb, label, url, reason or "", verb in DANGER)


def actions_of(petition: Petition, staff: Staff) -> tuple[list[Action], list[Action]]:
    """The next steps, allowed or with the reason why not, and whatever else this person may do now."""
    may = available(petition, staff)
    # A dispute, or a word, that waits for this person comes before the ordinary road.
    asked = tuple(verb for verb in ("answer_objection", "arbitrate", "name_handler") if may[verb] is None)
    steps = (*asked, *NEXT_STEPS.get(petition.state, ()))
    first = [_action(petition, verb, VERBS[verb].label, may[verb]) for verb in steps]
    if any(not one.reason for one in first):
        first = [one for one in first if not one.reason]
    idle = _without_object(petition, staff)
    if (paper := owed_paper(petition, staff)) is not None:
        first = [paper, *(one for one in first if not one.reason)]
    others = [
        _action(petition, verb, VERBS[verb].label)
        for verb, reason in may.items()
        if reason is None and verb not in steps and verb not in ELSEWHERE and verb not in idle
    ]
    others += [_action(petition, verb, label) for verb, label in _further(petition, staff, may, idle)]
    if (notice := delay_notice(petition, staff)) is not None:
        others.append(notice)
    return first, sorted(others, key=lambda one: (one.danger, not _is_owed(one.verb)))


def owed_paper(petition: Petition, staff: Staff) -> Action | None:
    """The paper with which the petitioner is told what was decided: to be issued, then to be delivered."""
    formal = owed_kind(petition)
    return _paper_action(formal, petition, staff) if formal else None


def delay_notice(petition: Petition, staff: Staff) -> Action | None:
    """The paper that tells the petitioner of a late or extended case how it stands, until it has arrived."""
    formal = FORMAL["progress"]
    about = formal.about(petition)
    if about is None or not can_be_told(petition):
        return None
    if petition.papers.filter(kind=formal.kind, subject=subject_of(about), delivery__isnull=False).exists():
        return None
    action = _paper_action(formal, petition, staff)
    return None if action.reason else action


def _paper_action(formal: Formal, petition: Petition, staff: Staff) -> Action:
    about = formal.about(petition)
    issued = petition.papers.filter(kind=formal.kind, subject=subject_of(about), withdrawn_at__isnull=True)
    paper = issued.select_related("delivery").first()
    mine = "" if formal.whose(petition, standing_of(staff)) else f"由{formal.whose_words}发出、送达。"
    if paper is None:
        url = reverse("petition_issue", args=[petition.pk, formal.kind])
        return Action("issue_paper", f"发{formal.short}", url, mine or formal.why_not(petition))
    return Action("deliver_paper", f"{formal.short}登记送达", reverse("paper_deliver", args=[paper.pk]), mine)


def _is_owed(verb: str) -> bool:
    """An answer or a signature that waits for this person stands before what may be done: the page folds the rest."""
    return verb.startswith("answer_") or verb in OWED


def _without_object(petition: Petition, staff: Staff) -> set[str]:
    """Verbs that are allowed but have nothing to act on."""
    idle = set()
    if waiting(petition) is None:
        idle.add("answer_instruction")
    else:
        idle.add("ask_instruction")
    # Nothing to count anew under the policy that the case keeps already.
    if same_policy(petition.policy_values, policy_values(petition.unit, timezone.localdate())):
        idle.add("recalculate")
    if not petition.investigations.filter(head__isnull=True).exists():
        idle.add("sign_investigation")
    if not petition.urges.filter(answered_at__isnull=True).exists():
        idle.add("answer_urge")
    if not petition.interim_reports.exists():
        idle.add("extend")
    running = petition.clocks.filter(
        kind=ClockKind.HANDLE, met_on=None, statutory_due__gte=timezone.localdate()
    )
    if not running.exists() or petition.events.filter(name="statutory_extended").exists():
        idle.add("extend_statutory")
    if not petition.intakes.filter(talk__isnull=True, channel__in=VISIT_CHANNELS).exists():
        idle.add("talk")
    if not Policy(petition.policy_values)["interim_report_allowed"]:
        idle.add("interim")
    if not LeaderReport.objects.filter(petition=petition, kind="upward", sent_at__isnull=True).exists():
        idle.add("send_upward")
    if not Filing.objects.filter(petition=petition, filed_at__isnull=True).exists():
        idle.add("file")
    if not petition.enforcements.filter(outcome="").exists():
        idle.add("enforcement_outcome")
    if not petition.company_notices.filter(answer="").exists():
        idle.add("company_answer")
    if not petition.repeats.exists():
        idle.add("undo_repeat")
    if not petition.signoffs.filter(staff=staff, corrected_by__isnull=True).exists():
        idle.add("correct")
    return idle


def _further(
    petition: Petition, staff: Staff, may: dict[str, str | None], idle: set[str]
) -> list[tuple[str, str]]:
    """Acts that share their permission with a verb of the table."""
    found = []
    mine = [staff, *standing_of(staff).acting_for]
    if LeaderReport.objects.filter(petition=petition, signoff__isnull=True, leader__in=mine).exists():
        found.append(("sign_leader_report", "批专报"))
    if may["add_intake"] is None:
        found.append(("repeat", "认定重复"))
        if "undo_repeat" not in idle:
            found.append(("undo_repeat", "撤销重复认定"))
    if "correct" not in idle:
        found.append(("correct", "更正签批意见"))
    return found


@dataclass(frozen=True)
class ClockView:
    """A clock as `_components/clock.html` shows it."""

    label: str
    badge: DueBadge
    sentences: list[str]
    source: str
    owner: str


def clocks_of(petition: Petition, today: date) -> list[ClockView]:
    """All clocks, the running ones first."""
    table = holiday_table()
    found = petition.clocks.select_related("owner", "owner_unit").order_by("met_on", "due_on", "pk")
    rows = sorted(found, key=lambda one: (one.met_on is not None, one.due_on))
    return [
        ClockView(
            label=one.get_kind_display() + (f"（{one.stopped_reason}）" if one.stopped_reason else ""),
            badge=STANDS_STILL
            if one.stands_still
            else due_badge(one.due_on, today=today, table=table, met_on=one.met_on),
            sentences=[*one.sentences, "", ""][:2],
            source=one.source,
            owner=" ".join(str(part) for part in (one.owner_unit, one.owner) if part),
        )
        for one in rows
    ]


def chain_of(petition: Petition) -> list[tuple[str, str]]:
    """责任链 (S03-18): 总责、分管、配合 leaders of its unit and of its line, the nearest first."""
    unit = petition.handling_unit or petition.unit
    paths = set(unit.ancestor_paths())
    # The line: whoever answers for the unit to which the class of the matter belongs (归口).
    if petition.content_class and petition.content_class.default_unit:
        paths |= set(petition.content_class.default_unit.ancestor_paths())
    links = ResponsibilityLink.objects.filter(unit__path__in=paths)
    rows = sorted(links.select_related("leader", "unit"), key=lambda one: -len(one.unit.path))
    found = []
    for kind in LinkKind:
        words = "、".join(f"{one.leader.name}（{one.unit.name}）" for one in rows if one.kind == kind)
        if words:
            found.append((str(kind.label), words))
    return found


@dataclass(frozen=True)
class FileView:
    """An attachment as `_components/attachment_list.html` shows it."""

    name: str
    url: str
    size: int
    uploaded_at: datetime
    uploaded_by: str
    content_type: str


def files_of(petition: Petition) -> list[FileView]:
    """The papers and scans."""
    return [file_view(one) for one in petition.attachments.select_related("uploaded_by")]


def file_view(one: Attachment) -> FileView:
    """One paper."""
    return FileView(
        one.name,
        reverse("attachment", args=[one.pk]),
        one.size,
        one.uploaded_at,
        one.uploaded_by.name,
        one.content_type,
    )


def badge_of(petition: Petition, today: date | None = None) -> DueBadge:
    """The badge of the earliest running clock."""
    return due_badge(petition.due_on, today=today or timezone.localdate(), table=holiday_table())


def work_of(petition: Petition) -> dict[str, Any]:
    """Everything that was done about it, as lists."""
    return {
        "signoffs": list(petition.signoffs.select_related("corrects")),
        "routings": list(
            petition.routings.select_related(
                "from_unit", "to_unit", "sent_by", "received_by", "taken_as"
            ).prefetch_related("co_units")
        ),
        "investigations": list(petition.investigations.select_related("handler", "head", "led_by")),
        "reports": list(petition.reports.select_related("made_by").prefetch_related("copies")),
        "replies": list(petition.replies.select_related("replied_by", "unit")),
        "urges": list(petition.urges.select_related("unit", "urged_by", "answered_by")),
        "cards": list(petition.cards.select_related("unit", "signoff", "fed_back_by")),
        "supervisions": list(petition.supervisions.select_related("unit", "issued_by", "answered_by")),
        "listings": list(petition.listings.select_related("made_by", "lifted_by")),
        "late_causes": list(petition.late_causes.select_related("unit", "made_by")),
        "interim_reports": list(petition.interim_reports.select_related("made_by")),
        "leader_reports": list(
            LeaderReport.objects.filter(petition=petition).select_related("leader", "made_by", "signoff")
        ),
        "co_opinions": list(CoOpinion.objects.filter(petition=petition).select_related("unit", "made_by")),
        "tasks": list(petition.office_tasks.select_related("owner").order_by("pk")),
        "today": timezone.localdate(),
        "filing": Filing.objects.select_related("office", "filed_by").filter(petition=petition).first(),
        "instructions": list(
            RequestForInstruction.objects.filter(petition=petition).select_related(
                "asked_by", "answer_recorded_by"
            )
        ),
        "guidances": list(petition.guidances.select_related("made_by")),
        **_joined(petition),
    }


def _joined(petition: Petition) -> dict[str, Any]:
    """What people found to be the same matter, or related, or handled together."""
    return {
        "repeats": list(
            petition.repeats.filter(earlier__is_sealed=False)
            .exclude(kind=RepeatKind.DIFFERENT)
            .select_related("earlier", "decided_by")
        ),
        "repeated_by": list(
            petition.repeated_by.filter(petition__is_sealed=False)
            .exclude(kind=RepeatKind.DIFFERENT)
            .select_related("petition")
        ),
        "merges": list(
            Merge.objects.filter(
                Q(petition=petition) | Q(into=petition), undone_at__isnull=True
            ).select_related("petition", "into", "decided_by")
        ),
    }
