"""Where two entries of the same sheets differ: question by question, with both readings, to be settled by one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.grid.second import pile_words
from panhuang_desk.desk.pages.quizzes.question_view import QuestionView
from panhuang_desk.desk.pages.quizzes.words import answer_words
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, set_error
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.errors import UserError
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz.answers import read_typed
from panhuang_desk.services import double_entry
from panhuang_desk.services.double_entry import Comparison, Doubt, Pile
from panhuang_desk.services.sheet_grid import grid_paper

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

class DifferencesView(OverView):
    """1 takes the first reading, 2 the second, 3 a third that is typed; every key is an action that undo takes back.

    `again` is told the pile where sheets are left to be entered a second time.
    """

    def __init__(self, desk: Shell, pile: Pile, again: Callable[[Pile], object],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.pile, self._again = desk, desk.session, pile, again
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.paper = grid_paper(desk.session, pile.paper_id)
        self._known: set[str] = set()
        look = theme.active()
        box = column(self, 0, 8)
        self.head = Header("两遍的差异", sample=desk.session.store.sample)
        self.head.setFixedHeight(look.control + look.px(8))
        self.head.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self._again_button = self.head.add_button("接着录第二遍", key=cap("menu"))
        self._again_button.clicked.connect(self.on_menu)
        box.addWidget(self.head)
        self.sums = Label("", "body", "ink2", wrap=True)
        box.addWidget(self.sums)
        sheet = self._list()
        self._above = self._question()  # what was done is said at the foot, over the list
        box.addWidget(self._above)
        box.addWidget(sheet, 1)
        self._show()

    def take_focus(self) -> None:
        """The keys to the list."""
        (self.table if self._stack.currentWidget() is self.table else self).setFocus()

    def reload(self) -> None:
        """What differs now."""
        try:
            self._show()
        except UserError as problem:
            self.desk.error(problem)
            self.closed.emit()

    def hints(self) -> Sequence[Hint]:
        """The keys of the third reading."""
        if self.third.hasFocus():
            return (Hint("Enter", "就按这个"), Hint(cap("back"), "不改"))
        return () if self.table.hasFocus() else (Hint(cap("back"), "退回"),)

    def on_menu(self) -> bool:
        """Go on with the second entry."""
        self._again(self.pile)
        return True

    def on_back(self) -> bool:
        """The third reading goes, then the view."""
        if self.third.hasFocus():
            self.take_focus()
            self._third_shown(False)
            return True
        return super().on_back()

    # Inside

    def _list(self) -> Sheet:
        sheet = Sheet(1, spacing=0)
        self.table = _Doubts()
        self.table.pressed_key.connect(self._key)
        self.table.chosen.connect(self._show_doubt)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._agreed = EmptyPage("check", "两遍全部一致", "每一份都录了两遍，没有不一样的题。")
        self._nothing = EmptyPage("clipboard-check", "还没有差异", "第二遍录过的都一样；还没录第二遍的录完再看。")
        self._nothing.add_button("接着录第二遍", key=cap("menu")).clicked.connect(self.on_menu)
        for page in (self._agreed, self._nothing):
            self._stack.addWidget(page)
        sheet.column.addWidget(self._stack)
        return sheet

    def _question(self) -> QFrame:
        frame = QFrame()
        box = column(frame, 0, 8)
        self._views = {form: QuestionView(questions) for form, questions in self.paper.forms.items()}
        self._questions = QStackedWidget()
        for view in self._views.values():
            self._questions.addWidget(view)
        box.addWidget(self._questions)
        line = row(None, 0, 8)
        self._third_label = Label("照纸卷写答案", "body", "ink2")
        self.third = LineEdit(name="照纸卷写答案", width=112)
        self.third.setMaxLength(12)
        self.third.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.third.returnPressed.connect(self._third_typed)
        self._third_hint = Label("字母或数字，没答写 -，不知道写 0，看不清写 ?", "caption", "ink2")
        for widget in (self._third_label, self.third, self._third_hint):
            line.addWidget(widget)
        line.addStretch(1)
        box.addLayout(line)
        return frame

    def _show(self) -> None:
        found = double_entry.compare(self.session, self.pile)
        had_keys = self.table.hasFocus() or self.hasFocus()
        new = [doubt.id for doubt in found.doubts if doubt.id not in self._known]
        self.table.set_rows(found.doubts)
        if len(new) == 1:  # what was settled is open again
            self.table.select_id(new[0])
        self._known = {doubt.id for doubt in found.doubts}
        self._stack.setCurrentWidget(
            self.table if found.doubts else self._agreed if found.agreed else self._nothing)
        self._above.setVisible(bool(found.doubts))
        self._third_shown(False)
        left = found.sheets - found.twice
        self._again_button.setVisible(left > 0 and bool(found.doubts))
        self.head.set_about(f"{pile_words(self.session, self.pile)}，{found.sheets} 份")
        self.sums.setText(_sums(found))
        if had_keys:
            (self.table if found.doubts else self).setFocus()

    def _show_doubt(self, doubt: Doubt | None) -> None:
        if doubt is None:
            return
        form = doubt.sheet.text("form")
        view = self._views.get(form) or next(iter(self._views.values()))
        self._questions.setCurrentWidget(view)
        view.show_question(doubt.place, "")
        first, second = (answer_words(doubt.question, answer) for answer in (doubt.first, doubt.second))
        view.say(f"第 {doubt.number} 份：第一遍 {first}，第二遍 {second}", "ink2")

    def _key(self, typed: str) -> None:
        doubt = self.table.current()
        if not isinstance(doubt, Doubt):
            return
        if typed == "3":
            self._third_shown(True)
            self.third.clear()
            self.third.setFocus()
        else:
            self._decide(doubt, doubt.first if typed == "1" else doubt.second)

    def _third_shown(self, on: bool) -> None:
        for widget in (self._third_label, self.third, self._third_hint):
            widget.setVisible(on)
        set_error(self.third, False)

    def _third_typed(self) -> None:
        doubt = self.table.current()
        if not isinstance(doubt, Doubt) or not self.third.text():
            return
        try:
            answer = read_typed(doubt.question, self.third.text())
        except EntryError as error:
            set_error(self.third, True)
            self.desk.set_state("error", error.message)
            return
        self.take_focus()
        self._decide(doubt, answer)

    def _decide(self, doubt: Doubt, answer: str) -> None:
        try:
            saved = double_entry.decide(self.session, self.paper, doubt, answer)
        except UserError as problem:
            self.desk.error(problem)
            return
        if not saved.ok:
            self.desk.set_state("error", saved.problems[0].message)
            return
        settled = answer_words(doubt.question, answer)
        self.desk.did(f"第 {doubt.number} 份第 {doubt.place + 1} 题定为：{settled}", saved.changes)


class _Doubts(TableView):
    """The list; `pressed_key` tells 1, 2 or 3."""

    pressed_key = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        narrow = theme.active().narrow
        group = ANSWER_SHEET.by_name["key_group"]
        super().__init__((
            Column("number", "第几份", text=lambda d: str(d.number), width=64, align="right"),
            Column("group", "人群", text=lambda d: group.word(d.sheet["key_group"]), width=104, tone="ink2"),
            Column("form", "卷型", text=lambda d: d.sheet.text("form"), width=52, tone="ink2"),
            Column("place", "题号", text=lambda d: str(d.place + 1), width=52, align="right"),
            Column("question", "题目", text=lambda d: d.question.text, stretch=True),
            Column("first", "1 第一遍", text=lambda d: answer_words(d.question, d.first), width=92,
                   bold=lambda d: True),
            Column("second", "2 第二遍", text=lambda d: answer_words(d.question, d.second), width=92,
                   bold=lambda d: True),
        ), name="两遍的差异", parent=parent)
        if narrow:
            self.show_columns(("number", "group", "place", "question", "first", "second"))
        self.set_hints((Hint(cap("move"), "选一题"), Hint("1", "按第一遍"), Hint("2", "按第二遍"),
                        Hint("3", "另写")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits settle the question that is marked."""
        typed = to_halfwidth(event.text())
        if typed and typed in "123" and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pressed_key.emit(typed)
            return
        super().keyPressEvent(event)


def _sums(found: Comparison) -> str:
    """录了两遍的 12 份，共 240 个答案：录入时 3 处不一样（1.3%），还有 2 处要定."""
    if not found.twice:
        return "还没有哪一份录过第二遍。"
    left = found.sheets - found.twice
    share = f"（{100 * found.differed / found.answers:.1f}%）" if found.differed and found.answers else ""
    differ = f"录入时 {found.differed} 处不一样{share}" if found.differed else "没有不一样的"
    still = f"，还有 {len(found.doubts)} 处要定" if found.doubts else "，都定下来了" if found.differed else ""
    waiting = f"；还有 {left} 份没录第二遍" if left else ""
    alone = f"其中 {found.alone} 份两遍是同一个人录的，查不出自己看错的。" if found.alone else ""
    return f"录了两遍的 {found.twice} 份共 {found.answers} 个答案，{differ}{still}{waiting}。{alone}"
