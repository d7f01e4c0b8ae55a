"""信访代理 (S20): who files for people who cannot come, with whose written word, free of charge; disputes and outreach."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import Staff, Unit
from petitions.models.people import Petitioner
from petitions.models.petition import Petition


class ProxyAgent(models.Model):
    """代理员: a resident of the town, attested by the town. Each condition is a tick and nothing more (S20-06)."""

    staff = models.OneToOneField(
        Staff, on_delete=models.PROTECT, related_name="proxy_agent", verbose_name="代理员"
    )
    village = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="proxy_agents", verbose_name="所在村（社区）"
    )
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="所属乡镇")
    residence = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="常住地（乡镇、街道）"
    )
    is_loyal = models.BooleanField("政治条件符合", default=False)
    is_law_abiding = models.BooleanField("遵纪守法", default=False)
    is_upright = models.BooleanField("品行端正", default=False)
    is_able = models.BooleanField("能够正常履职", default=False)
    knows_place = models.BooleanField("熟悉当地情况", default=False)
    is_trusted = models.BooleanField("有威信和能力", default=False)
    attested_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name="审核确认人"
    )
    attested_on = models.DateField("确认日期")
    ended_on = models.DateField("停任日期", null=True, blank=True)

    class Meta:
        verbose_name = "信访代理员"
        verbose_name_plural = "信访代理员"
        ordering = ["village__path", "pk"]
        constraints = [
            models.CheckConstraint(name="agent_lives_in_town", condition=Q(residence=F("town"))),
            models.CheckConstraint(
                name="agent_meets_conditions",
                condition=Q(
                    is_loyal=True,
                    is_law_abiding=True,
                    is_upright=True,
                    is_able=True,
                    knows_place=True,
                    is_trusted=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff.name}（{self.village.name}）"


class ProxyMandate(models.Model):
    """代理委托书: signed by the petitioner, with a scope and a term, free and revocable at any time (S20-01, S20-02)."""

    petitioner = models.ForeignKey(
        Petitioner, on_delete=models.PROTECT, related_name="mandates", verbose_name="委托人"
    )
    agent = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="mandates", verbose_name="代理员")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="登记机构")
    scope = models.TextField("委托事项")
    signed_on = models.DateField("签字日期")
    ends_on = models.DateField("有效期至")
    # An agent accepts no opinion in the petitioner's name unless the mandate says so (rules.md D4).
    may_accept_opinion = models.BooleanField("可代收处理意见书", default=False)
    registered_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="撤销经办人"
    )
    revoke_reason = models.CharField("撤销说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "代理委托"
        verbose_name_plural = "代理委托"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="mandate_ends_later", condition=Q(ends_on__gte=F("signed_on"))),
            models.CheckConstraint(name="mandate_has_scope", condition=~Q(scope="")),
            models.CheckConstraint(
                name="mandate_revoked_pair",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agent", "ends_on"], name="mandate_of_agent")]

    def __str__(self) -> str:
        return f"{self.petitioner.name}委托{self.agent.name}"

    def is_valid_on(self, day: date) -> bool:
        """Whether the agent may file and read on that day."""
        return self.revoked_at is None and self.signed_on <= day <= self.ends_on


class ProxyFiling(models.Model):
    """代理件: which case was filed under which mandate."""

    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, related_name="proxy_filing", verbose_name="信访件"
    )
    mandate = models.ForeignKey(
        ProxyMandate, on_delete=models.PROTECT, related_name="filings", verbose_name="代理委托"
    )
    filed_at = models.DateTimeField("代理登记时间")

    class Meta:
        verbose_name = "代理件"
        verbose_name_plural = "代理件"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.mandate}"


class ProxyNote(models.Model):
    """代理员建议: what the agent says to those who handle the case (S20-10)."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="proxy_notes", verbose_name="信访件"
    )
    text = models.CharField("建议", max_length=300)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="代理员")
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "代理员建议"
        verbose_name_plural = "代理员建议"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"代理员建议 {self.petition_id}"


class DisputeState(models.TextChoices):
    """S20-08."""

    FOUND = "found", "排查"
    MEDIATING = "mediating", "调处"
    SETTLED = "settled", "化解"
    HANDED_OVER = "handed_over", "移交"


class Dispute(models.Model):
    """矛盾纠纷: found in a village or an office, mediated, settled or handed over (S20-08, S21-06). A matter, no person's mark."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="disputes", verbose_name="村（社区）、单位"
    )
    found_on = models.DateField("排查日期")
    title = models.CharField("纠纷摘要", max_length=80)
    detail = models.TextField("基本情况")
    people = models.PositiveIntegerField("涉及人数", default=1)
    state = models.CharField("状态", max_length=12, choices=DisputeState.choices, default=DisputeState.FOUND)
    outcome = models.CharField("调处情况和结果", max_length=300, blank=True)
    handed_to = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="移交单位"
    )
    settled_on = models.DateField("化解（移交）日期", null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = "矛盾纠纷"
        verbose_name_plural = "矛盾纠纷"
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="dispute_ends_with_outcome",
                condition=Q(state__in=["found", "mediating"], settled_on__isnull=True)
                | (Q(state__in=["settled", "handed_over"], settled_on__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="dispute_handed_to_somebody",
                condition=~Q(state="handed_over") | Q(handed_to__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-found_on"], name="dispute_of_unit")]

    def __str__(self) -> str:
        return self.title


class OutreachKind(models.TextChoices):
    MEETING = "meeting", "座谈会"
    DOOR = "door", "上门走访"
    LEAFLET = "leaflet", "资料宣传"
    LECTURE = "lecture", "讲座培训"
    OTHER = "other", "其他"


class Outreach(models.Model):
    """宣传活动: topic, place, how many came (S08-04, S20-07, S21-03)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("形式", max_length=8, choices=OutreachKind.choices)
    held_on = models.DateField("日期")
    topic = models.CharField("主题", max_length=80)
    place = models.CharField("地点", max_length=80)
    people = models.PositiveIntegerField("人数")
    note = models.CharField("情况", max_length=300, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = "宣传活动"
        verbose_name_plural = "宣传活动"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.topic
