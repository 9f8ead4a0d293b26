"""The hint bar at the foot: which keys do what here, and whether everything is saved."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint

AT_MOST = 5
STATES = {
    "": ("", "ink2", ""), "saved": ("check", "green", "已保存"), "draft": ("check", "green", "草稿已存"),
    "error": ("circle-alert", "red", ""), "warn": ("triangle-alert", "amber", ""),
    "busy": ("loader-circle", "accent", ""),
}
"""State name to icon, tone and the words said where none are given."""


@attrs.frozen
class Hint:
    """A key cap and what the key does here."""

    cap: str
    word: str


class KeyCap(QFrame):
    """One key, drawn as its cap."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The cap's own size."""
        return QSize(paint.cap_width(self._text), theme.active().cap)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cap."""
        paint.put_cap(QPainter(self), 0, self.height() / 2, self._text)


class HintBar(QFrame):
    """Keys at the left, at most five; at the right the state: saved, draft, error, or plain words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[Hint, ...] = ()
        self._state, self._words = "", ""
        self.setFixedHeight(theme.active().hint_bar)

    @property
    def hints(self) -> tuple[Hint, ...]:
        """What is shown."""
        return self._hints

    @property
    def state(self) -> str:
        """What is said about how things stand: a key of STATES."""
        return self._state

    @property
    def words(self) -> str:
        """The words of the state at the right."""
        return self._words

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show these keys; of one cap only the first meaning, at most five in all."""
        kept: dict[str, Hint] = {}
        for hint in hints:
            kept.setdefault(hint.cap, hint)
        self._hints = tuple(kept.values())[:AT_MOST]
        self.setAccessibleName("；".join(f"{hint.cap} {hint.word}" for hint in self._hints))
        self.update()

    def set_state(self, state: str, words: str = "") -> None:
        """Say how things stand; `state` is a key of STATES."""
        self._state, self._words = state, words or STATES[state][2]
        self.setAccessibleDescription(self._words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """State first, so that hints that do not fit beside it are left out whole."""
        look = theme.active()
        painter = QPainter(self)
        font, middle = look.font("caption"), self.height() / 2
        icon, tone, _ = STATES[self._state]
        width = paint.text_width(font, self._words)
        edge = self.width() - width
        colour = theme.TONES[tone]
        text_colour = colour if self._state in ("error", "warn") else theme.INK2
        paint.put_text(painter, QRectF(edge, 0, width + 2, self.height()), self._words, font, text_colour)
        if icon and self._words:
            edge -= look.px(20)
            paint.put_icon(painter, QRectF(edge, 0, 16, self.height()), icon, 16, colour)
        x = 0
        for hint in self._hints:
            needed = paint.cap_width(hint.cap) + look.px(6) + paint.text_width(font, hint.word)
            if x + needed > edge - look.px(16):
                break
            paint.put_cap(painter, x, middle, hint.cap)
            area = QRectF(x + paint.cap_width(hint.cap) + look.px(6), 0, needed, self.height())
            paint.put_text(painter, area, hint.word, font, theme.INK2, Qt.AlignmentFlag.AlignLeft)
            x += needed + look.px(18)
