"""What a resident touches: large buttons, and options as high as a finger, chosen by digit, letter or arrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.quiz.question import LETTERS

TARGET = 56
"""No target is lower than this, in pixels at 100 %."""
_HEIGHTS = (84, 76, 68, 62, TARGET)
_GAP, _SMALL_GAP = 12, 8
_ROLES = (("answer", "question"), ("lead", "lead_bold"))
"""At 150 % the second is larger than the first at 100 %: it may stand in where the first would need scrolling."""
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class BigButton(Button):
    """A button with larger words. `chosen` marks one that is an answer, as 不知道 is."""

    def __init__(self, text: str, look: str = "secondary", *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, look, key=key, big=True, parent=parent)
        self._role = "big"
        self.chosen = False

    def choose(self, on: bool) -> None:
        """Mark it as the answer, or not."""
        self.chosen = on
        self._icon = "check" if on else ""
        self.setAccessibleDescription("已选" if on else self._key)
        self.updateGeometry()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Who clicks twice meant it once: the second time would pass over a question."""
        event.accept()

    def sizeHint(self) -> QSize:
        """At least as high as a target."""
        look = theme.active()
        return QSize(super().sizeHint().width() + look.px(12), max(TARGET, look.line("big") + look.px(24)))

    def _box(self, painter: QPainter) -> tuple[str, str]:
        colours = super()._box(painter)
        if not self.chosen:
            return colours
        paint.box(painter, self.rect(), theme.SEL, theme.ACCENT, width=3 if self.hasFocus() else 2)
        return theme.ACCENT_DARK, theme.ACCENT_DARK


