"""The keys of a grid of lines: arrows and Enter go from cell to cell, every stroke stands in its line at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.lines.legend import Legend
from panhuang_desk.desk.lines.text_cell import TextCell, tab_step
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets import paint
from panhuang_desk.model.fields import Choice

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_UNDONE_AT_MOST = 200


class LineGrid(TableView):
    """A line has `id`, `texts` (what was typed, by cell) and `filled`. `edited` tells the line that was typed in,
    `left_line` the one that the keys went away from.

    A grid says which cells a line asks (`asked`), what a character means in one (`stroke` and its likes), and how a
    cell reads while the keys are in it (`echo`). Enter goes to the cell `home` of the next line, at
    first `HOME`; `WRITTEN` is the cell that a text field lies over.
    """

    edited = Signal(object)
    left_line = Signal(object)

    HOME: ClassVar[str]
    WRITTEN: ClassVar[str]

    def __init__(self, desk: Shell, columns: Sequence[Column], field: TextCell, *, name: str,
                 parent: QWidget | None = None) -> None:
        self.desk, self.field = desk, field
        self.lines: list[Any] = []
        self.home = self.HOME
        """The cell that Enter goes to in the next line."""
        self.cell = self.home
        self._strokes: list[tuple[Any, dict[str, str]]] = []
        self._taken_back: list[tuple[Any, dict[str, str]]] = []
        self._before = ""
        self._on_line: Any = None
        look = theme.active()
        super().__init__(columns, name=name, row_height=1, parent=parent)
        self._row_height = look.line("body") + 4
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        self.horizontalHeader().setFixedHeight(self._row_height)
        self.horizontalHeader().setSectionsClickable(False)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerItem)
        self.legend = Legend(self.viewport())
        field.setParent(self.viewport())
        field.textChanged.connect(lambda _: self._written())
        field.left_for.connect(self._leave_edit)
        field.same_above.connect(self.take_over)
        self.chosen.connect(self._line_chosen)

    # What a grid says about its cells

    def asked(self, line: Any) -> tuple[str, ...]:
        """The cells that can be filled in, in their order."""
        raise NotImplementedError

    def stroke(self, line: Any, cell: str, typed: str) -> None:
        """A character typed in a cell."""
        raise NotImplementedError

    def rub_out(self, line: Any, cell: str) -> None:
        """Backspace."""
        self.clear_cell(line, cell)

    def clear_cell(self, line: Any, cell: str) -> None:
        """Empty a cell."""
        raise NotImplementedError

    def copy_cell(self, line: Any, above: Any, cell: str) -> None:
        """Take a cell over from another line."""
        raise NotImplementedError

    def echo(self, line: Any, cell: str) -> tuple[str, str]:
        """A cell with the keys in it: what was typed, and what it means."""
        raise NotImplementedError

    def offered(self, line: Any, cell: str) -> str:
        """What is said right of the cell with the keys in it."""
        return ""

    def options(self, line: Any, cell: str) -> tuple[Sequence[Choice], Collection[str], str] | None:
        """The options that hang below a cell, those chosen, and a note; None for none."""
        return None

    def arrived(self) -> None:
        """The keys came to a cell."""

    # What a view uses

    @property
    def line(self) -> Any:
        """The line that the keys are on."""
        return self._on_line

    def set_lines(self, lines: Sequence[Any]) -> None:
        """Show other lines, the one that the keys are on again; what could be taken back can no longer be."""
        self.end_edit()
        self.lines = list(lines)
        self._strokes.clear()
        self._taken_back.clear()
        self.set_rows(self.lines)
        if self.cell == self.WRITTEN or (self._on_line is not None and self.cell not in self.asked(self._on_line)):
            self.cell = self.home
        self._show_legend()

    def place_of(self, line: Any) -> int:
        """The number of a line, from 1."""
        return self._places.get(line.id, 0)

    def go_to(self, id: str, cell: str = "") -> None:
        """Put the keys on the line of this id."""
        self.end_edit()
        self.cell = cell or self.home
        self.select(self._places.get(id, 1) - 1)
        self.scrollTo(self.currentIndex())
        self._enter_cell()

    def end_edit(self) -> None:
        """Close the text field; what is written stays."""
        if self.field.isHidden():
            return
        line, had_keys = self._on_line, self.field.hasFocus()
        if line is not None and line.texts.get(self.WRITTEN, "") != self._before:
            self._remember(line, {**line.texts, self.WRITTEN: self._before})
        self.field.hide()
        if had_keys:
            self.setFocus()

    def hasFocus(self) -> bool:
        """The line stays lit while its text is written."""
        return super().hasFocus() or (self.field.isVisible() and self.field.hasFocus())

    def set_rows(self, rows: Sequence[Any], **more: object) -> None:  # type: ignore[override]
        """Number the lines anew."""
        self._places = {line.id: place for place, line in enumerate(rows, start=1)}
        super().set_rows(rows)

    def add_line(self, line: Any) -> None:
        """One more line at the end, while another is typed in."""
        self.lines.append(line)
        self.set_rows(self.lines)
        self._place_edit()

    # Keys

    def on_undo(self) -> bool:
        """Take the last stroke back, on whichever line it was; with none left, Ctrl+Z is the desk's."""
        return self._put_back(self._strokes, self._taken_back)

    def on_redo(self) -> bool:
        """Do again the stroke that was taken back last, until another is made."""
        return self._put_back(self._taken_back, self._strokes)

    def on_delete(self) -> bool:
        """Empty the cell."""
        return self._stroke(lambda line: self.clear_cell(line, self.cell))

    def take_over(self) -> None:
        """Ctrl+D: as in the nearest line above that is filled."""
        line = self._on_line
        place = self.place_of(line) - 1 if line is not None else 0
        above = next((each for each in reversed(self.lines[:place]) if each.filled), None)
        if above is None:
            return
        writing = self.cell == self.WRITTEN
        self.end_edit()
        self._stroke(lambda line: self.copy_cell(line, above, self.cell))
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
            self.cell = self.home
            self._move(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = max(1, self.viewport().height() // self._row_height - 1)
            self._move(page if key == Qt.Key.Key_PageDown else -page)
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            line = self._on_line
            cells = self.asked(line) if line is not None else (self.home,)
            self._to_cell(cells[0] if key == Qt.Key.Key_Home else cells[-1])
        elif key == Qt.Key.Key_Backspace:
            self._stroke(lambda line: self.rub_out(line, self.cell))
        elif len(typed) == 1 and typed.isprintable() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._stroke(lambda line: self.stroke(line, self.cell, typed))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to the cell under it."""
        self.end_edit()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._on_line is not None:
            name = self.table.columns[index.column()].name
            self.cell = name if name in self.asked(self._on_line) else self.home
            self._enter_cell()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and over them the cell that the keys go to."""
        super().paintEvent(event)
        line = self._on_line
        if line is None or self.cell == self.WRITTEN or not self.hasFocus():
            return
        look, painter = theme.active(), QPainter(self.viewport())
        rect = QRectF(self._cell_rect())
        paint.box(painter, rect, theme.SURFACE, theme.ACCENT, radius=3, width=2)
        area = rect.adjusted(8, 0, -6, 0)
        painter.setClipRect(area)
        typed, words = self.echo(line, self.cell)
        paint.put_text(painter, area, typed, look.font(), theme.INK)
        used = paint.text_width(look.font(), typed)
        high = look.line() * 0.72
        painter.fillRect(QRectF(area.left() + used + 1, area.center().y() - high / 2, 1.5, high), QColor(theme.INK))
        paint.put_text(painter, area.adjusted(used + look.px(12) if typed else 8, 0, 0, 0), words, look.font(),
                       theme.INK2)
        offered = self.offered(line, self.cell)
        if offered:
            painter.setClipping(False)
            paint.put_text(painter, rect.adjusted(rect.width() + 8, 0, self.width(), 0), offered, look.font(),
                           theme.INK2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The text field stays over its cell, and the line in sight."""
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
        """The text field goes along with its line."""
        super().scrollContentsBy(dx, dy)
        if hasattr(self, "legend"):
            self._place_edit()
            self._show_legend()

    # Inside

    def _line_chosen(self, line: Any) -> None:
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
        asked = self.asked(line)
        place = (asked.index(self.cell) if self.cell in asked else 0) + step
        if 0 <= place < len(asked):
            self._to_cell(asked[place])
            return True
        if not 0 <= self.currentIndex().row() + step < len(self.lines):
            return False
        if step > 0:
            self.cell = self.home
        self._move(step)
        if step < 0:
            self._to_cell(self.asked(self._on_line)[-1])
        return True

    def _to_cell(self, cell: str) -> None:
        self.cell = cell
        self._enter_cell()

    def _enter_cell(self) -> None:
        """Be in the cell of the line: the written one opens its field, the others take their keys here."""
        line = self._on_line
        if line is None:
            return
        if self.cell not in self.asked(line):
            self.cell = self.home
        self.arrived()
        if self.cell == self.WRITTEN:
            self._before = line.texts.get(self.WRITTEN, "")
            self.field.blockSignals(True)
            self.field.setText(self._before.replace("\n", " "))
            self.field.blockSignals(False)
            self._place_edit()
            self.field.show()
            self.field.setFocus()
        elif not super().hasFocus():
            self.setFocus()
        words = self.echo(line, self.cell)[1] if self.cell != self.WRITTEN else ""
        self.setAccessibleDescription(f"{self.place_of(line)}，{self.table.columns[self._column()].title}，{words}")
        self.desk.update_hints()
        self._show_legend()
        self._repaint()

    def _leave_edit(self, way: str) -> None:
        self.end_edit()
        if way in ("left", "right"):
            self._step(1 if way == "right" else -1)
        elif way == "back":
            self._to_cell(self.home)
        else:
            if way == "next":
                self.cell = self.home
            self._move(-1 if way == "up" else 1)

    def _written(self) -> None:
        line = self._on_line
        if line is not None:
            line.texts[self.WRITTEN] = self.field.text()
            if not self.field.text():
                del line.texts[self.WRITTEN]
            self._changed(line)

    def _stroke(self, do: Callable[[Any], object]) -> bool:
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

    def _put_back(self, strokes: list[tuple[Any, dict[str, str]]], other: list[tuple[Any, dict[str, str]]]) -> bool:
        """Let a line be as the last of the strokes found it, and keep in the other list how it was before."""
        self.end_edit()
        if not strokes:
            return False
        line, texts = strokes.pop()
        other.append((line, dict(line.texts)))
        line.texts = {name: text for name, text in texts.items() if text}
        self.arrived()
        if line is not self._on_line:
            self.go_to(line.id)
        self._changed(line)
        if self.cell not in self.asked(line):
            self.cell = self.home
        self._enter_cell()
        return True

    def _remember(self, line: Any, texts: Mapping[str, str]) -> None:
        self._taken_back.clear()
        self._strokes = [*self._strokes[-_UNDONE_AT_MOST:], (line, dict(texts))]

    def _changed(self, line: Any) -> None:
        self.edited.emit(line)
        self._show_legend()
        self._repaint()

    def _repaint(self) -> None:
        """Paint the line that the keys are on, and no other: painting all takes longer than a frame."""
        row = self.currentIndex().row()
        if row >= 0:
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _show_legend(self) -> None:
        """The options of the cell, while the keys are there."""
        line = self._on_line
        shown = self.options(line, self.cell) if line is not None and super().hasFocus() else None
        if shown is None:
            self.legend.hide()
        else:
            self.legend.show_for(self._cell_rect(), *shown)

    def _keep_in_sight(self) -> None:
        """Once the table knows its new size."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self._place_edit()
        self._show_legend()

    def _column(self) -> int:
        return next(place for place, column in enumerate(self.table.columns) if column.name == self.cell)

    def _cell_rect(self) -> QRect:
        """Where the cell is in the viewport."""
        return self.visualRect(self.table.index(max(0, self.currentIndex().row()), self._column()))

    def _place_edit(self) -> None:
        if self.cell == self.WRITTEN and self._on_line is not None:
            rect = self._cell_rect()
            self.field.setFixedHeight(rect.height())
            self.field.setGeometry(rect)
