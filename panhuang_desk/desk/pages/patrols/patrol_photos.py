"""The photos of a patrol and of its plots as a strip; new ones are matched with plots before they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import messages
from panhuang_desk.desk.photos import taking
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.store.photos import PhotoRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SHOWN = 8


class PatrolPhotos(PhotoStrip):
    """`files_asked` tells the files of new photos."""

    files_asked = Signal(list)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        self._plots: Mapping[str, str] = {}
        super().__init__(desk, title="照片", most=_SHOWN, parent=parent)

    def show_patrol(self, patrol_id: str, about: str, plots: Mapping[str, str]) -> None:
        """Show the photos of a patrol; `plots` are the names of its plots by plot check."""
        self._plots = plots
        self.set_source("", about, ("patrol", patrol_id))

    def take(self, data: QMimeData) -> bool:
        """Files are matched; a picture that was copied itself tells nothing and belongs to the patrol."""
        paths = taking.paths_of(data)
        if paths:
            self.files_asked.emit(paths)
            return True
        return super().take(data)

    def on_photo(self) -> bool:
        """Choose files."""
        paths: Sequence[str] = messages.ask_open_many(self.window(), "加照片", self.session.settings.last_folder,
                                                      taking.FILTER)
        if paths:
            self.session.settings.last_folder = str(Path(paths[0]).parent)
            self.files_asked.emit([Path(path) for path in paths])
        return True

    def _word(self, photo: PhotoRow) -> str:
        return self.desk.cover(photo.caption) or self._plots.get(photo.source_id, "") or "整次踏查"
