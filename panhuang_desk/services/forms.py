"""Blank paper forms: what is taken along into the field and keyed in afterwards, empty or with the rows printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.errors import UserError
from panhuang_desk.model.blank_forms import BLANK_FORMS
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.model.masking import masked as covered
from panhuang_desk.model.quiz import Question
from panhuang_desk.services.figures import scope
from panhuang_desk.services.files import write_file
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.quizzes import standard_questions, title_of_standard
from panhuang_desk.services.resources import Resources
from panhuang_desk.services.rounds import round_lines
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words
from panhuang_desk.store.queries import PlotRow, plots

if TYPE_CHECKING:
    from panhuang_desk.report.forms import FormGroup

FORMS = tuple(BLANK_FORMS)
"""The blank forms there are."""


def write_blank_form(kind: str, target: Path, *, resources: Resources, today: dt.date, place: str = "") -> None:
    """Write a blank form as PDF; `quiz` is the standard paper of the present question bank.

    UserError for a form that there is not, and where the place cannot be written.
    """
    write_file(target, blank_form_pdf(kind, resources, today.isoformat(), place=place))


def blank_form_pdf(kind: str, resources: Resources, today: str, *, place: str = "", sample: bool = False,
                   groups: Sequence[FormGroup] = ()) -> bytes:
    """A blank form as PDF; UserError for one that there is not."""
    from panhuang_desk.report.forms import blank_form  # reportlab is loaded on first use

    questions: tuple[Question, ...] = ()
    title = ""
    if kind == "quiz":
        questions = standard_questions(resources.bank, today)
        title = title_of_standard(resources.bank)
    lists = resources.checklists
    return blank_form(kind, place=place, choices=lists.choices_on, version_of=lists.version, questions=questions,
                      title=title, sample=sample, groups=groups)


def form_of_file(session: Session, kind: str, village: str = "", group: int = 0, *, masked: bool = False,
                 printed: bool = True) -> bytes:
    """A form for a village of the file, else for the worker's own, else for all of them, or for one of their groups.

    What can be `printed` into it is: the households of a round in door order, the plots of a patrol in walking order;
    `masked` covers names and phones. UserError where there is none of them, or the file has no such village.
    """
    codes = scope(session.store, village)
    place = _names(session)[codes[0]] if len(codes) == 1 else ""
    groups = form_groups(session, kind, village, group, masked=masked) if printed else ()
    return blank_form_pdf(kind, session.resources, session.today_iso, place=place, sample=session.store.sample,
                          groups=groups)


def form_groups(session: Session, kind: str, village: str = "", group: int = 0, *,
                masked: bool = False) -> tuple[FormGroup, ...]:
    """What is printed into a form by village and group, none for a form that is always empty.

    UserError where there is nothing of what it lists.
    """
    rows = BLANK_FORMS[kind].rows if kind in BLANK_FORMS else ""
    if not rows:
        return ()
    make = _households if rows == "household" else _plots
    found = tuple(each for code in scope(session.store, village) for each in make(session, code, group, masked))
    if not found:
        what = "在册的户" if rows == "household" else "要踏查的地块"
        where = f" {group} 组" if group else ""
        raise UserError(f"这里{where}没有{what}，印不出名单。", "请先登记，或印空白的。", code="no_rows")
    return found


def group_numbers(session: Session, kind: str, village: str = "") -> tuple[int, ...]:
    """The groups of a village that have something to be printed into a form."""
    rows = BLANK_FORMS[kind].rows
    numbers: set[int] = set()
    for code in scope(session.store, village) if rows else ():
        numbers |= {row.group_no for row in _plot_rows(session, code)} if rows == "plot" else {
            line.row.group_no for line in round_lines(session, code, 0, session.today_iso)}
    return tuple(sorted(numbers))


def form_warning(groups: Sequence[FormGroup]) -> str:
    """A warning of what of the rows no font can print; empty where all is well."""
    return glyph_warning((f"{group.place}{group.name}“{row[0]}”一行", text) for group in groups for row in group.rows
                         for text in row)


def _households(session: Session, village: str, group: int, masked: bool) -> list[FormGroup]:
    from panhuang_desk.report.forms import FormGroup

    lines = round_lines(session, village, group, session.today_iso)
    return [FormGroup(_names(session)[village], _group_word(number), tuple(
        (line.row.door_no, *(covered(text) if masked else text for text in (line.row.contact_name, line.row.phone)),
         _met_words(line.row.last_met, session.today_iso)) for line in some))
        for number, some in groupby(sorted(lines, key=lambda line: line.row.group_no), lambda line: line.row.group_no)]


def _plots(session: Session, village: str, group: int, masked: bool) -> list[FormGroup]:
    from panhuang_desk.report.forms import FormGroup

    rows = [row for row in _plot_rows(session, village) if group in (0, row.group_no)]
    land = {choice.code: choice.short or choice.label for choice in PLOT.by_name["land_kind"].choices}
    return [FormGroup(_names(session)[village], _group_word(number), tuple(
        (row.name, land.get(row.land_kind, row.land_kind),
         show_decimal(row.area_mu) if row.area_mu is not None else "") for row in some))
        for number, some in groupby(sorted(rows, key=lambda row: row.group_no), lambda row: row.group_no)]


def _plot_rows(session: Session, village: str) -> list[PlotRow]:
    """The plots that are looked at today, in walking order."""
    today = session.today_iso
    return [row for row in plots(session.store, village) if not row.inactive_from or row.inactive_from > today]


def _met_words(day: str, today: str) -> str:
    """A day of this year as day and month, an earlier one as year and month."""
    if not day:
        return "没见到过"
    return day_words(day) if day[:4] == today[:4] else f"{day[:4]}年{int(day[5:7])}月"


def _names(session: Session) -> dict[str, str]:
    return {each.code: each.name for each in session.store.villages}


def _group_word(number: int) -> str:
    return f"{number} 组" if number else "没写组别"
