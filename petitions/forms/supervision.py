"""Forms of supervision: 督办、答复督办、挂牌、督办卡, and the cause of what is late."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit
from casework.policy import Policy
from petitions.actions.lateness import Late
from petitions.forms import fields
from petitions.forms.pickers import UnitPicker, units_near
from petitions.forms.routing import ReportForm
from petitions.forms.verbs import CloseForm, VerbForm
from petitions.models import Adoption, LateReason, SupervisionReason
from petitions.supervising import open_card, open_supervision, related_units, unexplained_clock

LATE = ("late_reason", "late_text", "late_unit")


def offer_late(form: VerbForm) -> None:
    """Adds the three questions about lateness, only for a case that is late and has not said why."""
    clock = unexplained_clock(form.petition, timezone.localdate())
    if clock is None:
        return
    form.fields["late_reason"] = forms.ChoiceField(
        label="超期原因",
        choices=[("", "请选择"), *LateReason.choices],
        required=False,
        help_text=f"此件已超过{clock.due_on:%-m月%-d日}的期限。",
    )
    form.fields["late_text"] = forms.CharField(label="超期情况说明", max_length=300, required=False)
    unit = UnitPicker(label="造成超期的单位", required=False)
    form.fields["late_unit"] = unit
    unit.offer_units(related_units(form.petition))


def take_late(given: dict[str, Any]) -> Late | None:
    """Takes the answers out of what was filled in."""
    reason, text, unit = (given.pop(name, None) for name in LATE)
    return Late(reason, text or "", unit) if reason else None


class SuperviseForm(VerbForm):
    """督办"""

    unit = UnitPicker(label="被督办单位")
    reason = forms.ChoiceField(label="督办情形", choices=[("", "请选择"), *SupervisionReason.choices])
    requirement = fields.text("督办要求", rows=4)
    reply_by = fields.day("答复期限", required=False)
    improve_work = fields.text("改进工作建议", rows=2, required=False)
    improve_policy = fields.text("完善政策建议", rows=2, required=False)
    accountability = fields.text("追究责任建议", rows=2, required=False)

    def prepare(self) -> None:
        units = related_units(self.petition)
        picker = self.fields["unit"]
        assert isinstance(picker, UnitPicker)
        picker.offer_units(units)
        days = Policy(self.petition.policy_values)["supervision_reply_days"]
        self.fields["reply_by"].help_text = f"不填的，{days}日内答复（单位政策；条例没有规定天数）。"


class AnswerSupervisionForm(VerbForm):
    """答复督办"""

    adoption = forms.ChoiceField(label="采纳情况", choices=Adoption.choices, widget=forms.RadioSelect)
    answer = fields.text("书面答复", rows=5, required=False, help_text="未全部采纳的，写明理由。")

    def prepare(self) -> None:
        found = open_supervision(self.petition)
        if found is None:
            self.idle = "没有待答复的督办。"
            return
        parts = [found.requirement, *(f"{kind}：{text}" for kind, text in found.suggestions)]
        self.fields["answer"].help_text = f"督办要求：{'；'.join(parts)}"


class ListCaseForm(VerbForm):
    """挂牌督办"""

    listed_by = forms.CharField(label="挂牌单位（领导）", max_length=60)
    reason = fields.text("挂牌理由", rows=3)
    until = fields.day("挂牌期限")


class LiftListingForm(VerbForm):
    """解除挂牌"""

    result = fields.text("督办结果", rows=4)


CARD = {
    "opinion": "请写明督办意见。",
    "unit": "督办卡须写明承办单位。",
    "due_on": "督办卡须写明办理期限。",
}


class CardForm(VerbForm):
    """督办卡: three things and a signature."""

    opinion = fields.text("督办意见", rows=3, most=500)
    unit = UnitPicker(label="承办单位")
    due_on = fields.day("办理期限")

    def prepare(self) -> None:
        handling: Unit | None = self.petition.handling_unit
        units = units_near(self.petition.unit)
        picker = self.fields["unit"]
        assert isinstance(picker, UnitPicker)
        for name, words in CARD.items():
            self.fields[name].error_messages["required"] = words
        picker.offer_units([handling] if handling else units)
        if handling:
            picker.initial = handling.pk


class AnswerCardForm(VerbForm):
    """督办卡反馈"""

    feedback = fields.text("办理和反馈情况", rows=5)

    def prepare(self) -> None:
        found = open_card(self.petition)
        if found is None:
            self.idle = "没有待反馈的督办卡。"
            return
        day = f"{found.due_on.month}月{found.due_on.day}日"
        self.fields["feedback"].help_text = f"{found.signoff.signature} {day}前：{found.opinion}"


class ExplainLateForm(VerbForm):
    """说明超期原因"""

    def prepare(self) -> None:
        offer_late(self)
        if "late_reason" not in self.fields:
            self.idle = "此件没有待说明的超期。"


class LateReportForm(ReportForm):
    """报结, with the cause when it is late."""

    def prepare(self) -> None:
        super().prepare()
        offer_late(self)


class LateCloseForm(CloseForm):
    """答复并办结, with the cause when it is late and nobody gave it before."""

    def prepare(self) -> None:
        super().prepare()
        offer_late(self)
