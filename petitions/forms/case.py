"""Forms of the case page: correcting an entry, and opening a sealed identity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from accounts.models import Staff
from config.forms import BootstrapForm
from petitions.actions.register import Person
from petitions.forms import fields
from petitions.forms.pickers import StaffPicker, people_at, units_near
from petitions.models import Petition
from petitions.states import Purpose

PLAIN = (
    "title",
    "purpose",
    "place",
    "head_count",
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
    "initial_opinion",
    "where_unstated",
)
PERSON = ("person_name", "person_phone", "person_workplace", "person_address")
# What is asked of a named petitioner of whom neither is on record (S13-02).
WHERE = ("person_workplace", "person_address")
HIDDEN = ("version", "seen")


class UnlockForm(BootstrapForm, forms.Form):
    """Why somebody must see who brought an accusation."""

    reason = fields.text("查看理由", rows=2, most=300)


class EditForm(BootstrapForm, forms.ModelForm):
    """补充更正: every field carries the value that the page was made from, so that only one's own changes are saved."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = fields.text("内容", rows=10, most=100_000)
    addressee = StaffPicker(label="批示对象", required=False, empty="没有指定")
    person_name = forms.CharField(label="姓名（名称）", max_length=60, required=False)
    person_phone = forms.CharField(label="电话", max_length=20, required=False)
    person_workplace = forms.CharField(label="工作单位", max_length=80, required=False)
    person_address = forms.CharField(label="住址", max_length=120, required=False)

    class Meta:
        model = Petition
        fields = (*PLAIN, "content_class")
        widgets = {
            "upper_due": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "initial_opinion": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any = None, *, petition: Petition, by: Staff, seen: int | None = None) -> None:
        initial = {
            "body": petition.text.body,
            "addressee": petition.addressee_id,
            "version": petition.version,
            "seen": seen,
        }
        super().__init__(data, instance=petition, initial=initial)
        self.petition, self.by = petition, by
        picker = self.fields["addressee"]
        assert isinstance(picker, StaffPicker)
        people = people_at(units_near(petition.unit))
        if petition.addressee:
            people.setdefault(petition.addressee, petition.addressee.name)
        picker.offer(people)
        self.fields["content_class"].widget.attrs |= {
            "data-category-picker": "",
            "data-category-url": reverse("content_classes"),
        }
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)
        purpose.choices = [
            one for one in Purpose.choices if (one[0] == Purpose.ACCUSATION) == petition.is_sealed
        ]
        person = petition.petitioner
        asked = PERSON if person is None else () if person.where else WHERE
        for name in set(PERSON) - set(asked):
            del self.fields[name]
        if asked != WHERE and not petition.where_unstated:
            del self.fields["where_unstated"]
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in HIDDEN

    def _post_clean(self) -> None:
        """The instance is not touched: the action alone writes it."""

    def changes(self) -> dict[str, Any]:
        """What this person changed, as `register.edit` takes it."""
        changed = {
            name: self.cleaned_data[name] for name in self.changed_data if name not in (*HIDDEN, *PERSON)
        }
        typed = {name: self.cleaned_data.get(name, "").strip() for name in PERSON}
        named = typed["person_name"] or (not self.petition.is_anonymous and any(typed.values()))
        if named:
            changed["person"] = Person(**{name.removeprefix("person_"): text for name, text in typed.items()})
        return changed

    def meet(self, fresh: Petition, seen: int) -> list[tuple[str, str, str]]:
        """After a stale save: takes over what others changed, keeps what was typed here.

        Returns (field, typed here, stored now) where both differ; the form can then be sent again on purpose.
        """
        posted = self.cleaned_data.get("version") if hasattr(self, "cleaned_data") else None
        if posted is None or posted == fresh.version:
            return []
        now, mine, clashes = EditForm(petition=fresh, by=self.by), set(self.changed_data), []
        given: Any = self.data
        data = given.copy()
        for name in self.fields:
            if name in HIDDEN:
                continue
            # Somebody may have named the anonymous petitioner meanwhile: then these fields are gone.
            stored = now[name].value() if name in now.fields else fresh.person_name
            words = "" if stored is None else str(stored)
            typed, before = self[name].data, given.get(self[name].html_initial_name, "")
            if name not in mine:
                data[name] = words
            elif self._words(name, before) != self._words(name, words):
                clashes.append(
                    (str(self.fields[name].label), self._words(name, typed), self._words(name, words))
                )
            data[self[name].html_initial_name] = words
        data["version"], data["seen"] = fresh.version, seen
        self.data, self.petition = data, fresh
        return [one for one in clashes if one[1] != one[2]]

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        found = choices.get(value) or {str(key): words for key, words in choices.items()}.get(str(value))
        return str(found if found is not None else value or "（空）").replace("\r\n", "\n").strip()
