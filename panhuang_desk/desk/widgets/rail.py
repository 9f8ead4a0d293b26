"""The rail at the left: where one is, what waits on each page, settings and lock at the foot."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.labels import Label, Line
from panhuang_desk.desk.wording import short_village

_LEFT, _RIGHT = 24, 8


@attrs.frozen
class Place:
    """A page on the rail: its name in the program, its word, its icon. `foot` puts it at the foot."""

    name: str
    word: str
    icon: str
    foot: bool = False


class RailRow(QAbstractButton):
    """One row; the current one is a white plate with an accent bar."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._count = ""
        self.setText(place.word)
        self.setCheckable(True)
        self.setAccessibleName(place.word)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme.active().row + 4)

    def set_count(self, count: int) -> None:
        """Show how much waits there; 0 shows nothing."""
        self._count = str(count) if count else ""
        self.setAccessibleDescription(f"{count} 件" if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(theme.active().rail, theme.active().row + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there; arrows walk the rail."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plate, bar, icon, word, count."""
        look = theme.active()
        painter = QPainter(self)
        plate = QRectF(self.rect()).adjusted(8, 0, -8, 0)
        current = self.isChecked()
        if current:
            paint.box(painter, plate, theme.SURFACE)
            painter.fillRect(QRectF(8, self.height() / 4, 3, self.height() / 2), QColor(theme.ACCENT))
        elif self.underMouse():
            paint.box(painter, plate, theme.LINE)
        if self.hasFocus():
            paint.box(painter, plate, "", theme.ACCENT, width=2)
        colour = theme.ACCENT_DARK if current else theme.INK2
        left = 24 if look.text_size == 100 else 20
        paint.put_icon(painter, QRectF(left, 0, 20, self.height()), self.place.icon, 20, colour)
        word = QRectF(left + look.px(20) + 12, 0, self.width(), self.height())
        paint.put_text(painter, word, self.text(), look.font("section" if current else "body"),
                       theme.ACCENT_DARK if current else theme.INK)
        if self._count:
            right = QRectF(0, 0, self.width() - 24, self.height())
            paint.put_text(painter, right, self._count, look.font("caption"), theme.INK2, Qt.AlignmentFlag.AlignRight)


class _LockRow(QAbstractButton):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("锁定")
        self.setAccessibleName("锁定")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """One caption line with room to hit it."""
        return QSize(80, theme.active().cap + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter locks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lock, word, and the key while there is room."""
        look = theme.active()
        painter = QPainter(self)
        if self.hasFocus():
            paint.box(painter, self.rect(), "", theme.ACCENT, radius=4, width=2)
        colour = theme.ACCENT_DARK if self.underMouse() else theme.INK2
        paint.put_icon(painter, self.rect(), "lock", 14, colour)
        words = f"锁定 {cap('lock')}" if look.text_size == 100 else "锁定"
        area = QRectF(look.px(20), 0, self.width(), self.height())
        paint.put_text(painter, area, words, look.font("caption"), colour)


class Rail(QFrame):
    """The rail. `go` tells the name of the page that was chosen, `lock` that the lock was."""

    go = Signal(str)
    lock = Signal()

    def __init__(self, places: Sequence[Place], title: str, subtitle: str, person: str,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setFixedWidth(look.rail)
        self.setAccessibleName("页面")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, look.px(14), 0, look.px(14))
        layout.setSpacing(0)
        for text, role, tone in ((title, "panel", "ink"), (subtitle, "caption", "ink2")):
            fits = paint.text_width(look.font(role), text) <= look.rail - _LEFT - _RIGHT
            label = Label(text if fits else short_village(text), role, tone, wrap=True)
            label.setContentsMargins(_LEFT, 0, _RIGHT, 0)
            label.setAccessibleName(text)
            label.setToolTip("" if fits else text)
            layout.addWidget(label)
        layout.addSpacing(look.px(12))
        self.rows: dict[str, RailRow] = {}
        for place in places:
            if not place.foot:
                layout.addWidget(self._row(place))
        layout.addStretch(1)
        for place in places:
            if place.foot:
                layout.addWidget(self._row(place))
        layout.addSpacing(look.px(10))
        layout.addLayout(self._foot(person))

    def set_current(self, name: str) -> None:
        """Mark the page that is shown."""
        for key, row in self.rows.items():
            row.setChecked(key == name)

    def set_count(self, name: str, count: int) -> None:
        """Show how much waits on a page."""
        if name in self.rows:
            self.rows[name].set_count(count)

    def set_person(self, name: str) -> None:
        """Show another name at the foot."""
        self._person.setText(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rail's grey with a hairline at its right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.RAIL))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(theme.LINE2))

    def _row(self, place: Place) -> RailRow:
        row = RailRow(place)
        row.clicked.connect(lambda _=False: self._chosen(place.name))
        self.rows[place.name] = row
        return row

    def _chosen(self, name: str) -> None:
        """A checkable button flips itself when clicked; the mark is set by whoever shows the page."""
        self.rows[name].setChecked(not self.rows[name].isChecked())
        self.go.emit(name)

    def _foot(self, person: str) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.setSpacing(4)
        foot.addWidget(Line(theme.LINE2))
        foot.addSpacing(4)
        self._person = Label(person, "caption", "ink")
        foot.addWidget(self._person)
        lock = _LockRow()
        lock.clicked.connect(self.lock)
        foot.addWidget(lock)
        self.lock_row = lock
        return foot
