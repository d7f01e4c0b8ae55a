"""Forms of 请示 and its 批复."""

from __future__ import annotations

from django import forms

from petitions.actions.instructions import waiting
from petitions.forms import fields
from petitions.forms.verbs import VerbForm


class AskForm(VerbForm):
    """请示"""

    organ = forms.CharField(label="请示机关", max_length=80)
    question = fields.text("请示事项和本单位意见", rows=6)

    def prepare(self) -> None:
        unit = self.petition.handling_unit or self.petition.unit
        self.fields["organ"].initial = unit.parent.name if unit.parent else ""


class AnswerForm(VerbForm):
    """批复: on the 请示 that waits."""

    answer = fields.text("批复内容", rows=5)
    answer_source = forms.CharField(label="批复人或批复文号", max_length=60)

    def prepare(self) -> None:
        asked = waiting(self.petition)
        self.idle = "" if asked else "没有等待批复的请示。"
        if asked:
            self.fields["answer"].help_text = f"请示{asked.organ}：{asked.question}"