class QuestionRow(BigButton):
    """A question to go back to: its number, and as much of its words as there is room for."""

    def __init__(self, place: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(f"第 {place + 1} 题", parent=parent)
        self._words = words
        self.setAccessibleName(f"第 {place + 1} 题：{words}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Number, words, and an arrow that says it leads there."""
        look = theme.active()
        painter = QPainter(self)
        self._box(painter)
        area = QRectF(self.rect()).adjusted(look.px(20), 0, -look.px(52), 0)
        paint.put_text(painter, area, self.text(), look.font("title"), theme.INK)
        area.adjust(look.text_px(96), 0, 0, 0)
        words = QFontMetrics(look.font("big")).elidedText(self._words, Qt.TextElideMode.ElideRight, int(area.width()))
        paint.put_text(painter, area, words, look.font("big"), theme.INK2)
        arrow = QRectF(self.width() - look.px(44), 0, look.px(24), self.height())
        paint.put_icon(painter, arrow, "chevron-right", 24, theme.INK2)


class BigOption(QAbstractButton):
    """One option: its digit on a large cap, its words in as many lines as they need, a tick where it is chosen."""

    def __init__(self, digit: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digit, self.ringed = digit, False
        self.roles = _ROLES[0]
        """The roles of its words, and of those while it is chosen."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(f"按 {digit} 选或取消")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Who clicks twice meant it once: the second time would take the choice back."""
        event.accept()

    def words_height(self, width: int) -> int:
        """How high the words are in this width, in the bolder face, so that nothing moves when it is chosen."""
        room = QRect(0, 0, max(1, width - self._left() - self._right()), 10_000)
        return QFontMetrics(theme.active().font(self.roles[1])).boundingRect(room, _WRAP, self.text()).height()

    def sizeHint(self) -> QSize:
        """The least that one line needs; the group gives it the height that the screen has room for."""
        return QSize(200, max(TARGET, theme.active().line("answer")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box by state, cap, words, tick."""
        look = theme.active()
        painter = QPainter(self)
        chosen = self.isChecked()
        fill = theme.SEL if chosen else theme.TINT if self.underMouse() else theme.SURFACE
        rect = QRectF(self.rect())
        if self.ringed:
            rect = paint.focus_ring(painter, rect, 8)
        paint.box(painter, rect, fill, theme.ACCENT if chosen else theme.CTRL, radius=8, width=2 if chosen else 1)
        side = min(look.text_px(44), self.height() - look.px(16))
        cap = QRectF(look.px(22) + (look.text_px(44) - side) / 2, (self.height() - side) / 2, side, side)
        paint.box(painter, cap, theme.ACCENT if chosen else theme.SURFACE,
                  theme.ACCENT if chosen else theme.LINE2, radius=6)
        paint.put_text(painter, cap, self.digit, look.font("lead"), theme.SURFACE if chosen else theme.INK2,
                       Qt.AlignmentFlag.AlignHCenter)
        painter.setFont(look.font(self.roles[chosen]))
        painter.setPen(QColor(theme.ACCENT_DARK if chosen else theme.INK))
        words = QRectF(self.rect()).adjusted(self._left(), 0, -self._right(), 0)
        painter.drawText(words, _WRAP, self.text())
        if chosen:
            area = QRectF(self.width() - look.px(56), 0, look.px(34), self.height())
            paint.put_icon(painter, area, "check", 32, theme.ACCENT_DARK)

    @staticmethod
    def _left() -> int:
        look = theme.active()
        return look.px(22) + look.text_px(44) + look.px(22)

    @staticmethod
    def _right() -> int:
        return theme.active().px(64)


class BigOptions(QFrame):
    """Options one below the other; one of them or several may be chosen. `changed` tells that a person chose.

    Digits and letters choose at once; up and down move a ring that Space, or Enter where it was moved, chooses.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several = False
        self._ring, self._moved = -1, False
        self.options: list[BigOption] = []
        self._column = column(self, 0, _GAP)

    def show_options(self, words: Sequence[str], letters: str, *, several: bool = False) -> None:
        """Show other options, those of these letters chosen."""
        for old in self.options:
            old.hide()
            old.deleteLater()
        self._several, self._ring, self._moved = several, -1, False
        self.options = [BigOption(str(place), each, self) for place, each in enumerate(words, start=1)]
        for place, option in enumerate(self.options):
            option.clicked.connect(lambda _=False, at=place: self._clicked(at))
            self._column.addWidget(option)
            option.show()
        self.choose(letters)

    @property
    def letters(self) -> str:
        """The letters of what is chosen, in ascending order."""
        return "".join(letter for letter, option in zip(LETTERS, self.options, strict=False) if option.isChecked())

    def choose(self, letters: str) -> None:
        """Choose exactly these."""
        for letter, option in zip(LETTERS, self.options, strict=False):
            option.setChecked(letter in letters)
            option.update()

    def fit(self, width: int, height: int) -> None:
        """Give the options the greatest height with which all are seen, never less than their words and a target."""
        look = theme.active()
        gap = look.px(_SMALL_GAP if look.narrow else _GAP)
        gaps = gap * (len(self.options) - 1)
        self._column.setSpacing(gap)
        heights = [*(look.px(each) for each in _HEIGHTS), TARGET]
        for roles in _ROLES if look.narrow else _ROLES[:1]:
            for option in self.options:
                option.roles = roles
            needed = [option.words_height(width) + look.px(6) for option in self.options]
            fits = next((h for h in heights if sum(max(h, n) for n in needed) + gaps <= height), 0)
            if fits:
                break
        for option, least in zip(self.options, needed, strict=True):
            option.setFixedHeight(max(fits or TARGET, least))

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False where it means nothing."""
        sign = to_halfwidth(event.text()).upper()
        place = "123456".find(sign) if sign else -1
        if place < 0:
            place = LETTERS.find(sign) if sign else -1
        if 0 <= place < len(self.options):
            self._toggle(place)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif self._chooses(event.key()):
            self._toggle(self._ring)
        else:
            return False
        return True

    def _chooses(self, key: int) -> bool:
        """Whether a key chooses what the ring is on: Space does, Enter only where the ring was moved to it."""
        if self._ring < 0 or key == Qt.Key.Key_Space:
            return self._ring >= 0
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return enter and self._moved and not self.options[self._ring].isChecked()

    def _move(self, step: int) -> None:
        chosen = next((place for place, option in enumerate(self.options) if option.isChecked()), -1)
        start = self._ring if self._ring >= 0 else chosen
        if start < 0:
            place = 0 if step > 0 else len(self.options) - 1
        else:
            place = min(max(start + step, 0), len(self.options) - 1)
        self._put_ring(place, moved=True)

    def _put_ring(self, place: int, *, moved: bool) -> None:
        self._ring, self._moved = place, moved
        for at, option in enumerate(self.options):
            option.ringed = at == place
            option.update()

    def _clicked(self, place: int) -> None:
        self.options[place].setChecked(not self.options[place].isChecked())
        self._toggle(place, ring=False)

    def _toggle(self, place: int, *, ring: bool = True) -> None:
        chosen = not self.options[place].isChecked()
        if chosen and not self._several:
            self.choose("")
        self.options[place].setChecked(chosen)
        self._put_ring(place if ring else -1, moved=False)
        self.changed.emit()
