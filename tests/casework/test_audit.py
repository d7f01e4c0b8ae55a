"""The record proves itself: a changed, removed, inserted or cut-off event is found, and the database says no before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casework import immutability
from casework.actions.base import record
from casework.audit import SETTLED, merkle_root, seal_events, verify_chains, verify_seals
from casework.models import AuditSeal, Case, Event
from petitions.models import Petition
from tests.office import Office
from tests.petitions.steps import handling, reported

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def unlocked(db: None) -> Iterator[None]:
    """As whoever owns the database could do it: without the triggers."""
    immutability.remove(connection)
    yield
    immutability.install(connection)


@pytest.fixture
def petition(office: Office) -> Petition:
    return handling(office, office.registered())


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def seal(django_capture_on_commit_callbacks: Any) -> AuditSeal | None:
    with django_capture_on_commit_callbacks(execute=True):
        return seal_events(timezone.now() + SETTLED + timedelta(minutes=1))


def faults() -> list[tuple[int, str]]:
    return [(one.seq, one.what) for one in verify_chains()]


def test_chain_of_a_case_verifies(petition: Petition) -> None:
    names = list(Event.objects.filter(case=petition).values_list("name", flat=True))
    assert names == ["registered", "presented", "annotated", "assigned", "accepted"]
    assert list(verify_chains()) == []


@pytest.mark.parametrize("table", ["casework_event", "casework_signoff"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET case_id = case_id", "DELETE FROM {}"])
def test_database_refuses_to_change_the_record(petition: Petition, table: str, verb: str) -> None:
    with pytest.raises(DatabaseError, match="留痕不可修改"), transaction.atomic():
        execute(verb.format(table))


def test_model_refuses_as_well(petition: Petition) -> None:
    event = Event.objects.filter(case=petition).latest("seq")
    event.note = "改过"
    with pytest.raises(DatabaseError, match="留痕不可修改"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="留痕不可修改"), transaction.atomic():
        event.delete()


@pytest.mark.parametrize(
    ("column", "value"),
    [("note", "改过"), ("actor_name", "别人"), ("to_state", "closed"), ("name", "closed"), ("data", "{}")],
)
def test_changed_event_is_found(petition: Petition, unlocked: None, column: str, value: str) -> None:
    execute(f"UPDATE casework_event SET {column} = %s WHERE case_id = %s AND seq = 3", value, petition.pk)
    assert faults() == [(3, "内容被改动")]


def test_event_rewritten_with_its_own_hash_breaks_the_next_one(petition: Petition, unlocked: None) -> None:
    event = Event.objects.get(case=petition, seq=3)
    event.note = "改过"
    event.hash = event.computed_hash()
    event.save()
    assert faults() == [(4, "与上一条不衔接")]


def test_removed_event_is_found(petition: Petition, unlocked: None) -> None:
    execute("DELETE FROM casework_event WHERE case_id = %s AND seq = 2", petition.pk)
    assert faults() == [(3, "缺少第2条"), (3, "与上一条不衔接")]


def test_inserted_event_is_found(petition: Petition, unlocked: None) -> None:
    execute("UPDATE casework_event SET seq = seq + 10 WHERE case_id = %s AND seq > 3", petition.pk)
    event = Event.objects.get(case=petition, seq=3)
    Event.objects.create(
        case=petition, seq=4, at=event.at, name="edited", actor_name="某", prev_hash=event.hash, hash="0" * 64
    )
    assert (4, "内容被改动") in faults()


def test_case_without_any_event_is_found(petition: Petition, unlocked: None) -> None:
    execute("DELETE FROM casework_event WHERE case_id = %s", petition.pk)
    assert [(one.case_id, one.what) for one in verify_chains()] == [(petition.pk, "没有任何留痕")]


def test_two_writers_of_one_chain_cannot_fork_it(petition: Petition) -> None:
    last = Event.objects.filter(case=petition).latest("seq")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(case=petition, seq=last.seq, at=last.at, name="edited", hash="1" * 64)


def test_unknown_event_is_refused(petition: Petition, office: Office) -> None:
    with pytest.raises(KeyError, match="unknown event"), transaction.atomic():
        record(petition, "no_such_act", by=office["officer"])


def test_names_in_the_record_survive_a_change_of_posts(office: Office, petition: Petition) -> None:
    person = office["bureau_head"]
    person.name = "改名后"
    person.save()
    person.posts.update(ends_on="2026-03-01")
    event = Event.objects.get(case=petition, name="accepted")
    assert (event.actor_name, event.actor_unit, event.actor_post) == (
        "蒋某寅",
        "清禾县住房和城乡建设局",
        "部门负责人",
    )


def test_seal_covers_settled_events_once(petition: Petition, django_capture_on_commit_callbacks: Any) -> None:
    assert seal_events(timezone.now()) is None, "an older neighbour may still be in flight"
    made = seal(django_capture_on_commit_callbacks)
    assert made is not None
    assert (made.count, seal(django_capture_on_commit_callbacks)) == (5, None)
    assert made.root == merkle_root(list(Event.objects.order_by("pk").values_list("hash", flat=True)))
    assert list(verify_seals()) == []


def test_seal_finds_a_tail_that_was_cut_off(
    petition: Petition, unlocked: None, django_capture_on_commit_callbacks: Any
) -> None:
    seal(django_capture_on_commit_callbacks)
    execute("DELETE FROM casework_event WHERE case_id = %s AND seq = 5", petition.pk)
    assert faults() == [], "the chain alone cannot see its own missing end"
    assert [one.what for one in verify_seals()] == [
        f"封签{AuditSeal.objects.get().pk}与留痕不符（应有5条，实有4条）"
    ]


def test_seals_are_compared_with_the_file_outside(
    office: Office,
    petition: Petition,
    unlocked: None,
    django_capture_on_commit_callbacks: Any,
    tmp_path: Path,
) -> None:
    first = seal(django_capture_on_commit_callbacks)
    assert first is not None
    reported(office, office.registered())
    second = seal(django_capture_on_commit_callbacks)
    assert second is not None
    assert second.prev_hash == first.hash
    assert [line.split()[-1] for line in (tmp_path / "seals.log").read_text().splitlines()] == [
        first.hash,
        second.hash,
    ]
    execute("DELETE FROM casework_auditseal WHERE id = %s", second.pk)
    assert [one.what for one in verify_seals()] == [f"库外封签 {second.hash[:12]}… 在库内找不到"]


def test_command_tells_that_all_is_well(petition: Petition, capsys: Any) -> None:
    call_command("verify_audit")
    assert "共核验留痕 5 条，问题 0 处。" in capsys.readouterr().out


def test_command_names_the_case_and_fails(petition: Petition, unlocked: None, capsys: Any) -> None:
    execute("UPDATE casework_event SET note = '改过' WHERE seq = 1")
    with pytest.raises(CommandError, match="留痕核验未通过"):
        call_command("verify_audit")
    assert f"办件 {petition.pk} 第 1 条：内容被改动" in capsys.readouterr().out
    assert Case.objects.count() == 1
