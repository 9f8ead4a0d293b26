"""What is known of one record: head, actions, next step, then sections of rows; plots, patrols and finds alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.tabs.inner import InnerTable
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.kinds import FOLLOW_UP

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SHOWN = 6


class Detail(QFrame):
    """Subclasses add actions and sections, and fill them in. `open_row(kind, row)` is Enter on a row of a section,
    `delete_row` is Delete on it, `correct_row` F2; `back` is Esc.
    """

    open_row = Signal(str, object)
    correct_row = Signal(str, object)
    delete_row = Signal(str, object)
    back = Signal()

    def __init__(self, desk: Shell, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self.tables: dict[str, InnerTable] = {}
        self._counts: dict[str, Label] = {}
        self._alls: dict[str, Link] = {}
        self._rows: dict[str, Sequence[Any]] = {}
        self._heads: dict[str, QWidget] = {}
        outer = column(self, 0, 0)
        self.area = ScrollColumn((24, 16, 24, 16), 10)
        self.box = self.area.column
        self._head()
        self.build()
        self.box.addStretch(1)
        outer.addWidget(self.area)
        self._nothing = Label(nothing, "body", "ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._nothing)
        self.show_nothing()

    def build(self) -> None:
        """Add what the record's kind has below its head."""
        raise NotImplementedError

    def show_nothing(self) -> None:
        """No record is marked."""
        self.area.hide()
        self._nothing.show()

    def show_head(self, title: str, about: str, facts: str, note: str = "") -> None:
        """Show which record it is."""
        self._title.setText(title)
        self._about.setText(about)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._nothing.hide()
        self.area.show()

    def show_strip(self, text: str, look: str = "next") -> None:
        """Say the next step, or nothing."""
        self.strip.set_look(look)
        self.strip.set_text(text)
        self.strip.setVisible(bool(text))

    def show_rows(self, name: str, rows: Sequence[Any], count: str) -> None:
        """Fill a section; long ones are cut, 全部 shows the rest. A section without rows and words goes away."""
        self._rows[name] = rows
        whole = len(rows) <= _SHOWN + 1
        self.tables[name].set_rows(rows if whole else rows[:_SHOWN])
        self.tables[name].setVisible(bool(rows))
        self._counts[name].setText(count)
        self._alls[name].setVisible(not whole)
        self._heads[name].setVisible(bool(rows or count))

    def say_count(self, name: str, words: str) -> None:
        """Say something else beside a section's title."""
        self._counts[name].setText(words)

    def add_actions(self, buttons: Sequence[Button]) -> None:
        """Put the buttons under the head."""
        frame = QFrame()
        flow = FlowLayout(frame)
        for button in buttons:
            flow.addWidget(button)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        frame.setSizePolicy(policy)
        self.box.addWidget(frame)
        self.strip = Strip("")
        self.strip.hide()
        self.box.addWidget(self.strip)

    def add_section(self, name: str, title: str, columns: Sequence[Column], kind: str = "",
                    enter: str = "打开") -> None:
        """Add a section; `kind` names the records that its rows stand for, empty where they cannot be opened."""
        head = QFrame()
        line = row(head, 0, 8)
        line.addWidget(Label(title, "section"))
        self._counts[name] = Label("", "caption", "ink2")
        line.addWidget(self._counts[name], 1)
        self._alls[name] = Link("全部", "caption")
        self._alls[name].clicked.connect(lambda: self.open_all(name))
        line.addWidget(self._alls[name])
        self._heads[name] = head
        self.box.addSpacing(theme.active().px(4))
        self.box.addWidget(head)
        table = self.tables[name] = InnerTable(columns, name=title)
        if kind:
            table.opened.connect(lambda row: self.open_row.emit(kind, row))
            table.set_hints((Hint(cap("move"), "选一条"), Hint("Enter", enter)))
        else:
            table.set_hints((Hint(cap("move"), "上下看"),))
        table.setProperty("rows_of", kind)
        self.box.addWidget(table)

    def add_follow_ups(self) -> None:
        """The section of follow-ups."""
        today = self.session.today()
        self.add_section("follow_ups", "待办", (
            Column("kind", "", tag=lambda r: TagLook(FOLLOW_UP.by_name["kind"].word(r.kind), "kind"), width=80),
            Column("matter", "", text=lambda r: self.desk.cover(r.matter), stretch=True,
                   tone=lambda r: "ink3" if r.status == "closed" else "ink"),
            Column("due", "", text=lambda r: words.due_words(r, today)[0], width=112, align="right",
                   tone=lambda r: words.due_words(r, today)[1]),
            Column("do", "", text=lambda r: "打开" if r.status == "closed" else "办结", width=60, action=True),
        ), "follow_up", "办结")

    def show_follow_ups(self, rows: Sequence[Any]) -> None:
        """Fill the section of follow-ups."""
        waiting = sum(row.status != "closed" for row in rows)
        self.show_rows("follow_ups", rows, (f"{waiting} 件未办结" if waiting else "都办结了") if rows else "没有")

    def add_history(self, kind: str) -> None:
        """The section of changes."""
        today = self.session.today()
        self.add_section("history", "修改记录", (
            Column("day", "", text=lambda r: words.day(r.at, today), width=144, tone="ink2"),
            Column("what", "", text=lambda r: words.history_words(self.desk, kind, r), stretch=True, tone="ink2"),
            Column("who", "", text=lambda r: "" if theme.active().narrow else r.person, width=96, align="right",
                   tone="ink2", small=True)))

    def show_history(self, kind: str, entries: Sequence[Any]) -> None:
        """Fill the section of changes."""
        rows = words.history_rows(self.desk, kind, entries)
        self.show_rows("history", rows, f"{len(rows)} 条" if rows else "")

    def open_whole(self, name: str) -> None:
        """Show every row of a section, the keys staying where they are."""
        self.tables[name].set_rows(self._rows[name])
        self._alls[name].hide()

    def open_all(self, name: str) -> None:
        """Show every row of a section."""
        self.open_whole(name)
        self.tables[name].setFocus()

    def take_focus(self) -> None:
        """The keys to the first thing that can be opened."""
        table = next((t for t in self.tables.values() if not t.isHidden() and t.table.rowCount()), None)
        (table or self).setFocus()

    # Keys

    def on_delete(self) -> bool:
        """Delete the row that is marked in a section; elsewhere in the detail nothing."""
        marked = self._marked()
        if marked:
            self.delete_row.emit(*marked)
        return bool(marked)

    def on_edit(self) -> bool:
        """Correct the row that is marked in a section, else the record itself."""
        marked = self._marked()
        if marked:
            self.correct_row.emit(*marked)
        return bool(marked)

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do in the detail."""
        return (Hint(cap("back"), "回到列表"),)

    def marked_row(self) -> tuple[str, Any] | None:
        """The kind and row that is marked in the section that has the keys."""
        return self._marked()

    def _marked(self) -> tuple[str, Any] | None:
        for table in self.tables.values():
            kind = str(table.property("rows_of") or "")
            if kind and table.hasFocus() and table.current() is not None:
                return kind, table.current()
        return None

    def _head(self) -> None:
        line = row(None, 0, 12)
        self._title, self._about = Label("", "title"), Label("", "body", "ink2")
        line.addWidget(self._title)
        line.addWidget(self._about, 1)
        self.box.addLayout(line)
        self._facts = Label("", "body", "ink2", wrap=True)
        self._note = Label("", "body", "ink2", wrap=True)
        self.box.addWidget(self._facts)
        self.box.addWidget(self._note)
