"""留痕: what people did, in order, never changed; and the seals that show a missing tail."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import Delegation, Staff
from casework.models.case import Case


def canonical(payload: dict[str, Any]) -> str:
    """One text for one content, on every database."""
    return json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder
    )


class Event(models.Model):
    """One act on one case; names are copied, and each row carries the hash of the one before it in its case."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("序")
    at = models.DateTimeField("时间")
    name = models.CharField("事项", max_length=32)
    actor = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="events", verbose_name="经手人"
    )
    actor_name = models.CharField("姓名", max_length=60)
    actor_unit = models.CharField("单位", max_length=80, blank=True)
    actor_post = models.CharField("职务", max_length=60, blank=True)
    from_state = models.CharField("原状态", max_length=16, blank=True)
    to_state = models.CharField("新状态", max_length=16, blank=True)
    note = models.TextField("说明", blank=True)
    data = models.JSONField("要素", default=dict)
    request_id = models.CharField("请求号", max_length=32, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "留痕"
        verbose_name_plural = "留痕"
        ordering = ["case_id", "seq"]
        constraints = [models.UniqueConstraint(name="event_no_fork", fields=["case", "seq"])]
        indexes = [models.Index(fields=["at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.case_id}-{self.seq} {self.name}"

    def content(self) -> dict[str, Any]:
        """Everything that the hash covers."""
        return {
            "case": self.case_id,
            "seq": self.seq,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "name": self.name,
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "actor_unit": self.actor_unit,
            "actor_post": self.actor_post,
            "from": self.from_state,
            "to": self.to_state,
            "note": self.note,
            "data": self.data,
        }

    def computed_hash(self) -> str:
        """SHA-256 over the previous hash and the content."""
        return hashlib.sha256((self.prev_hash + canonical(self.content())).encode()).hexdigest()


class AuditSeal(models.Model):
    """A Merkle root over a range of events, chained to the seal before it; also written outside the database."""

    first_event = models.BigIntegerField("自")
    last_event = models.BigIntegerField("至")
    count = models.PositiveIntegerField("条数")
    root = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField("封签时间", auto_now_add=True)

    class Meta:
        verbose_name = "封签"
        verbose_name_plural = "封签"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"封签 {self.pk}（{self.first_event}—{self.last_event}）"


class Decision(models.TextChoices):
    AGREE = "agree", "同意"
    RETURN = "return", "退回"
    READ = "read", "已阅"


class SignOff(models.Model):
    """签批: one signature, as it was given. A correction is a second record that names the first."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="signoffs")
    step = models.CharField("环节", max_length=16)
    step_label = models.CharField("环节名称", max_length=20)
    staff = models.ForeignKey(Staff, verbose_name="签批人", on_delete=models.PROTECT, related_name="signoffs")
    staff_name = models.CharField("签名", max_length=30)
    post_title = models.CharField("职务", max_length=60)
    unit_name = models.CharField("单位", max_length=80)
    delegation = models.ForeignKey(
        Delegation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signoffs",
        verbose_name="代班委托",
    )
    principal_name = models.CharField("委托人", max_length=30, blank=True)
    decision = models.CharField("决定", max_length=8, choices=Decision.choices)
    opinion = models.TextField("意见", blank=True)
    at = models.DateTimeField("时间")
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        verbose_name="更正",
    )

    class Meta:
        verbose_name = "签批"
        verbose_name_plural = "签批"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.step_label} {self.signature} {self.get_decision_display()}"

    @property
    def signature(self) -> str:
        """The name as printed: a stand-in's signature names the person they stood in for."""
        return f"{self.staff_name}（代{self.principal_name}）" if self.principal_name else self.staff_name
