"""The form of an answer sheet: when and whom, then all answers in one line, then what else the sheet says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QTimer

from panhuang_desk.desk.editors import OptionEditor
from panhuang_desk.desk.pages.quizzes.answers_editor import AnswersEditor
from panhuang_desk.desk.pages.quizzes.pick_editor import PickEditor
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Choice, Field, Type, Value, Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import load_answers, valid_sheet
from panhuang_desk.services.quizzes import pass_mark, record_sheet
from panhuang_desk.services.records import Saved
from panhuang_desk.services.sheet_grid import GridPaper, grid_paper
from panhuang_desk.services.shown import village_word

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FIELDS = ("survey_id", "taken_on", "form", "key_group", "sampling", "answers", "age_band", "satisfaction", "note")
_MORE = ("survey_id", "form", "age_band", "satisfaction")
_REPEATED = ("survey_id", "form", "taken_on", "key_group", "sampling")
_NO_SURVEY = "不算进哪次测评"


class SheetEntry(Entry):
    """A new sheet of a paper, or one that is corrected. Survey, form, day, group and sampling repeat from sheet to
    sheet, so that the next one begins at the answers; Enter passes over the form, which is asked beside the day.

    `surveys` are those that the sheet may belong to, `survey` the one that a new sheet is to belong to.
    """

    def __init__(self, desk: Shell, paper: Record, sheet: Record | None = None, *, number: int = 0,
                 surveys: Sequence[Record] = (), survey: str = "") -> None:
        self._paper, self._known = grid_paper(desk.session, paper.id), sheet
        self._surveys = {each.id: each for each in surveys}
        new, last = sheet is None, desk.last.get("answer_sheet", {})
        base: dict[str, Value] = dict(sheet.values) if sheet else {
            "paper_id": paper.id, "form": last.get("form"), "survey_id": survey or last.get("survey_id")}
        if base["form"] not in tuple(self._paper.letters):
            base["form"] = self._paper.letters[0] if new else None
        if new and base["survey_id"] not in self._surveys:
            base["survey_id"] = None
        offered = [Choice(each.id, each.text("title")) for each in surveys]
        setup = desk.form_setup(
            "answer_sheet", slot=f"answer_sheet:new:{paper.id}" if sheet is None else f"answer_sheet:{sheet.id}",
            base=base, new=new, fields=_fields(self._paper, offered), next_word="保存，下一份" if new else "",
            beside=frozenset({"form"}), editors={
                "survey_id": PickEditor.of(offered, _NO_SURVEY), "form": _letters_of(self._paper),
                "answers": AnswersEditor.of(self._paper, str(base["form"] or ""))})
        super().__init__(desk, ANSWER_SHEET, setup, about=sheet.id if sheet else "")
        note = (village_word(desk.session, paper.village), f"本月第 {number} 份" if number else "不记姓名")
        self.form.set_title("录答卷" if new else "改答卷", paper.text("title"), " · ".join(filter(None, note)))
        self._link()
        if new and survey:
            self._survey_chosen()

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

    def begin(self) -> None:
        """A draft is in the order of its form."""
        super().begin()
        self._form_chosen()

    def focus_first(self) -> None:
        """At the day while there is none, else at the answers of a new sheet."""
        if self.new and self.form.rows["taken_on"].editor.text().strip():
            self.form.focus_field("answers")
        else:
            super().focus_first()

    def save(self, values: Values) -> Saved:
        """Grade it and save it."""
        session, new = self.desk.session, self._known is None
        answers = load_answers(str(values["answers"]))
        more = {name: values[name] for name in _MORE if name in values}
        saved = record_sheet(
            session, self._paper.id, str(values["taken_on"]), str(values["key_group"]), str(values["sampling"]),
            answers, id=self._known.id if self._known else None, note=str(values.get("note") or ""),
            more={**more, "entered": "paper"} if new else more)
        if saved.ok and new:
            self.desk.remember_last("answer_sheet", {name: values[name] for name in _REPEATED if name in values})
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

    def _link(self) -> None:
        """The form turns the questions, a survey brings its way of sampling, Enter goes from the day to the group."""
        rows = self.form.rows
        if "form" in rows:
            rows["form"].editor.changed.connect(self._form_chosen)
            rows["taken_on"].editor.next_field.connect(lambda: self.form.focus_field("key_group"))
        if "survey_id" in rows:
            rows["survey_id"].editor.changed.connect(self._survey_chosen)

    def _form_chosen(self) -> None:
        if "form" in self.form.rows:
            self.answers.set_form(self.form.rows["form"].editor.text())

    def _survey_chosen(self) -> None:
        survey = self._surveys.get(self.form.rows["survey_id"].editor.text())
        if survey is not None:
            self.form.rows["sampling"].editor.set_value(survey["sampling"])


def _fields(paper: GridPaper, surveys: Sequence[Choice]) -> tuple[str, ...]:
    """The fields that the form asks: no survey where there is none, no form where there is one only."""
    missing = {*(() if surveys else ("survey_id",)), *(() if len(paper.letters) > 1 else ("form",))}
    return tuple(name for name in _FIELDS if name not in missing)


def _letters_of(paper: GridPaper) -> Callable[[Field, Sequence[Choice]], OptionEditor]:
    """What makes the editor for the form's letter."""
    letters = [Choice(letter, f"{letter} 卷") for letter in paper.letters]
    return lambda field, _choices: OptionEditor(attrs.evolve(field, type=Type.CHOICE), letters)
