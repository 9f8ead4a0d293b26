"""The tab of patrols: newest first, what was looked at on each, and the recording of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.giving_out import give_out
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.bringing_in import BringingIn
from panhuang_desk.desk.pages.patrols.patrol_detail import PatrolDetail
from panhuang_desk.desk.pages.patrols.patrol_entry import PatrolEntry, new_slot
from panhuang_desk.desk.pages.patrols.tables import ListTable
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.tabs.filter_row import FilterRow
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.paper_over import PaperOver
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.kinds import PATROL
from panhuang_desk.services import patrol_views, patrols, records
from panhuang_desk.services.cross_check import cross_check_paper, cross_check_warning
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import PatrolRow


def _fitting() -> tuple[str, ...]:
    """The columns that fit beside the detail: at 125 % all but the note."""
    look = theme.active()
    return () if look.text_size == 100 or look.narrow else ("day", "time", "method", "plots", "found")


class LogTab(PatrolsTabBase):
    """Enter or F2 corrects a patrol, Right shows its detail; a patrol that is recorded takes the whole tab.

    `plots_wanted` tells that a patrol was asked for while there is no plot to look at.
    """

    plots_wanted = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.detail: PatrolDetail = PatrolDetail(desk)
        self._rows: list[Any] = []
        box = column(self, 0, 12)
        self.begun = Strip("有一次踏查没写完，草稿还在。", icon="pencil")
        self.begun.add_link("接着写", key=cap("new")).clicked.connect(self.new_patrol)
        self.begun.hide()
        box.addWidget(self.begun)
        self.bringing = BringingIn(desk)
        self.bringing.over_asked.connect(self.over_asked)
        self.bringing.done.connect(lambda id: self.show_patrol(id) if id else self.rest())
        box.addWidget(self.bringing)
        self.panes = TwoPanes(self._list(), self.detail)
        self.panes.slimmed.connect(self._slim)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        box.addWidget(self._stack, 1)
        self.patrol: PatrolEntry | None = None
        self.detail.edit.connect(self.on_edit)
        self.detail.follow_up.connect(self.on_follow_up)
        self.detail.remove.connect(self._delete)
        self.detail.paper.connect(self.on_print)
        self.detail.photos.files_asked.connect(self.bring_photos)
        self.tie(self.detail)

    # What the page uses

    @property
    def entry(self) -> Entry | None:
        """The form that is open: a patrol, or one beside the list."""
        return self.patrol if self.patrol is not None else super().entry

    def load(self, village: str) -> None:
        """Read the patrols; a draft that waits is told."""
        self.village = village
        self._tell_draft()
        self.bringing.tell(village)
        self._rows = patrols.patrols(self.session, village)
        if self.patrol is None:
            self._stack.setCurrentIndex(0 if self._rows or super().entry is not None else 1)
        self._narrow()

    def rest(self) -> None:
        """The keys to the list."""
        if self._stack.currentIndex() == 1:
            self.first_button.setFocus()
        elif self.panes.at_list:
            self.table.setFocus()
        else:
            self.detail.take_focus()

    def new_patrol(self) -> None:
        """Record a patrol."""
        if not patrols.plots(self.session, self.village):
            self.plots_wanted.emit()
            return
        self._open_patrol(PatrolEntry(self.desk, village=self.village))

    def correct(self, id: str) -> None:
        """Correct a patrol."""
        record = self.session.store.get("patrol", id)
        if record is not None and not record.deleted:
            self._open_patrol(PatrolEntry(self.desk, record, village=record.village))

    def bring_tracks(self, paths: Sequence[str] = ()) -> None:
        """Lay the import of track files over the tabs; without files, of the tracks that are in no patrol yet."""
        self.bringing.tracks(paths)

    def bring_photos(self, paths: Sequence[Path]) -> bool:
        """Lay photos over the tabs, to be matched with the plots of the patrol that is marked; False where none is."""
        if self.entry is not None or self.detail.view is None:
            return False
        self.bringing.photos(self.detail.view.record, paths)
        return True

    def show_patrol(self, id: str, check: str = "") -> None:
        """Mark a patrol and show what was looked at on it; `check` is the plot check to mark there."""
        self.close_patrol()
        self.panes.close_entry()
        if not self.table.select_where(lambda row: row.id == id):
            self.search.clear()
            self.filters.clear()
            self._narrow()
            self.table.select_where(lambda row: row.id == id)
        self.look()
        if check:
            self.detail.mark_check(check)

    def close_patrol(self) -> None:
        """Put the recording away, its draft kept."""
        entry, self.patrol = self.patrol, None
        if entry is not None:
            entry.flush_draft()
            self._stack.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._stack.setCurrentIndex(0 if self._rows else 1)
        self._tell_draft()
        self.forms_changed.emit()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        return () if self.entry is not None else (Hint(cap("new"), "记踏查"), Hint(cap("import"), "导入轨迹"),
                                                  Hint(cap("find"), "查找"))

    # Keys

    def on_edit(self) -> bool:
        """Correct the patrol that is marked."""
        row = self.table.current()
        if row is not None and self.entry is None:
            self.correct(row.id)
        return True

    def on_import(self) -> bool:
        """Choose files of tracks."""
        if self.entry is None:
            self.bringing.choose_tracks()
        return True

    def on_photo(self) -> bool:
        """Add photos to the patrol that is marked."""
        return self.entry is None and self.detail.on_photo()

    def on_follow_up(self) -> bool:
        """A follow-up of the patrol, or of its plot check or find that is marked."""
        row = self.table.current()
        if row is not None:
            self.raise_from(("patrol", row.id), f"{words.day(row.patrolled_on, self.session.today())}踏查")
        return True

    def on_print(self) -> bool:
        """The sheet of a cross-check, for both villages to sign; another patrol has none."""
        view = self.detail.view
        if self.entry is not None or view is None:
            return True
        record = view.record
        if not record.text("partner"):
            self.desk.announce("交叉互查的踏查才有互查表；改踏查时写上对方是哪个村")
            return True
        id, day = record.id, record.text("patrolled_on")
        self.over_asked.emit(PaperOver(
            self.desk, "交叉互查表", f"{self.session.place}_交叉互查表_{day}",
            lambda session, masked: cross_check_paper(session, id, masked=masked),
            warning=cross_check_warning(self.session, id)))
        return True

    def on_export(self) -> bool:
        """The patrols that are listed, in their order, as a table."""
        if self.entry is None:
            rows = [self.table.table.row(place) for place in range(self.table.table.rowCount())]
            give_out(self.desk, "patrol", columns=None, ids=[row.id for row in rows])
        return True

    def on_delete(self) -> bool:
        """Delete the patrol that is marked, while the list has the keys."""
        if self.entry is None and self.table.hasFocus():
            self._delete()
        return True

    # Inside

    def _tell_draft(self) -> None:
        """Say that a patrol was begun and not saved."""
        slot = new_slot(self.session, self.village)
        self.begun.setVisible(self.patrol is None and self.session.store.draft(slot) is not None)

    def _open_patrol(self, entry: PatrolEntry) -> None:
        if self.entry is not None:
            self.step_back()
        self.close_patrol()
        self.patrol = entry
        self.begun.hide()
        self._stack.addWidget(entry)
        self._stack.setCurrentWidget(entry)
        self.desk.set_state("saved")
        self.forms_changed.emit()
        entry.saved.connect(self._patrol_saved)
        entry.closed.connect(self._patrol_closed)
        entry.begin()

    def _patrol_saved(self, said: str, changes: Any, go_on: bool) -> None:
        id = self.patrol.record.id if self.patrol is not None and self.patrol.record else ""
        self.close_patrol()
        self.desk.did(said, changes)
        if self.table.select_where(lambda row: row.id == id):
            self.rest()

    def _patrol_closed(self) -> None:
        kept = self.patrol is not None and self.patrol.dirty
        self.close_patrol()
        self.desk.set_state("draft" if kept else "saved", "草稿留着，再打开时还在" if kept else "")
        self.rest()

    def _list(self) -> QFrame:
        self.method_chip = FilterChip("方式", PATROL.by_name["method"].choices)
        self.found_chip, self.partner_chip = FilterChip("只看有发现"), FilterChip("交叉互查")
        self.filters = FilterRow({"method": self.method_chip, "found": self.found_chip, "partner": self.partner_chip})
        self.table = self._make_table()
        return self.pane("备注、地块里的字", self.filters, self._narrow)

    def _make_table(self) -> ListTable:
        today = self.session.today
        table = ListTable((
            Column("day", "日期", text=lambda r: words.day(r.patrolled_on, today()), width=112),
            Column("time", "时间", text=lambda r: words.hours(r.from_time, r.to_time), width=104, tone="ink2"),
            Column("method", "方式", text=lambda r: words.method(r.method), width=68, tone="ink2"),
            Column("plots", "看过", text=lambda r: f"{r.plots} 块", width=56, align="right"),
            Column("missed", "没看成", text=lambda r: f"{r.missed} 块" if r.missed else "", width=60, align="right",
                   tone="amber"),
            Column("found", "发现", tag=lambda r: TagLook(f"{r.found} 处", "bad", "triangle-alert") if r.found
                   else None, width=76),
            Column("note", "备注", text=self._note_words, stretch=True, tone="ink2"),
        ), name="踏查记录")
        table.say_keys("选一次", "改")
        table.chosen.connect(self._chosen)
        table.opened.connect(lambda _: self.look() if theme.active().narrow else self.on_edit())
        table.looked.connect(lambda _: self.look())
        return table

    def _note_words(self, row: PatrolRow) -> str:
        """With which village it was made, and the note."""
        partner = f"和{row.partner}互查" if row.partner else ""
        return "·".join(part for part in (partner, self.desk.cover(row.note.replace("\n", " "))) if part)

    def _narrow(self) -> None:
        shown = [row for row in self._rows if (not self.method_chip.code or row.method == self.method_chip.code)
                 and (row.found or not self.found_chip.isChecked())
                 and (row.partner or not self.partner_chip.isChecked())]
        text = self.search.text().strip()
        if text:
            hits = {hit.id for hit in records.find(self.session, text, ("patrol", "plot_check", "plot"), limit=100_000)}
            shown = [row for row in shown if row.id in hits or any(
                check.id in hits or check.plot_id in hits for check in patrols.checks_of(self.session, row.id))]
        self.table.set_rows(shown)
        if not shown:
            self._chosen(None)
        whole = len(self._rows)
        self.count.setText(f"{whole} 次" if len(shown) == whole else f"{whole} 次，显示 {len(shown)} 次")

    def _chosen(self, row: Any) -> None:
        if self.patrol is None and self.entry is not None and row is not None:
            self.entry.form.flush_draft()
            self.panes.close_entry()
        self.detail.show_view(patrol_views.patrol_view(self.session, row.id) if row is not None else None)

    def _delete(self) -> None:
        row = self.table.current()
        if row is not None:
            self.remove(lambda: patrols.delete_patrol(self.session, row.id),
                        f"删除了踏查：{day_words(row.patrolled_on)}，{words.patrol_words(row)}")

    def _slim(self, slim: bool) -> None:
        self.table.show_columns(("day", "method", "plots") if slim else _fitting())
        self.count.setVisible(not slim)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        page = EmptyPage("sprout", "还没有踏查记录", "踏查回来，照着笔记把看过的地块一块一块记上，几分钟就好。")
        self.first_button = page.add_button("记踏查", key=cap("new"), icon="plus")
        self.first_button.clicked.connect(self.new_patrol)
        page.add_link("导入轨迹", "手机、无人机记了轨迹的？").clicked.connect(self.on_import)
        page.add_link("看使用说明", "没有笔记用的表？").clicked.connect(self.desk.on_help)
        sheet.column.addWidget(page)
        return sheet
