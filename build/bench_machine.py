"""Describes the machine that a measurement ran on; no names of hosts or people."""

from __future__ import annotations

import datetime as dt
import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe(file: str) -> str:
    """The machine and the versions, as Markdown; `file` says what was measured on."""
    lines = [
        f"- Measured on {dt.date.today()}, {file}",
        f"- {_cpu()}, {os.cpu_count()} cores, {_memory()} RAM",
        f"- {_system()}, Python {platform.python_version()}, Qt {version('PySide6_Addons')}, "
        f"sqlcipher3 {version('sqlcipher3')}, reportlab {version('reportlab')}",
    ]
    return "\n".join(lines)


def _cpu() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "unknown"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _system() -> str:
    release = Path("/etc/os-release")
    if release.exists():
        for line in release.read_text(encoding="utf-8").splitlines():
            if line.startswith("PRETTY_NAME="):
                return line.partition("=")[2].strip('"')
    return f"{platform.system()} {platform.release()}"
