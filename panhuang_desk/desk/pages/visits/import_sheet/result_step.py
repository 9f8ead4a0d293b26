"""The second step of the register's import: which rows cannot come in and why, what changes from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.outcome_step import OutcomeStep, group
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Row
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Privacy, Value
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services.import_result import Alike, ImportResult, alike
from panhuang_desk.services.imports import first_day
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.today import day_words, household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_TILES = {"new": "新增", "changed": "有变动", "same": "没有变化", "wrong": "有问题，不导入"}


@attrs.frozen
class Changed:
    """One field that the spreadsheet would change."""

    row: int
    sheet: str
    record_id: str
    field: str
    before: Value
    after: Value


class RegisterOutcome(OutcomeStep):
    """What the dry run found of a register of households."""

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        self.village = village
        self._places: dict[str, str] = {}
        super().__init__(desk, _TILES, (
            Column("row", "行", text=self.place, width=150),
            Column("column", "列", text=self._column, width=112, tone="ink2"),
            Column("reason", "原因或变动", text=self._reason, detail=self._detail, stretch=True),
        ), "有问题和有变动的行", "每一行都看得懂", parent)
        self.table.set_hints((Hint(cap("move"), "选一条"),))

    def show_result(self, result: ImportResult) -> None:
        """Show what the dry run found; a household may have moved since the last one."""
        self._places.clear()
        super().show_result(result)

    def sentence(self, result: ImportResult) -> str:
        """From when on new households count, what stays out, what is not used."""
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

    def show_figures(self, result: ImportResult) -> None:
        """Households that are new, changed, the same; rows that stay out."""
        wrong, notes = result.wrong_rows, len(result.notes)
        if not self.tiles:
            self.brief.setText("，".join((
                f"新增 {result.new} 户", f"有变动 {result.changed} 户", f"没有变化 {result.same} 户",
                f"有问题 {wrong} 行", *((f"请核对 {notes} 处",) if notes else ()))))
            return
        self.tiles["new"].show_figure(f"{result.new} 户", sentence="册里原来没有")
        self.tiles["changed"].show_figure(f"{result.changed} 户", sentence="按表格改")
        self.tiles["same"].show_figure(f"{result.same} 户", sentence="不用动")
        self.tiles["wrong"].show_figure(
            f"{wrong} 行", sentence=f"另有 {notes} 处请核对" if notes else "看下面的原因" if wrong else "都看得懂",
            tone="red" if wrong else "ink", sentence_tone="amber" if notes else "ink2")

    def rows_of(self, result: ImportResult) -> list[Row]:
        """What cannot come in, what is to be looked at, what changes."""
        changed = [Changed(item.row, item.sheet, item.record_id, name, before, after)
                   for item in result.updated for name, (before, after) in item.fields.items()]
        return [*group("不能导入", result.wrong, len(result.wrong)),
                *group("请核对", alike(result.notes), len(result.notes)), *group("有变动", changed, len(changed))]

    # The cells of the list

    def place(self, item: Row) -> str:
        """With the household where one is changed."""
        words = super().place(item)
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
            return self.rows_named(item)
        written = "" if self.desk.masked else self.written(item)
        return f"写的是“{written}”" if written else ""

    def _shown(self, name: str, value: Value) -> str:
        words = shown_value(self.session, "household", name, value).replace("\n", " ")
        if words and self.desk.masked:
            privacy = HOUSEHOLD.by_name[name].privacy
            words = "（已遮盖）" if privacy is Privacy.SENSITIVE else (
                self.desk.mask(words) if name in ("contact_name", "phone") else words)
        return words or "空"
