"""The columns of a drone's log, matched by their headings and corrected by a person."""

from __future__ import annotations

from typing import Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.tabs.inner import InnerTable
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.services.track_outings import LOG_COLUMNS, Source

_SAMPLES = 3


@attrs.frozen
class _LogColumn:
    id: str
    position: int
    heading: str
    samples: tuple[str, ...]


class LogColumns(InnerTable):
    """`changed` tells that a column was taken for something else; `columns` are the places by what they hold."""

    changed = Signal()

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        table = source.table
        assert table is not None
        self.source = source
        self.columns = dict(table.columns)
        super().__init__((
            Column("heading", "", text=lambda r: r.heading or f"（第 {r.position + 1} 列，没有表头）", width=180),
            Column("field", "", text=self._word, width=110, bold=lambda r: bool(self._word(r)),
                   tone=lambda r: "ink" if self._word(r) else "ink3"),
            Column("samples", "", text=lambda r: "  ｜  ".join(r.samples), stretch=True, tone="ink2"),
            Column("do", "", text=lambda r: "改", width=56, action=True),
        ), name=f"{source.path.name} 的列", parent=parent)
        self.set_hints((Hint(cap("move"), "选一列"), Hint("Enter", "改这一列")))
        self.opened.connect(self._ask)
        self.set_rows([_LogColumn(str(place), place, heading, tuple(
            cells[place].strip()[:24] for cells in table.rows[:_SAMPLES] if place < len(cells)))
            for place, heading in enumerate(table.headings)])

    @property
    def problem(self) -> str:
        """What is missing, in words; empty where positions can be read."""
        missing = "、".join(LOG_COLUMNS[name] for name in ("longitude", "latitude") if name not in self.columns)
        return f"{self.source.path.name} 里还没有认出{missing}：选中那一列按 Enter 指定。" if missing else ""

    def choose(self, position: int, name: str) -> None:
        """Take a column for something, for nothing where it is empty."""
        self.columns = {known: place for known, place in self.columns.items() if place != position and known != name}
        if name:
            self.columns[name] = position
        self.viewport().update()
        self.changed.emit()

    def _word(self, item: Any) -> str:
        return next((LOG_COLUMNS[name] for name, place in self.columns.items() if place == item.position), "")

    def _ask(self, item: Any) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(f"“{item.heading}”这一列当作")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, word in (("", "不用"), *LOG_COLUMNS.items()):
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(word == (self._word(item) or "不用"))
            action.triggered.connect(lambda _=False, name=name: self.choose(item.position, name))
            if action.isChecked():
                menu.setActiveAction(action)
        self.menu = menu
        menu.popup(self.below_current())
