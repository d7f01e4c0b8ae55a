"""Sample values for the gallery of components: made up, and of no domain."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms

from config.forms import BootstrapForm


class SampleForm(BootstrapForm, forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", help_text="姓与名写在一起。")
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.ChoiceField(
        label="单位",
        choices=[("", "请选择"), ("a", "县信访局"), ("b", "县教育局"), ("c", "城关镇")],
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    channel = forms.ChoiceField(
        label="渠道",
        choices=[("letter", "来信"), ("visit", "来访"), ("phone", "来电")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="内容", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    anonymous = forms.BooleanField(label="匿名", required=False)


class SampleFilter(BootstrapForm, forms.Form):
    """A filter with several choices and a date."""

    state = forms.MultipleChoiceField(
        label="状态",
        choices=[("handling", "办理中"), ("closed", "已办结"), ("returned", "退回办公室")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    since = forms.DateField(label="自", widget=forms.DateInput(attrs={"type": "date"}), required=False)


STATES = (
    ("registered", "已登记"),
    ("presented", "送阅中"),
    ("annotated", "已阅批"),
    ("assigned", "待签收"),
    ("handling", "办理中"),
    ("reported", "待审签"),
    ("concluded", "待答复"),
    ("returned", "退回办公室"),
    ("transferred", "已转送"),
    ("guided", "已告知引导"),
    ("closed", "已办结"),
    ("archived", "已归档"),
    ("voided", "已作废"),
)
DUE = (("ok", 12), ("near", 2), ("due", 0), ("overdue", 3), ("met", 0), ("paused", 0))


def _papers() -> dict[str, Any]:
    """Signature, events and attachments of one made-up case."""
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    return {
        "signoff": SimpleNamespace(
            step_label="领导阅批",
            decision="agree",
            get_decision_display="同意",
            opinion="请城关镇核实，依规办理，五个工作日内报结果。",
            signature="周海（代李明）",
            post_title="副局长",
            unit_name="县信访局",
            at=at,
        ),
        "events": [
            SimpleNamespace(at=at, actor="县信访局 王芳", text="登记", state_label="已登记"),
            SimpleNamespace(
                at=at,
                actor="县信访局 周海（代李明）",
                text="阅批",
                state_label="已阅批",
                note="请城关镇核实。",
            ),
            SimpleNamespace(at=at, actor="系统", text="已超期提醒", level="danger"),
        ],
        "attachments": [
            SimpleNamespace(
                name="来信扫描.pdf",
                url="#",
                size=482133,
                uploaded_at=at,
                uploaded_by="王芳",
                content_type="application/pdf",
            )
        ],
    }


def sample_context() -> dict[str, Any]:
    """Everything that templates/_components/gallery.html shows."""
    empty = SampleForm({})
    empty.is_valid()
    return {
        "sample_form": SampleForm(initial={"channel": "visit"}, prefix="fresh"),
        "wrong_form": empty,
        "filter_form": SampleFilter({"state": ["handling"]}),
        "states": STATES,
        "due_levels": DUE,
        "sample_day": date(2026, 9, 30),
        "tabs": [
            SimpleNamespace(label="待签收", url="#", active=True, count=3),
            SimpleNamespace(label="已超期", url="#", active=False, count=1, level="danger"),
        ],
        "chips": [SimpleNamespace(label="状态", value="办理中", remove_url="#")],
        "saved_views": [SimpleNamespace(name="本周临期", url="#", active=True, count=4)],
        "phrases": ["拟同意。", "请依规办理，按期答复。", "请核实后报我。"],
        "options": [
            {"value": "7", "title": "张建国", "detail": "男 · 城关镇 · 电话末四位 0199 · 此前 2 件"},
            {"value": "9", "title": "张建国", "detail": "男 · 河西乡 · 电话末四位 7731"},
        ],
        **_papers(),
    }
