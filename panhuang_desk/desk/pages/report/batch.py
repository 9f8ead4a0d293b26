"""All villages' reports in one go: what to write, where to, how far it is, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.tasks import Task
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, row
from panhuang_desk.desk.widgets.strips import Foot
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.period import Period
from panhuang_desk.model.values import Progress
from panhuang_desk.services.batch import Batch, write_all

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_WHAT = (Choice("singly", "每村一个文件"), Choice("bound", "装订成一个文件"))


@attrs.frozen
class Outcome:
    """One line of what came of it."""

    id: str
    name: str
    failed: str = ""


class BatchSheet(Sheet):
    """F9 or its button begins; Esc goes back (`closed`)."""

    closed = Signal()

    def __init__(self, desk: Shell, period: Period, parent: QWidget | None = None) -> None:
        super().__init__(0, spacing=0, parent=parent)
        look = theme.active()
        self._desk, self._period, self._running = desk, period, False
        self.result: Batch | None = None
        self.task: Task | None = None
        settings = desk.session.settings
        self.folder = Path(settings.last_folder or str(desk.session.store.path.parent))
        villages = len(desk.session.store.villages)
        self.setAccessibleName("批量出报告")
        box = self.column
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(4))
        head.addWidget(Label("批量出报告", "panel"), 1)
        back = Link("退回", "caption", key=cap("back"))
        back.clicked.connect(self.closed)
        head.addWidget(back)
        box.addLayout(head)
        words = f"{villages} 个村（社区）的{period.label}{period.words.paper}，一次出完。"
        self.what = OptionGroup(_WHAT, several=True, name="出什么")
        self.what.set_codes([choice.code for choice in _WHAT])
        place = row(None, 0, 8)
        self.folder_label = Label(f"放到：{self.folder}", "body", "ink2", wrap=True)
        place.addWidget(self.folder_label, 1)
        self.choose = Link("换文件夹")
        self.choose.clicked.connect(self._choose)
        place.addWidget(self.choose)
        about = Label(words, "body", wrap=True)
        for widget in (about, self.what):
            line = row(None, 0, 0)
            line.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(4))
            line.addWidget(widget)
            box.addLayout(line)
        place.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(8))
        box.addLayout(place)
        self.said = Label("", "body", wrap=True)
        self.said.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(8))
        self.said.hide()
        box.addWidget(self.said)
        self.table = TableView((
            Column("name", "文件", text=lambda r: r.name, width=160, stretch=True, middle=True,
                   detail=lambda r: r.failed),
            Column("tag", "", tag=lambda r: TagLook("没有出", "bad") if r.failed else TagLook("出好了", "good"),
                   width=96),
        ), name="出了哪些", header=False, row_height=32)
        self.table.set_hints((Hint(cap("move"), "看文件"),))
        self.table.hide()
        box.addWidget(self.table, 1)
        self._empty = Label("")
        box.addWidget(self._empty, 1)
        box.addWidget(Line())
        foot = Foot(16)
        self.button: Button = foot.add("开始", lambda: self.on_batch(), "batch")
        box.addWidget(foot)

    def take_focus(self) -> None:
        """The keys to what to write."""
        self.what.setFocus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the sheet."""
        return (Hint(cap("batch"), "开始"), Hint(cap("back"), "退回"))

    def on_back(self) -> bool:
        """Put the sheet away."""
        self.closed.emit()
        return True

    def on_batch(self) -> bool:
        """Write them in the background."""
        codes = self.what.codes()
        if self._running:
            return True
        if not codes:
            self._desk.announce("先选出什么：每村一个文件，或者装订成一个文件")
            return True
        session, period, folder = self._desk.session, self._period, self.folder
        singly, bound = ("singly" in codes), ("bound" in codes)

        def work(progress: Progress) -> Batch:
            with session.aside() as aside:
                return write_all(aside, period, folder, singly=singly, bound=bound, progress=progress)

        self._running = True
        self.task = self._desk.run(f"正在出{period.label}{period.words.paper}", work, self._done, failed=self._failed,
                                   cancelled=self._cancelled, cancel_note="取消后，已经写好的文件留在文件夹里")
        return True

    def _choose(self) -> None:
        chosen = messages.ask_folder(self.window(), "报告放到哪个文件夹", str(self.folder))
        if chosen:
            self.folder = Path(chosen)
            self._desk.session.settings.last_folder = chosen
            self.folder_label.setText(f"放到：{self.folder}")

    def _done(self, result: Batch) -> None:
        if not isValid(self):
            self._desk.announce(f"报告出好了 {len(result.files)} 个文件")
            return
        self._running, self.result = False, result
        files = [*result.files, *([result.bound] if result.bound is not None else [])]
        rows = [Outcome(each.village, each.village, f"{each.problem.message}{each.problem.hint}")
                for each in result.failed]
        rows += [Outcome(path.name, path.name) for path in files]
        self.table.set_rows(rows, first=True)
        self._empty.hide()
        self.table.show()
        failed = f"，{len(result.failed)} 个村（社区）没有出" if result.failed else ""
        tone = "red" if result.failed else "amber" if result.warning else "green"
        self._say(f"出好了 {len(files)} 个文件{failed}。{result.warning}", tone)
        self.table.setFocus()

    def _failed(self, problem: UserError) -> None:
        self._desk.error(problem)
        if isValid(self):
            self._running = False
            self._say("没有出完；已经写好的文件留在文件夹里。", "red")

    def _cancelled(self) -> None:
        if isValid(self):
            self._running = False
            self._say("取消了；已经写好的文件留在文件夹里。", "amber")
            self.button.setFocus()

    def _say(self, words: str, tone: str) -> None:
        self.said.setText(words)
        self.said.set_tone(tone)
        self.said.show()
