"""The form of a plot: a new one, or one that is corrected or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services.patrols import save_plot
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PlotEntry(Entry):
    """Group and land kind are offered again for the next new plot; the day it is given up is asked of known ones."""

    def __init__(self, desk: Shell, record: Record | None = None, *, village: str = "") -> None:
        self._known, self._village = record, village
        new = record is None
        slot = "plot:new" + (f":{village}" if village and not desk.session.home else "")
        setup = desk.form_setup(
            "plot", slot=slot if record is None else f"plot:{record.id}",
            base=record.values if record else {"active_from": desk.session.today_iso, "former_find": 0}, new=new,
            fields=tuple(field.name for field in PLOT.form_fields if not (new and field.name == "inactive_from")),
            next_word="保存，再加一块" if new else "")
        super().__init__(desk, PLOT, setup, about=record.id if record else "")
        if record is None:
            self.form.set_title("新的地块")
        else:
            self.form.set_title("改地块", words.plot_words(record.number("group_no"), record.text("name")))

    def save(self, values: Values) -> Saved:
        """Save it."""
        saved = save_plot(self.desk.session, values, self._known.id if self._known else None, village=self._village)
        if saved.ok and self._known is None:
            self.desk.remember_last("plot", values)
        return saved

    def words(self, values: Values) -> str:
        """登记了地块：2 组 沟东菜地."""
        assert self.record is not None
        place = words.plot_words(self.record.number("group_no"), self.record.text("name"))
        return f"登记了地块：{place}" if self._known is None else f"改了地块：{place}"
