"""Every key of the policy is read by some code: a value that is shown and changes nothing would deceive its unit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from casework.policy import BASE
from casework.policy_keys import CUSTOMERS, KEYS
from tests.project.source import Module, modules, strings

# Where keys are named to be described and given values: naming one there is no reading.
DESCRIBED = {"casework.policy", "casework.policy_keys", "casework.policy_presets"}
POLICY = re.compile(r"polic|^values$", re.IGNORECASE)
# Keys that a table of the reader holds: it reads policy[table[…]].
THROUGH_A_TABLE = {
    "register_title": "petitions.ledger",
    "letter_register_title": "petitions.ledger",
    "visit_register_title": "petitions.ledger",
}


def read_in(module: Module) -> Iterator[str]:
    """policy["key"], policy.limit("key"), policy.part("key", …); a form's field of the same name is no reading."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Subscript) and POLICY.search(ast.unparse(node.value)):
            keys = [node.slice]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".limit", ".part")):
            keys = node.args[:1]
        else:
            continue
        yield from (str(one.value) for one in keys if isinstance(one, ast.Constant))


def keys_read() -> set[str]:
    readers = [one for one in modules("casework", "petitions") if one.name not in DESCRIBED]
    found = {key for one in readers for key in read_in(one)}
    for key, name in THROUGH_A_TABLE.items():
        found |= {key for one in readers if one.name == name for _, text in strings(one) if text == key}
    return found


@pytest.mark.parametrize("key", [key for key, about in KEYS.items() if not about.fixed])
def test_key_is_read(key: str) -> None:
    assert key in keys_read(), f"nothing reads {key}: make it hold or remove it"


def test_what_presets_alone_set_belongs_to_the_customers() -> None:
    assert {about.group for about in KEYS.values() if about.fixed} == {CUSTOMERS}
    assert all(BASE[key] is None for key, about in KEYS.items() if about.fixed)
