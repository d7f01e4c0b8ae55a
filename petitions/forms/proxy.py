"""Forms of 信访代理: agents, mandates, filing, disputes, outreach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Staff, Unit, UnitKind
from config.forms import BootstrapForm
from petitions import proxy as reads
from petitions.actions.proxy import CONDITIONS
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, UnitPicker, units_near
from petitions.models import DisputeState, OutreachKind, ProxyAgent


class AgentForm(BootstrapForm, forms.Form):
    """代理员资格确认: each condition is a tick and nothing more is kept (S20-06)."""

    staff = StaffPicker(label="代理员")
    village = UnitPicker(label="所在村（社区）")
    residence = UnitPicker(label="常住地（乡镇、街道）")
    ticks = forms.MultipleChoiceField(
        label="逐项确认",
        choices=[(name, ProxyAgent._meta.get_field(name).verbose_name) for name in CONDITIONS],  # type: ignore[union-attr]
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, by: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, village, home = (self.fields[name] for name in ("staff", "village", "residence"))
        assert isinstance(people, StaffPicker)
        assert isinstance(village, UnitPicker)
        assert isinstance(home, UnitPicker)
        people.offer_people(reads.candidates(by))
        village.offer_units(one.unit for one in reads.coverage(by))
        home.offer_units(Unit.objects.active().filter(kind=UnitKind.TOWNSHIP))


class MandateForm(BootstrapForm, forms.Form):
    """登记委托: who mandates whom, for what, until when. There is no fee (S20-02)."""

    name = forms.CharField(label="委托人姓名", max_length=60)
    phone = forms.CharField(
        label="电话", max_length=20, required=False, help_text="姓名、电话都相同的，即为登记过的那位委托人。"
    )
    address = forms.CharField(label="住址", max_length=120, required=False)
    agent = StaffPicker(label="代理员")
    scope = fields.text("委托事项", rows=3)
    signed_on = fields.day("签字日期")
    ends_on = fields.day("有效期至")
    may_accept_opinion = forms.BooleanField(label="可代收处理意见书", required=False)

    def __init__(self, by: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["agent"]
        assert isinstance(people, StaffPicker)
        people.offer_people(one.staff for one in reads.agents(by))
        self.fields["signed_on"].initial = timezone.localdate


class FileForm(BootstrapForm, forms.Form):
    """代为登记: the story in the petitioner's name."""

    body = fields.text("反映的内容", rows=8)
    title = forms.CharField(label="摘要", max_length=80, required=False)
    place = forms.CharField(label="问题属地", max_length=80, required=False)


class WordsForm(BootstrapForm, forms.Form):
    """催办 or 建议 of an agent."""

    kind = forms.ChoiceField(
        label="种类",
        choices=[("urge", "催办"), ("suggest", "建议")],
        widget=forms.RadioSelect,
        initial="urge",
    )
    text = fields.text("内容", rows=3, most=300)


class DisputeForm(BootstrapForm, forms.Form):
    """排查登记"""

    unit = UnitPicker(label="村（社区）、单位")
    found_on = fields.day("排查日期")
    title = forms.CharField(label="纠纷摘要", max_length=80)
    detail = fields.text("基本情况", rows=4)
    people = forms.IntegerField(label="涉及人数", min_value=1, initial=1)

    def __init__(self, by: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitPicker)
        unit.offer_units(reads.units_to_record(by)[:400])
        self.fields["found_on"].initial = timezone.localdate


class MoveForm(BootstrapForm, forms.Form):
    """调处、化解、移交"""

    state = forms.ChoiceField(label="处理", choices=DisputeState.choices[1:], widget=forms.RadioSelect)
    outcome = fields.text("调处情况和结果", rows=3, most=300)
    handed_to = UnitPicker(label="移交单位", required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker = self.fields["handed_to"]
        assert isinstance(picker, UnitPicker)
        picker.offer_units(units_near(unit))


class OutreachForm(BootstrapForm, forms.Form):
    """宣传活动"""

    unit = UnitPicker(label="单位")
    kind = forms.ChoiceField(label="形式", choices=OutreachKind.choices)
    held_on = fields.day("日期")
    topic = forms.CharField(label="主题", max_length=80)
    place = forms.CharField(label="地点", max_length=80)
    people = forms.IntegerField(label="人数", min_value=1)
    note = forms.CharField(label="情况", max_length=300, required=False)

    def __init__(self, by: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitPicker)
        unit.offer_units(reads.units_to_record(by)[:400])
        self.fields["held_on"].initial = timezone.localdate
