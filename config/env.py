"""What the environment says, read once: paths, keys, database and broker."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import environ

from config.folder_broker import SCHEME

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def secret_key() -> str:
    """SECRET_KEY from the environment, else one made on this machine and kept in DATA_DIR (mode 600).

    A key that is a file of the machine is never the same on two machines, so there is no default key to forget.
    """
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(60))
    return path.read_text().strip()


def database() -> dict[str, Any]:
    """PostgreSQL when DATABASE_URL says so, else SQLite in DATA_DIR; both set up for many writers."""
    url: str = env.str("DATABASE_URL", default="")
    if url:
        settings: dict[str, Any] = env.db_url_config(url)
        if settings["ENGINE"].endswith("postgresql"):
            # A pool needs CONN_MAX_AGE=0; Celery closes pools between tasks, so workers go without.
            settings["CONN_MAX_AGE"] = 0
            if not env.bool("NO_POOL", default=False):
                settings["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 12, "timeout": 10}}
            return settings
    else:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "db.sqlite3")}
        # Tests with several writers need a file: threads do not share SQLite's memory the way connections share a file.
        settings["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    settings["OPTIONS"] = {
        # IMMEDIATE takes the write lock at BEGIN, so two writers wait for one another instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000;",
    }
    return settings


def broker() -> tuple[str, dict[str, Any]]:
    """The Celery broker and its options: Redis when REDIS_URL says so, else a folder below DATA_DIR."""
    url: str = env.str("REDIS_URL", default="")
    if url:
        return url, {"visibility_timeout": 120}
    folder = DATA_DIR / "broker"
    for name in ("queue", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.1,
    }
    return f"{SCHEME}://localhost/", options


def caches() -> dict[str, dict[str, Any]]:
    """Redis when it is there (several web processes share it), else the memory of the one process."""
    url: str = env.str("REDIS_URL", default="")
    if url:
        return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}
    return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
