"""The first step of an import: which sheets, where their headings stand, and what each column is taken for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.fields import Choice, Privacy
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.import_layouts import (
    ColumnPreview,
    Layout,
    Sample,
    Source,
    field_choices,
    header_at,
    lacking,
    preview,
)

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_COVERED = "（已遮盖）"


class ColumnsStep(QWidget):
    """`changed` tells that another choice was made."""

    changed = Signal()

    def __init__(self, desk: Shell, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.source = desk, desk.session, source
        self._layouts = {layout.sheet: layout for layout in source.layouts}
        self._words = {choice.code: choice.label for choice in field_choices(source.kind)}
        box = column(self, 0, 12)
        box.addWidget(self._make_choices())
        self.strip = Strip("", icon="info")
        box.addWidget(self.strip)
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
        box.addWidget(self.table, 1)
        desk.mask_changed.connect(self._show)
        self._show()

    # What the sheet asks for

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of the sheets that are to come in."""
        taken = self.sheets.codes() if self.sheets.choices else [sheet.name for sheet in self.source.sheets]
        return tuple(self._layouts[name] for name in taken if self._layouts[name].recognised)

    def problem(self) -> str:
        """Why it cannot go on, in words; empty where it can."""
        if self.sheets.choices and not self.sheets.codes():
            return "请选要导入哪张工作表。"
        if not self.layouts:
            return "没有认出表头。请在上面写表头在第几行，例如 3；表头占两行的写 3-4。"
        for layout in self.layouts:
            missing = lacking(self.source.kind, layout)
            if missing:
                where = f"工作表“{layout.sheet}”" if len(self.layouts) > 1 else "表里"
                return f"{where}还没有一列当作{'、'.join(missing)}，请选中那一列按 Enter 改。"
        return ""

    def choose(self, sheet: str, position: int, field: str) -> None:
        """Take a column for a field, for nothing where it is empty."""
        self._layouts[sheet] = self._layouts[sheet].with_field(position, field)
        self._show()
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
        line = row(frame, 0, 12)
        names = [sheet.name for sheet in self.source.sheets]
        several = [Choice(name, name) for name in names] if len(names) > 1 else []
        self.sheets = OptionGroup(several, several=True, name="工作表")
        self.sheets.set_codes([layout.sheet for layout in self.source.layouts if layout.recognised])
        self.sheets.changed.connect(self._sheets_changed)
        if several:
            label = Label("工作表", "body", "ink2")
            label.setFixedHeight(theme.active().control)
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self.sheets, 1)
        else:
            self.sheets.hide()
        self._header_label = Label("表头在第", "body", "ink2")
        line.addWidget(self._header_label)
        self.header = LineEdit(name="表头在第几行", width=72)
        self.header.editingFinished.connect(self._header_typed)
        line.addWidget(self.header)
        line.addWidget(Label("行", "body", "ink2"))
        if not several:
            line.addStretch(1)
        return frame

    def _sheets_changed(self) -> None:
        for sheet in self.source.sheets:
            if sheet.name in self.sheets.codes() and not self._layouts[sheet.name].recognised:
                self._layouts[sheet.name] = header_at(self.session, self.source.kind, sheet, sheet.rows[0].number, 1)
        self._show()
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
            sheet = next(sheet for sheet in self.source.sheets if sheet.name == layout.sheet)
            self._layouts[layout.sheet] = header_at(self.session, self.source.kind, sheet, first, last - first + 1)
            self._show()
            self.changed.emit()

    def _current(self) -> Layout | None:
        """The layout of the sheet whose column is marked, else of the first one."""
        item = self.table.current()
        if isinstance(item, ColumnPreview):
            return self._layouts[item.sheet]
        names = self.sheets.codes() if self.sheets.choices else [self.source.sheets[0].name]
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

    def _show(self) -> None:
        rows: list[Row] = []
        for layout in self.layouts:
            columns = preview(self.session, self.source, layout)
            if len(self.layouts) > 1:
                rows.append(Heading(layout.sheet, str(len(columns))))
            rows.extend(columns)
        self.table.set_rows(rows)
        self._show_header()
        self._say(rows)

    def _say(self, rows: Sequence[Row]) -> None:
        problem = self.problem()
        self.strip.set_look("warn" if problem else "next", icon="" if problem else "info")
        taken = sum(isinstance(item, ColumnPreview) and bool(item.field) for item in rows)
        self.strip.set_text(
            problem or f"认出了 {taken} 列。请看“前几行读成”对不对；不对的选中它按 Enter 改，改过的下次还认得。")

    def _samples(self, item: ColumnPreview) -> str:
        return "  ｜  ".join(self._sample(item, sample) for sample in item.samples)

    def _sample(self, item: ColumnPreview, sample: Sample) -> str:
        if not sample.text:
            return "空"
        field = KINDS[self.source.kind].by_name.get(item.field)
        shown = sample.text.replace("\n", " ")
        if self.desk.masked and (field is None or field.privacy is not Privacy.OPEN):
            shown = self.desk.mask(shown) if field and field.privacy is Privacy.PERSONAL else _COVERED
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
        for choice in field_choices(self.source.kind):
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
