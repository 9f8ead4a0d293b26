"""The surface before a file is open: one column in the middle of the window, under the program's name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from panhuang_desk import __version__
from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn

PROGRAM = "潘黄禁毒网格工作台"
PROMISE = "资料只在这台电脑上，口令不保存、不上传"
FILE_FILTER = "网格资料 (*.phdb);;所有文件 (*)"
WIDTH = 466


class Logo(QFrame):
    """The sprout on its blue plate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        side = theme.active().px(48)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plate and sprout."""
        painter = QPainter(self)
        paint.box(painter, self.rect(), theme.ACCENT, radius=8)
        side = theme.active().px(24)
        area = QRectF((self.width() - side) / 2, 0, side, self.height())
        paint.put_icon(painter, area, "sprout", 24, theme.SURFACE)


class Surface(QFrame):
    """One centred column; `self.middle` is its layout. It scrolls where the window is too low for it."""

    def __init__(self, parent: QWidget | None = None, *, width: int = WIDTH) -> None:
        super().__init__(parent)
        look = theme.active()
        outer = column(self, 0, 0)
        self.area = ScrollColumn((8, 8, 8, 8))
        outer.addWidget(self.area)
        across = row(None, 0, 0)
        across.addStretch(1)
        holder = QWidget()
        holder.setObjectName("scroll_body")
        holder.setFixedWidth(min(look.text_px(width), 1200))
        self.middle: QVBoxLayout = column(holder, 0, 0)
        self.middle.setContentsMargins(0, look.px(24), 0, look.px(12))
        across.addWidget(holder)
        across.addStretch(1)
        self.area.column.addLayout(across)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_in_sight)

    def begin(self) -> None:
        """The surface is on screen: put the caret where the work begins."""

    def add_name(self) -> None:
        """The program's name over everything."""
        look = theme.active()
        line = row(None, 0, 16)
        line.addStretch(1)
        line.addWidget(Logo())
        words = column(None, 0, 0)
        words.addWidget(Label(PROGRAM, "panel"))
        words.addWidget(Label(PROMISE, "caption", "ink2"))
        line.addLayout(words)
        line.addStretch(1)
        self.middle.addLayout(line)
        self.middle.addSpacing(look.px(28))

    def add_foot(self) -> None:
        """The version, and where help is."""
        line = row(None, 0, 24)
        line.addStretch(1)
        line.addWidget(Label(f"版本 {__version__}", "caption", "ink2"))
        line.addWidget(Label("F1 帮助", "caption", "ink2"))
        line.addStretch(1)
        self.middle.addStretch(1)
        self.middle.addSpacing(theme.active().px(10))
        self.middle.addLayout(line)

    def _keep_in_sight(self) -> None:
        """Scroll to what has the focus, with the line below it.

        It takes nothing of the signal: what lost the focus may be dying, and must not get a Python wrapper.
        """
        new = QApplication.focusWidget()
        if new is not None and self.area.isAncestorOf(new):
            self.area.ensureWidgetVisible(new, 0, theme.active().px(72))


def short_path(path: Path, width: int = 52) -> str:
    """A path as it is shown: its beginning goes where it is too long, its name stays."""
    text = str(path)
    return text if len(text) <= width else "…" + text[-(width - 1):]
