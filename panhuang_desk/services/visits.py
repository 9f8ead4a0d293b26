"""Recording visits: one call at one household, with the follow-ups that it may lead to."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import FOLLOW_UP, HOUSEHOLD, VISIT
from panhuang_desk.model.presence import in_register
from panhuang_desk.services.follow_ups import due_day
from panhuang_desk.services.photos import NewPhoto
from panhuang_desk.services.photos import save_in as save_photos
from panhuang_desk.services.records import Saved, complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action
from panhuang_desk.store.queries import VisitRow
from panhuang_desk.store.queries import visits as _visits
from panhuang_desk.store.visit_log import (
    VisitCount,
    count_visits,
    place_of_visit,
    visit_ids,
    visit_rows,
    visitors,
    visits_on,
)
from panhuang_desk.store.visit_log import VisitFilter as VisitFilter  # the window says by it what it lists

_LAST_DAY = "visit.last_day"
"""The setting that holds the day on which a visit was entered last, and that visit's day."""


@attrs.frozen
class LastVisit:
    """What a household's last visit offers to the next one."""

    visited_on: str
    outcome: str
    topics: tuple[str, ...]


@attrs.frozen
class Reason:
    """A follow-up that a visit's choices ask for: its kind, and the matter in the words that were chosen."""

    kind: str
    matter: str


