"""Forms of papers: what only the clerk knows, how a paper arrived, and which part of a register is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Staff
from accounts.roles import Power
from casework.models import DeliveryMethod
from config.forms import BootstrapForm
from petitions.actions.papers import Receipt
from petitions.forms import fields
from petitions.forms.ledger import units_for
from petitions.papers import Ask, Formal, Given
from petitions.papers.queries import REGISTERS, Stub, organs_served


class IssueForm(BootstrapForm, forms.Form):
    """The questions of one kind of paper."""

    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, formal: Formal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ask in formal.asks:
            self.fields[ask.name] = _field(ask)

    def given(self) -> Given:
        """The answers, as far as they could be read."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "next"}


def _field(ask: Ask) -> forms.Field:
    if ask.choices:
        return forms.ChoiceField(
            label=ask.label, choices=ask.choices, required=ask.required, help_text=ask.help
        )
    return fields.text(ask.label, rows=ask.rows, required=ask.required, help_text=ask.help)


class ReasonToWithdraw(BootstrapForm, forms.Form):
    """Why a paper is taken back."""

    reason = fields.text("撤回理由", rows=2, most=200)


class DeliveryForm(BootstrapForm, forms.Form):
    """送达回证, in one line of the list or on its own page."""

    method = forms.ChoiceField(
        label="送达方式", choices=DeliveryMethod.choices, initial=DeliveryMethod.DIRECT
    )
    day = fields.day("送达日期", help_text="邮寄的填回执上的收件日期，公告的填公告日期。")
    receiver = forms.CharField(
        label="签收人", max_length=60, required=False, help_text="同住成年家属代收的，写明关系。"
    )
    refused = forms.BooleanField(label="拒绝签收", required=False)
    witnesses = forms.CharField(
        label="见证人", max_length=120, required=False, help_text="留置送达须两名以上，用“、”分开。"
    )
    remark = fields.text("说明", rows=2, required=False, most=200)
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate

    def receipt(self) -> Receipt:
        """The facts for the action."""
        given = dict(self.cleaned_data)
        given.pop("next")
        return Receipt(**given)


class StubForm(BootstrapForm, forms.Form):
    """文号登记册: unit, year, kind and days; the state stands in the address."""

    unit = forms.ChoiceField(label="发文单位")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2200)
    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=[("", "全部"), *REGISTERS.items()],
    )
    since = fields.day("发文日期自", required=False)
    until = fields.day("至", required=False)
    recipient = forms.CharField(label="主送单位", max_length=40, required=False)

    def __init__(self, staff: Staff, query: Any) -> None:
        data = query.copy()
        units = units_for(staff, Power.REGISTER) or units_for(staff, Power.LEDGER)
        units += [one for one in organs_served(staff) if one not in units]
        home = staff.unit if staff.unit in units else (units[0] if units else None)
        data.setdefault("unit", str(home.pk) if home else "")
        data.setdefault("year", str(timezone.localdate().year))
        super().__init__(data)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(one.pk), one.name) for one in units]

    def stub(self) -> Stub:
        """What is asked for."""
        given = self.cleaned_data
        return Stub(
            unit_id=int(given["unit"]),
            year=given["year"],
            kind=given["kind"],
            since=given["since"],
            until=given["until"],
            recipient=given["recipient"].strip(),
        )
