"""The editors of a paper's form that no other form has: counts by topic, weights, the seed, and what was picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import Editor, LineEditor
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.composing.wish import read_levels, read_topics, write_topics
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.model.fields import Choice, Field, Value
from panhuang_desk.model.quiz.levels import LEVEL_WORDS

_MOST = 50
_ROW = 28


@attrs.frozen
class TopicCount:
    """A topic, how many questions of it there are, and how many are wanted."""

    id: str
    label: str
    have: int
    count: int


class CountTable(TableView):
    """`set_to` tells the topic whose number a person changed, and the number."""

    set_to = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((
            Column("topic", "主题", text=lambda t: t.label, stretch=True),
            Column("have", "题库里", text=lambda t: f"{t.have} 题", width=60, align="right", small=True,
                   tone=lambda t: "red" if t.have < t.count else "ink3"),
            Column("less", "", text=lambda t: "−" if t.count else "", width=36, align="right", tone="ink2"),
            Column("count", "出", text=lambda t: str(t.count), width=44, align="right",
                   tone=lambda t: "red" if t.have < t.count else "ink" if t.count else "ink3",
                   bold=lambda t: t.count > 0),
            Column("more", "", text=lambda t: "＋", width=40, align="right", tone="ink2"),
        ), name="各主题出几题", row_height=_ROW, parent=parent)
        self.set_hints((Hint("↑ ↓", "选主题"), Hint("+ −", "多一题、少一题"), Hint("数字", "直接写")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus, left and right change the number by one, a digit writes it."""
        marked = self.current()
        step = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Minus: -1,
                Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if isinstance(marked, TopicCount) and step is not None:
            self._set(marked, marked.count + step)
        elif isinstance(marked, TopicCount) and event.text().isdecimal():
            self._set(marked, int(event.text()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the signs does it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        marked = self.table.row(index.row()) if index.isValid() else None
        if isinstance(marked, TopicCount) and index.column() in (_LESS, _MORE):
            self._set(marked, marked.count + (1 if index.column() == _MORE else -1))

    def _set(self, marked: TopicCount, count: int) -> None:
        if 0 <= count <= _MOST:
            self.set_to.emit(marked.id, count)


_LESS, _MORE = 2, 4


class TopicsEditor(Editor):
    """How many questions of each topic; its text is empty while they are shared evenly, and then `show_even` says how.

    `total_changed` tells the sum once a person gave a topic a number of its own.
    """

    total_changed = Signal(int)

    def __init__(self, field: Field, topics: Sequence[Choice]) -> None:
        super().__init__(field)
        self._topics = tuple(topics)
        self._counts: dict[str, int] = {}
        self._even: Mapping[str, int] = {}
        self._have: Mapping[str, int] = {}
        inner = column(None, 0, 6)
        sheet = Sheet(1, spacing=0)
        self.table = CountTable()
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.set_to.connect(self._set_one)
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet)
        line = row(None, 0, 8)
        self.said = Label("", "caption", "ink2")
        self.even_button = Button("平均分配", "quiet")
        self.even_button.clicked.connect(self.share_evenly)
        line.addWidget(self.said, 1)
        line.addWidget(self.even_button)
        inner.addLayout(line)
        self.hold(self.table)
        self.box.addLayout(inner, 1)
        self._show()
        # The header takes its height from the style, which a table that is not shown yet does not know.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look = theme.active()
        self.table.setFixedHeight(look.px(_ROW) * len(self._topics) + look.px(34))

    @property
    def even(self) -> bool:
        """Whether the questions are shared evenly among the topics."""
        return not self._counts

    def text(self) -> str:
        """The counts, empty for an even share."""
        return write_topics(self._counts)

    def set_text(self, text: str) -> None:
        """Counts as they were kept; topics that the bank no longer has are left out."""
        known = {topic.code for topic in self._topics}
        self._counts = {code: count for code, count in read_topics(text).items() if code in known}
        self._show()

    def value(self, today: str) -> Value:
        """The text, None for an even share."""
        return self.text() or None

    def set_error(self, on: bool) -> None:
        """The note below says it."""

    def hints(self) -> tuple[Hint, ...]:
        """Those of the table."""
        return self.table.hints()

    def share_evenly(self) -> None:
        """Take the numbers of a person back."""
        if self._counts:
            self._counts = {}
            self._show()
            self.changed.emit()

    def show_even(self, counts: Mapping[str, int]) -> None:
        """What an even share comes to."""
        self._even = counts
        self._show()

    def show_have(self, have: Mapping[str, int]) -> None:
        """How many questions there are of each topic."""
        self._have = have
        self._show()

    def _set_one(self, code: str, count: int) -> None:
        shown = self._counts or {topic.code: self._even.get(topic.code, 0) for topic in self._topics}
        self._counts = {**shown, code: count}
        self._show()
        self.total_changed.emit(sum(self._counts.values()))
        self.changed.emit()

    def _show(self) -> None:
        shown = self._counts or self._even
        self.table.set_rows([TopicCount(topic.code, topic.label, self._have.get(topic.code, 0),
                                        shown.get(topic.code, 0)) for topic in self._topics])
        self.said.setText("各主题平均分配" if self.even else f"共 {sum(shown.values())} 题，按上面的数出")
        self.even_button.setVisible(not self.even)


class LevelsEditor(Editor):
    """Three weights, of easy, ordinary and hard questions; all empty leaves it open."""

    def __init__(self, field: Field, choices: Sequence[Choice] = ()) -> None:
        super().__init__(field, choices)
        self.lines: list[LineEdit] = []
        for word in LEVEL_WORDS.values():
            edit = LineEdit(name=f"{word}的比例", width=48)
            edit.setMaxLength(3)
            edit.textEdited.connect(lambda _: self.changed.emit())
            self.box.addWidget(Label(word, "body", "ink2"))
            self.box.addWidget(edit)
            self.lines.append(edit)
        self.box.addStretch(1)
        self.hold(self.lines[0])
        for edit in self.lines[1:]:
            edit.installEventFilter(self)

    def text(self) -> str:
        """Three texts with commas."""
        texts = [edit.text() for edit in self.lines]
        return ",".join(texts) if any(texts) else ""

    def set_text(self, text: str) -> None:
        """As it was kept."""
        for edit, part in zip(self.lines, (*text.split(","), "", ""), strict=False):
            edit.setText(part)

    def value(self, today: str) -> Value:
        """The text, None where it is left open; EntryError says what to write instead."""
        return self.text() if read_levels(self.text()) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes from one to the next, and on from the last."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (
                Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched in self.lines[:-1]:
            following = self.lines[self.lines.index(watched) + 1]
            following.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)


