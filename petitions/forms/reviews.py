"""Forms of 复查、复核、听证 and 回访."""

from __future__ import annotations

from django import forms

from petitions import reviews
from petitions.forms import fields
from petitions.forms.outcomes import today
from petitions.forms.verbs import VerbForm
from petitions.models import Execution, Rating, ReturnVisit, ReviewDecision


class ApplyForm(VerbForm):
    """登记复查复核申请"""

    applied_on = fields.day("申请日期")
    answer_received_on = fields.day("收到原意见日期")
    grounds = fields.text("申请理由", rows=5)
    late_reason = forms.CharField(label="逾期的正当理由", max_length=200, required=False)
    organ_name = forms.CharField(label="复查（复核）机关", max_length=80)

    def prepare(self) -> None:
        today(self, "applied_on")
        self.fields["answer_received_on"].initial = reviews.answer_received_on(self.petition)
        organ = reviews.organ_above(self.petition)
        if organ is not None:
            field = self.fields["organ_name"]
            field.required, field.disabled, field.initial = False, True, organ.name
        level = reviews.next_level(self.petition)
        if level is not None:
            self.fields["grounds"].label = f"申请{level.label}的理由"


class DraftForm(VerbForm):
    """拟写复查复核意见"""

    decision = forms.ChoiceField(label="决定", choices=ReviewDecision.choices, widget=forms.RadioSelect)
    facts = fields.text("查明的事实和理由", rows=5)
    opinion = fields.text("复查（复核）意见", rows=4)
    basis = fields.text("法律、政策依据", rows=2)
    outside_number = forms.CharField(label="上级意见书文号", max_length=60)

    def prepare(self) -> None:
        review = reviews.running(self.petition)
        if review is None or review.organ is not None:
            del self.fields["outside_number"]
        if review is not None:
            for name in ("decision", "facts", "opinion", "basis"):
                self.fields[name].initial = getattr(review, name)


class DeliverForm(VerbForm):
    """送达复查复核意见"""

    delivered_on = fields.day("送达日期")
    delivered_how = forms.CharField(label="送达方式和签收情况", max_length=60)

    def prepare(self) -> None:
        today(self, "delivered_on")


class CallHearingForm(VerbForm):
    """通知听证"""

    starts_on = fields.day("日期")
    starts_time = forms.TimeField(label="时刻", widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label="地点", max_length=80)
    chair = forms.CharField(label="主持人", max_length=60)
    participants = fields.text("参加人员", rows=3)


class HearingForm(VerbForm):
    """听证"""

    starts_on = fields.day("开始日期")
    ends_on = fields.day("结束日期")
    place = forms.CharField(label="地点", max_length=80)
    chair = forms.CharField(label="主持人", max_length=60)
    participants = fields.text("参加人员", rows=3)
    facts = fields.text("听证查明的事实", rows=4)
    conclusion = fields.text("听证结论", rows=3)

    def prepare(self) -> None:
        called = self.petition.hearings.filter(facts="", dropped_at__isnull=True).first()
        for name in ("starts_on", "ends_on", "place", "chair", "participants") if called else ():
            self.fields[name].initial = getattr(called, name)


class ReturnVisitForm(VerbForm):
    """回访"""

    visited_on = fields.day("回访日期")
    method = forms.ChoiceField(label="方式", choices=[])
    satisfied = forms.ChoiceField(label="是否满意", choices=Rating.choices, widget=forms.RadioSelect)
    executed = forms.ChoiceField(label="意见执行情况", choices=Execution.choices, widget=forms.RadioSelect)
    words = fields.text("信访人意见", rows=3, required=False)

    def prepare(self) -> None:
        today(self, "visited_on")
        method = self.fields["method"]
        assert isinstance(method, forms.ChoiceField)
        method.choices = ReturnVisit._meta.get_field("method").choices or []
