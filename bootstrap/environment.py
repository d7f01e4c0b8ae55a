"""The Python environment below .venv: made once, brought up to date when a lock file changes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RELEASE = f"python{sys.version_info.major}.{sys.version_info.minor}"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes")


def stamp(lock: Path, folder: Path = VENV) -> Path:
    """The empty file that says: what this lock file names is installed. Named after its content."""
    digest = hashlib.sha256(RELEASE.encode() + lock.read_bytes()).hexdigest()
    return folder / f"installed-{lock.stem}-{digest[:16]}"


def is_current(locks: list[Path], folder: Path = VENV) -> bool:
    """Whether the environment holds just what these lock files say."""
    return is_usable(folder) and all(stamp(lock, folder).exists() for lock in locks)


def is_usable(folder: Path = VENV) -> bool:
    """Whether it is a whole environment of the Python that runs now; a newer Python needs a new one."""
    pip = folder / "lib" / RELEASE / "site-packages" / "pip"
    return (folder / "bin" / "python").exists() and pip.is_dir()


def prepare(*, tests: bool) -> None:
    """Makes the environment and installs the lock files, unless it is done; says why when it cannot be."""
    locks = [ROOT / "requirements.txt"] + ([ROOT / "requirements-dev.txt"] if tests else [])
    if is_current(locks):
        return
    refuse_foreign_files(VENV)
    # Two commands started side by side install one after the other.
    with locks[0].open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not is_current(locks):
            _install(locks)


def _install(locks: list[Path]) -> None:
    if not is_usable():
        print("正在建立运行环境 .venv …", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    # Stamps go first: an install that breaks off leaves an environment that is not taken for done.
    for old in VENV.glob("installed-*"):
        old.unlink()
    print("正在安装 Python 软件包（首次约需一两分钟）…", flush=True)
    files = [part for lock in locks for part in ("-r", str(lock))]
    if subprocess.run([str(PYTHON), *PIP, *files], cwd=ROOT, check=False).returncode:
        raise SystemExit("Python 软件包没有装好，具体原因见上。请检查网络后再次执行同一命令。")
    for lock in locks:
        stamp(lock).touch()


def foreign(folder: Path) -> Path | None:
    """What this user cannot write: the folder, the place it would be made in, or an entry down to two levels."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    entries = [*folder.glob("*"), *folder.glob("*/*")] if place == folder else []
    return next((one for one in (place, *entries) if one.exists() and not os.access(one, os.W_OK)), None)


def refuse_foreign_files(folder: Path) -> None:
    """Files made by root lock another user out: says so before anything half-works."""
    path = foreign(folder)
    if path is None:
        return
    try:
        owner = pwd.getpwuid(path.stat().st_uid).pw_name
    except KeyError:
        owner = str(path.stat().st_uid)
    target = folder if folder.exists() else path
    raise SystemExit(
        f"{path} 属于用户 {owner}，当前用户不能写入（常见原因：以前用 root 运行过）。\n"
        f"请用 {owner} 运行，或由管理员执行：\n  sudo chown -R {os.geteuid()}:{os.getegid()} {target}"
    )
