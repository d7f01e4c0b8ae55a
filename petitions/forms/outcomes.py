"""Forms of how a matter ends and of what is done with the petitioner: shape alone, the actions say the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from petitions.actions.route import leaders_at
from petitions.finality import final_matter
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker
from petitions.forms.verbs import VerbForm
from petitions.models import (
    AidKind,
    DeclarationForm,
    ExplainMethod,
    GroundKind,
    Petition,
    RefusalGround,
    SettlementKind,
    SuggestionOutcome,
)
from petitions.people import together


def today(form: forms.Form, *names: str) -> None:
    """Offers today as the first value of days."""
    for name in names:
        form.fields[name].initial = timezone.localdate


class GroundField(forms.ModelChoiceField):
    """A ground with its basis."""

    def label_from_instance(self, obj: Any) -> str:
        """不予受理：…（《信访工作条例》…）; of 告知引导 there is only one kind."""
        words = f"{obj.text}（{obj.basis}）"
        return words if obj.kind == GroundKind.GUIDE else f"{obj.get_kind_display()}：{words}"


class MatterField(forms.ModelChoiceField):
    """An earlier matter of the same person, with its end."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, what it is about, its state, and the day on which it ended for good."""
        ended = f"，{obj.final_on:%Y年%-m月%-d日}复核终结" if obj.final_on else ""
        return f"{obj.number} {obj.title}（{obj.get_state_display()}{ended}）"


