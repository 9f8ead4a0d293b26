"""What the tabs of the quiz page have in common beside what tabs with forms have: stepping back out of a form."""

from __future__ import annotations

from panhuang_desk.desk.tabs.tab import Tab


class QuizTab(Tab):
    """`empty` tells whether the tab shows the page that says what to do first."""

    @property
    def empty(self) -> bool:
        """No tab is, unless it has such a page."""
        return False

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
