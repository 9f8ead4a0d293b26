"""A column of widgets that scrolls up and down, on the ground of what it lies on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.labels import column


class ScrollColumn(QScrollArea):
    """Fill `column`, which lies on `body`; it never takes the keys and never scrolls sideways."""

    def __init__(
        self, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0, parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QWidget()
        self.body.setObjectName("scroll_body")
        self.column = column(self.body, 0, spacing)
        self.column.setContentsMargins(*(look.px(margin) for margin in margins))
        self.setWidget(self.body)
