"""签批: one immutable record a signature; a correction is a second record."""

from __future__ import annotations

from django.utils import timezone

from accounts.access import Held, standing_of
from accounts.models import Staff
from casework.models import Case, SignOff
from casework.refusals import NotYours, Refusal


def acting_as(by: Staff, signer: Staff | None, roles: list[str] | None = None) -> Held:
    """The post with which `by` signs in place of `signer`: their own, or one lent to them (代班).

    Raises NotYours when the signature is somebody else's and no delegation runs today.
    """
    for one in standing_of(by).held:
        if signer is not None and one.principal.pk != signer.pk:
            continue
        if roles and one.post.role not in roles:
            continue
        return one
    if signer is not None:
        raise NotYours(f"此件待 {signer.name} 签批，您没有当日有效的代班委托。")
    raise NotYours("您没有签批此件的职务。")


def sign(
    case: Case, *, held: Held, by: Staff, step: str, step_label: str, decision: str, opinion: str
) -> SignOff:
    """Writes the signature as it was given; nothing is filled in for the signer."""
    return SignOff.objects.create(
        case_id=case.pk,
        step=step,
        step_label=step_label,
        staff=by,
        staff_name=by.name,
        post_title=held.post.display_title,
        unit_name=held.post.unit.name,
        delegation=held.delegation,
        principal_name=held.principal.name if held.delegation else "",
        decision=decision,
        opinion=opinion.strip(),
        at=timezone.now(),
    )


def correct(original: SignOff, *, by: Staff, opinion: str) -> SignOff:
    """A second record that corrects the words of the first; only the one who signed may write it."""
    if original.staff_id != by.pk:
        raise NotYours("只能更正本人的签批意见。")
    if SignOff.objects.filter(corrects=original).exists():
        raise Refusal("这条意见已经更正过，请更正最新的一条。")
    if not opinion.strip():
        raise Refusal("请填写更正后的意见。", "opinion")
    return SignOff.objects.create(
        case_id=original.case_id,
        step=original.step,
        step_label=original.step_label,
        staff=by,
        staff_name=original.staff_name,
        post_title=original.post_title,
        unit_name=original.unit_name,
        delegation=original.delegation,
        principal_name=original.principal_name,
        decision=original.decision,
        opinion=opinion.strip(),
        at=timezone.now(),
        corrects=original,
    )
