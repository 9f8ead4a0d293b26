"""What the first and the second entry of sheets have in common: lines, the running check, drafts, one save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.grid.check_panel import CheckPanel
from panhuang_desk.desk.pages.quizzes.grid.sheet_grid import SheetGrid
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.errors import UserError
from panhuang_desk.services.sheet_grid import GridPaper, SheetLine, SheetsSaved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class LinesView(OverView):
    """A view says what it reads, checks, keeps and saves; typing, drafts and messages are the same for all."""

    def __init__(self, desk: Shell, paper: GridPaper, head: QWidget, save_button: Button, empty: QWidget,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.paper = desk, desk.session, paper
        self._save_button = save_button
        self._pending: dict[str, SheetLine] = {}
        self._kept_at = ""
        self._on: SheetLine | None = None
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        self.grid = SheetGrid(desk, self.before)
        self._box = column(self, 0, 8)
        self._box.addWidget(head)
        sheet = Sheet(1, spacing=0)
        sheet.column.addWidget(self.grid)
        self._stack = QStackedWidget()
        self._stack.addWidget(sheet)
        self._stack.addWidget(empty)
        self._box.addWidget(self._stack, 1)
        self.panel = CheckPanel(paper)
        self._put_panel()
        self.grid.edited.connect(self._edited)
        self.grid.left_line.connect(self._left)
        self.grid.chosen.connect(self._arrived)
        self.grid.answers_cell.cursorPositionChanged.connect(lambda _before, _after: self._show_check())
        save_button.clicked.connect(self.on_save)

    # What a view says

    def before(self) -> Mapping[str, str]:
        """What a new line begins with."""
        return {}

    def check_line(self, line: SheetLine) -> None:
        """Read a line and put what is wrong into it."""
        raise NotImplementedError

    def keep(self, lines: Sequence[SheetLine]) -> None:
        """Keep lines as drafts."""
        raise NotImplementedError

    def ready_to_save(self) -> bool:
        """Whether what all lines have in common can be saved; says why not."""
        return True

    def save(self, lines: Sequence[SheetLine]) -> SheetsSaved:
        """Save the lines that nothing stops."""
        raise NotImplementedError

    def saved(self, saved: SheetsSaved) -> None:
        """Say that sheets were saved, and show what is left."""
        raise NotImplementedError

    # What the page uses

    def take_focus(self) -> None:
        """The keys to the first line that waits."""
        if self.grid.lines:
            self.grid.go_to(self._first_open(), self.grid.home)

    def flush(self) -> None:
        """Keep what was typed and is not in the file yet."""
        self._timer.stop()
        pending = list(self._pending.values())
        try:
            self.keep(pending)
        except UserError as problem:
            self.desk.set_state("error", f"草稿没有存上：{problem.message}")
            return
        self._pending.clear()
        if pending:
            self._kept_at = dt.datetime.now().strftime("%H:%M")
            self._say_draft()

    def hints(self) -> Sequence[Hint]:
        """After the keys of the cell."""
        return (Hint(cap("menu"), "再录一遍核对"),)

    # Keys

    def on_save(self) -> bool:
        """Save all lines that are finished; those that something stops stay, and the caret goes to the first."""
        self.grid.end_edit()
        self.flush()
        if not any(line.filled for line in self.grid.lines):
            self.desk.announce("还没有录哪一份，空行不保存")
            self.take_focus()
            return True
        if not self.ready_to_save():
            return True
        try:
            saved = self.save(self.grid.lines)
        except UserError as problem:
            self.desk.error(problem)
            return True
        if saved.sheets:
            self.saved(saved)
        if saved.left:
            left = next(line for line in self.grid.lines if line.id in saved.left)
            self.grid.go_to(left.id, "form" if left.problems[0].field == "form" else "answers")
            self.desk.set_state("error", f"{len(saved.left)} 份要改。第 {left.number} 份：{_stops(left)}")
            self.grid.viewport().update()
        return True

    def on_save_next(self) -> bool:
        """The same."""
        return self.on_save()

    def on_new(self) -> bool:
        """The line that waits is the new one."""
        self.take_focus()
        return True

    def on_round(self) -> bool:
        """One is in it already."""
        return True

    def on_back(self) -> bool:
        """Step back; the lines stay as drafts."""
        self.grid.end_edit()
        self.flush()
        kept = sum(line.filled for line in self.grid.lines)
        self.closed.emit()
        self.desk.set_state("draft" if kept else "saved", f"{kept} 份的草稿留着，再打开时还在" if kept else "")
        return True

    # Inside

    def _put_panel(self) -> None:
        self._box.addWidget(self.panel)
        self.panel.asked.connect(self._to_answer)

    def _show_paper(self, paper: GridPaper) -> None:
        """Type from another paper."""
        self.paper = paper
        self.panel.hide()
        self.panel.deleteLater()
        self.panel = CheckPanel(paper)
        self._put_panel()

    def _first_open(self) -> str:
        """The first line that nothing is typed in, else the last one."""
        lines = self.grid.lines
        return next((line.id for line in lines if not line.filled), lines[-1].id if lines else "")

    def _show_count(self) -> None:
        filled = sum(line.filled for line in self.grid.lines)
        self._save_button.set_words(f"保存 {filled} 份" if theme.active().text_size < 150 or filled else "保存")

    def _edited(self, line: SheetLine) -> None:
        self.check_line(line)
        self._pending[line.id] = line
        self._timer.start()
        self.desk.undo_bar.hide()
        self._show_count()
        self._show_check()

    def _left(self, line: SheetLine) -> None:
        if self._pending:
            self.flush()
        if line.stopped:
            self.desk.set_state("error", f"第 {line.number} 份：{_stops(line)}")

    def _arrived(self, line: SheetLine | None) -> None:
        if line is not self._on and line is not None and line.filled and line.stopped:
            self.desk.set_state("error", f"第 {line.number} 份：{_stops(line)}")
        self._on = line
        self._show_check()

    def _show_check(self) -> None:
        line = self.grid.line
        writing = line is not None and not self.grid.field.isHidden()
        text = line.texts.get("answers", "") if line is not None else ""
        self.panel.show_line(line, self.grid.field.cursorPosition() if writing else len(text))

    def _to_answer(self, place: int) -> None:
        line = self.grid.line
        if line is None:
            return
        self.grid.go_to(line.id, "answers")
        spans = line.typed.spans if line.typed is not None else ()
        self.grid.field.setCursorPosition(spans[place][0] if place < len(spans) else len(self.grid.field.text()))

    def _say_draft(self) -> None:
        filled = sum(line.filled for line in self.grid.lines)
        self.desk.set_state("draft", f"已录 {filled} 份，还没有保存。草稿已存 {self._kept_at}")


def _stops(line: SheetLine) -> str:
    return next(each.message for each in line.problems if not each.warning)
