"""Forms of 会诊、协调、转执法、涉企告知."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit
from petitions.actions.coordinate import leaders_for, missing_steps
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, UnitPicker, keys_of, units_near
from petitions.forms.register import Several
from petitions.forms.verbs import VerbForm
from petitions.models import CoordinationKind


class CoordinateForm(VerbForm):
    """会诊、协调: who sat together, under whom, what was agreed, who leads."""

    kind = forms.ChoiceField(
        label="方式", choices=CoordinationKind.choices, initial="consultation", widget=forms.RadioSelect
    )
    held_on = fields.day("日期")
    led_by = StaffPicker(label="主持领导", widget=forms.RadioSelect, empty=None)
    units = forms.MultipleChoiceField(
        label="参加单位",
        widget=Several,
        help_text="可多选（按住 Ctrl），至少两个。",
    )
    lead_unit = UnitPicker(
        label="主办单位", required=False, empty="未定", help_text="会诊须确定一个主办单位，由它报结、答复。"
    )
    agreement = fields.text("议定事项", rows=4)
    tasks = fields.text(
        "分工", rows=4, required=False, help_text="一行一项：单位：任务。例如“清住建：查明电梯检验情况”。"
    )
    due_on = fields.day("分工完成日期", required=False)

    def prepare(self) -> None:
        near = {one.pk: one for one in units_near(self.petition.unit)}
        if self.petition.handling_unit:
            near.setdefault(self.petition.handling_unit.pk, self.petition.handling_unit)
        self.by_key = {str(pk): unit for pk, unit in near.items()}
        units, lead, led_by = self.fields["units"], self.fields["lead_unit"], self.fields["led_by"]
        assert isinstance(units, forms.MultipleChoiceField)
        assert isinstance(lead, UnitPicker)
        assert isinstance(led_by, StaffPicker)
        assert isinstance(units.widget, Several)
        units.choices = [(key, unit.name) for key, unit in self.by_key.items()]
        units.widget.keys = {key: keys_of(unit.name) for key, unit in self.by_key.items()}
        lead.offer_units(near.values())
        leaders = leaders_for(self.petition)
        led_by.offer_people(leaders)
        led_by.initial = leaders[0].pk if leaders else None
        self.fields["held_on"].initial = timezone.localdate

    def clean_units(self) -> tuple[Unit, ...]:
        """The units themselves."""
        return tuple(self.by_key[key] for key in self.cleaned_data["units"])

    def clean_tasks(self) -> tuple[tuple[Unit, str], ...]:
        """One unit and one task a line."""
        names = {name: unit for unit in self.by_key.values() for name in (unit.name, unit.short_name)}
        found = []
        for line in filter(str.strip, self.cleaned_data["tasks"].splitlines()):
            name, mark, text = line.strip().replace(":", "：").partition("：")
            if not mark or name.strip() not in names or not text.strip():
                raise forms.ValidationError(
                    f"看不懂“{line.strip()[:30]}”，请写成“单位：任务”，单位用全称或简称。"
                )
            found.append((names[name.strip()], text.strip()[:200]))
        return tuple(found)


class EnforceForm(VerbForm):
    """转执法"""

    unit = UnitPicker(label="执法单位")
    measure = fields.text("措施", rows=3, help_text="例如责令停止建设、暂停使用、立案查处。")
    document_number = forms.CharField(label="执法文书编号", max_length=60)
    approved_by = forms.CharField(label="批准的机关或领导", max_length=60)
    approved_on = fields.day("批准日期")
    skip_reason = forms.CharField(label="未先调查、协调的理由", max_length=200, required=False)

    def prepare(self) -> None:
        picker = self.fields["unit"]
        assert isinstance(picker, UnitPicker)
        near = {one.pk: one for one in units_near(self.petition.unit)}
        picker.offer_units(near.values())
        picker.initial = self.petition.handling_unit_id
        self.fields["approved_on"].initial = timezone.localdate
        missing = missing_steps(self.petition)
        if not missing:
            del self.fields["skip_reason"]
        else:
            self.fields[
                "skip_reason"
            ].help_text = f"先调查、再协调、后依法处理；此件还没有{'、'.join(missing)}，情况紧急的写明理由。"


class OutcomeForm(VerbForm):
    """执法结果"""

    enforcement_id = forms.TypedChoiceField(label="执法文书", coerce=int, widget=forms.RadioSelect)
    outcome = fields.text("执法结果", rows=3)
    outcome_on = fields.day("结果日期")

    def prepare(self) -> None:
        self.fields["outcome_on"].initial = timezone.localdate
        waiting = self.petition.enforcements.filter(outcome="").select_related("unit")
        choices = [(one.pk, f"{one.document_number} {one.unit.name}") for one in waiting]
        self.idle = fields.offer(self, "enforcement_id", choices, none="没有待登记结果的执法。")


class CompanyForm(VerbForm):
    """涉企告知"""

    company = forms.CharField(label="企业名称", max_length=80)
    matter = fields.text(
        "告知事项",
        rows=5,
        help_text="用自己的话写事情本身，不写信访人的姓名、电话、住址等；写了的，系统不让保存。",
    )
    answer_by = fields.day("请企业于何日前回复")

    def prepare(self) -> None:
        self.fields["answer_by"].initial = timezone.localdate() + timedelta(days=7)


class CompanyAnswerForm(VerbForm):
    """企业回复"""

    notice_id = forms.TypedChoiceField(label="告知", coerce=int, widget=forms.RadioSelect)
    answer = fields.text("企业回复", rows=4)
    answered_on = fields.day("回复日期")

    def prepare(self) -> None:
        self.fields["answered_on"].initial = timezone.localdate
        waiting = self.petition.company_notices.filter(answer="")
        choices: list[tuple[int, Any]] = [(one.pk, f"{one.company}：{one.matter[:30]}") for one in waiting]
        self.idle = fields.offer(self, "notice_id", choices, none="没有待登记回复的涉企告知。")
