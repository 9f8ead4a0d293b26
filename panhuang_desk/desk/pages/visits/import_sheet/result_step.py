"""The second step of the register's import: which rows cannot come in and why, what changes from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.record_outcome import EMPTY, Changed, RecordOutcome
from panhuang_desk.desk.models.columns import Row
from panhuang_desk.model.fields import Privacy, Value
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services.import_result import ImportResult
from panhuang_desk.services.imports import first_day
from panhuang_desk.services.today import day_words, household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class RegisterOutcome(RecordOutcome):
    """What the dry run found of a register of households."""

    kind = HOUSEHOLD
    new_words, changed_words = "册里原来没有", "按表格改"

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        self.village = village
        self._places: dict[str, str] = {}
        super().__init__(desk, "有问题和有变动的行", "每一行都看得懂", parent)

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

    def shown(self, name: str, value: Value) -> str:
        """Covered where the window is."""
        said = super().shown(name, value)
        if not self.desk.masked or said == EMPTY:
            return said
        if HOUSEHOLD.by_name[name].privacy is Privacy.SENSITIVE:
            return "（已遮盖）"
        return self.desk.mask(said) if name in ("contact_name", "phone") else said

    def written_words(self, item: Row) -> str:
        """Nothing where the window is covered."""
        return "" if self.desk.masked else super().written_words(item)
