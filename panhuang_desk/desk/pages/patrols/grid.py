"""The grid of plots in walking order: one key a plot, one key a group, one key for all that are due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND, MISSED
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.kinds import PLOT_CHECK

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("　"): ord(" ")}
_UNDONE_AT_MOST = 200
_NAMED_AT_MOST = 24
"""So many plots are named one by one when a stroke marks them; of more the first of each group."""
_RESULTS = {"": ("没看", "ink3", "minus"), CLEAR: ("1 看过，没有", "green", "check"),
            FOUND: ("2 有发现", "red", "triangle-alert"), MISSED: ("3 没看成", "amber", "lock")}
_REASONS = PLOT_CHECK.by_name["not_looked"].choices


class PlotGrid(TableView):
    """`find_asked` tells the line whose find is to be written, `about_asked` the one whose note is; `marked` that a
    result changed, `said` what one stroke did, `idle` that it had nothing to do, `asked` what the next digit is to
    answer (empty: nothing).
    """

    find_asked = Signal(object)
    about_asked = Signal(object)
    marked = Signal()
    said = Signal(str)
    idle = Signal(str)
    asked = Signal(str)

    def __init__(self, desk: Shell, lines: Sequence[PlotLine], parent: QWidget | None = None) -> None:
        self.desk = desk
        self.lines = list(lines)
        self.due_only = False
        self.group_no = 0
        self.only: Collection[str] = ()
        """The ids of the plots that are shown; empty for all."""
        self._strokes: list[list[tuple[PlotLine, str, str]]] = []
        self._waiting: PlotLine | None = None
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
        self.set_hints((Hint("1", "看过，没有"), Hint("2", "有发现"), Hint("3", "没看成"), Hint("0", "没看"),
                        Hint("9", "整组看过，没有"), Hint(cap("save"), "保存")))
        self.opened.connect(self._opened)
        self.chosen.connect(self._moved)
        self.show_lines()

    @property
    def shown(self) -> list[PlotLine]:
        """The lines that the filters leave; what was marked is never out of sight unless another group is chosen."""
        return [line for line in self.lines if (not self.group_no or line.group_no == self.group_no) and (
            line.result or ((not self.due_only or line.due) and (not self.only or line.id in self.only)))]

    def show_lines(self) -> None:
        """Show the lines as they are now, by group; the marked one stays."""
        rows: list[Row] = []
        groups: dict[int, list[PlotLine]] = {}
        for line in self.shown:
            groups.setdefault(line.group_no, []).append(line)
        for number, group in groups.items():
            looked = sum(line.result in (CLEAR, FOUND) for line in group)
            missed = sum(line.result == MISSED for line in group)
            rows.append(Heading(f"{number} 组" if number else "没写组", f"{len(group)} 块，看过 {looked} 块"
                                + (f"，没看成 {missed} 块" if missed else "")))
            rows.extend(group)
        self.set_rows(rows)

    def count(self, result: str) -> int:
        """How many plots have this result."""
        return sum(line.result == result for line in self.lines)

    def about_words(self, line: PlotLine) -> str:
        """What is wrong; else what was seen, the find in short, why nobody could look, the note."""
        if line.problem:
            return line.problem
        seen = "、".join(self._seen.get(code, code) for code in line.seen) if line.result == CLEAR else ""
        plants = line.finding.get("plants", "")
        found = ""
        if line.result == FOUND:
            species = words.species(line.finding.get("species", ""))
            found = f"{species} {plants} 株" if plants else "按 Enter 写株数和报告"
            found += "" if line.finding.get("reported_at") or not plants else "，还没有报告"
        missed = (words.reason(line.reason) or "还没选原因") if line.result == MISSED else ""
        return "·".join(part for part in (found, missed, seen, line.note.replace("\n", " ")) if part)

    def set_result(self, line: PlotLine, result: str, reason: str = "") -> None:
        """Say what was seen on one plot, or why nobody could look."""
        self._stroke([line], result, reason)

    def clear_group(self, group_no: int) -> tuple[PlotLine, ...]:
        """Mark what was not looked at in a group as looked at with nothing there; the plots that were marked."""
        return self._clear([line for line in self.shown if line.group_no == group_no], f"{group_no} 组的地块都记过了")

    def clear_due(self) -> tuple[PlotLine, ...]:
        """Mark all that is due as looked at with nothing there, or of plots that were picked out all of these."""
        wanted = [line for line in self.shown if line.due or line.id in self.only]
        return self._clear(wanted, "应查的地块都记过了" if wanted else "这里没有应查的地块；整组看过按 9")

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
        for line, result, reason in self._strokes.pop():
            line.result, line.reason = result, reason
        self._ask(None)
        self._changed()
        self.said.emit("")
        return True

    def on_edit(self) -> bool:
        """F2: what is to be said of the plot, as Enter does."""
        line: Any = self.current()
        if line is not None:
            self._opened(line)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Space say what was seen and go to the next plot; after 3 a digit says why nobody could look."""
        text = event.text().translate(_HALF_WIDTH)
        line: Any = self.current()
        if line is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif self._waiting is not None and line is self._waiting and text.isdigit():
            self._answer(line, int(text))
        elif text in ("1", " "):
            self.set_result(line, CLEAR)
            self.next_line()
        elif text == "2":
            self.set_result(line, FOUND)
            self.find_asked.emit(line)
        elif text == "3":
            self.set_result(line, MISSED, line.reason)
            self._ask(line)
        elif text == "0":
            self.set_result(line, "")
            self.next_line()
        elif text == "8":
            self.clear_due()
        elif text == "9":
            self.clear_group(line.group_no)
            self._next_group(line.group_no)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(theme.active().text_px(380), 400)

    # Inside

    def _answer(self, line: PlotLine, digit: int) -> None:
        """The digit after 3: a reason; 0 takes the 3 back; one that stands for none asks again."""
        if digit == 0:
            self.set_result(line, "")
        elif digit <= len(_REASONS):
            self.set_result(line, MISSED, _REASONS[digit - 1].code)
        else:
            return
        self._ask(None)
        self.next_line()

    def _ask(self, line: PlotLine | None) -> None:
        """Ask why a plot could not be looked at, or ask no longer."""
        self._waiting = line
        listed = "　".join(f"{place} {choice.short or choice.label}" for place, choice in enumerate(_REASONS, start=1))
        self.asked.emit(f"{line.name}没看成，按数字选原因：{listed}　0 不记" if line is not None else "")

    def _moved(self, row: object) -> None:
        if self._waiting is not None and row is not self._waiting:
            self._ask(None)

    def _next_group(self, group_no: int) -> None:
        """To the first plot of the group below; in the last one the keys stay where they are."""
        numbers = list(dict.fromkeys(line.group_no for line in self.shown))
        after = numbers[numbers.index(group_no) + 1:] if group_no in numbers else []
        if after:
            self.select_line(next(line.id for line in self.shown if line.group_no == after[0]))
            heading = self.currentIndex().siblingAtRow(self.currentIndex().row() - 1)
            self.scrollTo(heading, self.ScrollHint.PositionAtTop)

    def _opened(self, line: Any) -> None:
        if line.result == FOUND:
            self.find_asked.emit(line)
        else:
            self.about_asked.emit(line)

    def _clear(self, lines: Sequence[PlotLine], nothing: str) -> tuple[PlotLine, ...]:
        marked = tuple(line for line in lines if not line.result)
        self._stroke(marked, CLEAR)
        if marked:
            self.said.emit(_told(marked))
        else:
            self.idle.emit(nothing)
        return marked

    def _stroke(self, lines: Sequence[PlotLine], result: str, reason: str = "") -> None:
        before = [(line, line.result, line.reason) for line in lines if (line.result, line.reason) != (result, reason)]
        if not before:
            return
        self._strokes = [*self._strokes[-_UNDONE_AT_MOST:], before]
        for line, *_ in before:
            line.result, line.reason, line.problem = result, reason, ""
        self._changed()

    def _changed(self) -> None:
        self.show_lines()
        self.marked.emit()


def _told(marked: Sequence[PlotLine]) -> str:
    """What a stroke marked, with the plots by name."""
    parts = []
    for number in dict.fromkeys(line.group_no for line in marked):
        names = [line.name for line in marked if line.group_no == number]
        short = f"{names[0]}等" if len(marked) > _NAMED_AT_MOST and len(names) > 1 else "、".join(names)
        parts.append(f"{number} 组 {len(names)} 块：{short}")
    return f"{len(marked)} 块记为“看过，没有”。{'；'.join(parts)}。按 Ctrl+Z 退回"
