"""Forms of analyses, reports, causes and measures. None of them has a field for a figure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.access import people_with, standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power, Role
from petitions.analyses import never_used
from petitions.forms import fields
from petitions.forms.office_papers import PaperForm, PeoplePicker
from petitions.forms.pickers import StaffPicker, UnitPicker
from petitions.forms.verbs import VerbForm
from petitions.models import (
    PARTS,
    Analysis,
    AnalysisKind,
    Cause,
    InfoReport,
    InfoState,
    ReportContent,
    Rhythm,
)
from petitions.office import kept_units, leaders_and_office

MOST_INFOS = 60


def ledger_units(staff: Staff) -> list[Unit]:
    """Units for which the person may write an analysis."""
    found = {one.pk: one for one in standing_of(staff).units_with(Power.LEDGER)}
    return sorted(found.values(), key=lambda one: one.path)


def offer_one(form: PaperForm, name: str, units: list[Unit], *, own: Unit | None = None) -> None:
    """Units to choose from; one's own, else the first, is chosen already."""
    picker = form.fields[name]
    assert isinstance(picker, UnitPicker)
    picker.offer_units(units)
    first = [one for one in units if one == own] or units
    picker.initial = first[0].pk if first else None


class NewAnalysisForm(PaperForm):
    """Which unit, which period."""

    kind = forms.ChoiceField(
        label="种类", choices=AnalysisKind.choices, initial=AnalysisKind.MONTHLY, widget=forms.RadioSelect
    )
    unit = UnitPicker(label="单位")
    day = fields.day("月份（年度）内的任一天")

    def prepare(self) -> None:
        offer_one(self, "unit", ledger_units(self.by), own=self.by.unit)
        self.begin(day=timezone.localdate())


class WriteForm(PaperForm):
    """The words of each part, and the information that was used."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        analysis: Analysis = self.paper
        self.begin(seen=analysis.version)
        for key, heading in PARTS[analysis.kind]:
            field = fields.text(heading, rows=5, required=False, most=8000)
            field.initial = analysis.texts.get(key, "")
            self.fields[f"text_{key}"] = field
        used = list(analysis.infos.values_list("pk", flat=True))
        issued = InfoReport.objects.visible_to(self.by).filter(state=InfoState.ISSUED)
        fresh = list(never_used(self.by)[:MOST_INFOS])
        self.infos = {str(one.pk): one for one in [*issued.filter(pk__in=used), *fresh]}
        self.fields["infos"] = forms.MultipleChoiceField(
            label="采用的信息",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, one.title) for key, one in self.infos.items()],
            initial=used,
            help_text="列出已采用的和从未被采用过的。",
        )

    def given(self) -> dict[str, Any]:
        """Parts by key, and the information itself."""
        texts = {
            name.removeprefix("text_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("text_")
        }
        infos = [self.infos[key] for key in self.cleaned_data["infos"]]
        return {"seen": self.cleaned_data["seen"], "texts": texts, "infos": infos}


class IssueAnalysisForm(PaperForm):
    """印发 to whom."""

    people = PeoplePicker(label="分送", required=False)

    def prepare(self) -> None:
        field = self.fields["people"]
        assert isinstance(field, PeoplePicker)
        field.offer(leaders_and_office(self.paper.unit))


class CauseForm(VerbForm):
    """原因归类"""

    cause = forms.ChoiceField(label="原因", choices=Cause.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def prepare(self) -> None:
        note = getattr(self.petition, "cause_note", None)
        if note:
            self.fields["cause"].initial, self.fields["note"].initial = note.cause, note.note


class MeasureForm(PaperForm):
    """措施"""

    unit = UnitPicker(label="单位")
    taken_on = fields.day("实施日期")
    title = forms.CharField(label="措施", max_length=80)
    cause = forms.ChoiceField(label="针对的原因", choices=[("", "不限"), *Cause.choices], required=False)

    def prepare(self) -> None:
        offer_one(self, "unit", kept_units(standing_of(self.by)), own=self.by.unit)
        self.begin(taken_on=timezone.localdate())


def office_people(units: list[Unit]) -> list[Staff]:
    """Those who fill in or read the reports of these units."""
    found: dict[int, Staff] = {}
    for unit in units:
        for one in [*leaders_and_office(unit), *people_with([Role.REGISTRAR, Role.SUPERVISOR], unit)]:
            found.setdefault(one.pk, one)
    return list(found.values())


class ScheduleForm(PaperForm):
    """报表规则"""

    unit = UnitPicker(label="单位")
    title = forms.CharField(label="报表名称", max_length=60)
    content = forms.ChoiceField(label="内容", choices=ReportContent.choices, widget=forms.RadioSelect)
    rule = forms.ChoiceField(label="周期", choices=Rhythm.choices)
    weekday = forms.TypedChoiceField(
        label="星期几",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "—"), *((n, f"星期{'一二三四五六日'[n - 1]}") for n in range(1, 8))],
        help_text="每周的填写；遇放假提前到当周最后一个工作日。",
    )
    nth = forms.IntegerField(
        label="第几个工作日", required=False, min_value=1, max_value=15, help_text="每月第几个工作日的填写。"
    )
    month = forms.IntegerField(
        label="月", required=False, min_value=1, max_value=12, help_text="每年的填写。"
    )
    day = forms.IntegerField(label="日", required=False, min_value=1, max_value=31, help_text="每年的填写。")
    due_time = forms.TimeField(
        label="截止时刻", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    starts_on = fields.day("自")
    owner = StaffPicker(label="填报人")
    recipients = PeoplePicker(label="分送范围", required=False)

    def prepare(self) -> None:
        units = kept_units(standing_of(self.by))
        offer_one(self, "unit", units, own=self.by.unit)
        people = office_people(units)
        owner, recipients = self.fields["owner"], self.fields["recipients"]
        assert isinstance(owner, StaffPicker)
        assert isinstance(recipients, PeoplePicker)
        owner.offer_people(people)
        recipients.offer(people)
        self.begin(starts_on=timezone.localdate(), due_time="17:00")


class AskReportForm(PaperForm):
    """临时要求"""

    first = fields.day("自")
    last = fields.day("至")
    due_on = fields.day("截止日期")


class EndScheduleForm(PaperForm):
    """停止"""

    ends_on = fields.day("最后一天")


class FileForm(PaperForm):
    """报出"""

    text = fields.text("说明", rows=5, required=False)

    def prepare(self) -> None:
        self.begin(text=self.paper.text)
