"""One plot of a patrol that is being recorded: what was seen, and where plants were found the find with its steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.form_setup import FormSetup
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.find_fields import CountFollower, moment_editors
from panhuang_desk.desk.pages.patrols.find_head import FindHead
from panhuang_desk.desk.pages.patrols.lines import PlotLine
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND, MISSED
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.model.find_recheck import FIRST_MINUTE
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.kinds import PLANT_FINDING, PLOT_CHECK

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SEEN, _SUSPECT = "seen", "suspect"
_FIRST = (*FIRST_MINUTE, "spot", "note", _SEEN)
_LATER = "到场、铲除、销毁、复查，保存以后在“发现”里接着记，照片也在那里加。"
_FIND = attrs.evolve(PLANT_FINDING, fields=(*PLANT_FINDING.form_fields, PLOT_CHECK.by_name[_SEEN]))
"""A find asked for together with what was seen on its plot."""


class LookForm(QFrame):
    """Writes into its line with every change. `done` tells that Ctrl+Enter took it, `save_asked` that Ctrl+S is to
    save the whole patrol, `back` that Esc goes back to the grid. `day` is the patrol's: an hour typed alone is of it.
    """

    edited = Signal()
    done = Signal()
    save_asked = Signal()
    back = Signal()

    def __init__(self, desk: Shell, line: PlotLine, day: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._found = line.result == FOUND
        setup = FormSetup(
            choices=lambda field: desk.session.resources.choices_on(field, line.land_kind), today=lambda: day,
            base=_FIND.defaults() if self._found else {}, save_word="保存这次踏查", next_word="记下，下一块",
            editors=moment_editors(desk.session),
            fields=self._find_fields() if self._found else ("not_looked" if line.result == MISSED else _SEEN, "note"))
        self.form = Form(_FIND if self._found else PLOT_CHECK, setup)
        self._show_line(desk)
        if self._found:
            self._counting = CountFollower(self.form)
            if setup.fields:
                self.form.add_below(Label(_LATER, "caption", "ink2", wrap=True))
        about = "·".join(part for part in (f"{line.group_no} 组", words.land(line.land_kind),
                                           f"{words.area(line.area_mu)} 亩" if line.area_mu else "") if part)
        self.head = FindHead(line.name, about, self.form)
        self.head.guide.connect(lambda: desk.go("patrols", do="guide"))
        box = column(self, 0, 0)
        box.addWidget(self.head)
        box.addWidget(self.form, 1)
        self.form.edited.connect(self._write)
        self.form.state.connect(lambda state, said: desk.set_state(state, said) if state == "error" else None)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self.back)
        self._write()

    def begin(self) -> None:
        """The caret where the work begins: the first thing that is still to be written of a find, or what was seen."""
        names = ("found_at", "plants", "reported_at") if self._found else ()
        self.form.focus_field(next((name for name in names if not self.form.rows[name].editor.text()),
                                   next(iter(self.form.rows))))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong beside the fields of the find."""
        named = [attrs.evolve(problem, field=problem.field.removeprefix("finding.")) for problem in problems]
        self.form.show_problems(named)
        first = next((p.field for p in named if p.field in self.form.rows and not p.warning), "")
        if first:
            self.form.focus_field(first)

    def hints(self) -> tuple[Hint, ...]:
        """After those of the field."""
        return (Hint(cap("save_next"), "记下，下一块"), Hint(cap("back"), "回到地块"))

    def _find_fields(self) -> tuple[str, ...]:
        """Those of the first minute; all where more is known already."""
        more = {field.name for field in PLANT_FINDING.form_fields} - set(_FIRST)
        return () if any(self.line.finding.get(name) for name in more) else _FIRST

    def _show_line(self, desk: Shell) -> None:
        line, rows = self.line, self.form.rows
        seen = line.seen
        if _SEEN not in rows:
            rows["not_looked"].editor.set_text(line.reason)
            rows["note"].editor.set_text(line.note)
            return
        codes = {choice.code for choice in desk.session.resources.choices(PLOT_CHECK.by_name[_SEEN])}
        if self._found and not line.finding and _SUSPECT in codes:
            seen = (*(code for code in seen if code != "nothing"), _SUSPECT)
        rows[_SEEN].editor.set_value(tuple(dict.fromkeys(seen)) or None)
        if self._found:
            for name, text in line.finding.items():
                if name in rows:
                    rows[name].editor.set_text(text)
        else:
            rows["note"].editor.set_text(line.note)

    def _write(self) -> None:
        texts = self.form.texts()
        if _SEEN in texts:
            self.line.seen = tuple(code for code in texts.pop(_SEEN).split(",") if code)
        if self._found:
            self.line.finding = {**self.line.finding, **texts}
        else:
            self.line.note, self.line.reason = texts["note"], texts.get("not_looked", self.line.reason)
        if not self.line.result and (self.line.seen or self.line.note.strip()):
            self.line.result = CLEAR  # who writes what was seen there has looked
        self.line.problem = ""
        self.edited.emit()

    def _submitted(self, values: object, go_on: bool) -> None:
        (self.done if go_on else self.save_asked).emit()
