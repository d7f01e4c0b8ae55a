"""人员, their posts, and who acts for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models.units import Unit
from accounts.roles import EXCLUSIVE_ROLES, Role


class Staff(AbstractUser):
    """A colleague who signs in. Never deleted once they have acted: retiring is `is_active = False`."""

    first_name = None  # type: ignore[assignment]  # one field for a full name
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=30)
    unit = models.ForeignKey(
        Unit, verbose_name="所在单位", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    phone = models.CharField("办公电话", max_length=40, blank=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    shortcuts_enabled = models.BooleanField("启用单键快捷键", default=True)

    objects = UserManager["Staff"]()  # type: ignore[misc]
    history = HistoricalRecords(verbose_name="人员变更记录", excluded_fields=["password", "last_login"])
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["unit__path", "name"]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Signing in is no change of the person: the moment of it makes no row among the changes."""
        if set(kwargs.get("update_fields") or ()) == {"last_login"}:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Reads of posts."""

    def current(self, today: date) -> PostQuerySet:
        """Posts in force on `today`, of people who may still sign in."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, staff__is_active=True
        )


class Post(models.Model):
    """任职: a person holds a role at a unit from a day until a day; ending it keeps the row."""

    staff = models.ForeignKey(Staff, verbose_name="人员", on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, verbose_name="任职单位", on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    title = models.CharField("职务", max_length=40, blank=True, help_text="打印在签批上的职务，例如“局长”。")
    starts_on = models.DateField("任职日期", default=timezone.localdate)
    ends_on = models.DateField("免职日期", null=True, blank=True, help_text="当日仍有效；留空为现任。")

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="任职变更记录")

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["unit__path", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="免职日期不能早于任职日期。",
            ),
            models.UniqueConstraint(
                name="post_one_current",
                fields=["staff", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                violation_error_message="此人已在该单位任此角色。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="post_unit_role")]

    def __str__(self) -> str:
        return f"{self.staff} · {self.unit} · {self.display_title}"

    @property
    def display_title(self) -> str:
        """The title for a signature: what is written, else the name of the role."""
        return self.title or str(Role(self.role).label)

    def clean(self) -> None:
        """Refuses two roles that must check one another."""
        if not self.staff_id or not self.role:
            return
        held = set(
            Post.objects.filter(staff_id=self.staff_id, ends_on__isnull=True)
            .exclude(pk=self.pk)
            .values_list("role", flat=True)
        )
        for pair in EXCLUSIVE_ROLES:
            if self.role in pair and (pair - {self.role}) & held and self.ends_on is None:
                other = Role(next(iter(pair - {self.role}))).label
                raise ValidationError({"role": f"此人现任“{other}”，与所选角色互相监督，不能兼任。"})


class LinkKind(models.TextChoices):
    OVERALL = "overall", "总责"
    IN_CHARGE = "in_charge", "分管"
    ASSISTS = "assists", "配合"


class ResponsibilityLink(models.Model):
    """责任关系: which leader answers for a unit, and how (S03-18: 一把手总责、分管具体负责、相关领导配合)."""

    leader = models.ForeignKey(
        Staff, verbose_name="领导", on_delete=models.PROTECT, related_name="responsibilities"
    )
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="leaders")
    kind = models.CharField("责任", max_length=12, choices=LinkKind.choices)

    history = HistoricalRecords(verbose_name="责任关系变更记录")

    class Meta:
        verbose_name = "责任关系"
        verbose_name_plural = "责任关系"
        ordering = ["unit__path", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="responsibility_once",
                fields=["leader", "unit", "kind"],
                violation_error_message="这条责任关系已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader} 对 {self.unit} 负{self.get_kind_display()}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Reads of delegations."""

    def current(self, today: date) -> DelegationQuerySet:
        """Those in force on `today`."""
        return self.filter(starts_on__lte=today, ends_on__gte=today, revoked_at__isnull=True)


class Delegation(models.Model):
    """代班: for a time, `deputy` acts for `principal`; every signature made so names both (S19-06, S03-23)."""

    principal = models.ForeignKey(
        Staff, verbose_name="委托人", on_delete=models.PROTECT, related_name="delegations_given"
    )
    deputy = models.ForeignKey(
        Staff, verbose_name="代班人", on_delete=models.PROTECT, related_name="delegations_held"
    )
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reason = models.CharField("事由", max_length=100)
    revoked_at = models.DateTimeField("提前收回时间", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="代班变更记录")

    class Meta:
        verbose_name = "代班委托"
        verbose_name_plural = "代班委托"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="delegation_date_order",
                condition=Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="“至”不能早于“自”。",
            ),
            models.CheckConstraint(
                name="delegation_not_self",
                condition=~Q(principal=models.F("deputy")),
                violation_error_message="不能委托本人代班。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.principal}（{self.starts_on} 至 {self.ends_on}）"

    def clean(self) -> None:
        """A delegation has no chain: what one holds for another cannot be passed on."""
        if self.principal_id and self.principal_id == self.deputy_id:
            raise ValidationError({"deputy": "不能委托本人代班。"})
