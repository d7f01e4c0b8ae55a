"""Filters of the list, what may be kept of them, and the words of a bulk 催办."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from accounts.access import standing_of
from accounts.models import Staff, Unit
from accounts.roles import Power
from casework.access import reach_of
from casework.states import State, Urgency
from config.forms import BootstrapForm
from petitions.forms.pickers import MOST, KeyedSelect, keys_of, units_near
from petitions.models import ContentClass
from petitions.queries import SORTS, TABS, WATCHES, tabs_of
from petitions.states import Channel

DUE_CHOICES = [
    ("", "不限"),
    ("overdue", "已超期"),
    ("today", "今日到期"),
    ("near", "3个工作日内到期"),
]
DAY = {"type": "date"}


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    value: str
    remove_url: str


class AddingSelect(KeyedSelect):
    """A type-ahead that adds one more to what was chosen before; the earlier ones go along hidden."""

    allow_multiple_selected = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Everything chosen so far, without the empty choice."""
        return list(dict.fromkeys(one for one in data.getlist(name) if one))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The earlier ones as hidden inputs, then the empty type-ahead."""
        kept = forms.MultipleHiddenInput().render(name, value or [], {}, renderer)
        # Both parts come escaped from Django's own widgets.
        return mark_safe(kept + super().render(name, "", attrs, renderer))  # noqa: S308


class UnitsField(forms.MultipleChoiceField):
    """Several units by code; cleaned to Unit objects. A unit named in an address need not be among those on offer."""

    widget = AddingSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.found: list[Unit] = []

    def offer(self, units: Iterable[Unit]) -> None:
        """Sets the units of the type-ahead."""
        units = list(units)
        self.choices = [("", "添加单位…"), *((one.code, one.name) for one in units)]
        assert isinstance(self.widget, AddingSelect)
        self.widget.keys = {one.code: f"{keys_of(one.name)} {keys_of(one.short_name)}" for one in units}

    def clean(self, value: Any) -> list[Unit]:
        """The units of these codes, in the order of the tree."""
        self.found = list(Unit.objects.filter(code__in=value).order_by("path")) if value else []
        if value and len(self.found) < len(value):
            raise forms.ValidationError("没有这个单位。")
        return self.found


def units_on_offer(staff: Staff) -> list[Unit]:
    """Units whose cases this person may meet: below where they read, and where their office usually sends."""
    standing = standing_of(staff)
    mine = reach_of(standing.units_with(Power.READ_UNIT))
    near = [one.pk for one in units_near(standing.desk_unit)] if standing.desk_unit else []
    return list(Unit.objects.active().filter(mine | Q(pk__in=near)).order_by("path")[:MOST])


def _topics(asked: list[str]) -> list[tuple[str, str]]:
    """Classes of the first level, and whatever finer ones an address names."""
    found = ContentClass.objects.filter(Q(parent=None) | Q(code__in=asked))
    return [(one.code, one.path_name or one.name) for one in found]


class PetitionFilter(BootstrapForm, forms.Form):
    """Codes and dates alone: the state of the list stands in the address, where no name may be."""

    state = forms.MultipleChoiceField(
        label="状态", choices=State.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    channel = forms.MultipleChoiceField(
        label="渠道", choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    urgency = forms.MultipleChoiceField(
        label="缓急", choices=Urgency.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    topic = forms.MultipleChoiceField(label="内容", required=False, widget=forms.CheckboxSelectMultiple)
    unit = UnitsField(label="承办单位")
    desk = UnitsField(label="登记单位（含下级）")
    since = forms.DateField(label="收到自", required=False, widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(label="至", required=False, widget=forms.DateInput(attrs=DAY))
    due = forms.ChoiceField(label="期限", choices=DUE_CHOICES, required=False)
    watch = forms.ChoiceField(label="督办", required=False)
    sort = forms.ChoiceField(label="排序", required=False)
    tab = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=list(TABS.items()))

    def __init__(self, staff: Staff, query: QueryDict) -> None:
        super().__init__(query)
        self.staff = staff
        self.tabs = tabs_of(standing_of(staff))
        self._offer("topic", _topics(query.getlist("topic")))
        self._offer("watch", [("", "不限"), *((code, watch.label) for code, watch in WATCHES.items())])
        self._offer("sort", [("", "默认排序"), *((code, words) for code, (words, _) in SORTS.items())])
        units = units_on_offer(staff)
        for name in ("unit", "desk"):
            field = self.fields[name]
            assert isinstance(field, UnitsField)
            field.offer(units)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The days stand in order."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", "“至”不能早于“自”。")
        return values

    @property
    def given(self) -> dict[str, Any]:
        """What was understood; a field that was filled in wrongly counts as empty."""
        self.is_valid()
        return self.cleaned_data

    @property
    def open_tab(self) -> str:
        """The tab that is open."""
        asked = str(self.given.get("tab") or "")
        return asked if asked in self.tabs else self.tabs[0]

    @property
    def order(self) -> str:
        """The order: the one asked for, that of the watched list, or the newest first."""
        watch = self.given.get("watch")
        return self.given.get("sort") or (WATCHES[watch].sort if watch else "newest")

    def pairs(self) -> list[tuple[str, str]]:
        """The filters in force as they stand in an address, without tab and order."""
        found: list[tuple[str, str]] = []
        for name in self.fields:
            value = self.given.get(name)
            if name in ("tab", "sort") or not value:
                continue
            if isinstance(value, list):
                found += [(name, one.code if isinstance(one, Unit) else str(one)) for one in value]
            else:
                found.append((name, str(value)))
        return found

    def query(self, pairs: list[tuple[str, str]] | None = None, **changes: str) -> str:
        """The query string of the list, with `tab` or `sort` changed."""
        shown = {
            "tab": str(self.given.get("tab") or ""),
            "sort": str(self.given.get("sort") or ""),
            **changes,
        }
        kept = self.pairs() if pairs is None else pairs
        return urlencode([*((name, value) for name, value in shown.items() if value), *kept])

    def words_of(self, name: str, value: str) -> str:
        """A value as the page names it."""
        field = self.fields[name]
        if isinstance(field, UnitsField):
            return next((one.name for one in field.found if one.code == value), value)
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            return str(dict(choices).get(value, value))
        return value

    def chips(self, base: str) -> list[Chip]:
        """One for each value, removable by itself."""
        pairs = self.pairs()
        return [
            Chip(
                str(self.fields[name].label),
                self.words_of(name, value),
                f"{base}?{self.query([one for one in pairs if one != (name, value)])}",
            )
            for name, value in pairs
        ]

    def sentence(self) -> str:
        """The filters in words, for the heading of an export."""
        parts = [f"{self.fields[name].label}：{self.words_of(name, value)}" for name, value in self.pairs()]
        return "　".join([TABS[self.open_tab], *parts])


class UrgeManyForm(BootstrapForm, forms.Form):
    """What is said to all of them."""

    text = forms.CharField(
        label="催办内容",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="发给每件的承办单位和承办人，并逐件留痕。",
    )
