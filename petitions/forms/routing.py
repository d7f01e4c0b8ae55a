"""Forms of the road to the handling unit and of the work there: 送阅、交办、转送、签收、调查、报结、延长."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from petitions import legal_routes
from petitions.actions import handle, route
from petitions.actions.investigations import leaders_over
from petitions.forms import fields
from petitions.forms.outcomes import GroundField
from petitions.forms.pickers import StaffPicker, UnitPicker, people_at, units_near
from petitions.forms.verbs import VerbForm
from petitions.models import InvestigationKind, RefusalGround
from petitions.proposals import propose
from petitions.states import Channel, Conclusion
from petitions.terms import can_be_told, foreseen

ONLY_ORGANS = "检举控告按管理权限移送纪检监察机关（条例第三十条），不能交其他单位。"


class PresentForm(VerbForm):
    """送阅: to whom, with the office's suggestion."""

    to = StaffPicker(label="送哪位领导", widget=forms.RadioSelect, required=False, empty=None)
    opinion = fields.text("拟办意见", rows=3, required=False)

    def prepare(self) -> None:
        leaders = route.annotators(self.petition)
        picker = self.fields["to"]
        assert isinstance(picker, StaffPicker)
        picker.offer_people(leaders)
        picker.initial = leaders[0].pk if leaders else None
        self.fields["opinion"].initial = self.petition.initial_opinion


class ToUnitForm(VerbForm):
    """A unit, offered by a tap when one is proposed (归口), never chosen beforehand."""

    use_suggested = forms.BooleanField(required=False)
    unit = UnitPicker(label="承办单位", required=False)

    def prepare(self) -> None:
        self.units = units_near(self.petition.unit)
        self.proposal = propose(self.petition)
        if self.proposal is None:
            del self.fields["use_suggested"]
        else:
            if self.proposal.unit not in self.units:
                self.units.append(self.proposal.unit)
            field = self.fields["use_suggested"]
            field.label = f"交{self.proposal.unit.name}办理"
            field.help_text = f"建议：{self.proposal.reason}"
        picker = self.fields["unit"]
        assert isinstance(picker, UnitPicker)
        picker.offer_units(self.units)
        if self.petition.is_sealed:
            picker.help_text = ONLY_ORGANS

    def clean(self) -> dict[str, Any]:
        """A tap on the proposal stands for choosing the unit; two different answers are asked about."""
        given = super().clean() or {}
        if given.pop("use_suggested", False) and self.proposal:
            if given.get("unit") not in (None, self.proposal.unit):
                self.add_error("unit", "已勾选建议单位，又另选了单位，请只留一个。")
            given["unit"] = self.proposal.unit
        return given


