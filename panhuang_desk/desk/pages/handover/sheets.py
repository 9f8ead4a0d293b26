"""What stands around the list of folders: what is in the copy, the copy just made, and the copies made before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from panhuang_desk.desk import theme
from panhuang_desk.desk.drives import size_words
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, column, row
from panhuang_desk.model.months import Month
from panhuang_desk.services.handover import Content, Handover, HandoverRow

PERSONAL = "副本里有住户的姓名、电话和门牌，整个文件是加密的，没有口令谁也打不开。"
SAME = "口令同本文件。请当面告诉街道，不要写在 U 盘上，也不要和 U 盘放在一起。"


class ContentSheet(Sheet):
    """What the copy will hold, kind by kind, and that it is for nobody else."""

    def __init__(self) -> None:
        super().__init__(0, spacing=0)
        look = theme.active()
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(6))
        head.addWidget(Label("副本里有什么", "panel"))
        self.about = Label("整个文件，不只当月", "caption", "ink2")
        head.addWidget(self.about, 1)
        self.column.addLayout(head)
        self.table = TableView((
            Column("label", "记录", text=lambda content: content.label, width=120, stretch=True),
            Column("month", "当月", text=_in_month, width=84, align="right", tone="ink2"),
            Column("whole", "全部", text=lambda content: f"{content.whole:,}", width=96, align="right"),
        ), name="副本里有什么", row_height=32)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self.table, 1)
        self.empty = Note("文件里还没有记录，副本会是空的。", "amber", "triangle-alert")
        self.column.addLayout(_inset(self.empty))
        self.column.addWidget(Line())
        notes = column(None, 0, 8)
        notes.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(14))
        notes.addWidget(Note(PERSONAL, "ink2", "lock", role="caption"))
        notes.addWidget(Note(SAME, "ink2", "key-round", role="caption"))
        self.column.addLayout(notes)

    def show_contents(self, contents: Sequence[Content], month: Month) -> None:
        """Show what a copy made now would hold, and where the month looks forgotten, say so."""
        self.table.set_rows(list(contents))
        self.table.clearSelection()
        dated = [content.in_month for content in contents if content.in_month is not None]
        words = "" if any(dated) else (
            f"{month.label}没有记录，请看月份选对没有。" if contents else "文件里还没有记录，副本会是空的。")
        self.empty.set_text(words)
        self.empty.setVisible(bool(words))


class MadeSheet(Sheet):
    """The copy that was just made."""

    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__(0, spacing=0)
        look = theme.active()
        line = row(None, 0, 12)
        self.column.addLayout(line)
        line.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        picture = Label()
        picture.setPixmap(theme.icon("check", 24, theme.GREEN))
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = column(None, 0, 2)
        self.title = Label("", "panel", wrap=True)
        self.name = Label("", "body", wrap=True)
        self.facts = Label("", "caption", "ink2", wrap=True)
        for label in (self.title, self.name, self.facts):
            words.addWidget(label)
        self.name.setMinimumWidth(1)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = Link("打开所在文件夹")
        self.open.clicked.connect(self.open_asked)
        words.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(words, 1)

    def show_made(self, made: Handover, *, stick: bool) -> None:
        """Say what was made."""
        self.title.setText("副本做好了，逐项核对过" + ("，可以安全弹出 U 盘" if stick else ""))
        self.name.setText(made.path.name)
        self.facts.setText(f"{size_words(made.bytes)} · 校验码 {short_digest(made.digest)} · 口令同本文件")
        self.setAccessibleName(f"{self.title.text()}：{made.path.name}")


class HistorySheet(Sheet):
    """The copies made before. `open_asked` tells the one whose folder is to be shown."""

    open_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, spacing=0)
        look = theme.active()
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(6))
        head.addWidget(Label("做过的副本", "panel"))
        self.count = Label("", "caption", "ink2")
        head.addWidget(self.count, 1)
        self.open = Link("打开所在文件夹", key="Enter")
        self.open.clicked.connect(self._open_current)
        head.addWidget(self.open)
        self.column.addLayout(head)
        shown = {100: "file month when size digest", 125: "file when size"}.get(look.text_size, "file when").split()
        columns = (
            Column("file", "文件名", text=lambda copy: copy.file_name, width=200, stretch=True),
            Column("month", "月份", text=lambda copy: Month.parse(copy.month).label, width=88, tone="ink2"),
            Column("when", "什么时候做的", text=lambda copy: moment_words(copy.made_at), width=132, tone="ink2"),
            Column("size", "大小", text=lambda copy: size_words(copy.bytes), width=72, align="right"),
            Column("digest", "校验码", text=lambda copy: short_digest(copy.digest)[:9], width=92, tone="ink2"),
        )
        # Built without the columns that find no room: hidden ones would still count as the last at the edge.
        self.table = TableView([each for each in columns if each.name in shown], name="做过的副本", row_height=32)
        self.table.set_hints((Hint(cap("move"), "选一份"), Hint("Enter", "打开所在文件夹")))
        self.table.opened.connect(self.open_asked)
        self.column.addWidget(self.table, 1)
        self.empty = Label("还没有做过。做一份副本，带到街道去。", "body", "ink2", wrap=True)
        self.empty.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(14))
        self.column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)

    def show_copies(self, copies: Sequence[HandoverRow]) -> None:
        """Show the history, newest first."""
        self.count.setText(f"{len(copies)} 份" if copies else "")
        self.table.set_rows(list(copies))
        for widget in (self.table, self.open):
            widget.setVisible(bool(copies))
        self.empty.setVisible(not copies)

    def _open_current(self) -> None:
        self.open_asked.emit(self.table.current())


def short_digest(digest: str) -> str:
    """The head of a digest in groups of four, enough to compare two copies by eye."""
    return " ".join(digest[at:at + 4] for at in range(0, 12, 4))


def moment_words(moment: str) -> str:
    """An ISO moment as it is said: 5月22日 09:12."""
    when = dt.datetime.fromisoformat(moment)
    return f"{when.month}月{when.day}日 {when:%H:%M}"


def _in_month(content: Content) -> str:
    return "" if content.in_month is None else f"{content.in_month:,}"


def _inset(widget: Note) -> QHBoxLayout:
    look = theme.active()
    layout = row(None, 0, 0)
    layout.setContentsMargins(look.px(16), look.px(6), look.px(16), look.px(6))
    layout.addWidget(widget)
    return layout
