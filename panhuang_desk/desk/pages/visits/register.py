"""The register at the left of the visits page: search, filters, and the households that they let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import QueryRows
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits.register_columns import (
    ALWAYS,
    SLIM,
    USUAL,
    USUAL_AT_125,
    ColumnMenu,
    RegisterColumns,
)
from panhuang_desk.desk.pages.visits.register_filters import RegisterFilters
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.services import households
from panhuang_desk.services.households import HouseholdFilter
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.households import Narrowed
    from panhuang_desk.store.queries import HouseholdRow


_BESIDE = 20
"""The room that the scroll bar and the edges of the sheet take beside the columns."""


class DoorSearch(SearchEdit):
    """The search over the register. `entered` is Enter: do the usual thing with the household that is marked."""

    entered = Signal()
    found = True
    """Whether a household is marked by what is typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts on the marked household; the rest as in every search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while one types."""
        if not self.found:
            return (Hint(cap("household"), "新的一户"), Hint("Enter", "重新找"), Hint(cap("back"), "清空"))
        return (Hint("Enter", "记走访"), Hint("↓", "到列表"), Hint(cap("household"), "新的一户"))


class Register(QFrame):
    """`chosen` tells the household that became current, and whether it was found by typing; `opened` the one that Enter
    asks for, `looked` the one whose detail Right asks for; `needs` the width that the columns want.
    """

    chosen = Signal(object, bool)
    opened = Signal(object)
    looked = Signal(object)
    new_asked = Signal()
    needs = Signal(int)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self.village = ""
        self.look = desk.settings.list_look("register")
        self.empty = True
        """Whether there is no household at all, left or not."""
        self._slim = self._typing = self._filtering = self._loading = False
        self._whole: dict[bool, int] = {}
        self._searched = ""
        box = column(self, 0, 12)
        box.addLayout(self._head())
        self.filters = RegisterFilters(self.look, lambda: households.groups(self.session, self.village))
        self.filters.changed.connect(self._filtered)
        box.addWidget(self.filters)
        sheet = Sheet(1, spacing=0)
        self.columns = RegisterColumns(desk, lambda: self.filters.late_days)
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing())
        sheet.column.addWidget(self._stack)
        box.addWidget(sheet, 1)
        desk.mask_changed.connect(self._masked)

    # What the tab uses

    def load(self, village: str) -> None:
        """Look at the file anew; the current household stays."""
        self.village = village
        self.columns.begin()
        self._whole.clear()
        self._lay_columns()
        self._narrow()
        self.empty = not (self._count_whole(False) or self._count_whole(True))

    @property
    def current(self) -> HouseholdRow | None:
        """The household that is marked."""
        found: HouseholdRow | None = self.table.current()
        return found

    @property
    def at_end(self) -> bool:
        """Whether no household stands below the one that is marked."""
        return self.table.currentIndex().row() >= self.table.table.rowCount() - 1

    @property
    def not_there(self) -> tuple[int, str] | None:
        """The group and the door that are searched for in the whole register and not found."""
        asked = self._filter()
        if self.table.table.rowCount() or asked != HouseholdFilter(village=self.village, text=asked.text):
            return None
        return households.address_typed(asked.text)

    @property
    def narrowed(self) -> Narrowed:
        """The households that are shown, asked of the file anew."""
        return households.narrow(self.session, self._filter())

    def mark(self, id: str) -> bool:
        """Mark a household, or the one that it was merged into; filters that hide it are taken off. False where it is
        gone.
        """
        wanted = households.row_of(self.session, id)
        if wanted is None:
            return False
        if self.table.select_id(wanted.id):
            return True
        self._take_off()
        if wanted.inactive_from and wanted.inactive_from <= self.session.today_iso:
            self.filters.show_left()
        self._narrow()
        return self.table.select_id(wanted.id)

    def mark_next(self, after: str = "", day: str = "") -> bool:
        """Mark the household at the next door after that of an id which was not visited on the ISO `day`, nor later;
        what was searched for is taken off. False where there is none.
        """
        current = self.current
        if self.search.text():
            self._loading = True
            self.search.clear()
            self._loading = False
            self._narrow()
            if not self.table.select_id(after) and current is not None:
                self.mark(current.id)
        current = self.current
        rows, place = self.table.table, self.table.currentIndex().row()
        left_list = current is not None and after not in ("", current.id)
        place += 0 if left_list else 1
        while place < rows.rowCount() and day and rows.row(place).last_visit >= day:
            place += 1
        if place >= rows.rowCount():
            return False
        self.table.select(place)
        self.table.scrollTo(self.table.currentIndex())
        return True

    def set_slim(self, slim: bool) -> None:
        """Beside a form: three columns and the filters that matter."""
        self._slim = slim
        self._lay_columns()
        self.filters.set_slim(slim)
        for widget in (self.count, self.columns_button):
            widget.setVisible(not slim)

    def add_beside_count(self, widget: QWidget) -> None:
        """Put something between the search and the count; at 125 % behind the filters, where there is room."""
        if theme.active().text_size == 125:
            self.filters.add(widget)
        else:
            self._line.insertWidget(1, widget)

    def to_search(self) -> None:
        """The keys to the search, ready for the next door; Ctrl+Z is the desk's again, not that of the typed text."""
        self._loading = True
        self.search.setText(self.search.text())
        self._loading = False
        self.search.setFocus()
        self.search.selectAll()

    def to_list(self) -> None:
        """The keys to the list."""
        self.table.setFocus()

    def clear_filters(self) -> None:
        """Show the whole register."""
        self._take_off()
        self._narrow()

    def show_only(self, filters: Mapping[str, str]) -> None:
        """Show those that these filters let through, given by the names of their chips, and no others; what is kept
        for the next start stays as it was.
        """
        self._loading = True
        self.search.clear()
        self._loading = False
        self.filters.show_only(filters)
        self._narrow()
        self.table.select(0)

    def shown_columns(self) -> Sequence[str]:
        """The names of the columns that are shown, in their order."""
        return [each.name for place, each in enumerate(self.columns.all) if not self.table.isColumnHidden(place)]

    # Keys

    def on_export(self) -> bool:
        """Give the households that are shown out as a table, with the columns that are shown."""
        from panhuang_desk.desk.giving_out import give_out

        table, order = self.table.table, self.table.table.sorted_by
        rows = self.narrowed.fetch(0, table.rowCount(), order[0] or "door", order[1])
        give_out(self.desk, "household", columns=self.columns.given_out(rows, self.shown_columns()),
                 ids=[each.id for each in rows])
        return True

    def on_back(self) -> bool:
        """Esc in the list: back to the search, then filters off."""
        if self.table.hasFocus():
            self.to_search()
            return True
        if self._filter() != HouseholdFilter(village=self.village):
            self.clear_filters()
            return True
        return False

    def on_columns(self) -> bool:
        """Choose columns and the order."""
        at = self.columns_button if self.columns_button.isVisible() else self.table
        self._column_menu().popup(at.mapToGlobal(at.rect().bottomLeft() if at is self.columns_button
                                                 else at.rect().topLeft()))
        return True

    # Building

    def _head(self) -> QHBoxLayout:
        head = self._line = row(None, 0, 12)
        self.search = DoorSearch("门牌、姓名、尾号、首字母")
        self.search.textChanged.connect(lambda _: self._typed())
        self.search.leave.connect(self.to_list)
        self.search.entered.connect(self._entered)
        head.addWidget(self.search, 1)
        self.count = Label("", "caption", "ink2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setMinimumWidth(theme.active().text_px(136))
        head.addWidget(self.count)
        self.columns_button = Button("", "quiet", icon="table-2", name="列和排序")
        self.columns_button.setAccessibleDescription(cap("columns"))
        self.columns_button.clicked.connect(self.on_columns)
        head.addWidget(self.columns_button)
        return head

    def _make_table(self) -> TableView:
        table = _RegisterTable(self.columns.all, name="户")
        table.set_hints((Hint(cap("move"), "换户"), Hint("Enter", "记走访"), Hint("→", "看详情"),
                         Hint(cap("menu"), "更多")))
        table.chosen.connect(lambda found: self.chosen.emit(found, self._typing or self._filtering))
        table.opened.connect(self.opened)
        table.looked.connect(self.looked)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        table.setHorizontalScrollMode(TableView.ScrollMode.ScrollPerPixel)
        table.ordered.connect(self._ordered)
        table.header_menu_asked.connect(lambda at: self._column_menu().popup(at))
        table.set_order(self.look.order, descending=self.look.descending)
        return table

    def _column_menu(self) -> ColumnMenu:
        return ColumnMenu(self.table, self.columns, self.look, self._usual(), self._columns_changed)

    def _nothing(self) -> QFrame:
        frame = QFrame()
        box = column(frame, 24, 8)
        box.addStretch(1)
        self._none_title = Label("没有找到", "section")
        self._none_says = Label("", "body", "ink2", wrap=True)
        for label in (self._none_title, self._none_says):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(label)
        links = row(None, 0, 12)
        links.addStretch(1)
        for text, key, do in (("显示全部", cap("back"), self.clear_filters),
                              ("新的一户", cap("household"), self.new_asked.emit)):
            link = Link(text, key=key)
            link.clicked.connect(lambda _=False, do=do: do())
            links.addWidget(link)
        links.addStretch(1)
        box.addLayout(links)
        box.addStretch(2)
        return frame

    @property
    def _mixed(self) -> bool:
        """Whether households of several villages stand in the list."""
        return not self.village and len(self.session.store.villages) > 1

    def _usual(self) -> Sequence[str]:
        look = theme.active()
        return USUAL_AT_125 if look.text_size == 125 or (self._mixed and not look.narrow) else USUAL

    def _lay_columns(self) -> None:
        """The columns that were chosen, else those that there is room for; the village where several are listed."""
        slim = SLIM[:-1] if self._mixed else SLIM
        shown = slim if self._slim else self.look.columns or self._usual()
        self.table.show_columns((*(("village",) if self._mixed else ()), *ALWAYS, *shown))
        self.needs.emit(self.table.needed_width() + _BESIDE)

    # Reacting

    def _filter(self) -> HouseholdFilter:
        return self.filters.filter(self.village, self.search.text().strip())

    def _narrow(self) -> None:
        if self._loading:
            return
        asked = self._filter()
        found = households.narrow(self.session, asked)

        def fetch(first: int, size: int, name: str, descending: bool) -> list[HouseholdRow]:
            rows = found.fetch(first, size, name or "door", descending)
            self.columns.fill(rows, self.look.columns)
            return rows

        self._order_for(asked.text)
        self.table.set_rows(QueryRows(
            lambda: found.count, fetch, lambda id, name, descending: found.place_of(id, name or "door", descending)),
            first=self._typing and bool(asked.text))
        self._stack.setCurrentIndex(0 if found.count else 1)
        if self.search.found != bool(found.count):
            self.search.found = bool(found.count)
            self.desk.update_hints()
        if not found.count:
            self._tell_nothing(asked)
            self.chosen.emit(None, self._typing or self._filtering)
        if asked == HouseholdFilter(village=self.village, inactive=asked.inactive):
            self._whole[asked.inactive] = found.count
        whole = self._count_whole(asked.inactive)
        self.count.setText(f"共 {whole} 户" if found.count == whole else f"显示 {found.count} 户，共 {whole} 户")

    def _order_for(self, text: str) -> None:
        """While one searches the best answers stand first, unless another order is asked for meanwhile."""
        if bool(text) != bool(self._searched):
            self.table.set_order("" if text else self.look.order, descending=not text and self.look.descending)
        self._searched = text

    def _tell_nothing(self, asked: HouseholdFilter) -> None:
        filtered = asked != HouseholdFilter(village=self.village, text=asked.text)
        place = household_words(*at) if (at := self.not_there) else ""
        self._none_title.setText(f"没有 {place}" if place else
                                 f"没有找到“{self.desk.cover(asked.text)}”" if asked.text else "没有这样的户")
        self._none_says.setText(
            "筛选还开着，按 Esc 显示全部再找。" if filtered else
            "换个门牌再找；册里没有的，可以登记成新的一户，组别和门牌号已填好。" if place else
            "换几个字再找；册里没有的，可以登记成新的一户。")

    def _count_whole(self, inactive: bool) -> int:
        if inactive not in self._whole:
            asked = HouseholdFilter(village=self.village, inactive=inactive)
            self._whole[inactive] = households.narrow(self.session, asked).count
        return self._whole[inactive]

    def _take_off(self) -> None:
        self._loading = True
        self.search.clear()
        self.filters.clear()
        self._loading = False

    def _typed(self) -> None:
        """What was typed is looked for at once, and the best answer is marked."""
        self._typing = True
        self._narrow()
        self._typing = False

    def _masked(self, on: bool) -> None:
        """What was searched for may be a name: it goes, and the household that it found stays marked."""
        current = self.current
        if on and self.search.text():
            self._loading = True
            self.search.clear()
            self._loading = False
            self._narrow()
            if current is not None:
                self.mark(current.id)

    def _filtered(self) -> None:
        """The list first; the detail follows at rest."""
        self._filtering = True
        self._narrow()
        self._filtering = False

    def _entered(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)
        else:
            self.search.selectAll()  # what is typed next stands for what was not found

    def _ordered(self, name: str, descending: bool) -> None:
        self.look.order, self.look.descending = name, descending

    def _columns_changed(self) -> None:
        self._lay_columns()
        self._narrow()


class _RegisterTable(TableView):
    """The table of the register; Right asks for the detail. More columns than there is room for scroll sideways, by
    Left and Right too.
    """

    looked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right; the rest as in every table."""
        bar, key = self.horizontalScrollBar(), event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            before, step = bar.value(), theme.active().text_px(96)
            bar.setValue(before + (step if key == Qt.Key.Key_Right else -step))
            if key == Qt.Key.Key_Right and bar.value() == before and self.current() is not None:
                self.looked.emit(self.current())
            return
        super().keyPressEvent(event)