class AssignForm(ToUnitForm):
    """交办"""

    change_reason = forms.CharField(
        label="改交理由",
        max_length=200,
        required=False,
        help_text="不交建议单位、又没有领导批示的，须写明理由。",
    )
    responsible = StaffPicker(label="指定承办人", required=False, empty="不指定，由承办单位签收时确定")
    opinion = fields.text("交办意见", rows=3)
    due_on = fields.day("要求办结日期", required=False)
    co_units = forms.MultipleChoiceField(
        label="协办单位",
        required=False,
        widget=forms.SelectMultiple({"size": 5}),
        help_text="可多选（按住 Ctrl）；没有可不选。",
    )

    def prepare(self) -> None:
        super().prepare()
        responsible, co_units = self.fields["responsible"], self.fields["co_units"]
        assert isinstance(responsible, StaffPicker)
        assert isinstance(co_units, forms.MultipleChoiceField)
        responsible.offer(people_at(self.units))
        self.by_key = {str(one.pk): one for one in self.units}
        co_units.choices = [(key, one.name) for key, one in self.by_key.items()]
        table = self.petition.coordinations.filter(lead_unit__isnull=False).last()
        if table is not None:
            others = table.units.exclude(pk=table.lead_unit_id or 0).values_list("pk", flat=True)
            co_units.initial = [str(pk) for pk in others]
        annotated = self.petition.signoffs.filter(step="annotate").last()
        if annotated and annotated.opinion:
            self.fields["opinion"].help_text = f"{annotated.signature} 批示：{annotated.opinion}"
        if hint := legal_routes.proposed_route(self.petition):
            self.fields[
                "unit"
            ].help_text = (
                f"内容分类建议的法定途径是“{hint[0].label}”，请先核实：属该程序的，补充更正后告知引导或转送。"
            )
        if self.proposal is None or annotated:
            del self.fields["change_reason"]
        sentences = foreseen(self.petition, today=timezone.localdate()).sentences
        self.fields["due_on"].help_text = f"不填的，按规定计算：{'；'.join(sentences)}。" if sentences else ""

    def clean_co_units(self) -> tuple[Any, ...]:
        """The units themselves."""
        return tuple(self.by_key[key] for key in self.cleaned_data["co_units"])

    def clean(self) -> dict[str, Any]:
        """Without a unit there is nobody to give it to."""
        given = super().clean()
        if given.get("unit") is None and "unit" not in self.errors:
            self.add_error("unit", "请选择承办单位。")
        return given


class TransferForm(VerbForm):
    """转送: to whom, why, and how the petitioner was told."""

    unit = UnitPicker(label="转送单位")
    reason = fields.text("转送理由", rows=3)
    told_petitioner = forms.CharField(label="告知信访人情况", max_length=200, required=False)

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, UnitPicker)
        unit.offer_units(one for one in units_near(self.petition.unit) if one.pk != self.petition.unit_id)
        if self.petition.is_sealed:
            unit.help_text = ONLY_ORGANS
        told = self.fields["told_petitioner"]
        told.required = can_be_told(self.petition)
        told.error_messages["required"] = "转送须告知信访人：请填写何时、以何种方式告知。"
        told.help_text = (
            "写明何时、以何种方式告知，例如“3月2日电话告知本人”。"
            if told.required
            else "匿名或没有联系方式的，可以不填。"
        )


