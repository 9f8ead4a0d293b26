"""The second step of an import of one kind of records: which rows cannot come in and why, what changes to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.outcome_step import OutcomeStep, group
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Row
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Kind
from panhuang_desk.services.import_result import Alike, ImportResult, Wrong, alike
from panhuang_desk.services.records import shown_value

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

EMPTY = "空"
"""What is said of a field that holds nothing."""

_LONG = 30
"""The characters of a reason beside which there is no room for what is written in the cell."""
_TILES = {"new": "新增", "changed": "有变动", "same": "没有变化", "wrong": "有问题，不导入"}


@attrs.frozen
class Changed:
    """One field of a record that would change."""

    row: int
    sheet: str
    record_id: str
    field: str
    before: Value
    after: Value


class RecordOutcome(OutcomeStep):
    """What the dry run found; a subclass says the sentence, and what else it knows of a place or a value."""

    kind: ClassVar[Kind]
    """What the records are."""
    place_word: ClassVar[str] = "行"
    column_word: ClassVar[str] = "列"
    place_width: ClassVar[int] = 150
    new_words: ClassVar[str] = ""
    """What is said of those that are new."""
    changed_words: ClassVar[str] = ""
    """What is said of those that change."""

    def __init__(self, desk: Shell, name: str, good: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, _TILES, (
            Column("row", self.place_word, text=self.place, width=self.place_width),
            Column("column", self.column_word, text=self._column, width=112, tone="ink2"),
            Column("reason", "原因或变动", text=self._reason, detail=self._detail, stretch=True),
        ), name, good, parent)
        self.table.set_hints((Hint(cap("move"), "选一条"),))

    def show_figures(self, result: ImportResult) -> None:
        """Records that are new, changed, the same; what stays out."""
        wrong, notes, unit = f"{result.wrong_rows} {self.row_word}", len(result.notes), self.kind.measure
        if not self.tiles:
            self.brief.setText("，".join((
                f"新增 {result.new} {unit}", f"有变动 {result.changed} {unit}", f"没有变化 {result.same} {unit}",
                f"有问题 {wrong}", *((f"请核对 {notes} 处",) if notes else ()))))
            return
        self.tiles["new"].show_figure(f"{result.new} {unit}", sentence=self.new_words)
        self.tiles["changed"].show_figure(f"{result.changed} {unit}", sentence=self.changed_words)
        self.tiles["same"].show_figure(f"{result.same} {unit}", sentence="不用动")
        said = f"另有 {notes} 处请核对" if notes else "看下面的原因" if result.wrong_rows else "都看得懂"
        self.tiles["wrong"].show_figure(wrong, sentence=said, tone="red" if result.wrong_rows else "ink",
                                        sentence_tone="amber" if notes else "ink2")

    def rows_of(self, result: ImportResult) -> list[Row]:
        """What cannot come in, what is to be looked at, what changes."""
        changed = self.changes_of(result)
        return [*group("不能导入", result.wrong, len(result.wrong)),
                *group("请核对", alike(result.notes), len(result.notes)),
                *group("有变动", changed, self.count_of(changed))]

    # What a subclass may say otherwise

    def changes_of(self, result: ImportResult) -> list[Changed]:
        """Each field that changes."""
        return [Changed(item.row, item.sheet, item.record_id, name, before, after)
                for item in result.updated for name, (before, after) in item.fields.items()]

    def count_of(self, changed: list[Changed]) -> int:
        """What stands beside the heading of what changes."""
        return len(changed)

    def change_words(self, item: Changed) -> str:
        """From what to what."""
        return f"{self.shown(item.field, item.before)} → {self.shown(item.field, item.after)}"

    def shown(self, name: str, value: Value) -> str:
        """A value in words."""
        return shown_value(self.session, self.kind.name, name, value).replace("\n", " ") or EMPTY

    def written_words(self, item: Row) -> str:
        """What stands in a cell that cannot be taken, as it may be shown."""
        return self.written(item)

    # Inside

    def _column(self, item: Row) -> str:
        return self.kind.by_name[item.field].label if isinstance(item, Changed) else str(item.column)

    def _reason(self, item: Row) -> str:
        """Why; before a long list of what may be written, what is."""
        if isinstance(item, Changed):
            return self.change_words(item)
        reason = str(item.reason)
        return f"{self._written(item)}。{reason}" if len(reason) > _LONG and self._written(item) else reason

    def _detail(self, item: Row) -> str:
        """The rows that the same is said of; what stands in a cell that cannot be taken."""
        if isinstance(item, Alike):
            return self.rows_named(item)
        return "" if isinstance(item, Wrong) and len(item.reason) > _LONG else self._written(item)

    def _written(self, item: Row) -> str:
        written = self.written_words(item)
        return f"写的是“{written}”" if written else ""