class DeclineForm(VerbForm):
    """不予受理、不再受理: on which ground, why, and where the matter stands."""

    ground = GroundField(
        label="情形", queryset=RefusalGround.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reason = fields.text("理由", rows=4, help_text="写给信访人看的理由，印在告知书上。")
    earlier: Any = MatterField(
        label="已有的信访件",
        queryset=None,
        required=False,
        help_text="此人以前提出的同一事项；不再受理的须选已复核终结的。",
    )
    where = forms.CharField(label="正在（已由）何处办理", max_length=120, required=False)

    def prepare(self) -> None:
        ground, earlier = self.fields["ground"], self.fields["earlier"]
        assert isinstance(ground, forms.ModelChoiceField)
        assert isinstance(earlier, forms.ModelChoiceField)
        ground.queryset = RefusalGround.objects.filter(is_active=True).exclude(kind=GroundKind.GUIDE)
        person = self.petition.petitioner_id
        mine = Petition.objects.visible_to(self.by).filter(
            petitioner__in=together([person] if person else [])
        )
        earlier.queryset = mine.exclude(pk=self.petition.pk)
        earlier.initial = final_matter(self.petition)


class NewFactsForm(VerbForm):
    """新的事实和理由"""

    text = fields.text(
        "新的事实和理由", rows=5, help_text="写明与已经终结的件不同在哪里；随件送领导和承办单位。"
    )


class WithdrawalForm(VerbForm):
    """信访人撤回"""

    declared_on = fields.day("声明日期")
    form = forms.ChoiceField(label="表示方式", choices=DeclarationForm.choices, widget=forms.RadioSelect)
    statement = fields.text("信访人原话", rows=4)

    def prepare(self) -> None:
        today(self, "declared_on")


class ExplainForm(VerbForm):
    """解释疏导"""

    told_on = fields.day("日期")
    method = forms.ChoiceField(label="方式", choices=ExplainMethod.choices, widget=forms.RadioSelect)
    asked = fields.text("信访人的疑问", rows=3)
    explained = fields.text("解释的内容", rows=4)
    basis = fields.text("法律、政策依据", rows=2)
    remedies = fields.text("告知的其他途径", rows=2)

    def prepare(self) -> None:
        today(self, "told_on")


PROMISES = ("1", "2", "3")


class SiteTalkForm(VerbForm):
    """现场接谈, with up to three promises."""

    talked_on = fields.day("日期")
    place = forms.CharField(label="地点", max_length=80)
    present = forms.CharField(label="到场人员", max_length=200, help_text="我方到场的单位和人员。")
    head_count = forms.IntegerField(label="来访人数", min_value=1, initial=1)
    asked = fields.text("来访人的诉求", rows=3)
    answered = fields.text("当场答复", rows=3)
    remedies = fields.text("告知的途径", rows=2)
    nobody_restrained = forms.BooleanField(label="没有限制任何人的人身自由", required=False)

    def prepare(self) -> None:
        today(self, "talked_on")
        unit = self.petition.handling_unit or self.petition.unit
        people = {one: one.name for one in (self.by, *leaders_at(unit), *leaders_at(self.petition.unit))}
        for n in PROMISES:
            self.fields[f"promise_{n}"] = forms.CharField(
                label=f"承诺事项（{n}）", max_length=200, required=False
            )
            self.fields[f"owner_{n}"] = picker = StaffPicker(label="责任人", required=False, empty="请选择")
            picker.offer(people)
            self.fields[f"due_{n}"] = fields.day("兑现日期", required=False)

    def clean(self) -> dict[str, Any]:
        """A promise has an owner and a date, or is none."""
        given = super().clean() or {}
        promises = []
        for n in PROMISES:
            text, owner, due = (given.pop(f"{name}_{n}", None) for name in ("promise", "owner", "due"))
            if not text and not owner and not due:
                continue
            for name, value in (("promise", text), ("owner", owner), ("due", due)):
                if not value and f"{name}_{n}" not in self.errors:
                    self.add_error(f"{name}_{n}", "承诺须写明内容、责任人和兑现日期。")
            promises.append((text, owner, due))
        given["promises"] = tuple(promises)
        return given


class MeetForm(VerbForm):
    """当面沟通"""

    met_on = fields.day("日期")
    place = forms.CharField(label="地点", max_length=80)
    told = fields.text("沟通的处理意见", rows=3)
    attitude = fields.text("本人意见", rows=3, help_text="照实记录本人的话。")

    def prepare(self) -> None:
        today(self, "met_on")


class SettleForm(VerbForm):
    """调解、和解"""

    kind = forms.ChoiceField(label="种类", choices=SettlementKind.choices, widget=forms.RadioSelect)
    petitioner_party = forms.CharField(label="信访人一方", max_length=120)
    other_party = forms.CharField(label="对方", max_length=120)
    mediator = forms.CharField(label="主持人", max_length=60, required=False)
    terms = fields.text("协议内容", rows=6)
    agreed_on = fields.day("达成日期")
    perform_by = fields.day("履行期限", required=False)
    petitioner_signed_on = fields.day("信访人签字日期")
    other_signed_on = fields.day("对方签字日期")
    both_consent = forms.BooleanField(label="双方自愿", required=False)

    def prepare(self) -> None:
        self.fields["petitioner_party"].initial = (
            "" if self.petition.is_anonymous else self.petition.person_name
        )


class SuggestionForm(VerbForm):
    """建议采纳"""

    outcome = forms.ChoiceField(label="采纳情况", choices=SuggestionOutcome.choices, widget=forms.RadioSelect)
    reason = fields.text("采纳内容或未采纳理由", rows=4)


class RewardForm(VerbForm):
    """表扬奖励"""

    effect = forms.CharField(label="成效", max_length=200)
    award = forms.CharField(label="表扬奖励的方式", max_length=120)
    rewarded_on = fields.day("日期")

    def prepare(self) -> None:
        today(self, "rewarded_on")


class AidForm(VerbForm):
    """困难帮扶"""

    kind = forms.ChoiceField(label="种类", choices=AidKind.choices, widget=forms.RadioSelect)
    need = fields.text("困难情况", rows=3)
    referred_to = forms.CharField(label="转介单位", max_length=80)
    referred_on = fields.day("转介日期")

    def prepare(self) -> None:
        today(self, "referred_on")


class AidResultForm(VerbForm):
    """帮扶结果"""

    aid = forms.TypedChoiceField(label="帮扶", coerce=int, widget=forms.RadioSelect)
    result = fields.text("帮扶结果", rows=3)
    helped_on = fields.day("落实日期")

    def prepare(self) -> None:
        today(self, "helped_on")
        waiting = self.petition.aid_referrals.filter(helped_on__isnull=True)
        choices = [(one.pk, f"{one.get_kind_display()} {one.referred_to}：{one.need}") for one in waiting]
        self.idle = fields.offer(self, "aid", choices, none="没有待落实的帮扶。")
