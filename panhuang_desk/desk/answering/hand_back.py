"""The computer goes back to the worker: only the passphrase leads to the desk, or the next person answers.

Whom the next person belongs to can be chosen without the passphrase: it shows nothing of the file.
"""

from __future__ import annotations

from pathlib import Path

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from panhuang_desk.desk import tasks, theme
from panhuang_desk.desk.answering.big import BigButton
from panhuang_desk.desk.answering.choosing import Options
from panhuang_desk.desk.answering.step import Step
from panhuang_desk.desk.keys import cap, key
from panhuang_desk.desk.widgets.inputs import Note, PassphraseEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, row
from panhuang_desk.desk.widgets.setting_rows import Setting
from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds.quiz import AGE_BANDS, KEY_GROUPS
from panhuang_desk.model.values import Progress
from panhuang_desk.services.screen_answers import Setup

_FIELD = 360


class HandBack(Step):
    """`returned` tells that the passphrase is the file's, `next_person` with which setup another sheet begins."""

    returned = Signal()
    next_person = Signal(object)

    def __init__(
        self, file: Path, setup: Setup, thanks: str, done: str, stays: str, parent: QWidget | None = None,
    ) -> None:
        super().__init__("请把电脑还给网格员", parent)
        self._file, self._setup = file, setup
        self._task: tasks.Task | None = None
        self.column.addStretch(1)
        self.add_words(f"{thanks}请把电脑还给网格员。", "question")
        self.column.addWidget(self._return_sheet(done))
        self.column.addWidget(self._next_sheet(stays))
        self.column.addStretch(2)
        QShortcut(QKeySequence(key("save_next").sequence), self).activated.connect(self.go_on)

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

    def go_on(self) -> None:
        """The next person answers, of the group and age that are chosen."""
        self.next_person.emit(attrs.evolve(
            self._setup, key_group=self.group.codes()[0], age_band=next(iter(self.age.codes()), "")))

    def take_key(self, event: QKeyEvent) -> None:
        """Enter in the choices for the next person begins; the field and the buttons have their own."""
        chosen = QApplication.focusWidget() in (self.group, self.age)
        if chosen and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()

    def _return_sheet(self, done: str) -> Sheet:
        sheet = Sheet(20, spacing=8)
        sheet.column.addWidget(Label(f"网格员：{done}输口令回到工作台。", "body", "ink2", wrap=True))
        self.passphrase = PassphraseEdit()
        self.passphrase.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.passphrase.field.setAcceptDrops(False)
        self.passphrase.entered.connect(self.check)
        self.passphrase.changed.connect(lambda _: self.error.hide())
        line = row(None, 0, 12)
        self.passphrase.setFixedWidth(theme.active().text_px(_FIELD))
        line.addWidget(self.passphrase)
        self.button = BigButton("回到工作台", "primary", key="Enter")
        self.button.clicked.connect(self.check)
        self.passphrase.field.setFixedHeight(self.button.sizeHint().height())
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        sheet.column.addLayout(line)
        self.error: Note = Note()
        self.error.hide()
        sheet.column.addWidget(self.error)
        return sheet

    def _next_sheet(self, stays: str) -> Sheet:
        sheet = Sheet(20, spacing=12)
        words = f"下一位接着答，不用输口令：{stays}。人群和年龄段先问好再改。"
        sheet.column.addWidget(Label(words, "body", "ink2", wrap=True))
        self.group = Options(KEY_GROUPS, optional=False, name="人群")
        self.group.set_codes((self._setup.key_group,))
        self.age = Options(AGE_BANDS, name="年龄段")
        self.age.set_codes((self._setup.age_band,))
        self.again = BigButton("下一位作答", key=cap("save_next"))
        self.again.clicked.connect(self.go_on)
        sheet.column.addWidget(Setting("人群", self.group))
        sheet.column.addWidget(Setting("年龄段", self.age))
        sheet.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
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
