"""The list of follow-ups as paper: which ones, in words, by whom it was printed and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.model.masking import masked as covered
from panhuang_desk.services.follow_ups import in_state
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.list_paper import place_words, printed_words
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words, household_words
from panhuang_desk.store.queries import FollowUpRow

if TYPE_CHECKING:
    from panhuang_desk.report.follow_up_list import FollowUpLine


def source_words(row: FollowUpRow, name: str = "") -> str:
    """Where a follow-up comes from: the household or the plot; of a quiz only that it was one, for it is anonymous."""
    if row.source_table in ("answer_sheet", "quiz_paper"):
        return "测评"
    if row.household_id:
        return household_words(row.group_no, row.place, name)
    return " ".join(part for part in (f"{row.group_no} 组" if row.group_no else "", row.place) if part)


def follow_up_paper(
    session: Session, rows: Sequence[FollowUpRow], which: str, *, village: str = "", masked: bool = False,
) -> bytes:
    """The list on paper as PDF, with `which` follow-ups it holds in words; `masked` covers names."""
    from panhuang_desk.report import follow_up_list  # reportlab is loaded on first use

    return follow_up_list.follow_up_list_bytes(follow_up_list.FollowUpList(
        place_words(session, village), which, printed_words(session),
        tuple(_line(row, session.today(), masked=masked) for row in rows), masked, session.store.sample))


def follow_up_paper_warning(rows: Sequence[FollowUpRow]) -> str:
    """A warning of what of these follow-ups no font can print; empty where all is well."""
    return glyph_warning((f"{source_words(row)}的待办{what}", text) for row in rows for what, text in (
        ("事项", row.matter), ("地点", row.place), ("联系人姓名", row.contact_name), ("报给谁", row.reported_to),
        ("办理结果", row.outcome)))


def _line(row: FollowUpRow, today: dt.date, *, masked: bool) -> FollowUpLine:
    from panhuang_desk.report.follow_up_list import FollowUpLine

    name = covered(row.contact_name) if masked else row.contact_name
    late = in_state(row, "overdue", today.isoformat())
    age = (today - dt.date.fromisoformat(row.due_on)).days if late else 0
    due = _day(row.due_on, today) if row.due_on else ""
    result = row.outcome if row.status == "closed" else ""
    return FollowUpLine(
        FOLLOW_UP.by_name["kind"].word(row.kind), row.matter, source_words(row, name),
        _day(row.raised_on, today), f"{due}，逾期 {age} 天" if late else due, _state(row, today), result, late)


def _state(row: FollowUpRow, today: dt.date) -> str:
    if row.status == "reported":
        return f"{_day(row.reported_on, today)}报{row.reported_to}"
    if row.status == "closed" and row.closed_on:
        return f"{_day(row.closed_on, today)}办结"
    return FOLLOW_UP.by_name["status"].word(row.status)


def _day(iso: str, today: dt.date) -> str:
    if not iso:
        return ""
    return day_words(iso) if iso[:4] == str(today.year) else f"{iso[:4]}年{day_words(iso)}"
