"""The form of a unit's policy: one real field for each key, empty where the unit follows those above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from casework.calendar import holiday_table
from casework.models import Found, PolicyProfile
from casework.policy import PRESET_CHOICES
from casework.policy_keys import KEYS
from casework.policy_shapes import NONE, Choice, Flag, LimitShape, Lines, Parts, Several, Shape, Text, Whole
from config.forms import BootstrapForm

FOLLOW = [("", "沿用")]
NO_LIMIT = "none"
# The choice that says that none of them holds; an empty group follows the units above.
NOTHING = "nothing"
DAY_TYPES = [("", "沿用"), ("calendar", "日（日历日）"), ("working", "个工作日"), (NO_LIMIT, "不设时限")]
# Part of a key as a field: handle_limit__urgent.
JOIN = "__"


class Unset:
    """Nothing was filled in: the unit follows those above it."""


class BoxesWidget(forms.MultiWidget):
    """Several boxes in a row, each drawn as what it is."""

    template_name = "casework/_boxes_fragment.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """A box of choices shows its arrow: the class of the whole would make it look like a line to type in."""
        context = super().get_context(name, value, attrs)
        for part, box in zip(self.widgets, context["widget"]["subwidgets"], strict=True):
            box["attrs"]["class"] = "form-select" if isinstance(part, forms.Select) else "form-control"
        return context


class LimitWidget(BoxesWidget):
    """A number and how it is counted."""

    def __init__(self) -> None:
        number = forms.NumberInput(attrs={"min": 0, "aria-label": "天数"})
        super().__init__([number, forms.Select(choices=DAY_TYPES, attrs={"aria-label": "口径"})])

    def decompress(self, value: Any) -> list[Any]:
        """The stored value as its two boxes."""
        if isinstance(value, dict):
            return [value["days"], value["day_type"]]
        return [None, NO_LIMIT if value == NO_LIMIT else ""]


class LimitField(forms.MultiValueField):
    """Days with their way of counting, 不设时限, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        whole = forms.IntegerField(min_value=0, required=False, error_messages={"invalid": "天数须是整数。"})
        counted = forms.ChoiceField(choices=DAY_TYPES, required=False)
        super().__init__(
            [whole, counted], widget=LimitWidget(), required=False, require_all_fields=False, **kwargs
        )

    def compress(self, data_list: list[Any]) -> Any:
        """The stored value. A number without its way of counting is asked for it."""
        number, counted = data_list or [None, ""]
        if counted == NO_LIMIT:
            return None
        if number is None and not counted:
            return Unset
        if number is None or not counted:
            raise forms.ValidationError("天数和口径须一并填写。")
        return {"days": number, "day_type": counted}


class StepsWidget(BoxesWidget):
    """One box for each step, in order."""

    def __init__(self, options: list[tuple[str, str]]) -> None:
        boxes = [
            forms.Select(choices=[("", "—"), *options], attrs={"aria-label": f"第{n}位"})
            for n in range(1, len(options) + 1)
        ]
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[Any]:
        """The steps, one in each box."""
        steps = list(value) if isinstance(value, list) else []
        return steps + [""] * (len(self.widgets) - len(steps))


class StepsField(forms.MultiValueField):
    """Some of named values in an order, or nothing."""

    def __init__(self, shape: Several, **kwargs: Any) -> None:
        options = list(shape.options.items())
        boxes = [forms.ChoiceField(choices=[("", "—"), *options], required=False) for _ in options]
        super().__init__(
            boxes, widget=StepsWidget(options), required=False, require_all_fields=False, **kwargs
        )

    def compress(self, data_list: list[Any]) -> Any:
        """The boxes that were filled."""
        return [one for one in data_list if one] or Unset


def _field(shape: Shape, label: str) -> forms.Field:
    """The field that fits a shape."""
    if isinstance(shape, LimitShape):
        return LimitField(label=label)
    if isinstance(shape, Several) and not shape.ordered:
        answers = [*shape.options.items(), (NOTHING, NONE)]
        return forms.MultipleChoiceField(
            label=label, choices=answers, widget=forms.CheckboxSelectMultiple, required=False
        )
    if isinstance(shape, Several):
        return StepsField(shape, label=label)
    if isinstance(shape, Choice):
        return forms.ChoiceField(label=label, choices=[*FOLLOW, *shape.options.items()], required=False)
    if isinstance(shape, Flag):
        answers = [*FOLLOW, ("yes", shape.yes), ("no", shape.no)]
        return forms.ChoiceField(label=label, choices=answers, required=False)
    if isinstance(shape, Whole):
        return forms.IntegerField(label=f"{label}（{shape.unit}）", required=False)
    if isinstance(shape, Lines):
        return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), required=False)
    assert isinstance(shape, Text)
    return forms.CharField(label=label, max_length=shape.most, required=False)


