"""The tab of plots: how the round stands, the register of plots, and what is known of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.plot_detail import PlotDetail
from panhuang_desk.desk.pages.patrols.plot_entry import PlotEntry
from panhuang_desk.desk.pages.patrols.tables import ListTable
from panhuang_desk.desk.pages.patrols.tiles import Tiles
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.services import patrol_views, patrols, records

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


def _fitting() -> tuple[str, ...]:
    """The columns that fit beside the detail: at 125 % all but the land kind."""
    look = theme.active()
    return () if look.text_size == 100 or look.narrow else ("name", "group", "area", "state", "last")


class PlotsTab(PatrolsTabBase):
    """Enter or F2 corrects a plot, Right shows its detail, Ctrl+H registers a new one, Delete deletes."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.detail: PlotDetail = PlotDetail(desk)
        self._rows: list[Any] = []
        self._round = patrol_views.round_of(self.session)
        box = column(self, 0, 16)
        self.tiles = Tiles()
        box.addWidget(self.tiles)
        self.panes = TwoPanes(self._list(), self.detail)
        self.panes.slimmed.connect(self._slim)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        box.addWidget(self._stack, 1)
        self.detail.edit.connect(self.on_edit)
        self.detail.follow_up.connect(self.on_follow_up)
        self.detail.give_up.connect(self._give_up)
        self.detail.remove.connect(self._delete)
        self.tie(self.detail)

    # What the page uses

    def load(self, village: str) -> None:
        """Read the register and how the round stands."""
        self.village = village
        self._round = patrol_views.round_of(self.session)
        self._rows = patrols.plots(self.session, village, active_only=False)
        numbers = sorted({row.group_no for row in self._rows if row.group_no})
        self.group_chip.set_options([Choice(str(number), f"{number} 组") for number in numbers])
        self.tiles.show_standing(patrol_views.standing(self.session, village))
        empty = not self._rows and self.entry is None
        self._stack.setCurrentIndex(1 if empty else 0)
        self.tiles.setVisible(not empty and (self.panes.at_list or not theme.active().narrow))
        self._narrow()

    @property
    def empty(self) -> bool:
        """Whether there is no plot at all."""
        return not self._rows

    def rest(self) -> None:
        """The keys to the list."""
        if self._stack.currentIndex() == 1:
            self.first_button.setFocus()
        elif self.panes.at_list:
            self.table.setFocus()
        else:
            self.detail.take_focus()

    def go_on(self) -> bool:
        """Another new plot."""
        self.new_plot()
        return True

    def show_plot(self, id: str) -> None:
        """Mark a plot and show what is known of it; filters that hide it are taken off."""
        self.panes.close_entry()
        if not self.table.select_where(lambda row: row.id == id):
            self.search.clear()
            self.group_chip.choose("")
            for chip in (self.due_chip, self.never_chip):
                chip.setChecked(False)
            self.gone_chip.setChecked(any(row.id == id and row.inactive_from for row in self._rows))
            self._narrow()
            self.table.select_where(lambda row: row.id == id)
        self.look()

    def new_plot(self) -> None:
        """The form of a new plot."""
        self._stack.setCurrentIndex(0)
        self.open(PlotEntry(self.desk, village=self.village))

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (
            Hint(cap("new"), "记踏查"), Hint(cap("household"), "新的地块"), Hint(cap("find"), "查找"))

    # Keys

    def on_household(self) -> bool:
        """A new plot."""
        if self.entry is None:
            self.new_plot()
        return True

    def on_edit(self) -> bool:
        """Correct the plot that is marked."""
        row = self.table.current()
        record = self.session.store.get("plot", row.id) if row is not None and self.entry is None else None
        if record is not None:
            self.open(PlotEntry(self.desk, record))
        return True

    def on_follow_up(self) -> bool:
        """A follow-up of the plot, or of its check or find that is marked in the detail."""
        row = self.table.current()
        if row is not None:
            self.raise_from(("plot", row.id), words.plot_words(row.group_no, row.name))
        return True

    def on_delete(self) -> bool:
        """Delete the plot that is marked, while the list has the keys."""
        if self.entry is None and self.table.hasFocus():
            self._delete()
        return True

    # Inside

    def _list(self) -> QFrame:
        frame = QFrame()
        box = column(frame, 0, 12)
        self.search = SearchEdit("地块、组、类别")
        self.search.textChanged.connect(lambda _: self._narrow(first=True))
        self.search.leave.connect(lambda: self.table.setFocus())
        self.count = Label("", "caption", "ink2")
        head = row(None, 0, 12)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        box.addLayout(head)
        chips = QFrame()
        flow = FlowLayout(chips)
        self.due_chip, self.never_chip = FilterChip("只看待查"), FilterChip("没看过")
        self.group_chip, self.gone_chip = FilterChip("组"), FilterChip("连停用的")
        for chip in (self.due_chip, self.never_chip, self.group_chip):
            chip.chosen.connect(lambda _: self._narrow(first=True))
            flow.addWidget(chip)
        self.gone_chip.chosen.connect(lambda _: self._narrow())
        flow.addWidget(self.gone_chip)
        box.addWidget(chips)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        box.addWidget(sheet, 1)
        return frame

    def _make_table(self) -> ListTable:
        today = self.session.today
        faint = lambda r: "ink3" if r.inactive_from and r.inactive_from <= today().isoformat() else "ink"  # noqa: E731
        table = ListTable((
            Column("name", "地块", text=lambda r: r.name, stretch=True, tone=faint, sortable=True),
            Column("group", "组", text=lambda r: f"{r.group_no} 组" if r.group_no else "", width=60, tone="ink2",
                   sortable=True, key=lambda r: r.group_no),
            Column("land", "类别", text=lambda r: words.land(r.land_kind, short=True), width=100, tone="ink2",
                   sortable=True),
            Column("area", "亩", text=lambda r: words.area(r.area_mu), width=64, align="right", sortable=True,
                   key=lambda r: r.area_mu),
            Column("state", "状态", tag=lambda r: words.plot_tag(r, self._round, today()), width=104, sortable=True,
                   key=lambda r: words.plot_tag(r, self._round, today()).word),
            Column("last", "上次", text=lambda r: words.day(r.last_checked, today()), width=92, tone="ink2",
                   sortable=True, key=lambda r: r.last_checked),
        ), name="地块")
        table.say_keys("选地块", "改资料")
        table.chosen.connect(self._chosen)
        table.opened.connect(lambda _: self.look() if theme.active().narrow else self.on_edit())
        table.looked.connect(lambda _: self.look())
        return table

    def _narrow(self, *, first: bool = False) -> None:
        today = self.session.today_iso
        every = [(row, patrol_views.plot_state(row, self._round, today)) for row in self._rows]
        standing = [row for row, code in every if code != "inactive"]
        shown = [row for row, code in every if self._lets_through(row, code)]
        text = self.search.text().strip()
        if text:
            hits = {hit.id for hit in records.find(self.session, text, ("plot",), limit=10_000)}
            shown = [row for row in shown if row.id in hits or text in
                     f"{row.group_no} 组 {row.group_no}组 {words.land(row.land_kind)} {row.name}"]
        self.table.set_rows(shown)
        if first and shown:
            self.table.select(0)
        if not shown:
            self._chosen(None)
        whole = len(standing)
        self.count.setText(f"{whole} 块" if len(shown) == whole else f"{whole} 块，显示 {len(shown)} 块")

    def _lets_through(self, row: Any, code: str) -> bool:
        if self.group_chip.code and str(row.group_no) != self.group_chip.code:
            return False
        if self.never_chip.isChecked():
            return code == "never"
        if self.due_chip.isChecked():
            return code in ("due", "never")
        return code != "inactive" or self.gone_chip.isChecked()

    def _chosen(self, row: Any) -> None:
        if self.entry is not None and row is not None and self.entry.about != row.id:
            self.entry.form.flush_draft()
            self.panes.close_entry()
        self.detail.show_view(patrol_views.plot_view(self.session, row.id) if row is not None else None)

    def _give_up(self) -> None:
        row = self.table.current()
        if row is None:
            return
        gone = bool(row.inactive_from) and row.inactive_from <= self.session.today_iso
        try:
            saved = patrols.save_plot(self.session, {"inactive_from": None if gone else self.session.today_iso}, row.id)
        except UserError as problem:
            self.desk.error(problem)
            return
        if not saved.ok:
            self.desk.announce(saved.problems[0].message)
            return
        place = words.plot_words(row.group_no, row.name)
        self.desk.did(f"恢复踏查：{place}" if gone else f"停用了地块：{place}，以前的记录不变", saved.changes)
        self.rest()

    def _delete(self) -> None:
        row = self.table.current()
        if row is None:
            return
        self.panes.close_entry()
        try:
            changes = records.delete_record(self.session, "plot", row.id)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.desk.did(f"删除了地块：{words.plot_words(row.group_no, row.name)}", changes)
        self.rest()

    def _slim(self, slim: bool) -> None:
        self.table.show_columns(("name", "state", "last") if slim else _fitting())
        for widget in (self.count, self.gone_chip):
            widget.setVisible(not slim)
        self.tiles.setVisible(self.panes.at_list or not theme.active().narrow)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("map-pin", "还没有地块", "先登记可能种植的地方：菜园、林果地、大棚、荒地河坡。")
        self.first_button = page.add_button("登记地块", key=cap("household"), icon="plus")
        self.first_button.clicked.connect(self.on_household)
        page.add_link("看使用说明", "不知道登记哪些？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet
