"""Below the grid of a round: what is to be done about a household, saved together with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.pages.visits.insets import FollowUpInsets
from panhuang_desk.desk.widgets.labels import Label, Sheet
from panhuang_desk.services.rounds import RoundLine, follow_up_slot_of, follow_ups_typed
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class ToDoPanel(Sheet):
    """The insets of the visit's form, for one line at a time. `done` tells the line once it is closed."""

    done = Signal(object)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(12, parent=parent)
        self.desk = desk
        self.inset: FollowUpInsets | None = None
        self._line: RoundLine | None = None
        self._about = Label("", "section")
        self.column.addWidget(self._about)
        self.hide()

    def open_for(self, line: RoundLine, day: str, *, wrong: bool = False) -> None:
        """Ask what is to be done about the household of a line; `wrong`: show what stops it from being saved."""
        self._line = line
        row = line.row
        self._about.setText(household_words(row.group_no, row.door_no, self.desk.mask(row.contact_name)))
        self.inset = FollowUpInsets(self.desk, follow_up_slot_of(line.id), lambda: line.day or day,
                                    lambda: line.texts.get("note", ""))
        self.inset.restore()
        self.column.addWidget(self.inset)
        self.show()
        if wrong:
            self.inset.show_problems()
        elif self.inset.items:
            self.inset.items[-1].open()
        else:
            self.inset.toggle()
        self.inset.left.connect(self.close_panel)

    def close_panel(self) -> bool:
        """Close it, what was typed being kept with the line, unless no matter was; False where it is not open."""
        inset, line = self.inset, self._line
        if inset is None or line is None:
            return False
        self.inset = self._line = None
        for item in [each for each in inset.items if not each.rows["matter"].editor.text().strip()]:
            item.removed.emit()
        inset.flush_draft()
        line.follow_ups = follow_ups_typed(self.desk.session.store.draft(follow_up_slot_of(line.id)) or {})
        self.hide()
        self.column.removeWidget(inset)
        inset.hide()
        inset.deleteLater()
        self.done.emit(line)
        return True

    def flush(self) -> None:
        """Keep what was typed so far."""
        if self.inset is not None:
            self.inset.flush_draft()

    def on_back(self) -> bool:
        """Esc: back to the grid."""
        return self.close_panel()
