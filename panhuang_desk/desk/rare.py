"""Rare characters on screen: the small fonts that have them are given to Qt when one of them is to be shown.

A QFont keeps the engines that it found; Qt takes them from it when a font comes in, but only the first time. So with
each font every QFont in use has to be changed (`_measure_again`): some 20 ms, once for 256 characters.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from panhuang_desk import assets
from panhuang_desk.desk import theme

_RARE = re.compile("[\uf900-\ufaff\U00020000-\U0003ffff]")


def draw(text: str) -> None:
    """Have the rare characters of a text drawn from now on, wherever they stand; one that no font has stays a box."""
    if text.isascii():
        return
    app = QApplication.instance()
    known: frozenset[int] = getattr(app, "desk_rare_fonts", frozenset())
    unseen = [code for code in map(ord, _RARE.findall(text)) if code >> 8 not in known]
    usual = QRawFont.fromFont(theme.active().font()) if unseen else QRawFont()
    wanted = {code >> 8 for code in unseen if not usual.supportsCharacter(code)}
    if wanted:
        app.desk_rare_fonts = known | wanted  # type: ignore[union-attr]
        if sum(map(_load, sorted(wanted))):
            _measure_again()


def _load(number: int) -> bool:
    """Give Qt the font of 256 characters; False where there is none."""
    content = assets.rare_font(number)
    if content is None:
        return False
    QFont.insertSubstitution(theme.FAMILY, f"Panhuang Rare {number:X}")
    return QFontDatabase.addApplicationFontFromData(QByteArray(content)) >= 0


def _measure_again() -> None:
    """Have the texts on screen drawn anew: fonts, and with them fields and labels, keep the shapes that they found."""
    theme.active().renew_fonts()
    _renew(QApplication)
    for widget in QApplication.allWidgets():
        if isinstance(widget, (QLineEdit, QPlainTextEdit, QLabel)):
            _renew(widget)


def _renew(holder: type[QApplication] | QWidget) -> None:
    """Give the application or a widget its font anew; by way of another one, for an equal one would not be taken."""
    font = QFont(holder.font())
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() + 1)
    holder.setFont(other)
    holder.setFont(theme.renew(font))
