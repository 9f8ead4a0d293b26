"""What the tabs of the quiz page have in common beside what tabs with forms have."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal

from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.tabs.tab import Tab


class QuizTab(Tab):
    """`empty` tells whether the tab shows the page that says what to do first; `over_asked` asks the page to lay a view
    over all tabs, `print_asked` to print what it prints from here.
    """

    over_asked = Signal(OverView)
    print_asked = Signal()

    new_word: ClassVar[str] = "录答卷"
    """What the page's primary button says while the tab is shown."""
    print_word: ClassVar[str] = ""
    """What its print button says; empty where the tab prints nothing."""

    @property
    def empty(self) -> bool:
        """No tab is, unless it has such a page."""
        return False

    def show_record(self, id: str) -> None:
        """Mark the record of this id and show it; say so where it is gone."""
        raise NotImplementedError

    def on_new(self) -> bool:
        """Begin a new record."""
        return False

    def on_edit(self) -> bool:
        """Correct what is marked."""
        return False

    def on_follow_up(self) -> bool:
        """Raise a follow-up about what is marked."""
        return False

    def on_back(self) -> bool:
        """The form goes, its draft kept."""
        return self.step_back()

    def _closed(self) -> None:
        """A form that is left says in the hint bar what became of what was typed, whatever it said of errors before."""
        kept = self.entry is not None and self.entry.form.dirty
        super()._closed()
        self.desk.set_state("draft" if kept else "saved", "草稿留着，再打开时还在" if kept else "")
        self.load(self.village)
        if self.isVisible():
            self.rest()
