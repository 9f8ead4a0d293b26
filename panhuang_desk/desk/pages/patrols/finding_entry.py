"""The form of a find's further steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.find_head import FindHead
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Values
from panhuang_desk.model.find_steps import STATES, state
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.services.finds import save_finding
from panhuang_desk.services.patrol_views import FindingView
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_NEXT_FIELD = {"unreported": "reported_at", "reported": "confirmed_at", "to_uproot": "uprooted",
               "to_destroy": "destroyed_at", "to_recheck": "recheck_on"}
"""By state, the field where the next step is written."""


class FindingEntry(Entry):
    """Everything about a find in the order of its steps; the caret begins at the step that comes next."""

    def __init__(self, desk: Shell, view: FindingView) -> None:
        self._view = view
        setup = desk.form_setup("plant_finding", slot=f"plant_finding:{view.record.id}", base=view.record.values,
                                new=False)
        super().__init__(desk, PLANT_FINDING, setup, about=view.record.id)
        self.head = FindHead("发现", words.plot_words(view.row.group_no, view.row.plot_name), self.form,
                             rechecked_on=view.row.rechecked_on)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(0, self.head)

    def begin(self) -> None:
        """The draft, and over it what it says."""
        super().begin()
        self.head.follow()

    def focus_first(self) -> None:
        """At the step that comes next."""
        name = _NEXT_FIELD.get(state(self.form.values(), self._view.row.rechecked_on), "")
        if name in self.form.rows:
            self.form.focus_field(name)
        else:
            super().focus_first()

    def save(self, values: Values) -> Saved:
        """Save the steps."""
        return save_finding(self.desk.session, self._view.record.id, values)

    def words(self, values: Values) -> str:
        """改了发现：2 组 沟东菜地，待销毁."""
        place = words.plot_words(self._view.row.group_no, self._view.row.plot_name)
        return f"记了发现：{place}，{STATES[state(values, self._view.row.rechecked_on)]}"
