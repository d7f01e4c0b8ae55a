"""What every kind of paper says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Staff, Unit
from casework.models import ClockKind
from casework.printing.paper import Sheet
from petitions.access import Whose, of_desk_or_handler
from petitions.models import Petition

# Who writes papers looks for it here.
from petitions.organs import handling_organ, organ_of
from petitions.terms import can_be_told

Given = dict[str, str]


@dataclass(frozen=True)
class Ask:
    """Something that only the clerk knows, asked on the page where the paper is issued."""

    name: str
    label: str
    required: bool = True
    first: Callable[[Petition, Any], str] = lambda petition, about: ""
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    rows: int = 3


@dataclass(frozen=True)
class Signed:
    """Who signed that the paper may go out, where a head must."""

    by: Staff | None
    words: str


@dataclass(frozen=True)
class Formal:
    """One kind of paper with a number. `about` finds the act it tells of; without one it cannot be issued yet."""

    kind: str
    code: str
    label: str
    word: str
    about: Callable[[Petition], Any | None]
    not_yet: str
    context: Callable[[Petition, Any, Given], dict[str, Any]]
    missing: Callable[[Petition, Any], str] = lambda petition, about: ""
    unit: Callable[[Petition, Any], Unit] = lambda petition, about: petition.unit
    recipient: Callable[[Petition, Any], str] = lambda petition, about: petition.person_name
    signed: Callable[[Petition, Any], Signed | None] = lambda petition, about: None
    whose: Whose = of_desk_or_handler
    whose_words: str = "登记单位或承办单位"
    asks: tuple[Ask, ...] = ()
    to_petitioner: bool = False
    tells_receipt: bool = False
    # Whether the petitioner's 30 days for the next level begin with its delivery.
    starts: Callable[[Any], bool] = lambda about: False
    sheet: Sheet = field(default="letter")

    @property
    def short(self) -> str:
        """The name on a button: 受理告知书."""
        return self.label.removeprefix("信访事项")

    @property
    def template(self) -> str:
        return f"letters/formal/{self.kind}.html"

    def why_not(self, petition: Petition) -> str:
        """Why it cannot be issued yet; empty when it can."""
        about = self.about(petition)
        if about is None:
            return self.not_yet
        if self.to_petitioner and not can_be_told(petition):
            return "信访人姓名或联系方式不清，不能送达。"
        return self.missing(petition, about)


def subject_of(about: Any) -> str:
    """The act a paper tells of, as the key that keeps it from being issued twice."""
    return f"{about._meta.model_name}:{about.pk}"[:40]


def by_handling_organ(petition: Petition, about: Any) -> Unit:
    """Most papers are those of the organ that handles the matter."""
    return handling_organ(petition)


def superior_of(unit: Unit) -> str:
    """The organ to which a review is addressed, in words."""
    organ = organ_of(unit)
    return organ.parent.name if organ.parent else f"{organ.name}的上一级机关、单位"


def handling_day(petition: Petition) -> date | None:
    """The last day of the law's 60 days, only where the law sets them (条例第三十四条)."""
    clock = petition.clocks.filter(kind=ClockKind.HANDLE, statutory_due__isnull=False).order_by("pk").last()
    return clock.statutory_due if clock and petition.on_petition_track else None


def contact_of(petition: Petition) -> str:
    """周某戊，电话 …: whom to ask."""
    return person_words(petition.first_responder, petition.unit)


def person_words(person: Staff | None, unit: Unit) -> str:
    """周某戊，电话 …: whom to ask at a unit, or the unit itself."""
    phone = (person.phone if person else "") or unit.phone
    name = person.name if person else unit.name
    return f"{name}，电话 {phone}" if phone else name
