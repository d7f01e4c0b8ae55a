"""保密声明: state secrets are never entered; what is entered and must not leave (S03-16, S11-14)."""

from __future__ import annotations

from django.db.models import Q

DECLARED_NO, DECLARED_YES = "no", "yes"
CHOICES = [(DECLARED_NO, "不涉及国家秘密"), (DECLARED_YES, "涉及国家秘密")]
REFUSED = "涉及国家秘密的内容不得录入、上传本系统，没有保存。请清空内容，原件按保密规定在涉密载体上办理，并报告本单位保密工作机构。"


def withheld() -> Q:
    """Petitions that no export, public page or message outside may hold: accusations, 敏感, trade secrets."""
    return Q(is_sealed=True) | Q(confidentiality="sensitive") | Q(trade_secret=True)
