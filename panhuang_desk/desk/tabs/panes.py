"""A list at the left and what is open at the right; at 150 % two steps, one after the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.labels import Sheet, row

_WIDE, _WIDEST, _SLIM = 0.49, 0.6, 330


class TwoPanes(QFrame):
    """The list takes about half the width beside a detail, more where it needs it, and 330 beside a form. `slimmed`
    tells the list which.

    `home` is the widget that stands at the right while no form is open, None where the list then has all the room.
    """

    slimmed = Signal(bool)

    def __init__(self, left: QWidget, home: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.home = left, home
        self._line = row(self, 0, 16)
        self._line.addWidget(left)
        self.sheet = Sheet(0, spacing=0)
        self._stack = QStackedWidget()
        self.sheet.column.addWidget(self._stack)
        self._line.addWidget(self.sheet, 1)
        self._step, self._needed = False, 0
        if home is not None:
            self._stack.addWidget(home)
        self.close_entry()

    @property
    def entry(self) -> QWidget | None:
        """The form that is open, None where there is none."""
        current = self._stack.currentWidget()
        return current if current is not None and current is not self.home and not self.sheet.isHidden() else None

    @property
    def at_list(self) -> bool:
        """Whether the list is in sight."""
        return not self.left.isHidden()

    def open_entry(self, widget: QWidget) -> None:
        """Show a form at the right; one that was open goes."""
        self._drop()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._lay(form=True, step=True)

    def close_entry(self) -> None:
        """Back to what stands at the right by itself."""
        self._drop()
        if self.home is not None:
            self._stack.setCurrentWidget(self.home)
        self._lay(form=False, step=False)

    def set_needed(self, width: int) -> None:
        """The width that the list asks for; it gets it as far as the detail can spare it."""
        if width != self._needed:
            self._needed = width
            self._lay(form=self.entry is not None, step=self._step)

    def show_home(self) -> None:
        """At 150 %: the second step, what is known of the row."""
        self._lay(form=False, step=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._lay(form=self.entry is not None, step=self._step)

    def _drop(self) -> None:
        entry = self.entry
        if entry is not None:
            self._stack.removeWidget(entry)
            entry.hide()
            entry.deleteLater()

    def _lay(self, *, form: bool, step: bool) -> None:
        look = theme.active()
        self._step = step
        right = form or self.home is not None
        if look.narrow:
            # The one that goes is hidden first: both in sight, if only for a moment, would widen the window.
            for pane, shown in sorted(((self.left, not step), (self.sheet, step and right)), key=lambda each: each[1]):
                pane.setVisible(shown)
            self.left.setMaximumWidth(16_777_215)
        else:
            self.left.setVisible(True)
            self.sheet.setVisible(right)
            wide = max(round(self.width() * _WIDE), min(self._needed, round(self.width() * _WIDEST)))
            width = look.text_px(_SLIM) if form else wide
            if right and self.width() > 0:
                self.left.setFixedWidth(width)
            else:
                self.left.setMinimumWidth(0)
                self.left.setMaximumWidth(16_777_215)
        self.slimmed.emit(form and not look.narrow)
