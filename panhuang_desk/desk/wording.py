"""How the desk says things that several pages say: days, villages, months, follow-ups."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.services.follow_up_paper import source_words as source
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import FollowUpRow


def day(iso: str, today: dt.date) -> str:
    """A day as it is said: 5月3日, with its year where that is another one."""
    if not iso:
        return ""
    return day_words(iso) if iso[:4] == str(today.year) else f"{iso[:4]}年{day_words(iso)}"


def short_village(name: str) -> str:
    """A village's name as lists say it: 仰徐村 for 仰徐村委会, 大孙 for 大孙居委会."""
    return name.removesuffix("居委会") if name.endswith("居委会") else (
        name.removesuffix("委会") if name.endswith("村委会") else name)


def due_words(row: FollowUpRow, today: dt.date) -> tuple[str, str]:
    """When a follow-up is due, or was closed, and the tone in which that is said."""
    if row.status == "closed":
        return (f"{day(row.closed_on, today)}办结" if row.closed_on else "已办结"), "ink3"
    if not row.due_on:
        return "", "ink2"
    days = (dt.date.fromisoformat(row.due_on) - today).days
    if days < 0:
        return f"逾期 {-days} 天", "red"
    return ("今天到期", "amber") if days == 0 else (day(row.due_on, today), "ink2")


def follow_up_tag(row: FollowUpRow) -> TagLook:
    """The kind of a follow-up as a tag."""
    return TagLook(FOLLOW_UP.by_name["kind"].word(row.kind), "kind")


def state_tag(row: FollowUpRow, today: dt.date) -> TagLook:
    """The state of a follow-up as a tag: overdue comes before what it is."""
    word = FOLLOW_UP.by_name["status"].word(row.status)
    if row.status == "closed":
        return TagLook(word, "good")
    if row.due_on and row.due_on < today.isoformat():
        return TagLook("已逾期", "bad")
    return TagLook(word, "plain" if row.status == "reported" else "open")


def source_words(desk: Shell, row: FollowUpRow) -> str:
    """Where a follow-up comes from: the household or the plot; of a quiz only that it was one, for it is anonymous."""
    return source(row, desk.mask(row.contact_name))


def month_choices(today: dt.date, count: int = 12) -> tuple[Choice, ...]:
    """The present month and those before it, as choices of a filter."""
    year, number = today.year, today.month
    found = []
    for _ in range(count):
        found.append(Choice(f"{year:04d}-{number:02d}", f"{year}年{number}月"))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return tuple(found)
