from casework.models.calendar import CalendarDay, CalendarYear, DayKind
from casework.models.case import (
    MAIN,
    SEALED,
    AccusedParty,
    Case,
    CaseGrant,
    CaseKind,
    CaseNote,
    CaseText,
    CaseTextRevision,
)
from casework.models.clock import STANDING_STILL, Clock, ClockKind, Level, Notice, Reminder
from casework.models.event import AuditSeal, Decision, Event, SignOff
from casework.models.files import Attachment
from casework.models.job import Job, JobState
from casework.models.office import (
    CommonPhrase,
    Found,
    NumberCounter,
    PolicyProfile,
    SavedView,
    policies_known,
    policy_in_force,
    policy_values,
    profiles_in_force,
    resolve,
)
from casework.models.paper import Delivery, DeliveryMethod, IssuedPaper
from casework.models.sealed import Recusal, RecusalKind, RetiredNumber
from casework.models.search import CommonBigram, SearchPending

__all__ = [
    "MAIN",
    "SEALED",
    "STANDING_STILL",
    "AccusedParty",
    "Attachment",
    "AuditSeal",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseGrant",
    "CaseKind",
    "CaseNote",
    "CaseText",
    "CaseTextRevision",
    "Clock",
    "ClockKind",
    "CommonBigram",
    "CommonPhrase",
    "DayKind",
    "Decision",
    "Delivery",
    "DeliveryMethod",
    "Event",
    "Found",
    "IssuedPaper",
    "Job",
    "JobState",
    "Level",
    "Notice",
    "NumberCounter",
    "PolicyProfile",
    "Recusal",
    "RecusalKind",
    "Reminder",
    "RetiredNumber",
    "SavedView",
    "SearchPending",
    "SignOff",
    "policies_known",
    "policy_in_force",
    "policy_values",
    "profiles_in_force",
    "resolve",
]
