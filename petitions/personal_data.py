"""What disposal empties: the rows marked “scrub” in docs/personal-data.md, which a test holds equal to this table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Case, When
from django.db.models.query import QuerySet

from petitions.models import Petition

GONE = "（已销毁）"


@dataclass(frozen=True)
class Held:
    """Columns of a table that hold people, and the ways from a row to its cases; of several cases the last one counts."""

    columns: tuple[str, ...]
    paths: tuple[str, ...] = ("petition",)
    is_shared: bool = False
    # Rows with a retention of their own, by their own 档号: they stay when the case goes.
    apart: str = ""


# The case and the person are emptied by `actions.archive.scrub` itself: their rows lead everywhere else.
OWN = (
    ("casework.Case", ("person_name", "title")),
    ("petitions.Petition", ("place", "where_unstated", "initial_opinion", "new_facts", "petitioner")),
    (
        "petitions.Petitioner",
        ("name", "pinyin", "initials", "id_number", "id_tail", "phone", "phone_tail", "workplace", "address"),
    ),
)
HELD: dict[str, Held] = {
    "casework.CaseText": Held(("body",), ("case",)),
    "casework.CaseTextRevision": Held(("body",), ("case",)),
    "casework.Attachment": Held(("file", "name"), ("case",)),
    "casework.IssuedPaper": Held(("html", "recipient", "pdf"), ("case",)),
    "casework.Delivery": Held(("receiver", "witnesses", "remark"), ("paper__case",)),
    "petitions.Intake": Held(("note",)),
    "petitions.JointPetitioner": Held(("name", "contact")),
    "petitions.TalkRecord": Held(("request", "answer", "refusal_reason"), ("intake__petition",)),
    "petitions.Routing": Held(("told_petitioner",)),
    "petitions.Inquiry": Held(("scope", "findings")),
    "petitions.Investigation": Held(("findings", "place", "participants")),
    "petitions.Report": Held(("facts", "opinion", "basis", "other_route")),
    "petitions.ReportCopy": Held(("name",), ("report__petition",)),
    "petitions.Reply": Held(("text",)),
    "petitions.InterimReport": Held(("reason", "progress", "difficulty")),
    "petitions.RequestForInstruction": Held(("question", "answer")),
    "petitions.LeaderReport": Held(("text",)),
    "petitions.CoOpinion": Held(("text",)),
    "petitions.OfficeTask": Held(("title", "evidence")),
    "petitions.ArchiveItem": Held(("title",)),
    "petitions.Declined": Held(("reason", "where")),
    "petitions.Withdrawal": Held(("statement",)),
    "petitions.Explanation": Held(("asked", "explained")),
    "petitions.SiteTalk": Held(("place", "asked", "answered")),
    "petitions.FaceToFace": Held(("place", "told", "attitude")),
    "petitions.Settlement": Held(("petitioner_party", "other_party", "terms")),
    "petitions.AidReferral": Held(("need", "result")),
    "petitions.Review": Held(("grounds", "late_reason", "facts", "opinion", "withdrawn_words")),
    "petitions.Hearing": Held(("participants", "facts", "conclusion")),
    "petitions.Evaluation": Held(("words",)),
    "petitions.ReturnVisit": Held(("words",)),
    "petitions.ProxyNote": Held(("text",)),
    "petitions.ProxyMandate": Held(("scope",), ("filings__petition",), is_shared=True),
    "petitions.InfoReport": Held(
        ("title", "text"), ("petition", "repeats"), is_shared=True, apart="archive_candidate__reference__gt"
    ),
    "petitions.QueueTicket": Held(("name",), ("intake__petition",)),
    "petitions.Appointment": Held(("name", "phone", "subject"), ("ticket__intake__petition",)),
}


def documented() -> dict[str, set[str]]:
    """Table → columns that disposal empties."""
    return {**{name: set(one) for name, one in OWN}, **{name: set(one.columns) for name, one in HELD.items()}}


def empty_rows(petition: Petition) -> None:
    """Empties every row that hangs on the case; what another case that still stands points at as well is left alone."""
    for name, held in HELD.items():
        model = apps.get_model(name)
        for path in held.paths:
            found = model._default_manager.filter(**{path: petition.pk})
            if held.is_shared:
                found = found.exclude(pk__in=_still_needed(model, held))
            if held.apart:
                found = found.exclude(**{held.apart: ""})
            _empty(model, held.columns, list(found.values_list("pk", flat=True)))


def _still_needed(model: type[models.Model], held: Held) -> QuerySet[Any, Any]:
    """Rows of a case that was not disposed of."""
    standing = models.Q()
    for path in held.paths:
        standing |= models.Q(**{f"{path}__isnull": False, f"{path}__archive_item__disposed_at__isnull": True})
    return model._default_manager.filter(standing).values("pk")


def _empty(model: type[models.Model], columns: tuple[str, ...], pks: list[int]) -> None:
    files = [name for name in columns if isinstance(model._meta.get_field(name), models.FileField)]
    rows = model._default_manager.filter(pk__in=pks)
    for row in rows if files else ():
        for name in files:
            transaction.on_commit(partial(getattr(row, name).delete, save=False))
    words = emptied(tuple(name for name in columns if name not in files))
    rows.update(**words)
    history = getattr(model, "history", None)
    if history is not None:
        # Older columns stand in the history of the row as well.
        history.filter(**{f"{model._meta.pk.attname}__in": pks}).update(**words)


def emptied(columns: tuple[str, ...]) -> dict[str, Any]:
    """What was written is gone; what was empty stays empty, so that the pairs a table promises still hold."""
    return {
        name: Case(When(**{name: ""}, then=models.Value("")), default=models.Value(GONE)) for name in columns
    }
