"""Recording visits: one call at one household, with the follow-up that it may lead to."""

from __future__ import annotations

import datetime as dt
import json

import attrs

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.kinds import FOLLOW_UP, VISIT
from panhuang_desk.services.follow_ups import due_day
from panhuang_desk.services.records import Saved, complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import VisitRow
from panhuang_desk.store.queries import visits as _visits


@attrs.frozen
class LastVisit:
    """What a household's last visit offers to the next one."""

    visited_on: str
    outcome: str
    topics: tuple[str, ...]


def record_visit(
    session: Session, household_id: str, values: Values, id: str | None = None, *, follow_up: Values | None = None,
) -> Saved:
    """Save a visit and, in the same action, the follow-up that it raised.

    `follow_up` holds at least `kind` and `matter`; it is raised on the day of the visit and due by the settings.
    Problems of the follow-up come back under `follow_up.<field>`.
    """
    whole: dict[str, Value] = {**values, "household_id": household_id}
    problems = list(_warnings(session, household_id, whole, id))
    raised = _raised(session, whole, follow_up)
    if raised is not None:
        problems += [attrs.evolve(problem, field=f"follow_up.{problem.field}")
                     for problem in problems_of(session, FOLLOW_UP, complete(session, FOLLOW_UP, raised, None))]
    known = session.store.get("visit", id) if id else None
    own = problems_of(session, VISIT, complete(session, VISIT, whole, known))
    if any(not problem.warning for problem in (*own, *problems)):
        return Saved(None, problems=(*own, *problems))
    with session.store.action() as action:
        saved = save_in(action, session, "visit", whole, id)
        if raised is not None and saved.record is not None:
            raised["source_id"] = saved.record.id
            save_in(action, session, "follow_up", raised, village=saved.record.village)
    return Saved(saved.record, action.changes, (*saved.problems, *problems))


def last_visit(session: Session, household_id: str) -> LastVisit | None:
    """The newest visit of a household, for 照上次."""
    rows = _visits(session.store, household=household_id, limit=1)
    if not rows:
        return None
    return LastVisit(rows[0].visited_on, rows[0].outcome, tuple(json.loads(rows[0].topics)))


def visits_between(session: Session, first: dt.date, last: dt.date, village: str = "") -> list[VisitRow]:
    """The visits of a span of days, newest first."""
    return _visits(session.store, village=village, first=first.isoformat(), last=last.isoformat())


def _raised(session: Session, visit: Values, follow_up: Values | None) -> dict[str, Value] | None:
    if follow_up is None:
        return None
    raised_on = str(visit.get("visited_on") or session.today_iso)
    kind = str(follow_up.get("kind") or "request")
    return {"raised_on": raised_on, "due_on": due_day(session, kind, raised_on), **follow_up, "source_table": "visit",
            "source_id": ""}


def _warnings(session: Session, household_id: str, visit: Values, id: str | None) -> list[Problem]:
    """What is odd about a visit to this household; none of it stops the save."""
    day = str(visit.get("visited_on") or "")
    problems = []
    same_day = [row for row in _visits(session.store, household=household_id, first=day, last=day) if row.id != id]
    if day and same_day:
        problems.append(Problem("visited_on", "这一户当天已经记过一次走访，请看是不是重复。", warning=True))
    household = session.store.get("household", household_id)
    if household and household.text("inactive_from") and household.text("inactive_from") <= day:
        problems.append(Problem("visited_on", "这一户那天已不在册，请核对日期。", warning=True))
    return problems
