"""登记来信来访: one form for everything that may be asked at the counter; very little of it must be answered."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.access import people_with
from accounts.models import Staff, Unit
from accounts.roles import POWERS, Power
from casework import secrecy
from casework.models import policy_values
from casework.policy import Policy
from casework.states import Confidentiality, Importance, Urgency
from config.forms import BootstrapForm
from petitions import people, validators
from petitions.actions.register import Matter, Person
from petitions.forms import fields
from petitions.forms.pickers import KeyedSelect, StaffPicker, UnitPicker, people_at, units_near
from petitions.models import MAX_REPRESENTATIVES, ContentClass, Petition, Petitioner
from petitions.models.people import PetitionerKind
from petitions.names import people_in
from petitions.states import (
    DESK_CHANNELS,
    VISIT_CHANNELS,
    Channel,
    Complexity,
    Jurisdiction,
    LegalRoute,
    Nature,
    Purpose,
    TalkConfirmation,
    UpperKind,
)

LONGEST_NUMBER = 20  # without the blanks that people put between groups
LEADERS = [role for role, powers in POWERS.items() if Power.SIGN in powers]
DETAILS = (
    "content_class",
    "place",
    "urgency",
    "importance",
    "complexity",
    "confidentiality",
    "trade_secret",
    "nature",
    "jurisdiction",
    "is_appeal",
    "legal_route",
    "upper_kind",
    "upper_source",
    "upper_number",
    "upper_due",
    "addressee",
    "initial_opinion",
)
# What unfolds: the fields of each part of the page that is closed at first.
SECTIONS: dict[str, tuple[str, ...]] = {
    "who": ("kind", "id_number", "workplace"),
    "joint": ("joint", "companions"),
    "talk": ("talk_request", "talk_answer", "talk_confirmed", "talk_refusal_reason"),
    "accused": ("accused_units", "accused_staff"),
    "upper": ("upper_kind", "upper_source", "upper_number", "upper_due", "addressee"),
    "more": (
        "title",
        "complexity",
        "nature",
        "jurisdiction",
        "is_appeal",
        "legal_route",
        "confidentiality",
        "trade_secret",
        "initial_opinion",
    ),
}


def _choice(label: str, choices: Any, *, radio: bool = False, **kwargs: Any) -> forms.ChoiceField:
    """A choice that has a usual value: left alone, it means that."""
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(label=label, choices=choices, widget=widget, required=False, **kwargs)


class Several(forms.SelectMultiple):
    """A plain multiple select; with script, multi-picker.js finds its options by words or pinyin (`keys`)."""

    def __init__(self) -> None:
        super().__init__({"size": 5, "data-multi-picker": ""})
        self.keys: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `data-keys` to an option that has any."""
        option = super().create_option(name, value, *args, **kwargs)
        if self.keys.get(str(value)):
            option["attrs"]["data-keys"] = self.keys[str(value)]
        return option


def offer_several(field: forms.Field, options: dict[Any, str]) -> None:
    """Several out of many: the choices and pinyin keys of a picker, without its empty line."""
    picker = UnitPicker(empty=None)
    picker.offer(options)
    assert isinstance(field, forms.MultipleChoiceField)
    assert isinstance(field.widget, Several)
    choices: Any = picker.choices
    field.choices = list(choices)
    if isinstance(picker.widget, KeyedSelect):
        field.widget.keys = picker.widget.keys


