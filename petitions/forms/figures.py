"""The month of the figures page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

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


class SpanForm(BootstrapForm, forms.Form):
    """From a day to a day."""

    first = forms.DateField(label="收到自", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    last = forms.DateField(label="至", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last one."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", "“至”不能早于“自”。")
        return given

    @staticmethod
    def whole_year(today: date) -> dict[str, str]:
        """This year so far."""
        return {"first": today.replace(month=1, day=1).isoformat(), "last": today.isoformat()}

    @classmethod
    def usual(cls, today: date) -> list[tuple[str, str]]:
        """本月、本季、本年, as addresses."""
        quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        starts = (
            ("本月", today.replace(day=1)),
            ("本季", quarter),
            ("本年", today.replace(month=1, day=1)),
        )
        return [
            (words, urlencode({"first": day.isoformat(), "last": today.isoformat()})) for words, day in starts
        ]


class YearForm(BootstrapForm, forms.Form):
    """A year."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
