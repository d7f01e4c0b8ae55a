"""The files an office installs from: every secret is asked for, none is given, no search term reaches a log."""

from __future__ import annotations

import re

import pytest

from bootstrap.environment import ROOT
from bootstrap.machine import TO_RUN

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


def test_compose_asks_for_what_the_example_lists_and_has_no_default() -> None:
    assert set(re.findall(r"\$\{(\w+):\?\}", COMPOSE)) == set(EXAMPLE)
    assert re.findall(r"(?<!\$)\$\{\w+(?!\w*:\?\})[^}]*\}", COMPOSE) == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"])
def test_example_secrets_are_placeholders_that_the_start_refuses(name: str) -> None:
    assert EXAMPLE[name] == "change-me"
    assert "*change-me*" in (ROOT / "deploy/prepare.sh").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["prepare", "web", "worker", "beat", "postgres", "redis", "nginx"])
def test_compose_has_the_service(name: str) -> None:
    service = re.search(rf"^  {name}:\n((?:    .*\n|\n)+)", COMPOSE, re.M)
    assert service is not None
    assert name == "prepare" or "healthcheck:" in service[1]


def test_proxy_logs_paths_without_query_strings() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    formats = re.findall(r"^log_format .*$", text, re.M)
    assert len(formats) == 1
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", formats[0])
    assert set(re.findall(r"error_log \S+ (\w+);", text)) == {"crit"}


def test_image_has_the_packages_that_a_machine_gets() -> None:
    text = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert [need.package for need in TO_RUN if not need.fatal and need.package not in text] == []