class GuideForm(VerbForm):
    """告知引导: on which ground, where to, and how to go about it there."""

    ground = GroundField(
        label="情形", queryset=RefusalGround.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    organ = forms.CharField(label="有权处理的机关", max_length=80)
    explanation = fields.text("途径和程序说明", rows=4)
    address = forms.CharField(label="地址", max_length=120, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    bring = forms.CharField(label="需带材料", max_length=200, required=False)
    contacted = forms.CharField(label="帮助联系情况", max_length=200, required=False)

    def prepare(self) -> None:
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ModelChoiceField)
        fitting = legal_routes.guide_grounds(self.petition)
        ground.queryset = RefusalGround.objects.filter(pk__in=[one.pk for one in fitting])
        if len(fitting) == 1:
            ground.initial = fitting[0].pk


class HandlerForm(VerbForm):
    """签收、改派: who of the unit handles it."""

    handler = StaffPicker(label="承办人", required=False)

    def prepare(self) -> None:
        picker = self.fields["handler"]
        assert isinstance(picker, StaffPicker)
        people = handle.handlers_at(self.petition) if self.petition.handling_unit else []
        picker.offer_people(people)
        named = self.petition.handler or self.by
        picker.initial = named.pk if named in people else None


class NameHandlerForm(HandlerForm):
    """部门负责人批示: a word, and who handles it; what the leader has named is filled in."""

    opinion = fields.text("批示意见", rows=3)

    def prepare(self) -> None:
        super().prepare()
        picker = self.fields["handler"]
        picker.required = True
        picker.initial = self.petition.handler_id


class InvestigateForm(VerbForm):
    """调查记录"""

    done_on = fields.day("调查日期")
    kind = forms.ChoiceField(
        label="调查方式", choices=[("", "请选择"), *InvestigationKind.choices], initial=InvestigationKind.SITE
    )
    participants = forms.CharField(label="参加人员", max_length=200, required=False)
    led_by = StaffPicker(label="带队领导", required=False, empty="没有领导带队")
    place = forms.CharField(label="地点", max_length=80, required=False)
    findings = fields.text("调查情况", rows=7)

    def prepare(self) -> None:
        self.fields["done_on"].initial = timezone.localdate
        leaders = self.fields["led_by"]
        assert isinstance(leaders, StaffPicker)
        leaders.offer_people(leaders_over(self.petition))


class SignInvestigationForm(VerbForm):
    """调查记录签字: which of the records that still lack the head's name."""

    investigation = forms.TypedChoiceField(label="调查记录", coerce=int, widget=forms.RadioSelect)

    def prepare(self) -> None:
        unsigned = self.petition.investigations.filter(head__isnull=True).select_related("handler")
        choices = [
            (one.pk, f"{one.done_on:%-m月%-d日} {one.handler.name}：{one.findings}") for one in unsigned
        ]
        self.idle = fields.offer(self, "investigation", choices, none="没有待您签字的调查记录。")


class InterimForm(VerbForm):
    """中途报告"""

    reason = fields.text("不能按时办结的原因", rows=3)
    progress = fields.text("目前进展", rows=3)
    asks_until = fields.day("申请延至")
    difficulty = fields.text(
        "办理中的困难", rows=2, required=False, help_text="填写后同时报告主管领导并通知办公室。"
    )


class ExtendForm(VerbForm):
    """答复中途报告: a new internal date, or no with a reason."""

    agree = forms.ChoiceField(
        label="意见", choices=[("yes", "同意延长"), ("no", "不同意")], widget=forms.RadioSelect
    )
    until = fields.day("延至", required=False)
    reason = fields.text("说明（不同意的须写理由）", rows=3, required=False)

    def prepare(self) -> None:
        asked = self.petition.interim_reports.last()
        self.fields["until"].initial = asked.asks_until if asked else None

    def clean(self) -> dict[str, Any]:
        """A yes needs its date."""
        given = super().clean() or {}
        if given.get("agree") == "yes" and not given.get("until") and "until" not in self.errors:
            self.add_error("until", "同意延长的，请填写延至哪一天。")
        return given


class ExtendStatutoryForm(VerbForm):
    """延长法定期限"""

    days = forms.IntegerField(
        label="延长天数", min_value=1, help_text="不超过30日，只能延长一次（条例第三十四条）。"
    )
    reason = fields.text("延长理由", rows=3, help_text="延长理由须告知信访人。")


class ReportForm(VerbForm):
    """报结: 调查处理报告"""

    conclusion = forms.ChoiceField(label="结论", choices=Conclusion.choices, widget=forms.RadioSelect)
    facts = fields.text("事实和理由", rows=5)
    opinion = fields.text("处理意见", rows=4)
    basis = fields.text("法律、政策依据", rows=2, required=False, help_text="结论为“解释疏导”的必须填写。")
    other_route = fields.text(
        "可走的其他途径", rows=2, required=False, help_text="结论为“解释疏导”的必须填写。"
    )
    quality = forms.MultipleChoiceField(
        label="上级交办件质量标准",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("facts_clear", "事实清楚"),
            ("well_qualified", "定性准确"),
            ("properly_handled", "处理恰当"),
            ("papers_complete", "手续完备"),
        ],
    )
    quality_remark = forms.CharField(label="质量说明", max_length=200, required=False)

    def prepare(self) -> None:
        if self.petition.channel != Channel.SUPERIOR:
            del self.fields["quality"], self.fields["quality_remark"]
        before = self.petition.reports.last()
        if before is not None:
            for name in ("conclusion", "facts", "opinion", "basis", "other_route"):
                self.fields[name].initial = getattr(before, name)
