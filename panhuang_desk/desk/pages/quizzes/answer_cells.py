"""The answers of a sheet as small boxes, ten to a row as on the paper: the two are compared at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.quizzes.words import NO_OPTION
from panhuang_desk.desk.widgets import paint
from panhuang_desk.model.quiz.grading import BLANK, DONT_KNOW

IN_A_ROW = 10
_GAP = 4
_SIGNS = {BLANK: "-", DONT_KNOW: "0"}


class AnswerCells(QFrame):
    """One box a question: its number and the answer that was read. `asked` tells the place of a clicked box."""

    asked = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self._answers: tuple[str, ...] = ("",) * count
        self._read, self._current = 0, 0
        self._doubtful: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("读到的答案")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_answers(self, answers: Sequence[str], read: int, *, current: int = -1,
                     doubtful: int | None = None) -> None:
        """Show what was read of the first `read` questions, where the caret stands and which one is in doubt."""
        self._answers, self._read = tuple(answers), read
        self._current, self._doubtful = current, doubtful
        self.setAccessibleDescription("；".join(
            f"第 {place + 1} 题 {NO_OPTION.get(answer, answer)}" for place, answer in enumerate(self._answers[:read])))
        self.update()

    @property
    def words(self) -> tuple[str, ...]:
        """What stands in each box as it is typed: "-" for blank, 0 for 不知道; empty where nothing was typed yet."""
        return tuple(_SIGNS.get(answer, answer) if place < self._read else ""
                     for place, answer in enumerate(self._answers))

    def sizeHint(self) -> QSize:
        """As many rows as the paper has tens."""
        look = theme.active()
        rows = -(-self._count // IN_A_ROW)
        return QSize(look.text_px(440), rows * self._height() + (rows - 1) * _GAP)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the question of the box."""
        for place in range(self._count):
            if self._cell(place).contains(event.position()):
                self.asked.emit(place)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Number at the left in small, answer in bold; the current box has the accent's border, a doubtful one red."""
        painter = QPainter(self)
        for place, word in enumerate(self.words):
            cell = self._cell(place)
            doubtful, current = place == self._doubtful, place == self._current
            fill = theme.RED_TINT if doubtful else theme.SURFACE if word or current else theme.SUNK
            border = theme.RED if doubtful else theme.ACCENT if current else theme.LINE2
            paint.box(painter, cell, fill, border, radius=4, width=2 if current or doubtful else 1)
            word = word or ("？" if doubtful else "")
            colour = theme.RED if doubtful else theme.INK3 if word == "-" else theme.INK
            self._put_words(painter, cell, str(place + 1), word, colour)

    @staticmethod
    def _put_words(painter: QPainter, cell: QRectF, number: str, word: str, colour: str) -> None:
        """Number and answer; several letters are written smaller, and where that is too wide the number goes."""
        look = theme.active()
        inner = cell.adjusted(look.px(6), 0, -look.px(4), 0)
        used = paint.text_width(look.font("caption"), number) + look.px(4)
        beside = inner.adjusted(used, 0, 0, 0)
        role = next((role for role in ("section", "caption_bold")
                     if paint.text_width(look.font(role), word) <= beside.width()), "")
        if role:
            paint.put_text(painter, inner, number, look.font("caption"), theme.INK3)
        paint.put_text(painter, beside if role else cell, word, look.font(role or "caption_bold"), colour,
                       Qt.AlignmentFlag.AlignHCenter)

    @staticmethod
    def _height() -> int:
        return theme.active().line("body") + 8

    def _cell(self, place: int) -> QRectF:
        width = (self.width() - (IN_A_ROW - 1) * _GAP) / IN_A_ROW
        line, column = divmod(place, IN_A_ROW)
        left = round(column * (width + _GAP))
        return QRectF(left, line * (self._height() + _GAP), round((column + 1) * (width + _GAP)) - _GAP - left,
                      self._height())
