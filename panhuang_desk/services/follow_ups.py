"""Follow-ups: raised from any record, reported, closed."""

from __future__ import annotations

import datetime as dt

import attrs

from panhuang_desk.model.fields import Choice, Values
from panhuang_desk.services.records import Saved, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import FollowUpRow
from panhuang_desk.store.queries import follow_ups as _follow_ups


@attrs.frozen
class FollowUpFilter:
    """Which follow-ups; empty takes all. `state` is one of `STATES`, `month` that in which they were raised, YYYY-MM.

    `found` holds ids that a search gave, of follow-ups or of what they come from.
    """

    state: str = ""
    kind: str = ""
    group_no: int = 0
    month: str = ""
    found: frozenset[str] | None = None

    def takes(self, row: FollowUpRow, today: str) -> bool:
        """Whether a follow-up is one of them, on an ISO day."""
        if self.found is not None and not self.found & {row.id, row.household_id, row.source_id}:
            return False
        return ((not self.kind or row.kind == self.kind) and (not self.group_no or row.group_no == self.group_no)
                and row.raised_on.startswith(self.month) and in_state(row, self.state, today))


STATES = (Choice("open", "未办结"), Choice("today", "今天到期"), Choice("overdue", "已逾期"),
          Choice("reported", "已上报"), Choice("closed", "已办结"))
"""The states that a list of follow-ups is narrowed by."""

DUE_DAYS = {"clue": 1, "hazard": 7, "difficulty": 14, "request": 7, "recheck": 15}
"""How many days each kind of follow-up has by default; the file's settings `due_days.<kind>` may say otherwise."""


def in_state(row: FollowUpRow, state: str, today: str) -> bool:
    """Whether a follow-up is in one of the `STATES` on an ISO day; every one is in the empty state."""
    if not state:
        return True
    if state == "closed" or row.status == "closed":
        return state == row.status
    if state == "reported":
        return row.status == "reported"
    due = row.due_on
    return state == "open" or (bool(due) and (due < today if state == "overdue" else due == today))


def due_day(session: Session, kind: str, raised_on: str) -> str:
    """The day a follow-up raised on a day is due, ISO."""
    days = int(session.store.setting(f"due_days.{kind}", str(DUE_DAYS.get(kind, 7))))
    return (dt.date.fromisoformat(raised_on) + dt.timedelta(days=days)).isoformat()


def raise_follow_up(session: Session, source_table: str, source_id: str, values: Values) -> Saved:
    """Raise a follow-up from a record; today and the due day of the settings stand in for what was not typed."""
    raised_on = str(values.get("raised_on") or session.today_iso)
    kind = str(values.get("kind") or "request")
    whole = {"due_on": due_day(session, kind, raised_on), **values, "raised_on": raised_on,
             "source_table": source_table, "source_id": source_id}
    return save_record(session, "follow_up", whole)


def report_follow_up(
    session: Session, id: str, reported_to: str, reported_on: str = "", reported_how: str = "",
) -> Saved:
    """Mark a follow-up as reported: to whom, when (today unless another day is given), and how."""
    return save_record(session, "follow_up", {
        "status": "reported", "reported_to": reported_to or None, "reported_on": reported_on or session.today_iso,
        "reported_how": reported_how or None}, id)


def close_follow_up(
    session: Session, id: str, outcome: str, closed_on: str = "", closed_as: str = "done",
) -> Saved:
    """Close a follow-up with its result, today unless another day is given; without a result it stays open."""
    return save_record(session, "follow_up", {
        "status": "closed", "closed_on": closed_on or session.today_iso, "closed_as": closed_as or None,
        "outcome": outcome or None}, id)


def reopen_follow_up(session: Session, id: str) -> Saved:
    """Take a closed follow-up back onto the list, as reported where it had been; its history keeps the result."""
    record = session.store.get("follow_up", id)
    reported = record is not None and record["reported_to"] and record["reported_on"]
    return save_record(session, "follow_up", {
        "status": "reported" if reported else "raised", "closed_on": None, "closed_as": None, "outcome": None}, id)


def follow_ups(
    session: Session, *, open_only: bool = True, village: str = "", household: str = "",
) -> list[FollowUpRow]:
    """The follow-ups, the one due first at the head."""
    return _follow_ups(session.store, open_only=open_only, village=village, household=household)
