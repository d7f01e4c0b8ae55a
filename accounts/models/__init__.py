from accounts.models.staff import Delegation, LinkKind, Post, ResponsibilityLink, Staff
from accounts.models.units import DEPTHS, Unit, UnitKind, UnitLevel

__all__ = [
    "DEPTHS",
    "Delegation",
    "LinkKind",
    "Post",
    "ResponsibilityLink",
    "Staff",
    "Unit",
    "UnitKind",
    "UnitLevel",
]
