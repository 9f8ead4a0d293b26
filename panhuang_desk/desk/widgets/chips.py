"""Option chips, chosen by digit or mouse, and the filter chips over a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import CHOICE_KEYS, Choice

DIGITS = CHOICE_KEYS
"""The keys of the options in order; after nine come letters."""


class OptionChip(QAbstractButton):
    """One option: its digit on a cap, its word, a tick when chosen. The width is that of the chosen state."""

    def __init__(self, digit: str, word: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digit = digit
        self.ringed = False
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(word)
        self.setAccessibleDescription(f"按 {digit} 选或取消" if digit else "")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Room for the bold word and the tick, so that nothing jumps when it is chosen."""
        look = theme.active()
        bold = paint.text_width(look.font("section"), self.text())
        return QSize(look.px(8) + look.cap + look.px(8) + bold + look.px(8) + look.px(16) + look.px(10), look.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box by state, cap, word, tick."""
        look = theme.active()
        painter = QPainter(self)
        chosen, enabled = self.isChecked(), self.isEnabled()
        rect = QRectF(self.rect())
        if self.ringed and enabled:
            rect = paint.focus_ring(painter, rect)
        fill = theme.SURFACE
        if not enabled:
            fill = theme.SUNK
        elif chosen:
            fill = theme.SEL
        elif self.underMouse():
            fill = theme.TINT
        border = theme.LINE2 if not enabled else theme.ACCENT if chosen else theme.CTRL
        paint.box(painter, rect, fill, border, radius=4 if self.ringed else 6)
        x = look.px(8)
        if self.digit:
            colours = (theme.ACCENT, theme.ACCENT, theme.SURFACE) if chosen and enabled else (
                theme.SURFACE, theme.LINE2, theme.INK2 if enabled else theme.DISABLED)
            x += paint.put_cap(painter, x, self.height() / 2, self.digit.upper(), fill=colours[0], border=colours[1],
                               colour=colours[2])
        x += look.px(8)
        colour = theme.DISABLED if not enabled else theme.ACCENT_DARK if chosen else theme.INK
        paint.put_text(painter, QRectF(x, 0, self.width() - x, self.height()), self.text(),
                       look.font("section" if chosen else "body"), colour)
        if chosen:
            tick = QRectF(self.width() - look.px(26), 0, look.px(16), self.height())
            paint.put_icon(painter, tick, "check", 16, colour)


class OptionGroup(QFrame):
    """Options that flow; one of them or several may be chosen. The group has the focus, digits toggle.

    Left and right move a ring that Space toggles. `0` asks for the last values. `changed` tells what a person chose.
    """

    changed = Signal()
    as_last = Signal()

    def __init__(self, choices: Sequence[Choice], *, several: bool = False, optional: bool = True, name: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several, self._optional = several, optional
        self._ring = 0
        self.choices = tuple(choices)
        self._flow = FlowLayout(self)
        self.chips: list[OptionChip] = []
        for index, choice in enumerate(self.choices):
            chip = OptionChip(DIGITS[index] if index < len(DIGITS) else "", choice.label, parent=self)
            chip.clicked.connect(lambda _=False, at=index: self._clicked(at))
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def needed_width(self) -> int:
        """The width with which all options stand in one line."""
        return sum(chip.sizeHint().width() for chip in self.chips) + self._flow.spacing() * (len(self.chips) - 1)

    def codes(self) -> tuple[str, ...]:
        """The chosen codes, in the order of the list."""
        return tuple(c.code for c, chip in zip(self.choices, self.chips, strict=True) if chip.isChecked())

    def set_codes(self, codes: Sequence[str]) -> None:
        """Choose exactly these; codes that the list does not know are ignored."""
        for choice, chip in zip(self.choices, self.chips, strict=True):
            chip.setChecked(choice.code in codes)

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar says while the group has the focus."""
        return (Hint(cap("next_field"), "下一项"), Hint(cap("digits"), "选或取消"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits toggle, 0 takes the last values, arrows move the ring, Space toggles what it is on."""
        text = event.text().translate(_HALF_WIDTH).lower()
        if text == "0":
            self.as_last.emit()
        elif text and text in DIGITS and DIGITS.index(text) < len(self.chips) and not self._modified(event):
            self._move(DIGITS.index(text))
            self._toggle(self._ring)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self.chips:
            self._move((self._ring + (1 if event.key() == Qt.Key.Key_Right else -1)) % len(self.chips))
        elif event.key() == Qt.Key.Key_Space and self.chips:
            self._toggle(self._ring)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring on the chosen option, else the first."""
        super().focusInEvent(event)
        chosen = [index for index, chip in enumerate(self.chips) if chip.isChecked()]
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._ring = chosen[0] if chosen else 0
        self._show_ring(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._show_ring(False)

    @staticmethod
    def _modified(event: QKeyEvent) -> bool:
        return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))

    def _clicked(self, index: int) -> None:
        self.chips[index].setChecked(not self.chips[index].isChecked())
        self._move(index)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._toggle(index)

    def _toggle(self, index: int) -> None:
        chosen = not self.chips[index].isChecked()
        if not self.isEnabled() or (not chosen and not self._optional and not self._several):
            return
        if chosen and not self._several:
            for chip in self.chips:
                chip.setChecked(False)
        self.chips[index].setChecked(chosen)
        self.changed.emit()

    def _move(self, index: int) -> None:
        self._ring = index
        self._show_ring(self.hasFocus())

    def _show_ring(self, on: bool) -> None:
        for index, chip in enumerate(self.chips):
            chip.ringed = on and index == self._ring
            chip.update()


_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


class FilterChip(QAbstractButton):
    """A filter over a list: on or off, or with `options` a menu of values (`chosen` tells the code, "" for all).

    Without an `all_word` one of the values must be chosen.
    """

    chosen = Signal(str)

    def __init__(self, text: str, options: Sequence[Choice] = (), *, all_word: str = "全部",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.code, self._all = text, "", all_word
        self._options = tuple(options)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._press)

    @property
    def options(self) -> tuple[Choice, ...]:
        """The values that it offers."""
        return self._options

    @property
    def has_options(self) -> bool:
        """Whether it offers values, and is not only on or off."""
        return bool(self._options)

    def set_options(self, options: Sequence[Choice]) -> None:
        """Offer other values; one that is gone is no longer chosen."""
        self.offer(options)
        if self.code not in {option.code for option in options}:
            self.choose("")

    def offer(self, options: Sequence[Choice]) -> None:
        """Offer other values; what is chosen stays."""
        self._options = tuple(options)
        self.updateGeometry()

    def choose(self, code: str) -> None:
        """Choose a value, "" for all, without telling anybody."""
        words = {option.code: option.label for option in self._options}
        self.code = code if code in words else ""
        self.setText(words.get(self.code, self.label) if self.code else self.label)
        self.setAccessibleName(f"{self.label}：{words.get(self.code, self._all)}")
        self.setChecked(bool(self.code))
        self.updateGeometry()
        self.update()

    def set_to(self, code: str) -> None:
        """As `choose`; one that is only on or off is on where there is a code."""
        if self.has_options:
            self.choose(code)
        else:
            self.setChecked(bool(code))

    def sizeHint(self) -> QSize:
        """Wide enough for the word, bold or not, and the arrow of a menu."""
        look = theme.active()
        width = paint.text_width(look.font("caption_bold"), self.text()) + 2 * look.px(12)
        return QSize(width + (look.px(20) if self._options else 0), look.filter)

    def hints(self) -> tuple[Hint, ...]:
        """What Enter does."""
        return (Hint("Enter", "选一个" if self._options else "选或取消"),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and arrow down press it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet box; chosen in `sel` with an accent border."""
        look = theme.active()
        painter = QPainter(self)
        on = self.isChecked()
        fill = theme.SEL if on else theme.TINT if self.underMouse() else theme.SURFACE
        border = theme.ACCENT if on or self.hasFocus() else theme.LINE2
        paint.box(painter, self.rect(), fill, border, width=2 if self.hasFocus() else 1)
        colour = theme.ACCENT_DARK if on else theme.INK2
        area = QRectF(self.rect()).adjusted(look.px(12), 0, -look.px(8), 0)
        paint.put_text(painter, area, self.text(), look.font("caption"), colour)
        if self._options:
            paint.put_icon(painter, QRectF(self.width() - look.px(24), 0, look.px(14), self.height()),
                           "chevron-down", 14, colour)

    def _press(self) -> None:
        if not self._options:
            self.chosen.emit("1" if self.isChecked() else "")
            return
        self.setChecked(bool(self.code))
        menu = QMenu(self)
        menu.setAccessibleName(self.label)
        everything = [("", self._all)] if self._all else []
        for code, word in (*everything, *((option.code, option.label) for option in self._options)):
            action = menu.addAction(word)
            action.triggered.connect(lambda _=False, code=code: self._pick(code))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _pick(self, code: str) -> None:
        self.choose(code)
        self.chosen.emit(self.code)
