"""How the visits page says things: days, doors, outcomes, what a visit was about, when a follow-up is due."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from panhuang_desk.desk import wording
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.fields import Field, Privacy, Type, Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import FOLLOW_UP, HOUSEHOLD, VISIT
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.model.presence import away_times
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words, household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.household_story import Chapter
    from panhuang_desk.services.households import HouseholdView
    from panhuang_desk.store import HistoryEntry
    from panhuang_desk.store.queries import HouseholdRow, VisitRow

NOT_MET_DAYS = 30
"""From so many days on a household counts as not met for long."""

_OUTCOME_TAGS = {"met": ("good", "check"), "not_home": ("warn", "clock"), "refused": ("warn", "minus"),
                 "moved": ("kind", "send")}
_ARROW = " → "


def door(row: HouseholdRow | VisitRow) -> str:
    """3 组 27 号; of one whose personal data was erased only the group."""
    return household_words(row.group_no, row.door_no) if row.door_no else f"{row.group_no} 组"


def place_of(desk: Shell, record: Record) -> str:
    """3 组 27 号; in an office's file, where several villages have such a door, 仰徐村 3 组 27 号."""
    words = household_words(record.number("group_no"), record.text("door_no"))
    return words if desk.session.home else f"{village_of(desk, record.village)} {words}".strip()


def village_of(desk: Shell, code: str) -> str:
    """The short name of a village of the file."""
    return next((wording.short_village(each.name) for each in desk.session.store.villages if each.code == code), "")


def who(desk: Shell, row: HouseholdRow | VisitRow) -> str:
    """The contact's name, covered where names are; a dash where none is known, and that all of it was erased."""
    return desk.mask(row.contact_name) or ("—" if row.door_no else "信息已删")


def key_groups(row: HouseholdRow) -> str:
    """童 1·老 2, the short words of the declaration."""
    return "·".join(f"{HOUSEHOLD.by_name[name].aliases[0]} {count}"
                    for name, count in zip(KEY_GROUP_FIELDS, row.key_groups, strict=True) if count)


def last_met(row: HouseholdRow, today: dt.date, late_days: int = NOT_MET_DAYS) -> tuple[str, bool]:
    """When a household was last met, or that it was missed, and whether that is `late_days` ago or more."""
    if row.tenure == "vacant" and not row.last_met:
        return "—", False
    if row.last_outcome == "not_home" and row.calls_missed > 1:
        return f"不在家 ×{row.calls_missed}", True
    if not row.last_met:
        return "没见到过", True
    days = (today - dt.date.fromisoformat(row.last_met)).days
    late = days >= late_days and row.tenure != "vacant"
    return ("今天" if days == 0 else f"{days} 天") if days >= 0 else day_words(row.last_met), late


def outcome_tag(code: str) -> TagLook:
    """The outcome of a visit as a tag."""
    look, icon = _OUTCOME_TAGS.get(code, ("kind", ""))
    return TagLook(VISIT.by_name["outcome"].word(code), look, icon)


def visit_words(desk: Shell, row: VisitRow) -> str:
    """What a visit was about: topics, what was seen, materials, and in words that can be covered what people need."""
    given = f"发资料 {row.materials_given} 份" if row.materials_given else ""
    parts = [_chosen(desk.session, "topics", row.topics), _chosen(desk.session, "seen", row.seen), given]
    for name, kept in (("difficulties", row.difficulties), ("requests", row.requests), ("help_given", row.help_given)):
        chosen = _chosen(desk.session, name, kept)
        parts.append(f"{VISIT.by_name[name].label}：{desk.cover(chosen)}" if chosen else "")
    parts.append(desk.cover(row.note.replace("\n", " ")))
    return "·".join(part for part in parts if part)


def _chosen(session: Session, field_name: str, kept: str) -> str:
    """What was chosen from a list, kept as JSON, in words."""
    codes = json.loads(kept or "[]")
    if not codes:
        return ""
    words = {choice.code: choice.label for choice in session.resources.known_choices(VISIT.by_name[field_name])}
    return "、".join(words.get(code, code) for code in codes)


