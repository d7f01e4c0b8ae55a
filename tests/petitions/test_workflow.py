"""The main road: 登记→送阅→阅批→交办→签收→调查→报结→审签→答复办结→归档."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.audit import verify_chains
from casework.models import Clock, Decision, Notice, SignOff
from casework.states import State
from petitions.actions import archive, close, handle, register, route
from petitions.models import Petition
from petitions.states import Conclusion
from tests.office import Office


def reload(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk)


def to_concluded(office: Office, petition: Petition) -> Petition:
    """Carries a registered petition as far as 待答复."""
    p = route.present(petition.pk, by=office["registrar"], version=reload(petition).version)
    route.annotate(
        p.pk, by=p.signer, version=reload(p).version, opinion="请住建局核实后办理。", unit=office.units["ZJJ"]
    )
    handle.accept(p.pk, by=office["bureau_head"], version=reload(p).version, handler=office["handler"])
    found = handle.investigate(
        p.pk, by=office["handler"], done_on=date(2026, 3, 2), findings="现场查看，电梯停运。"
    )
    handle.sign_investigation(found.pk, by=office["bureau_head"])
    handle.report(
        p.pk,
        by=office["handler"],
        version=reload(p).version,
        conclusion=Conclusion.SUPPORT,
        facts="电梯主板损坏，物业未及时报修。",
        opinion="责成物业十日内修复。",
    )
    handle.sign_closing(p.pk, by=office["bureau_head"], version=reload(p).version, opinion="同意。")
    handle.sign_closing(p.pk, by=office["deputy"], version=reload(p).version, opinion="同意，请答复。")
    return reload(p)


def test_letter_goes_from_desk_to_archive(office: Office, monday: Any) -> None:
    petition = office.registered()
    assert petition.number == "清信访〔2026〕1号"
    petition = to_concluded(office, petition)
    assert petition.state == State.CONCLUDED
    close.close(
        petition.pk, by=office["officer"], version=petition.version, text="电梯将修复。", method="letter"
    )
    archive.archive(
        petition.pk, by=office["officer"], version=reload(petition).version, missing_reason="原件已退还"
    )
    done = reload(petition)
    assert (done.state, done.is_open, done.due_on) == (State.ARCHIVED, False, None)
    assert list(verify_chains()) == []
    assert list(SignOff.objects.values_list("step", flat=True)) == [
        "annotate",
        "handler",
        "unit_head",
        "deputy_leader",
    ]
    assert Notice.objects.filter(staff=office.staff["handler"]).count() >= 1
    assert not Clock.objects.filter(met_on__isnull=True).exists()


@pytest.mark.rule("S09-04")
def test_close_named_without_reply_is_refused(office: Office, monday: Any) -> None:
    petition = to_concluded(office, office.registered())
    with pytest.raises(Exception, match="须答复信访人"):
        close.close(petition.pk, by=office["officer"], version=petition.version)
    assert reload(petition).state == State.CONCLUDED


@pytest.mark.rule("S09-04")
def test_close_anonymous_without_reply_succeeds(office: Office, monday: Any) -> None:
    petition = to_concluded(office, office.registered(person=None, is_anonymous=True))
    close.close(petition.pk, by=office["officer"], version=petition.version)
    assert reload(petition).state == State.CLOSED


def test_annotation_return_goes_back_to_desk(office: Office, monday: Any) -> None:
    petition = office.registered()
    p = route.present(petition.pk, by=office["registrar"], version=petition.version)
    route.annotate(p.pk, by=p.signer, version=p.version, opinion="请补充住址。", decision=Decision.RETURN)
    assert reload(p).state == State.REGISTERED
    register.edit(p.pk, by=office["registrar"], version=reload(p).version, place="样城街道")
