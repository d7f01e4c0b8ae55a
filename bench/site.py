"""Registrations, list, search, case and sign page at N cases, beside a bare Django page and the bare SQL."""

from __future__ import annotations

import argparse
import os
import statistics
import threading
import time
from collections.abc import Callable
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Staff
from petitions.actions.register import Matter, Person, register
from petitions.models import Petition

ROUNDS = 15
COLUMNS = "id, number, title, person_name, state, received_on, due_on"
BARE_PAGE = (
    "<!doctype html><html><body><table>{% for r in rows %}<tr><td><a href='/{{ r.id }}/'>{{ r.number }}</a></td>"
    "<td>{{ r.title }}</td><td>{{ r.person_name }}</td><td>{{ r.state }}</td><td>{{ r.received_on }}</td></tr>"
    "{% endfor %}</table></body></html>"
)


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the median round, after two that are not counted."""
    for _ in range(2):
        work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def sql(text: str, *arguments: object) -> Callable[[], object]:
    """Runs a statement and fetches everything."""

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(text, arguments)
            return cursor.fetchall()

    return run


def bare_page(pks: list[int]) -> Callable[[], object]:
    """A Django view with the same rows: one query by id, one plain template, no sign-in, no menu."""
    template = engines["django"].from_string(BARE_PAGE)
    request = RequestFactory().get("/")

    def run() -> object:
        rows = Petition._base_manager.filter(pk__in=pks).order_by("-received_on", "-id")
        return HttpResponse(template.render({"rows": list(rows.values(*COLUMNS.split(", ")))}, request))

    return run


def pages() -> None:
    """The table of pages."""
    officer, head = Staff.objects.get(username="demo-zhuangan"), Staff.objects.get(username="demo-juzhang")
    scope = officer.posts.get().unit
    newest = list(
        Petition._base_manager.filter(**{f"scope_{scope.depth}": scope.pk}).order_by("-received_on", "-id")[
            :50
        ]
    )
    pks = [one.pk for one in newest]
    waiting = Petition._base_manager.filter(signer=head, state="presented").order_by("due_on", "pk").first()
    list_sql = sql(
        f"SELECT {COLUMNS} FROM casework_case WHERE scope_{scope.depth} = %s AND NOT is_sealed "
        "ORDER BY received_on DESC, id DESC LIMIT 50",
        scope.pk,
    )
    one_sql = sql(
        "SELECT * FROM casework_case c JOIN petitions_petition p ON p.case_ptr_id = c.id WHERE c.id = %s",
        pks[0],
    )
    rows: list[tuple[str, Callable[[], object], Callable[[], object], Callable[[], object]]] = [
        ("列表第一页", visit(officer, "/petitions/"), bare_page(pks), list_sql),
        ("检索“电梯”", search(officer, "电梯"), bare_page(pks), word_sql("电梯")),
        ("检索“烧烤店油烟”", search(officer, "烧烤店"), bare_page(pks), word_sql("烧烤店")),
        ("按编号检索", search(officer, newest[0].number or ""), bare_page(pks[:1]), one_sql),
        ("信访件页面", visit(officer, f"/petitions/{pks[0]}/"), bare_page(pks[:1]), one_sql),
        ("签批页面", visit(head, f"/sign/{waiting.pk if waiting else 0}/"), bare_page(pks[:1]), one_sql),
        ("待签列表", visit(head, "/sign/"), bare_page(pks), list_sql),
        (
            "督办看板",
            visit(Staff.objects.get(username="demo-ducha"), "/supervision/"),
            bare_page(pks),
            list_sql,
        ),
    ]
    print(f"{'页面':<16}{'本系统 ms':>10}{'裸页面 ms':>10}{'裸 SQL ms':>10}{'÷裸页面':>9}{'÷SQL':>8}")
    for name, ours, bare, query in rows:
        a, b, c = median(ours), median(bare), median(query)
        print(f"{name:<16}{a:>10.1f}{b:>10.2f}{c:>10.2f}{a / b:>9.1f}{a / c:>8.0f}", flush=True)


def word_sql(word: str) -> Callable[[], object]:
    """The index alone, newest fifty."""
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    if connection.vendor == "postgresql":
        terms = " & ".join(f"'{pair}'" for pair in pairs)
        return sql(
            "SELECT case_id FROM case_search WHERE tokens @@ %s::tsquery ORDER BY case_id DESC LIMIT 50",
            terms,
        )
    phrase = '"' + " ".join(pairs) + '"'
    return sql(
        "SELECT rowid FROM case_search WHERE case_search MATCH %s ORDER BY rowid DESC LIMIT 50", phrase
    )


def visit(staff: Staff, address: str) -> Callable[[], object]:
    """A whole request as this person, through every middleware."""
    client = Client()
    client.force_login(staff)

    def run() -> object:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    return run


def search(staff: Staff, words: str) -> Callable[[], object]:
    """A search as the box does it: a POST and the page that follows."""
    client = Client()
    client.force_login(staff)

    def run() -> object:
        answer = client.post("/search/", {"q": words}, follow=True)
        assert answer.status_code == 200, answer.status_code
        return answer

    return run


def one_registration(number: int, by: Staff) -> None:
    """A letter as the desk registers it."""
    person = Person(name=f"测某{number % 97}", phone=f"120{number:08d}", address="样城街道")
    body = f"小区电梯停运{number}天，请协调物业维修。"
    register(Matter(channel="letter", received_on=timezone.localdate(), body=body, person=person), by=by)


def same_rows_by_sql(pk: int, tables: list[tuple[str, str, list[str]]]) -> None:
    """Copies the rows of one registration inside one transaction: the floor for this database and connection."""
    with transaction.atomic(), connection.cursor() as cursor:
        new = pk
        for table, key, columns in tables:
            names = ", ".join(columns)
            values = ", ".join(
                "NULL" if one in ("number", "sequence", "import_key") else one for one in columns
            )
            if table == "casework_case":
                cursor.execute(
                    f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = %s RETURNING id",
                    [pk],
                )
                new = cursor.fetchone()[0]
                continue
            chosen = values.replace(key, "%s", 1)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} WHERE {key} = %s", [new, pk]
            )
        cursor.execute(
            "UPDATE casework_numbercounter SET last = last WHERE id = (SELECT min(id) FROM casework_numbercounter) RETURNING last"
        )
        cursor.fetchone()


def columns_of(table: str, *, but: str) -> list[str]:
    """Column names of a table without its own counter."""
    with connection.cursor() as cursor:
        found = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    return [one for one in found if one != but]


def registrations(count: int) -> None:
    """Registrations a second, alone and eight at a time, beside the same rows as bare SQL."""
    by = Staff.objects.get(username="demo-dengji")
    one_registration(0, by)
    last = Petition._base_manager.order_by("-pk").values_list("pk", flat=True)[0]
    tables = [
        ("casework_case", "id", columns_of("casework_case", but="id")),
        ("petitions_petition", "case_ptr_id", columns_of("petitions_petition", but="")),
        ("casework_casetext", "case_id", columns_of("casework_casetext", but="")),
        ("petitions_intake", "petition_id", columns_of("petitions_intake", but="id")),
        ("casework_event", "case_id", columns_of("casework_event", but="id")),
        ("casework_clock", "case_id", columns_of("casework_clock", but="id")),
        (
            "petitions_historicalpetition",
            "case_ptr_id",
            columns_of("petitions_historicalpetition", but="history_id"),
        ),
    ]
    print(f"\n{'登记':<12}{'本系统 件/秒':>12}{'裸 SQL 件/秒':>12}{'比例':>7}")
    for threads in (1, 8):
        ours = rate(lambda n: one_registration(n, by), count, threads)
        bare = rate(lambda n: same_rows_by_sql(last, tables), count, threads)
        print(f"{f'{threads} 个窗口':<12}{ours:>12.0f}{bare:>12.0f}{ours / bare:>7.0%}", flush=True)


def rate(work: Callable[[int], None], count: int, threads: int) -> float:
    """How many a second, shared among threads with a connection each."""

    def share(first: int) -> None:
        for n in range(first, count, threads):
            work(n)
        if threads > 1:
            connection.close()

    start = time.perf_counter()
    if threads == 1:
        share(0)
    else:
        crew = [threading.Thread(target=share, args=(n,)) for n in range(threads)]
        for one in crew:
            one.start()
        for one in crew:
            one.join()
    return count / (time.perf_counter() - start)


def main() -> None:
    """Fills up to N cases once, then measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--petitions", type=int, default=100_000)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    have = Petition._base_manager.count()
    if have < options.petitions:
        start = time.perf_counter()
        call_command("seed_bulk", petitions=options.petitions - have)
        print(f"生成 {options.petitions - have} 件用时 {time.perf_counter() - start:.0f} 秒")
    from casework import jobs

    jobs.run_due()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    pages()
    registrations(400)
    print(f"（{date.today():%Y-%m-%d}，{Petition._base_manager.count()} 件）")  # noqa: DTZ011


if __name__ == "__main__":
    main()
