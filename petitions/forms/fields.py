"""Fields that many forms have in the same way."""

from __future__ import annotations

from typing import Any

from django import forms


def text(
    label: str, *, rows: int = 4, required: bool = True, most: int = 4000, **kwargs: Any
) -> forms.CharField:
    """A box for sentences. Empty at first, always: nothing is put into anybody's mouth."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, **kwargs)


def day(label: str, *, required: bool = True, **kwargs: Any) -> forms.DateField:
    """A date with the browser's own picker; typing works as well."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, **kwargs)


def offer(form: forms.Form, name: str, choices: list[tuple[int, str]], *, none: str) -> str:
    """Sets the choices of a field; a single one is chosen already. Returns `none` when there is nothing to choose."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    if len(choices) == 1:
        field.initial = choices[0][0]
    return "" if choices else none
