"""The table on a page: keyboard, hover, widths, header; made for a hundred thousand rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row, Rows
from panhuang_desk.desk.models.delegate import TableDelegate
from panhuang_desk.desk.models.table import Index, TableModel
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint


class TableHeader(QHeaderView):
    """Titles in small, aligned as their columns; the sorted one has an arrow; a line below."""

    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(theme.active().table_header + 1)
        self.setMinimumSectionSize(1)
        self.edges = (0, 0)

    def sizeHint(self) -> QSize:
        """The height of a table header."""
        return QSize(100, theme.active().table_header + 1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click asks for the menu of columns."""
        self.menu_asked.emit(event.globalPos())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """One title."""
        model = self.model()
        assert isinstance(model, TableModel)
        column = model.columns[logical]
        painter.fillRect(rect, QColor(theme.SURFACE))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.LINE2))
        left = 16 if logical == self.edges[0] else 8
        right = 16 if logical == self.edges[1] else 8
        arrow = ""
        if model.sorted_by[0] == column.name:
            arrow = " ↓" if model.sorted_by[1] else " ↑"
        align = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
        paint.put_text(painter, QRectF(rect.adjusted(left, 0, -right, 0)), column.title + arrow,
                       theme.active().font("caption"), theme.INK2, align)


class TableView(QTableView):
    """A list of rows. `chosen` tells the row that became current (None for none); `opened` the one that Enter, a
    double click or a click on its action word asks for; `menu_asked` the one whose menu a right click or the menu key
    asks for, and the point of the screen where the menu belongs; `header_menu_asked` where a right click on the titles
    was; `ordered` the order that a person chose.
    """

    chosen = Signal(object)
    opened = Signal(object)
    ordered = Signal(str, bool)
    menu_asked = Signal(object, QPoint)
    header_menu_asked = Signal(QPoint)

    def __init__(self, columns: Sequence[Column], rows: Rows | Sequence[Row] = (), *, name: str = "",
                 header: bool = True, row_height: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setObjectName("table")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self._row_height = look.px(row_height) if row_height else look.row
        self._hints: tuple[Hint, ...] = (Hint(cap("move"), "选一条"), Hint("Enter", "打开"))
        self._header = TableHeader(self)
        self._header.sectionClicked.connect(self._sort)
        self._header.menu_asked.connect(self.header_menu_asked)
        self.setHorizontalHeader(self._header)
        self._header.setVisible(header)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        self.verticalHeader().hide()
        self._columns = tuple(columns)
        self._table = TableModel(columns, parent=self)
        self._delegate = TableDelegate(self)
        self.setModel(self._table)
        self.setItemDelegate(self._delegate)
        self.verticalScrollBar().setSingleStep(self._row_height)
        self._table.modelReset.connect(self._lay_special)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._table.row(index.row())))
        self.set_rows(rows)

    @property
    def table(self) -> TableModel:
        """The model."""
        return self._table

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar says while the table has the focus."""
        return self._hints

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Say something else in the hint bar."""
        self._hints = tuple(hints)

    def set_rows(self, rows: Rows | Sequence[Row], *, same: Callable[[Any, Any], bool] | None = None,
                 first: bool = False) -> None:
        """Show other rows and mark the one marked before, by `same`, else its `id`, else its place; or the first."""
        current, place = self.current(), self.currentIndex().row()
        top = self.verticalScrollBar().value()
        self._table.set_rows(rows)
        if first:
            self.scrollToTop()
            self.select(0)
            return
        self.verticalScrollBar().setValue(top)
        found = self._find(current, place, same)
        self.select(found if found >= 0 else min(max(place, 0), self._table.rowCount() - 1))

    def show_columns(self, names: Sequence[str] = ()) -> None:
        """Show only these columns, all where none is named; without a stretching one the last takes the room."""
        for place, column in enumerate(self._columns):
            self.setColumnHidden(place, bool(names) and column.name not in names)
        self._lay_columns()

    def set_titles(self, titles: Mapping[str, str]) -> None:
        """Other words over columns, by their names."""
        self._columns = tuple(attrs.evolve(column, title=titles.get(column.name, column.title))
                              for column in self._columns)
        self._table.columns = self._columns
        self._header.viewport().update()

    def current(self) -> Row:
        """The current row object, None where there is none."""
        return self._table.row(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def select(self, place: int) -> None:
        """Make a row current; from a heading on, the next row that is none."""
        while place < self._table.rowCount() and isinstance(self._table.row(place), Heading):
            place += 1
        if not 0 <= place < self._table.rowCount():
            self.chosen.emit(None)
            return
        index = self._table.index(place, 0)
        before = self.currentIndex().row()
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows)
        if before == place:
            self.chosen.emit(self.current())

    def select_id(self, id: str) -> bool:
        """Make the row of an id current and show it; False where it is not among the rows."""
        place = self._table.place_of(id)
        if place is None or place < 0:
            return False
        self.select(place)
        self.scrollTo(self._table.index(place, 0))
        return True

    def set_order(self, name: str, *, descending: bool = False) -> None:
        """The order of the rows that are set next; nothing is read."""
        self._table.sorted_by = (name, descending)
        self._header.viewport().update()

    def needed_width(self) -> int:
        """The width at which every column that is shown has the room it asks for."""
        look = theme.active()
        return sum(look.text_px(column.width) for place, column in enumerate(self._columns)
                   if not self.isColumnHidden(place))

    def order_by(self, name: str, *, descending: bool = False) -> None:
        """Order by a column, or as the rows come where no name is given; the current row stays so."""
        current = self.current()
        self._table.order_by(name, descending)
        self._header.viewport().update()
        self.select(max(0, self._find(current, 0, None)))
        self.scrollTo(self.currentIndex())

    def select_where(self, fits: Callable[[Row], bool]) -> bool:
        """Make the first row that fits current; looks through rows in memory or fetched, in order."""
        for place in range(self._table.rowCount()):
            row = self._table.row(place)
            if row is not None and not isinstance(row, Heading) and fits(row):
                self.select(place)
                self.scrollTo(self._table.index(place, 0))
                return True
        return False

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row became current."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self._table.row(current.row()))

    def scrollTo(self, index: Index,
                 hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Bring a row into sight, also by a column that is not shown; Qt alone would leave it where it is."""
        if index.isValid() and self.isColumnHidden(index.column()):
            shown = (place for place in range(len(self._columns)) if not self.isColumnHidden(place))
            index = self._table.index(index.row(), next(shown, 0))
        super().scrollTo(index, hint)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Walk over headings; Home and End go to the first and last row."""
        moves = QAbstractItemView.CursorAction
        last = self._table.rowCount() - 1
        if action == moves.MoveHome:
            index = self._table.index(0, 0)
        elif action == moves.MoveEnd:
            index = self._table.index(last, 0)
        else:
            index = super().moveCursor(action, modifiers)
        step = -1 if action in (moves.MoveUp, moves.MovePageUp, moves.MoveEnd) else 1
        place = index.row()
        while 0 <= place <= last and isinstance(self._table.row(place), Heading):
            place += step
        if not 0 <= place <= last:
            return self.currentIndex()
        return self._table.index(place, max(0, index.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row; letters are left to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            if self.current() is not None:
                self.opened.emit(self.current())
            return
        if event.text() and event.text().isprintable() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the mouse: two rows are painted, not the table."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the action word does it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and self._columns[index.column()].action:
            self.opened.emit(self._table.row(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the mouse, which becomes current; by the key, of the current row."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = self.rowAt(event.pos().y())
            if place >= 0 and not isinstance(self._table.row(place), Heading):
                self.select(place)
                self.menu_asked.emit(self._table.row(place), event.globalPos())
        elif self.current() is not None:
            self.menu_asked.emit(self.current(), self.below_current())
        event.accept()

    def below_current(self) -> QPoint:
        """The point of the screen at which the current row's menu belongs."""
        rect = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(theme.active().px(16), rect.bottom()))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the mouse."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row where none is current; Qt makes one current by itself, but does not mark it."""
        nowhere = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if nowhere and self._table.rowCount():
            self.select(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The selection turns grey."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room that is over to the stretching column."""
        super().resizeEvent(event)
        self._lay_columns()

    def _lay_columns(self) -> None:
        look = theme.active()
        widths = [look.text_px(column.width) for column in self._columns]
        shown = [place for place in range(len(widths)) if not self.isColumnHidden(place)]
        over = self.viewport().width() - sum(widths[place] for place in shown)
        stretching = next((place for place in shown if self._columns[place].stretch), shown[-1] if shown else -1)
        for place in shown:
            more = min(over, look.text_px(self._columns[place].most) - widths[place])
            if more > 0:
                widths[place] += more
                over -= more
        if shown:
            scrolls = self.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            least = widths[stretching] if scrolls else look.text_px(60)
            widths[stretching] = max(widths[stretching] + over, least)
            self._header.edges = self._delegate.edges = (shown[0], shown[-1])
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)

    def _lay_special(self) -> None:
        """Headings and rows that open more go across; headings are a little higher."""
        self.clearSpans()
        header = self.verticalHeader()
        header.setDefaultSectionSize(self._row_height)
        for place in self._table.special:
            if len(self._columns) > 1:
                self.setSpan(place, 0, 1, len(self._columns))
            if isinstance(self._table.row(place), Heading):
                self.setRowHeight(place, theme.active().group_row)

    def _hover(self, row: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, row
        if before == row:
            return
        for place in (before, row):
            if place >= 0:
                top = self.rowViewportPosition(place)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(place))

    def _sort(self, section: int) -> None:
        column = self._columns[section]
        if not column.sortable:
            return
        again = self._table.sorted_by == (column.name, False)
        self.order_by(column.name, descending=again)
        self.ordered.emit(column.name, again)

    def _find(self, wanted: Row, place: int, same: Callable[[Any, Any], bool] | None) -> int:
        """Where a row is now, -1 where it is not seen. Without an id that the provider can place, it is looked for near
        its old place first, then among the first thousand.
        """
        if wanted is None:
            return -1
        if same is None:
            mark = getattr(wanted, "id", None)
            if mark is None:
                return -1
            known = self._table.place_of(mark)
            if known is not None:
                return known
            same = lambda one, other: getattr(one, "id", None) == getattr(other, "id", None)  # noqa: E731
        count = self._table.rowCount()
        near = range(max(0, place - 200), min(count, place + 200))
        for candidate in (*near, *range(min(count, 1000))):
            if same(self._table.row(candidate), wanted):
                return candidate
        return -1
