"""The tab of finds: how far each has come, and the form of its further steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.finding_detail import FindingDetail
from panhuang_desk.desk.pages.patrols.finding_entry import FindingEntry, RecheckEntry
from panhuang_desk.desk.pages.patrols.tables import ListTable
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.tabs.filter_row import FilterRow
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.papers import Papers
from panhuang_desk.desk.tabs.tab import GONE
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.find_steps import STATES, state
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.services import finds, patrol_views, patrols, records
from panhuang_desk.services.finding_paper import FINDING_PAPER, finding_paper, finding_paper_warning

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


def _fitting() -> tuple[str, ...]:
    """The columns that fit beside the detail: at 125 % all but the species."""
    look = theme.active()
    return () if look.text_size == 100 or look.narrow else ("day", "plot", "plants", "state")


class FindingsTab(PatrolsTabBase):
    """Enter or F2 opens the form at the next step, Right shows the detail, Ctrl+P the find's record on paper. Finds
    begin in a patrol.
    """

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.detail: FindingDetail = FindingDetail(desk)
        self._rows: list[Any] = []
        box = column(self, 0, 12)
        self.strip = Strip("", "bad")
        self.strip.hide()
        box.addWidget(self.strip)
        self.panes = TwoPanes(self._list(), self.detail)
        self.panes.slimmed.connect(self._slim)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        self.papers = Papers(desk, self._stack)
        self.papers.closed.connect(self.rest)
        box.addWidget(self.papers, 1)
        self.detail.edit.connect(self.on_edit)
        self.detail.follow_up.connect(self.on_follow_up)
        self.detail.recheck.connect(self.recheck)
        self.detail.print_asked.connect(self.on_print)
        self.detail.place_asked.connect(self._place_of_plot)
        self.detail.remove.connect(self._delete)
        self.tie(self.detail)

    # What the page uses

    def load(self, village: str) -> None:
        """Read the finds."""
        self.village = village
        self._rows = patrols.findings(self.session, village)
        years = sorted({row.found_at[:4] for row in self._rows if row.found_at}, reverse=True)
        self.year_chip.set_options([Choice(year, f"{year}年") for year in years])
        self._stack.setCurrentIndex(0 if self._rows or self.entry is not None else 1)
        unreported = [row for row in self._rows if state(words.find_values(row)) == "unreported"]
        self.strip.setVisible(bool(unreported))
        if unreported:
            places = "、".join(words.plot_words(row.group_no, row.plot_name) for row in unreported)
            self.strip.set_text(f"{len(unreported)} 处发现还没有报告派出所，请马上报告：{places}")
        self._narrow()

    def rest(self) -> None:
        """The keys to the list."""
        if self.papers.paper is not None:
            self.papers.paper.take_focus()
        elif self._stack.currentIndex() == 1:
            self.first_button.setFocus()
        elif self.panes.at_list:
            self.table.setFocus()
        else:
            self.detail.take_focus()

    def show_finding(self, id: str) -> None:
        """Mark a find and show how far it has come."""
        self.panes.close_entry()
        if not self.table.select_where(lambda row: row.id == id):
            self.search.clear()
            self.filters.clear()
            self._narrow()
            self.table.select_where(lambda row: row.id == id)
        self.look()

    def go_on_with(self, id: str, do: str, *, back: str = "") -> None:
        """Open the form of a find's next step, or with `do` recheck that of its recheck."""
        self.show_finding(id)
        view = patrol_views.finding_view(self.session, id)
        if view is None:
            self.desk.announce(GONE)
        else:
            self.open(RecheckEntry(self.desk, view) if do == "recheck" else FindingEntry(self.desk, view), back=back)

    def photo_strip(self) -> PhotoStrip | None:
        """Where a photo belongs that is added now: the form that is open, else the find that is shown."""
        if self.entry is not None:
            return getattr(self.entry, "photos", None)
        return self.detail.photos if self.detail.view is not None else None

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("new"), "记踏查"), Hint(cap("find"), "查找"))

    # Keys

    def on_edit(self) -> bool:
        """The form of the find that is marked."""
        row = self.table.current()
        view = patrol_views.finding_view(self.session, row.id) if row is not None and self.entry is None else None
        if view is not None:
            self.open(FindingEntry(self.desk, view))
        return True

    def on_photo(self) -> bool:
        """Photos of the find."""
        strip = self.photo_strip()
        return strip is not None and strip.on_photo()

    def on_paste(self) -> bool:
        """Photos that were copied."""
        strip = self.photo_strip()
        return strip is not None and strip.on_paste()

    def on_print(self) -> bool:
        """The record of the find that is marked, on paper; without one the page has blank ones."""
        row = self.table.current()
        if row is None and self.entry is None and self.papers.paper is None:
            return False
        if row is None or self.entry is not None or self.papers.paper is not None:
            return True
        id, warning = row.id, finding_paper_warning(self.session, row.id)
        self.papers.show_paper(FINDING_PAPER, lambda session, masked: finding_paper(session, id, masked=masked),
                               warning=warning)
        return True

    def on_back(self) -> bool:
        """The paper goes first."""
        return self.papers.close_paper() or super().on_back()

    def on_follow_up(self) -> bool:
        """A follow-up of the find that is marked."""
        row = self.table.current()
        if row is not None:
            self.raise_from(("plant_finding", row.id),
                            f"{words.plot_words(row.group_no, row.plot_name)}·{words.find_words(row)}")
        return True

    def on_delete(self) -> bool:
        """Delete the find that is marked, while the list has the keys."""
        strip = self.photo_strip()
        if strip is not None and strip.on_delete():
            return True
        if self.entry is None and self.table.hasFocus():
            self._delete()
        return True

    def recheck(self) -> None:
        """The form of the recheck of the find that is marked."""
        row = self.table.current()
        if row is not None and self.entry is None:
            self.go_on_with(row.id, "recheck")

    # Inside

    def _list(self) -> QFrame:
        self.state_chip = FilterChip("状态", [Choice("open", "没办结的"), *(
            Choice(code, word) for code, word in STATES.items())])
        self.species_chip = FilterChip("种类", PLANT_FINDING.by_name["species"].choices)
        self.year_chip = FilterChip("年份")
        self.filters = FilterRow({"state": self.state_chip, "species": self.species_chip, "year": self.year_chip})
        self.table = self._make_table()
        return self.pane("地块、组、种类", self.filters, self._narrow)

    def _make_table(self) -> ListTable:
        today = self.session.today
        table = ListTable((
            Column("day", "发现", text=lambda r: words.day(r.found_at, today()), width=124),
            Column("plot", "地块", text=lambda r: words.plot_words(r.group_no, r.plot_name), stretch=True),
            Column("species", "种类", text=lambda r: words.species(r.species), width=72, tone="ink2"),
            Column("plants", "株数", text=lambda r: str(r.plants), width=68, align="right"),
            Column("state", "状态", tag=words.state_tag, width=100),
        ), name="发现")
        table.say_keys("选一处", "记下一步")
        table.chosen.connect(self._chosen)
        table.opened.connect(lambda _: self.look() if theme.active().narrow else self.on_edit())
        table.looked.connect(lambda _: self.look())
        return table

    def _narrow(self) -> None:
        shown = [row for row in self._rows if self._is_in_state(row)
                 and self.species_chip.code in ("", row.species) and row.found_at.startswith(self.year_chip.code)]
        text = self.search.text().strip()
        if text:
            hits = {hit.id for hit in records.find(self.session, text, ("plant_finding", "plot"), limit=100_000)}
            shown = [row for row in shown if row.id in hits or row.plot_id in hits or text in
                     f"{row.group_no} 组 {row.plot_name} {words.species(row.species)}"]
        self.table.set_rows(shown)
        if not shown:
            self._chosen(None)
        waiting = sum(state(words.find_values(row), row.rechecked_on) != "closed" for row in self._rows)
        self.count.setText(f"{len(self._rows)} 处" + (f"，{waiting} 处没办结" if waiting else ""))

    def _is_in_state(self, row: Any) -> bool:
        wanted, code = self.state_chip.code, state(words.find_values(row), row.rechecked_on)
        return code != "closed" if wanted == "open" else wanted in ("", code)

    def _place_of_plot(self) -> None:
        row = self.table.current()
        if row is None:
            return
        try:
            saved = finds.place_of_plot(self.session, row.id)
        except UserError as problem:
            self.desk.error(problem)
            return
        if saved.ok:
            self.desk.did(f"记下了位置：{words.plot_words(row.group_no, row.plot_name)}", saved.changes)
        else:
            self.desk.announce(saved.problems[0].message)

    def _chosen(self, row: Any) -> None:
        if self.entry is not None and row is not None and self.entry.about != row.id:
            self.entry.form.flush_draft()
            self.panes.close_entry()
        self.detail.show_view(patrol_views.finding_view(self.session, row.id) if row is not None else None)

    def _delete(self) -> None:
        row = self.table.current()
        if row is not None:
            self.remove(lambda: finds.delete_finding(self.session, row.id),
                        f"删除了发现：{words.plot_words(row.group_no, row.plot_name)}，{words.find_words(row)}；"
                        "这块地记为看过，没有")

    def _slim(self, slim: bool) -> None:
        self.table.show_columns(("day", "plot", "state") if slim else _fitting())
        self.count.setVisible(not slim)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("check", "没有发现毒品原植物", "踏查时在地块上按 2，就记下发现和后面的步骤。")
        self.first_button = page.add_button("记踏查", key=cap("new"), icon="plus")
        self.first_button.clicked.connect(lambda: self.desk.go("patrols", do="patrol"))
        sheet.column.addWidget(page)
        return sheet
