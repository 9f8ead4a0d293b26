"""The form of a question of the office's own; what keeps it from being a good one is said beside each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from panhuang_desk.desk.pages.quizzes.bank.editors import OptionsEditor, RightEditor
from panhuang_desk.desk.pages.quizzes.bank.question_kind import (
    OPTIONS,
    RIGHT,
    TRUTH,
    base_of,
    options_of,
    question_kind,
    row_of,
    seen,
)
from panhuang_desk.desk.pages.quizzes.bank.rows import BankRow, short
from panhuang_desk.desk.pages.quizzes.explained import Explained
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.quiz import Question
from panhuang_desk.model.quiz.question import SEVERAL
from panhuang_desk.services.question_bank import problems_of, save_own
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

NEW_SLOT = "quiz_question:new"
"""The draft of a question that is being written."""


class QuestionEntry(Entry):
    """A new question, an own one that is changed, or one of the bank that an own one takes the place of.

    `like` is a question whose words a new one begins with.
    """

    def __init__(self, desk: Shell, known: BankRow | None = None, *, like: Question | None = None) -> None:
        self._known = known
        question = known.question if known is not None else like
        bank = desk.session.bank
        setup = desk.form_setup(
            "quiz_question", slot=NEW_SLOT if known is None else f"quiz_question:{known.id}",
            base=base_of(question) if question is not None else {}, new=known is None,
            next_word="保存，再加一道" if known is None else "", more=self._problems, abreast=False,
            editors={OPTIONS: OptionsEditor, RIGHT: RightEditor})
        super().__init__(desk, question_kind(bank), setup)
        self._show_title()
        self.form.add_below(Label("答完以后看到的样子", "caption", "ink2"))
        self.preview = Explained()
        self.form.add_below(self.preview)
        self.form.edited.connect(self._show)
        self._show()

    @property
    def question_id(self) -> str:
        """The number of the question that is being changed; empty for a new one."""
        return self._known.id if self._known is not None else ""

    def begin(self) -> None:
        """Show the draft, and what comes of it."""
        super().begin()
        self._show()

    def save(self, values: Values) -> Saved:
        """Save it, if nothing is wrong with it."""
        saved = save_own(self.desk.session, self._row(values), self._own or None)
        found = [Problem(TRUTH if problem.field == "answer" and self._rows_hidden() else problem.field,
                         problem.message, warning=problem.warning) for problem in saved.problems]
        return Saved(saved.record, saved.changes, tuple(found)) if found else saved

    def words(self, values: Values) -> str:
        """加了一道题：村里的禁毒宣传栏设在哪里？."""
        did = "加了一道题" if self._known is None else "改了自己的题" if self._own else f"顶替了题库的 {self._known.id}"
        return f"{did}：{str(values.get('text') or '')[:24]}"

    @property
    def _own(self) -> str:
        return self._known.entry.own if self._known is not None else ""

    def _show_title(self) -> None:
        if self._known is None:
            self.form.set_title("加一道题", "以后组的卷会用到；已经组好的不变")
        elif self._own:
            self.form.set_title("改自己的题", self._known.id, "已经组好的试卷不变")
        else:
            self.form.set_title("改成自己的一道", f"顶替题库带的 {self._known.id}", "删除它就换回原来那道")
        self.setAccessibleName(short(self._known.question) if self._known is not None else "加一道题")

    def _row(self, values: Values) -> dict[str, Any]:
        """As a file would have it; one that takes the place of another keeps its number and the facts it rests on."""
        row = row_of(values)
        if self._known is not None:
            row["id"] = self._known.id
            if self._known.question.facts:
                row["facts"] = list(self._known.question.facts)
        return row

    def _problems(self, values: Values) -> Sequence[Problem]:
        """What the rules of the bank say; that a field is empty is said by the form."""
        found = problems_of(self.desk.session, self._row(values), self._own or None)
        return [problem for problem in found if values.get(problem.field)]

    def _rows_hidden(self) -> bool:
        return self.form.rows[RIGHT].isHidden()

    def _show(self) -> None:
        """The letters that can be right, and how the question looks."""
        values = self.form.values()
        right = cast(RightEditor, self.form.rows[RIGHT].editor)
        right.show_for(single=values.get("type") != SEVERAL, count=len(options_of(values)))
        letters = right.group.codes()
        cast(OptionsEditor, self.form.rows[OPTIONS].editor).show_right(letters)
        question = seen(self.form.values())
        self.preview.show_question(question)
        self.preview.words.setText(question.text or "题干")
