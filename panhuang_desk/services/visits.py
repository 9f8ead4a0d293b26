"""Recording visits: one call at one household, with the follow-up that it may lead to."""

from __future__ import annotations

import datetime as dt
import json

import attrs

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import FOLLOW_UP, VISIT
from panhuang_desk.services.follow_ups import due_day
from panhuang_desk.services.records import Saved, complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action
from panhuang_desk.store.queries import VisitRow
from panhuang_desk.store.queries import visits as _visits


@attrs.frozen
class LastVisit:
    """What a household's last visit offers to the next one."""

    visited_on: str
    outcome: str
    topics: tuple[str, ...]


@attrs.frozen
class ReadyVisit:
    """A visit as it would be saved, and what is wrong or odd about it; `prepare` makes it, `save_ready` saves it.

    Problems of the follow-up that it raises stand under `follow_up.<field>`.
    """

    values: Values
    id: str | None
    follow_up: Values | None
    problems: tuple[Problem, ...]

    @property
    def stopped(self) -> bool:
        """Whether something is wrong that stops the save."""
        return any(not problem.warning for problem in self.problems)


def prepare(
    session: Session, household_id: str, values: Values, id: str | None = None, *, follow_up: Values | None = None,
) -> ReadyVisit:
    """What would be saved, and everything that is to be said about it; nothing is written."""
    whole: dict[str, Value] = {**values, "household_id": household_id}
    known = session.store.get("visit", id) if id else None
    problems = [*problems_of(session, VISIT, complete(session, VISIT, whole, known)),
                *_warnings(session, household_id, whole, id)]
    raised = _raised(session, whole, follow_up)
    if raised is not None:
        problems += [attrs.evolve(problem, field=f"follow_up.{problem.field}")
                     for problem in problems_of(session, FOLLOW_UP, complete(session, FOLLOW_UP, raised, None))]
    return ReadyVisit(whole, id, raised, tuple(problems))


def save_ready(action: Action, session: Session, ready: ReadyVisit) -> Record:
    """Save a visit that nothing stops, and the follow-up it raised, inside an action that may hold several."""
    saved = save_in(action, session, "visit", ready.values, ready.id)
    assert saved.record is not None
    if ready.follow_up is not None:
        raised = {**ready.follow_up, "source_id": saved.record.id}
        save_in(action, session, "follow_up", raised, village=saved.record.village)
    return saved.record


def record_visit(
    session: Session, household_id: str, values: Values, id: str | None = None, *, follow_up: Values | None = None,
) -> Saved:
    """Save a visit and, in the same action, the follow-up that it raised.

    `follow_up` holds at least `kind` and `matter`; it is raised on the day of the visit and due by the settings.
    """
    ready = prepare(session, household_id, values, id, follow_up=follow_up)
    if ready.stopped:
        return Saved(None, problems=ready.problems)
    with session.store.action() as action:
        record = save_ready(action, session, ready)
    return Saved(record, action.changes, ready.problems)


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
