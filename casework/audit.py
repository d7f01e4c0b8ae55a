"""Proof that the past was not changed: chains per case, and seals over ranges kept outside the database too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from casework.models import AuditSeal, Case, Event, IssuedPaper
from casework.models.paper import digest

# Identity values commit out of order: an event younger than this may still have an older neighbour in flight.
SETTLED = timedelta(minutes=10)


@dataclass(frozen=True)
class Fault:
    """One place where the record does not agree with itself."""

    case_id: int
    seq: int
    what: str


def verify_chains(case_ids: list[int] | None = None) -> Iterator[Fault]:
    """Walks every chain (or those named); streaming, so memory stays flat."""
    events = Event.objects.order_by("case_id", "seq")
    if case_ids is not None:
        events = events.filter(case_id__in=case_ids)
    case_id, seq, prev = -1, 0, ""
    for event in events.iterator(chunk_size=2000):
        if event.case_id != case_id:
            case_id, seq, prev = event.case_id, 0, ""
        if event.seq != seq + 1:
            yield Fault(case_id, event.seq, f"缺少第{seq + 1}条")
        if event.prev_hash != prev:
            yield Fault(case_id, event.seq, "与上一条不衔接")
        if event.computed_hash() != event.hash:
            yield Fault(case_id, event.seq, "内容被改动")
        seq, prev = event.seq, event.hash
    silent = Case.objects.filter(events__isnull=True)
    if case_ids is not None:
        silent = silent.filter(pk__in=case_ids)
    for pk in silent.values_list("pk", flat=True):
        yield Fault(pk, 0, "没有任何留痕")


def merkle_root(hashes: list[str]) -> str:
    """The root over event hashes in order; an odd one goes up alone."""
    level = hashes
    while len(level) > 1:
        pairs = [level[n : n + 2] for n in range(0, len(level), 2)]
        level = [
            hashlib.sha256("".join(pair).encode()).hexdigest() if len(pair) > 1 else pair[0] for pair in pairs
        ]
    return level[0] if level else ""


def _seal_hash(seal: AuditSeal) -> str:
    text = f"{seal.prev_hash}|{seal.first_event}|{seal.last_event}|{seal.count}|{seal.root}"
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def seal_events(now: datetime) -> AuditSeal | None:
    """Seals all settled events since the last seal, and appends the seal to DATA_DIR/seals.log."""
    last = AuditSeal.objects.order_by("-pk").first()
    fresh = Event.objects.filter(pk__gt=last.last_event if last else 0, at__lt=now - SETTLED).order_by("pk")
    rows = list(fresh.values_list("pk", "hash"))
    if not rows:
        return None
    seal = AuditSeal(
        first_event=rows[0][0],
        last_event=rows[-1][0],
        count=len(rows),
        root=merkle_root([text for _, text in rows]),
        prev_hash=last.hash if last else "",
    )
    seal.hash = _seal_hash(seal)
    seal.save()
    transaction.on_commit(lambda: _write_outside(seal))
    return seal


def _write_outside(seal: AuditSeal) -> None:
    with (settings.DATA_DIR / "seals.log").open("a", encoding="ascii") as file:
        file.write(
            f"{seal.sealed_at.isoformat()} {seal.first_event} {seal.last_event} {seal.count} {seal.hash}\n"
        )


def verify_seals() -> Iterator[Fault]:
    """Recomputes every seal from the events, and compares with the file outside; finds tails that were cut off."""
    prev = ""
    for seal in AuditSeal.objects.order_by("pk"):
        hashes = list(
            Event.objects.filter(pk__gte=seal.first_event, pk__lte=seal.last_event)
            .order_by("pk")
            .values_list("hash", flat=True)
        )
        if len(hashes) != seal.count or merkle_root(hashes) != seal.root:
            yield Fault(0, seal.pk, f"封签{seal.pk}与留痕不符（应有{seal.count}条，实有{len(hashes)}条）")
        if seal.prev_hash != prev or _seal_hash(seal) != seal.hash:
            yield Fault(0, seal.pk, f"封签{seal.pk}被改动或不衔接")
        prev = seal.hash
    path = settings.DATA_DIR / "seals.log"
    if path.exists():
        known = set(AuditSeal.objects.values_list("hash", flat=True))
        outside = [line.split()[-1] for line in path.read_text().splitlines() if line.strip()]
        for one in outside:
            if one not in known:
                yield Fault(0, 0, f"库外封签 {one[:12]}… 在库内找不到")


def verify_papers() -> Iterator[Fault]:
    """Compares every issued paper with itself and with the event of its issue, which nobody can change."""
    told = {
        str(data.get("number", "")): (data.get("text_sha256"), data.get("pdf_sha256"))
        for data in Event.objects.filter(name="paper_issued").values_list("data", flat=True).iterator()
    }
    # What was disposed of after its time is empty by decision; the record of the decision stays.
    disposed = Event.objects.filter(name="disposed").values("case")
    for paper in IssuedPaper.objects.exclude(case__in=disposed).order_by("pk").iterator(chunk_size=200):
        hashes = (paper.html_sha256, paper.pdf_sha256)
        if paper.case_id is not None and told.get(paper.number) != hashes:
            yield Fault(paper.case_id, 0, f"文书 {paper.number} 与发文留痕不符")
        if not paper.is_intact:
            yield Fault(paper.case_id or 0, 0, f"文书 {paper.number} 的正文被改动")
        if stored_digest(paper) != paper.pdf_sha256:
            yield Fault(paper.case_id or 0, 0, f"文书 {paper.number} 的 PDF 被改动或丢失")


def stored_digest(paper: IssuedPaper) -> str:
    """The checksum of the stored PDF as it is now; empty when the file is gone."""
    try:
        with paper.pdf.open("rb") as file:
            return digest(file.read())
    except FileNotFoundError:
        return ""
