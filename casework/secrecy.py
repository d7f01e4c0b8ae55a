"""保密声明: state secrets are never entered; what is entered and must not leave (S03-16, S11-14)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from casework.states import Confidentiality

DECLARED_NO, DECLARED_YES = "no", "yes"
CHOICES = [(DECLARED_NO, "不涉及国家秘密"), (DECLARED_YES, "涉及国家秘密")]
# What a sheet that leaves says instead of the matter.
WITHHELD_MATTER = "敏感事项"
REFUSED = "涉及国家秘密的内容不得录入、上传本系统，没有保存。请清空内容，原件按保密规定在涉密载体上办理，并报告本单位保密工作机构。"


def withheld() -> Q:
    """Petitions that no export, public page or message outside may hold: accusations, 敏感, trade secrets."""
    return Q(is_sealed=True) | Q(confidentiality=Confidentiality.SENSITIVE) | Q(trade_secret=True)


def is_withheld(petition: Any) -> bool:
    """The same of one petition; a case of another kind has no trade secrets."""
    secret = getattr(petition, "trade_secret", False)
    return petition.is_sealed or petition.confidentiality == Confidentiality.SENSITIVE or secret
