"""Forms of the ways between units: 接收、异议、答复异议、裁定."""

from __future__ import annotations

from django import forms

from petitions.forms import fields
from petitions.forms.pickers import UnitPicker, units_near
from petitions.forms.verbs import VerbForm
from petitions.ways import last_objection


class ObjectForm(VerbForm):
    """提出异议"""

    reasons = fields.text("异议理由", rows=4, help_text="写明职责依据，例如“三定”规定、法规条款。")
    competent = forms.CharField(label="有权处理的机关、单位", max_length=80)


class AnswerObjectionForm(VerbForm):
    """答复异议: the objection itself stands above the answer."""

    agree = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意，退回本单位重新转送、交办"), ("no", "不同意（写明理由）")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = fields.text("理由", rows=3, required=False)

    def prepare(self) -> None:
        objection = last_objection(self.petition)
        if objection is not None:
            self.fields[
                "agree"
            ].help_text = f"{objection.unit.name}：{objection.reasons}（认为应由{objection.competent}办理）"


class ArbitrateForm(VerbForm):
    """裁定: whose it is, and why."""

    unit = UnitPicker(label="裁定由哪个单位办理")
    decision = fields.text("裁定意见和依据", rows=4)

    def prepare(self) -> None:
        objection = last_objection(self.petition)
        picker = self.fields["unit"]
        assert isinstance(picker, UnitPicker)
        if objection is None:
            return
        found = {one.pk: one for one in [objection.unit, *units_near(self.petition.unit)]}
        picker.offer_units(found.values())
        self.fields[
            "decision"
        ].help_text = f"{objection.unit.name}的异议：{objection.reasons}（认为应由{objection.competent}办理）"
