"""How the visits page says things: days, doors, outcomes, what a visit was about, when a follow-up is due."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Value
from panhuang_desk.model.kinds import FOLLOW_UP, HOUSEHOLD, VISIT
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words, household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store import HistoryEntry
    from panhuang_desk.store.queries import FollowUpRow, HouseholdRow, VisitRow

NOT_MET_DAYS = 30
"""From so many days on a household counts as not met for long."""

_OUTCOME_TAGS = {"met": ("good", "check"), "not_home": ("warn", "clock"), "refused": ("warn", "minus"),
                 "moved": ("kind", "send")}
_ARROW = " → "


def day(iso: str, today: dt.date) -> str:
    """A day as it is said: 5月3日, with its year where that is another one."""
    if not iso:
        return ""
    return day_words(iso) if iso[:4] == str(today.year) else f"{iso[:4]}年{day_words(iso)}"


def short_village(name: str) -> str:
    """A village's name as lists say it: 仰徐村 for 仰徐村委会, 大孙 for 大孙居委会."""
    return name.removesuffix("居委会") if name.endswith("居委会") else (
        name.removesuffix("委会") if name.endswith("村委会") else name)


def door(row: HouseholdRow | VisitRow) -> str:
    """3 组 27 号."""
    return household_words(row.group_no, row.door_no)


def key_groups(row: HouseholdRow) -> str:
    """童 1·老 2, the short words of the declaration."""
    return "·".join(f"{HOUSEHOLD.by_name[name].aliases[0]} {count}"
                    for name, count in zip(KEY_GROUP_FIELDS, row.key_groups, strict=True) if count)


def last_met(row: HouseholdRow, today: dt.date) -> tuple[str, bool]:
    """When a household was last met, or that it was missed, and whether that is too long ago."""
    if row.tenure == "vacant" and not row.last_met:
        return "—", False
    if row.last_outcome == "not_home" and row.calls_missed > 1:
        return f"不在家 ×{row.calls_missed}", True
    if not row.last_met:
        return "没见到过", True
    days = (today - dt.date.fromisoformat(row.last_met)).days
    late = days >= NOT_MET_DAYS and row.tenure != "vacant"
    return ("今天" if days == 0 else f"{days} 天") if days >= 0 else day_words(row.last_met), late


def outcome_tag(code: str) -> TagLook:
    """The outcome of a visit as a tag."""
    look, icon = _OUTCOME_TAGS.get(code, ("kind", ""))
    return TagLook(VISIT.by_name["outcome"].word(code), look, icon)


def visit_words(session: Session, row: VisitRow) -> str:
    """What a visit was about: topics, materials, note."""
    topics = topic_words(session, row.topics)
    given = f"发资料 {row.materials_given} 份" if row.materials_given else ""
    return "·".join(part for part in (topics, given, row.note.replace("\n", " ")) if part)


def topic_words(session: Session, topics: str) -> str:
    """The topics of a visit, kept as JSON, in words."""
    words = {choice.code: choice.label for choice in session.resources.choices(VISIT.by_name["topics"])}
    return "、".join(words.get(code, code) for code in json.loads(topics or "[]"))


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
    if row.source_table in ("answer_sheet", "quiz_paper"):
        return "测评"
    if row.household_id:
        return household_words(row.group_no, row.place, desk.mask(row.contact_name))
    return " ".join(part for part in (f"{row.group_no} 组" if row.group_no else "", row.place) if part)


def history_words(desk: Shell, entry: HistoryEntry) -> str:
    """What a change of a household did, in a line: 联系电话 3316 → 7702."""
    if "deleted" in entry.fields:
        return "删除" if entry.fields["deleted"][1] else "恢复"
    shown = [(HOUSEHOLD.by_name[name], old, new) for name, (old, new) in entry.fields.items()
             if name in HOUSEHOLD.by_name and (old or new)]
    if shown and all(old is None for _, old, _ in shown) and any(field.name == "door_no" for field, _, _ in shown):
        return "登记"
    return "；".join(f"{field.label} {_value(desk, field, old)}{_ARROW}{_value(desk, field, new)}"
                     for field, old, new in shown) or "没有变化"


def _value(desk: Shell, field: Field, value: Value) -> str:
    if value in (None, "", ()):
        return "0" if field.type is Type.INTEGER else "—"
    words = shown_value(desk.session, "household", field.name, value)
    if field.privacy is not Privacy.OPEN and field.name in ("contact_name", "phone"):
        words = desk.mask(words)
    return words if len(words) <= 20 else f"{words[:19]}…"


def month_choices(today: dt.date, count: int = 12) -> tuple[Choice, ...]:
    """The present month and those before it, as choices of a filter."""
    year, number = today.year, today.month
    found = []
    for _ in range(count):
        found.append(Choice(f"{year:04d}-{number:02d}", f"{year}年{number}月"))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return tuple(found)