class RegisterForm(BootstrapForm, forms.Form):
    """Channel, date, person or 匿名, and text are required; for a further visit on a known matter not even the text."""

    draft_key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    matter = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The number that a visitor of a reception day holds.
    ticket = forms.IntegerField(widget=forms.HiddenInput, required=False)

    name = forms.CharField(label="姓名（名称）", max_length=60, required=False)
    is_anonymous = forms.BooleanField(label="匿名", required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    address = forms.CharField(label="住址", max_length=120, required=False)
    kind = _choice("身份", PetitionerKind.choices, initial=PetitionerKind.CITIZEN)
    id_number = forms.CharField(label="证件号（信用代码）", max_length=40, required=False)
    workplace = forms.CharField(label="工作单位", max_length=80, required=False)

    channel = forms.ChoiceField(
        label="来源渠道", choices=DESK_CHANNELS, widget=forms.RadioSelect, initial=Channel.VISIT
    )
    received_on = fields.day("收到日期")
    head_count = forms.IntegerField(label="人数", min_value=1, max_value=100_000, initial=1, required=False)
    body = fields.text("反映内容", rows=6, required=False, most=100_000)
    content_class = forms.ModelChoiceField(ContentClass.objects.none(), label="内容分类", required=False)
    place = forms.CharField(label="问题属地", max_length=80, required=False)
    purpose = _choice("信访目的", Purpose.choices, radio=True, initial=Purpose.CLAIM)
    urgency = _choice("缓急", Urgency.choices, radio=True, initial=Urgency.ORDINARY)
    importance = _choice("重要程度", Importance.choices, radio=True, initial=Importance.ORDINARY)

    joint = fields.text(
        "代表",
        rows=3,
        required=False,
        help_text=f"每行一人：姓名 电话。最多 {MAX_REPRESENTATIVES} 人。",
    )
    companions = fields.text(
        "其他联名（同行）人",
        rows=3,
        required=False,
        most=40_000,
        help_text="可粘贴整份名单，一行一人或用顿号隔开。",
    )

    talk_request = fields.text("诉求", rows=2, required=False, help_text="不填则同反映内容。")
    talk_answer = fields.text("当面答复或说明", rows=2, required=False)
    talk_confirmed = _choice("来访人核对记录", TalkConfirmation.choices, radio=True)
    talk_refusal_reason = forms.CharField(label="拒绝核对的理由", max_length=100, required=False)

    accused_units = forms.MultipleChoiceField(label="被反映单位", required=False, widget=Several)
    accused_staff = forms.MultipleChoiceField(label="被反映人", required=False, widget=Several)

    upper_kind = _choice("交办来源", [("", "未填"), *UpperKind.choices])
    upper_source = forms.CharField(label="上级来文单位", max_length=60, required=False)
    upper_number = forms.CharField(label="上级文号", max_length=40, required=False)
    upper_due = fields.day("上级要求办结日期", required=False)
    addressee = StaffPicker(label="批示对象", required=False, empty="没有指定")

    title = forms.CharField(label="摘要", max_length=40, required=False, help_text="不填则取内容开头。")
    complexity = _choice("复杂程度", Complexity.choices, initial=Complexity.ORDINARY)
    nature = _choice("性质", Nature.choices, initial=Nature.BUSINESS)
    is_appeal = forms.BooleanField(label="申诉（不服已有处理决定）", required=False)
    jurisdiction = _choice("管辖", Jurisdiction.choices, initial=Jurisdiction.INSIDE)
    legal_route = _choice(
        "法定途径", [("", "未定"), *LegalRoute.choices], help_text="申诉求决填；不填的先按信访程序计算期限。"
    )
    confidentiality = _choice("保密", Confidentiality.choices, initial=Confidentiality.ORDINARY)
    trade_secret = forms.BooleanField(label="涉及商业秘密", required=False)
    declared = forms.ChoiceField(
        label="保密声明",
        choices=secrecy.CHOICES,
        initial=secrecy.DECLARED_NO,
        required=False,
        widget=forms.RadioSelect,
        help_text="国家秘密不得录入本系统。",
    )
    initial_opinion = fields.text("拟办意见", rows=2, required=False)

    def __init__(self, data: Any = None, *, staff: Staff, desk: Unit, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.staff, self.desk = staff, desk
        self.known: Petitioner | None = None
        self.earlier: Petition | None = None
        self.people: list[tuple[str, str, bool]] = []
        self._prepare_choices()
        words = Policy(policy_values(desk, timezone.localdate()))
        called = [
            (step, f"{label}（{words.part('urgency_scale', step)}）") for step, label in Urgency.choices
        ]
        self.fields["urgency"].choices = called  # type: ignore[attr-defined]
        self.fields["received_on"].initial = timezone.localdate
        self.fields["received_on"].error_messages["required"] = "请填写收到日期。"
        self.fields["name"].widget.attrs |= {
            "data-person-lookup-url": reverse("person_lookup"),
            "data-person-lookup-value": "person",
            "data-person-panel": "#person-panel",
            "placeholder": "姓名、首字母、电话末四位或证件号",
            "autofocus": True,
        }
        self.fields["phone"].widget.attrs["inputmode"] = "tel"

    def _prepare_choices(self) -> None:
        classes = self.fields["content_class"]
        assert isinstance(classes, forms.ModelChoiceField)
        classes.queryset = ContentClass.objects.filter(is_active=True).order_by("code")
        classes.widget.attrs |= {
            "data-category-picker": "",
            "data-category-url": reverse("content_classes"),
            "data-category-hint": "#class-hint",
        }
        near = units_near(self.desk)
        colleagues = people_at(near)
        self.units = {str(one.pk): one for one in near}
        self.colleagues = {str(one.pk): one for one in colleagues}
        offer_several(self.fields["accused_units"], {one: one.name for one in near})
        offer_several(self.fields["accused_staff"], colleagues)
        picker = self.fields["addressee"]
        assert isinstance(picker, StaffPicker)
        above = [one for one in near if one.covers(self.desk)]
        picker.offer_people({leader: None for unit in above for leader in people_with(LEADERS, unit)})

    # --- what was typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, field in self.fields.items():
            if (
                given.get(name) in ("", None)
                and name in given
                and field.initial
                and not callable(field.initial)
            ):
                given[name] = field.initial
        if given.get("declared") == secrecy.DECLARED_YES:
            self.add_error("declared", secrecy.REFUSED)
        self._clean_person(given)
        self._clean_matter(given)
        self._clean_people(given)
        self._clean_talk(given)
        if given.get("purpose") != Purpose.ACCUSATION and (
            given.get("accused_units") or given.get("accused_staff")
        ):
            self.add_error(
                "purpose", "填写了被反映对象的，信访目的请选“检举控告”；不是检举控告的，请清空被反映对象。"
            )
        return given

    def _clean_person(self, given: dict[str, Any]) -> None:
        name = given["name"] = (given.get("name") or "").strip()
        if re.fullmatch(r"\d{17}[\dXx]|1\d{10}", name):
            # A card reader, or a number typed into the first field: it is kept, in its own place.
            target = "id_number" if len(name) == 18 else "phone"
            given[target], given["name"] = name, ""
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data[target], data["name"] = name, ""
            self.data, name = data, ""
        given["id_number"] = validators.normalise_id_number(given.get("id_number") or "")
        given["phone"] = validators.normalise_phone(given.get("phone") or "")
        for field in ("id_number", "phone"):
            if len(given[field]) > LONGEST_NUMBER:
                self.add_error(field, f"最多 {LONGEST_NUMBER} 个字，请只填一个号码。")
        if given.get("is_anonymous"):
            if name:
                self.add_error("is_anonymous", "已勾选“匿名”又填了姓名，请清空姓名或取消勾选。")
            return
        if given.get("person"):
            found = people.known_people(self.staff).filter(pk=given["person"]).first()
            self.known = found if found and found.name == name else None
        if self.known is None and name:
            self.known = people.surely_known(
                self.staff, name=name, id_number=given["id_number"], phone=given["phone"]
            )
        if not name and not given.get("matter"):
            self.add_error("name", "请填写姓名，或勾选“匿名”。")

    def _clean_matter(self, given: dict[str, Any]) -> None:
        if given.get("matter"):
            self.earlier = people.open_matters(self.staff).filter(pk=given["matter"]).first()
            if self.earlier is None:
                self.add_error(None, "要继续的事项找不到了，请重新选择，或按新事项登记。")
        elif not (given.get("body") or "").strip():
            self.add_error("body", "请填写反映的内容；看不清的来信可写“详见扫描件”。")

    def _clean_people(self, given: dict[str, Any]) -> None:
        spokesmen = people_in(given.get("joint") or "")
        if len(spokesmen) > MAX_REPRESENTATIVES:
            self.add_error(
                "joint",
                f"代表最多 {MAX_REPRESENTATIVES} 人（条例第二十条），现有 {len(spokesmen)} 人；"
                "其余请移到“其他联名（同行）人”，人数照实填写。",
            )
        rest = people_in(given.get("companions") or "")
        self.people = [(*one, True) for one in spokesmen] + [(*one, False) for one in rest]
        if self.people and given.get("head_count") == 1:
            # The list says more than a figure that nobody touched.
            given["head_count"] = 1 + len(self.people)

    def _clean_talk(self, given: dict[str, Any]) -> None:
        if not any(given.get(name) for name in SECTIONS["talk"]):
            return
        if not given.get("talk_confirmed"):
            self.add_error("talk_confirmed", "请选择来访人核对记录的方式：签名、口头确认或拒绝。")
        elif given["talk_confirmed"] == TalkConfirmation.REFUSED and not given.get("talk_refusal_reason"):
            self.add_error("talk_refusal_reason", "来访人拒绝核对的，请写明理由。")
        if not given.get("talk_request"):
            given["talk_request"] = (given.get("body") or "").strip()
            if not given["talk_request"]:
                self.add_error("talk_request", "接谈记录须写明诉求。")

    # --- what the actions take

    def as_matter(self) -> Matter:
        """The entry as `register` takes it; `known` is the person found, if any."""
        given = self.cleaned_data
        particulars = {
            key: given[key] for key in ("name", "kind", "id_number", "phone", "workplace", "address")
        }
        return Matter(
            channel=given["channel"],
            received_on=given["received_on"],
            body=given["body"],
            person=None if given["is_anonymous"] else Person(**particulars, known=self.known),
            is_anonymous=given["is_anonymous"],
            title=given["title"],
            purpose=given["purpose"],
            head_count=given["head_count"],
            joint=tuple(self.people),
            accused_units=tuple(self.units[key] for key in given["accused_units"]),
            accused_staff=tuple(self.colleagues[key] for key in given["accused_staff"]),
            details={name: given[name] for name in DETAILS},
        )

    def as_intake(self) -> dict[str, Any]:
        """The entry as `add_intake` takes it: a further letter or visit."""
        given = self.cleaned_data
        kept = {key: given[key] for key in ("channel", "received_on", "head_count")}
        return {**kept, "note": given["body"]}

    def talk(self) -> dict[str, str] | None:
        """The talk record, when one was written."""
        given = self.cleaned_data
        if not given["talk_confirmed"]:
            return None
        return {name.removeprefix("talk_"): given[name].strip() for name in SECTIONS["talk"]}

    # --- what the page shows

    def renew_key(self, key: str) -> None:
        """Makes the page a new entry: what stands in it was already saved as another."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["draft_key"] = key
        self.data = data

    def opened(self) -> dict[str, bool]:
        """Which folded parts are open: those that the channel asks for, and those with an error or an entry."""
        found = {part: any(self._has_something(name) for name in names) for part, names in SECTIONS.items()}
        channel = str(self["channel"].value())
        found["talk"] |= channel in VISIT_CHANNELS
        found["upper"] |= channel == Channel.SUPERIOR
        found["accused"] |= str(self["purpose"].value()) == Purpose.ACCUSATION
        return found

    def _has_something(self, name: str) -> bool:
        bound = self[name]
        return bool(bound.errors) or (bound.value() or "") not in ("", [], self.fields[name].initial)


def remarks(data: Any, *, today: Any) -> list[str]:
    """What looks wrong in the numbers typed; it is shown and forbids nothing."""
    found = []
    number = validators.normalise_id_number(data.get("id_number") or "")
    if number and data.get("kind") == PetitionerKind.ORGANISATION:
        found.append(validators.credit_code_problem(number))
    elif number:
        found.append(validators.id_number_problem(number, today) or validators.id_number_warning(number))
    if (data.get("phone") or "").strip():
        found.append(validators.phone_problem(data["phone"]))
    return [one for one in found if one]


def initial_from(data: QueryDict | dict[str, list[str]]) -> dict[str, Any]:
    """First values for a fresh form from what a page or a draft holds, unchecked."""
    found: dict[str, Any] = {}
    for name, field in RegisterForm.base_fields.items():
        values = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        if isinstance(field, forms.MultipleChoiceField):
            found[name] = values
        elif values and values[0] != "":
            found[name] = values[0]
    return found
