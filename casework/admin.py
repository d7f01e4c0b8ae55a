"""What an office sets up: calendar, policies, phrases; and, to read only, jobs and the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.history_admin import HistoryAdmin
from casework import holidays
from casework.calendar import holiday_table
from casework.deadlines import DayType, Limit, due, explain
from casework.models import CalendarDay, CalendarYear, CommonPhrase, Job, PolicyProfile
from casework.policy_keys import KEYS
from casework.refusals import Refusal


class CalendarDayInline(admin.TabularInline):  # type: ignore[type-arg]
    """The days of one year."""

    model = CalendarDay
    extra = 1


class HolidayFileForm(forms.Form):
    """A notice as a file."""

    file = forms.FileField(label="放假安排文件（JSON）", help_text="格式见操作手册“录入放假安排”。")


class TryForm(forms.Form):
    """The test box: a start, a number, a way of counting."""

    start = forms.DateField(label="起算日", widget=forms.DateInput(attrs={"type": "date"}))
    days = forms.IntegerField(label="天数", min_value=0, max_value=400)
    day_type = forms.ChoiceField(label="口径", choices=[("calendar", "日历日"), ("working", "工作日")])


@admin.register(CalendarYear)
class CalendarYearAdmin(HistoryAdmin):
    """A year's notice, with a view of the year and a box to try a limit."""

    list_display = ["year", "source"]
    inlines = [CalendarDayInline]
    change_list_template = "admin/casework/calendaryear/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "import/", self.admin_site.admin_view(self.import_view), name="casework_calendaryear_import"
            ),
            path("try/", self.admin_site.admin_view(self.try_view), name="casework_calendaryear_try"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Loads a file of years."""
        form = HolidayFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                loaded = holidays.load(form.cleaned_data["file"].read().decode("utf-8-sig"))
            except UnicodeDecodeError:
                form.add_error("file", "文件须是 UTF-8 编码的文本。")
            except Refusal as refusal:
                form.add_error("file", refusal.message)
            else:
                words = "、".join(f"{year}年{days}天" for year, days in loaded.items())
                messages.success(request, f"已录入：{words}。")
                return redirect("admin:casework_calendaryear_changelist")
        context = {
            **self.admin_site.each_context(request),
            "form": form,
            "title": "导入放假安排",
            "opts": self.opts,
        }
        return render(request, "admin/casework/form_page.html", context, status=422 if form.errors else 200)

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Tries a limit against the calendar, explained in a sentence; and shows the year's special days."""
        form = TryForm(
            request.GET or {"start": timezone.localdate().isoformat(), "days": 5, "day_type": "working"}
        )
        sentence = ""
        table = holiday_table()
        if form.is_valid():
            limit = Limit(form.cleaned_data["days"], DayType(form.cleaned_data["day_type"]))
            start = form.cleaned_data["start"]
            sentence = explain(start, "起算", "", limit, due(start, limit, table), table)
        context = {
            **self.admin_site.each_context(request),
            "form": form,
            "method": "get",
            "sentence": sentence,
            "days": CalendarDay.objects.filter(year__gte=timezone.localdate().year).order_by("day"),
            "title": "试算期限",
            "opts": self.opts,
        }
        return render(request, "admin/casework/form_page.html", context)


@admin.register(CalendarDay)
class CalendarDayAdmin(HistoryAdmin):
    """Single days."""

    list_display = ["day", "kind", "name", "year"]
    list_filter = ["year", "kind"]


@admin.register(PolicyProfile)
class PolicyProfileAdmin(HistoryAdmin):
    """Unit policies, to read: the page 单位政策 is the editor, where each value has a field and is checked."""

    list_display = ["unit", "preset", "effective_from", "approved_by", "source"]
    list_filter = ["preset"]
    list_select_related = ["unit"]
    fields = [
        "unit",
        "preset",
        "effective_from",
        "effective_to",
        "approved_by",
        "source",
        "values_in_words",
        "page",
    ]
    readonly_fields = ["values_in_words", "page"]

    @admin.display(description="本单位调整")
    def values_in_words(self, profile: PolicyProfile) -> str:
        """Each value as the policy page says it."""
        known = [(KEYS[key], value) for key, value in profile.values.items() if key in KEYS]
        rows = ((about.label, about.shape.words(value)) for about, value in known)
        return format_html_join("", "<p>{}：{}</p>", rows) or "没有，全部沿用预设或上级单位。"

    @admin.display(description="查看、修改")
    def page(self, profile: PolicyProfile) -> str:
        """Where a new version is made."""
        url = f"{reverse('policy')}?unit={profile.unit_id}"
        return format_html('<a href="{}">打开“单位政策”页面</a>', url)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CommonPhrase)
class CommonPhraseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """常用批示; without an owner it is everybody's."""

    list_display = ["text", "staff", "order"]
    autocomplete_fields = ["staff"]
    list_select_related = ["staff"]


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Background work, to read; retrying stands on its own page."""

    list_display = ["id", "kind", "state", "tries", "message", "created_by", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
