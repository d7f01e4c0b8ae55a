"""The four things on a leader's desk: opinion, unit, date, signature. The opinion is empty until somebody writes it."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Staff
from casework.models import Decision
from casework.policy import Policy
from petitions.actions import send_back
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, UnitPicker, people_at
from petitions.forms.routing import ToUnitForm
from petitions.forms.verbs import HIDDEN, VerbForm
from petitions.models import Petition


class SignForm(VerbForm):
    """审签: agree with words, or return with a reason."""

    kind = "sign"
    opinion = fields.text("审签意见", rows=3, required=False, most=500)
    to = forms.ChoiceField(label="退回到（退回时选）", required=False)
    decision = forms.ChoiceField(
        label="签批", choices=Decision.choices, initial=Decision.AGREE, widget=forms.HiddenInput
    )

    def __init__(self, data: Any = None, *, petition: Petition, by: Staff, **kwargs: Any) -> None:
        super().__init__(data, petition=petition, by=by, **kwargs)

    def prepare(self) -> None:
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = list(send_back.return_targets(self.petition).items())

    def given(self) -> dict[str, Any]:
        """What is signed, without what only a return needs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in (*HIDDEN, "to")}


class ReviewForm(SignForm):
    """签发复查（复核）意见: the draft goes out, or back to who wrote it."""

    kind = "sign_review"
    opinion = fields.text("签发意见", rows=3, required=False, most=500)

    def prepare(self) -> None:
        del self.fields["to"]


class AnnotateForm(ToUnitForm, SignForm):
    """阅批: the leader's words and, with them, unit, officer and date."""

    kind = "annotate"
    opinion = fields.text("批示意见", rows=3, required=False, most=500)
    responsible = StaffPicker(label="承办负责人（工作人员）", required=False)
    due_on = fields.day("要求办结日期", required=False)

    def prepare(self) -> None:
        super().prepare()
        del self.fields["to"]
        picker, officer = self.fields["unit"], self.fields["responsible"]
        assert isinstance(picker, UnitPicker)
        assert isinstance(officer, StaffPicker)
        self.must_assign = bool(Policy(self.petition.policy_values)["annotation_must_assign"])
        if self.must_assign:
            officer.offer(people_at(self.units))
            return
        picker.empty = "不选：由办公室按批示交办"
        picker.offer_units(self.units)
        del self.fields["responsible"]
