"""Full-text search by bigrams tokenised here, the same on both databases; numbers and telephones go to b-trees.

SQLite indexes inside the transaction; PostgreSQL's GIN would now and then make one clerk wait a second, so there the
worker fills the table a few seconds later.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from casework import jobs
from casework.models import Case, CaseText, CommonBigram, Job, SearchPending

C = TypeVar("C", bound=Case)
WORD = re.compile(r"[0-9a-z]+")
RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]+")
SEPARATORS = re.compile(r"[\W_]+")
COMMON_SHARE = 0.02


def normalise(text: str) -> str:
    """NFKC, lower case; what is no letter or digit becomes a space."""
    return SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def tokens(text: str) -> list[str]:
    """Bigrams of each run of characters, its last character alone (for one-character search), and whole words."""
    found: list[str] = []
    for part in normalise(text).split():
        for run in RUN.findall(part):
            if WORD.fullmatch(run):
                found.append(run)
            else:
                found += [run[n : n + 2] for n in range(len(run) - 1)]
                found.append(run[-1])
    return found


@dataclass(frozen=True)
class Run:
    """Characters that must stand together, and the tokens by which they are found."""

    text: str
    tokens: list[str]

    @property
    def is_word(self) -> bool:
        """Latin letters or digits: found by their beginning."""
        return bool(WORD.fullmatch(self.text))


def query_runs(text: str) -> list[Run]:
    """What was typed, in runs; every one of them must be found."""
    found: list[Run] = []
    for part in normalise(text).split():
        for run in RUN.findall(part):
            whole = WORD.fullmatch(run) or len(run) == 1
            found.append(Run(run, [run] if whole else [run[n : n + 2] for n in range(len(run) - 1)]))
    return found


def _document(case: Case, body: str) -> str:
    # Who brought an accusation is opened with a reason, never found by typing a name.
    name = "" if case.is_sealed else case.person_name
    return f"{case.title} {name} {body}"


def index_soon(case: Case) -> None:
    """Marks a case for indexing; on SQLite it is done at once, in the same transaction."""
    if connection.vendor == "postgresql":
        _mark([case.pk])
        jobs.enqueue("index_cases", key="index_cases")
    else:
        put([case.pk])


def index_many(pks: list[int]) -> None:
    """As `index_soon`, for many new cases of one transaction."""
    if not pks:
        return
    if connection.vendor == "postgresql":
        _mark(pks)
        jobs.enqueue("index_cases", key="index_cases")
        return
    for start in range(0, len(pks), 500):
        put(pks[start : start + 500])


def _mark(pks: list[int]) -> None:
    # ON CONFLICT waits for a worker that is just taking the mark away, so that no change falls between the two.
    rows = [SearchPending(case_id=pk) for pk in pks]
    SearchPending.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def forget(case: Case) -> None:
    """Takes a case out of the SQLite index before its text changes (FTS5 needs the old words)."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            _forget_sqlite(cursor, [case.pk])


def _forget_sqlite(cursor: object, pks: list[int]) -> None:
    marks = ",".join("%s" for _ in pks)
    there = f"FROM case_search_text WHERE case_id IN ({marks})"
    execute = cursor.execute  # type: ignore[attr-defined]
    # The statements hold nothing of the user's: only as many placeholders as there are cases.
    execute(
        f"INSERT INTO case_search(case_search, rowid, words) SELECT 'delete', case_id, words {there}", pks
    )
    execute(f"DELETE {there}", pks)


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
    done = 0
    while count := _index_batch():
        done += count
        jobs.progress(job, done, 0, f"已更新 {done} 件")


@transaction.atomic
def _index_batch() -> int:
    batch = list(SearchPending.objects.order_by("pk").values_list("pk", flat=True)[:200])
    if not batch:
        return 0
    # The marks go first: whoever changes one of these cases meanwhile waits, and marks it anew.
    SearchPending.objects.filter(pk__in=batch).delete()
    put(batch)
    return len(batch)


def matching(cases: QuerySet[C], text: str) -> QuerySet[C]:
    """Cases whose text holds every word typed; the caller has already passed the door."""
    runs = query_runs(text)
    if not runs:
        return cases.none()
    if connection.vendor != "postgresql":
        query = " ".join(_fts_term(run) for run in runs)
        return cases.filter(
            pk__in=RawSQL("SELECT rowid FROM case_search WHERE case_search MATCH %s", (query,))
        )
    exact = [run for run in runs if len(run.tokens) > 1]
    if _all_common(runs):
        # Every second case has these words: walking the dates finds a page sooner than sorting all hits.
        exact = runs
    else:
        query = " & ".join(_pg_term(token) for run in runs for token in run.tokens)
        cases = cases.filter(
            pk__in=RawSQL("SELECT case_id FROM case_search WHERE tokens @@ %s::tsquery", (query,))
        )
    # Bigrams without positions may stand apart; the text itself settles it.
    for run in exact:
        cases = cases.filter(_holds(run.text))
    return cases


def _holds(words: str) -> Q:
    return (
        Q(text__body__icontains=words)
        | Q(title__icontains=words)
        | Q(is_sealed=False, person_name__icontains=words)
    )


def _pg_term(token: str) -> str:
    quoted = "'" + token.replace("'", "''") + "'"
    return f"{quoted}:*" if len(token) == 1 or WORD.fullmatch(token) else quoted


def _fts_term(run: Run) -> str:
    phrase = '"' + " ".join(run.tokens) + '"'
    return f"{phrase}*" if run.is_word or len(run.text) == 1 else phrase


def _all_common(runs: list[Run]) -> bool:
    wanted = {token for run in runs for token in run.tokens}
    return CommonBigram.objects.filter(token__in=wanted, share__gt=COMMON_SHARE).count() == len(wanted)


@transaction.atomic
def count_common(sample: int = 2000) -> None:
    """Remembers which pairs of characters are common, from the latest texts; PostgreSQL's queries ask for it."""
    counts: Counter[str] = Counter()
    total = 0
    for body in CaseText.objects.order_by("-pk").values_list("body", flat=True)[:sample]:
        counts.update(set(tokens(body)))
        total += 1
    CommonBigram.objects.all().delete()
    CommonBigram.objects.bulk_create(
        CommonBigram(token=token, share=count / total)
        for token, count in counts.items()
        if count / total > COMMON_SHARE and len(token) <= 8
    )
