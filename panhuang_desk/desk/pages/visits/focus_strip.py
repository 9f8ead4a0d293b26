"""The strips above the month's plan: what its visits are to explain, and those of the next month once that is known."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.months import Month
from panhuang_desk.services.focus import Focus, focus_of
from panhuang_desk.services.session import Session


class FocusStrip(QFrame):
    """`changed`, `printed` and `removed` tell the `Focus` whose link was followed."""

    changed = Signal(object)
    printed = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: list[Focus] = []
        box = column(self, 0, 4)
        self.strips: list[Strip] = []
        for place in range(2):
            strip = Strip("", icon="info")
            for word, signal in (("看、改", self.changed), ("印宣传页", self.printed), ("去掉", self.removed)):
                link = strip.add_link(word)
                link.clicked.connect(lambda _=False, place=place, signal=signal: signal.emit(self._found[place]))
            self.strips.append(strip)
            box.addWidget(strip)

    @property
    def empty(self) -> bool:
        """Whether no month has anything to explain."""
        return not self._found

    def show_plan(self, session: Session, village: str, month: Month) -> None:
        """Show what the plan of a month holds, and of the next one."""
        both = (focus_of(session, each, village) for each in (month, month.plus(1))) if village else ()
        self._found = [focus for focus in both if focus is not None]
        for place, strip in enumerate(self.strips):
            strip.setVisible(place < len(self._found))
            if place < len(self._found):
                focus = self._found[place]
                when = "本月" if focus.month == month else "下月"
                strip.set_text(f"{when}宣传重点 {focus.words}")
        self.setVisible(bool(self._found))
