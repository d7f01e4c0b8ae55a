"""留痕只增不改，步步有据 (S21-01): a whole case, each step with its event, in one chain that nobody can rewrite."""

from __future__ import annotations

import itertools

import pytest
from django.db import DatabaseError, connection, transaction

from casework.audit import verify_chains
from casework.models import AuditSeal, Event, SignOff
from petitions.actions import archive, close
from petitions.models import Petition
from tests.office import Office
from tests.petitions import steps
from tests.petitions.steps import fresh

pytestmark = pytest.mark.usefixtures("monday")
RECORD = [(Event, "note"), (SignOff, "opinion"), (AuditSeal, "root")]


def walked(office: Office) -> Petition:
    p = steps.concluded(office, office.registered())
    close.close(p.pk, by=office["officer"], version=p.version, text="电梯将修复。", method="letter")
    p = fresh(p)
    archive.archive(p.pk, by=office["officer"], version=p.version, missing_reason="无")
    return fresh(p)


@pytest.mark.rule("S21-01")
def test_every_change_of_state_has_its_event_in_one_chain(office: Office) -> None:
    p = walked(office)
    events = list(p.events.order_by("seq"))
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    # From each state to the next without a hole, from the registration to the archive.
    moves = [(one.from_state, one.to_state) for one in events if one.from_state != one.to_state]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(moves))
    states = list(dict.fromkeys(p.history.order_by("history_id").values_list("state", flat=True)))
    assert [to for _, to in moves] == states
    assert all(one.actor_name and one.actor_unit for one in events)
    assert list(verify_chains([p.pk])) == []


@pytest.mark.rule("S21-01")
@pytest.mark.parametrize(("model", "column"), RECORD)
@pytest.mark.parametrize("change", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_database_refuses_to_change_the_record(office: Office, model: type, column: str, change: str) -> None:
    walked(office)
    table = model._meta.db_table  # type: ignore[attr-defined]
    if model is AuditSeal:
        AuditSeal.objects.create(first_event=1, last_event=1, count=1, root="r", prev_hash="", hash="h")
    with (
        pytest.raises(DatabaseError, match="留痕不可修改"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table=table, column=column))
