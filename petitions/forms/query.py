"""Forms of the public page: number and code, and the rating of each unit."""

from __future__ import annotations

from typing import Any

from django import forms

from config.forms import BootstrapForm
from petitions.models import Rating
from petitions.public import Rated


class QueryForm(BootstrapForm, forms.Form):
    """What stands on the slip."""

    number = forms.CharField(
        label="编号",
        max_length=40,
        help_text="例如“清信访〔2026〕1号”，见回执；委托代理的，填委托书上的编号。",
    )
    code = forms.CharField(
        label="查询码", max_length=16, help_text="回执（委托书）上的八位字母和数字，不分大小写。"
    )


class RateForm(BootstrapForm, forms.Form):
    """满意、基本满意、不满意 for each unit, with words; a unit may be left out."""

    def __init__(self, *args: Any, rated: list[Rated], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rated = rated
        for one in rated:
            self.fields[f"{one.party}_rating"] = forms.ChoiceField(
                label=f"{one.label}（{one.unit.name}）",
                choices=Rating.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=one.rating,
            )
            self.fields[f"{one.party}_words"] = forms.CharField(
                label="想说的话（可以不填）", max_length=300, required=False, initial=one.words
            )

    def given(self) -> dict[str, tuple[str, str]]:
        """party → (rating, words), of those that were rated."""
        data = self.cleaned_data
        return {
            one.party: (data[f"{one.party}_rating"], data[f"{one.party}_words"])
            for one in self.rated
            if data[f"{one.party}_rating"]
        }
