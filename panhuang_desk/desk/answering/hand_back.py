"""The computer goes back to the worker: only the passphrase leads to the desk, or the next person answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import tasks, theme
from panhuang_desk.desk.answering.big import BigButton
from panhuang_desk.desk.answering.step import Step
from panhuang_desk.desk.keys import cap, key
from panhuang_desk.desk.widgets.inputs import Note, PassphraseEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, row
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress

_FIELD = 560


class HandBack(Step):
    """`returned` tells that the passphrase is the file's, `next_person` that another sheet begins."""

    returned = Signal()
    next_person = Signal()

    def __init__(self, file: Path, thanks: str, done: str, settings: str, parent: QWidget | None = None) -> None:
        super().__init__("请把电脑还给网格员", parent)
        self._file = file
        self._task: tasks.Task | None = None
        look = theme.active()
        self.column.addStretch(1)
        self.add_words("请把电脑还给网格员", "question")
        self.add_words(thanks)
        self.column.addSpacing(look.px(16))
        self.column.addWidget(self._sheet(done), 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(2)
        self.foot.addWidget(Label(f"下一位照这样：{settings}", "body", "ink2", wrap=True), 1)
        self.again = BigButton("下一位作答", key=cap("save_next"))
        self.again.clicked.connect(self.next_person)
        self.foot.addWidget(self.again)
        QShortcut(QKeySequence(key("save_next").sequence), self).activated.connect(self.next_person)

    def begin(self) -> None:
        """The caret is in the passphrase."""
        self.passphrase.field.setFocus()

    def check(self) -> None:
        """Derive the key in the background and compare it with the file's; the passphrase is kept nowhere."""
        text, file = self.passphrase.text(), self._file
        if self._task is not None:
            return
        if not text:
            self._fail(UserError("请输入口令。", code="passphrase"))
            return
        self.error.hide()
        self.button.set_words("正在核对")
        self.button.setEnabled(False)

        def work(progress: Progress) -> None:
            from panhuang_desk.services.start import check_passphrase

            check_passphrase(file, text)

        self._task = tasks.run(self, "正在核对", work, self._succeed, failed=self._fail, quiet=True)

    def take_key(self, event: QKeyEvent) -> None:
        """Nothing but what the field and the buttons take."""

    def _sheet(self, done: str) -> Sheet:
        look = theme.active()
        sheet = Sheet(24, spacing=8)
        sheet.setFixedWidth(min(look.text_px(_FIELD), 1200))
        sheet.column.addWidget(Label(f"网格员：{done}输口令回到工作台。", "body", "ink2", wrap=True))
        self.passphrase = PassphraseEdit()
        self.passphrase.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.passphrase.field.setAcceptDrops(False)
        self.passphrase.entered.connect(self.check)
        self.passphrase.changed.connect(lambda _: self.error.hide())
        line = row(None, 0, 12)
        line.addWidget(self.passphrase, 1)
        self.button = BigButton("回到工作台", "primary", key="Enter")
        self.button.clicked.connect(self.check)
        self.passphrase.field.setFixedHeight(self.button.sizeHint().height())
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        sheet.column.addLayout(line)
        self.error: Note = Note()
        self.error.hide()
        sheet.column.addWidget(self.error)
        return sheet

    def _succeed(self, _: object) -> None:
        self._task = None
        self.passphrase.clear()
        self.returned.emit()

    def _fail(self, problem: UserError) -> None:
        """Say below the field what is wrong; the caret stays there, the passphrase is marked to be typed over."""
        self._task = None
        self.button.setEnabled(True)
        self.button.set_words("回到工作台")
        self.error.set_text(f"{problem.message}{problem.hint}")
        self.error.show()
        self.passphrase.field.setFocus()
        self.passphrase.field.selectAll()
