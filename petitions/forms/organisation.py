"""Forms of 责任与会议."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.access import standing_of
from accounts.models import Staff, Unit
from petitions.forms import fields
from petitions.forms.analyses import offer_one
from petitions.forms.office_papers import PaperForm, PeoplePicker
from petitions.forms.pickers import StaffPicker, UnitPicker, people_at
from petitions.models import GroupKind, GroupRole, MeetingKind, TaskKind
from petitions.office import kept_units

# Kinds that somebody begins by hand; the others come from a meeting or a regulation.
FREE_KINDS = [TaskKind.GROUP, TaskKind.ISSUE, TaskKind.OTHER]


def colleagues(units: list[Unit]) -> dict[Staff, str]:
    """Who may be named in the papers of these units: people at them, directly below and above."""
    paths = {path for unit in units for path in unit.ancestor_paths()}
    around = Unit.objects.active().filter(path__in=paths) | Unit.objects.active().filter(
        parent__in=[unit.pk for unit in units]
    )
    return people_at(around.distinct())


class OrganisationForm(PaperForm):
    """Offers the units whose papers one keeps, and their people."""

    pickers: tuple[str, ...] = ()
    several: tuple[str, ...] = ()

    def prepare(self) -> None:
        units = [self.paper.unit] if self.paper is not None else kept_units(standing_of(self.by))
        people = colleagues(units)
        if "unit" in self.fields:
            offer_one(self, "unit", units)
        for name in self.pickers:
            picker = self.fields[name]
            assert isinstance(picker, StaffPicker)
            picker.offer(people)
        for name in self.several:
            field = self.fields[name]
            assert isinstance(field, PeoplePicker)
            field.offer(list(people))


class MembersForm(OrganisationForm):
    """组长、副组长、成员"""

    pickers = ("head",)
    several = ("deputies", "members")
    head = StaffPicker(label="组长（主任）")
    deputies = PeoplePicker(label="副组长（副主任）", required=False, help_text="日常工作归第一位副组长。")
    members = PeoplePicker(label="成员", required=False)

    def prepare(self) -> None:
        super().prepare()
        if self.paper is None:
            return
        rows = list(self.paper.members.all())
        self.begin(
            head=next((one.staff_id for one in rows if one.role == GroupRole.HEAD), None),
            deputies=[one.staff_id for one in rows if one.role == GroupRole.DEPUTY],
            members=[one.staff_id for one in rows if one.role == GroupRole.MEMBER],
        )


class GroupForm(MembersForm):
    """设领导小组"""

    unit = UnitPicker(label="单位")
    kind = forms.ChoiceField(
        label="种类", choices=GroupKind.choices, initial=GroupKind.LEADING, widget=forms.RadioSelect
    )
    formed_on = fields.day("成立日期")
    document = forms.CharField(label="成立文件", max_length=60, required=False)
    field_order = ["unit", "kind", "formed_on", "document", "head", "deputies", "members"]


class MeetingForm(OrganisationForm):
    """会议记录"""

    pickers = ("chair",)
    unit = UnitPicker(label="单位")
    kind = forms.ChoiceField(label="种类", choices=MeetingKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="会议名称", max_length=80)
    held_on = fields.day("日期")
    chair = StaffPicker(label="主持人")
    attendees = forms.CharField(label="参加人", max_length=300, required=False)
    petition_topics = fields.text("信访议题", rows=3, help_text="每行一项。")
    other_topics = fields.text("其他议题", rows=2, required=False, help_text="每行一项。")

    def prepare(self) -> None:
        super().prepare()
        self.begin(held_on=timezone.localdate())

    def given(self) -> dict[str, Any]:
        """Topics as lists."""
        found = dict(self.cleaned_data)
        for name in ("petition_topics", "other_topics"):
            found[name] = [one.strip()[:200] for one in found[name].splitlines() if one.strip()]
        return found


class ResolveForm(OrganisationForm):
    """What is to be done, by whom, by when."""

    pickers = ("owner",)
    title = forms.CharField(label="事项", max_length=200)
    owner = StaffPicker(label="责任人")
    due_on = fields.day("完成日期")


class TaskForm(ResolveForm):
    """任务、问题"""

    unit = UnitPicker(label="单位")
    kind = forms.ChoiceField(
        label="种类", choices=[(one, one.label) for one in FREE_KINDS], widget=forms.RadioSelect
    )
    owner = StaffPicker(label="责任人", required=False, help_text="领导小组日常工作不选时归副组长。")
    field_order = ["unit", "kind", "title", "owner", "due_on"]


class FinishForm(PaperForm):
    """销号"""

    evidence = fields.text("完成情况和依据", rows=3, help_text="文件、会议、结果；没有依据不能销号。")


class CommitmentForm(OrganisationForm):
    """年度责任书"""

    pickers = ("pledger", "superior")
    unit = UnitPicker(label="单位")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    title = forms.CharField(label="名称", max_length=80, initial="信访工作责任书")
    text = fields.text("责任内容", rows=6)
    pledger = StaffPicker(label="责任人")
    superior = StaffPicker(label="签订领导")

    def prepare(self) -> None:
        super().prepare()
        self.begin(year=timezone.localdate().year)


class DocumentForm(OrganisationForm):
    """制度文件"""

    unit = UnitPicker(label="单位")
    number = forms.CharField(label="文号", max_length=40, help_text="本单位内唯一，例如“清信〔2026〕5号”。")
    title = forms.CharField(label="标题", max_length=80)
    text = fields.text("内容", rows=10, most=20000)


class EditDocumentForm(PaperForm):
    """修改草稿"""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=80)
    text = fields.text("内容", rows=10, most=20000)

    def prepare(self) -> None:
        self.begin(seen=self.paper.version, title=self.paper.title, text=self.paper.text)


class PublishForm(OrganisationForm):
    """批准发布，分送给谁阅读"""

    several = ("people",)
    people = PeoplePicker(label="分送阅读", required=False)
