"""A line at the right of the Today page: it takes the keys, and leads to where a thing is done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.bars import IntervalBand, TargetBar
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.definitions import Definition, define
from panhuang_desk.model.figures import show_value
from panhuang_desk.services.today import NearDay, Standing

LINE_MARGIN = 8
"""Between the edge of a line, where its ring is, and its text, at 100 %."""


class LeadLine(QAbstractButton):
    """Enter, Space or a click asks to go to `page` with `target` (`clicked`); Up and Down ask for the line `moved` by
    -1 or 1, Left for what stands `before` all lines.
    """

    moved = Signal(int)
    before = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = ""
        self.target: Mapping[str, str] = {}
        self._word = ""
        # The text in it is that of a page, not that of a button.
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def lead(self, word: str, page: str, **target: str) -> None:
        """Lead to a page; `word` says in the hint bar what Enter does."""
        self._word, self.page, self.target = word, page, target
        self.setAccessibleDescription(word)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while the line has them."""
        return (Hint(cap("move"), "选一条"), Hint("Enter", self._word), Hint("←", "回到左边"))

    def definitions(self) -> tuple[Definition, ...]:
        """How the number in the line is reckoned; nothing where there is none."""
        return ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows the line, as Space does; arrows leave it."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Left:
            self.before.emit()
        elif key != Qt.Key.Key_Right:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is in it paints itself; here the ring, and the tint under the mouse."""
        painter = QPainter(self)
        fill = theme.HOVER if self.underMouse() else ""
        if fill or self.hasFocus():
            paint.box(painter, self.rect(), fill, theme.ACCENT if self.hasFocus() else "", width=2)

    def _across(self) -> QHBoxLayout:
        """Lay what is in the line side by side."""
        line = row(self, 0, 8)
        side, above = theme.active().px(LINE_MARGIN), theme.active().px(3)
        line.setContentsMargins(side, above, side, above)
        return line


class MonthLine(LeadLine):
    """The month, and how many days are left of it."""

    def __init__(self) -> None:
        super().__init__()
        line = self._across()
        self._title, self._left = Label("", "panel"), Label("", "section", "amber")
        line.addWidget(self._title, 1)
        line.addWidget(self._left)

    def show_days(self, title: str, words: str, tone: str) -> None:
        """Show how many days are left."""
        self._title.setText(title)
        self._left.setText(words)
        self._left.set_tone(tone)
        self.setAccessibleName(f"{title}，{words}")


class StandingLine(LeadLine):
    """One figure: its name, its value with what it counts, a bar, and a sentence that says how far ahead or behind."""

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        look = theme.active()
        box = column(self, 0, 0)
        box.setContentsMargins(look.px(LINE_MARGIN), look.px(2), look.px(LINE_MARGIN), look.px(3))
        head = row(None, 0, 8)
        self._title, self._value, self._count = Label(), Label("", "section"), Label("", "caption", "ink2")
        head.addWidget(self._title, 1)
        head.addWidget(self._value)
        head.addWidget(self._count)
        box.addLayout(head)
        self._share, self._band = TargetBar(), IntervalBand()
        self._sentence = Label("", "caption", "ink2", wrap=True)
        for widget in (self._share, self._band, self._sentence):
            box.addWidget(widget)

    def definitions(self) -> tuple[Definition, ...]:
        """How the figure is reckoned."""
        return () if self._standing is None else (define(self._standing.figure),)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while the line has them."""
        return (*super().hints()[:2], Hint(cap("explain"), "怎么算的"), *super().hints()[2:])

    def show_standing(self, standing: Standing) -> None:
        """Show how a figure stands."""
        self._standing = standing
        figure, value = standing.figure, show_value(standing.figure)
        counted = bool(figure.denominator)
        self._title.setText(standing.title)
        self._value.setText(value)
        self._count.setText(f"{figure.numerator}/{figure.denominator}" if counted else "")
        self._count.setVisible(counted and not theme.active().narrow)
        self._sentence.setText(standing.sentence)
        if figure.interval is not None:
            low, high = figure.interval
            self._band.set_interval(low, float(figure.value) if isinstance(figure.value, (int, float)) else 0.0, high)
        else:
            self._band.set_interval(0, 0, 0)
        share = (figure.numerator or 0) / figure.denominator if figure.denominator else 0
        self._share.set_share(share, 1.0 if standing.expected is None else standing.expected, behind=standing.behind)
        as_band = figure.interval is not None or not counted
        self._band.setVisible(as_band)
        self._share.setVisible(not as_band)
        for bar in (self._band, self._share):
            bar.setAccessibleName(standing.title)
        self.setAccessibleName(f"{standing.title}，{value}，{standing.sentence}")


class NearLine(LeadLine):
    """A day that is near: its date, what it is, in how many days."""

    def __init__(self) -> None:
        super().__init__()
        line = self._across()
        self._day, self._title = Label(), Label("", wrap=True)
        self._day.setFixedWidth(theme.active().text_px(64))
        self._title.setMinimumWidth(1)
        self._away = Label("", "caption", "ink2")
        line.addWidget(self._day)
        line.addWidget(self._title, 1)
        line.addWidget(self._away)

    def show_day(self, near: NearDay) -> None:
        """Show a day."""
        words = (f"{near.day.month}月{near.day.day}日", near.title, f"{near.days} 天" if near.days else "今天")
        for label, text in zip((self._day, self._title, self._away), words, strict=True):
            label.setText(text)
        self.setAccessibleName("，".join(words))


class StepLine(LeadLine):
    """A step of last month's report: what it is, and the day on which it was done, or that it was not."""

    def __init__(self) -> None:
        super().__init__()
        line = self._across()
        self._title, self._tag = Label(), Tag("")
        line.addWidget(self._title, 1)
        line.addWidget(self._tag)

    def show_step(self, title: str, step: str, done_on: str, since: str = "") -> None:
        """Show the day on which the step was done, empty where it was not; or `since`, what has come since."""
        self._title.setText(title)
        done = TagLook(since, "warn") if since else TagLook(f"{done_on} {step}", "good")
        self._tag.set_tag(done if done_on else TagLook(f"还没有{step}", "warn"))
        self.setAccessibleName(f"{title}，{self._tag.tag.word}")
