"""The strip under a visit that adds a follow-up in the same save: closed it says so in a line, open it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import editor_for
from panhuang_desk.desk.form_row import FormRow
from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
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


class FollowUpInset(QFrame):
    """Three states: none (a quiet link), summed up in a line, open for typing. `left` tells that Enter went on."""

    left = Signal()

    def __init__(self, desk: Shell, slot: str, day: Callable[[], str], note: Callable[[], str],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._slot, self._day, self._note = desk, slot, day, note
        self.used = False
        self._due_by_hand = False
        look = theme.active()
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush_draft)
        box = column(self, 0, 8)
        box.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
        box.addWidget(self._line())
        self._fields = QFrame()
        inner = column(self._fields, 0, 8)
        self.rows: dict[str, FormRow] = {}
        for name in _FIELDS:
            inner.addWidget(self._row(name))
        box.addWidget(self._fields)
        self.rows["kind"].editor.set_value("request")
        self._fields.hide()
        self._tell()

    # What the form around it uses

    def toggle(self) -> None:
        """Begin a follow-up, open the one that is begun, or close it for now."""
        if self._fields.isVisible():
            self._fold()
            return
        if not self.used:
            self.used = True
            self.rows["matter"].editor.set_text(self._note().split("\n")[0].strip()[:60])
            self._offer_due()
        self._fields.show()
        self._tell()
        first = self.rows["matter"] if self.rows["matter"].editor.text() == "" else self.rows["kind"]
        first.editor.focus.setFocus()
        self._bring_into_view()

    def day_changed(self) -> None:
        """The day of the visit changed: the due day follows while nobody typed one."""
        self._offer_due()
        self._tell()

    def values(self) -> dict[str, Value] | None:
        """The follow-up to raise; None where there is none."""
        if not self.used:
            return None
        return {name: self._value(name) for name in _FIELDS}

    def show_problems(self) -> bool:
        """Show what is wrong beside the fields; whether something stops the save."""
        if not self.used:
            return False
        found = self._problems()
        for name, form_row in self.rows.items():
            form_row.set_problem(next((p.message for p in found if p.field == name), ""))
        if found:
            self._fields.show()
            self._tell()
            self.rows[found[0].field].editor.focus.setFocus()
            self._bring_into_view()
            self.desk.set_state("error", f"{len(found)} 处要改")
        return bool(found)

    def restore(self) -> None:
        """Show what was typed before."""
        draft = self.desk.session.store.draft(self._slot)
        if not draft:
            return
        self.used = True
        for name in _FIELDS:
            self.rows[name].editor.set_text(draft.get(name, ""))
        self._due_by_hand = draft.get("by_hand") == "1"
        self._tell()

    def done(self) -> None:
        """It is in the file: the draft goes."""
        self._timer.stop()
        self.desk.session.store.drop_draft(self._slot)

    # Keys

    def on_back(self) -> bool:
        """Esc in the fields: back to the line."""
        if not self._fields.isVisible():
            return False
        self._fold()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """What Ctrl+T and Esc do here."""
        return (Hint(cap("back"), "收起待办"),)

    # Inside

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint once there is a follow-up."""
        if self.used:
            paint.box(QPainter(self), self.rect(), theme.TINT, radius=4)

    def _line(self) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 8)
        self._icon = Label()
        self._icon.setPixmap(theme.icon("corner-down-left", 18, theme.ACCENT))
        self._says = Label("")
        self._kind = Tag("")
        self._due = Label("")
        self._link = Link("", key=cap("follow_up"))
        self._link.clicked.connect(self.toggle)
        self._remove = Link("不加了")
        self._remove.clicked.connect(self._take_back)
        for widget in (self._icon, self._says, self._kind, self._due, self._link, self._remove):
            line.addWidget(widget)
        line.addStretch(1)
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
            self._fold()

    def _changed(self, name: str) -> None:
        if name == "due_on":
            self._due_by_hand = bool(self.rows["due_on"].editor.text().strip())
        if name == "kind":
            self._offer_due()
        form_row = self.rows[name]
        form_row.set_echo(form_row.editor.echo(self.desk.session.today_iso))
        if form_row.problem:
            form_row.set_problem("")
        self._timer.start()
        self._tell()

    def _offer_due(self) -> None:
        if self._due_by_hand or not self.used:
            return
        kind = str(self._value("kind") or "request")
        self.rows["due_on"].editor.set_value(due_day(self.desk.session, kind, self._day()))

    def _fold(self) -> None:
        self.flush_draft()
        self._fields.hide()
        self._tell()
        self.left.emit()

    def _take_back(self) -> None:
        self.used = self._due_by_hand = False
        self._fields.hide()
        self.rows["matter"].editor.set_text("")
        self.done()
        self._tell()
        self.left.emit()

    def flush_draft(self) -> None:
        """Keep what was typed so far."""
        self._timer.stop()
        if self.used:
            texts = {name: form_row.editor.text() for name, form_row in self.rows.items()}
            self.desk.session.store.save_draft(self._slot, {**texts, "by_hand": str(int(self._due_by_hand))})

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
        whole = {**FOLLOW_UP.defaults(), **(self.values() or {}), "raised_on": self._day()}
        return found + [problem for problem in problems_of(self.desk.session, FOLLOW_UP, whole)
                        if not problem.warning and problem.field in self.rows and problem.field not in named]

    def _tell(self) -> None:
        """Say in the line how things stand."""
        opened = self._fields.isVisibleTo(self)
        due = self._value("due_on")
        self._icon.setVisible(self.used)
        self._says.setVisible(self.used)
        self._says.setText("保存后加一件待办" + ("" if opened else "："))
        self._kind.setVisible(self.used and not opened)
        self._kind.set_tag(TagLook(FOLLOW_UP.by_name["kind"].word(self._value("kind"))))
        self._due.setVisible(self.used and not opened and bool(due))
        self._due.setText(f"{day_words(str(due))}到期" if due else "")
        self._link.setText("收起" if opened else "改" if self.used else "加一件待办")
        self._link.setAccessibleName(self._link.text())
        self._link.updateGeometry()
        self._remove.setVisible(self.used)
        self.update()

    def _bring_into_view(self) -> None:
        """Scroll the form around it so that all of it is seen; its size is known only after the layout ran."""
        QTimer.singleShot(0, self, self._scroll_to)

    def _scroll_to(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(self, 0, theme.active().px(12))
