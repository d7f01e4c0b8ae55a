"""Staff, units, posts and delegation, for an administrator who is no programmer.

A colleague is created with account, name, unit and first role on one page; ending a role keeps its row; nobody who has
acted is ever deleted — they are switched off.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.history_admin import HistoryAdmin
from accounts.models import Delegation, Post, ResponsibilityLink, Staff, Unit
from accounts.roles import Role

admin.site.unregister(Group)


class NoDeletion:
    """Rows that others point at, or that are evidence, are ended and not deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StaffCreationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new colleague: who, where, as what, and a first password that they must change."""

    role = forms.ChoiceField(label="角色", choices=[("", "———"), *Role.choices])
    title = forms.CharField(
        label="职务", max_length=40, required=False, help_text="打印在签批上，例如“科员”。"
    )
    password = forms.CharField(
        label="初始密码", widget=forms.PasswordInput, help_text="至少 10 位，含字母和数字；首次登录须改。"
    )

    class Meta:
        model = Staff
        fields = ["username", "name", "unit", "phone"]

    def clean_password(self) -> str:
        from django.contrib.auth.password_validation import validate_password

        password: str = self.cleaned_data["password"]
        validate_password(password, self.instance)
        return password

    def clean_unit(self) -> Unit:
        unit: Unit | None = self.cleaned_data["unit"]
        if unit is None:
            raise forms.ValidationError("请选择所在单位。")
        return unit

    def save(self, commit: bool = True) -> Staff:
        staff: Staff = super().save(commit=False)
        staff.set_password(self.cleaned_data["password"])
        staff.must_change_password = True
        staff.is_staff = self.cleaned_data["role"] == Role.ADMINISTRATOR
        if commit:
            staff.save()
        return staff


class PostInline(admin.TabularInline):  # type: ignore[type-arg]
    """A person's posts; to end one, fill 免职日期."""

    model = Post
    extra = 0
    autocomplete_fields = ["unit"]
    fields = ["unit", "role", "title", "starts_on", "ends_on"]
    verbose_name_plural = "任职（免职请填写免职日期，不要删除）"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Staff)
class StaffAdmin(NoDeletion, HistoryAdmin, UserAdmin):  # type: ignore[type-arg]
    """Colleagues."""

    list_display = ["username", "name", "unit", "roles_now", "is_active", "last_login"]
    list_filter = ["is_active", "posts__role"]
    search_fields = ["username", "name", "unit__name"]
    ordering = ["unit__path", "name"]
    autocomplete_fields = ["unit"]
    inlines = [PostInline]
    add_form = StaffCreationForm
    add_form_template = "admin/accounts/staff/add_form.html"
    add_fieldsets = [(None, {"fields": ["username", "name", "unit", "role", "title", "phone", "password"]})]
    fieldsets = [
        (None, {"fields": ["username", "password", "name", "unit", "phone"]}),
        ("状态", {"fields": ["is_active", "is_staff", "must_change_password", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    actions = ["end_all_posts"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Staff]:
        return super().get_queryset(request).select_related("unit").prefetch_related("posts")

    @admin.display(description="现任角色")
    def roles_now(self, staff: Staff) -> str:
        today = timezone.localdate()
        return "、".join(
            Role(post.role).label
            for post in staff.posts.all()
            if post.ends_on is None or post.ends_on >= today
        )

    def get_inlines(self, request: HttpRequest, obj: Staff | None = None) -> list[Any]:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Staff, form: Any, change: bool) -> None:
        if "is_staff" in form.changed_data or not change:
            obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)
        if not change and obj.unit:
            post = Post(
                staff=obj, unit=obj.unit, role=form.cleaned_data["role"], title=form.cleaned_data["title"]
            )
            post.full_clean()
            post.save()

    @admin.action(description="调离：今日起免去全部任职并停用账号")
    def end_all_posts(self, request: HttpRequest, chosen: QuerySet[Staff]) -> None:
        for staff in chosen:
            for post in staff.posts.filter(ends_on__isnull=True):
                post.ends_on = max(timezone.localdate(), post.starts_on)
                post.save()
            staff.is_active = False
            staff.save()
        messages.success(request, f"已停用 {len(chosen)} 人；其经手记录保留。请改派其未结信访件。")


@admin.register(Unit)
class UnitAdmin(NoDeletion, HistoryAdmin):
    """The tree of units."""

    list_display = [
        "indented",
        "code",
        "short_name",
        "kind",
        "level",
        "is_reception_body",
        "acceptor",
        "is_active",
    ]
    list_filter = ["kind", "level", "is_reception_body", "is_active"]
    search_fields = ["name", "code", "short_name"]
    autocomplete_fields = ["parent", "acceptor"]
    list_select_related = ["acceptor"]
    fields = [
        "code",
        "name",
        "short_name",
        "kind",
        "level",
        "parent",
        "is_reception_body",
        "acceptor",
        "phone",
        "address",
        "is_active",
    ]

    @admin.display(description="单位", ordering="path")
    def indented(self, unit: Unit) -> str:
        return "　" * (unit.depth - 1) + unit.name


@admin.register(Post)
class PostAdmin(NoDeletion, HistoryAdmin):
    """All posts, by unit and role."""

    list_display = ["staff", "unit", "role", "title", "starts_on", "ends_on"]
    list_filter = ["role"]
    search_fields = ["staff__name", "unit__name", "title"]
    autocomplete_fields = ["staff", "unit"]
    list_select_related = ["staff", "unit"]
    actions = ["end_today"]

    @admin.action(description="免职：今日止")
    def end_today(self, request: HttpRequest, chosen: QuerySet[Post]) -> None:
        for post in chosen.filter(ends_on__isnull=True):
            post.ends_on = max(timezone.localdate(), post.starts_on)
            post.save()


@admin.register(ResponsibilityLink)
class ResponsibilityLinkAdmin(HistoryAdmin):
    """Who answers for which unit."""

    list_display = ["unit", "kind", "leader"]
    list_filter = ["kind"]
    search_fields = ["unit__name", "leader__name"]
    autocomplete_fields = ["unit", "leader"]
    list_select_related = ["unit", "leader"]


@admin.register(Delegation)
class DelegationAdmin(NoDeletion, HistoryAdmin):
    """代班."""

    list_display = ["principal", "deputy", "starts_on", "ends_on", "reason", "revoked_at"]
    search_fields = ["principal__name", "deputy__name"]
    autocomplete_fields = ["principal", "deputy"]
    list_select_related = ["principal", "deputy"]
