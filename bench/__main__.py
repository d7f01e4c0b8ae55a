"""make bench: what the site does in a second, beside what the database and a bare page do in the same run.

Usage: python -m bench [--petitions N] [--ledger-rows N]. SQLite always; PostgreSQL when BENCH_DATABASE_URL names a
server or one answers on the standard port. Read the ratios: the seconds belong to the machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "petitions_bench"


def postgresql() -> str:
    """The address of a scratch database on a server that lets us in; empty when there is none."""
    import psycopg

    server = os.environ.get("BENCH_DATABASE_URL", "")
    for url in (
        [server] if server else [f"postgres://{os.environ.get('USER', 'root')}@127.0.0.1:5432/postgres"]
    ):
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
                found = connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
                ).fetchone()
                if not found:
                    connection.execute(f'CREATE DATABASE "{DATABASE}"')
        except psycopg.Error:
            continue
        return url.rsplit("/", 1)[0] + "/" + DATABASE
    return ""


def run(module: str, *arguments: str, database: str = "") -> int:
    """Runs one measurement in a process of its own, on its own data."""
    environment = {
        **os.environ,
        "DEMO": "1",
        "DEBUG": "0",
        "NO_POOL": "1",
        "DATA_DIR": str(ROOT / "var" / "bench"),
    }
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def main() -> int:
    """Every measurement, one after another."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--petitions", default="100000")
    parser.add_argument("--skip-ledger", action="store_true")
    options = parser.parse_args()
    databases = [("SQLite", "")]
    if url := postgresql():
        databases.append(("PostgreSQL", url))
    else:
        print("没有可用的 PostgreSQL，只测 SQLite。")
    code = 0
    for name, url in databases:
        print(f"\n# {name}，{options.petitions} 件", flush=True)
        code |= run("bench.site", "--petitions", options.petitions, database=url)
    if not options.skip_ledger:
        print("\n# 台账", flush=True)
        code |= run("bench.ledger_rows")
    return code


if __name__ == "__main__":
    sys.exit(main())
