"""Pictures that are dropped or pasted: files, or a picture that was copied itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget

from panhuang_desk.services.photos import ENDINGS

FILTER = f"照片 ({' '.join(f'*{ending} *{ending.upper()}' for ending in ENDINGS)})"
"""The filter of the system's dialog, which on some systems tells .jpg from the .JPG of cameras."""


class PhotoDrop(QObject):
    """Watches a widget; `dropped` is called with what is let go over it where that holds pictures."""

    def __init__(self, on: QWidget, dropped: Callable[[QMimeData], object]) -> None:
        super().__init__(on)
        self._dropped = dropped
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take pictures and nothing else."""
        if isinstance(event, QDragEnterEvent) and holds_pictures(event.mimeData()):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent) and holds_pictures(event.mimeData()):
            event.acceptProposedAction()
            self._dropped(event.mimeData())
            return True
        return False


def holds_pictures(data: QMimeData) -> bool:
    """Whether there is a picture, or a file that may be one."""
    return bool(paths_of(data)) or data.hasImage()


def paths_of(data: QMimeData) -> list[Path]:
    """The files that may be pictures, by their endings."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]


def copied_picture(data: QMimeData) -> bytes:
    """The picture itself as PNG, empty where there is none."""
    picture = data.imageData()
    if not isinstance(picture, QImage) or picture.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
