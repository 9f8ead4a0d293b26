"""A question with what was answered to it: how many chose each option, and in words what that means."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.question_view import MOST_OPTIONS
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.figures import show_share
from panhuang_desk.model.quiz import QUESTION_TYPES
from panhuang_desk.model.quiz.item_words import MISLEADS, discrimination_words, findings
from panhuang_desk.model.quiz.items import ItemStatistics

RIGHT, WRONG, DOUBTFUL = "right", "wrong", "doubtful"
_FILLS = {RIGHT: theme.GREEN, WRONG: theme.CTRL, DOUBTFUL: theme.AMBER_MARK}
_TYPES = {choice.code: choice.label for choice in QUESTION_TYPES}


class ShareBar(QFrame):
    """A share of the sheets as a bar from 0 to all; its look goes with a word beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._look = 0.0, WRONG
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, look: str) -> None:
        """Show another share, 0–1."""
        self._share, self._look = share, look
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(80, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trough and how far it is filled."""
        painter = QPainter(self)
        trough = QRectF(0, self.height() // 2 - 4, self.width(), 8)
        paint.box(painter, trough, theme.BAR_TROUGH, radius=4)
        if self._share > 0:
            trough.setWidth(max(8.0, trough.width() * min(self._share, 1.0)))
            paint.box(painter, trough, _FILLS[self._look], radius=4)


class AnswerShare(QFrame):
    """One option, or what was put in place of one: its words, a bar, its share and how many sheets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        box = column(self, 0, 0)
        head = row(None, 0, 8)
        self.words = Label("", "body", wrap=True)
        self.tag = Tag("")
        head.addWidget(self.words, 1)
        head.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        line = row(None, 0, 8)
        self.bar = ShareBar()
        self.share, self.count = Label("", "body"), Label("", "caption", "ink2")
        for label, width in ((self.share, 56), (self.count, 64)):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setMinimumWidth(look.text_px(width))
        line.addWidget(self.bar, 1)
        line.addWidget(self.share)
        line.addWidget(self.count)
        box.addLayout(line)

    def show_answers(self, words: str, number: int, asked: int, look: str) -> None:
        """Show how many of those asked answered so."""
        shown = show_share(number, asked)
        self.words.setText(words)
        self.words.set_tone("ink" if look == RIGHT else "ink2")
        self.tag.set_tag(TagLook("正确", "good") if look == RIGHT else TagLook("多选了它", "warn", "triangle-alert"))
        self.tag.setVisible(look != WRONG)
        self.bar.show_share(number / asked, look)
        self.share.setText(shown)
        self.count.setText(f"{number} 份")
        self.setAccessibleName(f"{words}，{shown}，{number} 份" + ("，正确" if look == RIGHT else ""))


class QuestionDetail(QScrollArea):
    """Scrolls where there is more to say than room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("这道题答得怎样")
        body = QFrame()
        body.setObjectName("scroll_body")
        box = column(body, 0, 8)
        box.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        head = row(None, 0, 8)
        self.about = Label("", "caption", "ink2", wrap=True)
        self.tag = Tag("")
        head.addWidget(self.about, 1)
        head.addWidget(self.tag)
        box.addLayout(head)
        self.stem = Label("", "section", wrap=True)
        self.numbers = Label("", "body", wrap=True)
        self.meaning = Label("", "body", wrap=True)
        box.addWidget(self.stem)
        box.addWidget(self.numbers)
        box.addWidget(Line())
        self.answers = [AnswerShare() for _ in range(MOST_OPTIONS + 3)]
        for answer in self.answers:
            box.addWidget(answer)
        box.addWidget(Line())
        box.addWidget(self.meaning)
        self.why = Label("", "body", "ink2", wrap=True)
        self.source = Label("", "caption", "ink3", wrap=True)
        box.addWidget(self.why)
        box.addWidget(self.source)
        box.addStretch(1)
        self.setWidget(body)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do while it has them."""
        return (Hint(cap("move"), "上下看"), Hint(cap("back"), "回到各题"))

    def show_item(self, item: ItemStatistics, topic: str) -> None:
        """Show a question; `topic` is its topic's word."""
        question = item.question
        self.about.setText(f"{_TYPES.get(question.type, '')} · {topic} · {question.id}")
        self.tag.set_tag(TagLook(MISLEADS, "warn", "triangle-alert"))
        self.tag.setVisible(bool(item.misleading))
        self.stem.setText(question.text)
        apart = discrimination_words(item.discrimination)
        self.numbers.setText(f"答对 {show_share(item.right, item.asked)}，{item.asked} 份里 {item.right} 份"
                             + (f"；区分度 {apart}" if apart else ""))
        self._show_answers(item)
        self.meaning.setText("\n".join(findings(item)))
        self.why.setText(f"解析：{question.explanation}")
        self.why.setVisible(bool(question.explanation))
        self.source.setText(f"依据：{question.source}")
        self.source.setVisible(bool(question.source))
        self.verticalScrollBar().setValue(0)

    def _show_answers(self, item: ItemStatistics) -> None:
        question = item.question
        rows = []
        for letter in question.letters:
            doubtful = letter in item.misleading and letter not in question.answer
            look = RIGHT if letter in question.answer else DOUBTFUL if doubtful else WRONG
            rows.append((f"{letter}  {question.option(letter)}", item.chosen.get(letter, 0), look))
        rows += [(word, number, WRONG) for word, number in (
            ("不知道", item.unknown), ("没答", item.blank), ("看不清", item.unreadable)) if number]
        for place, answer in enumerate(self.answers):
            if place < len(rows):
                words, number, look = rows[place]
                answer.show_answers(words, number, item.asked, look)
            answer.setVisible(place < len(rows))
