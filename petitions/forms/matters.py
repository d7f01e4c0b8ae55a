"""Forms of 并案、分案 and 同一人: what is joined, what is told apart, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from config.forms import BootstrapForm
from petitions.forms import fields
from petitions.forms.verbs import VerbForm
from petitions.models import ContentClass, Petition
from petitions.states import RepeatKind


class MergeForm(VerbForm):
    """并案: the case that goes on, found by its number through the door."""

    number = forms.CharField(
        label="并入（继续办理的件）", max_length=40, help_text="例如“清信访〔2026〕1号”。"
    )
    reason = fields.text("并案理由", rows=3, most=200)

    def clean_number(self) -> str:
        """Keeps the other case as `into`; what is out of sight is as good as absent."""
        number = str(self.cleaned_data["number"]).strip()
        self.into = Petition.objects.visible_to(self.by).filter(number=number).first()
        if self.into is None:
            raise forms.ValidationError("没有找到此编号的信访件，请核对编号。")
        return number

    def given(self) -> dict[str, Any]:
        """The case itself instead of its number."""
        return {"into": self.into, "reason": self.cleaned_data["reason"]}


class SplitForm(VerbForm):
    """分案: the second matter of one letter, in its own words."""

    body = fields.text("另一事项的内容", rows=6)
    title = forms.CharField(label="摘要", max_length=80, required=False, help_text="不填时取内容的前几个字。")
    content_class = forms.ModelChoiceField(ContentClass.objects.none(), label="内容分类", required=False)
    reason = fields.text("分案理由", rows=2, most=200)

    def prepare(self) -> None:
        classes = self.fields["content_class"]
        assert isinstance(classes, forms.ModelChoiceField)
        classes.queryset = ContentClass.objects.filter(is_active=True).order_by("code")
        classes.widget.attrs |= {
            "data-category-picker": "",
            "data-category-url": reverse("content_classes"),
        }


class AlikeForm(BootstrapForm, forms.Form):
    """What a person decides of two cases that look alike."""

    petition = forms.IntegerField()
    earlier = forms.IntegerField()
    decision = forms.ChoiceField(choices=[("merge", "并案"), *RepeatKind.choices])
    reason = forms.CharField(label="理由", max_length=200, required=False)


class SameForm(BootstrapForm, forms.Form):
    """What a person decides of two entries of the directory."""

    entry = forms.IntegerField()
    kept = forms.IntegerField()
    is_same = forms.BooleanField(required=False)
    reason = forms.CharField(label="理由", max_length=120)