def _shown(shape: Shape, value: Any) -> Any:
    """A stored value as its field shows it."""
    if isinstance(shape, Flag):
        return "yes" if value else "no"
    if isinstance(shape, LimitShape) and value is None:
        return NO_LIMIT
    if isinstance(shape, Several) and not shape.ordered:
        return value or [NOTHING]
    return "\n".join(value) if isinstance(shape, Lines) else value


def _stored(shape: Shape, given: Any) -> Any:
    """What a field gave, as it is stored; Unset when it was left empty."""
    if isinstance(shape, LimitShape):
        return given
    if given is None or given in ("", []):
        return Unset
    if isinstance(shape, Several) and given == [NOTHING]:
        return []
    if isinstance(shape, Flag):
        return given == "yes"
    if isinstance(shape, Lines):
        return [line.strip() for line in given.splitlines() if line.strip()] or Unset
    return given


def boxes() -> Iterator[tuple[str, str, Shape, str]]:
    """(field, key, shape, label) of everything that can be filled in."""
    for key, about in KEYS.items():
        if about.fixed:
            continue
        if isinstance(about.shape, Parts):
            for part, words in about.shape.parts.items():
                yield f"{key}{JOIN}{part}", key, about.shape.each, f"{about.label}：{words}"
        else:
            yield key, key, about.shape, about.label


def _said(name: str, key: str, shape: Shape, held: Found) -> str:
    """What holds now for this very box, and the hint beside the first box of a key."""
    part = name.split(JOIN)[1] if name != key else ""
    words = shape.words(held.value[part] if part else held.value)
    about = KEYS[key]
    first = not part or (isinstance(about.shape, Parts) and part == next(iter(about.shape.parts)))
    return f"现行：{words}（{held.source}）。{about.hint if first else ''}"


class PolicyForm(BootstrapForm, forms.Form):
    """A new version. What is left empty follows the unit above, the preset, or the default."""

    preset = forms.ChoiceField(label="预设", choices=[("", "沿用上级单位"), *PRESET_CHOICES], required=False)
    effective_from = forms.DateField(label="生效日期", widget=forms.DateInput(attrs={"type": "date"}))
    effective_to = forms.DateField(
        label="失效日期", widget=forms.DateInput(attrs={"type": "date"}), required=False,
        help_text="最后一天；不填的，到下一版生效为止。",
    )  # fmt: skip
    approved_by = forms.CharField(label="批准人", max_length=60)
    source = forms.CharField(label="依据（文号或规则编号）", max_length=80)

    def __init__(self, *args: Any, own: PolicyProfile | None, found: dict[str, Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own: dict[str, Any] = dict(own.values) if own else {}
        self.fields["effective_from"].initial = timezone.localdate
        self.fields["preset"].initial = own.preset if own else ""
        for name, key, shape, label in boxes():
            field = _field(shape, label)
            field.help_text = _said(name, key, shape, found[key])
            kept = self.own.get(key, Unset)
            if name != key:
                kept = kept.get(name.split(JOIN)[1], Unset) if isinstance(kept, dict) else Unset
            if kept is not Unset:
                field.initial = _shown(shape, kept)
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Each value against its shape and the law; the message stands beside its field (C1.6)."""
        cleaned = super().clean() or {}
        table = holiday_table()
        for name, _, shape, _ in boxes():
            value = _stored(shape, cleaned[name]) if name in cleaned else Unset
            if value is not Unset and (text := shape.problem(value, table)):
                self.add_error(name, text)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The unit's own values, by key; those that no form sets stay as they were."""
        found = {key: value for key, value in self.own.items() if key in KEYS and KEYS[key].fixed}
        for name, key, shape, _ in boxes():
            value = _stored(shape, self.cleaned_data[name])
            if value is Unset:
                continue
            if name == key:
                found[key] = value
            else:
                found.setdefault(key, {})[name.split(JOIN)[1]] = value
        return found
