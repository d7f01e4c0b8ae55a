"""The roles of the house and what each of them may do: one readable table.

A role is held at a unit through a Post. `Power` names what a page or an action asks for; who may do what is
nowhere else. 系统管理员 has no sight of cases: managing accounts is not reading letters.
"""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    REGISTRAR = "registrar", "登记员"
    PETITION_OFFICER = "petition_officer", "信访专干"
    HANDLER = "handler", "承办人"
    UNIT_HEAD = "unit_head", "部门负责人"
    DEPUTY_LEADER = "deputy_leader", "分管领导"
    CHIEF_LEADER = "chief_leader", "主要领导"
    SUPERVISOR = "supervisor", "督查员"
    AUDITOR = "auditor", "审计员"
    AGENT = "agent", "信访代理员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Power(TextChoices):
    REGISTER = "register", "登记来信来访"
    ROUTE = "route", "送阅、交办、转送、答复、归档"
    ANNOTATE = "annotate", "阅批"
    HANDLE = "handle", "签收、办理、报结"
    HEAD = "head", "部门负责人审签"
    SIGN = "sign", "领导审签"
    SUPERVISE = "supervise", "督办、催办"
    LEDGER = "ledger", "台账"
    READ_UNIT = "read_unit", "查看本单位及下级信访件"
    PROXY = "proxy", "代理信访"
    AUDIT = "audit", "核验留痕"
    ADMINISTER = "administer", "系统管理"


POWERS: dict[str, frozenset[str]] = {
    Role.REGISTRAR: frozenset({Power.REGISTER, Power.LEDGER, Power.READ_UNIT}),
    Role.PETITION_OFFICER: frozenset(
        {Power.REGISTER, Power.ROUTE, Power.HANDLE, Power.SUPERVISE, Power.LEDGER, Power.READ_UNIT}
    ),
    Role.HANDLER: frozenset({Power.REGISTER, Power.HANDLE}),
    Role.UNIT_HEAD: frozenset(
        {Power.REGISTER, Power.ROUTE, Power.ANNOTATE, Power.HANDLE, Power.HEAD, Power.LEDGER, Power.READ_UNIT}
    ),
    Role.DEPUTY_LEADER: frozenset(
        {Power.REGISTER, Power.ANNOTATE, Power.SIGN, Power.LEDGER, Power.READ_UNIT}
    ),
    Role.CHIEF_LEADER: frozenset({Power.REGISTER, Power.ANNOTATE, Power.SIGN, Power.LEDGER, Power.READ_UNIT}),
    Role.SUPERVISOR: frozenset({Power.SUPERVISE, Power.LEDGER, Power.READ_UNIT}),
    Role.AUDITOR: frozenset({Power.AUDIT, Power.LEDGER, Power.READ_UNIT}),
    # An agent sees what was filed through them, while the mandate runs, and nothing else.
    Role.AGENT: frozenset({Power.PROXY}),
    Role.ADMINISTRATOR: frozenset({Power.ADMINISTER}),
}

# Roles that check one another: nobody holds two of a pair (rules.md E6, separation of duties).
EXCLUSIVE_ROLES: tuple[frozenset[str], ...] = (
    frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    frozenset({Role.SUPERVISOR, Role.AUDITOR}),
)