@attrs.frozen
class ReadyVisit:
    """A visit as it would be saved, and what is wrong or odd about it; `prepare` makes it, `save_ready` saves it.

    Problems of the follow-ups that it raises stand under `follow_up.<field>`.
    """

    values: Values
    id: str | None
    follow_ups: tuple[Values, ...]
    problems: tuple[Problem, ...]
    photos: tuple[NewPhoto, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether something is wrong that stops the save."""
        return any(not problem.warning for problem in self.problems)


def prepare(
    session: Session, household_id: str, values: Values, id: str | None = None, *, follow_ups: Sequence[Values] = (),
) -> ReadyVisit:
    """What would be saved, and everything that is to be said about it; nothing is written."""
    whole: dict[str, Value] = {**values, "household_id": household_id}
    known = session.store.get("visit", id) if id else None
    problems = [*problems_of(session, VISIT, complete(session, VISIT, whole, known)),
                *oddities(session, household_id, str(whole.get("visited_on") or ""), id)]
    raised = tuple(_raised(session, whole, follow_up) for follow_up in follow_ups)
    for each in raised:
        problems += [attrs.evolve(problem, field=f"follow_up.{problem.field}")
                     for problem in problems_of(session, FOLLOW_UP, complete(session, FOLLOW_UP, each, None))]
    return ReadyVisit(whole, id, raised, tuple(problems))


def save_ready(action: Action, session: Session, ready: ReadyVisit) -> Record:
    """Save a visit that nothing stops, and the follow-ups it raised, inside an action that may hold several."""
    saved = save_in(action, session, "visit", ready.values, ready.id)
    assert saved.record is not None
    for follow_up in ready.follow_ups:
        save_in(action, session, "follow_up", {**follow_up, "source_id": saved.record.id},
                village=saved.record.village)
    save_photos(action, session, "visit", saved.record.id, ready.photos)
    return saved.record


def record_visit(
    session: Session, household_id: str, values: Values, id: str | None = None, *, follow_ups: Sequence[Values] = (),
    photos: Sequence[NewPhoto] = (), moved_away: bool = False,
) -> Saved:
    """Save a visit and, in the same action, the follow-ups that it raised and the records of its new photos.

    Each of `follow_ups` holds at least `kind` and `matter`; it is raised on the day of the visit and due by the
    settings unless it says otherwise. With `moved_away` the household is out of the register from that day on.
    """
    ready = attrs.evolve(prepare(session, household_id, values, id, follow_ups=follow_ups), photos=tuple(photos))
    gone: Values = {"inactive_from": ready.values.get("visited_on"), "inactive_reason": "moved"}
    problems = ready.problems if not moved_away else (*ready.problems, *_leaving_problems(session, household_id, gone))
    if any(not problem.warning for problem in problems):
        return Saved(None, problems=problems)
    with session.store.action() as action:
        record = save_ready(action, session, ready)
        if moved_away:
            # Looked at above; what else may be wrong with the household is no reason to keep it in the register.
            action.save("household", gone, id=household_id)
    return Saved(record, action.changes, problems)


def day_to_offer(session: Session) -> str:
    """The day that the next visit is offered: that of the visit entered last today, else today itself; ISO."""
    entered, _, day = session.store.setting(_LAST_DAY).partition(" ")
    return day if entered == session.today_iso and day else session.today_iso


def remember_day(session: Session, day: str) -> None:
    """Offer this ISO day for the visits that are entered after it today."""
    if day_to_offer(session) != day:
        session.store.set_setting(_LAST_DAY, f"{session.today_iso} {day}")


def reasons(session: Session, values: Values, before: Values | None = None) -> tuple[Reason, ...]:
    """The follow-ups that a visit's choices ask for, one of each kind, by `leads_to` of the checklist.

    What was chosen `before`, when the visit was last saved, asks for nothing again.
    """
    words: dict[str, list[str]] = {}
    for field in VISIT.asked(values):
        chosen, known = values.get(field.name), (before or {}).get(field.name) or ()
        if not field.choices_from or not isinstance(chosen, tuple) or not isinstance(known, tuple):
            continue
        for choice in session.resources.choices(field):
            if choice.leads_to and choice.code in chosen and choice.code not in known:
                words.setdefault(choice.leads_to, []).append(choice.label)
    return tuple(Reason(kind.code, "、".join(words[kind.code]))
                 for kind in FOLLOW_UP.by_name["kind"].choices if kind.code in words)


def oddities(session: Session, household_id: str, day: str, id: str | None = None) -> list[Problem]:
    """What is odd about a visit to a household on an ISO day, `id` being the visit itself; none of it stops the save.

    Visits to entries that were found to be this household count as its own.
    """
    problems = []
    if day and any(each != id for each in visits_on(session.store, household_id, day)):
        problems.append(Problem("visited_on", "这一户当天已经记过一次走访，请看是不是重复。", warning=True))
    household = session.store.get("household", household_id)
    if day and household is not None and not in_register(household.values, day):
        problems.append(Problem("visited_on", "这一户那天不在册，请核对日期。", warning=True))
    return problems


def last_visit(session: Session, household_id: str) -> LastVisit | None:
    """The newest visit of a household, for 照上次."""
    rows = _visits(session.store, household=household_id, limit=1)
    if not rows:
        return None
    return LastVisit(rows[0].visited_on, rows[0].outcome, tuple(json.loads(rows[0].topics)))


@attrs.frozen
class VisitList:
    """The visits of a filter, read from the file a window at a time, in whatever order is asked for."""

    session: Session
    chosen: VisitFilter

    def count(self) -> VisitCount:
        """How many there are, and how many households were met in them."""
        return count_visits(self.session.store, self.chosen)

    def rows(self, first: int, size: int, column: str, descending: bool) -> list[VisitRow]:
        """A window of them; without a column the newest first."""
        return visit_rows(self.session.store, self.chosen, column=column, descending=descending, first=first, size=size)

    def place(self, id: str, column: str, descending: bool) -> int | None:
        """Where one of them stands; None where it is not among them."""
        return place_of_visit(self.session.store, self.chosen, id, column, descending)

    def ids(self, column: str, descending: bool) -> list[str]:
        """All of them in an order."""
        return visit_ids(self.session.store, self.chosen, column, descending)


def people_who_went(session: Session, chosen: VisitFilter) -> list[str]:
    """Who went in the days of a filter, for narrowing a list; never with numbers beside the names."""
    return visitors(session.store, chosen.village, chosen.first, chosen.last)


def _leaving_problems(session: Session, household_id: str, gone: Values) -> list[Problem]:
    """Why a household cannot leave on the day of the visit, said at that day."""
    household = session.store.get("household", household_id)
    if household is None:
        return []
    return [attrs.evolve(problem, field="visited_on")
            for problem in problems_of(session, HOUSEHOLD, {**household.values, **gone})
            if problem.field in ("inactive_from", "inactive_reason", "away") and not problem.warning]


def _raised(session: Session, visit: Values, follow_up: Values) -> dict[str, Value]:
    raised_on = str(visit.get("visited_on") or session.today_iso)
    kind = str(follow_up.get("kind") or "request")
    return {"raised_on": raised_on, "due_on": due_day(session, kind, raised_on), **follow_up, "source_table": "visit",
            "source_id": ""}
