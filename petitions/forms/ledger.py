"""Forms of the ledger and of the import: what to show, which file, which column means what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import escape

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from config.forms import BootstrapForm
from petitions.forms.pickers import KeyedSelect
from petitions.importing import Settings, Understood
from petitions.ledger import (
    BASIS_CHOICES,
    KIND_CHOICES,
    REGISTERED,
    Selection,
    month_ends,
    with_threshold,
)
from petitions.ledger_columns import COLUMN_CHOICES, DEFAULT_COLUMNS
from petitions.ledger_import import LABELS, Field
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


class UploadForm(BootstrapForm, forms.Form):
    """Which file, and into whose register."""

    unit = forms.ChoiceField(label="导入到", help_text="信件按收到日期的年度编入该单位的登记册。")
    file = forms.FileField(
        label="台账文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv"}),
        help_text="Excel（.xlsx、.xls）、WPS（.et）、.ods 或 .csv，不超过 20 MB、50,000 行。",
    )

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_for(staff, Power.LEDGER, Power.REGISTER)
        self.units = {unit.code: unit for unit in units}
        desk = standing_of(staff).desk_unit
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        if len(units) > LONG:
            field.widget = KeyedSelect()
        field.choices = [(unit.code, unit.name) for unit in units]
        if desk and desk.code in self.units:
            field.initial = desk.code


class MappingForm(BootstrapForm, forms.Form):
    """Which column of the file is what; recognised by the headings, and changed here where that went wrong."""

    channel = forms.ChoiceField(
        label="来源渠道（表中没有写明时）",
        choices=[("", "按表头判断"), *Channel.choices],
        required=False,
    )
    year = forms.IntegerField(label="年份（日期只写月日时）", min_value=1949, max_value=2099, required=False)

    def __init__(self, found: Understood, kept: Settings, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"channel": kept.channel, "year": kept.year})
        examples = found.examples()
        headings = found.columns.headings
        choices = [("", "不导入"), *((str(n), name or f"第{n + 1}列") for n, name in enumerate(headings))]
        self.column_names = [f"column_{one.value}" for one in Field]
        for one in Field:
            place = found.columns.mapping.get(one)
            self.fields[f"column_{one.value}"] = forms.ChoiceField(
                label=LABELS[one],
                choices=choices,
                required=False,
                initial="" if place is None else str(place),
                help_text=f"例：{escape(examples[place])}" if place in examples else "",
            )

    def columns(self) -> list[forms.BoundField]:
        """The selects of the columns."""
        return [self[name] for name in self.column_names]

    def settings(self) -> Settings:
        """What was chosen: every column, also those that are left out."""
        values = self.cleaned_data
        columns = {
            name.removeprefix("column_"): int(values[name]) if values[name] else None
            for name in self.column_names
        }
        return Settings(columns, values["channel"], values["year"])


class ConfirmForm(BootstrapForm, forms.Form):
    """The last word before the import."""

    skip_bad = forms.BooleanField(label="跳过有问题的行", required=False)
