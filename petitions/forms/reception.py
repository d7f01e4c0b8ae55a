"""Forms of a reception day: who is on duty, who comes, and what the leader decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Staff, Unit
from config.forms import BootstrapForm
from petitions import receiving
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, UnitPicker, people_at, units_near
from petitions.models import Appointment, DutyRoster, Petition, ReceptionSession
from petitions.states import AppointmentState, ReceptionOutcome
from petitions.validators import phone_problem

# S09-10, S09-11: what is looked at each morning. Ticking is a help, never a condition of receiving anybody.
CHECKS = (
    ("dress", "衣着整齐，佩戴工作牌"),
    ("speech", "文明用语，讲普通话；需要时用方言或请人翻译"),
    ("room", "接待室整洁，桌椅齐全"),
    ("water", "备好开水和杯子"),
    ("papers", "公示牌、办理程序、样表在位"),
    ("access", "无障碍通道、老花镜、急救用品可用"),
)


class ReceptionForm(BootstrapForm, forms.Form):
    """A form of a reception page."""


class DutyForm(ReceptionForm):
    """Who is on duty on a day of a roster that is not yet published."""

    day = fields.day("日期")
    leader = StaffPicker(label="值班领导", required=False, empty="（空缺）")

    def __init__(self, *args: Any, roster: DutyRoster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, self.last = receiving.month_of(roster.month)
        self.first = first
        people = {
            one.staff: f"{one.staff.name}（{one.title}）" for one in receiving.leaders_for(roster.unit, first)
        }
        picker = self.fields["leader"]
        assert isinstance(picker, StaffPicker)
        picker.offer(people)

    def clean_day(self) -> Any:
        """A day of the roster's month."""
        day = self.cleaned_data["day"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError("请选择本月的日期。")
        return day


class NoticeForm(ReceptionForm):
    """公布记录"""

    on = fields.day("公布日期")
    medium = forms.CharField(
        label="公布途径", max_length=80, help_text="例如：群工部公示牌、县电视台、政府网站。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class SessionForm(ReceptionForm):
    """共同接待人、记录人、地点"""

    recorder = StaffPicker(label="记录人", required=False, empty="（未定）")
    co_receivers = forms.MultipleChoiceField(
        label="共同接待人",
        required=False,
        widget=forms.SelectMultiple({"size": 5}),
        help_text="可多选（按住 Ctrl）；没有可不选。",
    )
    place = forms.CharField(label="地点", max_length=80, required=False)

    def __init__(self, *args: Any, session: ReceptionSession, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "recorder": session.recorder_id or "",
            "co_receivers": [str(one.pk) for one in session.co_receivers.all()],
            "place": session.place,
        }
        super().__init__(*args, **kwargs)
        units = units_near(session.roster.unit)
        words = {one: text for one, text in people_at(units).items() if one.pk != session.leader_id}
        recorder, others = self.fields["recorder"], self.fields["co_receivers"]
        assert isinstance(recorder, StaffPicker)
        assert isinstance(others, forms.MultipleChoiceField)
        own = Staff.objects.filter(is_active=True, unit__path__startswith=session.roster.unit.path)
        recorder.offer({one: one.name for one in own.order_by("name")})
        self.people = {str(one.pk): one for one in words}
        others.choices = [(str(one.pk), text) for one, text in words.items()]

    def given(self) -> dict[str, Any]:
        """As `roster.staff_session` takes it."""
        given = self.cleaned_data
        return {**given, "co_receivers": [self.people[key] for key in given["co_receivers"]]}


class WhoForm(ReceptionForm):
    """邀请参加"""

    who = StaffPicker(label="邀请参加", empty="请选择")

    def __init__(self, *args: Any, session: ReceptionSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker = self.fields["who"]
        assert isinstance(picker, StaffPicker)
        picker.offer(people_at(units_near(session.roster.unit)))


class EntrustForm(ReceptionForm):
    """委托代班"""

    to = StaffPicker(label="请谁代班")
    reason = forms.CharField(label="事由", max_length=100)

    def __init__(self, *args: Any, session: ReceptionSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = receiving.leaders_for(session.roster.unit, session.day)
        picker = self.fields["to"]
        assert isinstance(picker, StaffPicker)
        picker.offer(
            {
                one.staff: f"{one.staff.name}（{one.title}）"
                for one in people
                if one.staff.pk != session.leader_id
            }
        )


class AskForm(ReceptionForm):
    """约访, at the counter and on the public page: a name, a telephone, the matter. Nothing else is asked."""

    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="电话", max_length=20, help_text="只用于告知您约定的时间。")
    subject = fields.text("想反映的事", rows=4, most=300)
    head_count = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    wanted_on = fields.day("希望的日期", required=False)

    def clean_phone(self) -> str:
        """The answer goes by telephone alone: a number that cannot be right is asked for again."""
        phone = str(self.cleaned_data["phone"]).strip()
        problem = phone_problem(phone)
        if problem or sum(one.isdigit() for one in phone) < 7:
            raise forms.ValidationError(problem or "电话号码不完整，请填手机号或带区号的固定电话。")
        return phone


class DecideForm(ReceptionForm):
    """答复约访"""

    state = forms.ChoiceField(
        label="答复",
        choices=[
            (one.value, one.label)
            for one in (AppointmentState.AGREED, AppointmentState.MOVED, AppointmentState.DECLINED)
        ],
        widget=forms.RadioSelect,
    )
    session = forms.ChoiceField(label="安排在", required=False)
    reason = fields.text("理由", rows=2, most=200, required=False, help_text="改期、谢绝须写明。")

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        kwargs["initial"] = {"session": appointment.session_id or "", "state": AppointmentState.AGREED}
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        last = today.replace(year=today.year + 1, day=1)
        coming = receiving.sessions_of(appointment.unit, today, last).filter(closed_at__isnull=True)
        self.sessions = {str(one.pk): one for one in coming[:60]}
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)
        words = [
            (key, f"{one.day.month}月{one.day.day}日 {one.leader_title}{one.leader.name}")
            for key, one in self.sessions.items()
        ]
        field.choices = [("", "请选择"), *words]
        if not words:
            field.help_text = "还没有以后的接待日，请先生成值班安排。"

    def given(self) -> dict[str, Any]:
        """As `appointments.decide` takes it."""
        return {**self.cleaned_data, "session": self.sessions.get(self.cleaned_data["session"])}


class TicketForm(ReceptionForm):
    """取号"""

    name = forms.CharField(label="姓名", max_length=60, required=False, help_text="可以不填。")


class ResultForm(ReceptionForm):
    """接待结果: outcome, words, and for an order its unit and its date."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="接待结果", choices=ReceptionOutcome.choices, widget=forms.RadioSelect)
    opinion = fields.text("意见", rows=4, most=500)
    unit = UnitPicker(label="承办单位", required=False, empty="（不交办）")
    due_on = fields.day("限办日期", required=False, help_text="现场交办必填。")
    responsible = StaffPicker(label="指定承办人", required=False, empty="由承办单位签收时确定")
    co_units = forms.MultipleChoiceField(
        label="到场单位",
        required=False,
        widget=forms.SelectMultiple({"size": 5}),
        help_text="现场办公必填，可多选（按住 Ctrl）。",
    )

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": petition.version})
        super().__init__(*args, **kwargs)
        self.units: dict[str, Unit] = {str(one.pk): one for one in units_near(petition.unit)}
        unit, who, others = self.fields["unit"], self.fields["responsible"], self.fields["co_units"]
        assert isinstance(unit, UnitPicker)
        assert isinstance(who, StaffPicker)
        assert isinstance(others, forms.MultipleChoiceField)
        unit.offer_units(self.units.values())
        who.offer(people_at(self.units.values()))
        others.choices = [(key, one.name) for key, one in self.units.items()]

    def given(self) -> dict[str, Any]:
        """As `receive.give_result` takes it."""
        given = self.cleaned_data
        return {**given, "co_units": tuple(self.units[key] for key in given["co_units"])}


class CheckForm(ReceptionForm):
    """每日自查"""

    items = forms.MultipleChoiceField(
        label="已做到的请勾选", choices=CHECKS, required=False, widget=forms.CheckboxSelectMultiple
    )
    remark = forms.CharField(label="说明", max_length=200, required=False)
