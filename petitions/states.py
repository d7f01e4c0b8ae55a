"""What a petition can be: channel, purpose, complexity, conclusion. Its states are those of any case."""

from __future__ import annotations

from django.db.models import TextChoices


class Channel(TextChoices):
    """来源渠道 (S05-02; 信访工作条例第十七条)."""

    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    PHONE = "phone", "来电"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    ONLINE = "online", "网上"
    PROXY = "proxy", "代理"
    SUPERIOR = "superior", "上级转来"
    LEADER_RECEPTION = "leader_reception", "领导接待"
    LEADER_PAPER = "leader_paper", "领导收件"
    REFERRED = "referred", "转送来件"


# These bring people to the counter: they are counted in 批次 and 人次 and owe a talk record.
VISIT_CHANNELS = frozenset({Channel.VISIT, Channel.LEADER_RECEPTION})


# What a desk may choose; 转送来件 is written by the arrival of a transfer alone.
DESK_CHANNELS = [(one.value, one.label) for one in Channel if one is not Channel.REFERRED]


class Purpose(TextChoices):
    """信访目的, the three classes of the law and the enquiry."""

    CLAIM = "claim", "申诉求决"
    SUGGESTION = "suggestion", "建议意见"
    ACCUSATION = "accusation", "检举控告"
    ENQUIRY = "enquiry", "咨询"


class LegalRoute(TextChoices):
    """法定途径: the six of 条例第三十一条, for 申诉求决 alone; only the last carries the 60 days and 复查、复核."""

    LITIGATION = "31-1", "诉讼、检察、公安程序"
    ARBITRATION = "31-2", "仲裁"
    PARTY = "31-3", "党员申诉、申请复审"
    ADMINISTRATIVE = "31-4", "复议、裁决、确认、许可、处罚等"
    DUTY = "31-5", "申请查处违法行为、履行职责"
    PETITION = "31-6", "信访程序"


class UpperKind(TextChoices):
    """交办来源: who gave out an item that came from above or beside (S21-09)."""

    DISCIPLINE = "discipline", "上级纪检监察机关"
    SAME_LEVEL = "same_level", "同级党委、政府"
    OWN_LEADER = "own_leader", "本单位领导"
    OFFICE = "office", "上级信访部门"
    OTHER = "other", "其他上级机关"


class Complexity(TextChoices):
    ORDINARY = "ordinary", "一般"
    COMPLEX = "complex", "重大复杂疑难"


class Nature(TextChoices):
    """业务性由部门归口，综合性由办公室协调 (S11-03)."""

    BUSINESS = "business", "业务"
    GENERAL = "general", "综合"


class Jurisdiction(TextChoices):
    INSIDE = "in", "属本级职权范围"
    OUTSIDE = "out", "不属本级职权范围"


class Conclusion(TextChoices):
    """答复结论 (S03-04)."""

    SUPPORT = "support", "支持"
    PARTLY = "partly", "部分支持"
    REFUSE = "refuse", "不支持"
    EXPLAIN = "explain", "解释疏导"
    GUIDE = "guide", "引导"


class RoutingKind(TextChoices):
    ASSIGN = "assign", "交办"
    TRANSFER = "transfer", "转送"


class SignStep(TextChoices):
    """签批环节. The handler's own signature opens the closing chain."""

    ANNOTATE = "annotate", "领导阅批"
    INSTRUCT = "instruct", "部门负责人批示"
    HANDLER = "handler", "承办人报结"
    HEAD = "unit_head", "部门负责人审签"
    DEPUTY = "deputy_leader", "分管领导审签"
    CHIEF = "chief_leader", "主要领导审签"
    ADDRESSEE = "addressee", "批示对象本人签署"
    INQUIRY = "inquiry", "初查决定"
    LEADER_REPORT = "leader_report", "专报（上报）签批"
    REVIEW = "review", "复查（复核）签发"
    RECEPTION = "reception", "领导接待"


class TalkConfirmation(TextChoices):
    """来访人核对谈话记录的方式 (S21-17)."""

    SIGNED = "signed", "签名"
    ORAL = "oral", "口头确认"
    REFUSED = "refused", "拒绝（写明理由）"


class RepeatKind(TextChoices):
    SAME_MATTER = "same_matter", "同一事项"
    RELATED = "related", "相关事项"
    DIFFERENT = "different", "不是同一事项"


class ReceptionKind(TextChoices):
    """接待日怎样定 (C-06): once a month, an nth weekday of the month, every week, every working day."""

    MONTHLY_DAY = "monthly_day", "每月固定一天"
    MONTHLY_WEEKDAY = "monthly_nth_weekday", "每月第几个星期几"
    WEEKLY = "weekly", "每周"
    DAILY = "daily", "每个工作日"


class HolidayShift(TextChoices):
    """A reception day that falls on a day off (C-06)."""

    NEXT_WORKING_DAY = "next_working_day", "顺延至下一个工作日"
    NEXT_WEEK = "same_weekday_next_week", "顺延至下周同日"
    SKIP = "skip", "当次取消"


class AppointmentState(TextChoices):
    """约访 (S12-06)."""

    ASKED = "asked", "申请"
    AGREED = "agreed", "同意"
    MOVED = "moved", "改期"
    DECLINED = "declined", "谢绝"
    DONE = "done", "完成"


class TicketState(TextChoices):
    """排队号: one at a time is being received (S12-05)."""

    WAITING = "waiting", "等候"
    CALLED = "called", "接待中"
    HELD = "held", "暂缓"
    NO_SHOW = "no_show", "叫号未到"
    DONE = "done", "已接待"


class ReceptionOutcome(TextChoices):
    """接待结果 (S19-04)."""

    ON_THE_SPOT = "on_the_spot", "当场解决"
    JOINT_WORK = "joint_work", "现场办公"
    ASSIGNED = "assigned", "现场交办"
