"""A share that is shown with what it divides: 考核指标 and 办理结果 speak of the same thing. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """One figure: what it is called, by which formula, how many of how many; `code` where it opens its cases."""

    label: str
    means: str
    part: int
    whole: int
    code: str = ""

    @property
    def missed(self) -> int:
        """Where it was not done."""
        return self.whole - self.part

    @property
    def percent(self) -> str:
        """One decimal, never rounded up to 100; a dash of nothing."""
        if not self.whole:
            return "—"
        tenths = self.part * 1000 // self.whole
        return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10}%"
