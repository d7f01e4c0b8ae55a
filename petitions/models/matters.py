"""Persons and matters told apart: who is the same person, which cases are one matter, which letters have one text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Staff
from petitions.models.people import Petitioner
from petitions.models.petition import Petition


class SamePerson(models.Model):
    """A person's decision that two entries of the directory are, or are not, one person; taken back with a reason.

    Both entries stay as they were typed: only what is looked up together changes.
    """

    entry = models.ForeignKey(
        Petitioner, on_delete=models.PROTECT, related_name="kept_as", verbose_name="信访人条目"
    )
    kept = models.ForeignKey(
        Petitioner, on_delete=models.PROTECT, related_name="also_entered", verbose_name="归并到"
    )
    is_same = models.BooleanField("是同一人", default=True)
    reason = models.CharField("认定理由", max_length=120)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="认定人")
    decided_at = models.DateTimeField("认定时间")
    undone_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undo_reason = models.CharField("撤销理由", max_length=120, blank=True)

    class Meta:
        verbose_name = "同一人认定"
        verbose_name_plural = "同一人认定"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="same_person_not_self", condition=~Q(entry=models.F("kept"))),
            models.CheckConstraint(
                name="same_person_undone_pair",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True, undo_reason="")
                | (Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(undo_reason="")),
            ),
            models.UniqueConstraint(
                name="same_person_once", fields=["entry"], condition=Q(undone_at__isnull=True, is_same=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} = {self.kept_id}"


class Merge(models.Model):
    """并案: a case is carried on in another; its number stays, its letters are counted there as repeats."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="merges", verbose_name="信访件"
    )
    into = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="merged_here", verbose_name="并入"
    )
    reason = models.CharField("并案理由", max_length=200)
    # Intakes that became repeats by this act: undoing gives just these back.
    repeats = models.JSONField("计为重复的来件", default=list)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="认定人")
    decided_at = models.DateTimeField("认定时间")
    undone_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undo_reason = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "并案"
        verbose_name_plural = "并案"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="merge_not_self", condition=~Q(petition=models.F("into"))),
            models.CheckConstraint(
                name="merge_undone_pair",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True, undo_reason="")
                | (Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(undo_reason="")),
            ),
            models.UniqueConstraint(
                name="merge_once", fields=["petition"], condition=Q(undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} → {self.into_id}"


class TextDigest(models.Model):
    """The text of an open letter without names and stock phrases, as a digest: equal ones are one campaign's letters."""

    petition = models.OneToOneField(
        Petition, on_delete=models.CASCADE, primary_key=True, related_name="digest", verbose_name="信访件"
    )
    digest = models.CharField("文本摘要值", max_length=64, db_index=True)

    class Meta:
        verbose_name = "文本摘要值"
        verbose_name_plural = "文本摘要值"

    def __str__(self) -> str:
        return self.digest[:12]
