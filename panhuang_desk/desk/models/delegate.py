"""Paints every table: one delegate that follows the columns, with fonts, metrics and colours kept ready."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from panhuang_desk.desk import theme
from panhuang_desk.desk.models.columns import Column, Heading, More, Row
from panhuang_desk.desk.models.table import TableModel
from panhuang_desk.desk.widgets.bars import put_target_bar
from panhuang_desk.desk.widgets.tags import put_tag, tag_width

_EDGE, _INNER = 16, 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_ON_SEL = {"green": theme.GREEN_ON_SEL, "accent": theme.ACCENT_DARK}


class TableDelegate(QStyledItemDelegate):
    """The look of a cell. `hovered` is the row under the mouse, -1 for none; `edges` are the first and the last column
    that are shown. The view keeps both.
    """

    def __init__(self, view: QAbstractItemView, parent: QObject | None = None) -> None:
        super().__init__(parent or view)
        self.hovered = -1
        self.edges = (0, 0)
        self._view = view
        look = theme.active()
        self._look = look
        self._fonts = {role: look.font(role) for role in ("body", "section", "caption", "caption_bold")}
        self._metrics = {role: QFontMetrics(font) for role, font in self._fonts.items()}
        self._em = {role: metrics.horizontalAdvance("国") for role, metrics in self._metrics.items()}
        self._colours = {name: QColor(value) for name, value in theme.TONES.items()}
        self._back = {name: QColor(value) for name, value in (
            ("sel", theme.SEL), ("sunk", theme.SUNK), ("hover", theme.HOVER), ("line", theme.LINE),
            ("bar", theme.ACCENT))}
        self._sel_colours = {name: QColor(_ON_SEL.get(name, value)) for name, value in theme.TONES.items()}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have one height, which the view sets."""
        return QSize(40, self._look.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        """Background by state, then the cell's tag, icon, text, detail or bar."""
        model = index.model()
        assert isinstance(model, TableModel)
        rect: QRect = option.rect
        row = model.row(index.row())
        place = index.column()
        if isinstance(row, Heading):
            self._heading(painter, rect, row)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = selected and self._view.hasFocus()
        if selected:
            painter.fillRect(rect, self._back["sel" if lit else "sunk"])
        elif index.row() == self.hovered:
            painter.fillRect(rect, self._back["hover"])
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self._back["line"])
        if selected and place == self.edges[0]:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), self._back["bar"])
        if isinstance(row, More):
            if place == 0:  # it goes across, and so stands in the first column even where that is not shown
                self._text(painter, rect.adjusted(_EDGE, 0, 0, 0), row.text, "caption", self._colours["accent"])
            return
        if row is None:
            return
        left = _EDGE if place == self.edges[0] else _INNER
        right = _EDGE if place == self.edges[1] else _INNER
        self._cell(painter, rect.adjusted(left, 0, -right, 0), model.columns[place], row,
                   lit=selected, hovered=index.row() == self.hovered)

    def _cell(self, painter: QPainter, area: QRect, column: Column, row: Row, *, lit: bool, hovered: bool) -> None:
        tag = column.tag(row) if column.tag else None
        if tag is not None:
            at_right = column.align == "right"
            x = area.right() - tag_width(tag) if at_right else area.x()
            used = put_tag(painter, x, area.center().y() + 0.5, tag)
            area = area.adjusted(0 if at_right else used + _INNER, 0, -(used + _INNER) if at_right else 0, 0)
        if column.bar:
            bar = column.bar(row)
            if bar:
                put_target_bar(painter, QRectF(area.x(), area.y(), 56 + 0.0, area.height()), bar[0], bar[1],
                               behind=bar[2])
            area = area.adjusted(56 + _INNER, 0, 0, 0)
        text = column.text(row)
        tone = column.tone_of(row)
        bold = bool(column.bold and column.bold(row))
        if column.action:
            tone, bold = ("accent_dark", True) if lit else ("accent", False) if hovered else ("ink2", False)
        role = ("caption_bold" if bold else "caption") if column.small else ("section" if bold else "body")
        colour = (self._sel_colours if lit else self._colours)[tone]
        if column.icon and (name := column.icon(row)):
            side = self._look.px(16)
            top = area.y() + (area.height() - side) // 2
            painter.drawPixmap(QPointF(area.x(), top), theme.icon(name, 16, colour.name(), self._ratio(painter)))
            area = area.adjusted(side + 6, 0, 0, 0)
        align = _RIGHT if column.align == "right" or column.action else _LEFT
        mode = Qt.TextElideMode.ElideMiddle if column.middle else Qt.TextElideMode.ElideRight
        used = self._text(painter, area, text, role, colour, align, mode)
        if column.detail and (more := column.detail(row)):
            rest = area.adjusted(used + (12 if used else 0), 0, 0, 0)
            if rest.width() > self._em["body"] * 2:
                self._text(painter, rest, more, "body", (self._sel_colours if lit else self._colours)["ink2"])

    def _heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self._back["line"])
        area = rect.adjusted(_EDGE, 4, -_EDGE, 0)
        used = self._text(painter, area, row.title, "section", self._colours["ink"])
        self._text(painter, area.adjusted(used + 12, 0, 0, 0), row.count, "body", self._colours["ink2"])

    def _text(self, painter: QPainter, area: QRect, text: str, role: str, colour: QColor,
              align: int = _LEFT, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> int:
        """One line, elided only where it is too wide; returns the width it took."""
        if not text or area.width() <= 0:
            return 0
        metrics = self._metrics[role]
        width = metrics.horizontalAdvance(text)
        if width > area.width():
            text = metrics.elidedText(text, mode, area.width())
            width = area.width()
        font: QFont = self._fonts[role]
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(area, align, text)
        return width

    @staticmethod
    def _ratio(painter: QPainter) -> float:
        return painter.device().devicePixelRatioF()
