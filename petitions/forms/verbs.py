"""The small form of each verb: its fields and their shape. What the rules say is for the actions to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Staff
from casework.policy import Policy
from config.forms import BootstrapForm
from petitions.archive import NOT_KEPT, missing_papers
from petitions.forms import fields
from petitions.models import Petition, ReplyMethod
from petitions.states import DESK_CHANNELS, Conclusion, RepeatKind, TalkConfirmation

HIDDEN = ("version", "seen", "next")


class VerbForm(BootstrapForm, forms.Form):
    """A form about one petition; `version` and `seen` (the last event) are what the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    # Why there is nothing to do here, although the verb would be allowed.
    idle = ""

    def __init__(self, *args: Any, petition: Petition, by: Staff, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"version": petition.version, **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        self.petition, self.by = petition, by
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the petition."""

    def given(self) -> dict[str, Any]:
        """What was filled in, without the hidden fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


class ReasonForm(VerbForm):
    """A reason and nothing else."""

    reason = fields.text("理由", rows=3)


class AddIntakeForm(VerbForm):
    """登记再次来件"""

    channel = forms.ChoiceField(label="来源渠道", choices=[("", "请选择"), *DESK_CHANNELS])
    received_on = fields.day("收到日期")
    head_count = forms.IntegerField(label="人数", min_value=1, initial=1)
    note = fields.text("本次反映", rows=4, required=False)

    def prepare(self) -> None:
        self.fields["received_on"].initial = timezone.localdate


class TalkForm(VerbForm):
    """接谈记录. The action names its fields talk_…, as the register page has them."""

    talk_request = fields.text("诉求", rows=4)
    talk_answer = fields.text("当面答复或说明", rows=3, required=False)
    talk_confirmed = forms.ChoiceField(
        label="来访人核对记录", choices=TalkConfirmation.choices, widget=forms.RadioSelect
    )
    talk_refusal_reason = forms.CharField(label="拒绝核对的理由", max_length=100, required=False)


class RepeatForm(VerbForm):
    """认定重复: found by its number, through the door."""

    number = forms.CharField(label="原件编号", max_length=40, help_text="例如“清信访〔2026〕1号”。")
    kind = forms.ChoiceField(label="与原件的关系", choices=RepeatKind.choices, widget=forms.RadioSelect)

    def clean_number(self) -> str:
        """Keeps the earlier petition as `earlier`; what is out of sight is as good as absent."""
        number = str(self.cleaned_data["number"]).strip()
        self.earlier = Petition.objects.visible_to(self.by).filter(number=number).first()
        if self.earlier is None:
            raise forms.ValidationError("没有找到此编号的信访件，请核对编号。")
        return number

    def given(self) -> dict[str, Any]:
        """The earlier petition itself instead of its number."""
        return {"earlier": self.earlier, "kind": self.cleaned_data["kind"]}


class UndoRepeatForm(VerbForm):
    """撤销重复认定"""

    link = forms.TypedChoiceField(label="关联", coerce=int, widget=forms.RadioSelect)
    reason = fields.text("撤销理由", rows=3)

    def prepare(self) -> None:
        links = self.petition.repeats.select_related("earlier")
        choices = [(one.pk, f"{one.earlier.number} {one.get_kind_display()}") for one in links]
        self.idle = fields.offer(self, "link", choices, none="此件没有关联可以撤销。")


class AnswerForm(VerbForm):
    """当场答复"""

    text = fields.text("答复内容", rows=5)
    conclusion = forms.ChoiceField(label="结论", choices=Conclusion.choices, initial=Conclusion.EXPLAIN)
    basis = fields.text("法律、政策依据", rows=2, required=False, help_text="结论为“解释疏导”的必须填写。")
    other_route = fields.text(
        "可走的其他途径", rows=2, required=False, help_text="结论为“解释疏导”的必须填写。"
    )


# What a matter with a name owes before it is closed, and what is said when it is missing.
OWED = {
    "text": "实名信访件须答复信访人才能办结，请填写答复内容。",
    "method": "请选择答复方式。",
}


class CloseForm(VerbForm):
    """答复并办结: the conclusion is the one that was signed; the office sends the answer."""

    text = fields.text("答复内容", rows=6, required=False)
    method = forms.ChoiceField(
        label="答复方式", choices=[("", "请选择"), *ReplyMethod.choices], required=False
    )
    replied_on = fields.day("答复日期", required=False)

    def prepare(self) -> None:
        self.fields["replied_on"].initial = timezone.localdate
        if self.petition.is_anonymous:
            self.fields["text"].help_text = "匿名件可以不填，直接办结。"
        else:
            for name, words in OWED.items():
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = words


class ArchiveForm(VerbForm):
    """归档, or the decision that it need not be kept; missing papers are named before the clerk files."""

    required = forms.ChoiceField(
        label="归档",
        choices=[("yes", "需要归档"), ("no", "不需归档（写明理由）")],
        initial="yes",
        widget=forms.RadioSelect,
    )
    missing_reason = forms.CharField(label="缺件原因", max_length=200, required=False)
    reason = forms.CharField(
        label="不归档的理由",
        max_length=100,
        required=False,
        help_text="如：" + "；".join(NOT_KEPT) + "。",
    )

    def prepare(self) -> None:
        missing = missing_papers(self.petition)
        if missing:
            self.fields["missing_reason"].help_text = f"缺少：{'、'.join(missing)}。能补的请先补齐。"
        else:
            del self.fields["missing_reason"]
        if Policy(self.petition.policy_values)["archive_policy"] == "all":
            del self.fields["reason"]
            del self.fields["required"]

    def given(self) -> dict[str, Any]:
        """Fields that this case does not need count as empty."""
        return {"required": "yes", "reason": "", "missing_reason": "", **super().given()}


class UrgeForm(VerbForm):
    """催办"""

    text = fields.text("催办内容", rows=3, most=300)
    method = forms.ChoiceField(
        label="方式",
        choices=[("system", "系统"), ("phone", "电话"), ("paper", "催办单"), ("visit", "上门")],
        initial="system",
    )


class AnswerUrgeForm(VerbForm):
    """答复催办: which of them, and the answer."""

    urge = forms.TypedChoiceField(label="催办", coerce=int, widget=forms.RadioSelect)
    answer = fields.text("答复", rows=3, most=300)

    def prepare(self) -> None:
        open_ones = self.petition.urges.filter(answered_at__isnull=True)
        choices = [
            (one.pk, f"{timezone.localtime(one.urged_at):%-m月%-d日 %H:%M} {one.text}") for one in open_ones
        ]
        self.idle = fields.offer(self, "urge", choices, none="没有待答复的催办。")


class CorrectForm(VerbForm):
    """更正签批意见: which of one's own, and the words that should stand."""

    signoff = forms.TypedChoiceField(label="更正哪一条", coerce=int, widget=forms.RadioSelect)
    opinion = fields.text("更正后的意见", rows=4)

    def prepare(self) -> None:
        mine = self.petition.signoffs.filter(staff=self.by, corrected_by__isnull=True)
        choices = [(one.pk, f"{one.step_label}：{one.opinion or one.get_decision_display()}") for one in mine]
        self.idle = fields.offer(self, "signoff", choices, none="此件没有您签的意见可以更正。")
