"""掩码: names and numbers as those read them who do not need them (个人信息保护法第六条).

One table says who reads in full: whoever registers, handles or heads the handling, each with the cases in their sight. Those
who lead, supervise or audit read 张** in lists, registers and files, and open one case with a reason on its page. Which roles
are masked is policy (`masked_roles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Role
from casework.policy import Policy
from petitions.models import JointPetitioner, Petition, Petitioner

HIDDEN, ANONYMOUS = "身份保密", "匿名"
# What ends the part of an address that says only where about somebody lives.
TOWNSHIP = re.compile(r"^.*?(?:街道|[镇乡])")
COUNTY = re.compile(r"^.*?[县区市旗]")
# 登记册 stands in full before those who keep it; S13-02 asks for the name in it.
KEEPERS = (Role.REGISTRAR, Role.PETITION_OFFICER, Role.UNIT_HEAD)


def name(text: str) -> str:
    """张**."""
    return f"{text[0]}**" if text else ""


def id_number(text: str) -> str:
    """110*************2X: enough to compare, not enough to copy."""
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}" if len(text) > 5 else "*" * len(text)


def phone(text: str) -> str:
    """120****0001."""
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if len(text) > 7 else "*" * len(text)


def address(text: str) -> str:
    """Down to the township, else to the county, else nothing."""
    found = TOWNSHIP.match(text) or COUNTY.match(text)
    return f"{found[0]}**" if found else "**" if text else ""


def reads_in_full(staff: Staff, petition: Petition) -> bool:
    """Whether any role that this person holds today, or acts in, is one that needs the particulars."""
    masked = set(Policy(petition.policy_values)["masked_roles"])
    return bool({one.post.role for one in standing_of(staff).held} - masked)


def keeps_register(staff: Staff, unit: Unit) -> bool:
    """Whether this person keeps the register of a unit, at the unit itself or at one above it."""
    return any(one.post.role in KEEPERS and one.post.unit.covers(unit) for one in standing_of(staff).held)


def person_of(petition: Petition, staff: Staff) -> str:
    """Who brought it, as lists and files say it to this reader; for a sealed accusation never a name."""
    if petition.is_sealed:
        return HIDDEN
    if petition.is_anonymous:
        return ANONYMOUS
    return petition.person_name if reads_in_full(staff, petition) else name(petition.person_name)


@dataclass(frozen=True)
class Particulars:
    """A person on the case page. The ID number is masked for everybody."""

    name: str
    kind: str = ""
    id_number: str = ""
    phone: str = ""
    workplace: str = ""
    address: str = ""
    is_representative: bool = False

    @property
    def where(self) -> str:
        """单位或住址, one of them."""
        return self.workplace or self.address

    @property
    def phone_tail(self) -> str:
        return self.phone[-4:]

    def masked(self) -> Particulars:
        return replace(
            self,
            name=name(self.name),
            phone=phone(self.phone),
            workplace="**" if self.workplace else "",
            address=address(self.address),
        )


def of_person(one: Petitioner, *, in_full: bool) -> Particulars:
    """A known person as this reader sees them."""
    found = Particulars(
        one.name, one.get_kind_display(), id_number(one.id_number), one.phone, one.workplace, one.address
    )
    return found if in_full else found.masked()


def particulars(petition: Petition, *, in_full: bool) -> Particulars | None:
    """The petitioner as the case page shows them; None for an anonymous letter."""
    return of_person(petition.petitioner, in_full=in_full) if petition.petitioner else None


def joint(people: Iterable[JointPetitioner], *, in_full: bool) -> list[Particulars]:
    """Those who came or signed along."""
    found = [
        Particulars(one.name, phone=one.contact, is_representative=one.is_representative) for one in people
    ]
    return found if in_full else [one.masked() for one in found]
