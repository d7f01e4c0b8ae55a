"""python3 -m bootstrap run|test|check|bench|lock — sets the machine up, then does it. Standard library only."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

from bootstrap import environment, machine, supervise
from bootstrap.environment import PYTHON, ROOT

DATA = Path(os.environ.get("DATA_DIR", ROOT / "var"))


def manage(*arguments: str, quiet: bool = False) -> None:
    """Runs a command of manage.py; ends with its code when it fails."""
    out = subprocess.DEVNULL if quiet else None
    code = subprocess.run(
        [str(PYTHON), "manage.py", *arguments], cwd=ROOT, stdout=out, check=False
    ).returncode
    if code:
        raise SystemExit(code)


def port_is_free(port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def run() -> int:
    """Set-up, demo data, then web, worker and reminders until Ctrl-C."""
    port = int(os.environ.get("PORT", "8000"))
    environment.refuse_foreign_files(DATA)
    DATA.mkdir(parents=True, exist_ok=True)
    # The lock is held by the open file: it goes with the process, so a kill -9 leaves nothing stale behind.
    lock = (DATA / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("系统已经在运行（同一数据目录）。请先在原窗口按 Ctrl-C 停止，或设置另一个 DATA_DIR。")
        return 1
    if not port_is_free(port):
        print(f"端口 {port} 已被占用。可以换一个端口：make run PORT={port + 1}")
        return 1
    machine.install(machine.TO_RUN)
    environment.prepare(tests=False)
    os.environ.setdefault("DEMO", "1")
    manage("migrate", "-v0")
    manage("collectstatic", "--noinput", "-v0")
    manage("seed_demo")
    address = f"http://127.0.0.1:{port}"
    children = [
        supervise.Child("网站", gunicorn(port)),
        # The pool of the web process would be closed by Celery between tasks.
        supervise.Child("后台", worker(), environment={**os.environ, "NO_POOL": "1"}),
    ]

    def ready() -> None:
        manage("seed_demo", "--accounts")
        print(f"\n已启动：{address}  （按 Ctrl-C 停止）", flush=True)

    return supervise.run(children, health=f"{address}/healthz", ready=ready)


def gunicorn(port: int) -> list[str]:
    """The web process."""
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8", "--workers", "1"]
    limits = ["--graceful-timeout", "10", "--timeout", "120", "--log-level", "warning"]
    return [str(PYTHON), "-m", "gunicorn", "config.wsgi", *options, *limits]


def worker() -> list[str]:
    """One worker with beat; on a fresh machine its broker is a folder."""
    schedule = str(DATA / "beat-schedule")
    pool = ["--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle"]
    return [
        str(PYTHON),
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "-B",
        "-s",
        schedule,
        "--loglevel=warning",
        *pool,
    ]


def test(*arguments: str) -> int:
    """All tests on the embedded database and broker, unless DATABASE_URL and REDIS_URL say otherwise."""
    machine.install(machine.TO_RUN + machine.TO_TEST)
    environment.prepare(tests=True)
    if os.environ.get("TEST_SERVERS") != "1":
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
    pytest = [str(PYTHON), "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *arguments]
    return subprocess.run(pytest, cwd=ROOT, check=False).returncode


def check() -> int:
    """Format, lint, types, templates, migrations, deployment checks, fast tests."""
    machine.install(machine.TO_RUN + machine.TO_TEST)
    environment.prepare(tests=True)
    python = str(PYTHON)
    safe = {
        **os.environ,
        "DEMO": "0",
        "DEBUG": "0",
        "SECRET_KEY": "check-" + "k3Y" * 20,
        "ALLOWED_HOSTS": "petitions.example.cn",
        "DATA_DIR": str(DATA / "check"),
    }
    safe.pop("DATABASE_URL", None)
    steps: list[tuple[str, list[str], dict[str, str]]] = [
        ("格式", [python, "-m", "ruff", "format", "--check", "."], dict(os.environ)),
        ("规范", [python, "-m", "ruff", "check", "."], dict(os.environ)),
        (
            "类型",
            [python, "-m", "mypy", "accounts", "casework", "petitions", "clients", "config", "bootstrap"],
            safe,
        ),
        ("模板", [python, "-m", "djlint", "--lint", "--quiet", "templates"], dict(os.environ)),
        ("迁移", [python, "manage.py", "makemigrations", "--check", "--dry-run"], safe),
        ("建库", [python, "manage.py", "migrate", "-v0"], safe),
        ("基础数据", [python, "manage.py", "load_reference"], safe),
        (
            "部署检查",
            [python, "manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
            safe,
        ),
        (
            "快测",
            [python, "-m", "pytest", "-q", "-n", "2", "-m", "not browser and not slow"],
            dict(os.environ),
        ),
    ]
    for name, command, env in steps:
        print(f"—— {name}", flush=True)
        if code := subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
            return code
    return 0


def bench() -> int:
    """Measurements, as tables with ratios."""
    environment.prepare(tests=True)
    return subprocess.run([str(PYTHON), "-m", "bench", *sys.argv[2:]], cwd=ROOT, check=False).returncode


def lock() -> int:
    """Writes both lock files anew."""
    environment.prepare(tests=True)
    for name in ("requirements", "requirements-dev"):
        command = [
            str(PYTHON),
            "-m",
            "uv",
            "pip",
            "compile",
            "-q",
            "--upgrade",
            "--universal",
            "--generate-hashes",
        ]
        command += ["--python-version", "3.11", "--custom-compile-command", "make lock"]
        if code := subprocess.run(
            [*command, f"{name}.in", "-o", f"{name}.txt"], cwd=ROOT, check=False
        ).returncode:
            return code
    return 0


def main() -> int:
    """Runs the task that the first argument names."""
    machine.check_python()
    os.chdir(ROOT)
    task, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if task == "test":
        return test(*rest)
    tasks = {"run": run, "check": check, "bench": bench, "lock": lock}
    if task not in tasks:
        print("用法：python3 -m bootstrap run|test|check|bench|lock")
        return 2
    return tasks[task]()


if __name__ == "__main__":
    sys.exit(main())
