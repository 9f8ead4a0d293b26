"""A question in full: the right options, the explanation, what it rests on, and which papers ask it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.bank.rows import TYPES, BankRow, label, state_tag, valid_words
from panhuang_desk.desk.pages.quizzes.question_view import MOST_OPTIONS
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.quiz import Bank, Question
from panhuang_desk.model.quiz.levels import LEVEL_WORDS

_PAPERS_SHOWN = 5


class _Option(QFrame):
    """An option: its letter, its words, and whether it is right."""

    def __init__(self) -> None:
        super().__init__()
        line = row(self, 0, 8)
        self.letter = Label("", "body", "ink2")
        self.letter.setFixedWidth(theme.active().text_px(18))
        self.words = Label("", "body", wrap=True)
        self.tag = Tag("")
        self.tag.set_tag(TagLook("正确", "good"))
        line.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        line.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignTop)

    def show_option(self, letter: str, words: str, *, right: bool) -> None:
        """Show another option."""
        self.letter.setText(letter)
        self.words.setText(words)
        self.words.setFont(theme.active().font("section" if right else "body"))
        self.tag.setVisible(right)
        self.setAccessibleName(f"{letter} {words}" + ("，正确" if right else ""))


class _Fact(QFrame):
    """A line that says one thing of the question; it is gone where there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        line = row(self, 0, 12)
        title = Label(name, "body", "ink2")
        title.setFixedWidth(theme.active().text_px(64))
        self.words = Label("", "body", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)

    def say(self, words: str) -> None:
        """Say it."""
        self.words.setText(words)
        self.setVisible(bool(words))


class BankDetail(QFrame):
    """`switch` and `edit` ask for what the buttons say; `back` goes back to the list."""

    switch = Signal()
    edit = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        outer = column(self, 0, 0)
        self._whole = QFrame()
        box = column(self._whole, 0, 0)
        box.addLayout(self._head())
        box.addWidget(Line())
        body = ScrollColumn((24, 16, 24, 16), 10)
        self.note = Strip("", "warn")
        self.stem = Label("", "panel", wrap=True)
        body.column.addWidget(self.note)
        body.column.addWidget(self.stem)
        self.options = [_Option() for _ in range(MOST_OPTIONS)]
        for option in self.options:
            body.column.addWidget(option)
        body.column.addSpacing(look.px(2))
        body.column.addWidget(Line())
        self.facts = {name: _Fact(name) for name in ("解析", "依据", "主题", "问谁", "难度", "什么时候", "试卷")}
        for fact in self.facts.values():
            body.column.addWidget(fact)
        body.column.addStretch(1)
        box.addWidget(body, 1)
        outer.addWidget(self._whole)
        self._nothing = Label("左边选一道题，这里是它的全文和答案。", "body", "ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._nothing)
        self._whole.hide()

    def show_row(self, shown: BankRow | None, bank: Bank, titles: Sequence[str], today: str) -> None:
        """Show a question, and that these papers ask it; None shows that none is marked."""
        self._whole.setVisible(shown is not None)
        self._nothing.setVisible(shown is None)
        if shown is None:
            return
        question, entry = shown.question, shown.entry
        self.title.setText(question.id)
        self.about.setText(TYPES.get(question.type, question.type))
        tag = state_tag(entry)
        self.tag.setVisible(tag is not None)
        if tag is not None:
            self.tag.set_tag(tag)
        self.switch_button.set_words("停用" if entry.on else "启用")
        self.edit_button.set_words("改" if entry.own else "改成自己的")
        self._show_note(shown)
        self.stem.setText(question.text)
        for place, option in enumerate(self.options):
            if place < len(question.options):
                letter = question.letters[place]
                option.show_option(letter, question.options[place], right=letter in question.answer)
            option.setVisible(place < len(question.options))
        self._show_facts(question, bank, titles, today)

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while one reads it."""
        return (Hint(cap("pick"), "停用或启用"), Hint(cap("edit"), "改"), Hint(cap("back"), "回到列表"))

    def take_focus(self) -> None:
        """The keys to the first button."""
        self.switch_button.setFocus()

    def _head(self) -> QHBoxLayout:
        look = theme.active()
        line = row(None, 0, 8)
        line.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        self.title, self.about, self.tag = Label("", "title"), Label("", "body", "ink2"), Tag("")
        self.switch_button = Button("停用", key=cap("pick"))
        self.edit_button = Button("改", key=cap("edit"))
        for button, signal in ((self.switch_button, self.switch), (self.edit_button, self.edit)):
            button.clicked.connect(signal)
        for widget in (self.title, self.about, self.tag):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.switch_button)
        line.addWidget(self.edit_button)
        return line

    def _show_note(self, shown: BankRow) -> None:
        entry = shown.entry
        words = ""
        if not entry.on:
            words = "停用了，以后组的卷不出这道题；已经组好的试卷不变。"
        elif entry.replaces:
            words = f"这是自己的一道，顶替了题库带的 {shown.id}；删除它就换回原来那道。"
        self.note.set_look("warn" if not entry.on else "next", icon="info")
        self.note.set_text(words)
        self.note.setVisible(bool(words))

    def _show_facts(self, question: Question, bank: Bank, titles: Sequence[str], today: str) -> None:
        rests = f"（依据编号 {'、'.join(question.facts)}）" if question.facts else ""
        more = f" 等 {len(titles)} 份" if len(titles) > _PAPERS_SHOWN else ""
        self.facts["解析"].say(question.explanation)
        self.facts["依据"].say(f"{question.source}{rests}")
        self.facts["主题"].say(bank.topic_label(question.topic))
        self.facts["问谁"].say(label(bank.audiences, question.audience))
        self.facts["难度"].say(LEVEL_WORDS.get(question.difficulty, ""))
        self.facts["什么时候"].say(valid_words(question, today))
        self.facts["试卷"].say("、".join(titles[:_PAPERS_SHOWN]) + more if titles else "还没有试卷用这道题")
