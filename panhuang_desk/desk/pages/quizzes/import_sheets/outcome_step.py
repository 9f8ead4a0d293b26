"""The second step of an import of answer sheets: every doubtful cell by name, and the row that it stands in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
from PySide6.QtWidgets import QVBoxLayout, QWidget

from panhuang_desk.desk.importing.outcome_step import OutcomeStep, group
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Row
from panhuang_desk.desk.pages.quizzes.import_sheets.row_strip import RowStrip
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Choice, Value
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.services.import_result import Alike, ImportResult, Updated, Wrong, alike
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.sheet_layouts import taken_columns

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_TILES = {"new": "新增", "changed": "补上", "same": "没有变化", "doubtful": "存疑的格子", "wrong": "不导入"}
_KINDS = {"wrong": "不导入的行", "notes": "请核对", "doubtful": "存疑的格子", "changed": "要补上的"}


@attrs.frozen
class Filled:
    """A sheet that is known and gets what was not known of it."""

    row: int
    sheet: str
    words: str


class SheetOutcome(OutcomeStep):
    """What the dry run found of a table of answer sheets."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        self._result: ImportResult | None = None
        super().__init__(desk, _TILES, (
            Column("row", "行", text=self.place, width=112),
            Column("column", "列", text=self._column, width=96),
            Column("written", "写的是", text=self._written, width=112, tone="amber", bold=lambda _: True),
            Column("reason", "为什么，先怎么记", text=self._reason, detail=self._detail, stretch=True),
        ), "存疑的格子和不导入的行", "每一格都看得懂", parent)
        self.table.set_hints((Hint(cap("move"), "选一格"),))
        self.table.chosen.connect(self._show_row)

    def filters(self) -> QWidget:
        """Only one kind of lines."""
        self.kind_chip = FilterChip("全部", all_word="全部")
        self.kind_chip.chosen.connect(self._narrow)
        return self.kind_chip

    def add_below(self, box: QVBoxLayout) -> None:
        """The row around the cell."""
        self.strip = RowStrip()
        box.addWidget(self.strip)

    def show_result(self, result: ImportResult) -> None:
        """Show what the dry run found, of every kind."""
        self._result = result
        counts = {"wrong": len(result.wrong), "doubtful": len(result.doubtful), "notes": len(result.notes),
                  "changed": len(result.updated)}
        self.kind_chip.set_options([Choice(kind, f"{word} {counts[kind]}")
                                    for kind, word in _KINDS.items() if counts[kind]])
        self.kind_chip.choose("")
        self.kind_chip.setVisible(sum(bool(count) for count in counts.values()) > 1)
        super().show_result(result)
        self.strip.setVisible(bool(self._to_mend))
        self._show_row(self.table.current())

    def sentence(self, result: ImportResult) -> str:
        """What becomes of what cannot be read, and what can be done."""
        told = []
        if result.doubtful:
            told.append("存疑的照样收，不猜：答案先记“?”，按没答算")
            told.append("存成表格，对照答卷改好再导，就补上")
        elif result.wrong_rows:
            told.append("不收的行存成表格，改好再导")
        if result.ignored:
            told.append(f"这几列没有用到：{'、'.join(result.ignored)}")
        told.append("可以撤销" if result.new or result.changed else "没有要导入的")
        return "；".join(told) + "。"

    def show_figures(self, result: ImportResult) -> None:
        """Sheets that are new, filled in, the same; cells in doubt; rows that stay out."""
        cells, rows, wrong = len(result.doubtful), result.doubtful_rows, result.wrong_rows
        if not self.tiles:
            self.brief.setText(f"新增 {result.new} 份，补上 {result.changed} 份，没有变化 {result.same} 份，"
                               f"存疑 {cells} 格，不导入 {wrong} 行")
            return
        self.tiles["new"].show_figure(f"{result.new} 份", sentence="原来没有")
        self.tiles["changed"].show_figure(f"{result.changed} 份", sentence="改好的格子补进去")
        self.tiles["same"].show_figure(f"{result.same} 份", sentence="不用动")
        self.tiles["doubtful"].show_figure(
            f"{cells} 格", sentence=f"在 {rows} 份里，不猜" if cells else "每格都看得懂",
            tone="amber" if cells else "ink")
        self.tiles["wrong"].show_figure(f"{wrong} 行", sentence="看下面的原因" if wrong else "每行都能收",
                                        tone="red" if wrong else "ink")

    def rows_of(self, result: ImportResult) -> list[Row]:
        """The lines of the kind that is chosen."""
        lines: dict[str, list[Row]] = {
            "wrong": list(result.wrong), "doubtful": list(result.doubtful), "notes": list(alike(result.notes)),
            "changed": [self._filled(item) for item in result.updated]}
        return [each for kind, word in _KINDS.items() if self.kind_chip.code in ("", kind)
                for each in group(word, lines[kind], len(lines[kind]))]

    # The cells of the list

    @staticmethod
    def _column(item: Row) -> str:
        return item.column if isinstance(item, (Wrong, Alike)) else ""

    def _written(self, item: Row) -> str:
        return self.written(item) or ("（空）" if isinstance(item, Wrong) and self.known(item) else "")

    @staticmethod
    def _reason(item: Row) -> str:
        return item.words if isinstance(item, Filled) else str(item.reason)

    def _detail(self, item: Row) -> str:
        return self.rows_named(item) if isinstance(item, Alike) else ""

    def _filled(self, item: Updated) -> Filled:
        words = [self._field_words(name, before, after) for name, (before, after) in item.fields.items()
                 if name not in ("correct", "answered", "asked")]
        return Filled(item.row, item.sheet, "；".join(words))

    def _field_words(self, name: str, before: Value, after: Value) -> str:
        if name == "answers":
            old, new = (json.loads(str(value)) for value in (before, after))
            return f"补上 {sum(one != other for one, other in zip(old, new, strict=True))} 题"
        if name == "survey_id":
            return "算进这次测评"
        label = ANSWER_SHEET.by_name[name].label
        shown = [shown_value(self.session, "answer_sheet", name, value) or "空" for value in (before, after)]
        return f"{label} {shown[0]} → {shown[1]}"

    # The row below

    def _show_row(self, item: Row) -> None:
        whole = self.known(item) if isinstance(item, Wrong) else None
        if whole is None:
            self.strip.clear()
        else:
            shown = [(whole.headings[at], whole.cells[at] if at < len(whole.cells) else "")
                     for at in taken_columns(whole)]
            self.strip.show_row(self.place(item), shown, [each.column for each in whole.reasons], item.column)

    def _narrow(self, _code: str) -> None:
        if self._result is not None:
            self.set_rows(self.rows_of(self._result))
            self.table.setFocus()
