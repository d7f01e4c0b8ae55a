"""Forms of office papers: each is about one paper and one act; `seen` is the version that the page was made from."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Staff
from casework.models import Decision
from config.forms import BootstrapForm
from petitions.forms import fields


class PaperForm(BootstrapForm, forms.Form):
    """One act on one paper; nothing to fill in by itself."""

    def __init__(self, *args: Any, paper: Any, by: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.by = paper, by
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the paper."""

    def given(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return dict(self.cleaned_data)

    def begin(self, **values: Any) -> None:
        """First values of a form that was not sent."""
        for name, value in values.items():
            self.fields[name].initial = value


class SignForm(PaperForm):
    """签发: agreed or returned; the box begins empty."""

    decision = forms.ChoiceField(
        label="决定",
        choices=[(Decision.AGREE, "同意"), (Decision.RETURN, "退回修改")],
        widget=forms.RadioSelect,
    )
    opinion = fields.text("意见", rows=2, required=False, most=500)


class ReasonForm(PaperForm):
    """A reason."""

    reason = fields.text("理由", rows=2, most=200)


def moment(label: str, **kwargs: Any) -> forms.DateTimeField:
    """A date with an hour."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs
    )


class PeoplePicker(forms.MultipleChoiceField):
    """Some colleagues by check boxes; the cleaned value are the people."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, people: list[Staff]) -> None:
        """Sets who may be chosen."""
        self.people = {str(one.pk): one for one in people}
        self.choices = [
            (str(one.pk), f"{one.name}（{one.unit.short_name}）" if one.unit else one.name) for one in people
        ]

    def clean(self, value: Any) -> Any:
        return [self.people[key] for key in super().clean(value)]
