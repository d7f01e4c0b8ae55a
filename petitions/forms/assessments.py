"""年度考核: of which unit, which year, and why once more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from config.forms import BootstrapForm


class AssessmentForm(BootstrapForm, forms.Form):
    """取数留存."""

    unit = forms.ModelChoiceField(label="考核单位", queryset=Unit.objects.none(), empty_label=None)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    reason = forms.CharField(
        label="重新取数的理由", max_length=200, required=False, help_text="本年度第一次取数不用填。"
    )

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        reach = reach_of(standing_of(staff).units_with(Power.SUPERVISE))
        units.queryset = Unit.objects.active().filter(reach).order_by("path")
        self.fields["year"].initial = timezone.localdate().year
