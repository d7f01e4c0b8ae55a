"""Every address of the site, asked as an attacker would: derived from the resolver, so that a new page is asked as well."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter

from accounts.models import Staff
from petitions.documents import PAPERS
from petitions.papers import FORMAL
from petitions.views.organisation import KINDS as ORGANISATION
from petitions.views.verb_pages import PAGES
from tests.petitions.views.reading import signed_in

# What a word in an address may be; an address with a word that is not named here fails the test.
WORDS: dict[str, list[str]] = {
    "verb": [*PAGES, "annotate", "sign", "sign_review"],
    "kind": [*PAPERS, *FORMAL, *ORGANISATION],
    "form": ["pdf", "xlsx"],
}
# The answer to an address that does not exist.
NOWHERE = "GET nowhere"
# What is asked by POST because names are typed into it; none of these writes about a case.
READING_POSTS = ("/lookup/people/", "/lookup/repeats/", "/petitions/export/", "/ledger/make/")
# Pages that end the session, or whose answer is the same for everybody by nature.
NOT_ASKED = {"logout", "admin:logout"}
# What differs from one answer to the next by nature. One expression each: a fixed beginning is found quickly, a choice of
# several is tried at every letter of every page.
CHANGING = [
    re.compile(one)
    for one in (
        r'csrfmiddlewaretoken" value="[^"]*"',
        r'"csrf-token" content="[^"]*"',
        r"nonce-[^\"']*",
        r'value="[0-9a-f]{32}"',
    )
]


def patterns() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, route, converters) of every address."""

    def walk(resolver: URLResolver, route: str, space: str, given: dict[str, Any]) -> Iterator[Any]:
        for one in resolver.url_patterns:
            whole, found = route + str(one.pattern), given | one.pattern.converters
            if isinstance(one, URLResolver):
                yield from walk(one, whole, f"{one.namespace}:" if one.namespace else space, found)
            else:
                assert isinstance(one, URLPattern)
                yield f"{space}{one.name}", whole, found

    yield from walk(get_resolver(), "", "", {})


def addresses(ids: list[int], codes: list[str], *, admin: bool, one_word: int | None = None) -> list[str]:
    """Every address with every key that could be the case's, or a row's of it; of the verbs and papers all or one.

    Raises KeyError for an unknown word.
    """
    found: list[str] = []
    for name, route, converters in patterns():
        if name in NOT_ASKED:
            continue
        if route.startswith("admin/"):
            found += _admin(route, ids) if admin else []
            continue
        if "(?P" in route:
            raise KeyError(f"address by expression: {route}")
        values: list[list[str]] = []
        for word, converter in converters.items():
            if isinstance(converter, IntConverter):
                # With a word beside it (a verb, a kind of paper), the key is that of the case.
                values.append([str(one) for one in (ids[:1] if len(converters) > 1 else ids)])
            elif word in WORDS:
                every = WORDS[word]
                values.append(every if one_word is None else [every[one_word % len(every)]])
            elif word in ("code", "token", "number"):
                values.append(codes)
            else:
                assert isinstance(converter, SlugConverter | StringConverter)
                raise KeyError(f"{name}: say in WORDS what “{word}” may be")
        for chosen in itertools.product(*values):
            address = route
            for word, value in zip(converters, chosen, strict=True):
                address = re.sub(rf"<(\w+:)?{word}>", value, address)
            found.append("/" + address)
    return found


def _admin(route: str, ids: list[int]) -> list[str]:
    """Administration: its lists, and each of its pages about a row with these keys."""
    if "(?P" in route or "<path:url>" in route:
        return []
    keys = ids[:2] if "<" in route else [0]
    return ["/" + re.sub(r"<[^>]+>", str(key), route.replace("\\Z", "")) for key in keys]


def said(response: Any) -> str:
    """Everything that an answer says: status, where it leads, its text; the inside of a workbook as well."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(one) for one in sorted(book.namelist()) if "docProps" not in one)
    text = content.decode("utf-8", "replace")
    for one in CHANGING:
        text = one.sub("", text)
    # On PostgreSQL a case is indexed by a job: the next job's number tells how many jobs there were, never of what.
    where = re.sub(r"(job=|/jobs/)\d+", r"\1", unquote(response.get("Location", "")))
    return f"{response.status_code} {where}\n{text}"


def ask_all(staff: Staff, where: list[str], typed: dict[str, Any], *, post: bool) -> dict[str, str]:
    """The answers to one colleague: each address by GET, and, with `post`, by POST with what an attacker would type."""
    cache.clear()
    client = signed_in(staff)
    client.raise_request_exception = False
    answers = {f"GET {one}": said(client.get(one)) for one in where}
    answers[NOWHERE] = said(client.get("/nothing-has-this-address/"))
    answers["GET typed"] = said(client.post("/search/", {"q": typed["q"]}, follow=True))
    if post:
        for one in where:
            answers[f"POST {one}"] = said(client.post(one, typed))
    else:
        for one in READING_POSTS:
            answers[f"POST {one}"] = said(client.post(one, typed))
    return answers


def ask_public(where: list[str]) -> dict[str, str]:
    """The same without an account."""
    client = Client()
    client.raise_request_exception = False
    return {f"GET {one}": said(client.get(one)) for one in where}
