"""The steps after a find as one line: what is done and when, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.widgets import paint
from panhuang_desk.model.find_steps import Step


class StepsBar(QFrame):
    """Done steps have a green tick, the next one is in bold, a line joins them; the moment stands below each. `chosen`
    tells the code of the step that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show how far a find has come."""
        self._steps = tuple(steps)
        self.setAccessibleName("办理步骤：" + "，".join(
            f"{step.label}{words.moment(step.at) or '已办' if step.done else '未办'}" for step in steps))
        self.update()

    def sizeHint(self) -> QSize:
        """A line of words over a line of moments."""
        look = theme.active()
        return QSize(look.text_px(300), look.px(6 + 16) + 2 * look.line("caption") + look.px(8))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which step it was."""
        if self._steps and event.button() == Qt.MouseButton.LeftButton:
            place = int(event.position().x() / (self.width() / len(self._steps)))
            self.chosen.emit(self._steps[min(max(place, 0), len(self._steps) - 1)].code)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From left to right."""
        if not self._steps:
            return
        look, painter = theme.active(), QPainter(self)
        width = self.width() / len(self._steps)
        following = next((place for place, step in enumerate(self._steps) if not step.done), -1)
        side = look.px(16)
        for place, step in enumerate(self._steps):
            x = round(place * width)
            colour = theme.GREEN if step.done else theme.ACCENT if place == following else theme.INK3
            icon = "check" if step.done else "chevron-right" if place == following else "circle-dashed"
            paint.put_icon(painter, QRectF(x, look.px(6), side, side), icon, 16, colour)
            if place + 1 < len(self._steps):
                line = QRectF(x + side + 6, look.px(6) + side // 2, width - side - 12, 1)
                painter.fillRect(line, QColor(theme.GREEN if step.done else theme.LINE2))
            top = look.px(6) + side + 2
            font = look.font("caption_bold" if place == following else "caption")
            area = QRectF(x, top, width - 4, look.line("caption"))
            ink = theme.INK if step.done or place == following else theme.INK2
            label = step.label if paint.text_width(font, step.label) <= area.width() else step.label[:2]
            paint.put_text(painter, area, label, font, ink)
            same_day = place and step.at[:10] == self._steps[place - 1].at[:10]
            said = step.at[11:16] if same_day and len(step.at) > 10 else words.moment(step.at)
            self._when(painter, QRectF(x, top + look.line("caption"), width - look.px(8), look.line("caption")), said)

    def _when(self, painter: QPainter, area: QRectF, said: str) -> None:
        font = theme.active().font("caption")
        day = said.split(" ")[0]
        forms = (said, day, day.replace("月", ".").removesuffix("日"))
        said = next((form for form in forms if paint.text_width(font, form) <= area.width()), forms[-1])
        paint.put_text(painter, area, said, font, theme.INK2, Qt.AlignmentFlag.AlignLeft)
