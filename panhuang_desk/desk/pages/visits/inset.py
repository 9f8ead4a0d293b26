"""A follow-up that a visit raises in the same save: summed up in a line, or open for typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import editor_for
from panhuang_desk.desk.form_row import FormRow
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.sight import into_sight
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.services.follow_ups import due_day
from panhuang_desk.services.records import problems_of
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FIELDS = ("kind", "matter", "due_on")
_MOST_MATTER = 200


class FollowUpInset(QFrame):
    """One follow-up. `left` tells that Enter or Esc went on, `edited` that a person changed it, `removed` that it is
    not wanted. `origin` is the kind for which the choices above asked, empty where a person began it by hand; `touched`
    says that a person changed what was proposed.
    """

    left = Signal()
    edited = Signal()
    removed = Signal()
    keeps_undo = True

    def __init__(self, desk: Shell, day: Callable[[], str], *, origin: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._day = desk, day
        self.origin, self.touched = origin, False
        self._due_by_hand = False
        look = theme.active()
        box = column(self, 0, 8)
        box.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(4))
        box.addWidget(self._line())
        self._fields = QFrame()
        inner = column(self._fields, 0, 8)
        self.rows: dict[str, FormRow] = {}
        for name in _FIELDS:
            inner.addWidget(self._row(name))
        box.addWidget(self._fields)
        self.rows["kind"].editor.set_value(origin or "request")
        self._fields.hide()
        self._offer_due()
        self._tell()

    # What the list around it uses

    @property
    def opened(self) -> bool:
        """Whether its fields are shown."""
        return not self._fields.isHidden()

    def set_matter(self, words: str) -> None:
        """Propose a matter."""
        self.rows["matter"].editor.set_text(words[:_MOST_MATTER])
        self._tell()

    def open(self) -> None:
        """Show the fields, the caret in the first that has something to be typed."""
        self._fields.show()
        self._tell()
        first = self.rows["matter"] if self.rows["matter"].editor.text() == "" else self.rows["kind"]
        first.editor.focus.setFocus()
        into_sight(self)

    def fold(self) -> None:
        """Sum it up in its line, and go on."""
        self._fields.hide()
        self._tell()
        self.left.emit()

    def day_changed(self) -> None:
        """The day of the visit changed: the due day follows while nobody typed one."""
        self._offer_due()
        self._tell()

    def values(self) -> dict[str, Value]:
        """The follow-up as it would be raised."""
        return {name: self._value(name) for name in _FIELDS}

    def show_problems(self) -> int:
        """Show what is wrong beside the fields, and open them; how many stop the save."""
        found = self._problems()
        for name, form_row in self.rows.items():
            form_row.set_problem(next((p.message for p in found if p.field == name), ""))
        if found:
            self._fields.show()
            self._tell()
            self.rows[found[0].field].editor.focus.setFocus()
            into_sight(self)
        return len(found)

    def texts(self) -> dict[str, str]:
        """What was typed, for a draft."""
        typed = {name: form_row.editor.text() for name, form_row in self.rows.items()}
        return {**typed, "by_hand": str(int(self._due_by_hand)), "origin": self.origin,
                "touched": str(int(self.touched))}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        for name in _FIELDS:
            self.rows[name].editor.set_text(texts.get(name, ""))
        self._due_by_hand = texts.get("by_hand") == "1"
        self.touched = texts.get("touched", "1") == "1"
        self._offer_due()
        self._tell()

    # Keys

    def on_back(self) -> bool:
        """Esc in the fields: back to the line; what was begun by hand and has no words goes again."""
        if not self.opened:
            return False
        if self.origin or self.rows["matter"].editor.text().strip():
            self.fold()
        else:
            self.removed.emit()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """What Esc does here."""
        return (Hint(cap("back"), "收起待办"),)

    # Inside

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint."""
        paint.box(QPainter(self), self.rect(), theme.TINT, radius=4)

    def _line(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 8)
        icon = Label()
        icon.setPixmap(theme.icon("corner-down-left", 18, theme.ACCENT))
        self._says = Label("")
        self._kind = Tag("")
        self._matter = _Elided()
        self._due = Label("", "body", "ink2")
        self._link = Link("")
        self._link.clicked.connect(lambda: self.fold() if self.opened else self.open())
        self._remove = Link("不加了")
        self._remove.clicked.connect(self.removed)
        line.addWidget(icon)
        line.addWidget(self._says)
        line.addWidget(self._kind)
        line.addWidget(self._matter, 1)
        line.addWidget(self._due)
        line.addWidget(self._link)
        line.addWidget(self._remove)
        return frame

    def _row(self, name: str) -> FormRow:
        field = FOLLOW_UP.by_name[name]
        form_row = FormRow(editor_for(field, field.choices))
        form_row.label.setFixedWidth(theme.active().text_px(52))
        editor = form_row.editor
        editor.changed.connect(lambda: self._changed(name))
        editor.next_field.connect(lambda: self._next(name))
        self.rows[name] = form_row
        return form_row

    def _next(self, name: str) -> None:
        place = _FIELDS.index(name) + 1
        if place < len(_FIELDS):
            self.rows[_FIELDS[place]].editor.focus.setFocus()
        else:
            self.fold()

    def _changed(self, name: str) -> None:
        self.touched = True
        if name == "due_on":
            self._due_by_hand = bool(self.rows["due_on"].editor.text().strip())
        if name == "kind":
            self._offer_due()
        form_row = self.rows[name]
        form_row.set_echo(form_row.editor.echo(self.desk.session.today_iso))
        if form_row.problem:
            form_row.set_problem("")
        self._tell()
        self.edited.emit()

    def _offer_due(self) -> None:
        if self._due_by_hand:
            return
        kind = str(self._value("kind") or "request")
        self.rows["due_on"].editor.set_value(due_day(self.desk.session, kind, self._day()))

    def _value(self, name: str) -> Value:
        try:
            return self.rows[name].editor.value(self.desk.session.today_iso)
        except EntryError:
            return None

    def _problems(self) -> list[Problem]:
        found = []
        for name, form_row in self.rows.items():
            try:
                form_row.editor.value(self.desk.session.today_iso)
            except EntryError as error:
                found.append(Problem(name, error.message))
        named = {problem.field for problem in found}
        whole = {**FOLLOW_UP.defaults(), **self.values(), "raised_on": self._day()}
        return found + [problem for problem in problems_of(self.desk.session, FOLLOW_UP, whole)
                        if not problem.warning and problem.field in self.rows and problem.field not in named]

    def _tell(self) -> None:
        """Say in the line how things stand."""
        due = self._value("due_on")
        matter = str(self._value("matter") or "")
        self._says.setText("保存后加一件待办" if self.opened else "保存后加：")
        self._kind.setVisible(not self.opened)
        self._kind.set_tag(TagLook(FOLLOW_UP.by_name["kind"].word(self._value("kind"))))
        self._matter.set_text("" if self.opened else matter)
        self._due.setVisible(not self.opened and bool(due))
        self._due.setText(f"{day_words(str(due))}到期" if due else "")
        self._link.setText("收起" if self.opened else "改")
        self._link.setAccessibleName(f"{self._link.text()}待办：{matter}")
        self._remove.setAccessibleName(f"不加这件待办：{matter}")
        self._link.updateGeometry()


class _Elided(QFrame):
    """A line of text that takes what room is left, and ends in … where that is too little."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(0, theme.active().line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text."""
        font = theme.active().font("body")
        shown = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        paint.put_text(QPainter(self), QRectF(self.rect()), shown, font, theme.INK)
