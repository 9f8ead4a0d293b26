"""A form made from a record kind's declaration: asked fields, digits, short dates, drafts, errors beside the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.editors import LineEditor, OptionEditor, editor_for
from panhuang_desk.desk.form_body import FormBody
from panhuang_desk.desk.form_row import FormRow
from panhuang_desk.desk.form_setup import FormSetup
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.strips import Foot
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Field, Type, Value, Values
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.validate import check, left_by_erasure

DRAFT_MS = 300


class Form(QFrame):
    """The form. `submitted(values, go_on)` comes only when nothing is wrong; the page saves and calls `done` or
    `show_problems`. `cancelled` keeps the draft. `state(name, words)` is for the hint bar.
    """

    submitted = Signal(dict, bool)
    cancelled = Signal()
    state = Signal(str, str)
    edited = Signal()
    keeps_undo = True
    """Whether undo stops at what is typed."""

    def __init__(self, kind: Kind, setup: FormSetup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.setup = kind, setup
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush_draft)
        self._draft_kept = False
        layout = column(self, 0, 0)
        layout.addWidget(self._head())
        self._body = FormBody(self._fields(), setup, self._row)
        self.rows = self._body.rows
        layout.addWidget(self._body, 1)
        layout.addWidget(Line())
        layout.addWidget(self._foot())
        self._fill()
        self._initial = self.texts()
        self._ask()

    # What a page asks and tells

    def set_title(self, title: str, about: str = "", note: str = "") -> None:
        """The head over the fields: what is recorded, about whom, and a note at the right."""
        self._title.setText(title)
        self._about.setText(about)
        self._note.setText(note)
        self._head_frame.setVisible(bool(title))
        self.setAccessibleName(f"{title} {about}".strip())

    def add_below(self, widget: QWidget) -> None:
        """Put something under the fields, on the line of the editors."""
        self._body.extras.addWidget(widget)

    def texts(self) -> dict[str, str]:
        """Everything as typed, for a draft."""
        return {name: form_row.editor.text() for name, form_row in self.rows.items()}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        for name, text in texts.items():
            if name in self.rows:
                self.rows[name].editor.set_text(text)
                self.rows[name].set_echo(self.rows[name].editor.echo(self.setup.today()))
        self._draft_kept = True
        self._ask()
        self._say("draft", "草稿找回来了")

    def values(self) -> dict[str, Value]:
        """The values of all fields; None where nothing readable stands, and where the field is not asked."""
        found = self._lenient()
        asked = self._asked(found)
        return {name: value if name in asked else None for name, value in found.items()}

    def problems(self) -> list[Problem]:
        """What is wrong with what stands there, of the fields that the form shows."""
        unread = self._unread()
        whole = {**self.setup.base, **self.values()}
        rest = [p for p in check(self.kind, whole, self.setup.today(), self.setup.choices)
                if self.setup.new or not left_by_erasure(self.kind, p, self.setup.base, whole)]
        if self.setup.more is not None:
            rest += self.setup.more(whole)
        named = {problem.field for problem in unread}
        shown = [p for p in rest if p.field in self.rows and p.field not in named and self._is_asked(p.field)]
        return [*unread, *shown]

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show problems beside their fields; the first one that stops gets the focus. Whether one stops."""
        errors = 0
        for name, form_row in self.rows.items():
            found = next((p for p in problems if p.field == name and not p.warning), None) or next(
                (p for p in problems if p.field == name), None)
            form_row.set_problem(found.message if found else "", warning=bool(found and found.warning))
            if found and not found.warning:
                errors += 1
                if errors == 1:
                    self._go_to(form_row)
        others = [p.message for p in problems if p.field not in self.rows and not p.warning]
        self._body.note.set_text("；".join(others))
        self._body.note.setVisible(bool(others))
        if errors or others:
            self._say("error", f"{errors + len(others)} 处要改")
        return bool(errors or others)

    def recheck(self, name: str) -> None:
        """Say beside a field what is wrong or odd about it now."""
        found = [problem for problem in self.problems() if problem.field == name]
        first = next((p for p in found if not p.warning), found[0] if found else None)
        self.rows[name].set_problem(first.message if first else "", warning=bool(first and first.warning))

    def focus_first(self) -> None:
        """Put the caret where the work begins: the first field that is asked and still empty, else the first."""
        asked = [form_row for form_row in self.rows.values() if not form_row.isHidden()]
        empty = [form_row for form_row in asked if not form_row.editor.text()]
        if asked:
            self._go_to((empty or asked)[0] if self.setup.new else asked[0])

    def focus_field(self, name: str) -> None:
        """Put the caret into a field and bring it into sight, also where the form has just been made."""
        self._go_to(self.rows[name])
        QTimer.singleShot(0, self, lambda: self._body.show_row(self.rows[name]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The form itself never keeps the focus."""
        super().focusInEvent(event)
        self.focus_first()

    @property
    def dirty(self) -> bool:
        """Whether anything differs from how the form began."""
        return self.texts() != self._initial

    def flush_draft(self) -> None:
        """Keep the draft now; nothing where nothing was typed."""
        self._timer.stop()
        if not self.setup.save_draft or not self.setup.slot:
            return
        if self.dirty:
            self.setup.save_draft(self.setup.slot, self.texts())
            self._draft_kept = True
            self._say("draft", f"草稿已存 {dt.datetime.now():%H:%M}")
        elif self._draft_kept:
            self._forget_draft()

    def done(self) -> None:
        """The record is in the file: the draft goes."""
        self._timer.stop()
        self._initial = self.texts()
        self._forget_draft()

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar says while a field has the focus, after the field's own hints."""
        return (Hint(cap("save"), self.setup.save_word), Hint(cap("back"), "退回，草稿留着"))

    # Keys: the window gives them to the form that holds the focus

    def on_save(self) -> bool:
        """Check and submit."""
        self._submit(False)
        return True

    def on_save_next(self) -> bool:
        """Check and submit, then on to the next; plain save where there is no next."""
        self._submit(bool(self.setup.next_word))
        return True

    def on_back(self) -> bool:
        """Step back; the draft stays."""
        self.flush_draft()
        self.cancelled.emit()
        return True

    # Building

    def _head(self) -> QFrame:
        look = theme.active()
        self._head_frame = QFrame()
        outer = column(self._head_frame, 0, 0)
        outer.setContentsMargins(look.px(24), look.px(12), look.px(24), 0)
        line = row(None, 0, 12)
        self._title, self._about = Label("", "title"), Label("", "body", "ink2")
        self._note = Label("", "caption", "ink2")
        line.addWidget(self._title)
        line.addWidget(self._about, 1)
        line.addWidget(self._note)
        outer.addLayout(line)
        outer.addSpacing(look.px(12))
        outer.addWidget(Line())
        self._head_frame.hide()
        return self._head_frame

    def _foot(self) -> QFrame:
        foot = Foot()
        self.save_button = foot.add(self.setup.save_word, self.on_save, "save", "primary")
        if self.setup.next_word:
            self.next_button = foot.add(self.setup.next_word, self.on_save_next, "save_next")
        foot.add("取消", self.on_back, "back", "quiet")
        self._draft = Note("", "ink2", "check", role="caption")
        self._draft.label.setWordWrap(False)
        self._draft.icon_tone = "green"
        self._draft.hide()
        foot.line.addWidget(self._draft)
        return foot

    def _fields(self) -> list[Field]:
        names = self.setup.fields or tuple(
            field.name for field in self.kind.form_fields
            if field.type not in (Type.REFERENCE, Type.JSON) or field.name in self.setup.editors)
        return [self.kind.by_name[name] for name in names]

    def _row(self, field: Field) -> FormRow:
        make = self.setup.editors.get(field.name, editor_for)
        editor = make(field, self.setup.choices(field))
        offered = self.setup.last.get(field.name) if isinstance(editor, OptionEditor) else None
        form_row = FormRow(editor, last=offered if self.setup.new and field.type is Type.CHOICES else None)
        editor.changed.connect(lambda: self._changed(field.name))
        editor.left.connect(lambda: self._left(field.name))
        editor.next_field.connect(lambda: self._next(field.name))
        editor.as_last.connect(lambda: self._as_last(field.name))
        form_row.take_last.connect(lambda: self._as_last(field.name))
        return form_row

    def _fill(self) -> None:
        for name, form_row in self.rows.items():
            field = form_row.editor.field
            value = self.setup.base.get(name, field.default)
            if self.setup.new and field.repeat and self.setup.last.get(name) is not None:
                value = self.setup.last[name]
            form_row.editor.set_value(value)
            form_row.set_echo("")

    # Reacting

    def _changed(self, name: str) -> None:
        self._timer.start()
        form_row = self.rows[name]
        form_row.set_echo(form_row.editor.echo(self.setup.today()))
        if form_row.problem:
            self.recheck(name)
        self._ask()
        self.edited.emit()

    def _left(self, name: str) -> None:
        """Say what is wrong as soon as the field is left, but never that it is still empty."""
        if self.rows[name].editor.text().strip():
            self.recheck(name)
        if self.dirty or self._draft_kept:
            self.flush_draft()

    def _next(self, name: str) -> None:
        names = [each for each in self.rows if not self.rows[each].isHidden()]
        place = names.index(name) + 1
        if place < len(names):
            self._go_to(self.rows[names[place]])
        else:
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _as_last(self, name: str) -> None:
        value = self.setup.last.get(name)
        if value is not None:
            self.rows[name].editor.set_value(value)
            self._changed(name)

    def _ask(self) -> None:
        """Show the fields whose condition holds."""
        asked = self._asked(self._lenient())
        for name, form_row in self.rows.items():
            form_row.setVisible(name in asked)

    def _asked(self, values: Values) -> set[str]:
        """The fields whose condition holds, and those that only forms which name them have."""
        asked = {field.name for field in self.kind.asked({**self.setup.base, **values})}
        return asked | {name for name, form_row in self.rows.items() if not form_row.editor.field.form}

    def _is_asked(self, name: str) -> bool:
        return not self.rows[name].isHidden()

    def _lenient(self) -> dict[str, Value]:
        """Every field's value, None where it cannot be read."""
        found: dict[str, Value] = {}
        for name, form_row in self.rows.items():
            try:
                found[name] = form_row.editor.value(self.setup.today())
            except EntryError:
                found[name] = None
        return found

    def _unread(self) -> list[Problem]:
        found = []
        for name, form_row in self.rows.items():
            if form_row.isHidden():
                continue
            try:
                form_row.editor.value(self.setup.today())
            except EntryError as error:
                found.append(Problem(name, error.message))
        return found

    def _submit(self, go_on: bool) -> None:
        self.flush_draft()
        if not self.show_problems(self.problems()):
            self.submitted.emit(self.values(), go_on)

    def _forget_draft(self) -> None:
        if self.setup.drop_draft and self.setup.slot:
            self.setup.drop_draft(self.setup.slot)
        self._draft_kept = False
        self._draft.hide()

    def _go_to(self, form_row: FormRow) -> None:
        editor = form_row.editor
        editor.focus.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, LineEditor):
            # Qt marks the text where the focus comes, but it may have been there before the form asked for it.
            editor.line.selectAll()
        self._body.show_row(form_row)

    def _say(self, state: str, words: str) -> None:
        """Tell the hint bar, where what is still wrong comes before the draft; the draft also stands in the foot."""
        if state == "draft":
            self._draft.set_text(words)
            self._draft.show()
        wrong = sum(1 for each in self.rows.values() if each.problem and not each.warning and not each.isHidden())
        if state == "draft" and wrong:
            state, words = "error", f"{wrong} 处要改"
        self.state.emit(state, words)
