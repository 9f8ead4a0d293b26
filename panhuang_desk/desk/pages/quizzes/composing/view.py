"""Composing a paper: at the left what is wanted of it, at the right the questions that this gives, or the bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.composing.editors import PickedEditor, TopicsEditor, editor_makers
from panhuang_desk.desk.pages.quizzes.composing.picker import Picker
from panhuang_desk.desk.pages.quizzes.composing.preview import Numbered, Preview
from panhuang_desk.desk.pages.quizzes.composing.wish import (
    BY_HAND,
    BY_TOPIC,
    REMEMBERED,
    Wish,
    available,
    composing_kind,
    remembered,
)
from panhuang_desk.desk.pages.quizzes.explained import Explained
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, at_left, column, row
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.quiz import Question
from panhuang_desk.services.question_bank import bank_of
from panhuang_desk.services.quiz_papers import change_questions, chosen_questions
from panhuang_desk.services.quizzes import paper_questions, save_paper
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

NEW_SLOT = "quiz_paper:new"
"""The draft of a paper that is being composed."""

_WIDTH, _KEPT = 520, "quiz_compose"


class Composing(OverView):
    """A new paper, or a paper that nobody answered yet and whose questions may change. `saved` tells what was done in
    words, the changes, and the id of the paper; `closed` comes before it. UserError where the paper is damaged.
    """

    saved = Signal(str, object, str)

    def __init__(self, desk: Shell, paper: Record | None = None, *, village: str = "", seed: int = 1,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self._paper, self._village = paper, village
        self._bank = bank_of(self.session)
        self._composed: tuple[Question, ...] = ()
        self._refused = ""
        known = paper_questions(paper) if paper is not None else ()
        self.form = self._make_form(known, seed)
        self.preview, self.picker = Preview(self._bank), Picker(desk, known)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.picker)
        self._lay()
        self.picked.pick_asked.connect(self._to_bank)
        self.picker.picked.connect(self.picked.set_ids)
        self.topics.total_changed.connect(self._total_changed)
        self.form.rows["length"].editor.changed.connect(self._length_changed)
        self.form.edited.connect(self._propose)
        self.form.state.connect(desk.set_state)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self._cancelled)
        draft = self.session.store.draft(self.form.setup.slot)
        if draft:
            self.form.restore(draft)
        self._propose()

    @property
    def topics(self) -> TopicsEditor:
        """The editor of the numbers by topic."""
        return cast(TopicsEditor, self.form.rows["topics"].editor)

    @property
    def picked(self) -> PickedEditor:
        """The editor of what was picked by hand."""
        return cast(PickedEditor, self.form.rows["picked"].editor)

    @property
    def by_hand(self) -> bool:
        """Whether the questions are picked one by one."""
        return self.form.rows["way"].editor.text() == BY_HAND

    def take_focus(self) -> None:
        """The keys to the title."""
        self.form.focus_field("title")

    def hints(self) -> Sequence[Hint]:
        """Those of the form."""
        return self.form.hints()

    def flush(self) -> None:
        """Keep what was typed."""
        self.form.flush_draft()

    # Keys

    def on_save(self) -> bool:
        """Save the paper, wherever the keys are."""
        return self.form.on_save()

    def on_find(self) -> bool:
        """To the search of the bank."""
        if not self.by_hand:
            return False
        self._to_bank()
        return True

    def on_back(self) -> bool:
        """At 150 % from the questions to the form; else away, the draft kept."""
        if theme.active().narrow and not self._right.isHidden():
            self._show_step(right=False)
            return True
        return self.form.on_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a list of questions has the keys, the marked one is shown in full under the form."""
        if event.type() == QEvent.Type.FocusIn:
            self._explain()
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in (
                Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.explained.hide()
        return False

    # Building

    def _make_form(self, known: Sequence[Question], seed: int) -> Form:
        kind = composing_kind(self._bank)
        paper, today = self._paper, self.session.today()
        if paper is None:
            base: Values = {**remembered(self.session.settings.list_look(_KEPT).filters),
                            "title": f"{today.year}年{today.month}月测评卷", "seed": seed}
        else:
            own = paper["seed"]
            base = {"title": paper.text("title"), "note": paper["note"], "way": BY_HAND, "length": len(known),
                    "seed": own if isinstance(own, int) else 1, "picked": ",".join(q.id for q in known)}
        setup = self.desk.form_setup(
            "quiz_paper", slot=NEW_SLOT if paper is None else f"quiz_paper:{paper.id}", base=base, new=paper is None,
            editors=editor_makers(self._bank.topics), more=self._problems, abreast=False)
        form = Form(kind, setup)
        form.set_title("新试卷" if paper is None else "改试卷", "" if paper is None else "还没有答卷，题目可以换")
        return form

    def _lay(self) -> None:
        look = theme.active()
        line = row(self, 0, 16)
        line.setContentsMargins(0, look.px(16), 0, 0)
        self._left, self._right = Sheet(0, spacing=0), Sheet(0, spacing=0)
        self._left.column.addWidget(self.form)
        if look.narrow:
            back = Button("回到试卷", "quiet", key=cap("back"), icon="chevron-left")
            back.clicked.connect(self.on_back)
            top = row(None, 0, 8)
            top.setContentsMargins(look.px(8), look.px(8), look.px(8), 0)
            top.addWidget(back)
            top.addStretch(1)
            self._right.column.addLayout(top)
        self._right.column.addWidget(self._stack, 1)
        left = column(None, 0, 12)
        left.addWidget(self._left, 1)
        self.explained = Explained()
        self.explained.hide()
        left.addWidget(self.explained)
        line.addLayout(left)
        line.addWidget(self._right, 1)
        if look.narrow:
            self.see_button = Button("")
            self.see_button.clicked.connect(lambda: self._show_step(right=True))
            self.form.add_below(at_left(self.see_button))
            self._right.hide()
            return
        self._left.setFixedWidth(look.px(_WIDTH))
        self.explained.setFixedWidth(look.px(_WIDTH))
        for table in (self.preview.table, self.picker.bank, self.picker.chosen):
            table.installEventFilter(self)
            table.chosen.connect(self._explain)

    def _explain(self) -> None:
        tables = (self.preview.table, self.picker.bank, self.picker.chosen)
        marked = next((table.current() for table in tables if table.hasFocus()), None)
        if isinstance(marked, Numbered):
            self.explained.show_question(marked.question)
        else:
            self.explained.hide()

    def _show_step(self, *, right: bool) -> None:
        """At 150 %: one of the two."""
        (self._left if right else self._right).hide()
        (self._right if right else self._left).show()
        if right:
            if self.by_hand:
                self.picker.bank.setFocus()
            else:
                self.preview.take_focus()
        else:
            self.take_focus()

    def _to_bank(self) -> None:
        if theme.active().narrow:
            self._show_step(right=True)
        self.picker.on_find()

    # Reacting

    def _total_changed(self, total: int) -> None:
        self.form.rows["length"].editor.set_text(str(total))
        self.form.recheck("length")

    def _length_changed(self) -> None:
        """Who writes another total wants it shared anew."""
        text = self.form.rows["length"].editor.text().strip()
        if not self.topics.even and text != str(self._sum()):
            self.topics.share_evenly()

    def _sum(self) -> int:
        wish = Wish.of(self.form.values())
        return sum(wish.topics.values()) if wish else 0

    def _propose(self) -> None:
        """Show what the paper would ask, or why it cannot be composed."""
        self._stack.setCurrentWidget(self.picker if self.by_hand else self.preview)
        if theme.active().narrow:
            self.see_button.set_words("看题库和挑好的题" if self.by_hand else "看会出哪些题")
        if self.by_hand:
            self.picker.show_ids(self.picked.ids)
            self.picked.said.setText(f"挑了 {len(self.picked.ids)} 题" if self.picked.ids else "还没有挑题。")
            return
        wish = Wish.of(self.form.values())
        self._composed, self._refused = (), ""
        if wish is None:
            self.preview.show_problem("先把题数、组卷号、问谁和难度写好。")
            return
        self.topics.show_have(available(self._bank, wish.audiences, self.session.today_iso))
        try:
            self._composed = wish.questions(self.session)
        except UserError as problem:
            self._refused = f"{problem.message}{problem.hint}"
            self.preview.show_problem(self._refused)
        else:
            self.preview.show_questions(self._composed)
        if self.topics.even:
            self.topics.show_even(Counter(question.topic for question in self._composed))
        self.form.recheck("topics")

    def _problems(self, values: Values) -> list[Problem]:
        """What keeps the questions from being found."""
        if values.get("way") == BY_TOPIC and self._refused:
            return [Problem("topics", self._refused)]
        if values.get("way") == BY_HAND and not values.get("picked"):
            return [Problem("picked", "还没有挑题，请至少挑一道。")]
        return []

    def _submitted(self, values: Values, go_on: bool) -> None:
        try:
            saved = self._save(values)
        except UserError as problem:
            self.desk.error(problem)
            return
        if not saved.ok or saved.record is None:
            self.form.show_problems(saved.problems)
            return
        if self._paper is None:
            texts = self.form.texts()
            self.session.settings.list_look(_KEPT).filters = {name: texts[name] for name in REMEMBERED}
        self.form.done()
        title, count = saved.record.text("title"), len(paper_questions(saved.record))
        self.desk.set_state("saved")
        self.closed.emit()
        self.saved.emit(f"{'组' if self._paper is None else '改'}了试卷：{title}，{count} 题", saved.changes,
                        saved.record.id)

    def _save(self, values: Values) -> Saved:
        title, note = str(values.get("title") or ""), str(values.get("note") or "")
        by_hand = values.get("way") == BY_HAND
        questions = chosen_questions(self.session, self.picked.ids) if by_hand else self._composed
        seed = values.get("seed")
        number = seed if isinstance(seed, int) and not by_hand else None
        if self._paper is not None:
            return change_questions(self.session, self._paper.id, [q.id for q in questions], seed=number, title=title,
                                    note=note)
        return save_paper(self.session, title, questions, number or 1, bank_version=self._bank.version,
                          village=self._village, note=note)

    def _cancelled(self) -> None:
        kept = self.form.dirty
        self.closed.emit()
        self.desk.set_state("draft" if kept else "saved", "草稿留着，再打开时还在" if kept else "")


