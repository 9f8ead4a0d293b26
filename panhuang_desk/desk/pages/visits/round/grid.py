"""The grid of a round: one line a household, one cell that the keys go to, digits echoed as words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits.round.cells import CELLS, Cells
from panhuang_desk.desk.pages.visits.round.columns import columns_shown, round_columns
from panhuang_desk.desk.pages.visits.round.legend import Legend
from panhuang_desk.desk.pages.visits.round.note_edit import NoteEdit, tab_step
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.chips import DIGITS
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.services.rounds import RoundLine

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_UNDONE_AT_MOST = 200


class RoundGrid(TableView):
    """`edited` tells the line that was typed in, `left_line` the one that the keys went away from."""

    edited = Signal(object)
    left_line = Signal(object)

    def __init__(self, desk: Shell, cells: Cells, parent: QWidget | None = None) -> None:
        self.desk, self.cells = desk, cells
        self.lines: list[RoundLine] = []
        self.cell = "outcome"
        self._strokes: list[tuple[RoundLine, dict[str, str]]] = []
        self._before_note = ""
        self._on_line: RoundLine | None = None
        look = theme.active()
        super().__init__(round_columns(desk, cells, self.place_of, lambda: self._on_line), name="一轮走访",
                         row_height=1, parent=parent)
        self._row_height = look.line("body") + 4
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        self.horizontalHeader().setFixedHeight(self._row_height)
        self.horizontalHeader().setSectionsClickable(False)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerItem)
        self.legend = Legend(self.viewport())
        self.note = NoteEdit(self.viewport())
        self.note.textChanged.connect(lambda _: self._note_typed())
        self.note.left_for.connect(self._leave_note)
        self.note.same_above.connect(self.take_over)
        self.chosen.connect(self._line_chosen)

    # What the round uses

    @property
    def line(self) -> RoundLine | None:
        """The line that the keys are on."""
        return self._on_line

    def show_lines(self, lines: Sequence[RoundLine], *, several_groups: bool) -> None:
        """Show other lines, the one that the keys are on again; what could be taken back can no longer be."""
        self.end_note()
        self.lines = list(lines)
        self._strokes.clear()
        self.show_columns(columns_shown(several_groups=several_groups))
        self.set_rows(self.lines)
        if self.cell == "note" or (self._on_line is not None and self.cell not in Cells.asked(self._on_line)):
            self.cell = "outcome"
        self._show_legend()

    def place_of(self, line: RoundLine) -> int:
        """The number of a line, from 1."""
        return self._places.get(line.id, 0)

    def go_to(self, household_id: str, cell: str = "outcome") -> None:
        """Put the keys on a household's line."""
        self.end_note()
        place = self._places.get(household_id, 1) - 1
        self.cell = cell
        self.select(place)
        self.scrollTo(self.currentIndex())
        self._enter_cell()

    def end_note(self) -> None:
        """Close the note that is being written; what is written stays."""
        if self.note.isHidden():
            return
        line, had_keys = self._on_line, self.note.hasFocus()
        if line is not None and line.texts.get("note", "") != self._before_note:
            self._remember(line, {**line.texts, "note": self._before_note})
        self.note.hide()
        if had_keys:
            self.setFocus()

    def hasFocus(self) -> bool:
        """The line stays lit while its note is written."""
        return super().hasFocus() or (self.note.isVisible() and self.note.hasFocus())

    def set_rows(self, rows: Sequence[RoundLine], **more: object) -> None:  # type: ignore[override]
        """Number the lines anew."""
        self._places = {line.id: place for place, line in enumerate(rows, start=1)}
        super().set_rows(rows)

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the cell."""
        line = self._on_line
        choose = {"outcome": Hint(f"1…{len(self.cells.choices['outcome'])}", "结果"), "topics": Hint("1…9", "选或取消"),
                  "materials": Hint("空格", "写份数")}.get(self.cell)
        more = (Hint(cap("as_last"), "照上次"),) if self.cell == "topics" else ()
        asked = line is None or len(Cells.asked(line)) > 1
        return ((choose,) if choose else ()) + more + ((Hint("→", "下一格"),) if asked else ()) + (
            Hint("Enter", "下一户"), Hint(cap("same_above"), "同上"))

    # Keys

    def on_undo(self) -> bool:
        """Take the last stroke back, on whichever line it was; with none left, Ctrl+Z is the desk's."""
        self.end_note()
        if not self._strokes:
            return False
        line, texts = self._strokes.pop()
        line.texts = {name: text for name, text in texts.items() if text}
        self.cells.counting = False
        if line is not self._on_line:
            self.go_to(line.id)
        self._changed(line)
        if self.cell not in Cells.asked(line):
            self.cell = "outcome"
        self._enter_cell()
        return True

    def on_delete(self) -> bool:
        """Empty the cell."""
        return self._stroke(lambda line: self.cells.clear(line, self.cell))

    def take_over(self) -> None:
        """Ctrl+D: as in the nearest line above that is filled."""
        line = self._on_line
        place = self.place_of(line) - 1 if line is not None else 0
        above = next((each for each in reversed(self.lines[:place]) if each.filled), None)
        if above is None:
            return
        writing = self.cell == "note"
        self.end_note()
        self._stroke(lambda line: self.cells.take_over(line, above, self.cell))
        if writing:
            self._enter_cell()

    def event(self, event: QEvent) -> bool:
        """Tab and Shift+Tab go from cell to cell, and out of the grid at its ends."""
        step = tab_step(event)
        if step and self._step(step):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and digits; everything else as in every table."""
        key, typed = Qt.Key(event.key()), event.text()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if key == Qt.Key.Key_D:
                self.take_over()
            elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
                self._move(-len(self.lines) if key == Qt.Key.Key_Home else len(self.lines))
            else:
                super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cell = "outcome"
            self._move(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = max(1, self.viewport().height() // self._row_height - 1)
            self._move(page if key == Qt.Key.Key_PageDown else -page)
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_cell("outcome" if key == Qt.Key.Key_Home else "note")
        elif key == Qt.Key.Key_Backspace:
            self._stroke(lambda line: self.cells.rub_out(line, self.cell))
        elif len(typed) == 1 and typed.isprintable() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._stroke(lambda line: self.cells.press(line, self.cell, typed))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to the cell under it."""
        self.end_note()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._on_line is not None:
            name = self.table.columns[index.column()].name
            self.cell = name if name in Cells.asked(self._on_line) else "outcome"
            self._enter_cell()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and over them the cell that the keys go to."""
        super().paintEvent(event)
        line = self._on_line
        if line is None or self.cell == "note" or not self.hasFocus():
            return
        look, painter = theme.active(), QPainter(self.viewport())
        rect = QRectF(self._cell_rect())
        paint.box(painter, rect, theme.SURFACE, theme.ACCENT, radius=3, width=2)
        area = rect.adjusted(8, 0, -6, 0)
        painter.setClipRect(area)
        typed, words = self.cells.typed(line, self.cell), self.cells.words(line, self.cell)
        paint.put_text(painter, area, typed, look.font(), theme.INK)
        used = paint.text_width(look.font(), typed)
        high = look.line() * 0.72
        painter.fillRect(QRectF(area.left() + used + 1, area.center().y() - high / 2, 1.5, high), QColor(theme.INK))
        if self.cells.counting:
            words += " 份" if line.texts.get("materials_given") else "，写份数"
        paint.put_text(painter, area.adjusted(used + look.px(12) if typed else 8, 0, 0, 0), words, look.font(),
                       theme.INK2)
        if self.cell == "outcome" and not line.filled and line.recorded is None:
            painter.setClipping(False)
            offered = "  ".join(f"{DIGITS[place]} {choice.label}"
                                for place, choice in enumerate(self.cells.choices["outcome"]))
            paint.put_text(painter, rect.adjusted(rect.width() + 8, 0, self.width(), 0), offered, look.font(),
                           theme.INK2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The note stays over its cell, and the line in sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._keep_in_sight)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The options of the cell are shown again."""
        super().focusInEvent(event)
        self._show_legend()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The options go with the keys."""
        super().focusOutEvent(event)
        self._show_legend()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The note goes along with its line."""
        super().scrollContentsBy(dx, dy)
        if hasattr(self, "note"):
            self._place_note()
            self._show_legend()

    # Inside

    def _line_chosen(self, line: RoundLine | None) -> None:
        before, self._on_line = self._on_line, line
        if before is not None and line is not before and any(each is before for each in self.lines):
            self.left_line.emit(before)
        self._repaint()

    def _move(self, step: int) -> None:
        """So many lines up or down, no further than the ends, in the same cell where it is asked there."""
        place = min(max(self.currentIndex().row() + step, 0), len(self.lines) - 1)
        if place == self.currentIndex().row():
            if self._on_line is not None:
                self.left_line.emit(self._on_line)
            self._enter_cell()
            return
        self.select(place)
        self.scrollTo(self.currentIndex())
        self._enter_cell()

    def _step(self, step: int) -> bool:
        """To the next cell that is asked, from the last one to the next line; False at the ends of the grid."""
        line = self._on_line
        if line is None:
            return False
        asked = Cells.asked(line)
        place = (asked.index(self.cell) if self.cell in asked else 0) + step
        if 0 <= place < len(asked):
            self._to_cell(asked[place])
            return True
        if not 0 <= self.currentIndex().row() + step < len(self.lines):
            return False
        if step > 0:
            self.cell = "outcome"
        self._move(step)
        if step < 0:
            self._to_cell(CELLS[-1])
        return True

    def _to_cell(self, cell: str) -> None:
        self.cell = cell
        self._enter_cell()

    def _enter_cell(self) -> None:
        """Be in the cell of the line: the note opens its editor, the others take their digits here."""
        line = self._on_line
        if line is None:
            return
        if self.cell not in Cells.asked(line):
            self.cell = "outcome"
        self.cells.counting = False
        if self.cell == "note":
            self._before_note = line.texts.get("note", "")
            self.note.blockSignals(True)
            self.note.setText(self._before_note.replace("\n", " "))
            self.note.blockSignals(False)
            self._place_note()
            self.note.show()
            self.note.setFocus()
        elif not super().hasFocus():
            self.setFocus()
        self.setAccessibleDescription(f"{self.place_of(line)}，{self.table.columns[self._column()].title}，"
                                      f"{self.cells.words(line, self.cell) if self.cell != 'note' else ''}")
        self.desk.update_hints()
        self._show_legend()
        self._repaint()

    def _leave_note(self, way: str) -> None:
        self.end_note()
        if way in ("left", "right"):
            self._step(1 if way == "right" else -1)
        elif way == "back":
            self._to_cell("outcome")
        else:
            if way == "next":
                self.cell = "outcome"
            self._move(-1 if way == "up" else 1)

    def _note_typed(self) -> None:
        line = self._on_line
        if line is not None:
            line.texts["note"] = self.note.text()
            if not self.note.text():
                del line.texts["note"]
            self._changed(line)

    def _stroke(self, do: Callable[[RoundLine], object]) -> bool:
        line = self._on_line
        if line is None:
            return False
        before = dict(line.texts)
        do(line)
        if line.texts != before:
            self._remember(line, before)
            self._changed(line)
        self._repaint()
        return True

    def _remember(self, line: RoundLine, texts: Mapping[str, str]) -> None:
        self._strokes = [*self._strokes[-_UNDONE_AT_MOST:], (line, dict(texts))]

    def _changed(self, line: RoundLine) -> None:
        self.edited.emit(line)
        self._show_legend()
        self._repaint()

    def _repaint(self) -> None:
        """Paint the line that the keys are on, and no other: painting all takes longer than a frame."""
        row = self.currentIndex().row()
        if row >= 0:
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _show_legend(self) -> None:
        """The options of topics and materials, while the keys are there; the four outcomes stand in the line."""
        line = self._on_line
        if line is None or self.cell not in ("topics", "materials") or not super().hasFocus():
            self.legend.hide()
            return
        note = "0 照上次" if self.cell == "topics" else "空格后写份数"
        self.legend.show_for(self._cell_rect(), self.cells.choices[self.cell], line.codes(self.cell), note)

    def _keep_in_sight(self) -> None:
        """Once the table knows its new size."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self._place_note()
        self._show_legend()

    def _column(self) -> int:
        return next(place for place, column in enumerate(self.table.columns) if column.name == self.cell)

    def _cell_rect(self) -> QRect:
        """Where the cell is in the viewport."""
        return self.visualRect(self.table.index(max(0, self.currentIndex().row()), self._column()))

    def _place_note(self) -> None:
        if self.cell == "note" and self._on_line is not None:
            rect = self._cell_rect()
            self.note.setFixedHeight(rect.height())
            self.note.setGeometry(rect)
