"""Search: one token row per case in a side table that each database keeps in its own way (casework.search)."""

from __future__ import annotations

from django.db import models

from casework.models.case import Case


class SearchPending(models.Model):
    """Cases whose words are still to be indexed; written with the case, emptied by the worker."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="search_pending"
    )

    class Meta:
        verbose_name = "待索引"
        verbose_name_plural = "待索引"

    def __str__(self) -> str:
        return f"待索引 {self.pk}"


class CommonBigram(models.Model):
    """How many of a sample of cases hold a pair of characters; common ones are searched by walking the dates."""

    token = models.CharField(max_length=8, primary_key=True)
    share = models.FloatField("占比")

    class Meta:
        verbose_name = "常见词"
        verbose_name_plural = "常见词"

    def __str__(self) -> str:
        return self.token