def next_words(desk: Shell, view: HouseholdView) -> str:
    """What is to be done next about a household: what is due, and whether to call again; empty where nothing waits."""
    today = desk.session.today()
    waiting = sorted((row for row in view.follow_ups if row.status != "closed" and row.due_on),
                     key=lambda row: row.due_on)
    parts = []
    if waiting:
        first = waiting[0]
        matter = "" if desk.masked else first.matter
        days = (dt.date.fromisoformat(first.due_on) - today).days
        when = f"已逾期 {-days} 天" if days < 0 else "今天到期" if days == 0 else f"还有 {days} 天"
        more = f"，另有 {len(waiting) - 1} 件待办" if len(waiting) > 1 else ""
        parts.append(f"{matter or FOLLOW_UP.by_name['kind'].word(first.kind)}（{when}）{more}")
    row = view.row
    if row is not None and row.last_outcome == "not_home" and (
            not row.inactive_from or row.inactive_from > today.isoformat()):
        parts.append(f"{day_words(row.last_visit)}不在家，再去一次")
    return "；".join(parts)


def chapter_words(desk: Shell, chapter: Chapter) -> str:
    """What happened to a household, in a line: 分出 3 组 27-1 号 李明."""
    other = chapter.other
    who = household_words(other.number("group_no"), other.text("door_no"),
                          desk.mask(other.text("contact_name"))) if other is not None else ""
    if chapter.what == "left":
        return f"不再在册：{HOUSEHOLD.by_name['inactive_reason'].word(chapter.reason) or '没有写原因'}"
    return {"back": "搬回来，重新在册", "split_from": f"从 {who} 分出来", "split_off": f"分出 {who}",
            "merged": f"与 {who} 合成一户，那边的走访和待办都在这里"}[chapter.what]


def history_words(desk: Shell, entry: HistoryEntry) -> str:
    """What a change of a household did, in a line: 联系电话 3316 → 7702."""
    if entry.op == "erase":
        reason = HOUSEHOLD.by_name["erased_because"].word(entry.fields.get("erased_because", ("", ""))[1])
        return f"删除了个人信息（{reason}）"
    if "deleted" in entry.fields:
        return "删除" if entry.fields["deleted"][1] else "恢复"
    if "village" in entry.fields and entry.fields["village"][0] is None:
        return "登记"
    shown = [(HOUSEHOLD.by_name[name], old, new) for name, (old, new) in entry.fields.items()
             if name in HOUSEHOLD.by_name and name != "earlier" and (old or new)]
    return "；".join(f"{field.label} {_before(desk, field, old)}{_value(desk, field, new)}"
                     for field, old, new in shown) or "没有变化"


def _before(desk: Shell, field: Field, old: Value) -> str:
    """What stood there, with the arrow behind it; nothing where nothing did."""
    if old in (None, "", ()) and field.type is not Type.INTEGER:
        return ""
    return f"{_value(desk, field, old)}{_ARROW}"


def _value(desk: Shell, field: Field, value: Value) -> str:
    if value in (None, "", ()):
        return "0" if field.type is Type.INTEGER else "—"
    if field.name == "away":
        return "、".join(f"{day_words(left)}至{day_words(back)}" for left, back, _ in away_times({"away": value}))
    if field.type is Type.JSON:
        return f"{len(json.loads(str(value)))} 户"
    if field.type is Type.REFERENCE:
        record = desk.session.store.get("household", str(value))
        return household_words(record.number("group_no"), record.text("door_no")) if record else "—"
    words = shown_value(desk.session, "household", field.name, value)
    if field.privacy is Privacy.SENSITIVE:
        words = desk.cover(words)
    elif field.privacy is Privacy.PERSONAL and field.name != "door_no":
        words = desk.mask(words)
    return words if len(words) <= 20 else f"{words[:19]}…"


