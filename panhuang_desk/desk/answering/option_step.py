"""A step that asks one thing with large options below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.answering.big import BigButton, BigOptions
from panhuang_desk.desk.answering.step import Step
from panhuang_desk.desk.widgets.labels import Label

_BELOW = "下面还有，往下划或按 ↓"
_SLACK = 2
"""Heights of text are rounded, each in its own way."""


class OptionStep(Step):
    """`went` tells 1 to go on and -1 to go back, `stopped` that the person would rather stop.

    `remark` stands in the foot while all options are seen; else it says that there are more below.
    """

    went = Signal(int)
    stopped = Signal()

    def __init__(self, name: str, back: str, on: str, remark: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        look = theme.active()
        self._remark = remark
        self.column.setSpacing(0)
        self.words = self.add_words("", "question")
        self.way = self.add_words("", "big", "ink2")
        self.column.addSpacing(look.px(16))
        self.options = BigOptions()
        self.column.addWidget(self.options)
        self.column.addStretch(1)
        self.area.verticalScrollBar().rangeChanged.connect(self._say_remark)
        self.back = BigButton(back, key="←")
        self.back.clicked.connect(lambda: self.went.emit(-1))
        self.remark = Label(remark, "body", "ink2")
        self.next = self.enter = BigButton(on, "primary", key="Enter")
        self.next.clicked.connect(lambda: self.went.emit(1))
        self.foot.addWidget(self.back)
        self.foot.addStretch(1)
        self.foot.addWidget(self.remark)
        self.foot.addWidget(self.next)

    def fit(self) -> None:
        """The options take what the words leave."""
        width = self.width_of_text
        above = [label for label in (self.words, self.way) if self.area.isAncestorOf(label)]
        words = sum(max(0, label.heightForWidth(width)) for label in above)
        self.options.fit(width, self.area.height() - words - theme.active().px(16) - _SLACK)

    def take_key(self, event: QKeyEvent) -> None:
        """Keys of the options first; left and right go back and on, Esc asks whether to stop."""
        key = event.key()
        if self.options.take_key(event):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._follow_ring)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            self.back.click()
        elif key == Qt.Key.Key_Right:
            self.next.click()
        elif key == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().take_key(event)

    def _follow_ring(self) -> None:
        """What the keys are on is seen."""
        ringed = next((option for option in self.options.options if option.ringed), None)
        if ringed is not None:
            self.area.ensureWidgetVisible(ringed, 0, theme.active().px(8))

    def _say_remark(self, _least: int, most: int) -> None:
        self.remark.setText(_BELOW if most else self._remark)
