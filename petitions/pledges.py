"""Words that must never be the price of an answer: a promise of the petitioner to stop asking (条例第十八条, S11-16). Pure."""

from __future__ import annotations

import re
from datetime import date

from casework.refusals import Refusal
from petitions.models import DeclarationForm

PLEDGE = re.compile(
    r"(保证|承诺|同意|答应|不得|不准|不许)[^。；\n]{0,8}(再|继续)?[^。；\n]{0,4}(上访|信访|走访|来访|反映问题|申诉|控告|举报)"
)
NEGATED = re.compile(r"不再|不得|不准|不许|停止|放弃")
WORDS = "不能以不再反映问题的承诺作为条件（条例第十八条：不得限制信访人的权利）；请只写事实和双方的约定。"


def is_pledge(*texts: str) -> bool:
    """Whether a text makes somebody promise not to petition again."""
    return any(NEGATED.search(found.group()) for text in texts for found in PLEDGE.finditer(text))


def check_declaration(
    declared_on: date, form: str, statement: str, *, since: date, today: date, too_early: str
) -> None:
    """信访人撤回, of a matter or of an application: by the petitioner, in their own words, on a day that can be.

    Raises Refusal beside the field; `too_early` says after what it has to come.
    """
    if form not in DeclarationForm.values:
        raise Refusal("请选择信访人的表示方式。", "form")
    if not statement.strip():
        raise Refusal("请记录信访人撤回的原话。", "statement")
    if is_pledge(statement):
        raise Refusal(WORDS, "statement")
    if not since <= declared_on <= today:
        raise Refusal(too_early, "declared_on")
