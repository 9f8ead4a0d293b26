"""What the tabs of the quiz page have in common beside what tabs with forms have."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.tabs.tab import Tab
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.desk.widgets.villages import choose_village
from panhuang_desk.model.values import Changes
from panhuang_desk.services.shown import show_village, shown_village, village_choices


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

    _whole: QStackedWidget | None = None

    @property
    def empty(self) -> bool:
        """Whether the page that says what to do first is shown; never where the tab has none."""
        return self._whole is not None and self._whole.currentIndex() == 1

    def lay(self, empty: QWidget) -> None:
        """Put the panes into the tab, and behind them the page that says what to do first."""
        self._whole = QStackedWidget()
        self._whole.addWidget(self.panes)
        self._whole.addWidget(empty)
        column(self, 0, 0).addWidget(self._whole)

    def show_whole(self, empty: bool) -> None:
        """Show that page, or the panes."""
        assert self._whole is not None
        self._whole.setCurrentIndex(1 if empty else 0)

    def in_village(self, act: Callable[[str], object], *named: tuple[str, str]) -> None:
        """Act in the village that is shown, else in that of the first record of `named`, by kind and id, that there is;
        in an office that shows all villages ask which one, show it, and act then.
        """
        found = [record for kind, id in named if id and (record := self.session.store.get(kind, id)) is not None]
        village = shown_village(self.session) or (found[0].village if found else "")
        if village or not village_choices(self.session):
            act(village)
        else:
            choose_village(self, self.session, "先选村（社区）", lambda code: self._show_village(code, act))

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
        """The form goes, its draft kept, then at 150 % the step that looks at a record."""
        if self.step_back():
            return True
        if self.panes.at_list:
            return False
        self.panes.close_entry()
        self.rest()
        return True

    def look_or_edit(self, look: Callable[[], object]) -> None:
        """Enter corrects what is marked; at 150 % it first leads to the step that looks at it, which takes the keys."""
        if theme.active().narrow and self.panes.at_list:
            self.panes.show_home()
            look()
        else:
            self.on_edit()

    def carry_out(self, act: Callable[[], Changes], said: str) -> bool:
        """Do something to what is marked and say it, or why not; once it is done the keys are where they belong."""
        done = super().carry_out(act, said)
        if done:
            self.rest()
        return done

    def _show_village(self, code: str, act: Callable[[str], object]) -> None:
        show_village(self.session, code)
        self.desk.refresh()
        act(code)

    def _closed(self) -> None:
        """A form that is left says in the hint bar what became of what was typed, whatever it said of errors before."""
        kept = self.entry is not None and self.entry.form.dirty
        super()._closed()
        self.desk.set_state("draft" if kept else "saved", "草稿留着，再打开时还在" if kept else "")
        self.load(self.village)
        if self.isVisible():
            self.rest()
