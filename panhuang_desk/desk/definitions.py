"""How a shown number is reckoned, in a small sheet over the page: F3 opens it, F3, Esc or Enter puts it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.model.definitions import Definition

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_WIDTH = 520
_PARTS = (("怎么算", "reckoned"), ("这里", "numbers"), ("不算的", "left_out"), ("依据", "source"))


class DefinitionSheet(QFrame):
    """Has the keys while it is open; they go back to where they were. A click elsewhere puts it away, too."""

    def __init__(self, desk: Shell, definitions: Sequence[Definition]) -> None:
        super().__init__(desk)
        self._desk, self._came_from = desk, QApplication.focusWidget()
        self.definitions = tuple(definitions)
        look = theme.active()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("这个数是怎么算的")
        self.setAccessibleDescription("；".join(
            f"{each.title}：{'；'.join(getattr(each, part) for _, part in _PARTS if getattr(each, part))}"
            for each in definitions))
        box = column(self, 2, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QFrame()
        body.setObjectName("scroll_body")
        self._inner = column(body, 16, 8)
        for place, definition in enumerate(definitions):
            if place:
                self._inner.addWidget(Line())
            self._add(definition)
        self._area.setWidget(body)
        box.addWidget(self._area, 1)
        foot = row(None, 0, 8)
        foot.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(10))
        foot.addStretch(1)
        self.put_away = Link("收起", key=cap("back"))
        self.put_away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.put_away.clicked.connect(self.on_back)
        foot.addWidget(self.put_away)
        box.addLayout(foot)

    def open(self) -> None:
        """Show it over the page, near its middle, as high as it needs to be and fits."""
        look = theme.active()
        width = min(look.text_px(_WIDTH), self._desk.width() - look.px(48))
        room = width - 2 * look.px(16) - 4
        needed = self._inner.totalHeightForWidth(room + 2 * look.px(16)) + look.line() + look.px(28)
        height = min(needed, self._desk.height() - look.px(48))
        self.setGeometry(0, 0, width, height)
        self.move(QPoint((self._desk.width() - width) // 2, (self._desk.height() - height) // 2))
        self.show()
        self.raise_()
        self.setFocus()

    def hints(self) -> tuple[Hint, ...]:
        """How it goes."""
        return (Hint(cap("move"), "上下看"), Hint(cap("back"), "收起"))

    def on_explain(self) -> bool:
        """The key that opened it puts it away."""
        return self.on_back()

    def on_back(self) -> bool:
        """Put it away; the keys go back."""
        came_from, self._came_from = self._came_from, None
        self.hide()
        self.deleteLater()
        if came_from is not None:
            came_from.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts it away, arrows scroll; the page below gets no key."""
        bar = self._area.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.on_back()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            bar.setValue(bar.value() + bar.pageStep() // 2)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            bar.setValue(bar.value() - bar.pageStep() // 2)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on elsewhere is done reading."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._came_from = None
            self.hide()
            self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet with the border of what has the keys."""
        paint.box(QPainter(self), self.rect(), theme.SURFACE, theme.ACCENT, radius=8, width=2)

    def _add(self, definition: Definition) -> None:
        look = theme.active()
        self._inner.addWidget(Label(definition.title, "panel", wrap=True))
        for word, part in _PARTS:
            text = getattr(definition, part)
            if not text:
                continue
            line = row(None, 0, 12)
            name = Label(word, "caption", "ink2")
            name.setFixedWidth(look.text_px(52))
            name.setContentsMargins(0, look.px(2), 0, 0)
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(text, "section" if part == "numbers" else "body",
                                 "ink2" if part in ("left_out", "source") else "ink", wrap=True), 1)
            self._inner.addLayout(line)


def explain(desk: Shell, definitions: Sequence[Definition]) -> bool:
    """Open the sheet over the desk; False where there is nothing to explain."""
    if not definitions:
        return False
    DefinitionSheet(desk, definitions).open()
    return True


def shown_definition(desk: QWidget) -> DefinitionSheet | None:
    """The sheet that is open, None where there is none."""
    return next((each for each in desk.findChildren(DefinitionSheet) if each.isVisible()), None)
