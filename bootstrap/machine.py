"""What the machine must have: Python, a few system packages. Standard library only; runs before anything is installed."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MINIMUM = (3, 11)


@dataclass(frozen=True)
class Need:
    """A system package, how its presence is seen, and what fails without it."""

    package: str
    present: Callable[[], bool]
    fatal: bool
    without: str


def library(name: str) -> Callable[[], bool]:
    """Whether a shared library is found."""
    return lambda: ctypes.util.find_library(name) is not None


def font(*names: str) -> Callable[[], bool]:
    """Whether one of these font files lies below the system's font folders."""
    return lambda: any(
        any(Path(folder).rglob(name))
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts")
        for name in names
    )


def command(*names: str) -> Callable[[], bool]:
    """Whether one of these commands is on the path."""
    return lambda: any(shutil.which(name) for name in names)


# Noto Serif CJK and HanaMinB together cover every ideograph of GB 18030 but five; both are Debian packages.
TO_RUN = (
    Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None, True, "不能建立运行环境"),
    Need("libpango-1.0-0", library("pango-1.0"), False, "不能生成 PDF"),
    Need("libpangoft2-1.0-0", library("pangoft2-1.0"), False, "不能生成 PDF"),
    Need("libharfbuzz-subset0", library("harfbuzz-subset"), False, "生成 PDF 很慢"),
    Need("fontconfig", command("fc-list"), False, "不能生成 PDF"),
    Need("fonts-noto-cjk", font("NotoSerifCJK*", "NotoSansCJK*"), False, "PDF 中没有中文字形"),
    Need("fonts-hanazono", font("HanaMinB*"), False, "PDF 中没有生僻字形"),
)
TO_TEST = (
    Need("chromium", command("chromium", "chromium-browser", "google-chrome"), False, "浏览器测试将跳过"),
    Need("poppler-utils", command("pdftotext"), False, "PDF 文字测试将跳过"),
)


def check_python() -> None:
    """Ends the program when Python is too old."""
    if sys.version_info < MINIMUM:
        raise SystemExit(f"需要 Python {MINIMUM[0]}.{MINIMUM[1]} 以上，本机是 {sys.version.split()[0]}。")


def missing(needs: tuple[Need, ...]) -> list[Need]:
    """What is not there."""
    return [need for need in needs if not need.present()]


def advice(lacking: list[Need]) -> str:
    """What to install, in one line that can be copied."""
    lines = ["缺少系统软件包："] + [f"  {need.package}（缺少时{need.without}）" for need in lacking]
    packages = " ".join(need.package for need in lacking)
    return "\n".join(
        [*lines, "请管理员执行：", f"  sudo apt-get update && sudo apt-get install -y {packages}"]
    )


def install(needs: tuple[Need, ...]) -> None:
    """Installs what is missing when root on Debian; else says what to install, and stops only where it must."""
    lacking = missing(needs)
    if not lacking:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("正在安装系统软件包：" + " ".join(need.package for need in lacking), flush=True)
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        names = [need.package for need in lacking]
        for step in (["update"], ["install", "-y", "--no-install-recommends", *names]):
            subprocess.run([*apt, *step], check=False, env=environment, stdout=subprocess.DEVNULL)
        importlib.invalidate_caches()
        lacking = missing(needs)
    if lacking:
        print(advice(lacking), flush=True)
        if any(need.fatal for need in lacking):
            raise SystemExit(1)
