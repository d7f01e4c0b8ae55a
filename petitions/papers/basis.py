"""The legal basis as a dated value: what was received from 2022-05-01 cites the 条例 of 2022, older matters that of 2005 (C-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

IN_FORCE = date(2022, 5, 1)


@dataclass(frozen=True)
class Basis:
    """A regulation and its articles for what the papers say."""

    name: str
    route: str
    notice: str
    jump: str
    evidence: str
    accusation: str
    opinion: str
    handle: str
    review: str
    rereview: str
    urge: str
    settle: str

    def cite(self, part: str) -> str:
        """《信访工作条例》第三十四条."""
        return f"{self.name}{getattr(self, part)}"


OF_2022 = Basis(
    name="《信访工作条例》",
    route="第二十二条",
    notice="第二十三条",
    jump="第十九条第三款",
    evidence="第二十条",
    accusation="第三十条",
    opinion="第三十二条",
    handle="第三十四条",
    review="第三十五条",
    rereview="第三十六条",
    urge="第四十条",
    settle="第三十三条",
)
OF_2005 = Basis(
    name="《信访条例》",
    route="第二十一条",
    notice="第二十二条",
    jump="第十六条",
    evidence="第十六条",
    accusation="第二十一条",
    opinion="第三十二条",
    handle="第三十三条",
    review="第三十四条",
    rereview="第三十五条",
    urge="第三十六条",
    settle="第十三条",
)


def basis_on(received_on: date) -> Basis:
    """The regulation that the papers of a matter cite."""
    return OF_2022 if received_on >= IN_FORCE else OF_2005
