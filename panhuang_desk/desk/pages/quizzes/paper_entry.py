"""The form of a paper that has sheets: its questions are fixed, only its words change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import Label, at_left
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import QUIZ_PAPER
from panhuang_desk.services.quizzes import change_paper
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PaperEntry(Entry):
    """Says that the questions stay, and offers a copy whose questions may change (`copy_asked`)."""

    copy_asked = Signal()

    def __init__(self, desk: Shell, paper: Record, used: int) -> None:
        self._known = paper
        setup = desk.form_setup("quiz_paper", slot=f"quiz_paper:{paper.id}", base=paper.values, new=False,
                                fields=("title", "note"))
        super().__init__(desk, QUIZ_PAPER, setup)
        self.form.set_title("改试卷", paper.text("title"))
        self.form.add_below(Label(f"这份试卷录过 {used} 份答卷，题目固定了，旧答卷才一直按原题算。想换题就复制一份。",
                                  "body", "ink2", wrap=True))
        self.copy_button = Button("复制成新试卷", icon="plus")
        self.copy_button.clicked.connect(self.copy_asked)
        self.form.add_below(at_left(self.copy_button))

    def save(self, values: Values) -> Saved:
        """Correct its words."""
        title, note = str(values.get("title") or ""), str(values.get("note") or "")
        return change_paper(self.desk.session, self._known.id, title, note)

    def words(self, values: Values) -> str:
        """改了试卷：六月测评卷."""
        return f"改了试卷：{values.get('title') or ''}"

    def focus_first(self) -> None:
        """The title."""
        self.form.focus_field("title")
