"""Forms of the ledger and of the import: what to show, which file, which column means what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from config.forms import BootstrapForm
from petitions.forms.pickers import KeyedSelect
from petitions.ledger import (
    BASIS_CHOICES,
    KIND_CHOICES,
    REGISTERED,
    Selection,
    month_ends,
    with_threshold,
)
from petitions.ledger_columns import COLUMN_CHOICES, DEFAULT_COLUMNS
from petitions.states import Channel

# From here on a select is a type-ahead.
LONG = 12
MOST_MONTHS = 36


def units_for(staff: Staff, *powers: str) -> list[Unit]:
    """The units at which a colleague holds all of these powers, and everything below them."""
    standing = standing_of(staff)
    reached = Unit.objects.active().order_by("path")
    for power in powers:
        reached = reached.filter(reach_of(standing.units_with(power)))
    return list(reached)


class MonthField(forms.CharField):
    """YYYY-MM as the browser's month picker sends it, or typed; cleaned to its first and last day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "month"}), max_length=7, **kwargs)

    def clean(self, value: Any) -> Any:
        """The pair of days, or None when the field is empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return month_ends(text)
        except ValueError:
            raise forms.ValidationError("月份写成“2019-04”。") from None


class LedgerForm(BootstrapForm, forms.Form):
    """Month × unit × channel, and the columns; the whole state stands in the address, no name among it."""

    month = MonthField(label="月份")
    until = MonthField(label="至（可不填）", required=False)
    unit = forms.ChoiceField(label="单位")
    basis = forms.ChoiceField(label="范围", choices=BASIS_CHOICES, required=False)
    channel = forms.MultipleChoiceField(
        label="渠道", choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    col = forms.MultipleChoiceField(
        label="栏目", choices=COLUMN_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    below = forms.BooleanField(label="含下级单位", required=False)
    kind = forms.ChoiceField(choices=KIND_CHOICES, required=False, widget=forms.HiddenInput)

    def __init__(self, staff: Staff, query: QueryDict) -> None:
        data = query.copy()
        units = units_for(staff, Power.LEDGER)
        desk = standing_of(staff).desk_unit
        own = next((one for one in units if desk and one.pk == desk.pk), units[0] if units else None)
        data.setdefault("month", timezone.localdate().strftime("%Y-%m"))
        data.setdefault("unit", own.code if own else "")
        if "col" not in data:
            data.setlist("col", list(DEFAULT_COLUMNS))
        super().__init__(data)
        self.units = {unit.code: unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        if len(units) > LONG:
            field.widget = KeyedSelect()
        field.choices = [(unit.code, unit.name) for unit in units]

    def clean(self) -> dict[str, Any]:
        """The last month is not before the first; at most three years at once."""
        values: dict[str, Any] = super().clean() or {}
        month, until = values.get("month"), values.get("until")
        if month and until:
            span = (until[0].year - month[0].year) * 12 + until[0].month - month[0].month
            if not 0 <= span < MOST_MONTHS:
                self.add_error("until", f"应在起始月份之后，一次最多 {MOST_MONTHS} 个月。")
        return values

    def selection(self) -> Selection:
        """What a valid form asks for."""
        values = self.cleaned_data
        first, last = values["month"]
        return with_threshold(
            Selection(
                unit=self.units[values["unit"]],
                first=first,
                last=values["until"][1] if values["until"] else last,
                below=values["below"],
                basis=values["basis"] or REGISTERED,
                channels=tuple(values["channel"]),
                kind=values["kind"],
            )
        )


class MakeForm(BootstrapForm, forms.Form):
    """What to make of the rows shown: the file, and on which page it goes on (S13-01: the register is a bound book)."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    first_page = forms.IntegerField(label="起始页码", min_value=1, max_value=9999, required=False, initial=1)
    format = forms.ChoiceField(choices=[("pdf", "PDF"), ("xlsx", "Excel")], widget=forms.HiddenInput)
