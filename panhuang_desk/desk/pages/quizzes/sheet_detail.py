"""What a sheet says: how many are right, and every question with what was answered and what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.pages.quizzes.explained import Explained
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.desk.wording import day
from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import Question, grade, show_answer
from panhuang_desk.services.quizzes import pass_mark, sheet_answers, sheet_state
from panhuang_desk.services.sheet_grid import grid_paper

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import SheetRow


@attrs.frozen
class _Mark:
    """One question of the sheet."""

    id: int
    question: Question
    answer: str
    right: bool | None


class SheetDetail(QFrame):
    """Asks to `edit` the sheet, for a `follow_up` or the `differences` of two entries; `back` goes back to the list."""

    edit = Signal()
    follow_up = Signal()
    differences = Signal()
    back = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        look = theme.active()
        outer = column(self, 0, 0)
        self._body = QFrame()
        box = column(self._body, 0, 0)
        head = column(None, 0, 8)
        head.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        line = row(None, 0, 12)
        self.title = Label("", "title")
        self.tag = Tag("")
        line.addWidget(self.title)
        line.addWidget(self.tag)
        line.addStretch(1)
        self.edit_button = Button("改", key=cap("edit"))
        self.edit_button.clicked.connect(self.edit)
        raise_one = Button("加待办", key=cap("follow_up"))
        raise_one.clicked.connect(self.follow_up)
        line.addWidget(self.edit_button)
        line.addWidget(raise_one)
        head.addLayout(line)
        self.about = Label("", "body", "ink2", wrap=True)
        self.note = Label("", "body", "ink2", wrap=True)
        self.warning = Strip("", "warn")
        self.second = Strip("两次录入不同", "warn")
        self.second.add_link("看差异").clicked.connect(self.differences)
        for widget in (self.about, self.note, self.warning, self.second):
            head.addWidget(widget)
        box.addLayout(head)
        box.addWidget(Line())
        self.table = TableView((
            Column("no", "", text=lambda m: str(m.id), width=48, align="right", tone="ink2"),
            Column("text", "题目", text=lambda m: m.question.text, stretch=True),
            Column("answer", "答", text=lambda m: words.answer_words(m.question, m.answer), width=84,
                   icon=lambda m: _ICONS[m.right], tone=lambda m: _TONES[m.right]),
            Column("right", "正确", text=lambda m: show_answer(m.question, m.question.answer), width=72, tone="ink2"),
        ), name="各题")
        self.table.set_hints((Hint(cap("move"), "看各题"), Hint(cap("edit"), "改"), Hint(cap("back"), "回到列表")))
        self.table.chosen.connect(self._explain)
        box.addWidget(self.table, 1)
        foot = column(None, 0, 0)
        foot.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(12))
        self.explained = Explained()
        foot.addWidget(self.explained)
        box.addLayout(foot)
        outer.addWidget(self._body)
        self._nothing = Label("左边选一份答卷，这里是它的各题对错。", "body", "ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._nothing)
        self.show_sheet(None)

    def show_sheet(self, sheet: SheetRow | None) -> None:
        """Show a sheet; None shows that none is marked."""
        self._body.setVisible(sheet is not None)
        self._nothing.setVisible(sheet is None)
        if sheet is None:
            return
        session = self.desk.session
        state = sheet_state(sheet, pass_mark(session))
        self.title.setText(f"答对 {words.score(sheet)}")
        self.tag.set_tag(words.state_tag(sheet, pass_mark(session)))
        self.about.setText(self._about_words(sheet))
        self.warning.setVisible(state in ("invalid", "abandoned"))
        self.warning.set_text("这份没有答完，留着，哪里都不计入。" if state == "abandoned" else
                              f"只答了 {sheet.answered} 题，不到八成，这份答卷不计入知晓率。")
        self.second.setVisible(sheet.second == "differs")
        record = session.store.get("answer_sheet", sheet.id)
        note = record.text("note") if record else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.table.set_rows(self._marks(sheet))
        self._explain(self.table.current())

    def _marks(self, sheet: SheetRow) -> list[_Mark]:
        """The questions as the form asks them with what was answered; none where paper or answers are damaged."""
        store = self.desk.session.store
        paper, record = store.get("quiz_paper", sheet.paper_id), store.get("answer_sheet", sheet.id)
        if paper is None or record is None:
            return []
        form = sheet.form or "A"
        try:
            turned = grid_paper(self.desk.session, paper.id)
            questions, answers = turned.questions(form), turned.in_form_order(sheet_answers(record), form)
            graded = grade(questions, answers)
        except (UserError, ValueError):
            self.about.setText("这份答卷或它的试卷读不出来，请检查文件是否完好。")
            return []
        return [_Mark(place + 1, question, answers[place], graded.per_question[place])
                for place, question in enumerate(questions)]

    def _about_words(self, sheet: SheetRow) -> str:
        """5月20日 · 一般居民 · 36～59 岁 · 随机入户 · B 卷 · 屏幕作答, and which survey it belongs to."""
        session = self.desk.session
        satisfaction = ANSWER_SHEET.by_name["satisfaction"].word(sheet.satisfaction) if sheet.satisfaction else ""
        came = words.entered_word(sheet) if sheet.entered != "paper" else ""
        twice = "录了两遍，一致" if sheet.second == "same" else ""
        left = sheet.asked - sheet.answered
        survey = session.store.get("survey", sheet.survey_id) if sheet.survey_id else None
        parts = (day(sheet.taken_on, session.today()), words.group_word(sheet), words.age_word(sheet),
                 words.sampling_word(sheet), f"{sheet.form} 卷" if sheet.form else "",
                 f"对禁毒工作{satisfaction}" if satisfaction else "", came, twice,
                 f"{left} 题没答" if left else "", survey.text("title") if survey is not None else "")
        return " · ".join(part for part in parts if part)

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def take_focus(self) -> None:
        """The keys to the questions."""
        self.table.setFocus()

    def _explain(self, mark: Any) -> None:
        self.explained.show_question(mark.question if isinstance(mark, _Mark) else None,
                                     mark.id if isinstance(mark, _Mark) else 0)


_ICONS = {True: "check", False: "x", None: "minus"}
_TONES = {True: "green", False: "red", None: "ink3"}

