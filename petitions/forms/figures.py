"""The month of the figures page."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils import timezone

from config.forms import BootstrapForm


class MonthForm(BootstrapForm, forms.Form):
    """A month as 2026-02, 2026年2月 or 202602."""

    month = forms.CharField(label="月份", widget=forms.DateInput(attrs={"type": "month"}))

    def clean_month(self) -> date:
        text = str(self.cleaned_data["month"]).strip()
        for pattern in ("%Y-%m", "%Y年%m月", "%Y%m", "%Y.%m", "%Y/%m"):
            try:
                found = datetime.strptime(text, pattern).replace(tzinfo=timezone.get_current_timezone())
            except ValueError:
                continue
            return found.date()
        raise forms.ValidationError("请填写月份，例如 2026-02。")
