"""The first step of an import: which sheets, where their headings stand, and what each column is taken for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.fields import Choice
from panhuang_desk.services.import_layouts import ColumnPreview, Layout, Sample, Sheet

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

NO_HEADINGS = "没有认出表头。请在上面写表头在第几行，例如 3；表头占两行的写 3-4。"


COVERED = "（已遮盖）"
"""Stands for a cell that must not be shown while names are covered."""


class ColumnsStep(QWidget):
    """`changed` tells that another choice was made. A subclass says what columns may be, and calls `show_columns` when
    it is made.
    """

    changed = Signal()

    def __init__(self, desk: Shell, path: Path, sheets: Sequence[Sheet], layouts: Sequence[Layout],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.path = desk, desk.session, path
        self._tables = tuple(sheets)
        self._layouts = {layout.sheet: layout for layout in layouts}
        self._words: dict[str, str] = {}
        self._box = column(self, 0, 12)
        self._box.addWidget(self._make_choices())
        self.strip = Strip("", icon="info")
        self._box.addWidget(self.strip)
        self.table = TableView((
            Column("heading", "表格里的列", width=200,
                   text=lambda item: item.heading or f"（第 {item.position + 1} 列，没有表头）"),
            Column("field", "当作", text=lambda item: self._words.get(item.field, ""), width=150,
                   tone=lambda item: "ink" if item.field else "ink3", bold=lambda item: bool(item.field)),
            Column("samples", "前几行读成", text=self._samples, stretch=True,
                   tone=lambda item: "amber" if any(sample.wrong for sample in item.samples) else
                   "ink2" if item.field else "ink3"),
            Column("do", "", text=lambda item: "改", width=56, action=True),
        ), name="表格的列")
        self.table.set_hints((Hint(cap("move"), "选一列"), Hint("Enter", "改这一列")))
        self.table.opened.connect(self._ask)
        self.table.chosen.connect(self._show_header)
        self._box.addWidget(self.table, 1)
        desk.mask_changed.connect(self.show_columns)

    # What a subclass says

    def field_choices(self) -> Sequence[Choice]:
        """What a column may be taken for, the empty code for nothing."""
        raise NotImplementedError

    def layout_at(self, sheet: Sheet, header: int, lines: int) -> Layout:
        """The columns of a sheet whose headings stand in these rows."""
        raise NotImplementedError

    def with_field(self, layout: Layout, position: int, field: str) -> Layout:
        """The layout with a column taken for something else."""
        return layout.with_field(position, field)

    def columns_of(self, layout: Layout) -> Sequence[ColumnPreview]:
        """The columns of a sheet with their first cells."""
        raise NotImplementedError

    def lacking(self) -> str:
        """What is missing where there are headings, in words."""
        raise NotImplementedError

    def good_words(self, taken: int) -> str:
        """What is said where nothing is missing."""
        return f"认出了 {taken} 列。请看“前几行读成”对不对；不对的选中它按 Enter 改，改过的下次还认得。"

    def sample_words(self, item: ColumnPreview, sample: Sample) -> str:
        """What a cell is read as."""
        return sample.text.replace("\n", " ")

    def add_choices(self, flow: FlowLayout) -> None:
        """What else there is to choose, beside the row of the headings."""

    # What the import asks for

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of the sheets that are to come in."""
        taken = self.sheets.codes() if self.sheets.choices else [sheet.name for sheet in self._tables]
        return tuple(self._layouts[name] for name in taken if self._layouts[name].recognised)

    def problem(self) -> str:
        """Why it cannot go on, in words; empty where it can."""
        if self.sheets.choices and not self.sheets.codes():
            return "请选要导入哪张工作表。"
        return self.lacking() if self.layouts else NO_HEADINGS

    def choose(self, sheet: str, position: int, field: str) -> None:
        """Take a column for a field, for nothing where it is empty."""
        self._layouts[sheet] = self.with_field(self._layouts[sheet], position, field)
        self.show_columns()
        self.changed.emit()

    def take_focus(self) -> None:
        """The keys go to what has to be done: the headings where none was found, else the columns."""
        if self.layouts or not self.header.isEnabled():
            self.table.setFocus()
        else:
            self.header.setFocus()
            self.header.selectAll()

    # Sheets and headings

    def _make_choices(self) -> QFrame:
        frame = QFrame()
        lines = column(frame, 0, 8)
        names = [sheet.name for sheet in self._tables]
        several = [Choice(name, name) for name in names] if len(names) > 1 else []
        self.sheets = OptionGroup(several, several=True, name="工作表")
        self.sheets.set_codes([name for name in names if self._layouts[name].recognised])
        self.sheets.changed.connect(self._sheets_changed)
        if several:
            line = row(None, 0, 12)
            label = Label("工作表", "body", "ink2")
            label.setFixedHeight(theme.active().control)
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self.sheets, 1)
            lines.addLayout(line)
        else:
            self.sheets.hide()
        flowing = QFrame()
        self.flow = FlowLayout(flowing)
        policy = flowing.sizePolicy()
        policy.setHeightForWidth(True)
        flowing.setSizePolicy(policy)
        self.add_choices(self.flow)
        self.flow.addWidget(self._make_header())
        lines.addWidget(flowing)
        return frame

    def _make_header(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 8)
        self._header_label = Label("表头在第", "body", "ink2")
        line.addWidget(self._header_label)
        self.header = LineEdit(name="表头在第几行", width=72)
        self.header.editingFinished.connect(self._header_typed)
        line.addWidget(self.header)
        line.addWidget(Label("行", "body", "ink2"))
        return frame

    def _sheets_changed(self) -> None:
        for sheet in self._tables:
            if sheet.name in self.sheets.codes() and not self._layouts[sheet.name].recognised:
                self._layouts[sheet.name] = self.layout_at(sheet, sheet.rows[0].number, 1)
        self.show_columns()
        self.changed.emit()

    def _header_typed(self) -> None:
        layout = self._current()
        typed = re.fullmatch(r"\s*(\d{1,5})\s*(?:[-~－—到至]\s*(\d{1,5})\s*)?", self.header.text())
        first = int(typed[1]) if typed else 0
        last = int(typed[2]) if typed and typed[2] else first
        if layout is None or not 0 < first <= last <= first + 1:
            self._show_header()
            return
        if (first, last) != (layout.header, layout.last_line):
            sheet = next(sheet for sheet in self._tables if sheet.name == layout.sheet)
            self._layouts[layout.sheet] = self.layout_at(sheet, first, last - first + 1)
            self.show_columns()
            self.changed.emit()

    def _current(self) -> Layout | None:
        """The layout of the sheet whose column is marked, else of the first one."""
        item = self.table.current()
        if isinstance(item, ColumnPreview):
            return self._layouts[item.sheet]
        names = self.sheets.codes() if self.sheets.choices else [self._tables[0].name]
        return self._layouts[names[0]] if names else None

    def _show_header(self, item: Row = None) -> None:
        layout = self._current()
        several = len(self.layouts) > 1 and layout is not None
        self._header_label.setText(f"“{layout.sheet}”的表头在第" if several and layout else "表头在第")
        self.header.setEnabled(layout is not None)
        lines = "" if layout is None or not layout.recognised else (
            str(layout.header) if layout.lines == 1 else f"{layout.header}-{layout.last_line}")
        self.header.setText(lines)

    # The columns

    def show_columns(self) -> None:
        """Show the columns as they are taken now, and what is missing."""
        self._words = {choice.code: choice.label for choice in self.field_choices()}
        rows: list[Row] = []
        for layout in self.layouts:
            columns = self.columns_of(layout)
            if len(self.layouts) > 1:
                rows.append(Heading(layout.sheet, str(len(columns))))
            rows.extend(columns)
        self.table.set_rows(rows)
        self._show_header()
        self._say(rows)

    def _say(self, rows: Sequence[Row]) -> None:
        problem = self.problem()
        self.strip.set_look("warn" if problem else "next", icon="" if problem else "info")
        self.strip.set_text(problem or self.good_words(
            sum(isinstance(item, ColumnPreview) and bool(item.field) for item in rows)))

    def _samples(self, item: ColumnPreview) -> str:
        return "  ｜  ".join(self._sample(item, sample) for sample in item.samples)

    def _sample(self, item: ColumnPreview, sample: Sample) -> str:
        if not sample.text:
            return "空"
        shown = self.sample_words(item, sample)
        return f"{shown}（读不了）" if sample.wrong else shown

    def _ask(self, item: Row) -> None:
        """Offer what the column may be taken for."""
        if not isinstance(item, ColumnPreview):
            return
        menu = QMenu(self)
        menu.setAccessibleName(f"“{item.heading}”这一列当作")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        used = {name: heading for name, heading in zip(
            self._layouts[item.sheet].fields, self._layouts[item.sheet].headings, strict=True) if name}
        for choice in self.field_choices():
            note = f"（现在是“{used[choice.code]}”）" if choice.code in used and choice.code != item.field else ""
            action = menu.addAction(choice.label + note)
            action.setCheckable(True)
            action.setChecked(choice.code == item.field)
            action.triggered.connect(
                lambda _=False, code=choice.code: self.choose(item.sheet, item.position, code))
            if choice.code == item.field:
                menu.setActiveAction(action)
        self.menu = menu
        menu.popup(self.table.below_current())
