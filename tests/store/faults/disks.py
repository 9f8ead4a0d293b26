"""Small disks and folders that can only be read, as far as the system lets us have them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_MOUNT = 'mount -t tmpfs -o size="$1" none "$0" && shift && exec "$@"'


def on_small_disk(folder: Path, size: str) -> list[str]:
    """What stands before a command that is to find a disk of this size (such as 600k) at `folder`; it ends with it."""
    return [*_way_in(), "sh", "-c", _MOUNT, str(folder), size]


def have_small_disks() -> bool:
    """Whether this system lets us make one: root does, and so do most systems for anybody."""
    return bool(_way_in())


@cache
def _way_in() -> tuple[str, ...]:
    return next((way for way in _ways() if _works(way)), ())


def _ways() -> Iterator[tuple[str, ...]]:
    yield "unshare", "-m"
    yield "unshare", "-rm"


def _works(way: tuple[str, ...]) -> bool:
    try:
        tried = subprocess.run([*way, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    except OSError:
        return False
    return tried.returncode == 0
