"""make test, test-pg, check, bench, lock: each sets the machine up first."""

from __future__ import annotations

import getpass
import os
import secrets
import subprocess

from bootstrap import environment, machine
from bootstrap.environment import PYTHON, ROOT
from bootstrap.serve import DATA

# Empty, not absent: a .env file beside the code must not bring the servers back.
EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": ""}
PACKAGES = ["accounts", "casework", "petitions", "clients", "config", "bootstrap"]


def python(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Runs a module or file in the project's environment and returns its code."""
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=ROOT, env={**os.environ, **(env or {})}, check=False
    ).returncode


def set_up() -> None:
    """Everything that tests need."""
    machine.install(machine.TO_RUN + machine.TO_TEST)
    environment.prepare(tests=True)


def pytest(*arguments: str, env: dict[str, str]) -> int:
    """The tests on two processes, a file on one of them, in the order of tests/conftest.py: long ones first."""
    options = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    return python("-m", "pytest", "-q", *options, *arguments, env=env)


def test(*arguments: str) -> int:
    """All tests on the embedded database and broker, whatever the environment says."""
    set_up()
    return pytest(*arguments, env=EMBEDDED)


def test_servers(*arguments: str) -> int:
    """The same tests on PostgreSQL and Redis: DATABASE_URL and REDIS_URL, else the standard local ports."""
    set_up()
    servers = {
        "DATABASE_URL": f"postgres://{getpass.getuser()}@127.0.0.1:5432/petitions_ci",
        "REDIS_URL": "redis://127.0.0.1:6379/15",
    }
    return pytest(*arguments, env={name: os.environ.get(name) or servers[name] for name in servers})


def check() -> int:
    """Format, lint, types, templates, migrations, deployment checks, fast tests."""
    set_up()
    production = {
        **EMBEDDED,
        "DEMO": "0",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "petitions.example.cn",
        "DATA_DIR": str(DATA / "check"),
    }
    deploy = ("manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    steps: list[tuple[str, tuple[str, ...]]] = [
        ("格式", ("-m", "ruff", "format", "--check", ".")),
        ("规范", ("-m", "ruff", "check", ".")),
        ("类型", ("-m", "mypy", *PACKAGES)),
        ("模板", ("-m", "djlint", "--lint", "--quiet", "templates")),
        ("迁移", ("manage.py", "makemigrations", "--check", "--dry-run")),
        ("建库", ("manage.py", "migrate", "-v0")),
        ("基础数据", ("manage.py", "load_reference")),
        ("部署检查", deploy),
    ]
    for name, step in steps:
        print(f"—— {name}", flush=True)
        if code := python(*step, env=production):
            return code
    print("—— 快测", flush=True)
    return pytest("-m", "not browser and not slow", env=EMBEDDED)


def bench(*arguments: str) -> int:
    """Measurements, as tables with ratios."""
    set_up()
    return python("-m", "bench", *arguments)


def lock() -> int:
    """Writes both lock files anew. No option that would write the address of a package index."""
    environment.prepare(tests=True)
    options = ["--quiet", "--upgrade", "--universal", "--generate-hashes", "--python-version", "3.11"]
    command = ("-m", "uv", "pip", "compile", *options, "--custom-compile-command", "make lock")
    for name in ("requirements", "requirements-dev"):
        if code := python(*command, f"{name}.in", "-o", f"{name}.txt"):
            return code
    return 0
