"""Full-text search by bigrams tokenised here, the same on both databases; numbers and telephones go to b-trees.

SQLite indexes inside the transaction; PostgreSQL's GIN would now and then make one clerk wait a second, so there the
worker fills the table a few seconds later.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from casework import jobs
from casework.models import Case, CaseText, CommonBigram, Job, SearchPending

C = TypeVar("C", bound=Case)
WORD = re.compile(r"[0-9a-z]+")
SEPARATORS = re.compile(r"[\W_]+")
COMMON_SHARE = 0.02


def normalise(text: str) -> str:
    """NFKC, lower case; what is no letter or digit becomes a space."""
    return SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def tokens(text: str) -> list[str]:
    """Bigrams of each run of characters, its last character alone (for one-character search), and whole words."""
    found: list[str] = []
    for part in normalise(text).split():
        for run in re.findall(r"[0-9a-z]+|[^0-9a-z]+", part):
            if WORD.fullmatch(run):
                found.append(run)
            else:
                found += [run[n : n + 2] for n in range(len(run) - 1)]
                found.append(run[-1])
    return found


def query_tokens(text: str) -> list[list[str]]:
    """For each word typed, the tokens that must stand one after another."""
    wanted: list[list[str]] = []
    for part in normalise(text).split():
        for run in re.findall(r"[0-9a-z]+|[^0-9a-z]+", part):
            if WORD.fullmatch(run) or len(run) == 1:
                wanted.append([run])
            else:
                wanted.append([run[n : n + 2] for n in range(len(run) - 1)])
    return wanted


def _document(case: Case, body: str) -> str:
    return f"{case.title} {case.person_name} {case.number or ''} {body}"


def index_soon(case: Case) -> None:
    """Marks a case for indexing; on SQLite it is done at once, in the same transaction."""
    if connection.vendor == "postgresql":
        SearchPending.objects.get_or_create(case_id=case.pk)
        jobs.enqueue("index_cases", key="index_cases")
    else:
        put([case.pk])


def index_many(pks: list[int]) -> None:
    """As `index_soon`, for many new cases of one transaction."""
    if not pks:
        return
    if connection.vendor == "postgresql":
        SearchPending.objects.bulk_create([SearchPending(case_id=pk) for pk in pks], batch_size=1000)
        jobs.enqueue("index_cases", key="index_cases")
        return
    for start in range(0, len(pks), 500):
        put(pks[start : start + 500])


def forget(case: Case) -> None:
    """Takes a case out of the SQLite index before its text changes (FTS5 needs the old words)."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            _forget_sqlite(cursor, [case.pk])


def _forget_sqlite(cursor: object, pks: list[int]) -> None:
    marks = ",".join("%s" for _ in pks)
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(
        "INSERT INTO case_search(case_search, rowid, words) "
        f"SELECT 'delete', case_id, words FROM case_search_text WHERE case_id IN ({marks})",  # noqa: S608  marks only
        pks,
    )
    execute(f"DELETE FROM case_search_text WHERE case_id IN ({marks})", pks)  # noqa: S608  marks only


def put(pks: list[int]) -> None:
    """Indexes cases anew."""
    rows = [
        (text.case_id, tokens(_document(text.case, text.body)))
        for text in CaseText.objects.filter(pk__in=pks).select_related("case")
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO case_search (case_id, tokens) VALUES (%s, array_to_tsvector(%s::text[])) "
                "ON CONFLICT (case_id) DO UPDATE SET tokens = EXCLUDED.tokens",
                [(pk, sorted(set(words))) for pk, words in rows],
            )
            return
        _forget_sqlite(cursor, [pk for pk, _ in rows])
        joined = [(pk, " ".join(words)) for pk, words in rows]
        cursor.executemany("INSERT INTO case_search_text (case_id, words) VALUES (%s, %s)", joined)
        cursor.executemany("INSERT INTO case_search (rowid, words) VALUES (%s, %s)", joined)


@jobs.job_kind("index_cases", "更新检索")
def index_cases(job: Job) -> None:
    """Indexes what is pending, in batches of 200."""
    while batch := list(SearchPending.objects.values_list("pk", flat=True)[:200]):
        put(batch)
        SearchPending.objects.filter(pk__in=batch).delete()
        jobs.progress(job, 0, 0, f"已更新 {len(batch)} 件")


def matching(cases: QuerySet[C], text: str) -> QuerySet[C]:
    """Cases whose text holds every word typed; the caller has already passed the door."""
    wanted = query_tokens(text)
    if not wanted:
        return cases.none()
    if connection.vendor == "postgresql":
        if _all_common(wanted):
            for part in normalise(text).split():
                cases = cases.filter(text__body__contains=part)
            return cases
        query = " & ".join(_pg_term(one) for run in wanted for one in run)
        cases = cases.filter(
            pk__in=RawSQL("SELECT case_id FROM case_search WHERE tokens @@ %s::tsquery", (query,))
        )
        # Bigrams without positions may stand apart; the text itself settles it.
        for part, run in zip(normalise(text).split(), wanted, strict=False):
            if len(run) > 1 and len(wanted) == len(normalise(text).split()):
                cases = cases.filter(_holds(part))
        return cases
    query = " ".join(_fts_term(run) for run in wanted)
    return cases.filter(pk__in=RawSQL("SELECT rowid FROM case_search WHERE case_search MATCH %s", (query,)))


def _holds(part: str) -> object:
    from django.db.models import Q

    return Q(text__body__icontains=part) | Q(title__icontains=part) | Q(person_name__icontains=part)


def _pg_term(token: str) -> str:
    quoted = "'" + token.replace("'", "''") + "'"
    return f"{quoted}:*" if len(token) == 1 or WORD.fullmatch(token) else quoted


def _fts_term(run: list[str]) -> str:
    phrase = '"' + " ".join(run) + '"'
    return f"{phrase}*" if len(run) == 1 and (len(run[0]) == 1 or WORD.fullmatch(run[0])) else phrase


def _all_common(wanted: list[list[str]]) -> bool:
    flat = {one for run in wanted for one in run}
    known = CommonBigram.objects.filter(token__in=flat, share__gt=COMMON_SHARE).count()
    return known == len(flat)


def count_common(bodies: Iterable[str]) -> None:
    """Remembers which pairs of characters are common, from a sample of texts."""
    counts: Counter[str] = Counter()
    total = 0
    for body in bodies:
        counts.update(set(tokens(body)))
        total += 1
    CommonBigram.objects.all().delete()
    CommonBigram.objects.bulk_create(
        CommonBigram(token=token, share=n / total)
        for token, n in counts.items()
        if total and n / total > COMMON_SHARE and len(token) <= 8
    )
