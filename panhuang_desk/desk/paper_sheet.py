"""A paper shown before it is printed or kept: the PDF itself, with names open or covered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services.files import write_file
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

Make = Callable[[Session, bool], bytes]
"""Makes a paper out of a file, covered or not; it holds no widget and no other connection to the file."""

AT_ONCE = 200
"""So many lines are set on paper without a pause that one would notice; more are set in the background."""


class PaperSheet(QFrame):
    """Shows `make(session, masked)`. Ctrl+P prints it, Ctrl+S keeps it as a PDF, Esc closes it (`closed`).

    `title` says what it is, `name` is the file name that is proposed, without its ending; `lines` how many lines there
    are on it; `warning` stands above the paper; without `names` on it nothing is offered to be covered. With names on
    screen covered it begins covered, and once they are covered it is covered or goes. `job` is what the printer's queue
    calls it where a person typed the title.
    """

    closed = Signal()

    def __init__(self, desk: Shell, title: str, name: str, make: Make, *, lines: int = 0,
                 warning: str = "", names: bool = True, job: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from panhuang_desk.desk.pages.report.paper import PaperView  # QtPdf is loaded on first use

        self.desk, self._title, self._name, self._make = desk, title, name, make
        self._long, self._making = lines > AT_ONCE, False
        self._names, self._job = names, job
        self._masked: bool | None = None
        box = column(self, 0, 0)
        sheet = Sheet(0, spacing=0)
        box.addWidget(sheet)
        sheet.column.addWidget(self._head())
        sheet.column.addWidget(Line())
        self.warning = Strip(warning, "warn")
        sheet.column.addWidget(self.warning)
        self.warning.setVisible(bool(warning))
        self.paper = PaperView()
        self.paper.setAccessibleName(title)
        self.paper.turned.connect(self._turned)
        sheet.column.addWidget(self.paper, 1)
        self.mask_chip.setChecked(desk.masked)
        desk.mask_changed.connect(self._names_covered)
        self._show()

    def take_focus(self) -> None:
        """The keys go to the paper."""
        self.paper.setFocus()

    def show_again(self, name: str) -> None:
        """Make the paper anew, as `make` now makes another one, to be kept under this name."""
        self._name = name
        self._show()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the sheet."""
        return (Hint(cap("print"), "打印"), Hint(cap("save"), "存 PDF"), Hint(cap("back"), "退回"))

    # Keys

    def on_print(self) -> bool:
        """Print it through the system's dialog."""
        from panhuang_desk.desk.printing.door import print_paper

        if not self._is_waited_for():
            print_paper(self.desk, self._title, self.paper.content, self.on_save, job=self._job)
        return True

    def on_save(self) -> bool:
        """Keep it as a PDF; a covered one says so in its name."""
        if self._is_waited_for():
            return True
        settings = self.desk.session.settings
        start = Path(settings.last_folder or str(self.desk.session.store.path.parent))
        tail = "_已遮盖" if self._masked and self._names else ""
        chosen = messages.ask_save(self.window(), f"存{self._title}", str(start / f"{self._name}{tail}.pdf"),
                                   "PDF (*.pdf)")
        if not chosen:
            return True
        target = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
        try:
            write_file(target, self.paper.content)
        except UserError as problem:
            self.desk.error(problem)
            return True
        settings.last_folder = str(target.parent)
        self.desk.announce(f"{self._title}存好了：{target}")
        return True

    def on_back(self) -> bool:
        """Put it away."""
        self.closed.emit()
        return True

    def _head(self) -> QFrame:
        look = theme.active()
        head = QFrame()
        line = row(head, 0, 8)
        line.setContentsMargins(look.px(24), look.px(10), look.px(16), look.px(10))
        self.heading = Label(self._title, "panel")
        line.addWidget(self.heading)
        self._pages = Label("", "caption", "ink2")
        line.addWidget(self._pages)
        line.addStretch(1)
        self.mask_chip = FilterChip("遮住姓名")
        self.mask_chip.chosen.connect(lambda _: self._show())
        back = Button("退回", "quiet", key=cap("back"))
        back.clicked.connect(self.on_back)
        save = Button("存 PDF", key=cap("save"))
        save.clicked.connect(self.on_save)
        print_button = Button("打印", "primary", key=cap("print"), icon="printer")
        print_button.clicked.connect(self.on_print)
        for widget in (self.mask_chip, back, save, print_button):
            line.addWidget(widget)
        self.mask_chip.setVisible(self._names)
        return head

    def _show(self) -> None:
        """Make what is asked for now; while one is made, what is asked for then comes after it."""
        masked, session, make = self.mask_chip.isChecked(), self.desk.session, self._make
        if not self._long:
            self._put(masked, make(session, masked))
        elif not self._making:
            def work(progress: Progress) -> bytes:
                with session.aside() as aside:
                    content = make(aside, masked)
                progress(1, "排好了")  # where it was cancelled meanwhile it ends here
                return content

            self._making = True
            self.desk.run(f"正在排{self._title}", work, lambda content: self._made(masked, content),
                          failed=self._failed, cancelled=self._not_made, cancel_note="取消就同原来一样")

    def _put(self, masked: bool, content: bytes) -> None:
        self._masked = masked
        self.paper.show_pdf(content)

    def _made(self, masked: bool, content: bytes) -> None:
        if not isValid(self):
            return
        self._making = False
        if masked == self.mask_chip.isChecked():
            self._put(masked, content)
        else:
            self._show()

    def _not_made(self) -> None:
        """Back to the paper that was there; without one the sheet goes."""
        if not isValid(self):
            return
        self._making = False
        if self._masked is None:
            self.closed.emit()
        else:
            self.mask_chip.setChecked(self._masked)

    def _failed(self, problem: UserError) -> None:
        self._not_made()
        self.desk.error(problem)

    def _is_waited_for(self) -> bool:
        if self._making:
            self.desk.announce(f"{self._title}还在排，排好了再来")
        return self._making

    def _names_covered(self, on: bool) -> None:
        """A short paper is covered with the names on screen; a long one goes, rather than stay until it is made."""
        if not on or (self.mask_chip.isChecked() and not self._making):
            return
        if self._long:
            self.closed.emit()
        else:
            self.mask_chip.setChecked(True)
            self._show()

    def _turned(self, page: int, pages: int) -> None:
        self._pages.setText(f"第 {page} 页，共 {pages} 页" if pages > 1 else "")
