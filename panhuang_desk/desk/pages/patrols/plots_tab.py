"""The tab of plots: how the round stands, the register of plots, and what is known of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.plot_detail import PlotDetail
from panhuang_desk.desk.pages.patrols.plot_entry import PlotEntry
from panhuang_desk.desk.pages.patrols.plot_filters import PlotFilters
from panhuang_desk.desk.pages.patrols.plot_menu import open_menu
from panhuang_desk.desk.pages.patrols.plots_out import give_plots_out
from panhuang_desk.desk.pages.patrols.tables import ListTable
from panhuang_desk.desk.pages.patrols.tiles import Tiles
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.services import patrol_views, patrols, records, season
from panhuang_desk.services.import_result import ImportResult
from panhuang_desk.services.plots import standing_for
from panhuang_desk.store.queries import PlotRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


def _fitting() -> tuple[str, ...]:
    """The columns that fit beside the detail: at 125 % all but the land kind."""
    look = theme.active()
    return () if look.text_size == 100 or look.narrow else ("name", "group", "area", "state", "last")


class PlotsTab(PatrolsTabBase):
    """Enter or F2 corrects a plot, Right shows its detail, Shift+F10 what else can be done, Ctrl+H registers a new one,
    Ctrl+I brings plots in, Ctrl+E gives those listed out, Delete deletes.
    """

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.detail: PlotDetail = PlotDetail(desk)
        self._rows: list[PlotRow] = []
        self._round = patrol_views.round_of(self.session)
        self._merged: dict[str, str] = {}
        self._standings: dict[str, str] = {}
        self._since = ""
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
        self.detail.menu.connect(self._menu)
        self.table.menu_asked.connect(lambda _, at: self._menu(at))
        self.tie(self.detail)

    # What the page uses

    def load(self, village: str) -> None:
        """Read the register and how the round stands."""
        self.village = village
        self._round = patrol_views.round_of(self.session)
        every = patrols.plots(self.session, village, active_only=False)
        self._rows = [row for row in every if not row.merged_into]
        self._merged = {row.id: row.merged_into for row in every if row.merged_into}
        self._standings = {id: stands.code for id, stands in season.standings(self.session, village).items()}
        shown = season.season_shown(self.session)
        self._since = shown[0].window(shown[1])[0] if shown else self._round.first
        self.filters.offer_groups(sorted({row.group_no for row in self._rows if row.group_no}))
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
        """Mark a plot, or the one that it was merged into, and show what is known of it; filters that hide it are taken
        off.
        """
        id = standing_for(self.session, id)
        self.panes.close_entry()
        if not self.table.select_where(lambda row: row.id == id):
            self.search.clear()
            self.filters.clear()
            if any(row.id == id and row.inactive_from for row in self._rows):
                self.filters.show_gone()
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
            Hint(cap("household"), "新的地块"), Hint(cap("import"), "导入"), Hint(cap("export"), "导出"),
            Hint(cap("menu"), "更多"))

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
            self.delete_plot()
        return True

    def on_menu(self) -> bool:
        """What can be done with the plot that is marked."""
        if self.entry is None and self.table.current() is not None:
            if self.panes.at_list:
                self._menu(self.table.below_current())
            else:
                self.detail.more_button.click()
        return True

    def on_import(self) -> bool:
        """Plots from a table or a map."""
        self.import_from()
        return True

    def on_export(self) -> bool:
        """The plots that are listed, in their order, as a table or for maps."""
        if self.entry is None:
            rows = [self.table.table.row(place) for place in range(self.table.table.rowCount())]
            give_plots_out(self.desk, [row.id for row in rows if isinstance(row, PlotRow)], self.village)
        return True

    def import_from(self, path: str = "") -> None:
        """Plots from a file, which is chosen unless it is named."""
        from panhuang_desk.desk.pages.patrols.plot_import.view import PlotImport

        view = PlotImport(self.desk, self.village)
        view.ready.connect(lambda: self.over_asked.emit(view))
        view.imported.connect(self._imported)
        view.start(Path(path) if path else None)

    def delete_plot(self) -> None:
        """Delete the plot that is marked; the bar at the foot offers to undo it."""
        row = self.table.current()
        if not isinstance(row, PlotRow):
            return
        self.remove(lambda: records.delete_record(self.session, "plot", row.id),
                    f"删除了地块：{words.plot_words(row.group_no, row.name)}")

    # Inside

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        """The plot that was saved is marked: what is pressed next is about it."""
        record = self.entry.record if self.entry is not None else None
        super()._saved(said, changes, go_on)
        if record is not None and self.entry is None:
            self.table.select_where(lambda row: row.id == record.id)

    def _list(self) -> QFrame:
        self._look = self.session.settings.list_look("plots")
        self.filters = PlotFilters(self._look)
        self.table = self._make_table()
        self.table.set_order(self._look.order, descending=self._look.descending)
        self.table.ordered.connect(self._keep_order)
        self._none = EmptyPage("search", "没有这样的地块", "换一个词找，或者去掉几个筛选。")
        self._first = EmptyPage("map-pin", "还没有地块", "右边填好了保存，就列在这里。")
        pane = self.pane("地块、组、类别", self.filters, lambda: self._narrow(first=True), self._none, self._first)
        self._listed = pane.stack
        return pane

    def _make_table(self) -> ListTable:
        today = self.session.today

        def faint(row: PlotRow) -> str:
            return "ink3" if row.inactive_from and row.inactive_from <= today().isoformat() else "ink"

        def tag(row: PlotRow) -> TagLook:
            return words.plot_tag(row, self._round, today(), self._standings.get(row.id, ""))

        table = ListTable((
            Column("name", "地块", text=lambda r: r.name, stretch=True, tone=faint, sortable=True),
            Column("group", "组", text=lambda r: f"{r.group_no} 组" if r.group_no else "", width=60, tone="ink2",
                   sortable=True, key=lambda r: r.group_no),
            Column("land", "类别", text=lambda r: words.land(r.land_kind, short=True), width=100, tone="ink2",
                   sortable=True),
            Column("area", "亩", text=lambda r: words.area(r.area_mu), width=64, align="right", sortable=True,
                   key=lambda r: r.area_mu or 0.0),
            Column("state", "状态", tag=tag, width=104, sortable=True, key=lambda r: words.PRESSING.index(tag(r).word)),
            Column("last", "上次", text=lambda r: words.day(r.last_checked, today()), width=92, tone="ink2",
                   sortable=True, key=lambda r: r.last_checked),
        ), name="地块")
        table.say_keys("选地块", "改资料", Hint(cap("import"), "导入"), Hint(cap("export"), "导出"))
        table.chosen.connect(self._chosen)
        table.opened.connect(lambda _: self.look() if theme.active().narrow else self.on_edit())
        table.looked.connect(lambda _: self.look())
        return table

    def _narrow(self, *, first: bool = False) -> None:
        today = self.session.today_iso
        standing = [row for row in self._rows if not (row.inactive_from and row.inactive_from <= today)]
        shown = [row for row in self._rows if self.filters.lets_through(
            row, self._standings.get(row.id, ""), self._since, today)]
        text = self.search.text().strip()
        if text:
            found = [hit.id for hit in records.find(self.session, text, ("plot",), limit=10_000)]
            hits = {self._merged.get(id, id) for id in found}
            shown = [row for row in shown if row.id in hits or text in
                     f"{row.group_no} 组 {row.group_no}组 {words.land(row.land_kind)} {row.name}"]
        self.table.set_rows(shown)
        self._listed.setCurrentIndex(0 if shown else 1 if self._rows else 2)
        if first and shown:
            self.table.select(0)
        if not shown:
            self._chosen(None)
        self.count.setText(self._count_words(standing, shown))

    def _count_words(self, standing: Sequence[PlotRow], shown: Sequence[PlotRow]) -> str:
        """118 块，326.5 亩; what is shown where that is not all."""
        size = show_decimal(round(sum(row.area_mu or 0 for row in shown), 1))
        if len(shown) == len(standing) and not self.filters.any_on:
            return f"{len(shown)} 块，{size} 亩"
        return f"{len(standing)} 块，显示 {len(shown)} 块，{size} 亩"

    def _chosen(self, row: Any) -> None:
        if self.entry is not None and row is not None and self.entry.about != row.id:
            self.entry.form.flush_draft()
            self.panes.close_entry()
        self.detail.show_view(patrol_views.plot_view(self.session, row.id) if row is not None else None)

    def _keep_order(self, name: str, descending: bool) -> None:
        self._look.order, self._look.descending = name, descending

    def _menu(self, at: QPoint) -> None:
        if self.detail.view is not None and self.entry is None:
            open_menu(self, self.detail.view, at)

    def _imported(self, result: ImportResult) -> None:
        """Show what came in."""
        if self.isVisible() and result.changes.records:
            self.show_plot(result.changes.records[-1][1])

    def _slim(self, slim: bool) -> None:
        self.table.show_columns(("name", "state", "last") if slim else _fitting())
        self.count.setVisible(not slim)
        self.filters.set_slim(slim)
        self.tiles.setVisible(self.panes.at_list or not theme.active().narrow)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("map-pin", "还没有地块", "先登记可能种植的地方：菜园、林果地、大棚、荒地河坡。")
        self.first_button = page.add_button("登记地块", key=cap("household"), icon="plus")
        self.first_button.clicked.connect(self.on_household)
        page.add_button("从表格、地图导入", "secondary", key=cap("import")).clicked.connect(self.on_import)
        page.add_link("看使用说明", "不知道登记哪些？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet
