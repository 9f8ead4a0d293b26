"""A view over all tabs that is one sheet: a head, the work below it, buttons at its foot, and a way to work aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import theme
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.strips import Foot
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

Work = Callable[[Session, Progress], Any]
"""What is done in the background on a connection of its own; it holds no widget."""


class OverSheet(OverView):
    """A subclass fills `body`, says in `about` and `step` what it is at, and puts its buttons on the `foot`, to which
    Tab leads from the `work`.
    """

    def __init__(self, desk: Shell, title: str, work: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self.busy = False
        look = theme.active()
        sheet = Sheet(0, spacing=0)
        column(self, 0, 0).addWidget(sheet)
        frame = QFrame()
        self.body = column(frame, 24, 12)
        self.body.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        head = row(None, 0, 12)
        head.addWidget(Label(title, "title"))
        self.about = Label("", "body", "ink2")
        head.addWidget(self.about, 1)
        self.step = Label("", "body", "ink2")
        head.addWidget(self.step)
        self.body.addLayout(head)
        if work is not None:
            self.body.addWidget(work, 1)
        self.foot = Foot()
        sheet.column.addWidget(frame, 1)
        sheet.column.addWidget(Line())
        sheet.column.addWidget(self.foot)

    def work_failed(self, problem: UserError) -> None:
        """What was done in the background came to nothing."""
        self.desk.error(problem)

    def run_aside(self, title: str, work: Work, done: Callable[[Any], None], *, cancelled: Callable[[], None],
                  cancel_note: str, write: bool = False) -> None:
        """Work beside the desk, one thing at a time; with the sheet gone only what was written is told."""
        session = self.session

        def aside(progress: Progress) -> Any:
            with session.aside(write=write) as other:
                return work(other, progress)

        def then(after: Callable[..., None], *, always: bool = False) -> Callable[..., None]:
            def told(*value: Any) -> None:
                self.busy = False
                if always or isValid(self):
                    after(*value)
            return told

        self.busy = True
        self.desk.run(title, aside, then(done, always=write), failed=then(self.work_failed),
                      cancelled=then(cancelled), cancel_note=cancel_note)
