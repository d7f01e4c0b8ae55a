"""办件: the one table of everything that is registered, numbered, signed, chased, closed and filed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMFieldMixin

from accounts.models import Staff, Unit
from casework.access import CaseQuerySet
from casework.states import OPEN_STATES, Confidentiality, Importance, State, Urgency


class SafeTransitions(ConcurrentTransitionMixin):
    """The stale-save guard of django-fsm-2 without its thread-unsafe refresh.

    The package's own `refresh_from_db` switches protection off on the class for a moment; with several threads that
    refuses lawful writes or leaves protection off. Here the instance's own values step aside instead.
    """

    def refresh_from_db(self, using: Any = None, fields: Any = None, **kwargs: Any) -> None:  # type: ignore[override]
        saved = {
            f.attname: self.__dict__.pop(f.attname, None)
            for f in self._meta.concrete_fields  # type: ignore[attr-defined]
            if isinstance(f, FSMFieldMixin) and f.protected
        }
        try:
            models.Model.refresh_from_db(self, using=using, fields=fields, **kwargs)  # type: ignore[arg-type]
        finally:
            for name, value in saved.items():
                if name not in self.__dict__ and value is not None:
                    self.__dict__[name] = value
        self._update_initial_state()


class CaseKind(models.TextChoices):
    PETITION = "petition", "信访件"


# Accusations are numbered apart: the open register runs on without them (docs/decisions/0008).
MAIN, SEALED = "main", "sealed"


class Case(SafeTransitions, models.Model):
    """What lists, clocks, search and the door need of any case; the facts of one kind stand in the child.

    `scope_1`…`scope_6` are the ancestors of the registering unit by depth, so that a subtree is one indexed equality.
    """

    kind = models.CharField("种类", max_length=16, choices=CaseKind.choices, editable=False)
    number = models.CharField("编号", max_length=40, unique=True, null=True, editable=False)
    register = models.CharField("登记册", max_length=16, default=MAIN, editable=False)
    year = models.PositiveSmallIntegerField("年度", editable=False)
    sequence = models.PositiveIntegerField("顺序号", null=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name="登记单位", on_delete=models.PROTECT, related_name="cases")
    scope_1 = models.IntegerField(null=True, editable=False)
    scope_2 = models.IntegerField(null=True, editable=False)
    scope_3 = models.IntegerField(null=True, editable=False)
    scope_4 = models.IntegerField(null=True, editable=False)
    scope_5 = models.IntegerField(null=True, editable=False)
    scope_6 = models.IntegerField(null=True, editable=False)

    state = FSMField("状态", default=State.REGISTERED, choices=State.choices, protected=True, max_length=16)
    is_open = models.BooleanField("未结", default=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    title = models.CharField("摘要", max_length=80)
    person_name = models.CharField("来信来访人", max_length=60, blank=True)
    urgency = models.CharField("缓急", max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    importance = models.CharField(
        "重要程度", max_length=10, choices=Importance.choices, default=Importance.ORDINARY
    )
    confidentiality = models.CharField(
        "保密", max_length=10, choices=Confidentiality.choices, default=Confidentiality.ORDINARY
    )
    # Seen only by people named in grants; never by the accused, their unit, or whoever reports to them.
    is_sealed = models.BooleanField("封存（检举控告）", default=False, editable=False)

    received_on = models.DateField("收到日期")
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    registered_by = models.ForeignKey(
        Staff, verbose_name="登记人", on_delete=models.PROTECT, related_name="registered_cases"
    )
    handling_unit = models.ForeignKey(
        Unit,
        verbose_name="承办单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handled_cases",
    )
    handler = models.ForeignKey(
        Staff,
        verbose_name="承办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handled_cases",
    )
    # Whose signature is awaited, and as what: the list “to sign” is one indexed equality.
    signer = models.ForeignKey(
        Staff, verbose_name="待签人", null=True, blank=True, on_delete=models.PROTECT, related_name="to_sign"
    )
    sign_step = models.CharField("待签环节", max_length=16, blank=True)
    due_on = models.DateField("最近到期日", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        Staff,
        verbose_name="办结人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="closed_cases",
    )
    policy_values = models.JSONField("登记时的单位政策", default=dict, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="case_number_once", fields=["unit", "register", "year", "sequence"]),
            models.CheckConstraint(
                name="case_closed_pair",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="case_open_matches_state",
                condition=Q(is_open=True, state__in=sorted(OPEN_STATES))
                | (Q(is_open=False) & ~Q(state__in=sorted(OPEN_STATES))),
            ),
            # S18-01: 件件有落实 — whatever is being handled has a unit that handles it.
            models.CheckConstraint(
                name="case_handled_by_someone",
                condition=~Q(state__in=[State.ASSIGNED, State.HANDLING, State.REPORTED])
                | Q(handling_unit__isnull=False),
            ),
            # S14-06: no work without a named handler.
            models.CheckConstraint(
                name="case_work_has_handler",
                condition=~Q(state__in=[State.HANDLING, State.REPORTED]) | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="case_awaits_signer",
                condition=~Q(state__in=[State.PRESENTED, State.REPORTED]) | Q(signer__isnull=False),
            ),
        ]
        indexes = [
            *[
                models.Index(fields=[f"scope_{n}", "-received_on", "-id"], name=f"case_scope_{n}")
                for n in range(1, 7)
            ],
            models.Index(fields=["-received_on", "-id"], name="case_newest"),
            models.Index(
                fields=["handling_unit", "due_on", "id"], name="case_open_unit", condition=Q(is_open=True)
            ),
            models.Index(fields=["due_on", "id"], name="case_open_due", condition=Q(is_open=True)),
            models.Index(
                fields=["signer", "due_on", "id"], name="case_open_signer", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["handler", "due_on", "id"], name="case_open_handler", condition=Q(is_open=True)
            ),
            models.Index(fields=["unit", "state", "-received_on"], name="case_unit_state"),
            models.Index(F("person_name"), name="case_person"),
        ]

    def __str__(self) -> str:
        return self.number or f"未编号（{self.pk}）"

    def set_scope(self) -> None:
        """Copies the registering unit's ancestors into the scope columns."""
        ids = dict(Unit.objects.filter(path__in=self.unit.ancestor_paths()).values_list("path", "pk"))
        for depth, path in enumerate(self.unit.ancestor_paths(), start=1):
            setattr(self, f"scope_{depth}", ids[path])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_open = self.state in OPEN_STATES
        super().save(*args, **kwargs)


