"""Sheets that may not be genuine, each sign as a question: a person looks, and the program takes nothing away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.stats.view import StatsView
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.desk.wording import day
from panhuang_desk.errors import UserError
from panhuang_desk.model.definitions import Definition
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz.signs import COPY, FAST, LEAST_RUN, LEAST_SECONDS, LEAST_WRONG, RUN
from panhuang_desk.services.quiz_statistics import Asked, Told
from panhuang_desk.services.suspects import KIND_WORDS, Suspect, note_seen, suspects

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_WHY = {
    RUN: f"连续 {LEAST_RUN} 题以上选同一项，其中有错的。可能是随手填的，也可能看错了行。",
    COPY: f"同一天、同一个村的几份，每题都一样，错的也一样，错了 {LEAST_WRONG} 题以上。"
          "可能是一起商量的，也可能一份录了两遍。",
    FAST: f"屏幕上不到 {LEAST_SECONDS} 秒就答完了。可能没有看题。",
}
_DEFINITION = Definition("可疑的答卷", "".join(_WHY.values()), left_out="程序只提出疑问：不删答卷，也照样计入知晓率。")


class SignsView(StatsView):
    """Enter lists the sheets of the marked sign, F2 notes on them that it is all right."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: list[Suspect] = []
        box = column(self, 0, 0)
        left = QFrame()
        inner = column(left, 0, 12)
        self.count = Label("", "caption", "ink2", wrap=True)
        self.count.setMinimumHeight(theme.active().filter)
        self.count.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        inner.addWidget(self.count)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        sheet.column.addWidget(self.table)
        inner.addWidget(sheet, 1)
        self.detail = _SignDetail(desk)
        self.detail.opened.connect(lambda: self._open(self.table.current()))
        self.detail.noted.connect(self.on_edit)
        self.panes = TwoPanes(left, None if theme.active().narrow else self.detail)
        self.panes.set_needed(self.table.needed_width() + theme.active().text_px(360))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        box.addWidget(self._stack)

    def show_told(self, told: Told, asked: Asked) -> None:
        """Show the signs of a scope, those that nobody looked at first."""
        self._found = suspects(self.session, told.suspects)
        waiting = [each for each in self._found if not each.seen]
        rows: list[Row] = list(waiting)
        if len(waiting) < len(self._found):
            rows += [Heading("看过，没问题", str(len(self._found) - len(waiting))), *self._found[len(waiting):]]
        self.table.set_rows(rows)
        self.count.setText(f"{len(waiting)} 处要看一看。这只是疑问：程序不删答卷，也照样计入知晓率。")
        self._stack.setCurrentIndex(0 if self._found else 1)
        self._show_current(self.table.current())

    def take_focus(self) -> None:
        """The keys to the list."""
        (self.table if self._found else self).setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        return (Hint(cap("explain"), "怎么算的"),)

    def on_explain(self) -> bool:
        """What makes a sheet questionable."""
        return explain(self.desk, (_DEFINITION,))

    def on_edit(self) -> bool:
        """Note on the sheets of the marked sign that somebody looked and it is all right."""
        current = self.table.current()
        if isinstance(current, Suspect) and not current.seen:
            try:
                changes = note_seen(self.session, current)
            except UserError as problem:
                self.desk.error(problem)
                return True
            self.desk.did(f"记下了看过，没问题：{KIND_WORDS[current.kind]}，{len(current.sheets)} 份答卷", changes)
            self.take_focus()
        return True

    def _make_table(self) -> TableView:
        table = TableView((
            Column("kind", "", tag=lambda r: TagLook(KIND_WORDS[r.kind], "kind" if r.seen else "warn",
                                                     "check" if r.seen else "triangle-alert"), width=124),
            Column("words", "要看的", text=lambda r: r.words, stretch=True, tone=lambda r: "ink2" if r.seen else "ink"),
            Column("count", "答卷", text=lambda r: f"{len(r.sheets)} 份", width=72, align="right", tone="ink2"),
            Column("do", "", text=lambda r: "看答卷", width=84, action=True),
        ), name="可疑的答卷")
        table.set_hints((Hint(cap("move"), "选一处"), Hint("Enter", "看答卷"), Hint(cap("edit"), "看过，没问题")))
        table.opened.connect(self._open)
        table.chosen.connect(self._show_current)
        return table

    def _open(self, current: Any) -> None:
        if isinstance(current, Suspect):
            self.list_sheets([sheet.id for sheet in current.sheets], current.words)

    def _show_current(self, current: Any) -> None:
        if hasattr(self, "detail") and isinstance(current, Suspect):
            self.detail.show_suspect(current)

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        sheet.column.addWidget(EmptyPage(
            "check", "没有可疑的答卷",
            f"连着 {LEAST_RUN} 题选同一项、几份全都一样、答得太快的，会列在这里。"))
        return sheet


class _SignDetail(QFrame):
    """A sign with its sheets. `opened` asks to list them, `noted` to note that it is all right."""

    opened = Signal()
    noted = Signal()
    _SHOWN = 8

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        look = theme.active()
        box = column(self, 0, 8)
        box.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        self.words = Label("", "section", wrap=True)
        self.why = Label("", "body", "ink2", wrap=True)
        self.sheets = Label("", "body", wrap=True)
        self.open_button = Button("看答卷", key="Enter")
        self.open_button.clicked.connect(self.opened)
        self.note_button = Button("看过，没问题", key=cap("edit"))
        self.note_button.clicked.connect(self.noted)
        buttons = QFrame()
        flow = FlowLayout(buttons)
        for button in (self.open_button, self.note_button):
            flow.addWidget(button)
        self._after = Label("录错了就在答卷里改；确实不是本人答的，由您决定删不删。", "caption", "ink2", wrap=True)
        for widget in (self.words, self.why, Line(), self.sheets, buttons, self._after):
            box.addWidget(widget)
        box.addStretch(1)

    def show_suspect(self, suspect: Suspect) -> None:
        """Show a sign."""
        self.words.setText(suspect.words)
        self.why.setText(_WHY[suspect.kind])
        lines = [self._sheet_words(sheet) for sheet in suspect.sheets[:self._SHOWN]]
        if len(suspect.sheets) > self._SHOWN:
            lines.append(f"还有 {len(suspect.sheets) - self._SHOWN} 份")
        self.sheets.setText("\n".join(lines))
        self.note_button.setVisible(not suspect.seen)

    def _sheet_words(self, sheet: Record) -> str:
        taken = day(sheet.text("taken_on"), self._desk.session.today())
        group = ANSWER_SHEET.by_name["key_group"].word(sheet["key_group"])
        note = f"；{sheet.text('note')}" if sheet.text("note") else ""
        return f"{taken} · {group} · 答对 {sheet.number('correct')} / {sheet.number('asked')}{note}"
