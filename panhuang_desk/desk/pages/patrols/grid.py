"""The grid of plots in walking order: one key a plot, one key a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.lines import PlotLine
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.kinds import PLOT_CHECK

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_UNDONE_AT_MOST = 200
_RESULTS = {"": ("没看", "ink3", "minus"), CLEAR: ("1 看过，没有", "green", "check"),
            FOUND: ("2 有发现", "red", "triangle-alert")}


class PlotGrid(TableView):
    """`find_asked` tells the line whose find is to be written, `about_asked` the one whose note is; `marked` that a
    result changed, `said` what one stroke did to a group.
    """

    find_asked = Signal(object)
    about_asked = Signal(object)
    marked = Signal()
    said = Signal(str)

    def __init__(self, desk: Shell, lines: Sequence[PlotLine], parent: QWidget | None = None) -> None:
        self.desk = desk
        self.lines = list(lines)
        self._strokes: list[list[tuple[PlotLine, str]]] = []
        today = desk.session.today()
        self._seen = {choice.code: choice.label for choice in
                      desk.session.resources.known_choices(PLOT_CHECK.by_name["seen"])}
        super().__init__((
            Column("name", "地块", text=lambda r: r.name, width=140, stretch=True),
            Column("land", "类别", text=lambda r: words.land(r.land_kind, short=True), width=96, tone="ink2"),
            Column("area", "亩", text=lambda r: words.area(r.area_mu), width=56, align="right", tone="ink2"),
            Column("last", "上次", text=lambda r: words.day(r.last_checked, today), width=88, tone="ink2"),
            Column("result", "结果", text=lambda r: _RESULTS[r.result][0], tone=lambda r: _RESULTS[r.result][1],
                   icon=lambda r: _RESULTS[r.result][2], width=136),
            Column("about", "情况", text=self.about_words, tone=lambda r: "red" if r.problem else "ink2",
                   icon=lambda r: "circle-alert" if r.problem else "", width=184),
        ), name="地块，按组排", row_height=30, parent=parent)
        self.set_hints((Hint("1", "看过，没有"), Hint("2", "有发现"), Hint("0", "没看"), Hint("9", "整组看过，没有"),
                        Hint(cap("save"), "保存")))
        self.opened.connect(self._opened)
        self.show_lines()

    def show_lines(self) -> None:
        """Show the lines as they are now, by group; the marked one stays."""
        rows: list[Row] = []
        for number in dict.fromkeys(line.group_no for line in self.lines):
            group = [line for line in self.lines if line.group_no == number]
            looked = sum(bool(line.result) for line in group)
            rows.append(Heading(f"{number} 组" if number else "没写组", f"{len(group)} 块，看过 {looked} 块"))
            rows.extend(group)
        self.set_rows(rows)

    def count(self, result: str) -> int:
        """How many plots have this result."""
        return sum(line.result == result for line in self.lines)

    def about_words(self, line: PlotLine) -> str:
        """What is wrong; else what was seen, the find in short, the note."""
        if line.problem:
            return line.problem
        seen = "、".join(self._seen.get(code, code) for code in line.seen) if line.result == CLEAR else ""
        plants = line.finding.get("plants", "")
        found = ""
        if line.result == FOUND:
            species = words.species(line.finding.get("species", ""))
            found = f"{species} {plants} 株" if plants else "按 Enter 写株数和报告"
            found += "" if line.finding.get("reported_at") or not plants else "，还没有报告"
        return "·".join(part for part in (found, seen, line.note.replace("\n", " ")) if part)

    def set_result(self, line: PlotLine, result: str) -> None:
        """Say what was seen on one plot."""
        self._stroke([line], result)

    def clear_group(self, group_no: int) -> tuple[PlotLine, ...]:
        """Mark what was not looked at in a group as looked at with nothing there; the plots that were marked."""
        marked = tuple(line for line in self.lines if line.group_no == group_no and not line.result)
        self._stroke(marked, CLEAR)
        if marked:
            names = "、".join(line.name for line in marked)
            self.said.emit(f"{group_no} 组 {len(marked)} 块记为“看过，没有”：{names}。按 Ctrl+Z 退回")
        else:
            self.said.emit(f"{group_no} 组的地块都记过了")
        return marked

    def select_line(self, line_id: str) -> None:
        """Make a plot's line current."""
        self.select_where(lambda row: getattr(row, "id", "") == line_id)

    def next_line(self) -> None:
        """To the plot below."""
        place = self.currentIndex().row() + 1
        if place < self.table.rowCount():
            self.select(place)
            self.scrollTo(self.currentIndex())

    # Keys

    def on_undo(self) -> bool:
        """Take the last stroke back; with none left, Ctrl+Z is the desk's."""
        if not self._strokes:
            return False
        for line, result in self._strokes.pop():
            line.result = result
        self._changed()
        self.said.emit("")
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Space say what was seen and go to the next plot."""
        text = event.text().translate(_HALF_WIDTH)
        line: Any = self.current()
        if line is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif text in ("1", " "):
            self.set_result(line, CLEAR)
            self.next_line()
        elif text == "2":
            self.set_result(line, FOUND)
            self.find_asked.emit(line)
        elif text == "0":
            self.set_result(line, "")
            self.next_line()
        elif text == "9":
            self.clear_group(line.group_no)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(theme.active().text_px(380), 400)

    # Inside

    def _opened(self, line: Any) -> None:
        if line.result == FOUND:
            self.find_asked.emit(line)
        else:
            self.about_asked.emit(line)

    def _stroke(self, lines: Sequence[PlotLine], result: str) -> None:
        before = [(line, line.result) for line in lines if line.result != result]
        if not before:
            return
        self._strokes = [*self._strokes[-_UNDONE_AT_MOST:], before]
        for line, _ in before:
            line.result, line.problem = result, ""
        self._changed()

    def _changed(self) -> None:
        self.show_lines()
        self.marked.emit()
