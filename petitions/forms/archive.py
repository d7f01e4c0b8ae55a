"""Forms of the archive: which catalogue, and what is decided about files at the end of their period."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from config.forms import BootstrapForm
from petitions.models import Period


class FileInfoForm(BootstrapForm, forms.Form):
    """How long an information is kept."""

    period = forms.ChoiceField(label="保管期限", choices=Period.choices)


class CatalogueForm(BootstrapForm, forms.Form):
    """Unit, year and period of a catalogue."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="立档单位", to_field_name="code", empty_label=None
    )
    year = forms.IntegerField(label="年度", min_value=1949, max_value=2200)
    period = forms.ChoiceField(label="保管期限", choices=Period.choices)

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = Unit.objects.filter(reach_of(standing_of(staff).units_with(Power.ROUTE)))


class ProposeForm(BootstrapForm, forms.Form):
    """提出销毁鉴定"""

    reason = forms.CharField(label="鉴定意见", max_length=300)


class DecideForm(BootstrapForm, forms.Form):
    """审定"""

    approve = forms.ChoiceField(
        label="审定", choices=[("yes", "同意销毁"), ("no", "继续保管")], widget=forms.RadioSelect
    )
    opinion = forms.CharField(label="审定意见", max_length=300)
