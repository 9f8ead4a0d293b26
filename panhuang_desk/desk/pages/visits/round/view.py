"""A round over the whole page: which households, which day, what is filled in beforehand, the grid, one save."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits.round.cells import Cells
from panhuang_desk.desk.pages.visits.round.grid import RoundGrid
from panhuang_desk.desk.pages.visits.round.head import RoundHead
from panhuang_desk.desk.pages.visits.round.to_do import ToDoPanel
from panhuang_desk.desk.pages.visits.words import village_of
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.services import rounds
from panhuang_desk.services.rounds import CALL_AGAIN, RoundLine, RoundSaved
from panhuang_desk.services.today import day_words, household_words
from panhuang_desk.services.visits import day_to_offer, remember_day

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

Which = int | str | tuple[str, ...]
"""The households of a round: a group, those to call again, or a list of ids."""

_BEFORE = "round_before"


class RoundView(QFrame):
    """`closed` tells that the person stepped back, everything typed being kept; `form_asked` names the household whose
    full form is wanted, and the visit to be corrected where one is in the file already; `leaving_asked` the household
    that is to leave the register, and the ISO day on which it was found to have moved away.
    """

    closed = Signal()
    form_asked = Signal(str, str)
    leaving_asked = Signal(str, str)

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.village = desk, desk.session, village
        self.which: Which = 0
        self.day = day_to_offer(self.session)
        self._kept_at = ""
        self._pending: dict[str, RoundLine] = {}
        self._moved: list[RoundLine] = []
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        fields = [VISIT.by_name[name] for name in ("outcome", "topics", "materials")]
        choices = {field.name: self.session.resources.choices(field) for field in fields}
        self.cells = Cells(choices, lambda line: rounds.last_topics(self.session, line.id))
        self.head = RoundHead(desk, choices)
        self.grid = RoundGrid(desk, self.cells)
        self.to_do = ToDoPanel(desk)
        self._build()

    # What the page uses

    def open(self, which: Which, *, household: str = "") -> None:
        """Show the households that are asked for; what was typed before comes back, and its day with it. The keys go
        to `household` where nothing is typed or in the file for it yet, else to the first such line.
        """
        self.which = which
        lines = self._read(self.day)
        self.day = rounds.begun_day(lines, self.day)
        self._show(lines if self.day == self._read_for else self._read(self.day))
        self.head.show_which(which, self.village)
        self.head.day.show_day(self.day)
        begun = sum(line.filled for line in lines)
        if begun:
            self.desk.set_state("draft", f"{begun} 户写过的找回来了，还没有保存")
        marked = next((line for line in self.grid.lines if line.id == household), None)
        waiting = marked is not None and not marked.filled and marked.recorded is None
        if self.grid.lines:
            self.grid.go_to(household if waiting else self._first_open())
        else:
            self.head.group_chip.setFocus()

    def take_focus(self) -> None:
        """The keys to the grid."""
        if self.grid.lines:
            self.grid.go_to(self.grid.line.id if self.grid.line is not None else self._first_open(), self.grid.cell)
        else:
            self.head.group_chip.setFocus()

    def go_past(self, household: str) -> None:
        """The keys to the next line that waits below that of a household whose visit is in the file by now; to its own
        line where it is not.
        """
        places = [place for place, line in enumerate(self.grid.lines) if line.id == household]
        if places and _waits_not(self.grid.lines[places[0]]):
            below = self.grid.lines[places[0] + 1:]
            self.grid.go_to(next((line.id for line in below if not _waits_not(line)), household))
        else:
            self.take_focus()

    def reload(self) -> None:
        """Read the lines from the file again, after something was saved or taken back."""
        self.flush()
        self._show(self._read(self.day))
        self.head.show_groups(self.session, self.village)

    def flush(self) -> None:
        """Keep what was typed and is not in the file yet."""
        self._timer.stop()
        pending = list(self._pending.values())
        try:
            self.to_do.flush()
            rounds.keep_lines(self.session, pending, self.day)
        except UserError as problem:
            self.desk.set_state("error", f"草稿没有存上：{problem.message}")
            return
        self._pending.clear()
        if pending:
            self._kept_at = dt.datetime.now().strftime("%H:%M")
            self._say_draft()

    def hints(self) -> Sequence[Hint]:
        """After the keys of the cell."""
        return (Hint(cap("edit"), "写全"), Hint(cap("follow_up"), "加待办"))

    # Keys

    def on_save(self) -> bool:
        """Save all lines that are filled; those that something stops stay, and the caret goes to the first."""
        self.grid.end_edit()
        self.to_do.close_panel()
        self.flush()
        before = self.day
        if not self.head.day.is_good():
            return True
        if self.day != before and self.day[:4] != self.session.today_iso[:4]:
            self.desk.set_state("error", f"日期读作 {self.head.day.text()}。对的话再按一次 {cap('save')}")
            return True
        filled = [line for line in self.grid.lines if line.filled]
        if not filled:
            self.desk.announce("还没有填哪一户，空行不保存")
            return True
        try:
            saved = rounds.save_round(self.session, self.day, self.grid.lines)
        except UserError as problem:
            self.desk.error(problem)
            return True
        self._saved(saved)
        return True

    def on_save_next(self) -> bool:
        """The same: a round has no next record."""
        return self.on_save()

    def on_back(self) -> bool:
        """Step back; the lines stay as drafts."""
        self.grid.end_edit()
        self.flush()
        self.closed.emit()
        kept = sum(line.filled for line in self.grid.lines)
        self.desk.set_state("draft" if kept else "saved", f"{kept} 户的草稿留着，再打开时还在" if kept else "")
        return True

    def on_menu(self) -> bool:
        """Let the first of the households that moved away leave the register; never the menu of the register below."""
        if self._moved:
            self.grid.end_edit()
            self.flush()
            self.leaving_asked.emit(self._moved[0].id, self.day)
        return True

    def on_new(self) -> bool:
        """The full form of the line's visit."""
        return self.on_edit()

    def on_edit(self) -> bool:
        """The full form of the line's visit, with what was typed; the visit itself where it is in the file already."""
        line = self.grid.line
        if line is None:
            return True
        self.grid.end_edit()
        self.flush()
        remember_day(self.session, self.day)
        self.form_asked.emit(line.id, line.recorded.id if line.recorded is not None and not line.filled else "")
        return True

    def on_follow_up(self) -> bool:
        """A follow-up that is saved together with the line."""
        line = self.grid.line
        if line is not None and not self.to_do.close_panel():
            self.grid.end_edit()
            self.flush()
            self.to_do.open_for(line, self.day)
        return True

    # Inside

    def _build(self) -> None:
        look = theme.active()
        box = column(self, 0, 0)
        box.addWidget(self.head)
        self.moved_strip = Strip("", icon="send")
        self._moved_link = self.moved_strip.add_link("登记搬走", key=cap("menu"))
        self._moved_link.clicked.connect(self.on_menu)
        box.addWidget(self.moved_strip)
        sheet = Sheet(1, spacing=0)
        sheet.column.addWidget(self.grid)
        self._stack = QStackedWidget()
        self._stack.addWidget(sheet)
        self._stack.addWidget(EmptyPage("house", "这里没有户", "换一个组，或换一天：那天不在册的户不列出来。"))
        box.addWidget(self._stack, 1)
        box.addSpacing(look.px(4))
        box.addWidget(self.to_do)
        self.grid.edited.connect(self._edited)
        self.grid.left_line.connect(self._left)
        self.grid.chosen.connect(self._arrived)
        self.head.save_button.clicked.connect(self.on_save)
        self.head.which_chosen.connect(self._choose)
        self.head.day_chosen.connect(self._change_day)
        self.head.left.connect(self.take_focus)
        self.head.before.changed.connect(self._before_changed)
        self.head.show_groups(self.session, self.village)
        self.to_do.done.connect(self._to_do_done)
        self.head.before.show_codes(json.loads(self.session.store.meta(_BEFORE) or "{}"))
        self.cells.before = self.head.before.codes

    def _read(self, day: str) -> list[RoundLine]:
        self._read_for = day
        return rounds.round_lines(self.session, self.village, self.which, day)

    def _show(self, lines: list[RoundLine]) -> None:
        for line in lines:
            line.problems = rounds.check_line(self.session, line, self.day)
        groups = {(line.row.village, line.row.group_no) for line in lines}
        self.grid.show_lines(lines, several_groups=len(groups) > 1)
        self._stack.setCurrentIndex(0 if lines else 1)
        self._show_moved(lines)
        self._show_count()

    def _show_moved(self, lines: list[RoundLine]) -> None:
        """Of those that were found to have moved away and are in the register still, the first can leave it."""
        self._moved = [line for line in lines if line.recorded is not None and line.recorded.outcome == "moved"
                       and not line.row.inactive_from]
        self.moved_strip.setVisible(bool(self._moved))
        if self._moved:
            row = self._moved[0].row
            self.moved_strip.set_text(f"{len(self._moved)} 户已搬走，户册里还在册。")
            self._moved_link.setText(f"登记搬走：{household_words(row.group_no, row.door_no)}")
            self._moved_link.setAccessibleName(self._moved_link.text())
            self._moved_link.updateGeometry()

    def _show_count(self) -> None:
        lines = self.grid.lines
        villages = {line.row.village for line in lines}
        one = self.session.home is None and len(villages) == 1
        self.head.show_count(len(lines), sum(line.filled for line in lines),
                             village_of(self.desk, next(iter(villages))) if one else "")

    def _first_open(self) -> str:
        """The first household for which nothing is typed or in the file."""
        lines = self.grid.lines
        open_lines = (line for line in lines if not line.filled and not _waits_not(line))
        first = next(open_lines, lines[0] if lines else None)
        return first.id if first is not None else ""

    def _edited(self, line: RoundLine) -> None:
        line.problems = rounds.check_line(self.session, line, self.day)
        self._pending[line.id] = line
        self._timer.start()
        self.desk.undo_bar.hide()
        self._show_count()
        self._say_warning(line)

    def _left(self, line: RoundLine) -> None:
        if self._pending:
            self.flush()
        if line.stopped:
            self.desk.set_state("error", next(each.message for each in line.problems if not each.warning))

    def _arrived(self, line: RoundLine | None) -> None:
        """What is wrong with a line is said in full while the keys are on it; in the line there is little room."""
        if line is not None and line.stopped:
            self.desk.set_state("error", next(each.message for each in line.problems if not each.warning))
        else:
            self._say_warning(line)

    def _say_warning(self, line: RoundLine | None) -> bool:
        warning = next((each.message for each in line.problems if each.warning), "") if line is not None else ""
        if warning:
            self.desk.set_state("warn", warning)
        return bool(warning)

    def _say_draft(self) -> None:
        if self._say_warning(self.grid.line):
            return
        filled = sum(line.filled for line in self.grid.lines)
        self.desk.set_state("draft", f"已填 {filled} 户，空行不存。草稿已存 {self._kept_at}")

    def _choose(self, which: object) -> None:
        self.grid.end_edit()
        self.to_do.close_panel()
        self.flush()
        assert isinstance(which, int | str | tuple)
        self.open(which)

    def _change_day(self, day: str) -> None:
        """Another day: the lines that had the day of the round go along with it."""
        if day == self.day:
            return
        self.grid.end_edit()
        self.flush()
        moved = [line for line in self.grid.lines if line.filled and not line.day]
        self.day = day
        rounds.keep_lines(self.session, moved, day)
        remember_day(self.session, day)
        self._show(self._read(day))

    def _before_changed(self) -> None:
        self.cells.before = self.head.before.codes
        self.session.store.note_meta(_BEFORE, json.dumps(self.cells.before))

    def _to_do_done(self, asked: RoundLine) -> None:
        # The lines may have been read anew meanwhile.
        line = next((each for each in self.grid.lines if each.id == asked.id), asked)
        line.follow_ups = asked.follow_ups
        self._pending[line.id] = line
        self.flush()
        line.problems = rounds.check_line(self.session, line, self.day)
        self._show_count()
        self.grid.go_to(line.id, self.grid.cell)

    def _saved(self, saved: RoundSaved) -> None:
        if saved.visits:
            remember_day(self.session, self.day)
            more = f"，加了 {saved.follow_ups} 件待办" if saved.follow_ups else ""
            self.desk.did(f"记了一轮走访：{self._name()}{saved.visits} 户，{day_words(self.day)}{more}", saved.changes)
        if saved.left:
            left = next(line for line in self.grid.lines if line.id == saved.left[0])
            self.grid.go_to(left.id)
            problem = next(each.message for each in left.problems if not each.warning)
            place = household_words(left.row.group_no, left.row.door_no)
            self.desk.set_state("error", f"{len(saved.left)} 户要改。{place}：{problem}")
            if any(each.field.startswith("follow_up.") and not each.warning for each in left.problems):
                self.to_do.open_for(left, self.day, wrong=True)
            self.grid.viewport().update()
        else:
            self.grid.go_to(self._first_open())

    def _name(self) -> str:
        if isinstance(self.which, int) and self.which:
            return f"{self.which} 组 "
        return "再上门 " if self.which == CALL_AGAIN else ""


def _waits_not(line: RoundLine) -> bool:
    """Whether nobody has to be visited: the visit is in the file, or the dwelling is vacant."""
    return not line.filled and (line.recorded is not None or line.row.tenure == "vacant")
