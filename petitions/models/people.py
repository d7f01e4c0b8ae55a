"""信访人: people and organisations who come or write. No label, score or status of theirs is kept — only who they are."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Unit
from petitions.pinyin import initials, spellings


class PetitionerKind(models.TextChoices):
    """S01-06: deputies come as well as citizens."""

    CITIZEN = "citizen", "群众"
    DEPUTY = "deputy", "人大代表"
    ADVISER = "adviser", "政协委员"
    ORGANISATION = "organisation", "法人或其他组织"


class Petitioner(models.Model):
    """A person or an organisation, known once and found again by number, telephone, name or pinyin."""

    kind = models.CharField(
        "类别", max_length=12, choices=PetitionerKind.choices, default=PetitionerKind.CITIZEN
    )
    name = models.CharField("姓名（名称）", max_length=60)
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=60, blank=True, editable=False)
    id_number = models.CharField("身份证号（信用代码）", max_length=20, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    id_tail = models.CharField(max_length=6, blank=True, editable=False)
    workplace = models.CharField("工作单位", max_length=80, blank=True)
    address = models.CharField("住址", max_length=120, blank=True)
    # Where the person was first entered: a desk looks people up in its own county, not in the whole province.
    unit = models.ForeignKey(
        Unit, verbose_name="建档单位", on_delete=models.PROTECT, related_name="petitioners"
    )
    # Named in an accusation alone: an entry of its own, which no directory and no check of numbers ever meets.
    is_apart = models.BooleanField("另册", default=False, editable=False)
    created_at = models.DateTimeField("建档时间", auto_now_add=True)

    history = HistoricalRecords(verbose_name="信访人变更记录")

    class Meta:
        verbose_name = "信访人"
        verbose_name_plural = "信访人"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="petitioner_id_once",
                fields=["unit", "id_number"],
                condition=~Q(id_number="") & Q(is_apart=False),
            ),
        ]
        indexes = [
            models.Index(fields=["name"], name="petitioner_name"),
            models.Index(fields=["initials"], name="petitioner_initials"),
            models.Index(fields=["phone"], name="petitioner_phone"),
            models.Index(fields=["phone_tail"], name="petitioner_phone_tail"),
            models.Index(fields=["id_tail"], name="petitioner_id_tail"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> str:
        """单位或住址, one of them, for registers (S13-02)."""
        return self.workplace or self.address

    def fill_search_columns(self) -> None:
        """Pinyin and the ends of numbers, by which the desk finds a person again."""
        self.pinyin = " ".join(spellings(self.name))[:200]
        self.initials = " ".join(initials(self.name))[:60]
        self.phone_tail = self.phone[-4:]
        self.id_tail = self.id_number[-6:]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search_columns()
        super().save(*args, **kwargs)