class CaseText(models.Model):
    """The story itself, beside the narrow case row; edits keep the earlier text."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="text")
    body = models.TextField("内容")

    class Meta:
        verbose_name = "办件正文"
        verbose_name_plural = "办件正文"

    def __str__(self) -> str:
        return f"正文 {self.case_id}"


class CaseTextRevision(models.Model):
    """An earlier text of a case, kept when it is corrected (S13-03)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="text_revisions")
    body = models.TextField("原内容")
    replaced_at = models.DateTimeField("更正时间", auto_now_add=True)
    replaced_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="更正人")

    class Meta:
        verbose_name = "原正文"
        verbose_name_plural = "原正文"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"原正文 {self.case_id}"


class CaseGrant(models.Model):
    """Who else has the case in sight: a unit it went to, or a person named. Sealed cases go by persons alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    reason = models.CharField("缘由", max_length=40)
    granted_at = models.DateTimeField("时间", auto_now_add=True)
    # A passing grant ends by itself; it opens no sealed case and stands beside a lasting one.
    until = models.DateTimeField("有效至", null=True, blank=True)

    class Meta:
        verbose_name = "知悉范围"
        verbose_name_plural = "知悉范围"
        constraints = [
            models.CheckConstraint(
                name="grant_unit_or_person",
                condition=Q(unit__isnull=False, staff__isnull=True)
                | Q(unit__isnull=True, staff__isnull=False),
            ),
            models.UniqueConstraint(
                name="grant_unit_once", fields=["unit", "case"], condition=Q(staff__isnull=True)
            ),
            models.UniqueConstraint(
                name="grant_staff_once",
                fields=["staff", "case"],
                condition=Q(unit__isnull=True, until__isnull=True),
            ),
            models.CheckConstraint(
                name="grant_passing_to_person", condition=Q(until__isnull=True) | Q(staff__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.unit or self.staff}"


class AccusedParty(models.Model):
    """被检举控告的人或单位: they, their unit and whoever reports to them never learn that the case exists (S09-15)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accused")
    unit = models.ForeignKey(
        Unit, verbose_name="被反映单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(
        Staff, verbose_name="被反映人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "被反映对象"
        verbose_name_plural = "被反映对象"
        constraints = [
            models.CheckConstraint(
                name="accused_unit_or_person",
                condition=Q(unit__isnull=False, staff__isnull=True)
                | Q(unit__isnull=True, staff__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"被反映对象 {self.pk}"


class CaseNote(models.Model):
    """A hint that somebody is working on the case just now; never a lock."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="editing")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("最近操作时间")

    class Meta:
        verbose_name = "正在办理提示"
        verbose_name_plural = "正在办理提示"
        constraints = [models.UniqueConstraint(name="editing_once", fields=["case", "staff"])]

    def __str__(self) -> str:
        return f"{self.staff} 正在看 {self.case_id}"
