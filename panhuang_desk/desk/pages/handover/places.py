"""Where a copy can go: sticks first, then the folder used last, then any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
from PySide6.QtCore import Signal

from panhuang_desk.desk import theme
from panhuang_desk.desk.drives import Drive, drives, free_bytes, size_words
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, row
from panhuang_desk.desk.widgets.tags import TagLook


@attrs.frozen
class Place:
    """A folder that the copy may go to. `id` is its path; `free` in bytes, None where it is gone."""

    id: str
    name: str
    stick: bool
    free: int | None

    @property
    def folder(self) -> Path:
        """The folder."""
        return Path(self.id)


class PlaceSheet(Sheet):
    """The list of folders with the room in each. `changed` tells that another one is chosen; `other_asked` 选文件夹."""

    changed = Signal()
    other_asked = Signal()

    def __init__(self, find_drives: Callable[[], list[Drive]] = drives) -> None:
        super().__init__(0, spacing=0)
        look = theme.active()
        self._find, self._need = find_drives, 0
        self._folders: list[str] = []
        self._rows: list[Row] | None = None
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(6))
        head.addWidget(Label("放到哪里", "panel"))
        self.note = Label("", "caption", "ink2")
        head.addWidget(self.note, 1)
        self.other = Link("选文件夹…", key=cap("open"))
        self.other.clicked.connect(self.other_asked)
        head.addWidget(self.other)
        self.column.addLayout(head)
        self.column.addWidget(Line())
        self.table = TableView((
            Column("name", "文件夹", text=lambda place: place.name, width=220, stretch=True, tag=_tag,
                   detail=lambda place: "" if place.stick else str(place.folder.parent)),
            Column("free", "", text=self._free, width=190, align="right", tone=self._free_tone),
        ), name="放到哪里", header=False)
        self.table.set_hints((Hint(cap("move"), "选文件夹"), Hint(cap("open"), "选别的文件夹")))
        self.table.chosen.connect(lambda _: self.changed.emit())
        self.column.addWidget(self.table)
        self.empty = Label("没有看到 U 盘。插上 U 盘会自己出现在这里，也可以选一个文件夹。", "body", "ink2", wrap=True)
        self.empty.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self.column.addWidget(self.empty)

    def show_places(self, folders: Sequence[str], need: int) -> None:
        """Look at the drives and these folders again; `need` is in bytes."""
        self._need, self._folders = need, [folder for folder in folders if folder]
        self.note.setText(f"要 {size_words(need)}")
        self.look_again()

    def look_again(self) -> None:
        """Show a stick that was put in, let go one that was taken out."""
        sticks = [Place(str(drive.path), drive.name, True, drive.free) for drive in self._find()]
        known = {place.id for place in sticks}
        others = [Place(folder, Path(folder).name or folder, False, free_bytes(Path(folder)))
                  for folder in dict.fromkeys(self._folders) if folder not in known]
        rows: list[Row] = [*sticks, *(place for place in others if place.free is not None)]
        if rows == self._rows:
            return
        self._rows = rows
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.table.setFixedHeight(min(max(len(rows), 1), 4) * theme.active().row)
        self.changed.emit()

    def choose(self, folder: str) -> None:
        """Take a folder, which is put on the list where it is not there."""
        self._folders = [folder, *self._folders]
        self.look_again()
        self.table.select_where(lambda place: place.id == folder)

    @property
    def place(self) -> Place | None:
        """The chosen folder, None where there is none."""
        chosen = self.table.current()
        return chosen if isinstance(chosen, Place) else None

    def _enough(self, place: Place) -> bool:
        return place.free is not None and place.free >= self._need

    def _free(self, place: Place) -> str:
        free = size_words(place.free or 0)
        return f"空 {free}" if self._enough(place) else f"只空 {free}，不够"

    def _free_tone(self, place: Place) -> str:
        return "ink2" if self._enough(place) else "red"


def _tag(place: Place) -> TagLook | None:
    return TagLook("U 盘", "plain", "usb") if place.stick else None
