"""The Python environment below .venv: made once, brought up to date when a lock file changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def stamp_of(files: list[Path]) -> str:
    """One hash over Python's version and the lock files."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(files: list[Path], folder: Path = VENV) -> bool:
    """Whether the environment holds just what these files say."""
    return (folder / "bin" / "python").exists() and _stamp_file(files, folder).exists()


def _stamp_file(files: list[Path], folder: Path) -> Path:
    return folder / f"installed-{stamp_of(files)[:20]}"


def prepare(*, tests: bool) -> None:
    """Makes the environment and installs the lock files, unless it is done; says why when it cannot be."""
    files = [ROOT / "requirements.txt"] + ([ROOT / "requirements-dev.txt"] if tests else [])
    if is_current(files):
        return
    refuse_foreign_files(VENV)
    if not PYTHON.exists():
        print("正在建立运行环境 .venv …", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    print("正在安装 Python 软件包（首次约需一两分钟）…", flush=True)
    install = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    for file in files:
        install += ["-r", str(file)]
    if subprocess.run(install, cwd=ROOT, check=False).returncode:
        raise SystemExit("Python 软件包没有装好。请检查网络后重试；上面是具体原因。")
    _stamp_file(files, VENV).touch()


def refuse_foreign_files(folder: Path) -> None:
    """Files made by root lock another user out: says so before anything half-works."""
    if folder.exists() and not os.access(folder, os.W_OK):
        owner = folder.stat().st_uid
        raise SystemExit(
            f"{folder.name} 属于另一用户（uid {owner}），当前用户不能写入。请改用该用户，或删除该目录后重试。"
        )
