"""A form of the visits page with what belongs around it: its draft, its save, and what is said afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.form_setup import FormSetup
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class Entry(QFrame):
    """Holds one form. `saved` tells what was done in words, the changes, and whether to go on to the next; `closed`
    that the person stepped back, the draft kept. `about` is the id of the household that it is about.
    """

    saved = Signal(str, object, bool)
    closed = Signal()

    def __init__(self, desk: Shell, kind: Kind, setup: FormSetup, *, about: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.about = desk, about
        self.record: Record | None = None
        self.form = Form(kind, setup)
        box = column(self, 0, 0)
        box.addWidget(self.form)
        self.form.state.connect(desk.set_state)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self.closed)

    def begin(self) -> None:
        """Show the draft, if there is one, and put the caret where the work begins."""
        draft = self.desk.session.store.draft(self.form.setup.slot) if self.form.setup.slot else None
        if draft:
            self.form.restore(draft)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the caret where the work begins."""
        self.form.focus_first()

    @property
    def dirty(self) -> bool:
        """Whether anything was typed or added that is kept as a draft."""
        return self.form.dirty

    def keep_draft(self) -> None:
        """Keep now what was typed and added."""
        self.form.flush_draft()

    def save(self, values: Values) -> Saved:
        """Save what was typed."""
        raise NotImplementedError

    def words(self, values: Values) -> str:
        """What was done, in words."""
        raise NotImplementedError

    def _submitted(self, values: dict[str, Value], go_on: bool) -> None:
        try:
            saved = self.save(values)
        except UserError as problem:
            self.desk.error(problem)
            return
        if not saved.ok:
            self.form.show_problems(saved.problems)
            return
        self.record = saved.record
        self.form.done()
        done = self.words(values) if saved.changes.action_id else "没有改动，同原来一样"
        self.saved.emit(done + _warning(saved), saved.changes, go_on)


def _warning(saved: Saved) -> str:
    """What is odd about a record that was saved nevertheless."""
    return "".join(f"。请留意：{problem.message}" for problem in saved.problems if problem.warning).rstrip("。")
