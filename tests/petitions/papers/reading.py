"""What the tests of papers share: a case at the right point, and the words of a paper."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import strip_tags

from casework.models import IssuedPaper
from petitions.actions import papers
from petitions.models import Petition
from petitions.papers import FORMAL
from petitions.papers.writing import first_answers
from tests.office import Office


def issued(office: Office, petition: Petition, kind: str, by: str = "officer", **given: str) -> IssuedPaper:
    """The paper, with what its page begins with and the answers given."""
    formal = FORMAL[kind]
    about = formal.about(petition)
    first = first_answers(formal, petition, about) if about is not None else {}
    return papers.issue(petition.pk, by=office[by], kind=kind, given={**first, **given})


def deliver_paper(office: Office, petition: Petition, kind: str, by: str = "officer") -> IssuedPaper:
    """Issued and handed over."""
    paper = issued(office, petition, kind, by=by)
    papers.deliver(paper.pk, by=office[by], receipt=receipt())
    return paper


def says(paper: IssuedPaper) -> str:
    """The text of a paper without marks and blanks."""
    return re.sub(r"\s+", "", strip_tags(paper.html))


def receipt(**changes: Any) -> papers.Receipt:
    """Handed over on the day of the tests."""
    from django.utils import timezone

    values: dict[str, Any] = {"method": "direct", "day": timezone.localdate(), "receiver": "张某甲"}
    return papers.Receipt(**{**values, **changes})
