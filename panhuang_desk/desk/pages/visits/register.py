"""The register at the left of the visits page: search, filters, and the households that they let through."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.services import households
from panhuang_desk.services.follow_ups import follow_ups
from panhuang_desk.services.households import HouseholdFilter

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import HouseholdRow

_SLIM_COLUMNS = ("door", "name", "met")
_COLUMNS_AT_125 = ("door", "name", "people", "met", "open")
_ALL_COLUMNS = ("door", "name", "tenure", "people", "met", "open")


class DoorSearch(SearchEdit):
    """The search over the register. `entered` is Enter: do the usual thing with the household that is marked."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts on the marked household; the rest as in every search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while one types."""
        return (Hint("Enter", "记走访"), Hint("↓", "到列表"), Hint(cap("household"), "新的一户"))


class Register(QFrame):
    """`chosen` tells the household that became current, `opened` the one that Enter asks for, `looked` the one whose
    detail Right asks for.
    """

    chosen = Signal(object)
    opened = Signal(object)
    looked = Signal(object)
    new_asked = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self.village = ""
        self._rows: list[HouseholdRow] = []
        self._due: set[str] = set()
        self._names = {each.code: wording.short_village(each.name) for each in self.session.store.villages}
        self._positions = {each.code: each.position for each in self.session.store.villages}
        self._today: dt.date = self.session.today()
        self._loading = self._slim = False
        box = column(self, 0, 12)
        self.search = DoorSearch("姓名、门牌、电话尾号、首字母")
        self.search.textChanged.connect(lambda _: self._typed())
        self.search.leave.connect(self.to_list)
        self.search.entered.connect(self._entered)
        head = row(None, 0, 12)
        head.addWidget(self.search, 3)
        self.count = Label("", "caption", "ink2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.count, 2)
        box.addLayout(head)
        box.addWidget(self._filters())
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing())
        sheet.column.addWidget(self._stack)
        box.addWidget(sheet, 1)

    # What the tab uses

    def load(self, village: str) -> None:
        """Read the register from the file; the current household stays."""
        self.village = village
        self._today = self.session.today()
        rows = households.all_rows(self.session, village)
        self._rows = sorted(rows, key=lambda row: self._positions.get(row.village, 0)) if self._mixed else rows
        today = self._today.isoformat()
        self._due = {row.household_id for row in follow_ups(self.session, village=village) if row.due_on <= today}
        self._lay_columns()
        numbers = sorted({row.group_no for row in self._rows if row.group_no})
        self.group_chip.set_options([Choice(str(number), f"{number} 组") for number in numbers])
        self._narrow()

    @property
    def empty(self) -> bool:
        """Whether there is no household at all."""
        return not self._rows

    @property
    def current(self) -> HouseholdRow | None:
        """The household that is marked."""
        found: HouseholdRow | None = self.table.current()
        return found

    def mark(self, id: str) -> bool:
        """Mark a household; filters that hide it are taken off. False where it is gone."""
        if not any(row.id == id for row in self._rows):
            return False
        if not self.table.select_where(lambda row: row.id == id):
            self.clear_filters()
            left = next(row for row in self._rows if row.id == id).inactive_from
            if left and left <= self._today.isoformat():
                self.left_chip.setChecked(True)
                self._narrow()
            return self.table.select_where(lambda row: row.id == id)
        return True

    def mark_next(self) -> bool:
        """Mark the household at the next door; what was searched for is taken off. False at the last one."""
        current = self.current
        if self.search.text() and current is not None:
            self._loading = True
            self.search.clear()
            self._loading = False
            self._narrow()
            self.mark(current.id)
        place = self.table.currentIndex().row() + 1
        if place >= self.table.table.rowCount():
            return False
        self.table.select(place)
        self.table.scrollTo(self.table.currentIndex())
        return True

    def set_slim(self, slim: bool) -> None:
        """Beside a form: three columns and the filters that matter."""
        self._slim = slim
        self._lay_columns()
        for widget in (self.count, self.tenure_chip, self.people_chip, self.left_chip):
            widget.setVisible(not slim)

    @property
    def _mixed(self) -> bool:
        """Whether households of several villages stand in the list."""
        return not self.village and len(self._names) > 1

    def _lay_columns(self) -> None:
        """The columns that there is room for; the village only where several stand in the list."""
        look = theme.active()
        shown = _SLIM_COLUMNS if self._slim else _COLUMNS_AT_125 if look.text_size == 125 or (
            self._mixed and not look.narrow) else _ALL_COLUMNS
        self.table.show_columns((("village",) if self._mixed else ()) + shown)

    def to_search(self) -> None:
        """The keys to the search, ready for the next door; Ctrl+Z is the desk's again, not that of the typed text."""
        self.search.setText(self.search.text())
        self.search.setFocus()
        self.search.selectAll()

    def to_list(self) -> None:
        """The keys to the list."""
        self.table.setFocus()

    def clear_filters(self) -> None:
        """Show the whole register."""
        self._loading = True
        self.search.clear()
        for chip in (self.group_chip, self.tenure_chip, self.people_chip):
            chip.choose("")
        for chip in (self.late_chip, self.open_chip, self.left_chip):
            chip.setChecked(False)
        self._loading = False
        self._narrow()

    def on_back(self) -> bool:
        """Esc in the list: back to the search, then filters off."""
        if self.table.hasFocus():
            self.to_search()
            return True
        if self._filter() != HouseholdFilter(village=self.village):
            self.clear_filters()
            return True
        return False

    # Building

    def _filters(self) -> QFrame:
        frame = QFrame()
        flow = FlowLayout(frame)
        self.group_chip = FilterChip("组")
        self.tenure_chip = FilterChip("房屋", HOUSEHOLD.by_name["tenure"].choices)
        self.people_chip = FilterChip("重点群体", [Choice(name, HOUSEHOLD.by_name[name].label)
                                               for name in KEY_GROUP_FIELDS])
        self.late_chip = FilterChip(f"{words.NOT_MET_DAYS} 天没见到")
        self.open_chip = FilterChip("有待办")
        self.left_chip = FilterChip("不再在册")
        for chip in (self.group_chip, self.tenure_chip, self.people_chip, self.late_chip, self.open_chip,
                     self.left_chip):
            chip.chosen.connect(lambda _: self._narrow())
            flow.addWidget(chip)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        frame.setSizePolicy(policy)
        return frame

    def _make_table(self) -> TableView:
        tenure = HOUSEHOLD.by_name["tenure"]

        def faint(row: HouseholdRow) -> str:
            return "ink3" if row.tenure == "vacant" or row.inactive_from else "ink"

        table = _RegisterTable((
            Column("village", "村", text=lambda r: self._names.get(r.village, ""), width=76, tone="ink2"),
            Column("door", "组门牌", text=words.door, width=108, tone=faint, sortable=True, key=self._walking_order),
            Column("name", "联系人", text=lambda r: self.desk.mask(r.contact_name) or "—", width=84, tone=faint,
                   sortable=True),
            Column("tenure", "房屋", text=lambda r: tenure.word(r.tenure), width=60, tone="ink2", sortable=True),
            Column("people", "重点", text=words.key_groups, width=90, stretch=True, tone="ink2"),
            Column("met", "上次见到", text=lambda r: words.last_met(r, self._today)[0], width=116,
                   tone=lambda r: "amber" if words.last_met(r, self._today)[1] else "ink2",
                   icon=lambda r: "clock" if words.last_met(r, self._today)[1] else "", sortable=True,
                   key=lambda r: r.last_met or "0"),
            Column("open", "待办", text=lambda r: str(r.open_follow_ups or ""), width=58, align="right",
                   tone=lambda r: "amber" if r.id in self._due else "ink", bold=lambda r: r.id in self._due,
                   sortable=True, key=lambda r: -r.open_follow_ups),
        ), name="户")
        table.set_hints((Hint(cap("move"), "换户"), Hint("Enter", "记走访"), Hint("→", "看详情"),
                         Hint(cap("edit"), "改资料")))
        table.chosen.connect(self._chosen)
        table.opened.connect(self.opened)
        table.looked.connect(self.looked)
        return table

    def _nothing(self) -> QFrame:
        frame = QFrame()
        box = column(frame, 24, 8)
        box.addStretch(1)
        self._none_title = Label("没有找到", "section")
        says = Label("换几个字再找；册里没有的，可以登记成新的一户。", "body", "ink2", wrap=True)
        for label in (self._none_title, says):
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

    def _walking_order(self, wanted: HouseholdRow) -> int:
        return self._places.get(wanted.id, 0)

    # Reacting

    def _filter(self) -> HouseholdFilter:
        return HouseholdFilter(
            village=self.village, group_no=int(self.group_chip.code or 0), tenure=self.tenure_chip.code,
            key_group=self.people_chip.code, not_met_days=words.NOT_MET_DAYS if self.late_chip.isChecked() else 0,
            open_follow_ups=self.open_chip.isChecked(), inactive=self.left_chip.isChecked(),
            text=self.search.text())

    def _narrow(self, *, first: bool = False) -> None:
        if self._loading:
            return
        narrowed = self._filter()
        found = households.narrow(self.session, narrowed)
        shown = found.fetch(0, found.count)
        self._places = {row.id: place for place, row in enumerate(shown)}
        self.table.set_rows(shown, first=first)
        text = narrowed.text.strip()
        self._none_title.setText(f"没有找到“{text}”" if text else "没有这样的户")
        self._stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self.chosen.emit(None)
        whole = found.whole
        self.count.setText(f"{whole} 户" if len(shown) == whole else f"{whole} 户，显示 {len(shown)} 户")

    def _typed(self) -> None:
        """What was typed is looked for at once, and the best answer is marked."""
        self._narrow(first=bool(self.search.text().strip()))

    def _entered(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _chosen(self, row: HouseholdRow | None) -> None:
        self.chosen.emit(row)


class _RegisterTable(TableView):
    """The table of the register; Right asks for the detail."""

    looked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes into the detail; the rest as in every table."""
        if event.key() == Qt.Key.Key_Right and self.current() is not None:
            self.looked.emit(self.current())
            return
        super().keyPressEvent(event)
