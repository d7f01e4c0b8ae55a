"""What an agent does in the petitioner's name."""

from __future__ import annotations

from functools import partial
from typing import Any

from petitions.actions import proxy
from tests.office import Office
from tests.petitions.scenarios.base import verb


@verb(proxy)
def file_for(office: Office) -> partial[Any]:
    from tests.petitions.test_proxy import STORY, mandated

    mandate = mandated(office)
    return partial(proxy.file_for, mandate.pk, by=mandate.agent, body=STORY)


@verb(proxy)
def suggest(office: Office) -> partial[Any]:
    from tests.petitions.test_proxy import filed

    filing = filed(office)
    return partial(proxy.suggest, filing.pk, by=filing.mandate.agent, text="请到现场看看")


@verb(proxy)
def urge_as_agent(office: Office) -> partial[Any]:
    from tests.petitions.test_proxy import filed

    filing = filed(office)
    return partial(proxy.urge_as_agent, filing.pk, by=filing.mandate.agent, text="请尽快")


@verb(proxy)
def revoke_mandate(office: Office) -> partial[Any]:
    from tests.petitions.test_proxy import filed

    filing = filed(office)
    return partial(proxy.revoke_mandate, filing.mandate_id, by=office["town_officer"])
