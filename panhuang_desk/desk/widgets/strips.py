"""Strips that speak inside a page, the bar that offers to undo, and the page that has nothing yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QElapsedTimer,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import Label, Link, row

_STRIPS = {"next": (theme.TINT, theme.ACCENT, theme.INK), "warn": (theme.AMBER_TINT, theme.AMBER, theme.INK),
           "bad": (theme.RED_TINT, theme.RED, theme.INK)}

PINNED = "pinned"
"""The object name of what the undo bar never lies over: the buttons at the foot of a form, an offer to be answered."""

_STRIP_ICONS = {"next": "calendar-days", "warn": "triangle-alert", "bad": "circle-alert"}


class Strip(QFrame):
    """A strip 40 high: `next` says the next step, `warn` that something changed, `bad` that something is wrong."""

    def __init__(self, text: str = "", look: str = "next", *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._icon = icon or _STRIP_ICONS[look]
        size = theme.active()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(size.control + 4)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(size.px(12 + 18 + 8), size.px(4), size.px(12), size.px(4))
        self._row.setSpacing(size.px(12))
        self.label = Label(text, wrap=True)
        self._row.addWidget(self.label, 1)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.label.setText(text)
        self.setAccessibleName(text)

    def set_look(self, look: str, *, icon: str = "") -> None:
        """Take another look, with its icon or another one."""
        self.look, self._icon = look, icon or _STRIP_ICONS[look]
        self.update()

    def add_link(self, text: str, *, key: str = "") -> Link:
        """Add a word at the right that does something."""
        link = Link(text, key=key)
        self._row.addWidget(link)
        return link

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint and the icon."""
        tint, colour, _ = _STRIPS[self.look]
        painter = QPainter(self)
        paint.box(painter, self.rect(), tint, radius=4)
        area = QRectF(self.rect()).adjusted(theme.active().px(12), 0, 0, 0)
        paint.put_icon(painter, area, self._icon, 18, colour)


