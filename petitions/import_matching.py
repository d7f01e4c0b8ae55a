"""What an old ledger says in words, found in this house: units, content classes, purposes. The rest is kept as a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Unit
from petitions.ledger_import import ImportedLetter
from petitions.models import ContentClass
from petitions.states import Purpose

BATCH = 500
NO_ANSWER = "（原台账未载答复内容）"
# In whatever column a ledger has for classes; an accusation must not come in open to everybody.
PURPOSE_WORDS = (
    (Purpose.ACCUSATION, ("检举", "控告", "举报")),
    (Purpose.SUGGESTION, ("建议", "意见类")),
    (Purpose.ENQUIRY, ("咨询",)),
)


def purpose_of(letter: ImportedLetter) -> Purpose:
    """The purpose that the class names; 申诉求决 where it names none."""
    for purpose, words in PURPOSE_WORDS:
        if any(word in letter.category for word in words):
            return purpose
    return Purpose.CLAIM


@dataclass
class Known:
    """Units and classes by the names that ledgers give them; a name that means two things means none."""

    units: dict[str, Unit | None] = field(default_factory=dict)
    classes: dict[str, ContentClass | None] = field(default_factory=dict)

    def unit(self, letter: ImportedLetter) -> Unit | None:
        """The handling unit that the row names."""
        return self.units.get(letter.unit_name)

    def content_class(self, letter: ImportedLetter) -> ContentClass | None:
        """The content class that the row names."""
        return self.classes.get(letter.category)

    def note(self, letter: ImportedLetter, *, is_open: bool) -> str:
        """What has no column here, so that nothing of the old ledger is lost."""
        parts = [letter.remark]
        # Who handles an open matter is decided here by 交办, not by an old ledger.
        if letter.unit_name and (is_open or not self.unit(letter)):
            parts.append(f"原台账承办单位：{letter.unit_name}")
        if letter.category and not self.content_class(letter):
            parts.append(f"原台账分类：{letter.category}")
        if letter.reply and not letter.replied_on:
            parts.append(f"原台账办理情况：{letter.reply}")
        return "\n".join(part for part in parts if part)


def known(letters: Iterable[ImportedLetter]) -> Known:
    """Finds every unit and class that the rows name, in few queries."""
    found = Known()
    rows = list(letters)
    for names in _parts({one.unit_name for one in rows}):
        named = Unit.objects.active().filter(Q(name__in=names) | Q(short_name__in=names) | Q(code__in=names))
        for unit in named:
            for name in {unit.name, unit.short_name, unit.code} & names:
                found.units[name] = None if name in found.units else unit
    for names in _parts({one.category for one in rows}):
        listed = ContentClass.objects.filter(is_active=True)
        for one in listed.filter(Q(name__in=names) | Q(code__in=names) | Q(path_name__in=names)):
            for name in {one.name, one.code, one.path_name} & names:
                found.classes[name] = None if name in found.classes else one
    return found


def _parts(names: set[str]) -> Iterable[set[str]]:
    wanted = sorted(names - {""})
    return (set(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))
