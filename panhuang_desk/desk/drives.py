"""Places outside this computer's own disk, and showing a folder in the system's file manager."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
from PySide6.QtCore import QStorageInfo, QUrl
from PySide6.QtGui import QDesktopServices

_REMOVABLE = 2
"""What Windows answers for a drive that can be taken out."""
_MOUNTED_BY_HAND = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


@attrs.frozen
class Drive:
    """A stick or another drive that can be taken out. `free` is in bytes."""

    path: Path
    name: str
    free: int


def drives(volumes: Sequence[QStorageInfo] | None = None) -> list[Drive]:
    """The drives that can be taken out and hold files now, in the order of their paths."""
    found = {}
    for volume in QStorageInfo.mountedVolumes() if volumes is None else volumes:
        root = volume.rootPath()
        if volume.isValid() and volume.isReady() and not volume.isReadOnly() and _can_be_taken_out(root):
            found[root] = Drive(Path(root), volume.displayName() or root, volume.bytesAvailable())
    return [found[root] for root in sorted(found)]


def free_bytes(folder: Path) -> int | None:
    """How much is free where a folder is; None where it is gone."""
    if not folder.is_dir():
        return None
    volume = QStorageInfo(str(folder))
    return volume.bytesAvailable() if volume.isValid() else None


def open_folder(folder: Path) -> bool:
    """Show a folder in the system's file manager; False where it is gone or nothing opens it."""
    return folder.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def size_words(size: int) -> str:
    """A size as it is said: 3.2 MB, 14 GB."""
    value = size / 1_000_000
    if value >= 1000:
        return f"{value / 1000:.1f} GB"
    return f"{value:.0f} MB" if value >= 100 else f"{max(value, 0.1):.1f} MB"


if sys.platform == "win32":
    import ctypes

    def _can_be_taken_out(root: str) -> bool:
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root.replace("/", "\\")) == _REMOVABLE)
else:

    def _can_be_taken_out(root: str) -> bool:
        return f"{root}/".startswith(_MOUNTED_BY_HAND)
