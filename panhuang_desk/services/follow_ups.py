"""Follow-ups: raised from any record, reported, closed."""

from __future__ import annotations

import datetime as dt

from panhuang_desk.model.fields import Values
from panhuang_desk.services.records import Saved, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import FollowUpRow
from panhuang_desk.store.queries import follow_ups as _follow_ups

DUE_DAYS = {"clue": 1, "hazard": 7, "difficulty": 14, "request": 7, "recheck": 15}
"""How many days each kind of follow-up has by default; the file's settings `due_days.<kind>` may say otherwise."""


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
