"""The look: contrast, sizes at the three text sizes, fonts, icons, Chinese for Qt's own dialogs."""

from __future__ import annotations

import re

import pytest
from panhuang_desk import assets
from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import tags
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFontInfo


def luminance(colour: str) -> float:
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground"), [
    *((ink, ground) for ink in (theme.INK, theme.INK2, theme.INK3) for ground in (
        theme.SURFACE, theme.BG, theme.SEL, theme.RAIL, theme.HOVER, theme.SUNK)),
    *((colour, theme.SURFACE) for colour in theme.TONES.values() if colour != theme.SURFACE),
    (theme.ACCENT_DARK, theme.SEL), (theme.GREEN_ON_SEL, theme.SEL), (theme.AMBER, theme.SEL), (theme.RED, theme.SEL),
    (theme.DISABLED, theme.SUNK), (theme.SURFACE, theme.ACCENT), ("#E3EDF8", theme.ACCENT),
    (theme.UNDO_TEXT, theme.UNDO_BG), (theme.UNDO_ACTION, theme.UNDO_BG), (theme.RED, "#FFFAF9"),
])
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


def test_every_tag_can_be_read() -> None:
    for tint, colour, _ in tags._LOOKS.values():
        assert contrast(colour, tint) >= 4.5


def test_controls_stand_out_from_the_page() -> None:
    assert contrast(theme.CTRL, theme.SURFACE) >= 3


def test_sizes_at_100_are_those_of_the_design() -> None:
    look = theme.Theme(100)
    assert (look.row, look.control, look.big_control, look.filter, look.tag, look.cap) == (36, 36, 44, 32, 24, 22)
    assert (look.rail, look.header, look.hint_bar, look.table_header, look.group_row) == (144, 64, 36, 32, 40)


@pytest.mark.parametrize(("size", "scale"), [(100, 1), (125, 1.25), (150, 1.5)])
def test_text_grows_and_spaces_grow_half_as_much(size: int, scale: float) -> None:
    look = theme.Theme(size)
    assert look.font("body").pointSizeF() == pytest.approx(11 * scale)
    assert look.px(24) == round(24 * (1 + scale) / 2)
    assert look.row == look.line("body") + 14
    assert look.row >= look.line("body") + 4


def test_an_unknown_text_size_is_100() -> None:
    assert theme.Theme(137).text_size == 100


def test_both_weights_come_from_the_bundled_font(qapp) -> None:
    for role in ("body", "section"):
        info = QFontInfo(theme.active().font(role))
        assert info.family() == theme.FAMILY
        assert info.bold() == (role == "section")


def test_every_icon_that_the_code_names_is_there() -> None:
    names = {path.stem for path in assets.resource("icons").glob("*.svg")}
    used = set()
    for path in (assets.root() / "panhuang_desk" / "desk").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:icon=|theme\.icon\(|EmptyPage\()"([a-z0-9-]+)"', text))
        used |= set(re.findall(r'"([a-z0-9-]+)", (?:14|16|18|20|24|40),', text))
    assert len(used) > 10
    assert used <= names
    assert (assets.resource("icons") / "LICENSE").is_file()


def test_icons_are_drawn_in_their_colour_and_kept(qapp) -> None:
    pixmap = theme.icon("check", 16, "#FF0000", 2.0)
    assert pixmap.width() == 32
    image = pixmap.toImage()
    colours = {image.pixelColor(x, y).getRgb()[:3] for x in range(32) for y in range(32)
               if image.pixelColor(x, y).alpha() == 255}
    assert colours == {(255, 0, 0)}
    assert theme.icon("check", 16, "#FF0000", 2.0).cacheKey() == pixmap.cacheKey()


def test_qts_own_dialogs_speak_chinese(qapp) -> None:
    assert theme.translate(qapp)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_the_stylesheet_sets_no_fonts_and_every_rule_names_its_target() -> None:
    text = theme.stylesheet(theme.Theme(100))
    assert "font" not in text
    for selector in re.findall(r"^([^{}]+)\{", text, re.M):
        assert all(part.strip().startswith("Q") for part in selector.split(","))
