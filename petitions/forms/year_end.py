"""年度结账: of which unit and which year."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from config.forms import BootstrapForm


class YearEndForm(BootstrapForm, forms.Form):
    """The unit with those below it, and the year."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), to_field_name="code", empty_label=None
    )
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        reach = reach_of(standing_of(staff).units_with(Power.READ_UNIT))
        units.queryset = Unit.objects.active().filter(reach).order_by("path")
