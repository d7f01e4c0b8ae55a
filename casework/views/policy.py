"""单位政策: for a unit, which value holds and where it comes from; its versions; and the form of a new one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework import statutory
from casework.access import reach_of
from casework.actions.policy import put_policy
from casework.forms import PolicyForm, boxes
from casework.models import Found, PolicyProfile, profiles_in_force, resolve
from casework.policy import PRESETS
from casework.policy_keys import CUSTOMERS, KEYS
from casework.policy_shapes import LimitShape, Parts
from casework.refusals import NotVisible
from casework.views.base import attempt, require, staff_of

READERS = (Power.ADMINISTER, Power.HEAD, Power.SIGN)
LATEST = 20


@dataclass(frozen=True)
class Row:
    """One key as the page shows it."""

    label: str
    value: str
    source: str
    kind: str
    level: str
    law: str
    hint: str
    code: str


def units_of(staff: Staff) -> list[Unit]:
    """Every unit for an administrator; for heads and leaders theirs and those below."""
    units = Unit.objects.active().order_by("path")
    standing = standing_of(staff)
    if not standing.may(Power.ADMINISTER):
        mine = [unit for power in READERS for unit in standing.units_with(power)]
        units = units.filter(reach_of(mine))
    return list(units)


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit:
    """The unit asked for, else one's own; what is out of reach is as good as absent."""
    asked = request.GET.get("unit", "")
    if asked:
        found = next((unit for unit in units if str(unit.pk) == asked), None)
        if found is None:
            raise NotVisible
        return found
    own = staff_of(request).unit_id
    return next((unit for unit in units if unit.pk == own), units[0])


def _row(key: str, found: Found, unit: Unit) -> Row:
    about = KEYS[key]
    if found.profile is not None:
        own = found.profile.unit_id == unit.pk
        kind, level = ("本单位", "info") if own else ("上级单位", "warning")
    else:
        kind, level = ("预设", "quiet") if found.preset else ("默认", "quiet")
    shape = about.shape.each if isinstance(about.shape, Parts) else about.shape
    law = f"不超过{shape.cap[0]}（{shape.cap[1]}）" if isinstance(shape, LimitShape) and shape.cap else ""
    words = about.shape.words(found.value) if found.value is not None or not about.fixed else ""
    # For whoever keeps the rules: the codes, out of the reader's way.
    code = PRESETS[found.preset]["source"] if found.preset else about.rule
    return Row(about.label, words, found.source, kind, level, law, about.hint, code)


def _groups(found: dict[str, Found], unit: Unit) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for key, one in found.items():
        # The customers' side is shown where a preset or a unit says something.
        if key in KEYS and (KEYS[key].group != CUSTOMERS or one.value is not None):
            groups.setdefault(KEYS[key].group, []).append(_row(key, one, unit))
    return list(groups.items())


@require_GET
def policy(request: HttpRequest) -> HttpResponse:
    """What holds today for a unit, key by key."""
    staff = require(request, *READERS)
    units = units_of(staff)
    unit = _chosen(request, units)
    today = timezone.localdate()
    versions = PolicyProfile.objects.filter(unit=unit).order_by("-effective_from")[:LATEST]
    context = {
        "unit": unit,
        "units": units,
        "groups": _groups(resolve(unit, today), unit),
        "versions": [
            (one, one in profiles_now)
            for profiles_now in [profiles_in_force(unit, today)]
            for one in versions
        ],
        "statutory": statutory.in_force(today),
        "may_edit": standing_of(staff).may(Power.ADMINISTER),
    }
    return render(request, "casework/policy.html", context)


def policy_edit(request: HttpRequest) -> HttpResponse:
    """A new version of a unit's policy; a refusal stands beside its field and what was typed stays (422)."""
    staff = require(request, Power.ADMINISTER)
    unit = _chosen(request, units_of(staff))
    today = timezone.localdate()
    own = next((one for one in profiles_in_force(unit, today) if one.unit_id == unit.pk), None)
    form = PolicyForm(request.POST or None, own=own, found=resolve(unit, today))
    back = f"{reverse('policy')}?unit={unit.pk}"
    if request.method == "POST" and form.is_valid():
        names = ("preset", "effective_from", "effective_to", "approved_by", "source")
        given = {name: form.cleaned_data[name] for name in names}
        attempt(form, lambda: put_policy(by=staff, unit=unit, values=form.values(), **given))
        if not form.errors:
            messages.success(request, "已保存。已登记的件仍按登记时的政策，新登记的件从生效之日起适用。")
            return redirect(back)
    named = [(name, KEYS[key].group) for name, key, _, _ in boxes()]
    groups = {group: [form[name] for name, of in named if of == group] for _, group in named}
    head = [form[name] for name in ("preset", "effective_from", "effective_to", "approved_by", "source")]
    context = {"form": form, "unit": unit, "back": back, "head": head, "groups": list(groups.items())}
    return render(request, "casework/policy_edit.html", context, status=422 if form.errors else 200)
