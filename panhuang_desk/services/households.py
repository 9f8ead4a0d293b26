"""The register of households and what is known of one of them in one place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import attrs

from panhuang_desk.model.entry import to_halfwidth
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

_ADDRESS = re.compile(r"第?(\d{1,2})(?:\s*组\s*|\s*[-－—.．。/、]\s*|\s+)(\d+[^号\s]*)\s*号?")


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
    return narrow(session, all_rows(session, narrowed.village), narrowed)


def all_rows(session: Session, village: str = "") -> list[HouseholdRow]:
    """Every household of a village, or of the file, in door order; those that left too."""
    return _households(session.store, village)


def row_of(session: Session, id: str) -> HouseholdRow | None:
    """One household as the register shows it; None where it is gone."""
    return next(iter(_households(session.store, ids=[id])), None)


def narrow(session: Session, rows: Sequence[HouseholdRow], narrowed: HouseholdFilter) -> list[HouseholdRow]:
    """The rows that the filter lets through; with words to search for, the best answer first.

    `3-27`, `3.27` and `3组27号` mean that door of that group, whether its door number is kept as 27 or as 3-27.
    """
    today, text = session.today(), narrowed.text.strip()
    if not text:
        return [row for row in rows if _passes(row, narrowed, today)]
    address = _ADDRESS.fullmatch(to_halfwidth(text))
    if address:
        there = _at_address(rows, int(address[1]), address[2], to_halfwidth(text))
        there = [row for row in there if _passes(row, narrowed, today)]
        if there:
            return there
    found = {hit.id for hit in session.store.search(text, ("household",), narrowed.village, limit=100_000)}
    kept = (row for row in rows if row.id in found and _passes(row, narrowed, today))
    plain = to_halfwidth(text)
    return sorted(kept, key=lambda row: _likeness(row, text, plain))


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


def _at_address(rows: Sequence[HouseholdRow], group: int, door: str, text: str) -> list[HouseholdRow]:
    """The households of a group whose door begins with `door`, or is kept with its group before it, as 3-27 is;
    also those of other groups whose door is written just as `text`. The very door comes first.
    """
    written = f"{group}-{door}"

    def rank(row: HouseholdRow) -> int:
        own = row.door_no.removesuffix("号")
        if row.group_no != group:
            return 1 if own == text else 3
        return 0 if own in (door, written, text) else 2 if own.startswith((door, written)) else 3

    ranked = sorted((rank(row), place) for place, row in enumerate(rows))
    return [rows[place] for grade, place in ranked if grade < 3]


def _likeness(row: HouseholdRow, text: str, plain: str) -> int:
    """How well a household that was found fits what was typed: 0 the very door or name, 2 a part of something."""
    if plain in (row.door_no.rstrip("号"), row.contact_name):
        return 0
    return 1 if row.contact_name.startswith(text) else 2


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
    if not narrowed.not_met_days:
        return True
    since = days_since(row.last_met, today)
    return row.tenure != "vacant" and (since is None or since >= narrowed.not_met_days)


def _next_due(waiting: list[FollowUpRow], today: dt.date) -> str:
    """The next thing to do about a household, in words; empty where nothing waits."""
    for row in waiting:
        if row.status == "closed" or not row.due_on:
            continue
        days = (dt.date.fromisoformat(row.due_on) - today).days
        when = f"已逾期 {-days} 天" if days < 0 else "今天到期" if days == 0 else f"还有 {days} 天"
        return f"{row.matter}（{when}）"
    return ""
