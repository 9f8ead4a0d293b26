"""Options that are rarely chosen: a line that says what is chosen, and the options only while it has the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import OptionEditor
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.sight import into_sight
from panhuang_desk.model.fields import Choice, Field

_NOTHING = "没有记"


class FoldingGroup(OptionGroup):
    """A group of options that unfolds when it gets the focus and folds when it loses it; `turned` tells whether it is
    unfolded now.
    """

    turned = Signal(bool)

    def __init__(self, choices: Sequence[Choice], *, several: bool = False, optional: bool = True, name: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(choices, several=several, optional=optional, name=name, parent=parent)
        self.folded = True
        self._fold(True)

    def set_codes(self, codes: Sequence[str]) -> None:
        """Choose exactly these, and say so in the line."""
        super().set_codes(codes)
        self._describe()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the options."""
        self._fold(False)
        super().focusInEvent(event)
        into_sight(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to a line, but not when only a menu or another window has the keys."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._fold(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the line unfolds it."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Folded: the chosen words, or that there are none."""
        super().paintEvent(event)
        if not self.folded:
            return
        look = theme.active()
        chosen = bool(self.codes())
        painter = QPainter(self)
        rect = QRectF(0, (look.control - look.line()) // 2, self.width(), look.line())
        paint.put_text(painter, rect, self._words(), look.font("section" if chosen else "caption"),
                       theme.INK if chosen else theme.INK3)

    def _words(self) -> str:
        chosen = self.codes()
        return "、".join(choice.label for choice in self.choices if choice.code in chosen) or _NOTHING

    def _describe(self) -> None:
        self.setAccessibleDescription(self._words())
        self.update()

    def _fold(self, on: bool) -> None:
        look = theme.active()
        self.folded = on
        for chip in self.chips:
            chip.setVisible(not on)
        self.setMinimumHeight((look.control + look.line()) // 2 if on else 0)
        self.updateGeometry()
        self._describe()
        self.turned.emit(not on)


class FoldedOptions(OptionEditor):
    """The editor of such a list."""

    tight = True
    group_class = FoldingGroup

    def __init__(self, field: Field, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        self.changed.connect(self.group.update)
        if isinstance(self.group, FoldingGroup):
            self.group.turned.connect(self.unfolded)
