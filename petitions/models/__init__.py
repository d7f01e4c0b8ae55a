from petitions.models.classes import ContentClass
from petitions.models.people import Petitioner, PetitionerKind
from petitions.models.petition import MAX_REPRESENTATIVES, Intake, JointPetitioner, Petition
from petitions.models.work import (
    Guidance,
    ImportBatch,
    IntakeDraft,
    InterimReport,
    Investigation,
    RepeatLink,
    Reply,
    ReplyMethod,
    Report,
    ReportCopy,
    Routing,
    TalkRecord,
    Urge,
)

__all__ = [
    "MAX_REPRESENTATIVES",
    "ContentClass",
    "Guidance",
    "ImportBatch",
    "Intake",
    "IntakeDraft",
    "InterimReport",
    "Investigation",
    "JointPetitioner",
    "Petition",
    "Petitioner",
    "PetitionerKind",
    "RepeatLink",
    "Reply",
    "ReplyMethod",
    "Report",
    "ReportCopy",
    "Routing",
    "TalkRecord",
    "Urge",
]
