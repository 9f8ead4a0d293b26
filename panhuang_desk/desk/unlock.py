"""The unlock surface: the caret in the passphrase, the files used last, what is wrong beside the field.

Messages and background work are imported where they are used, so that the first window is there sooner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from panhuang_desk import paths
from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap, key
from panhuang_desk.desk.surface import FILE_FILTER, Surface, short_path
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.inputs import Note, PassphraseEdit
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, row
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.errors import UserError
from panhuang_desk.settings import RecentFile, Settings

if TYPE_CHECKING:
    from panhuang_desk.desk import tasks
    from panhuang_desk.model.values import Progress
    from panhuang_desk.services.backups import Backup
    from panhuang_desk.services.session import Session

DAMAGED = ("salt", "first_page", "truncated", "torn", "empty", "tail", "missing")
"""Kinds of trouble in which the newest backup is offered."""


class FileRow(QAbstractButton):
    """A file used before: its place, its path, when, and the key that opens it."""

    def __init__(self, entry: RecentFile, cap_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry, self._cap = entry, cap_text
        self._name = entry.title or Path(entry.path).stem
        self.setAccessibleName(f"{self._name}，{entry.path}")
        self.setAccessibleDescription(cap_text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Two lines."""
        look = theme.active()
        return QSize(200, look.line() + look.line("caption") + look.px(18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, two lines, day, key."""
        look = theme.active()
        painter = QPainter(self)
        if self.underMouse():
            paint.box(painter, self.rect(), theme.HOVER)
        if self.hasFocus():
            paint.box(painter, self.rect(), "", theme.ACCENT, width=2)
        left = look.px(32)
        paint.put_icon(painter, QRectF(left, 0, 20, self.height()), "file-text", 18, theme.INK2)
        left += look.px(28)
        top = (self.height() - look.line() - look.line("caption")) / 2
        right = self.width() - look.px(32)
        right -= paint.cap_width(self._cap)
        paint.put_cap(painter, right, self.height() / 2, self._cap)
        day = _day(self.entry.opened)
        right -= paint.text_width(look.font("caption"), day) + look.px(12)
        paint.put_text(painter, QRectF(right, 0, self.width(), self.height()), day, look.font("caption"), theme.INK2)
        paint.put_text(painter, QRectF(left, top, right - left - 8, look.line()), self._name, look.font(), theme.INK)
        below = QRectF(left, top + look.line(), right - left - 8, look.line("caption"))
        words = short_path(Path(self.entry.path), max(12, int((right - left) / look.text_px(8))))
        paint.put_text(painter, below, words, look.font("caption"), theme.INK3)


class Unlock(Surface):
    """Opens a file. `opened` hands the session over, `other_chosen` a file that is to be opened instead."""

    opened = Signal(object)
    new_asked = Signal()
    help_asked = Signal(str)
    other_chosen = Signal(object)

    def __init__(self, settings: Settings, file: Path, parent: QWidget | None = None, *,
                 backup: Path | None = None) -> None:
        super().__init__(parent)
        self.settings, self.file = settings, file
        self.backup = backup
        """A backup that takes the file's place before it is opened; None where there is none to take."""
        self.replaced: Path | None = None
        """Where the file is that a backup took the place of."""
        entry = next((each for each in settings.recent if Path(each.path) == file), None)
        self._entry = entry or RecentFile(str(file))
        self._task: tasks.Task | None = None
        self.add_name()
        self.middle.addWidget(self._sheet())
        self._add_others([each for each in settings.recent if Path(each.path) != file][:5])
        self.add_foot()
        self._make_shortcuts()

    def begin(self) -> None:
        """The caret is in the passphrase."""
        self.passphrase.field.setFocus()

    def unlock(self) -> None:
        """Derive the key in the background and open the file; the window stays alive meanwhile."""
        from panhuang_desk.desk import tasks

        if self._task is not None:
            return
        text = self.passphrase.text()
        if not text:
            self._fail(UserError("请输入口令。", code="passphrase"))
            return
        self.error.hide()
        if self.backup is not None:
            self.restore()
            return
        self.button.set_words("正在解锁")
        self.button.setEnabled(False)
        path, settings = self.file, self.settings

        def work(progress: Progress) -> Session:
            # First used here, so that the window is on screen before the engine is loaded.
            from panhuang_desk.services.start import open_file

            return open_file(path, text, settings)

        self._task = tasks.run(self, "正在解锁", work, self._succeed, failed=self._fail, quiet=True)

    def choose_file(self) -> None:
        """Ask for another file."""
        from panhuang_desk.desk import messages

        start = self.settings.last_folder or str(self.file.parent)
        path = messages.ask_open(self.window(), "打开网格资料", start, FILE_FILTER)
        if path:
            self.settings.last_folder = str(Path(path).parent)
            self.turn_to(Path(path))

    def turn_to(self, file: Path) -> None:
        """Show another file; the window puts a new surface in place."""
        self.other_chosen.emit(file)

    def forgotten(self) -> None:
        """Explain what can be done about a forgotten passphrase."""
        from panhuang_desk.desk import messages

        messages.inform(
            self.window(), "口令忘了，谁也打不开",
            "资料是用口令加密的，没有后门，程序里也没有存口令。这样住户的信息才不会因为丢了电脑或 U 盘泄露。",
            "请找出建文件时打印的应急单，上面有口令。试试大小写、全角半角和输入法。"
            "都不行，请把上月报送给街道的副本要回来，它的口令和当时的一样。")

    def restore(self) -> None:
        """Put the chosen backup, else the newest, in the file's place, with the passphrase that stands in the field."""
        from panhuang_desk.desk import tasks

        path, text = self.file, self.passphrase.text()
        newest = self._newest_backup()
        backup = self.backup or (newest.path if newest else None)
        if backup is None:
            return

        def work(progress: Progress) -> Path | None:
            from panhuang_desk.services.backups import restore

            return restore(path, backup, text, progress)

        tasks.run(self, "正在恢复备份", work, self._restored, failed=self._fail,
                  cancel_note="取消就不恢复了，文件同恢复前一样")

    def _sheet(self) -> Sheet:
        look = theme.active()
        sheet = Sheet(32, spacing=0)
        head = row(None, 0, 12)
        name = Label(self._entry.title or self.file.stem, "title", wrap=True)
        head.addWidget(name, 1)
        if self._entry.sample:
            head.addWidget(Tag("演示数据", "sample"))
        sheet.column.addLayout(head)
        where = Label(short_path(self.file), "caption", "ink3")
        where.setAccessibleName(str(self.file))
        sheet.column.addWidget(where)
        sheet.column.addSpacing(look.px(16))
        if self.backup is not None:
            words = f"输一次口令，就换成{self._made_at()}的备份，再打开它。换下来的文件会换个名字留在旁边。"
            sheet.column.addWidget(Note(words, "ink2", "history"))
            sheet.column.addSpacing(look.px(12))
        label = Label("口令", "section")
        sheet.column.addWidget(label)
        sheet.column.addSpacing(look.px(6))
        self.passphrase = PassphraseEdit()
        label.setBuddy(self.passphrase.field)
        self.passphrase.entered.connect(self.unlock)
        self.passphrase.changed.connect(lambda _: self.error.hide())
        sheet.column.addWidget(self.passphrase)
        self.error: Note = Note()
        self.error.hide()
        sheet.column.addWidget(self.error)
        self.repair = Link("用最近的备份恢复", "body")
        self.repair.clicked.connect(self._ask_restore)
        self.repair.hide()
        sheet.column.addWidget(self.repair, 0, Qt.AlignmentFlag.AlignLeft)
        sheet.column.addSpacing(look.px(12))
        self.button = Button(self._verb(), "primary", key="Enter", big=True)
        self.button.clicked.connect(self.unlock)
        sheet.column.addWidget(self.button)
        sheet.column.addSpacing(look.px(14))
        foot = row(None, 0, 8)
        foot.addWidget(Label(self._last_saved(), "caption", "ink2"), 1)
        if self.backup is not None:
            stay = Link("不恢复了", "caption", key=cap("back"))
            stay.clicked.connect(self._stay)
            foot.addWidget(stay)
        forgot = Link("忘记口令", "caption")
        forgot.clicked.connect(self.forgotten)
        foot.addWidget(forgot)
        sheet.column.addLayout(foot)
        return sheet

    def _add_others(self, others: Sequence[RecentFile]) -> None:
        look = theme.active()
        self.middle.addSpacing(look.px(20))
        line = row(None, 0, 12)
        line.addWidget(Label("其他文件" if others else "", "caption", "ink2"), 1)
        for word, name, act in (
            ("打开…", "unlock_open", self.choose_file), ("新建…", "unlock_new", self.new_asked.emit),
        ):
            link = Link(word, "caption", key=cap(name))
            link.clicked.connect(act)
            line.addWidget(link)
        self.middle.addLayout(line)
        self.middle.addSpacing(look.px(6))
        self.files: list[FileRow] = []
        if not others:
            return
        sheet = Sheet(1, spacing=0)
        for place, entry in enumerate(others):
            if place:
                sheet.column.addWidget(Line())
            file_row = FileRow(entry, cap(f"recent_{place + 2}"))
            file_row.clicked.connect(lambda _=False, path=entry.path: self.turn_to(Path(path)))
            self.files.append(file_row)
            sheet.column.addWidget(file_row)
        self.middle.addWidget(sheet)

    def _make_shortcuts(self) -> None:
        for name, act in (("back", self._stay), ("unlock_open", self.choose_file), ("unlock_new", self.new_asked.emit),
                          ("unlock_help", lambda: self.help_asked.emit("start"))):
            QShortcut(QKeySequence(key(name).sequence), self).activated.connect(act)
        for place, file_row in enumerate(self.files):
            shortcut = QShortcut(QKeySequence(key(f"recent_{place + 2}").sequence), self)
            shortcut.activated.connect(file_row.click)

    def _verb(self) -> str:
        return "解锁" if self.backup is None else "恢复并打开"

    def _made_at(self) -> str:
        """When the chosen backup was made, as it is said; a file from elsewhere has no such moment."""
        from panhuang_desk.services.backups import list_backups  # the engine is loaded: a file was open

        made = next((each.made_at for each in list_backups(self.file) if each.path == self.backup), None)
        return f" {made.month}月{made.day}日 {made:%H:%M} " if made else "选好"

    def _stay(self) -> None:
        """Open the file as it is after all."""
        if self.backup is not None:
            self.turn_to(self.file)

    def _restored(self, replaced: Path | None) -> None:
        self.backup, self.replaced = None, replaced
        self.unlock()

    def _succeed(self, session: object) -> None:
        self._task = None
        self.passphrase.clear()
        self.opened.emit(session)

    def _fail(self, problem: UserError) -> None:
        """Say beside the field what is wrong; the caret stays there, the passphrase is marked to be typed over."""
        self._task = None
        self.button.setEnabled(True)
        self.button.set_words(self._verb())
        self.error.set_text(f"{problem.message}{problem.hint}")
        self.error.show()
        self.repair.setVisible(problem.code in DAMAGED and self._newest_backup() is not None)
        self.passphrase.field.setFocus()
        self.passphrase.field.selectAll()

    def _ask_restore(self) -> None:
        from panhuang_desk.desk import messages

        backup = self._newest_backup()
        if backup is None:
            return
        made = backup.made_at
        answer = messages.ask(
            self.window(), "用最近的备份恢复", f"备份做于 {made.month}月{made.day}日 {made:%H:%M}，以后记的不在里面。",
            (messages.Answer("no", "先不恢复"), messages.Answer("yes", "恢复")),
            hint="坏了的文件会换个名字留在旁边，不会删掉。")
        if answer == "yes":
            self.restore()

    def _newest_backup(self) -> Backup | None:
        """By the number in its name: a clock may have been set back, and the time of the file is that of its source."""
        from panhuang_desk.services.backups import list_backups  # where it is asked for, the engine is loaded anyway

        return next(iter(list_backups(self.file)), None)

    def _last_saved(self) -> str:
        """When the file was written last, and whether a backup is there; empty where the file is not."""
        try:
            saved = dt.datetime.fromtimestamp(self.file.stat().st_mtime)
        except OSError:
            return "文件现在不在这里，U 盘没插？"
        folder = paths.backups_of(self.file)
        backed = "，已备份" if folder.is_dir() and any(folder.glob("[!.]*.phdb")) else ""
        return f"上次保存：{saved.month}月{saved.day}日 {saved:%H:%M}{backed}"


def _day(moment: str) -> str:
    """The day of an ISO moment as it is said: 5月6日."""
    try:
        day = dt.datetime.fromisoformat(moment)
    except ValueError:
        return ""
    return f"{day.month}月{day.day}日"
