"""三级终结 (条例第三十六条): the same facts and reasons of the same person are not taken up again; new ones are. Reads only."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.states import State
from petitions.models import Petition, RepeatLink
from petitions.people import together
from petitions.states import RepeatKind

ARTICLE = "条例第三十六条"


def with_links(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """For a list: says in the same query which rows nobody has linked with another case, so that none of them is asked for."""
    links = RepeatLink.objects.filter(kind=RepeatKind.SAME_MATTER)
    linked = links.filter(Q(petition=OuterRef("pk")) | Q(earlier=OuterRef("pk")))
    return petitions.annotate(is_linked=Exists(linked))


def same_matter(petition: Petition) -> set[int]:
    """Every case that people have linked with this one as 同一事项, by however many links."""
    links = RepeatLink.objects.filter(kind=RepeatKind.SAME_MATTER)
    found: set[int] = {petition.pk}
    newest = found
    while newest:
        pairs = links.filter(Q(petition__in=newest) | Q(earlier__in=newest))
        ends = {pk for pair in pairs.values_list("petition_id", "earlier_id") for pk in pair}
        newest = ends - found
        found = found | newest
    return found - {petition.pk}


def final_matter(petition: Petition) -> Petition | None:
    """The case of the same person and matter that ended for good; None while nobody has linked such a one."""
    linked = same_matter(petition) if getattr(petition, "is_linked", True) else set()
    if not linked or petition.petitioner_id is None:
        return None
    # Only that it ended is read, and the link is shown on the page already: no look through the door.
    ended = Petition._base_manager.filter(pk__in=linked, final_on__isnull=False)
    return ended.filter(petitioner__in=together([petition.petitioner_id])).order_by("final_on", "pk").last()


def handling_refusal(petition: Petition) -> str | None:
    """Why it is not handled like a new matter: it ended for good, and nobody has written down what is new."""
    if petition.new_facts or (ended := final_matter(petition)) is None:
        return None
    back = "退回办公室" if petition.state == State.ASSIGNED else "用“不予（不再）受理”书面告知"
    return (
        f"与{ended.number}为同一事项，该件已于{ended.final_on:%Y年%-m月%-d日}复核终结（{ARTICLE}）："
        f"没有新的事实和理由的，{back}；有的，先用“新的事实和理由”写明。"
    )


def reopening_refusal(petition: Petition) -> str | None:
    """What has ended for good is not opened again; what is new about it is a new case."""
    if petition.final_on is None:
        return None
    return (
        f"此事项已于{petition.final_on:%Y年%-m月%-d日}复核终结（{ARTICLE}），不能重新办理；"
        "信访人有新的事实和理由的，另作新件登记。"
    )


def repeat_refusal(petition: Petition) -> str | None:
    """A further letter on what has ended is a case of its own: it is taken up for what is new, or answered that it is not."""
    if petition.final_on is None or petition.is_open:
        return None
    return (
        f"此事项已于{petition.final_on:%Y年%-m月%-d日}复核终结（{ARTICLE}）：再次来件请作新件登记，"
        "没有新的事实和理由的不再受理，有的写明后办理。"
    )


def stating_refusal(petition: Petition) -> str | None:
    """New facts are written down once, and only where they matter."""
    if petition.new_facts:
        return "新的事实和理由已经写明。"
    return None if final_matter(petition) else "此件没有认定与已经复核终结的件为同一事项，不需写明。"
