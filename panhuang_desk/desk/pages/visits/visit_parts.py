"""Parts of the visit's form: the day with its weekday beside it, the offer to let a household leave the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import LineEditor
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.labels import Label, row
from panhuang_desk.model.entry import EntryError, show_date
from panhuang_desk.model.fields import Choice, Field

_WEEKDAYS = "一二三四五六日"
_AWAY = (Choice("stay", "户册先不动"), Choice("away", "同时记为搬走，从那天起不在册"))


class DayEditor(LineEditor):
    """A day with what it is beside it: its weekday, and whether it is today. `offered` says that it was not typed."""

    def __init__(self, field: Field, today: Callable[[], dt.date], *, offered: bool = True,
                 parent: QWidget | None = None) -> None:
        super().__init__(field, (), parent)
        self._today, self._offered = today, offered
        self._says = Label("", "body", "ink2")
        self.box.insertWidget(1, self._says)
        self.line.textEdited.connect(lambda _: self._typed())

    def set_text(self, text: str) -> None:
        """As typed, with what it is."""
        super().set_text(text)
        self._tell()

    def echo(self, today: str) -> str:
        """It stands beside the field already."""
        return ""

    def _typed(self) -> None:
        self._offered = False
        self._tell()

    def _tell(self) -> None:
        today = self._today()
        try:
            value = str(self.value(today.isoformat()) or "")
            day = dt.date.fromisoformat(value) if value else None
        except (EntryError, ValueError):
            day = None
        if day is None:
            self._says.setText("")
            return
        weekday = f"星期{_WEEKDAYS[day.weekday()]}"
        words = "今天" if day == today else "照刚才记的日期" if self._offered else show_date(day.isoformat())
        self._says.setText(f"{weekday}，{words}")
        self._says.set_tone("ink2" if day == today else "amber")


class CountEditor(LineEditor):
    """A number of two or three digits that stands behind the options it belongs to."""

    def __init__(self, field: Field, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        self.line.setFixedWidth(theme.active().text_px(60))


class MovedOffer(QFrame):
    """Asks whether a household that moved away leaves the register with this visit; it stays unless a person says so.

    `settled` ones, which have left already, are not asked about. `left` tells that Enter goes on.
    """

    left = Signal()

    def __init__(self, settled: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled = settled
        self._group = OptionGroup(_AWAY, optional=False, name="户册")
        self._group.set_codes(("stay",))
        self._group.installEventFilter(self)
        row(self, 0, 8).addWidget(self._group, 1, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def wanted(self) -> bool:
        """Whether the household is to leave the register."""
        return not self.isHidden() and "away" in self._group.codes()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
            return True
        return False

    def take_focus(self) -> None:
        """The keys go to the question, where it is asked."""
        if not self.isHidden():
            self._group.setFocus()

    def offer(self, on: bool) -> None:
        """Ask, or ask no longer."""
        self.setVisible(on and not self._settled)
