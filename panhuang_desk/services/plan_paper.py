"""The working list of the month's plan as paper: of one day by group, or of the rest of the month by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from panhuang_desk.model.masking import masked as covered
from panhuang_desk.model.months import Month
from panhuang_desk.model.plan import PlanRules
from panhuang_desk.services.focus import door_words, focus_of
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.list_paper import place_words, printed_words
from panhuang_desk.services.plan import PlanDay, PlanLine, reason_words
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words, household_words, key_group_words

if TYPE_CHECKING:
    from panhuang_desk.report.working_list import WorkingLine, WorkingPart

_WEEKDAYS = "一二三四五六日"


def plan_day_words(day: dt.date) -> str:
    """A day with its weekday: 11月25日 星期三."""
    return f"{day_words(day.isoformat())} 星期{_WEEKDAYS[day.weekday()]}"


def group_words(lines: Sequence[PlanLine]) -> str:
    """How many households of which group, in walking order: 1 组 5 户、3 组 7 户."""
    return "、".join(f"{group} 组 {len(list(those))} 户"
                    for group, those in groupby(lines, key=lambda line: line.row.group_no))


def working_list(
    session: Session, village: str, rules: PlanRules, days: Sequence[PlanDay], *, masked: bool = False,
) -> bytes:
    """The list of these days as PDF, headed by what is to be explained; `masked` covers names and phones."""
    from panhuang_desk.report import working_list as report  # reportlab is loaded on first use

    today = session.today()
    if len(days) == 1:
        which = plan_day_words(days[0].day)
        parts = tuple(_part(f"{group} 组　{len(lines)} 户", lines, rules, today, masked=masked) for group, lines in (
            (group, list(those)) for group, those in groupby(days[0].lines, key=lambda line: line.row.group_no)))
    else:
        which = f"{day_words(days[0].day.isoformat())}至{day_words(days[-1].day.isoformat())}" if days else ""
        parts = tuple(_part(f"{plan_day_words(day.day)}　{len(day.lines)} 户：{group_words(day.lines)}", day.lines,
                            rules, today, masked=masked) for day in days)
    focus = focus_of(session, Month.of(days[0].day), village) if days else None
    return report.working_list_bytes(report.WorkingList(
        place_words(session, village), which, printed_words(session), parts, masked, session.store.sample,
        door_words(focus) if focus else ""))


def working_list_warning(days: Sequence[PlanDay]) -> str:
    """A warning of what on the list no font can print; empty where all is well."""
    rows = [line.row for day in days for line in day.lines]
    return glyph_warning((household_words(row.group_no, row.door_no) + what, text) for row in rows for what, text in (
        ("的联系人姓名", row.contact_name), ("的门牌", row.door_no), ("的电话", row.phone)))


def _part(
    heading: str, lines: Sequence[PlanLine], rules: PlanRules, today: dt.date, *, masked: bool,
) -> WorkingPart:
    from panhuang_desk.report.working_list import WorkingPart

    return WorkingPart(heading, tuple(_line(line, rules, today, masked=masked) for line in lines))


def _line(line: PlanLine, rules: PlanRules, today: dt.date, *, masked: bool) -> WorkingLine:
    from panhuang_desk.report.working_list import WorkingLine

    row = line.row
    name, phone = (covered(text) if masked else text for text in (row.contact_name, row.phone))
    met = day_words(row.last_met) if row.last_met else "没见到过"
    if row.last_met and row.last_met[:4] != str(today.year):
        met = f"{row.last_met[:4]}年{met}"
    return WorkingLine(household_words(row.group_no, row.door_no), name, phone,
                       key_group_words(row.key_groups).replace("·", "\n"), met, reason_words(line.reason, rules))