class Foot(QFrame):
    """The buttons at the foot of a form or of a sheet over the tabs, in `line`, with room behind them."""

    def __init__(self, margin: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setObjectName(PINNED)
        self.line = row(self, 0, 8)
        self.line.setContentsMargins(look.px(margin), look.px(10), look.px(margin), look.px(12))
        self.line.addStretch(1)

    def add(self, text: str, act: Callable[..., object], key: str, look: str = "secondary") -> Button:
        """Add a button behind those that there are; the first should be the primary one."""
        button = Button(text, look, key=cap(key))
        button.clicked.connect(act)
        self.line.insertWidget(self.line.count() - 1, button)
        return button


class _BarAction(QAbstractButton):
    """撤销 with its key, or a cross, on the dark bar."""

    def __init__(self, text: str, key: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._icon = key, icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Room for the icon, or the word and its key."""
        look = theme.active()
        if self._icon:
            return QSize(look.control, look.control)
        word = paint.text_width(look.font("section"), self.text())
        return QSize(word + look.px(8) + paint.cap_width(self._key) + look.px(8), look.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Light on dark."""
        look = theme.active()
        painter = QPainter(self)
        if self.hasFocus():
            paint.box(painter, self.rect(), "", theme.UNDO_ACTION, width=2)
        if self._icon:
            area = QRectF((self.width() - look.px(18)) / 2, 0, look.px(18), self.height())
            paint.put_icon(painter, area, self._icon, 18, theme.UNDO_TEXT)
            return
        paint.put_text(painter, self.rect().adjusted(4, 0, 0, 0), self.text(), look.font("section"), theme.UNDO_ACTION)
        x = 4 + paint.text_width(look.font("section"), self.text()) + look.px(8)
        paint.put_cap(painter, x, self.height() / 2, self._key, fill=theme.UNDO_BG, border="#6B7785",
                      colour=theme.UNDO_TEXT)


class UndoBar(QFrame):
    """Lies over the foot of its parent and says what was done, with 撤销; no countdown; gone with the next action. It
    stands above what has the keys, the marked row of a list, and what is `PINNED`.
    """

    undo = Signal()
    SLIDE_MS = 120
    READ_MS = 600
    """So long it stays in any case where a form goes on to its next field."""
    SETTLE_MS = 100
    """What is worked on moves by keys, by scrolling and by what is read in the background; one look finds all of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        look = theme.active()
        self._host = parent
        self._row = row(self, 0, 8)
        self._row.setContentsMargins(look.px(16 + 18 + 8), look.px(6), look.px(8), look.px(6))
        self._label = Label("", tone="white")
        self._label.setMinimumWidth(40)
        self._row.addWidget(self._label, 1)
        self.action = _BarAction("撤销", cap("undo"), parent=self)
        self.close_button = _BarAction("收起", icon="x", parent=self)
        self._row.addWidget(self.action)
        self._row.addWidget(self.close_button)
        self.action.clicked.connect(self.undo)
        self.close_button.clicked.connect(self.hide)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(self.SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.redoable, self._done = False, True
        self._said = QElapsedTimer()
        self._settling = QTimer(self, interval=self.SETTLE_MS)
        self._settling.timeout.connect(self.settle)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._label.text()

    @property
    def offers_undo(self) -> bool:
        """Whether it is seen and offers to take back what it says."""
        return self.isVisible() and not self.action.isHidden()

    @property
    def offers_redo(self) -> bool:
        """Whether it is seen and says what was just taken back."""
        return self.isVisible() and self.redoable

    def say(self, text: str, *, undoable: bool = True, redoable: bool = False, done: bool = True) -> None:
        """Slide in and say what was done, or with `redoable` what was taken back; not `done`, it has no tick."""
        self.redoable, self._done = redoable, done
        self._label.setText(text)
        self.setAccessibleName(text)
        self.action.setVisible(undoable)
        place = self._place()
        self.show()
        self.raise_()
        self._slide.stop()
        self._slide.setStartValue(QPoint(place.x(), self._host.height()))
        self._slide.setEndValue(place)
        self._slide.start()
        self._settling.start()
        self._said.start()

    def go_on(self) -> None:
        """A form goes on to another field: what was said was read, and must not lie over the fields that follow."""
        if self.isVisible() and self._said.hasExpired(self.READ_MS):
            self.hide()

    def settle(self) -> None:
        """Move above what is worked on now."""
        if not self.isVisible():
            self._settling.stop()
            return
        place = self._place()
        aim = self._slide.endValue() if self._slide.state() == QPropertyAnimation.State.Running else self.pos()
        if place != aim:
            self._slide.stop()
            self.move(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the foot when the parent changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.settle()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dark bar with its tick, or the sign of what is only told."""
        painter = QPainter(self)
        paint.box(painter, self.rect(), theme.UNDO_BG, radius=8)
        area = QRectF(self.rect()).adjusted(theme.active().px(16), 0, 0, 0)
        paint.put_icon(painter, area, *(("check", 18, "#8FD6A9") if self._done else ("info", 18, theme.UNDO_TEXT)))

    def _place(self) -> QPoint:
        look, parent = theme.active(), self._host
        margin = look.px(12)
        self.resize(parent.width() - 2 * margin, look.control + look.px(12))
        foot = parent.height() - self.height() - margin
        needed = self._in_use()
        for kept in ([*needed, *self._marked()], needed):
            top = _above(foot, self.height(), kept, look.px(8))
            if top >= parent.height() // 3:
                return QPoint(margin, top)
        return QPoint(margin, foot)

    def _in_use(self) -> list[QRect]:
        """What has the keys, and what is pinned, in the coordinates of the parent."""
        found = [self._seen(widget) for widget in self._host.findChildren(QWidget, PINNED)]
        focus = QApplication.focusWidget()
        if isinstance(focus, QTableView):
            found.append(self._row_of(focus))
        elif focus is not None and not self.isAncestorOf(focus):
            found.append(self._seen(focus))
        # What fills the page, like a paper or a detail, is not one thing that could be covered.
        return [rect for rect in found if 0 < rect.height() < self._host.height() // 3]

    def _marked(self) -> list[QRect]:
        """The marked rows of lists that do not have the keys."""
        found = [self._row_of(view) for view in self._host.findChildren(QTableView) if view.isVisible()]
        return [rect for rect in found if not rect.isEmpty()]

    def _row_of(self, view: QTableView) -> QRect:
        place = view.currentIndex().row()
        if place < 0 or not self._host.isAncestorOf(view):
            return QRect()
        viewport = view.viewport()
        row = QRect(0, view.rowViewportPosition(place), viewport.width(), view.rowHeight(place))
        shown = row.intersected(viewport.rect())
        return QRect(viewport.mapTo(self._host, shown.topLeft()), shown.size())

    def _seen(self, widget: QWidget) -> QRect:
        if not widget.isVisible() or not self._host.isAncestorOf(widget):
            return QRect()
        shown = widget.visibleRegion().boundingRect()
        return QRect(widget.mapTo(self._host, shown.topLeft()), shown.size())


def _above(top: int, height: int, kept: list[QRect], gap: int) -> int:
    """The lowest place, from `top` upwards, at which a bar of this height covers none of these."""
    while True:
        hit = next((rect for rect in kept if rect.top() < top + height and rect.bottom() >= top), None)
        if hit is None:
            return top
        top = hit.top() - height - gap


class EmptyPage(QFrame):
    """A page with nothing on it yet: what is missing, why, and what to do first."""

    def __init__(self, icon: str, title: str, sentence: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setSpacing(look.px(12))
        layout.addStretch(1)
        picture = Label()
        picture.setPixmap(theme.icon(icon, 40, theme.ACCENT))
        title_label = Label(title, "title")
        why = Label(sentence, tone="ink2", wrap=True)
        width = min(look.text_px(560), round(paint.text_width(look.font(), sentence)) + 8)
        why.setFixedWidth(width)
        why.setMinimumHeight(why.heightForWidth(width))  # a layout that centres does not ask how high it gets
        for label in (picture, title_label, why):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(look.px(8))
        self._buttons = row(None, 0, 8)
        layout.addLayout(self._centred(self._buttons))
        self._links = row(None, 0, 4)
        layout.addLayout(self._centred(self._links))
        layout.addStretch(2)

    def add_button(self, text: str, look: str = "primary", *, key: str = "", icon: str = "") -> Button:
        """Add an action; the first should be the primary one."""
        button = Button(text, look, key=key, icon=icon)
        self._buttons.addWidget(button)
        return button

    def add_link(self, text: str, before: str = "") -> Link:
        """Add a link below, after a few words."""
        if before:
            self._links.addWidget(Label(before, "caption", "ink2"))
        link = Link(text, "caption")
        self._links.addWidget(link)
        return link

    @staticmethod
    def _centred(inner: QHBoxLayout) -> QHBoxLayout:
        outer = QHBoxLayout()
        outer.addStretch(1)
        outer.addLayout(inner)
        outer.addStretch(1)
        return outer
