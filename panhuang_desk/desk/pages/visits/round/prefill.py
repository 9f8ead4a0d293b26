"""What a met household is filled with beforehand: a chip in the head, and the sheet of options that it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.chips import FilterChip, OptionGroup
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import VISIT

_FIELDS = ("topics", "materials")
_NOTHING = "不先填"


class PrefillChip(FilterChip):
    """`changed` tells that something else is to be filled in beforehand; `codes` by field says what."""

    changed = Signal()

    def __init__(self, choices: Mapping[str, Sequence[Choice]], parent: QWidget | None = None) -> None:
        # It is drawn as a chip with a menu; what opens is a sheet, since several are chosen at once.
        super().__init__("先填", [Choice("", _NOTHING)], parent=parent)
        self.codes: dict[str, tuple[str, ...]] = dict.fromkeys(_FIELDS, ())
        self._choices = {name: tuple(choices[name]) for name in _FIELDS}
        self.sheet: PrefillSheet | None = None
        self.show_codes({})

    def show_codes(self, codes: Mapping[str, Sequence[str]]) -> None:
        """Show what is filled in, without telling anybody; codes that the lists do not know any more go."""
        self.codes = {name: tuple(choice.code for choice in self._choices[name] if choice.code in codes.get(name, ()))
                      for name in _FIELDS}
        words = [choice.short or choice.label for name in _FIELDS for choice in self._choices[name]
                 if choice.code in self.codes[name]]
        shown = words[:2] + ([f"等 {len(words)} 项"] if len(words) > 2 else [])
        self.setText("、".join(shown) if words else _NOTHING)
        self.setAccessibleName(f"谈了什么先填：{'、'.join(words) or _NOTHING}")
        self.setChecked(bool(words))
        self.updateGeometry()
        self.update()

    def _press(self) -> None:
        """Open the options below the chip."""
        self.setChecked(any(self.codes.values()))
        self.sheet = PrefillSheet(self._choices, self.codes, self)
        self.sheet.chosen.connect(self._chosen)
        self.sheet.closed.connect(self.setFocus)
        self.sheet.open_below(self)

    def _chosen(self, codes: dict[str, tuple[str, ...]]) -> None:
        self.show_codes(codes)
        self.changed.emit()


class PrefillSheet(QFrame):
    """Two groups of options; digits choose, Enter goes on and at the end closes, Esc closes."""

    chosen = Signal(dict)
    closed = Signal()

    def __init__(self, choices: Mapping[str, Sequence[Choice]], codes: Mapping[str, Sequence[str]],
                 parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("sheet")
        self.setAccessibleName("见到的户先填什么")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.active()
        self.setFixedWidth(look.text_px(456))
        box = self._box = column(self, 16, 8)
        box.addWidget(Label("见到的户先填上这些，哪一户不一样再改", "caption", "ink2", wrap=True))
        self.groups: dict[str, OptionGroup] = {}
        for name in _FIELDS:
            field = VISIT.by_name[name]
            box.addWidget(Label(field.label, "section"))
            group = OptionGroup(choices[name], several=True, name=field.label)
            group.set_codes(codes[name])
            group.changed.connect(self._tell)
            self.groups[name] = group
            box.addWidget(group)

    def open_below(self, chip: QWidget) -> None:
        """Show it under the chip, inside the window."""
        self.setFixedHeight(self._box.heightForWidth(self.width()) + theme.active().px(8))
        corner, window = chip.mapToGlobal(QPoint(0, chip.height() + 4)), chip.window()
        right = window.mapToGlobal(QPoint(window.width(), 0)).x() - theme.active().px(24)
        self.move(min(corner.x(), right - self.width()), corner.y())
        self.show()
        self.groups[_FIELDS[0]].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the second group, then closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.groups[_FIELDS[0]].hasFocus():
                self.groups[_FIELDS[1]].setFocus()
            else:
                self.close()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The keys go back to the chip."""
        super().hideEvent(event)
        self.closed.emit()

    def _tell(self) -> None:
        self.chosen.emit({name: group.codes() for name, group in self.groups.items()})
