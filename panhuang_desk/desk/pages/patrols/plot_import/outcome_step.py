"""The second step: which places cannot come in and why, what is to be looked at, what changes from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.outcome_step import OutcomeStep, group
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Row
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.place_editor import moved_words, shape_words
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services.import_result import Alike, ImportResult, alike
from panhuang_desk.services.records import shown_value

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_TILES = {"new": "新增", "changed": "有变动", "same": "没有变化", "wrong": "有问题，不导入"}
_SAID_BY_PLACE = ("received", "datum", "longitude", "latitude")
"""What changes with the outline, and is told with it."""


@attrs.frozen
class Changed:
    """One field of a plot that would change."""

    row: int
    sheet: str
    record_id: str
    field: str
    before: Value
    after: Value


class PlotOutcome(OutcomeStep):
    """What the dry run found; `unit` counts what the file holds: 行 of a table, 处 of a map."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        self.unit = "处"
        super().__init__(desk, _TILES, (
            Column("row", "哪一处", text=self.place, width=190),
            Column("column", "项目", text=self._column, width=112, tone="ink2"),
            Column("reason", "原因或变动", text=self._reason, detail=self._detail, stretch=True),
        ), "有问题和有变动的地块", "每一处都看得懂", parent)
        self.table.set_hints((Hint(cap("move"), "选一条"),))

    def sentence(self, result: ImportResult) -> str:
        """What stays out, what is not used, that it can be undone."""
        told = []
        if result.wrong_rows:
            told.append(f"{result.wrong_rows} {self.unit}有问题，不会进来")
        if result.changed:
            told.append("没有写的项目不改原来的内容")
        if result.ignored:
            told.append(f"这几项没有用到：{'、'.join(result.ignored)}")
        told.append("导入以后可以撤销" if result.new or result.changed else "没有要导入的")
        return "；".join(told) + "。"

    def show_figures(self, result: ImportResult) -> None:
        """Plots that are new, changed, the same; places that stay out."""
        wrong, notes = result.wrong_rows, len(result.notes)
        if not self.tiles:
            self.brief.setText("，".join((
                f"新增 {result.new} 块", f"有变动 {result.changed} 块", f"没有变化 {result.same} 块",
                f"有问题 {wrong} {self.unit}", *((f"请核对 {notes} 处",) if notes else ()))))
            return
        self.tiles["new"].show_figure(f"{result.new} 块", sentence="原来没有登记")
        self.tiles["changed"].show_figure(f"{result.changed} 块", sentence="按文件改")
        self.tiles["same"].show_figure(f"{result.same} 块", sentence="不用动")
        said = f"另有 {notes} 处请核对" if notes else "看下面的原因" if wrong else "都看得懂"
        self.tiles["wrong"].show_figure(
            f"{wrong} {self.unit}", sentence=said,
            tone="red" if wrong else "ink", sentence_tone="amber" if notes else "ink2")

    def rows_of(self, result: ImportResult) -> list[Row]:
        """What cannot come in, what is to be looked at, what changes."""
        changed = [Changed(item.row, item.sheet, item.record_id, name, before, after)
                   for item in result.updated for name, (before, after) in item.fields.items()
                   if name not in _SAID_BY_PLACE or "outline" not in item.fields]
        return [*group("不能导入", result.wrong, len(result.wrong)),
                *group("请核对", alike(result.notes), len(result.notes)),
                *group("有变动", changed, len({item.record_id for item in changed}))]

    def place(self, item: Row) -> str:
        """The place of the file, and the plot that it is."""
        if isinstance(item, Alike) and item.rows == (0,):
            return "整个文件"
        said = super().place(item).replace("行", self.unit)
        if isinstance(item, Changed):
            record = self.session.store.get("plot", item.record_id)
            return words.plot_words(record.number("group_no"), record.text("name")) if record else said
        known = None if isinstance(item, Alike) else self.known(item)
        name = PLOT.by_name["name"].label
        if known is not None and name in known.headings:
            return f"{said}·{known.cells[known.headings.index(name)]}".rstrip("·")
        return said

    @staticmethod
    def _column(item: Row) -> str:
        return PLOT.by_name[item.field].label if isinstance(item, Changed) else str(item.column)

    def _reason(self, item: Row) -> str:
        if isinstance(item, Changed):
            said = f"{self._shown(item.field, item.before)} → {self._shown(item.field, item.after)}"
            return said + (moved_words(item.before, item.after) if item.field == "outline" else "")
        return str(item.reason)

    def _detail(self, item: Row) -> str:
        """The places that the same is said of; what stands in a cell that cannot be taken."""
        if isinstance(item, Alike):
            return self.rows_named(item).replace("行", self.unit)
        written = self.written(item)
        return f"写的是“{written[:60]}”" if written else ""

    def _shown(self, name: str, value: Value) -> str:
        if name == "outline":
            return shape_words(value)
        return shown_value(self.session, "plot", name, value).replace("\n", " ") or "空"