class SeedEditor(LineEditor):
    """The number that chooses the questions, and a button that takes the next one."""

    def __init__(self, field: Field, choices: Sequence[Choice] = ()) -> None:
        super().__init__(field, choices)
        self.other = Button("换一套", icon="refresh-cw")
        self.other.clicked.connect(self.take_next)
        self.box.insertWidget(1, self.other)

    def take_next(self) -> None:
        """Another set of questions."""
        text = self.text().strip()
        self.set_text(str(int(text) % 999999 + 1 if text.isdecimal() else 1))
        self.changed.emit()


class PickedEditor(Editor):
    """The ids that were picked, in their order; `pick_asked` wants the bank to pick from."""

    pick_asked = Signal()

    def __init__(self, field: Field, choices: Sequence[Choice] = ()) -> None:
        super().__init__(field, choices)
        self.ids: list[str] = []
        inner = column(None, 0, 6)
        self.said = Label("", "body", "ink2", wrap=True)
        self.go = Button("到题库里挑", icon="plus")
        self.go.clicked.connect(self.pick_asked)
        line = row(None, 0, 8)
        line.addWidget(self.go)
        line.addStretch(1)
        inner.addLayout(line)
        inner.addWidget(self.said)
        self.hold(self.go)
        self.box.addLayout(inner, 1)

    def text(self) -> str:
        """The ids, joined."""
        return ",".join(self.ids)

    def set_text(self, text: str) -> None:
        """Ids, joined."""
        self.ids = [id for id in text.split(",") if id]

    def value(self, today: str) -> Value:
        """The ids, None where there is none."""
        return self.text() or None

    def set_error(self, on: bool) -> None:
        """The note below says it."""

    def set_ids(self, ids: Sequence[str]) -> None:
        """What a person picked."""
        self.ids = list(ids)
        self.changed.emit()

    def hints(self) -> tuple[Hint, ...]:
        """Space goes to the bank."""
        return (Hint("空格", "到题库里挑"), *super().hints())


def editor_makers(topics: Sequence[Choice]) -> dict[str, Any]:
    """The makers of these editors by field, as a form takes them."""
    return {"topics": lambda field, choices: TopicsEditor(field, topics), "levels": LevelsEditor, "seed": SeedEditor,
            "picked": PickedEditor}
