"""Forms of the compartment: who is accused, 回避."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Staff, Unit
from config.forms import BootstrapForm
from petitions import discipline
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, people_at, units_near
from petitions.forms.register import Several, offer_several
from petitions.forms.verbs import VerbForm
from petitions.models import ReplyMethod
from petitions.states import Channel


class AccusedFields(forms.Form):
    """被反映的单位和人, several of each, found by words or pinyin."""

    accused_units = forms.MultipleChoiceField(label="被反映单位", required=False, widget=Several)
    accused_staff = forms.MultipleChoiceField(label="被反映人", required=False, widget=Several)

    def offer_accused(self, desk: Unit) -> None:
        """Units and colleagues around the desk."""
        near = units_near(desk)
        colleagues = people_at(near)
        self.accused: dict[str, dict[str, Any]] = {
            "accused_units": {str(one.pk): one for one in near},
            "accused_staff": {str(one.pk): one for one in colleagues},
        }
        offer_several(self.fields["accused_units"], {one: one.name for one in near})
        offer_several(self.fields["accused_staff"], colleagues)

    def clean_accused_units(self) -> list[Unit]:
        return [self.accused["accused_units"][key] for key in self.cleaned_data["accused_units"]]

    def clean_accused_staff(self) -> list[Staff]:
        return [self.accused["accused_staff"][key] for key in self.cleaned_data["accused_staff"]]


class SealForm(AccusedFields, VerbForm):
    """转为检举控告"""

    reason = fields.text("理由", rows=2, most=200)

    def prepare(self) -> None:
        self.offer_accused(self.petition.unit)


class DirectForm(AccusedFields, BootstrapForm, forms.Form):
    """直送登记: how and when it came, and whom it concerns. There is no field for anything else."""

    channel = forms.ChoiceField(label="来源渠道", choices=Channel.choices, initial=Channel.LETTER)
    received_on = fields.day("收到日期")

    def __init__(self, data: Any = None, *, desk: Unit) -> None:
        super().__init__(data)
        self.offer_accused(desk)
        self.fields["received_on"].initial = timezone.localdate
        self.order_fields(["received_on", "channel", "accused_units", "accused_staff"])


class RecuseForm(VerbForm):
    """回避: oneself, or, for those who may order it, whoever works on the case."""

    person = StaffPicker(label="回避人", empty=None)
    reason = fields.text("回避理由", rows=3, most=200)
    replacement = StaffPicker(label="由谁替代", required=False, empty="按顺序自动确定")

    def prepare(self) -> None:
        """Those with the case in hand, and their colleagues to take over."""
        petition = self.petition
        held = [self.by, petition.handler, petition.signer, petition.addressee, petition.registered_by]
        units = [one for one in (petition.handling_unit, petition.unit) if one]
        colleagues = people_at(units)
        person, replacement = self.fields["person"], self.fields["replacement"]
        assert isinstance(person, StaffPicker)
        assert isinstance(replacement, StaffPicker)
        # Everybody else may be ordered to as well, before anything reaches them.
        person.offer({one: one.name for one in held if one} | colleagues)
        replacement.offer({one: words for one, words in colleagues.items() if one != self.by})
        person.initial = self.by.pk


class InquiryForm(VerbForm):
    """初查决定"""

    scope = fields.text("初查事项", rows=3)
    members = forms.MultipleChoiceField(label="初查人员", widget=forms.CheckboxSelectMultiple)
    opinion = fields.text("决定意见（签字）", rows=2)

    def prepare(self) -> None:
        self.people = {str(one.pk): one for one in discipline.members_at(self.petition)}
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, one.name) for key, one in self.people.items()]

    def clean_members(self) -> list[Staff]:
        return [self.people[key] for key in self.cleaned_data["members"]]


class FindingsForm(VerbForm):
    """初查结果"""

    findings = fields.text("初查结果", rows=6)


class ToldForm(VerbForm):
    """告知受理"""

    method = forms.ChoiceField(label="告知方式", choices=ReplyMethod.choices)
    told_on = fields.day("告知日期")

    def prepare(self) -> None:
        self.fields["told_on"].initial = timezone.localdate
