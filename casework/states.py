"""What a case can be: states, urgency, importance, confidentiality. One vocabulary for every kind of case."""

from __future__ import annotations

from django.db.models import TextChoices


class State(TextChoices):
    REGISTERED = "registered", "已登记"
    PRESENTED = "presented", "送阅中"
    ANNOTATED = "annotated", "已阅批"
    ASSIGNED = "assigned", "待签收"
    HANDLING = "handling", "办理中"
    REPORTED = "reported", "待审签"
    CONCLUDED = "concluded", "待答复"
    RETURNED = "returned", "退回办公室"
    FORWARDED = "forwarded", "转送待收"
    TRANSFERRED = "transferred", "已转送"
    GUIDED = "guided", "已告知引导"
    CLOSED = "closed", "已办结"
    IN_REVIEW = "in_review", "复查复核中"
    REFUSED = "refused", "不予受理"
    ENDED = "ended", "不再受理"
    WITHDRAWN = "withdrawn", "已撤回"
    ARCHIVED = "archived", "已归档"
    MERGED = "merged", "已并案"
    VOIDED = "voided", "已作废"


# In these the case still owes something to somebody; `Case.is_open` is kept equal to this set.
OPEN_STATES = frozenset(
    {
        State.REGISTERED,
        State.PRESENTED,
        State.ANNOTATED,
        State.ASSIGNED,
        State.HANDLING,
        State.REPORTED,
        State.CONCLUDED,
        State.RETURNED,
        State.FORWARDED,
        State.IN_REVIEW,
    }
)


class Urgency(TextChoices):
    ORDINARY = "ordinary", "普通"
    URGENT = "urgent", "急"
    CRITICAL = "critical", "特急"


class Importance(TextChoices):
    ORDINARY = "ordinary", "一般"
    IMPORTANT = "important", "重要"


class Confidentiality(TextChoices):
    """No choice above 敏感: state secrets are never entered (S03-16)."""

    ORDINARY = "ordinary", "普通"
    INTERNAL = "internal", "内部"
    SENSITIVE = "sensitive", "敏感"
