"""The second step of an import: what it would do, which rows cannot come in and why, what changes from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.bars import StatTile
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.model.fields import Privacy, Value
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services.import_result import Alike, ImportResult, Rejected, Wrong, alike
from panhuang_desk.services.imports import first_day
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.today import day_words, household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_ROWS_NAMED = 12


@attrs.frozen
class Changed:
    """One field that the spreadsheet would change."""

    row: int
    sheet: str
    record_id: str
    field: str
    before: Value
    after: Value


class ResultStep(QWidget):
    """What the dry run found, as figures, a sentence and a list."""

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.village = desk, desk.session, village
        self._rejected: dict[tuple[str, int], Rejected] = {}
        self._several = False
        self._places: dict[str, str] = {}
        box = column(self, 0, 8 if theme.active().narrow else 16)
        box.addWidget(self._figures())
        self._strip = Strip("", icon="info")
        box.addWidget(self._strip)
        self.table = self._make_table()
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(EmptyPage("check", "每一行都看得懂", "没有要改的地方，可以直接导入。"))
        box.addWidget(self._list, 1)
        self._rows: list[Row] = []
        desk.mask_changed.connect(self._masked)

    def show_result(self, result: ImportResult) -> None:
        """Show what the dry run found."""
        self._several = len(result.sheets) > 1
        self._rejected = {(row.sheet, row.reasons[0].row): row for row in result.rejected}
        self._places.clear()
        self._show_figures(result)
        self._rows = _rows(result)
        self.table.set_rows(self._rows)
        self._list.setCurrentIndex(0 if self._rows else 1)
        self._strip.set_text(self._sentence(result))

    @property
    def tells(self) -> bool:
        """Whether there is anything to read in the list."""
        return bool(self._rows)

    def _masked(self) -> None:
        self.table.set_rows(self._rows)

    def _sentence(self, result: ImportResult) -> str:
        told = []
        if result.new:
            village = self.village or self.session.store.home
            since = first_day(self.session, "household", village) if village else ""
            told.append(f"新增的户从{since[:4]}年{day_words(since)}起算在册" if since else "新增的户从本月起算在册")
        if result.wrong_rows:
            told.append(f"{result.wrong_rows} 行有问题，不会进来，存成表格改好再导")
        if result.changed:
            told.append("空格子不改原来的内容")
        if result.ignored:
            told.append(f"这几列没有用到：{'、'.join(result.ignored)}")
        told.append("导入以后可以撤销" if result.new or result.changed else "没有要导入的，册里的都不用动")
        return "；".join(told) + "。"

    def _figures(self) -> QWidget:
        """Four tiles; in large text one line, which leaves the list its room."""
        self._brief = Label("", "section", wrap=True)
        if theme.active().narrow:
            self._tiles: dict[str, StatTile] = {}
            return self._brief
        frame = QFrame()
        line = row(frame, 0, 24)
        self._tiles = {name: StatTile(label) for name, label in (
            ("new", "新增"), ("changed", "有变动"), ("same", "没有变化"), ("wrong", "有问题，不导入"))}
        for tile in self._tiles.values():
            line.addWidget(tile)
        return frame

    def _show_figures(self, result: ImportResult) -> None:
        wrong, notes = result.wrong_rows, len(result.notes)
        if not self._tiles:
            self._brief.setText("，".join((
                f"新增 {result.new} 户", f"有变动 {result.changed} 户", f"没有变化 {result.same} 户",
                f"有问题 {wrong} 行", *((f"请核对 {notes} 处",) if notes else ()))))
            return
        self._tiles["new"].show_figure(f"{result.new} 户", sentence="册里原来没有")
        self._tiles["changed"].show_figure(f"{result.changed} 户", sentence="按表格改")
        self._tiles["same"].show_figure(f"{result.same} 户", sentence="不用动")
        self._tiles["wrong"].show_figure(
            f"{wrong} 行", sentence=f"另有 {notes} 处请核对" if notes else "看下面的原因" if wrong else "都看得懂",
            tone="red" if wrong else "ink", sentence_tone="amber" if notes else "ink2")

    def _make_table(self) -> TableView:
        table = TableView((
            Column("row", "行", text=self._place, width=150),
            Column("column", "列", text=self._column, width=112, tone="ink2"),
            Column("reason", "原因或变动", text=self._reason, detail=self._detail, stretch=True),
        ), name="有问题和有变动的行")
        table.set_hints((Hint(cap("move"), "选一条"),))
        return table

    # The cells of the list

    def _place(self, item: Row) -> str:
        sheet = f"{item.sheet} " if self._several else ""
        if isinstance(item, Alike):
            return f"{sheet}{len(item.rows)} 行" if len(item.rows) > 1 else f"{sheet}第 {item.rows[0]} 行"
        words = f"{sheet}第 {item.row} 行"
        return f"{words}·{self._household(item.record_id)}" if isinstance(item, Changed) else words

    def _household(self, id: str) -> str:
        if id not in self._places:
            record = self.session.store.get("household", id)
            self._places[id] = household_words(record.number("group_no"), record.text("door_no"), "") if record else ""
        return self._places[id]

    @staticmethod
    def _column(item: Row) -> str:
        return HOUSEHOLD.by_name[item.field].label if isinstance(item, Changed) else str(item.column)

    def _reason(self, item: Row) -> str:
        if isinstance(item, Changed):
            return f"{self._shown(item.field, item.before)} → {self._shown(item.field, item.after)}"
        return str(item.reason)

    def _detail(self, item: Row) -> str:
        """The rows that the same is said of; what stands in a cell that cannot be taken."""
        if isinstance(item, Alike):
            if len(item.rows) < 2:
                return ""
            more = "等" if len(item.rows) > _ROWS_NAMED else ""
            return f"第 {'、'.join(map(str, item.rows[:_ROWS_NAMED]))} 行{more}"
        if not isinstance(item, Wrong) or self.desk.masked:
            return ""
        row = self._rejected.get((item.sheet, item.row))
        if row is None or item.column not in row.headings:
            return ""
        place = row.headings.index(item.column)
        written = row.cells[place] if place < len(row.cells) else ""
        return f"写的是“{written}”" if written else ""

    def _shown(self, name: str, value: Value) -> str:
        words = shown_value(self.session, "household", name, value).replace("\n", " ")
        if words and self.desk.masked:
            privacy = HOUSEHOLD.by_name[name].privacy
            words = "（已遮盖）" if privacy is Privacy.SENSITIVE else (
                self.desk.mask(words) if name in ("contact_name", "phone") else words)
        return words or "空"


def _rows(result: ImportResult) -> list[Row]:
    changed = [Changed(item.row, item.sheet, item.record_id, name, before, after)
               for item in result.updated for name, (before, after) in item.fields.items()]
    rows: list[Row] = []
    for title, items, count in (
        ("不能导入", result.wrong, len(result.wrong)), ("请核对", alike(result.notes), len(result.notes)),
        ("有变动", changed, len(changed)),
    ):
        rows.extend(_group(title, items, count))
    return rows


def _group(title: str, items: Sequence[Row], count: int) -> list[Row]:
    return [Heading(title, str(count)), *items] if items else []
