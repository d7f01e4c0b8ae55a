"""检举控告 and the discipline organs: whose it is by competence, when it goes straight up, who inquires."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Post, Staff, Unit, UnitKind
from accounts.roles import POWERS, Power, Role
from casework.access import answers_to, eligible, is_barred
from petitions.models import Inquiry, Petition
from petitions.ranks import is_higher, steps_between

# What a level is led by; a bureau's people are their own level's to look into.
LED = [UnitKind.PARTY, UnitKind.GOVERNMENT, UnitKind.TOWNSHIP]


def is_direct(desk: Unit, units: Iterable[Unit], people: Iterable[Staff]) -> bool:
    """直送: whether the accused leads the desk's own unit, or one above it, or is such a unit."""
    return any(one.covers(desk) for one in units) or any(answers_to(desk, one.pk) for one in people)


def takes_accusations(unit: Unit) -> bool:
    """A discipline organ, or a part of one: nobody else is given a 检举控告 (S11-17, 条例第三十条)."""
    return Unit.objects.filter(path__in=unit.ancestor_paths(), kind=UnitKind.DISCIPLINE).exists()


def target_refusal(petition: Petition, *units: Unit) -> str | None:
    """Why an accusation is not given or sent to one of these units, whatever reason is written beside it."""
    if not petition.is_sealed:
        return None
    wrong = next((one for one in units if not takes_accusations(one)), None)
    return f"检举控告按管理权限移送纪检监察机关（条例第三十条），不能交{wrong.name}。" if wrong else None


def organ_for(petition: Petition) -> Unit | None:
    """The discipline organ that is competent: the nearest to the register that the accused has no say over.

    The leaders of a level are the next level's to look into (干部管理权限): an organ above them goes first where there is one.
    """
    led = _led_by_accused(petition)
    organs = Unit.objects.active().filter(kind=UnitKind.DISCIPLINE)
    above = set(petition.unit.ancestor_paths())

    def distance(organ: Unit) -> tuple[bool, int, int, str]:
        """The deeper the common superior, the nearer; of trees of their own, the one of the register's own level."""
        shared = [path for path in organ.ancestor_paths() if path in above]
        is_above = all(is_higher(organ, one) for one in led)
        return not is_above, -len(shared), steps_between(petition.unit, organ), organ.path

    return next((one for one in sorted(organs, key=distance) if not is_barred(one, None, petition)), None)


def _led_by_accused(petition: Petition) -> list[Unit]:
    """Governments, Party committees and townships that are accused, or that an accused person leads."""
    people = petition.accused.filter(staff__isnull=False).values("staff")
    posts = Post.objects.current(timezone.localdate()).filter(
        staff__in=people, role__in=[Role.CHIEF_LEADER, Role.DEPUTY_LEADER]
    )
    accused = petition.accused.filter(unit__kind__in=LED).values("unit")
    return list(Unit.objects.filter(Q(pk__in=posts.values("unit")) | Q(pk__in=accused)))


def members_at(petition: Petition) -> list[Staff]:
    """Who may be given an inquiry: people at work in the organ, past the bar, not recused."""
    roles = [role for role, powers in POWERS.items() if powers & {Power.HANDLE, Power.HEAD, Power.SIGN}]
    return eligible(people_with(roles, petition.unit), petition)


def inquiries_for(petition: Petition, staff: Staff) -> list[Inquiry]:
    """Those that this reader decided or takes part in; nobody else learns of them (S21-10)."""
    if petition.unit.kind != UnitKind.DISCIPLINE:
        return []
    found = petition.inquiries.select_related("decision", "finished_by").prefetch_related("members")
    return [one for one in found if one.decision.staff_id == staff.pk or staff in one.members.all()]
