"""Picking the questions of a paper: the bank above, what was picked below, in the order of asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.pages.quizzes.composing.preview import TYPES, Numbered, level_words, number
from panhuang_desk.desk.tabs.list_pane import SearchHead
from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.model.quiz.levels import LEVEL_WORDS
from panhuang_desk.model.quiz.question import SEVERAL, SINGLE, TRUE_FALSE
from panhuang_desk.services.question_bank import bank_of, browse

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_LEVELS = tuple(Choice(str(level), word) for level, word in LEVEL_WORDS.items())
_ORDER = (SINGLE, TRUE_FALSE, SEVERAL)
_ROW = 30


class KeyTable(TableView):
    """`pressed` tells the name of a local key of the key map: `pick`, `earlier` or `later`."""

    pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, and the arrows with Ctrl."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        name = {(Qt.Key.Key_Space, False): "pick", (Qt.Key.Key_Up, True): "earlier",
                (Qt.Key.Key_Down, True): "later"}.get((Qt.Key(event.key()), control))
        if name and self.current() is not None:
            self.pressed.emit(name)
        else:
            super().keyPressEvent(event)


class Picker(QFrame):
    """`picked` tells the ids in their order after each change by a person."""

    picked = Signal(list)

    def __init__(self, desk: Shell, known: Sequence[Question] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self._bank = bank_of(self.session)
        self._known = {question.id: question for question in (*known, *self._bank.questions)}
        self._ids: list[str] = []
        look = theme.active()
        box = column(self, 0, 0)
        top = column(None, 0, 8)
        top.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(8))
        self.head = SearchHead("题干、选项、解析里的字")
        self.search = self.head.search
        self.search.textChanged.connect(lambda _: self._load())
        top.addWidget(self.head)
        top.addWidget(self._filters())
        box.addLayout(top)
        self.bank = self._make_bank()
        self.search.leave.connect(self.bank.setFocus)
        box.addWidget(self.bank, 5)
        box.addWidget(Line())
        line = row(None, 0, 8)
        line.setContentsMargins(look.px(16), look.px(6), look.px(16), look.px(6))
        self.title = Label("挑好的题", "panel")
        self.about = Label("", "caption", "ink2", wrap=True)
        self.sort_button = Button("按题型排好", "quiet")
        self.sort_button.clicked.connect(self.sort_by_type)
        line.addWidget(self.title)
        line.addWidget(self.about, 1)
        line.addWidget(self.sort_button)
        box.addLayout(line)
        self.chosen = self._make_chosen()
        box.addWidget(self.chosen, 4)
        self._load()

    def show_ids(self, ids: Sequence[str]) -> None:
        """What is picked already."""
        self._ids = list(ids)
        self._show()

    def questions(self) -> list[Question]:
        """The questions that are picked and still known."""
        return [self._known[id] for id in self._ids if id in self._known]

    def sort_by_type(self) -> None:
        """Single choice, true or false, several choice; within each as they were."""
        self._set(sorted(self._ids, key=lambda id: _ORDER.index(self._known[id].type) if id in self._known else 0))

    # Keys

    def on_find(self) -> bool:
        """To the search."""
        self.search.setFocus()
        self.search.selectAll()
        return True

    def on_delete(self) -> bool:
        """Take the marked question out."""
        marked = self.chosen.current()
        if self.chosen.hasFocus() and marked is not None:
            self._set([id for id in self._ids if id != marked.id])
        return True

    def on_menu(self) -> bool:
        """What can be done with the marked question."""
        table = self.chosen if self.chosen.hasFocus() else self.bank
        if table.current() is not None:
            self._menu(table.current(), table.below_current())
        return True

    # Inside

    def _filters(self) -> QFrame:
        frame = QFrame()
        flow = FlowLayout(frame)
        self.topic_chip = FilterChip("主题", self._bank.topics)
        self.type_chip = FilterChip("题型", QUESTION_TYPES)
        self.audience_chip = FilterChip("问谁", self._bank.audiences)
        self.level_chip = FilterChip("难度", _LEVELS)
        for chip in (self.topic_chip, self.type_chip, self.audience_chip, self.level_chip):
            chip.chosen.connect(lambda _: self._load())
            flow.addWidget(chip)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        frame.setSizePolicy(policy)
        return frame

    def _make_bank(self) -> KeyTable:
        table = KeyTable((
            Column("place", "", text=lambda e: self._place(e.id), width=52, align="right", tone="accent",
                   bold=lambda e: True),
            *self._columns(),
            Column("do", "", text=lambda e: "去掉" if e.id in self._ids else "挑上", width=60, action=True),
        ), name="题库", row_height=_ROW)
        table.set_hints((Hint(cap("move"), "选一道"), Hint(cap("pick"), "挑上或去掉"), Hint(cap("find"), "查找"),
                         Hint("Tab", "到挑好的题")))
        table.opened.connect(self._toggle)
        table.pressed.connect(lambda name: self._toggle(table.current()) if name == "pick" else None)
        table.menu_asked.connect(self._menu)
        return table

    def _make_chosen(self) -> KeyTable:
        table = KeyTable((
            Column("no", "", text=lambda n: str(n.number), width=52, align="right", tone="ink2"),
            *self._columns(),
        ), name="挑好的题", row_height=_ROW)
        table.set_hints((Hint(cap("earlier"), "往前挪"), Hint(cap("later"), "往后挪"), Hint(cap("delete"), "去掉")))
        table.pressed.connect(self._pressed)
        table.menu_asked.connect(self._menu)
        return table

    def _columns(self) -> tuple[Column, ...]:
        def of(say: Callable[[Question], str]) -> Callable[[Any], str]:
            return lambda numbered: say(numbered.question)

        topic = Column("topic", "主题", text=of(lambda q: self._bank.topic_label(q.topic)), width=116, tone="ink2",
                       small=True)
        return (
            Column("type", "题型", text=of(lambda q: TYPES.get(q.type, "")), width=52, tone="ink2"),
            Column("text", "题目", text=of(lambda q: q.text), stretch=True),
            *(() if theme.active().text_size > 100 else (topic,)),
        )

    def _load(self) -> None:
        """The questions of the bank that fit what is asked for and hold today."""
        found = browse(self.session, topic=self.topic_chip.code, audience=self.audience_chip.code,
                       type=self.type_chip.code, difficulty=int(self.level_chip.code or 0), text=self.search.text(),
                       on=True)
        questions = [entry.question for entry in found if entry.question.valid_on(self.session.today_iso)]
        self.bank.set_rows(number(questions))
        self.head.count.setText(f"{len(questions)} 道能用的题")
        self._show()

    def _show(self) -> None:
        questions = self.questions()
        self.chosen.set_rows(number(questions))
        self.title.setText(f"挑好的 {len(questions)} 题" if questions else "还没有挑题")
        self.about.setText(f"{words.mix_words(questions)}；{level_words(questions)}" if questions
                           else "在上面的题库里按空格挑上，这里排先后。")
        kinds = [_ORDER.index(question.type) for question in questions]
        self.sort_button.setVisible(kinds != sorted(kinds))
        self.bank.viewport().update()

    def _place(self, id: str) -> str:
        return f"✓ {self._ids.index(id) + 1}" if id in self._ids else ""

    def _toggle(self, marked: Any) -> None:
        if isinstance(marked, Numbered):
            self._set([id for id in self._ids if id != marked.id] if marked.id in self._ids
                      else [*self._ids, marked.id])

    def _pressed(self, name: str) -> None:
        marked = self.chosen.current()
        if name == "pick":
            self._toggle(marked)
        else:
            self._move(marked, -1 if name == "earlier" else 1)

    def _move(self, marked: Any, step: int) -> None:
        """Change places with a neighbour; the mark goes along."""
        at = self._ids.index(marked.id)
        to = at + step
        if 0 <= to < len(self._ids):
            ids = list(self._ids)
            ids[at], ids[to] = ids[to], ids[at]
            self._set(ids)
            self.chosen.select_where(lambda numbered: numbered.id == marked.id)

    def _set(self, ids: list[str]) -> None:
        self._ids = ids
        self._show()
        self.picked.emit(list(ids))

    def _menu(self, marked: Any, at: QPoint) -> None:
        if isinstance(marked, Numbered):
            pop_up("这道题的操作", _MENU, self, (marked, marked.id in self._ids), at)


_MENU: tuple[MenuEntry[Picker, tuple[Numbered, bool]], ...] = (
    MenuEntry("挑上", lambda picker, about: picker._toggle(about[0]), shown=lambda about: not about[1]),
    MenuEntry("往前挪", lambda picker, about: picker._move(about[0], -1), shown=lambda about: about[1], key="earlier"),
    MenuEntry("往后挪", lambda picker, about: picker._move(about[0], 1), shown=lambda about: about[1], key="later"),
    MenuEntry("去掉", lambda picker, about: picker._toggle(about[0]), shown=lambda about: about[1], group=9),
)
