"""The look in one place: colours, sizes, fonts, the stylesheet and icons. Widgets ask here and nowhere else."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QRectF, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from panhuang_desk import assets
from panhuang_desk.desk.stylesheet import stylesheet

INK: Final = "#1B242F"
INK2: Final = "#47525F"
INK3: Final = "#5A6573"
BG: Final = "#F4F6F8"
RAIL: Final = "#E9EDF1"
SURFACE: Final = "#FFFFFF"
SUNK: Final = "#EDF0F3"
LINE: Final = "#E3E7EC"
LINE2: Final = "#CBD2DA"
CTRL: Final = "#848E9B"
ACCENT: Final = "#1F5FA8"
ACCENT_DARK: Final = "#194F8C"
SEL: Final = "#DCE8F5"
TINT: Final = "#EDF3FA"
HOVER: Final = "#F1F4F8"
GREEN: Final = "#2E7D4F"
GREEN_ON_SEL: Final = "#23633E"
GREEN_TINT: Final = "#EDF6F0"
AMBER: Final = "#8A5000"
AMBER_MARK: Final = "#B26A00"
AMBER_TINT: Final = "#FCF3E2"
RED: Final = "#B3261E"
RED_TINT: Final = "#FCEEED"
DISABLED: Final = "#5F6975"
BAND: Final = "#6A98CA"
TRACK: Final = "#6B3FA0"
UNDO_BG: Final = "#25303C"
UNDO_TEXT: Final = "#FFFFFF"
UNDO_ACTION: Final = "#A9CDF5"
BAR_TROUGH: Final = "#DFE4EA"
SCRIM: Final = "#C1C8D1"

STYLE: Final = ("-style", "Fusion")
"""Arguments for the application. Setting the style later would make a Python object of it, and cost 4 ms at start."""

TONES: Final = {
    "ink": INK, "ink2": INK2, "ink3": INK3, "accent": ACCENT, "accent_dark": ACCENT_DARK, "green": GREEN,
    "amber": AMBER, "red": RED, "white": SURFACE, "disabled": DISABLED,
}
"""The colours that text may have, by the name that widgets and columns use."""

ROLES: Final = {
    "question": (28, True), "title": (16, True), "panel": (13, True), "section": (11, True), "body": (11, False),
    "caption": (10, False), "caption_bold": (10, True), "lead": (20, False), "lead_bold": (20, True),
    "answer": (28, False), "big": (16, False),
}
"""Text roles: size in points at 100 % and whether bold. On the screen that a resident answers at, `question` and
`answer` are what is asked and its options, `lead` what is explained afterwards, `big` the words of buttons.
"""

FAMILY: Final = "Noto Sans SC"
TEXT_SIZES: Final = (100, 125, 150)


class Theme:
    """The sizes that follow from the text size, a percentage: text grows by it, spaces by half of it."""

    def __init__(self, text_size: int = 100) -> None:
        self.text_size = text_size if text_size in TEXT_SIZES else 100
        self.scale = self.text_size / 100
        self._fonts: dict[str, QFont] = {}
        self.row = self.line("body") + 14
        self.control = self.row
        self.big_control = self.row + 8
        self.filter = self.line("caption") + 12
        self.tag = self.line("caption") + 4
        self.cap = self.line("caption") + 2
        self.table_header = self.line("caption") + 12
        self.group_row = self.row + 4
        self.rail = self.px(144) if self.text_size == 100 else 144 + round(16 * (self.scale - 1) * 2)
        self.header = max(self.px(64), self.control + self.px(24))
        self.hint_bar = self.cap + 14

    @property
    def narrow(self) -> bool:
        """Whether list and form become two steps and side panels fold (150 %)."""
        return self.text_size >= 150

    def font(self, role: str = "body") -> QFont:
        """The font of a text role; see ROLES."""
        if role not in self._fonts:
            points, bold = ROLES[role]
            font = QFont(FAMILY)
            font.setPointSizeF(points * self.scale)
            font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
            font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
            self._fonts[role] = font
        return self._fonts[role]

    def renew_fonts(self) -> None:
        """Have the fonts look again for what they can draw, after Qt was given another; whoever holds one has it."""
        for font in self._fonts.values():
            renew(font)

    def line(self, role: str = "body") -> int:
        """The height of one line of text of a role, in logical pixels (natural line height 1.45)."""
        return math.ceil(ROLES[role][0] * self.scale * 96 / 72 * 1.45)

    def px(self, size: float) -> int:
        """A space, padding or icon size given for 100 %."""
        return round(size * (1 + self.scale) / 2)

    def text_px(self, size: float) -> int:
        """A width that holds text, given for 100 %; it grows as the text does."""
        return round(size * self.scale)


def renew(font: QFont) -> QFont:
    """The font itself, without the engines that it found: a change drops them, and Qt reaches them only once."""
    size = font.pointSizeF()
    font.setPointSizeF(size + 1)
    font.setPointSizeF(size)
    return font


def active() -> Theme:
    """The theme of the running application; it belongs to it as its palette does."""
    app = QApplication.instance()
    theme = getattr(app, "desk_theme", None)
    if theme is None:
        theme = Theme()
        app.desk_theme = theme  # type: ignore[union-attr]
    return theme


def install(app: QApplication, text_size: int = 100) -> Theme:
    """Give the application its fonts, palette and stylesheet; called again when the text size changes.

    The look stands on Qt's Fusion style, which an application gets with the arguments `STYLE`.
    """
    register_fonts()
    theme = Theme(text_size)
    app.desk_theme = theme  # type: ignore[attr-defined]
    app.setPalette(_palette())
    app.setFont(theme.font("body"))
    app.setStyleSheet(stylesheet(theme))
    return theme


def register_fonts() -> None:
    """Make the bundled Noto Sans SC known to Qt, both weights; with Regular alone Qt would fake the bold."""
    app = QApplication.instance()
    if getattr(app, "desk_fonts", False):
        return
    app.desk_fonts = True  # type: ignore[union-attr]
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(assets.resource("fonts", name)))


def translate(app: QApplication) -> bool:
    """Install Qt's own Chinese, so that standard buttons and dialogs speak it; False where Qt came without it."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in ("qtbase_zh_CN", "qt_zh_CN"):
        if translator.load(name, folder):
            return app.installTranslator(translator)
    return False


def icon(name: str, size: int = 18, colour: str = INK, ratio: float = 0.0) -> QPixmap:
    """A Lucide icon as a pixmap of `size` logical pixels at 100 %, in a colour, at the screen's pixel ratio."""
    ratio = ratio or QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
    pixels = active().px(size)
    key = f"{name}|{pixels}|{colour}|{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    source = assets.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, BG), (role.WindowText, INK), (role.Base, SURFACE), (role.AlternateBase, SURFACE),
        (role.Text, INK), (role.Button, SURFACE), (role.ButtonText, INK), (role.Highlight, SEL),
        (role.HighlightedText, INK), (role.PlaceholderText, INK3), (role.ToolTipBase, UNDO_BG),
        (role.ToolTipText, UNDO_TEXT), (role.Link, ACCENT), (role.LinkVisited, ACCENT),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(DISABLED))
    return palette
