"""Forms of what goes to leaders, upward, sideways and back: 专报、上报、协办意见."""

from __future__ import annotations

from django import forms

from accounts.access import standing_of
from casework.models import Decision
from petitions.actions.reports import report_leaders
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker
from petitions.forms.verbs import VerbForm
from petitions.models import LeaderReport, LeaderReportKind


class LeaderReportForm(VerbForm):
    """专报, or the draft of a report upward."""

    kind = forms.ChoiceField(label="种类", choices=LeaderReportKind.choices, widget=forms.RadioSelect)
    leader = StaffPicker(label="呈报领导", widget=forms.RadioSelect, empty=None)
    addressed_to = forms.CharField(
        label="报送单位（上级）", max_length=80, required=False, help_text="向上级报告的须填写。"
    )
    text = fields.text("报告内容", rows=7)

    def prepare(self) -> None:
        picker = self.fields["leader"]
        assert isinstance(picker, StaffPicker)
        picker.offer_people(report_leaders(self.petition))


class SignLeaderReportForm(VerbForm):
    """The leader's words on a report put before them, or before somebody they act for."""

    report = forms.TypedChoiceField(label="报告", coerce=int, widget=forms.RadioSelect)
    opinion = fields.text("批示意见", rows=3, required=False, most=500)
    decision = forms.ChoiceField(label="意见", choices=Decision.choices, widget=forms.RadioSelect)
    due_on = fields.day(
        "落实限期",
        required=False,
        help_text="同意专报的，批示列为任务由承办人（没有的由起草人）落实；不填为3个工作日。",
    )

    def prepare(self) -> None:
        people = [self.by, *standing_of(self.by).acting_for]
        waiting = LeaderReport.objects.filter(petition=self.petition, signoff__isnull=True, leader__in=people)
        choices = [(one.pk, f"{one.get_kind_display()}：{one.text}") for one in waiting]
        self.idle = fields.offer(self, "report", choices, none="没有待您批的报告。")


class SendUpwardForm(VerbForm):
    """报送上级: a report that the leader has agreed to."""

    report = forms.TypedChoiceField(label="报告", coerce=int, widget=forms.RadioSelect)

    def prepare(self) -> None:
        ready = LeaderReport.objects.filter(
            petition=self.petition, kind=LeaderReportKind.UPWARD, sent_at__isnull=True
        )
        choices = [
            (one.pk, f"报{one.addressed_to}（{'已签批' if one.signoff_id else '尚待领导签批'}）：{one.text}")
            for one in ready
        ]
        self.idle = fields.offer(self, "report", choices, none="没有待报送的报告，请先拟写并送领导签批。")


class CoOpinionForm(VerbForm):
    """协办意见"""

    text = fields.text("协办意见", rows=5)
