"""Content classes. Petitions themselves are not here: they are read and written through their own pages alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.history_admin import HistoryAdmin
from petitions.models import ContentClass, LeaderCard, ReceptionDay, RefusalGround, RetentionRule


@admin.register(ContentClass)
class ContentClassAdmin(HistoryAdmin):
    """The tree of classes, found by code, word or pinyin."""

    list_display = ["code", "path_name", "default_unit", "legal_route", "is_local", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name", "path_name", "pinyin", "initials"]
    autocomplete_fields = ["parent", "default_unit"]
    list_select_related = ["default_unit"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The page that asks before deleting lists the cases that stand in the way; a class is switched off instead.
        return False


@admin.register(RetentionRule)
class RetentionRuleAdmin(HistoryAdmin):
    """保管期限表: lines of a unit's own schedule; changed, never deleted, since files were numbered by them."""

    list_display = ["outcome", "period", "unit", "basis"]
    list_select_related = ["unit"]
    autocomplete_fields = ["unit"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(ReceptionDay)
class ReceptionDayAdmin(HistoryAdmin):
    """接待日规则 of each unit; a day that is not fixed yet is left empty."""

    list_display = ["unit", "in_words", "leaders_of", "posts", "begins", "ends", "is_active"]
    list_filter = ["kind", "is_active"]
    autocomplete_fields = ["unit", "leaders_of"]
    list_select_related = ["unit", "leaders_of"]


@admin.register(LeaderCard)
class LeaderCardAdmin(HistoryAdmin):
    """What the notice board says of a leader on duty."""

    list_display = ["staff", "line", "departments", "contact"]
    autocomplete_fields = ["staff"]
    search_fields = ["staff__name"]


@admin.register(RefusalGround)
class RefusalGroundAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """不予（不再）受理、告知引导的情形; a province adds its own rows."""

    list_display = ["code", "kind", "text", "basis", "jurisdiction", "is_active"]
    list_filter = ["kind", "jurisdiction", "is_active"]
    search_fields = ["code", "text", "basis"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """Switched off, never deleted: decisions point at it."""
        return False
