"""The section about backups: which there are, one now, going back to one, and checking the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from panhuang_desk import paths
from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.drives import open_folder, size_words
from panhuang_desk.desk.messages import Answer
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.desk.widgets.setting_rows import Section
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services import backups
from panhuang_desk.services.backups import Backup
from panhuang_desk.services.check import check_open

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.settings.page import SettingsPage

TIERS = {"hour": "今天的，按小时留", "day": "按天留，14 天", "week": "按周留，8 周"}


class KeepingSection(Section):
    """Backups and the check of the file."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("备份和检查", "文件有改动时每小时自动备份一次，放在文件旁边。"
                         "每份备份写完都打开检查过，口令同本文件。")
        self._page = page
        self.table = TableView((
            Column("when", "什么时候", text=_when, width=150, stretch=True),
            Column("tier", "留多久", text=lambda backup: TIERS[backup.tier.value], width=160, tone="ink2"),
            Column("size", "大小", text=lambda backup: size_words(backup.bytes), width=90, align="right"),
            Column("state", "", tag=lambda backup: TagLook("已检查", "good"), width=100),
        ), name="备份", row_height=32)
        self.table.set_hints((Hint("↑ ↓", "选一份备份"), Hint("Enter", "恢复到这一份")))
        self.table.opened.connect(self.ask_restore)
        self.empty = Label("还没有备份。", "body", "ink2")
        self.column.addWidget(self.table)
        self.column.addWidget(self.empty)
        holder = QFrame()
        buttons = FlowLayout(holder)
        self.now = Button("现在备份")
        self.now.clicked.connect(self.back_up)
        self.back = Button("恢复到选中的…")
        self.back.clicked.connect(lambda: self.ask_restore(self.table.current()))
        self.check = Button("检查文件")
        self.check.clicked.connect(self.check_file)
        for button in (self.now, self.back, self.check):
            buttons.addWidget(button)
        folder = Button("打开备份文件夹", "quiet")
        folder.clicked.connect(self._open_folder)
        buttons.addWidget(folder)
        self.column.addWidget(holder)
        self.result = Note("", "green", "check")
        self.column.addWidget(self.result)
        self.result.hide()
        self.first = self.now

    def show_values(self) -> None:
        """Show the backups that are there now."""
        found = backups.list_backups(self._page.session.store.path)
        self.table.set_rows(found)
        look = theme.active()
        self.table.setVisible(bool(found))
        self.table.setFixedHeight(look.table_header + 1 + min(max(len(found), 1), 5) * look.px(32))
        self.empty.setVisible(not found)
        self.back.setVisible(bool(found))
        self.now.setEnabled(not self._page.session.store.read_only)

    def back_up(self) -> None:
        """Make a backup now, in the background."""
        session = self._page.session

        def work(progress: Progress) -> Backup:
            with session.aside(write=True) as aside:
                return backups.backup_now(aside, progress)

        def done(made: Backup) -> None:
            self.show_values()
            self.table.select(0)
            self._say(f"备份好了，检查过：{made.path.name}")

        self._page.desk.run("正在备份", work, done, failed=self._failed, cancel_note="取消就不备份了，以前的备份不动")

    def check_file(self) -> None:
        """Check the file in the background and say in words what was found."""
        session = self._page.session

        def work(progress: Progress) -> tuple[str, ...]:
            with session.aside() as aside:
                return check_open(aside, progress)

        self._page.desk.run("正在检查文件", work, self._checked, failed=self._failed,
                            cancel_note="取消检查，文件不受影响")

    def ask_restore(self, backup: object) -> None:
        """Explain what going back means; then the window closes the file and asks for the passphrase."""
        if not isinstance(backup, Backup):
            return
        answer = messages.ask(
            self.window(), f"恢复到 {_when(backup)}",
            "这之后记的、改的都不在那份备份里。现在的文件不会删掉，会换个名字留在旁边。",
            (Answer("go", "关上文件去恢复"), Answer("no", "先不恢复")),
            hint="文件会先关上，输一次口令，恢复好以后自动打开。", look="warning")
        if answer == "go":
            self._page.desk.restore_asked.emit(backup.path)

    def _checked(self, problems: tuple[str, ...]) -> None:
        if problems:
            listed = "".join(f"\n{number}. {problem}" for number, problem in enumerate(problems, 1))
            self._say(f"查出 {len(problems)} 处不对，记录还能照常看：{listed}", bad=True)
        else:
            self._say("文件完好：每一页、每条记录、修改历史和搜索都对得上。")

    def _failed(self, problem: UserError) -> None:
        self._say(f"{problem.message}{problem.hint}", bad=True)
        self._page.desk.set_state("error", problem.message)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.result.set_text(words, "red" if bad else "green", "circle-alert" if bad else "check")
        self.result.show()
        self._page.show_below(self.result)

    def _open_folder(self) -> None:
        if not open_folder(paths.backups_of(self._page.session.store.path)):
            self._page.desk.announce("还没有备份文件夹，先备份一次")


def _when(backup: Backup) -> str:
    made = backup.made_at
    return f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"
