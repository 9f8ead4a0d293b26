"""Answer sheets from paper over the tabs of the quiz page: the grid, its head and what is remembered of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.grid.head import SheetsHead
from panhuang_desk.desk.pages.quizzes.grid.lines_view import LinesView
from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.services import quizzes, sheet_grid
from panhuang_desk.services.double_entry import Pile
from panhuang_desk.services.sheet_grid import Batch, SheetLine, SheetsSaved
from panhuang_desk.services.shown import village_word

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_REMEMBERED = "sheet_grid"
_FIRST = {"form": "A", "key_group": "general", "sampling": "random_household"}


class SheetsView(LinesView):
    """`again_asked` is told a pile of sheets that is to be entered a second time, `differences_asked` one that is to
    be compared.
    """

    def __init__(self, desk: Shell, village: str, paper: str = "", survey: str = "", *,
                 again: Callable[[Pile], object], differences: Callable[[Pile], object],
                 parent: QWidget | None = None) -> None:
        self.survey_id = ""
        self.day, self._asked_about = desk.session.today_iso, ""
        self._again, self._differences = again, differences
        self._number = 0
        self.head = SheetsHead(desk)
        chosen = self._begin_with(desk, village, paper, survey)
        super().__init__(desk, sheet_grid.grid_paper(desk.session, chosen), self.head, self.head.save_button,
                         QWidget(), parent)
        self.village = self.paper.record.village
        self.head.paper_chosen.connect(self._choose_paper)
        self.head.survey_chosen.connect(self._choose_survey)
        self.head.before_chosen.connect(self._before_chosen)
        self.head.day.chosen.connect(self._change_day)
        self.head.left.connect(self.take_focus)
        self.head.again_button.clicked.connect(self.on_menu)
        self._offer()
        self._open()

    @property
    def batch(self) -> Batch:
        """What the lines have in common."""
        return Batch(self.paper, self.day, self.survey_id, self.before())

    @property
    def pile(self) -> Pile:
        """The sheets that the lines join once they are saved."""
        return Pile(self.paper.id, self.survey_id, "" if self.survey_id else self.day)

    def before(self) -> Mapping[str, str]:
        """What the chips in the head say; nothing about forms where there is one."""
        several = len(self.paper.letters) > 1
        return {name: code for name, code in self.head.before.items() if name != "form" or several}

    def reload(self) -> None:
        """After something was saved or taken back: the numbers may be others."""
        self.flush()
        if _there(self.desk, "survey", self.survey_id) is None:
            self.survey_id = ""
        self._offer()
        self._show_numbers()
        self.grid.viewport().update()

    def check_line(self, line: SheetLine) -> None:
        """By the rules of every sheet; with its first key a line takes what is filled in beforehand, and another waits
        below it.
        """
        sheet_grid.follow(self.batch, line)
        sheet_grid.check(self.session, self.batch, line)
        if line.filled and line is self.grid.lines[-1]:
            self.grid.add_line(self._new_line())

    def keep(self, lines: Sequence[SheetLine]) -> None:
        """In the file, with survey and day."""
        sheet_grid.keep_lines(self.session, self.batch, lines)

    def ready_to_save(self) -> bool:
        """The day can be read, and lies in the survey's."""
        if not self.head.day.is_good():
            return False
        survey = self.session.store.get("survey", self.survey_id) if self.survey_id else None
        if survey is not None and self.day != self._asked_about and not (
                survey.text("started_on") <= self.day <= (survey.text("ended_on") or "9999")):
            self._asked_about = self.day
            self.desk.set_state("error", f"{wording.day(self.day, self.session.today())}不在这次测评的日期里。"
                                         f"对的话再按一次 {cap('save')}")
            return False
        return True

    def save(self, lines: Sequence[SheetLine]) -> SheetsSaved:
        """All that are finished, in one action."""
        return sheet_grid.save_lines(self.session, self.batch, lines)

    def saved(self, saved: SheetsSaved) -> None:
        """What is left moves up; a new line waits."""
        left = [line for line in self.grid.lines if line.id in saved.left]
        self._remember()
        self.desk.did(f"录了 {saved.sheets} 份答卷：{self._where()}", saved.changes)
        self._show(left)
        self.take_focus()

    def on_menu(self) -> bool:
        """Enter the same sheets a second time, or see where two entries differ."""
        self.grid.end_edit()
        self.flush()
        button = self.head.again_button
        pop_up("核对", _MENU, self, self.pile, button.mapToGlobal(QPoint(0, button.height() + 2)))
        return True

    def on_find(self) -> bool:
        """To the line over the grid: the way back through all lines is long."""
        self.grid.end_edit()
        self.head.take_focus()
        return True

    def hints(self) -> Sequence[Hint]:
        """After the keys of the cell; over the grid the way back to it."""
        return (Hint(cap("find"), "改上面一行"), *super().hints()) if self.grid.isAncestorOf(
            self.focusWidget() or self) else (Hint(cap("back"), "回到各份"),)

    def on_back(self) -> bool:
        """From the line over the grid to the grid, then back."""
        if self.head.isAncestorOf(self.focusWidget() or self):
            self.take_focus()
            return True
        return super().on_back()

    def again(self, pile: Pile) -> None:
        """Ask for the second entry."""
        self._again(pile)

    def differences(self, pile: Pile) -> None:
        """Ask for the comparison."""
        self._differences(pile)

    # Inside

    def _begin_with(self, desk: Shell, village: str, paper: str, survey: str) -> str:
        """The paper to begin with: that of the survey or the one asked for, that of lines that wait, of a survey of the
        village that goes on, the one used last, the standard one.
        """
        session = desk.session
        try:
            known = json.loads(session.store.meta(_REMEMBERED) or "{}")
        except ValueError:
            known = {}
        before = {name: str(known.get(name, _FIRST.get(name, ""))) for name in self.head.before_chips}
        self.head.show_forms("ABC")
        self.head.show_before(before)
        waiting = list(sheet_grid.papers_waiting(session))
        lasting = "" if paper or waiting else str(known.get("survey", ""))
        record = _there(desk, "survey", survey) or _there(desk, "survey", lasting, village)
        if record is not None and (survey or (record.text("ended_on") or "9999") >= session.today_iso):
            self._take_survey(record)
            return record.text("paper_id")
        wanted = paper or next(iter(waiting), "")
        there = _there(desk, "quiz_paper", wanted) or _there(desk, "quiz_paper", str(known.get("paper", "")), village)
        return there.id if there is not None else quizzes.standard_paper(session, village).id

    def _offer(self) -> None:
        standard = quizzes.standard_title(self.session)
        papers = [Choice(each.id, each.text("title")) for each in quizzes.papers(self.session, self.village)
                  if each.text("title") != standard]
        surveys = self.session.store.records(
            "survey", {"village": self.village} if self.village else None, order=("-started_on", "-id"))
        self.head.show_choices(papers, [Choice(each.id, each.text("title")) for each in surveys])
        self.head.paper_chip.choose(self.paper.id)
        self.head.survey_chip.choose(self.survey_id)

    def _open(self) -> None:
        """Show the paper's lines that wait, with the survey and the day that they were typed for."""
        lines, survey_id, day = sheet_grid.waiting_lines(self.session, self.paper.id)
        if lines:
            there, asked = _there(self.desk, "survey", survey_id), self.survey_id
            self.survey_id = there.id if there is not None else ""
            self.day = day or self.day
            if asked not in ("", self.survey_id):
                self.desk.set_state("warn", f"先把没有保存的 {len(lines)} 份存好（{self._where()}），再换测评")
            else:
                self.desk.set_state("draft", f"{len(lines)} 份录过的找回来了，还没有保存")
        self.head.paper_chip.choose(self.paper.id)
        self.head.survey_chip.choose(self.survey_id)
        self.head.show_forms(self.paper.letters)
        self.head.day.show_day(self.day)
        self._show(lines)

    def _show(self, lines: Sequence[SheetLine]) -> None:
        several = len(self.paper.letters) > 1
        self.grid.home = "form" if several and not self.head.before.get("form") else "answers"
        for line in lines:
            sheet_grid.check(self.session, self.batch, line)
        self.grid.show_lines([*lines, self._new_line()], self.paper.letters)
        self._show_numbers()
        self._show_check()

    def _new_line(self) -> SheetLine:
        return sheet_grid.new_line(self._number + len(self.grid.lines) + 1)

    def _show_numbers(self) -> None:
        """A sheet's number is its place in the order of entry: what is written on the paper to find it again."""
        self._number = len(sheet_grid.entered(self.session, self.paper.id, self.survey_id, self.day))
        for place, line in enumerate(self.grid.lines, start=1):
            line.number = self._number + place
        self.head.head.set_about(f"{self._where()}，已存 {self._number} 份")
        self._show_count()

    def _where(self) -> str:
        survey = _there(self.desk, "survey", self.survey_id)
        place = village_word(self.session, self.village)
        what = survey.text("title") if survey is not None else (
            f"{wording.day(self.day, self.session.today())}，{self.paper.record.text('title')}")
        return f"{place}，{what}" if place else what

    def _choose_paper(self, paper_id: str) -> None:
        if paper_id != self.paper.id and self._change_paper(paper_id):
            self.survey_id = ""
            self._open()
            self._remember()
        self.head.paper_chip.choose(self.paper.id)
        self.take_focus()

    def _choose_survey(self, survey_id: str) -> None:
        """Lines that wait go along to a survey of the same paper; another paper has lines of its own."""
        survey = _there(self.desk, "survey", survey_id)
        if survey is not None and survey.text("paper_id") != self.paper.id:
            if not self._change_paper(survey.text("paper_id")):
                self.head.survey_chip.choose(self.survey_id)
                return
            self._take_survey(survey)
            self._open()
        else:
            self.flush()
            self.survey_id = survey.id if survey is not None else ""
            if survey is not None:
                self._take_survey(survey)
            self._go_along()
        self._remember()
        self.take_focus()

    def _take_survey(self, survey: Record) -> None:
        """Its way of sampling, and a day within its days."""
        self.survey_id = survey.id
        self.head.show_before({**self.head.before, "sampling": survey.text("sampling")})
        last = survey.text("ended_on")
        if last and self.day > last:
            self.day = last

    def _change_paper(self, paper_id: str) -> bool:
        """Type from another paper, the standard one where none is named; False, and said, where there is none."""
        self.grid.end_edit()
        self.flush()
        try:
            paper_id = paper_id or quizzes.standard_paper(self.session, self.village).id
            self._show_paper(sheet_grid.grid_paper(self.session, paper_id))
        except UserError as problem:
            self.desk.error(problem)
            return False
        return True

    def _change_day(self, day: str) -> None:
        if day != self.day:
            self.flush()
            self.day = day
            self._go_along()

    def _go_along(self) -> None:
        """Lines that wait are of the survey and the day that the head says now."""
        self.head.day.show_day(self.day)
        filled = [line for line in self.grid.lines if line.filled]
        sheet_grid.keep_lines(self.session, self.batch, filled)
        for line in filled:
            sheet_grid.check(self.session, self.batch, line)
        self._show_numbers()
        if filled:
            self.desk.set_state("draft", f"还没有保存的 {len(filled)} 份也改到：{self._where()}")
        self.grid.viewport().update()

    def _before_chosen(self) -> None:
        self._remember()
        lines = [line for line in self.grid.lines if line.filled]
        self._show(lines)
        if lines:
            self.desk.set_state("draft", "下一行起这样先填；已经录的行不变，要改就在那一行里改")

    def _remember(self) -> None:
        self.session.store.note_meta(_REMEMBERED, json.dumps({"paper": self.paper.id, "survey": self.survey_id, **{
            name: self.head.before.get(name, "") for name in self.head.before_chips}}))


def _there(desk: Shell, kind: str, id: str, village: str = "") -> Record | None:
    """The record of this id, if there is one in the village."""
    record = desk.session.store.get(kind, id) if id else None
    return record if record is not None and not record.deleted and village in ("", record.village) else None


_MENU: tuple[MenuEntry[SheetsView, Pile], ...] = (
    MenuEntry("再录一遍核对", SheetsView.again), MenuEntry("看两遍的差异", SheetsView.differences))
