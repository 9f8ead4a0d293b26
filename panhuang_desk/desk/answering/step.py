"""One step of answering: a centred column that scrolls where it must, with its head and its buttons pinned."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScroller, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.answering.big import BigButton
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn

WIDTH = 1046
_MARGIN = 32
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
"""Keys that may be held: else a finger that rests on Enter would run through the paper."""


class Step(QFrame):
    """`head`, `column` and `foot` are layouts to fill; they are as wide as a line that is read well, or the window.

    Keys come to the step from whatever has the focus in it. `enter` is the button that Enter presses.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.enter: BigButton | None = None
        self._holder = QFrame(self)
        whole = column(self._holder, 0, 0)
        self.head = column(None, 0, 12)
        air = look.px(8) if look.narrow else look.px(20)
        self.head.setContentsMargins(0, air, 0, look.px(8) if look.narrow else look.px(16))
        whole.addLayout(self.head)
        self.area = ScrollColumn()
        QScroller.grabGesture(self.area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.column = self.area.column
        self.column.setSpacing(look.px(16))
        whole.addWidget(self.area, 1)
        self.foot: QHBoxLayout = row(None, 0, 16)
        self.foot.setContentsMargins(0, look.px(8) if look.narrow else look.px(16), 0, air)
        whole.addLayout(self.foot)

    @property
    def width_of_text(self) -> int:
        """How wide the column is."""
        look = theme.active()
        return min(look.text_px(WIDTH), self.width() - 2 * look.px(_MARGIN))

    def begin(self) -> None:
        """The step is on screen: the keys go to it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Use the room there is; called whenever it changes."""

    def add_words(self, text: str, role: str = "lead", tone: str = "ink") -> Label:
        """Add a paragraph."""
        label = Label(text, role, tone, wrap=True)
        self.column.addWidget(label)
        return label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes further than the step; with Ctrl or Alt none means anything, and one that is held counts once."""
        event.accept()
        modifier = Qt.KeyboardModifier
        held = event.isAutoRepeat() and event.key() not in _MOVES
        if not held and not event.modifiers() & (
                modifier.ControlModifier | modifier.AltModifier | modifier.MetaModifier):
            self.take_key(event)

    def take_key(self, event: QKeyEvent) -> None:
        """Enter presses the button it is meant for, arrows and pages scroll."""
        key, bar = event.key(), self.area.verticalScrollBar()
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Space: 1}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.enter is not None:
            self.enter.click()
        elif key in pages:
            bar.setValue(bar.value() + pages[Qt.Key(key)] * (bar.pageStep() - theme.active().line("lead")))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = theme.active().line("lead") * 2
            bar.setValue(bar.value() + (step if key == Qt.Key.Key_Down else -step))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column stays in the middle."""
        super().resizeEvent(event)
        width = self.width_of_text
        self._holder.setGeometry((self.width() - width) // 2, 0, width, self.height())
        QTimer.singleShot(0, self, self.fit)
