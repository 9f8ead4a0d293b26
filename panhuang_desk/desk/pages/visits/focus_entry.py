"""The form of what a month's visits are to explain: which questions, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import Editor
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import set_error
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice, Field, Value, Values
from panhuang_desk.model.figures import NOTHING, show_share
from panhuang_desk.model.kinds import FOCUS
from panhuang_desk.model.quiz.focus import FocusQuestion, pack_questions, unpack_questions
from panhuang_desk.services import focus as focus_service
from panhuang_desk.services.focus import MOST, Focus
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FIELDS = ("questions", "note")


@attrs.frozen
class _Line:
    """A question that may be explained."""

    id: int
    told: FocusQuestion


class QuestionsEditor(Editor):
    """A list of questions with a mark for those that are to be explained: Space marks one or takes the mark away."""

    def __init__(self, field: Field, offered: Sequence[FocusQuestion], choices: Sequence[Choice] = (),
                 parent: QWidget | None = None) -> None:
        super().__init__(field, choices, parent)
        self._lines = [_Line(place, told) for place, told in enumerate(offered)]
        self._chosen: set[int] = set()
        holder = QFrame()
        inner = column(holder, 0, 4)
        self.table = TableView((
            Column("mark", "", text=lambda line: "讲" if line.id in self._chosen else "", width=72, bold=lambda _: True,
                   icon=lambda line: "check" if line.id in self._chosen else ""),
            Column("text", "题目", text=lambda line: line.told.question.text, stretch=True,
                   tone=lambda line: "ink" if line.id in self._chosen else "ink2"),
            Column("share", "答对", text=_share, width=84, align="right", tone="ink2"),
            Column("do", "", text=lambda line: "不讲" if line.id in self._chosen else "要讲", width=72, action=True),
        ), name=field.label, row_height=32)
        self.table.set_hints(self.hints())
        self.table.set_rows(self._lines)
        self.table.opened.connect(self._turn)
        self.table.chosen.connect(self._explain)
        look = theme.active()
        shown = min(len(self._lines), 8 if look.text_size == 100 else 5)
        self.table.setFixedHeight(look.table_header + 3 + shown * look.px(32))
        self.why = Label("", "body", "ink2", wrap=True)
        self.why.setMinimumHeight(2 * look.line("body"))
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        inner.addWidget(self.table)
        inner.addWidget(self.why)
        self.box.addWidget(holder, 1)
        self.hold(self.table)
        self._explain(self.table.current())

    @classmethod
    def of(cls, offered: Sequence[FocusQuestion]) -> Callable[[Field, Sequence[Choice]], QuestionsEditor]:
        """What makes the editor for the questions that may be explained."""
        return lambda field, choices: cls(field, offered, choices)

    @property
    def chosen(self) -> tuple[FocusQuestion, ...]:
        """The questions that are marked, in the order of the list."""
        return tuple(line.told for line in self._lines if line.id in self._chosen)

    def text(self) -> str:
        """The marked questions as the record keeps them."""
        return pack_questions(self.chosen)

    def set_text(self, text: str) -> None:
        """Mark those of the list that the text names."""
        try:
            wanted = {_key(each) for each in unpack_questions(text)}
        except (ValueError, TypeError):
            wanted = set()
        self._chosen = {line.id for line in self._lines if _key(line.told) in wanted}
        self.table.set_rows(self._lines)

    def set_value(self, value: Value) -> None:
        """Mark those that a record holds."""
        self.set_text(str(value or ""))

    def value(self, today: str) -> Value:
        """The marked questions; EntryError where there are none, or too many."""
        if not 0 < len(self._chosen) <= MOST:
            raise EntryError(f"选了 {len(self._chosen)} 道，请只留 {MOST} 道以内。" if self._chosen else
                             "请至少选一道题。")
        return self.text()

    def set_error(self, on: bool) -> None:
        """The message below says it; a list has no border to colour."""
        set_error(self.table, on)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do in the list."""
        return (Hint(cap("move"), "选题"), Hint("空格", "讲或不讲"), Hint(cap("next_field"), "下一项"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space turns the mark."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._turn(self.table.current())
            return True
        return super().eventFilter(watched, event)

    def _turn(self, line: Any) -> None:
        if isinstance(line, _Line):
            self._chosen ^= {line.id}
            self.table.set_rows(self._lines)
            self.changed.emit()

    def _explain(self, line: Any) -> None:
        if isinstance(line, _Line):
            self.why.setText(f"答：{line.told.answer_words}。{line.told.question.explanation}")


class FocusEntry(Entry):
    """Changes which questions a month's visits are to explain, and the note for who explains them."""

    def __init__(self, desk: Shell, focus: Focus) -> None:
        self._focus = focus
        offered = (*focus.questions, *focus_service.more_to_explain(desk.session, focus))
        setup = desk.form_setup(
            "focus", slot=f"focus:{focus.id}", new=False, fields=_FIELDS,
            base={"questions": pack_questions(focus.questions), "note": focus.note},
            editors={"questions": QuestionsEditor.of(offered)})
        super().__init__(desk, FOCUS, setup, about=focus.id)
        self.form.set_title("改宣传重点", focus.month.label, focus.based_on)

    @property
    def questions(self) -> QuestionsEditor:
        """The editor of the questions."""
        editor = self.form.rows["questions"].editor
        assert isinstance(editor, QuestionsEditor)
        return editor

    def save(self, values: Values) -> Saved:
        """Save it."""
        return focus_service.change(self.desk.session, self._focus.id, self.questions.chosen,
                                    str(values.get("note") or ""))

    def words(self, values: Values) -> str:
        """改了 12月宣传重点：4 题."""
        return f"改了 {self._focus.month.number}月宣传重点：{len(self.questions.chosen)} 题"


def _key(each: FocusQuestion) -> tuple[str, str]:
    return each.question.id, each.question.text


def _share(line: _Line) -> str:
    return show_share(line.told.right, line.told.asked) if line.told.asked else NOTHING
