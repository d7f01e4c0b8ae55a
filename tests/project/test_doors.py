"""One door to every case, one way to change it: what the syntax of the code can show."""

from __future__ import annotations

import ast

from tests.project.source import APPS, Module, calls, chain, functions, modules

GUARDED = frozenset({"Case", "Petition"})
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
AUDITED = GUARDED | {"Event", "SignOff", "AuditSeal"}
# Related managers that lead to audited rows.
TO_AUDITED = frozenset(
    [
        "events",
        "signoffs",
        "cases",
        "petitions",
        "registered_cases",
        "handled_cases",
        "to_sign",
        "closed_cases",
        "first_contacts",
    ]
)
BULK = frozenset({"update", "bulk_update", "delete", "_raw_delete", "bulk_create"})
WRITES = frozenset(
    ["save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"]
)

# Reads of cases that do not start at `visible_to`: whole-table work of nobody in particular.
READS_WITHOUT_DOOR = {
    "petitions/analysis_figures.py:accusations_of": "a yearly count, said from five on and as a number alone",
    "casework/audit.py:verify_chains": "the proof walks every chain and shows ids alone",
    "casework/numbering.py:gaps": "continuity counts every number, and shows numbers alone",
    "casework/numbering.py:voids": "numbers that are used for nothing, shown as numbers alone",
    "petitions/actions/archive.py:_scrub_person": "asks whether a person has another file, and shows none",
    "petitions/actions/proxy.py:_own": "an agent's own filing under a mandate that runs: that is the agent's door",
    "petitions/actions/imports.py:already_there": "a file imported twice adds nothing, whoever brings it",
    "petitions/finality.py:final_matter": "that a linked case of the same person has ended, whoever is asked to handle it again",
    "petitions/actions/route.py:log": "keeps the attempt of whoever was just refused",
    "petitions/actions/attempts.py:_hidden_from": "keeps the attempt of whoever was just answered with nothing",
    "petitions/small_counts.py:accusations": "a figure that says nothing below five",
    "petitions/year_end.py:left_open": "a year is not closed past what the person stepped aside from; a number alone",
    "petitions/ledger.py:cases_of": "the printing command stands outside the web; sealed cases are left out",
    "petitions/public.py:find": "the petitioner opens their own matter with its number and code; no colleague is asking",
}
# Writes of audited rows without a verb.
WRITES_WITHOUT_VERB = {
    "casework/numbering.py:give_number": "two columns of the row that was inserted a moment before",
    "casework/actions/clocks.py:refresh_due": "a column that repeats what the clocks say",
    "casework/actions/bulk.py:insert_cases": "many new cases at once, with their history",
    "casework/actions/bulk.py:record_first": "many first events at once, with their hashes",
}
# Pages may write what is nobody's case.
PAGE_WRITES = {
    "accounts/views.py:form_valid": "one's own password",
}


def places(module: Module) -> list[tuple[str, ast.AST]]:
    """(name for the lists above, tree) of each function, and `file:` for what stands outside functions."""
    found: list[tuple[str, ast.AST]] = [(f"{module.shown}:{one.name}", one) for one in functions(module)]
    inside = {id(node) for _, tree in found for node in ast.walk(tree)}
    loose = [
        node for node in ast.walk(module.tree) if id(node) not in inside and isinstance(node, ast.Assign)
    ]
    return [*found, (f"{module.shown}:", ast.Module(body=list(loose), type_ignores=[]))]


def reads_past_the_door(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        names = chain(node) if isinstance(node, ast.Attribute) else []
        if len(names) == 3 and names[0] in GUARDED and names[1] in MANAGERS and names[2] != "visible_to":
            return True
    return False


def audited_names(tree: ast.AST) -> set[str]:
    """Local names that hold a queryset of audited rows."""
    found = set(AUDITED)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            names = chain(node.value)
            if names and names[0] in found and MANAGERS & set(names):
                found.add(node.targets[0].id)
    return found


def writes_in_bulk(tree: ast.AST) -> bool:
    known = audited_names(tree)
    for call in calls(tree):
        names = chain(call.func)
        if not names or names[-1] not in BULK:
            continue
        if names[0] in known or TO_AUDITED & set(names[:-1]):
            return True
    return False


def test_pages_reach_cases_through_the_door_alone() -> None:
    pages = [one for one in modules(*APPS) if one.is_page]
    assert [place for one in pages for place, tree in places(one) if reads_past_the_door(tree)] == []


def test_reads_past_the_door_are_the_known_ones() -> None:
    # Seeding makes a county out of nothing and acts as everybody in turn.
    inner = [one for one in modules(*APPS) if not one.is_page and "seed" not in one.name]
    found = {place for one in inner for place, tree in places(one) if reads_past_the_door(tree)}
    assert found - set(WRITES_WITHOUT_VERB) == set(READS_WITHOUT_DOOR)


def test_audited_rows_are_changed_by_verbs_alone() -> None:
    found = {place for one in modules(*APPS) for place, tree in places(one) if writes_in_bulk(tree)}
    assert found == set(WRITES_WITHOUT_VERB)


def test_pages_write_nothing_themselves() -> None:
    pages = [one for one in modules(*APPS) if ".views" in one.name]
    found = {
        place
        for one in pages
        for place, tree in places(one)
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    }
    assert found == set(PAGE_WRITES)


def test_open_case_is_the_first_thing_a_verb_does() -> None:
    """A public verb on a known case looks through the door before anything else happens."""
    verbs = [
        (f"{one.shown}:{function.name}", function)
        for one in modules("petitions")
        if one.name.startswith("petitions.actions.")
        for function in functions(one)
        if [arg.arg for arg in function.args.args[:1]] == ["pk"] and not function.name.startswith("_")
    ]
    assert len(verbs) > 20
    late = [name for name, function in verbs if "open_case" not in ast.unparse(function.body[1])]
    assert late == []
