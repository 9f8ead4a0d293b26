"""The form of an answer sheet: when and whom, then all answers in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from panhuang_desk.desk.pages.quizzes.answers_editor import AnswersEditor
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import load_answers, valid_sheet
from panhuang_desk.services.quizzes import paper_questions, pass_mark, record_sheet
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FIELDS = ("taken_on", "key_group", "sampling", "answers", "note")


class SheetEntry(Entry):
    """A new sheet of a paper, or one that is corrected. Day, group and sampling repeat from sheet to sheet."""

    def __init__(self, desk: Shell, paper: Record, sheet: Record | None = None, *, number: int = 0) -> None:
        self._paper, self._known = paper, sheet
        new = sheet is None
        setup = desk.form_setup(
            "answer_sheet", slot=f"answer_sheet:new:{paper.id}" if sheet is None else f"answer_sheet:{sheet.id}",
            base=sheet.values if sheet else {"paper_id": paper.id}, new=new, fields=_FIELDS,
            next_word="保存，下一份" if new else "",
            editors={"answers": AnswersEditor.of(paper_questions(paper))})
        super().__init__(desk, ANSWER_SHEET, setup, about=sheet.id if sheet else "")
        note = f"本月第 {number} 份" if number else "不记姓名"
        self.form.set_title("录答卷" if new else "改答卷", paper.text("title"), note)

    @property
    def new(self) -> bool:
        """Whether the sheet is not in the file yet."""
        return self._known is None

    @property
    def paper_id(self) -> str:
        """The paper that the sheet is of."""
        return self._paper.id

    @property
    def answers(self) -> AnswersEditor:
        """The editor of the answers."""
        editor = self.form.rows["answers"].editor
        assert isinstance(editor, AnswersEditor)
        return editor

    def save(self, values: Values) -> Saved:
        """Grade it and save it."""
        session = self.desk.session
        answers = load_answers(str(self.answers.value(session.today_iso)))
        saved = record_sheet(session, self._paper.id, str(values["taken_on"]), str(values["key_group"]),
                             str(values["sampling"]), answers, id=self._known.id if self._known else None,
                             note=str(values.get("note") or ""))
        if saved.ok and self._known is None:
            self.desk.remember_last("answer_sheet", {name: values[name] for name in _FIELDS[:3]})
        return saved

    def words(self, values: Values) -> str:
        """录了答卷：答对 18 / 20，知晓."""
        assert self.record is not None
        correct, asked, answered = (self.record.number(name) for name in ("correct", "asked", "answered"))
        blank = f"，{asked - answered} 题没答" if answered < asked else ""
        mark = pass_mark(self.desk.session)
        aware = "，算知晓" if 100 * correct >= mark * asked and valid_sheet(answered, asked) else ""
        return f"{'录了答卷' if self._known is None else '改了答卷'}：答对 {correct} / {asked}{blank}{aware}"

    def on_round(self) -> bool:
        """From the line to one question at a time, and back."""
        self.answers.turn()
        QTimer.singleShot(0, self, lambda: self.form.focus_field("answers"))  # once the form is laid out anew
        return True
