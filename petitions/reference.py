"""What every office starts with: the holiday tables, the content classes, common phrases. Safe to load again."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from accounts.models import Unit
from casework import holidays
from casework.models import CommonPhrase
from petitions.models import ContentClass, RefusalGround

DATA = Path(__file__).parent / "data"
PHRASES = (
    "请认真核实，依法依规办理，并将结果答复信访人。",
    "请主办单位牵头，会同有关单位研究解决。",
    "情况属实的，请尽快整改到位。",
    "请做好政策解释，讲清依据和途径。",
    "拟同意，请按程序办理。",
    "同意。",
)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Rows of a csv file that ships with the product."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _complete_classes() -> None:
    """Gives the classes of an older installation route and 属地; those that an office has edited stay as they are."""
    rows = {row["code"]: row for row in rows_of("content_classes.csv") if row["legal_route"] or row["local"]}
    for item in ContentClass.objects.filter(code__in=rows, legal_route="", is_local=False):
        if item.history.count() == 1:
            row = rows[item.code]
            item.legal_route, item.is_local = row["legal_route"], bool(row["local"])
            item.save()


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Adds what is missing and changes nothing that an office has edited. Returns how many of each were added."""
    holidays.load_shipped()
    known = set(ContentClass.objects.values_list("code", flat=True))
    units = {unit.code: unit for unit in Unit.objects.all()}
    added = 0
    for row in rows_of("content_classes.csv"):
        if row["code"] not in known:
            ContentClass.objects.create(
                code=row["code"],
                name=row["name"],
                parent_id=row["code"][:-2] or None,
                default_unit=units.get(row["default_unit"]),
                legal_route=row["legal_route"],
                is_local=bool(row["local"]),
            )
            added += 1
    _complete_classes()
    load_grounds()
    phrases = 0
    if not CommonPhrase.objects.filter(staff__isnull=True).exists():
        phrases = len(
            CommonPhrase.objects.bulk_create(
                CommonPhrase(text=text, order=n) for n, text in enumerate(PHRASES)
            )
        )
    return {"classes": added, "phrases": phrases}


def load_grounds() -> None:
    """The grounds that the national rules know; an office's own edits stay."""
    for row in rows_of("refusal_grounds.csv"):
        RefusalGround.objects.get_or_create(code=row["code"], defaults=row)
