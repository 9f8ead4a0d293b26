"""The second step: which places cannot come in and why, what is to be looked at, what changes from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.record_outcome import Changed, RecordOutcome
from panhuang_desk.desk.models.columns import Row
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.place_editor import moved_words, shape_words
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services.import_result import Alike, ImportResult

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SAID_BY_PLACE = ("received", "datum", "longitude", "latitude")
"""What changes with the outline, and is told with it."""
_ASKED = tuple(PLOT.by_name[name].label for name in ("group_no", "land_kind"))
"""What the first step asks for, for places that do not say it."""


class PlotOutcome(RecordOutcome):
    """What the dry run found of plots."""

    kind = PLOT
    place_word, column_word, place_width = "哪一处", "项目", 190
    new_words, changed_words = "原来没有登记", "按文件改"

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, "有问题和有变动的地块", "每一处都看得懂", parent)

    def sentence(self, result: ImportResult) -> str:
        """What stays out, what is not used, that it can be undone."""
        told = []
        if result.wrong_rows:
            told.append(f"{result.wrong_rows} {self.row_word}有问题，不会进来")
        unsaid = {str(item.column) for item in result.wrong if not self.written(item)}
        if self.row_word == "处" and (asked := [label for label in _ASKED if label in unsaid]):
            told.append(f"没写{'、'.join(asked)}的，按 Esc 退回上一步补上")
        if result.changed:
            told.append("没有写的项目不改原来的内容")
        if result.ignored:
            told.append(f"这几项没有用到：{'、'.join(result.ignored)}")
        told.append("导入以后可以撤销" if result.new or result.changed else "没有要导入的")
        return "；".join(told) + "。"

    def changes_of(self, result: ImportResult) -> list[Changed]:
        """What goes with an outline is told with it."""
        outlined = {(item.sheet, item.row) for item in result.updated if "outline" in item.fields}
        return [item for item in super().changes_of(result)
                if item.field not in _SAID_BY_PLACE or (item.sheet, item.row) not in outlined]

    def count_of(self, changed: list[Changed]) -> int:
        """The plots that change."""
        return len({item.record_id for item in changed})

    def place(self, item: Row) -> str:
        """The place of the file, and the plot that it is."""
        if isinstance(item, Alike) and item.rows == (0,):
            return "整个文件"
        said = super().place(item)
        if isinstance(item, Changed):
            record = self.session.store.get("plot", item.record_id)
            return words.plot_words(record.number("group_no"), record.text("name")) if record else said
        known = None if isinstance(item, Alike) else self.known(item)
        name = PLOT.by_name["name"].label
        if known is not None and name in known.headings:
            return f"{said}·{known.cells[known.headings.index(name)]}".rstrip("·")
        return said

    def change_words(self, item: Changed) -> str:
        """With how far an outline moves."""
        return super().change_words(item) + (moved_words(item.before, item.after) if item.field == "outline" else "")

    def shown(self, name: str, value: Value) -> str:
        """An outline by its kind and size."""
        return shape_words(value) if name == "outline" else super().shown(name, value)

    def written_words(self, item: Row) -> str:
        """An outline is long."""
        return super().written_words(item)[:60]
