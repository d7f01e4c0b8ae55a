"""Is this the same matter as before? Ranks the earlier texts of one person by likeness; a person decides. Pure.

Words that stand in other fields (name, place, telephone) and phrases that stand in every letter are taken out first:
that matters more than the measure. What remains is compared by weighted pairs of characters and by single ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.search import normalise

# From here on a matter is shown as “可能重复”; below, rewordings and other matters are hard to tell apart.
POSSIBLE = 0.10
MOST = 50
PAIRS_SHARE = 0.6
RARE = 0.002

STOCK = (
    "尊敬的领导",
    "各位领导",
    "领导你好",
    "领导您好",
    "恳请领导",
    "请求领导",
    "希望领导",
    "请领导",
    "希望有关部门",
    "请有关部门",
    "相关部门",
    "有关部门",
    "予以重视",
    "给予重视",
    "高度重视",
    "尽快解决",
    "及时解决",
    "予以解决",
    "给予解决",
    "给个说法",
    "给我一个答复",
    "给予答复",
    "予以答复",
    "为民做主",
    "为民作主",
    "不胜感激",
    "万分感谢",
    "此致敬礼",
    "多次反映",
    "一直没有解决",
    "至今没有解决",
    "至今未解决",
    "来信人反映",
    "来访人反映",
    "反映人",
    "信访人",
    "现将有关情况反映如下",
    "情况如下",
    "请帮忙",
    "谢谢",
    "本人",
    "我叫",
    "家住",
    "住址",
    "联系电话",
    "电话",
    "手机号",
)
# Characters that say little about the matter.
FAINT = frozenset(
    "的一是了我不在有他这中大来上个到说们为子和你地出会时要就可也得里后自以下那去过家么没都还把让被从给请"
    "对能已前年月日现至今但与及其又再向等于因所而之很只使做再由将各位领导反映情况问题解决要求希望有关部门单位"
)


@dataclass(frozen=True)
class Likeness:
    """How like an earlier text is: 0 nothing in common, 1 the same."""

    key: int
    score: float

    @property
    def is_possible(self) -> bool:
        """High enough to be shown as a possible repeat."""
        return self.score >= POSSIBLE


def strip(text: str, known: Iterable[str] = ()) -> str:
    """The text without what other fields already say and without stock phrases."""
    plain = normalise(text).replace(" ", "")
    words = [normalise(word).replace(" ", "") for word in known]
    for word in sorted({one for one in (*words, *STOCK) if len(one) > 1}, key=len, reverse=True):
        plain = plain.replace(word, " ")
    # A single character left between two gaps (住…、男…) belonged to what was taken out.
    return " ".join(run for run in plain.split() if len(run) > 1)


def _pairs(text: str, shares: Mapping[str, float]) -> dict[str, float]:
    runs = text.split()
    counts = Counter(run[n : n + 2] for run in runs for n in range(len(run) - 1))
    return {
        pair: (1 + math.log(count)) * -math.log(shares.get(pair, RARE))
        for pair, count in counts.items()
        if not FAINT.issuperset(pair)
    }


def _singles(text: str) -> dict[str, float]:
    counts = Counter(char for char in text if not char.isspace() and char not in FAINT)
    return {char: 1 + math.log(count) for char, count in counts.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if not a or not b:
        return 0.0
    both = sum(weight * b[key] for key, weight in a.items() if key in b)
    return both / math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))


def rank(
    text: str,
    earlier: Mapping[int, str],
    *,
    known: Iterable[str] = (),
    shares: Mapping[str, float] | None = None,
) -> list[Likeness]:
    """The earlier texts (key → text, at most 50 count), most like first.

    `known` are name, place and telephone of the person; `shares` says in which part of all texts a pair of
    characters stands (casework.CommonBigram), a pair not named there is rare.
    """
    known, shares = tuple(known), shares or {}
    mine = strip(text, known)
    pairs, singles = _pairs(mine, shares), _singles(mine)
    found = []
    for key, body in list(earlier.items())[:MOST]:
        theirs = strip(body, known)
        score = PAIRS_SHARE * _cosine(pairs, _pairs(theirs, shares))
        score += (1 - PAIRS_SHARE) * _cosine(singles, _singles(theirs))
        found.append(Likeness(key, round(score, 3)))
    return sorted(found, key=lambda one: (-one.score, one.key))
