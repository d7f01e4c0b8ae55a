"""The four things on a leader's desk: opinion, unit, date, signature. The opinion is empty until somebody writes it."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Staff, Unit
from casework.models import Decision
from casework.policy import Policy
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, UnitPicker, people_at, units_near
from petitions.forms.verbs import HIDDEN, VerbForm
from petitions.models import Petition


class SignForm(VerbForm):
    """审签: agree with words, or return with a reason."""

    kind = "sign"
    opinion = fields.text("审签意见", rows=3, required=False, most=500)
    decision = forms.ChoiceField(choices=Decision.choices, initial=Decision.AGREE, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, petition: Petition, by: Staff, **kwargs: Any) -> None:
        super().__init__(data, petition=petition, by=by, **kwargs)

    def given(self) -> dict[str, Any]:
        """As `handle.sign_closing` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


class AnnotateForm(SignForm):
    """阅批: the leader's words and, with them, unit, officer and date."""

    kind = "annotate"
    opinion = fields.text("批示意见", rows=3, required=False, most=500)
    use_suggested = forms.BooleanField(required=False)
    unit = UnitPicker(label="承办单位", required=False, empty="不选：由办公室按批示交办")
    responsible = StaffPicker(label="承办负责人（工作人员）", required=False)
    due_on = fields.day("要求办结日期", required=False)

    def prepare(self) -> None:
        units = units_near(self.petition.unit)
        picker, officer = self.fields["unit"], self.fields["responsible"]
        assert isinstance(picker, UnitPicker)
        assert isinstance(officer, StaffPicker)
        self.must_assign = bool(Policy(self.petition.policy_values)["annotation_must_assign"])
        suggested = self.suggested()
        if suggested and suggested not in units:
            units.append(suggested)
        if self.must_assign:
            picker.empty = "请选择"
        picker.offer_units(units)
        if self.must_assign:
            officer.offer(people_at(units))
        else:
            del self.fields["responsible"]
        if suggested:
            self.fields["use_suggested"].label = f"交{suggested.name}办理（按内容分类建议）"
        else:
            del self.fields["use_suggested"]

    def suggested(self) -> Unit | None:
        """The unit to which matters of this class usually go."""
        chosen = self.petition.content_class
        unit = chosen.default_unit if chosen else None
        return unit if unit and unit.is_active else None

    def clean(self) -> dict[str, Any]:
        """A tap on the suggestion stands for choosing the unit; two different answers are asked about."""
        given = super().clean() or {}
        if given.pop("use_suggested", False):
            if given.get("unit") not in (None, self.suggested()):
                self.add_error("unit", "已勾选建议单位，又另选了单位，请只留一个。")
            given["unit"] = self.suggested()
        return given
