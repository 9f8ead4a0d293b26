"""Tags: a word on a tint. The kind of a thing is grey; a state has a colour and an icon as well as its word."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint

_LOOKS = {
    "kind": (theme.SUNK, theme.INK2, ""), "good": (theme.GREEN_TINT, theme.GREEN, "check"),
    "warn": (theme.AMBER_TINT, theme.AMBER, "clock"), "bad": (theme.RED_TINT, theme.RED, "circle-alert"),
    "open": (theme.TINT, theme.ACCENT_DARK, "circle-dashed"), "plain": (theme.TINT, theme.ACCENT_DARK, ""),
    "sample": (theme.AMBER_TINT, theme.AMBER, "flask-conical"),
}


@dataclass(frozen=True)
class TagLook:
    """A tag's word and its look: kind, good, warn, bad, open, plain or sample. `icon` replaces the look's own;
    `-` shows none.
    """

    word: str
    look: str = "kind"
    icon: str = ""

    @property
    def icon_name(self) -> str:
        """The icon to draw, empty for none; at 125 % and 150 % icons fold and the word stays."""
        if self.icon == "-" or (theme.active().text_size > 100 and self.look != "sample"):
            return ""
        return self.icon or _LOOKS[self.look][2]


def tag_width(tag: TagLook) -> int:
    """The width that a tag takes."""
    look = theme.active()
    return (2 * look.px(8) + (look.px(14 + 5) if tag.icon_name else 0)
            + paint.text_width(look.font("caption"), tag.word))


def put_tag(painter: QPainter, x: float, centre_y: float, tag: TagLook) -> int:
    """Paint a tag with its left edge at `x`; returns its width."""
    look = theme.active()
    tint, colour, _ = _LOOKS[tag.look]
    width = tag_width(tag)
    rect = QRectF(x, round(centre_y - look.tag / 2), width, look.tag)
    paint.box(painter, rect, tint, radius=4)
    area = rect.adjusted(look.px(8), 0, 0, 0)
    if tag.icon_name:
        paint.put_icon(painter, area, tag.icon_name, 14, colour)
        area.adjust(look.px(14 + 5), 0, 0, 0)
    paint.put_text(painter, area, tag.word, look.font("caption"), colour)
    return width


class Tag(QFrame):
    """A tag as a widget of its own."""

    def __init__(self, word: str, look: str = "kind", *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tag(TagLook(word, look, icon))

    def set_tag(self, tag: TagLook) -> None:
        """Show another tag."""
        self.tag = tag
        self.setAccessibleName(tag.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The tag's own size."""
        return QSize(tag_width(self.tag), theme.active().tag)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tag."""
        put_tag(QPainter(self), 0, self.height() / 2, self.tag)
