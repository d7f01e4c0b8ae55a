from petitions.models.classes import ContentClass
from petitions.models.information import (
    ArchiveCandidate,
    InfoKind,
    InfoLevel,
    InfoReport,
    InfoState,
    PaperSignature,
    ReadReceipt,
)
from petitions.models.matters import Merge, SamePerson, TextDigest
from petitions.models.people import Petitioner, PetitionerKind
from petitions.models.petition import MAX_REPRESENTATIVES, Intake, JointPetitioner, Petition
from petitions.models.reports import CoOpinion, Filing, LeaderReport, LeaderReportKind
from petitions.models.ways import Objection, ObjectionAnswer
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
    "ArchiveCandidate",
    "CoOpinion",
    "ContentClass",
    "Filing",
    "Guidance",
    "ImportBatch",
    "InfoKind",
    "InfoLevel",
    "InfoReport",
    "InfoState",
    "Intake",
    "IntakeDraft",
    "InterimReport",
    "Investigation",
    "JointPetitioner",
    "LeaderReport",
    "LeaderReportKind",
    "Merge",
    "Objection",
    "ObjectionAnswer",
    "PaperSignature",
    "Petition",
    "Petitioner",
    "PetitionerKind",
    "ReadReceipt",
    "RepeatLink",
    "Reply",
    "ReplyMethod",
    "Report",
    "ReportCopy",
    "Routing",
    "SamePerson",
    "TalkRecord",
    "TextDigest",
    "Urge",
]
