"""内容分类: what letters are about, in three levels, found by code, by words or by pinyin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import Unit
from petitions.pinyin import initials, spellings
from petitions.states import LegalRoute


class ContentClass(models.Model):
    """A class of the tree: two digits a level, so that a code says its own ancestors."""

    code = models.CharField("代码", max_length=6, primary_key=True, help_text="每级两位：01、0101、010101。")
    name = models.CharField("名称", max_length=30)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="上级分类",
    )
    path_name = models.CharField("全称", max_length=100, editable=False)
    pinyin = models.CharField(max_length=200, editable=False, blank=True)
    initials = models.CharField(max_length=40, editable=False, blank=True)
    default_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="默认归口单位"
    )
    # 属地管理: the township of the place comes before the bureau of the line (条例第五条, S05-05).
    is_local = models.BooleanField(
        "属地办理", default=False, help_text="勾选的，先建议问题属地的乡镇、街道，再建议归口单位。"
    )
    legal_route = models.CharField(
        "建议法定途径",
        max_length=4,
        choices=LegalRoute.choices,
        blank=True,
        help_text="不填的，随上级分类；由经办人确认后才用于信访件。",
    )
    is_active = models.BooleanField("在用", default=True)

    history = HistoricalRecords(verbose_name="分类变更记录")

    class Meta:
        verbose_name = "内容分类"
        verbose_name_plural = "内容分类"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.path_name or self.name}"

    def clean(self) -> None:
        if not (self.code.isdigit() and len(self.code) in (2, 4, 6)):
            raise ValidationError({"code": "代码为两位、四位或六位数字。"})
        expected = self.code[:-2] or None
        if self.parent_id != expected:
            raise ValidationError({"parent": f"上级分类应为 {expected or '（空）'}。"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        names = [self.name]
        above = self.parent
        while above:
            names.insert(0, above.name)
            above = above.parent
        self.path_name = " / ".join(names)
        self.pinyin = " ".join(spellings(self.name))[:200]
        self.initials = " ".join(initials(self.name))[:40]
        super().save(*args, **kwargs)
