"""Forms of 信访信息."""

from __future__ import annotations

import re

from django import forms
from django.utils import timezone

from petitions.forms import fields
from petitions.forms.office_papers import PaperForm, PeoplePicker, moment
from petitions.forms.verbs import VerbForm
from petitions.models import InfoKind, InfoLevel, Petition
from petitions.office import leaders_and_office

LEVEL_HELP = "一般和重大信息的签发人由单位政策规定。"


class InfoFromCaseForm(VerbForm):
    """报信息 from a petition: the source is this very case."""

    title = forms.CharField(label="标题", max_length=80)
    text = fields.text("内容", rows=8)
    level = forms.ChoiceField(
        label="级别",
        choices=InfoLevel.choices,
        initial=InfoLevel.ORDINARY,
        widget=forms.RadioSelect,
        help_text=LEVEL_HELP,
    )
    happened_at = moment("发生（获悉）时间")
    also = forms.CharField(
        label="同一事项的其他编号",
        required=False,
        max_length=400,
        help_text="只限已认定重复的件，用逗号分开；不是同一事项的请另报。",
    )

    def prepare(self) -> None:
        self.fields["happened_at"].initial = timezone.localtime().replace(second=0, microsecond=0)

    def clean_also(self) -> list[Petition]:
        """The petitions with these numbers; what is out of sight is as good as absent."""
        numbers = [one for one in re.split(r"[,，、;；\s]+", self.cleaned_data["also"]) if one]
        found = {one.number: one for one in Petition.objects.visible_to(self.by).filter(number__in=numbers)}
        missing = [one for one in numbers if one not in found]
        if missing:
            raise forms.ValidationError(f"没有找到编号：{'、'.join(missing)}。")
        return list(found.values())


class InfoForm(PaperForm):
    """A free information, or the words of a draft."""

    kind = forms.ChoiceField(
        label="种类", choices=InfoKind.choices, initial=InfoKind.OPINION, widget=forms.RadioSelect
    )
    title = forms.CharField(label="标题", max_length=80)
    text = fields.text("内容", rows=8)
    level = forms.ChoiceField(
        label="级别",
        choices=InfoLevel.choices,
        initial=InfoLevel.ORDINARY,
        widget=forms.RadioSelect,
        help_text=LEVEL_HELP,
    )
    happened_at = moment("发生（获悉）时间")

    def prepare(self) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        self.begin(happened_at=now)


class EditInfoForm(InfoForm):
    """The same for a draft; `seen` is the version on the page."""

    kind = None  # type: ignore[assignment]
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        paper = self.paper
        self.begin(
            seen=paper.version,
            title=paper.title,
            text=paper.text,
            level=paper.level,
            happened_at=timezone.localtime(paper.happened_at),
        )


class SendFirstForm(PaperForm):
    """先行报送"""

    sent_to = forms.CharField(
        label="向何处、何人报告", max_length=80, help_text="例如：电话报县委值班室某同志。"
    )


class IssueForm(PaperForm):
    """报出"""

    addressed_to = forms.CharField(
        label="报送", max_length=80, help_text="例如：县委、县政府，上一级信访部门。"
    )
    people = PeoplePicker(label="分送阅读", required=False)

    def prepare(self) -> None:
        field = self.fields["people"]
        assert isinstance(field, PeoplePicker)
        field.offer(leaders_and_office(self.paper.unit))
