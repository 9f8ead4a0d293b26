"""The register of households and what is known of one of them in one place."""

from __future__ import annotations

import datetime as dt

import attrs

from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.services.records import Saved, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store import HistoryEntry
from panhuang_desk.store.queries import FollowUpRow, HouseholdRow, VisitRow
from panhuang_desk.store.queries import follow_ups as _follow_ups
from panhuang_desk.store.queries import households as _households
from panhuang_desk.store.queries import visits as _visits


@attrs.frozen
class HouseholdFilter:
    """What the register is narrowed to. `not_met_days` 0 does not narrow; `text` searches as people search."""

    village: str = ""
    group_no: int = 0
    tenure: str = ""
    key_group: str = ""
    not_met_days: int = 0
    open_follow_ups: bool = False
    inactive: bool = False
    text: str = ""


@attrs.frozen
class HouseholdView:
    """Everything about a household in one place."""

    record: Record
    row: HouseholdRow | None
    visits: list[VisitRow]
    follow_ups: list[FollowUpRow]
    history: list[HistoryEntry]
    next_due: str


def register(session: Session, narrowed: HouseholdFilter | None = None) -> list[HouseholdRow]:
    """The households that the filter lets through, in door order."""
    narrowed = narrowed or HouseholdFilter()
    found: set[str] | None = None
    if narrowed.text.strip():
        found = {hit.id for hit in session.store.search(narrowed.text, kinds=("household",), limit=100_000)}
    rows = _households(session.store, narrowed.village)
    return [row for row in rows if _passes(row, narrowed, session.today()) and (found is None or row.id in found)]


def groups(session: Session, village: str = "") -> list[int]:
    """The numbers of the groups that have households."""
    return sorted({row.group_no for row in _households(session.store, village) if row.group_no})


def view(session: Session, id: str) -> HouseholdView | None:
    """One household with its visits, follow-ups and history; None where it is gone."""
    record = session.store.get("household", id)
    if record is None or record.deleted:
        return None
    rows = _households(session.store, ids=[id])
    waiting = _follow_ups(session.store, household=id)
    return HouseholdView(
        record, rows[0] if rows else None, _visits(session.store, household=id), waiting,
        session.store.history("household", id), _next_due(waiting, session.today()),
    )


def save_household(session: Session, values: Values, id: str | None = None, *, village: str = "") -> Saved:
    """Save a household; a new one is in the register from today unless another day was typed."""
    if id is None and not values.get("active_from"):
        values = {**values, "active_from": session.today_iso}
    return save_record(session, "household", values, id, village=village)


def days_since(day: str, today: dt.date) -> int | None:
    """How many days ago an ISO day was; None where there is none."""
    return (today - dt.date.fromisoformat(day)).days if day else None


def _passes(row: HouseholdRow, narrowed: HouseholdFilter, today: dt.date) -> bool:
    active = not row.inactive_from or row.inactive_from > today.isoformat()
    if narrowed.inactive == active:
        return False
    if narrowed.group_no and row.group_no != narrowed.group_no:
        return False
    if narrowed.tenure and row.tenure != narrowed.tenure:
        return False
    if narrowed.key_group and not row.key_groups[KEY_GROUP_FIELDS.index(narrowed.key_group)]:
        return False
    if narrowed.open_follow_ups and not row.open_follow_ups:
        return False
    since = days_since(row.last_met, today)
    return not narrowed.not_met_days or (row.tenure != "vacant" and (since is None or since >= narrowed.not_met_days))


def _next_due(waiting: list[FollowUpRow], today: dt.date) -> str:
    """The next thing to do about a household, in words; empty where nothing waits."""
    for row in waiting:
        if row.status == "closed" or not row.due_on:
            continue
        days = (dt.date.fromisoformat(row.due_on) - today).days
        when = f"已逾期 {-days} 天" if days < 0 else "今天到期" if days == 0 else f"还有 {days} 天"
        return f"{row.matter}（{when}）"
    return ""
