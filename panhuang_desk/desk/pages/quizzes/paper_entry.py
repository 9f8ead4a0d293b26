"""The form of a paper: its title, how many questions, and the number that chooses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Field, Type, Values
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import QUIZ_PAPER
from panhuang_desk.services.quizzes import STANDARD_LENGTH, change_paper, make_paper, propose_questions
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_COMPOSED = Kind(
    name="quiz_paper", label="试卷", measure="份", subject=("title",),
    fields=(
        QUIZ_PAPER.by_name["title"],
        Field("length", "题数", Type.INTEGER, unit="题", required=True, minimum=5, maximum=50, default=STANDARD_LENGTH),
        Field("seed", "组卷号", Type.INTEGER, required=True, minimum=1, maximum=999999,
              hint="同一个组卷号、同样的题数，组出来的题一样；换一个号就换一套题"),
        QUIZ_PAPER.by_name["note"],
    ),
)
"""What is asked when a paper is composed; the questions themselves come from the bank."""


class PaperEntry(Entry):
    """A new paper, or one that is corrected: a paper that has sheets keeps its questions, only its words change."""

    def __init__(self, desk: Shell, paper: Record | None = None, *, used: int = 0, seed: int = 1,
                 village: str = "") -> None:
        self._known, self._used, self._village = paper, used, village
        today = desk.session.today()
        new = paper is None
        base: Values = paper.values if paper else {"title": f"{today.year}年{today.month}月测评卷", "seed": seed}
        setup = desk.form_setup(
            "quiz_paper", slot="quiz_paper:new" if paper is None else f"quiz_paper:{paper.id}", base=base, new=new,
            fields=("title", "length", "seed", "note") if new else ("title", "note"))
        super().__init__(desk, _COMPOSED if new else QUIZ_PAPER, setup)
        self.form.set_title("新试卷" if new else "改试卷", "" if paper is None else paper.text("title"))
        self._mix, self._topics = Label("", "body", "ink2", wrap=True), Label("", "caption", "ink2", wrap=True)
        self.form.add_below(self._mix)
        self.form.add_below(self._topics)
        if new:
            self.form.edited.connect(self._propose)
            self._propose()
        elif used:
            self._mix.setText(f"这份试卷已录 {used} 份答卷，题目不能再换。")

    def save(self, values: Values) -> Saved:
        """Compose it, or correct its words."""
        session, title, note = self.desk.session, str(values.get("title") or ""), str(values.get("note") or "")
        if self._known is not None:
            return change_paper(session, self._known.id, title, note)
        return make_paper(session, title, _number(values, "length"), _number(values, "seed"), note=note,
                          village=self._village)

    def words(self, values: Values) -> str:
        """组了试卷：六月测评卷，20 题."""
        title = str(values.get("title") or "")
        return f"改了试卷：{title}" if self._known else f"组了试卷：{title}，{_number(values, 'length')} 题"

    def focus_first(self) -> None:
        """The title."""
        self.form.focus_field("title")

    def _propose(self) -> None:
        """Say what the paper would be made of."""
        today, rows = self.desk.session.today_iso, self.form.rows
        self._mix.set_tone("ink2")
        self._topics.setText("")
        try:
            length, seed = (int(str(rows[name].editor.value(today) or 0)) for name in ("length", "seed"))
        except EntryError:
            length = 0
        if not length:
            self._mix.setText("")
            return
        try:
            questions = propose_questions(self.desk.session, length, seed)
        except UserError as problem:
            self._mix.setText(f"{problem.message}{problem.hint}")
            self._mix.set_tone("amber")
            return
        self._mix.setText(words.mix_words(questions))
        self._topics.setText(words.topic_words(questions, self.desk.session.bank))


def _number(values: Values, name: str) -> int:
    value = values.get(name)
    return int(value) if isinstance(value, (int, float)) else 0
