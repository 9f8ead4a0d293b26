"""The households of a village as the month's plan asks for them: read from the register in one query."""

from __future__ import annotations

from panhuang_desk.model.plan import Candidate
from panhuang_desk.store.households import Asked, condition
from panhuang_desk.store.store import Store

_PUT_OFF = """select id from household
where put_off_until is not null and put_off_until >= :day and village = :village and deleted = 0"""


def plan_candidates(store: Store, village: str, day: str) -> list[Candidate]:
    """The households of a village that are in the register on a day and not put off, in walking order."""
    where, params = condition(store, Asked(day, village))
    rows = store.read(
        "select r.id, r.group_no, r.people, r.tenure, r.last_met, r.last_visit, r.last_outcome"
        f" from household_register r where {where} and r.id not in ({_PUT_OFF}) order by r.place, r.number",
        {**params, "village": village})
    return [Candidate(id, group, people != 0, tenure == "vacant", met, visit, outcome)
            for id, group, people, tenure, met, visit, outcome in rows]


def put_off_ids(store: Store, village: str, day: str) -> list[str]:
    """The households of a village that are put off until a day or longer."""
    return [row[0] for row in store.read(_PUT_OFF, {"village": village, "day": day})]


def groups_called_at(store: Store, village: str, day: str) -> list[int]:
    """The groups of the households of a village whose last call was on a day, one for each household."""
    where, params = condition(store, Asked(day, village))
    return [row[0] for row in store.read(
        f"select r.group_no from household_register r where {where} and r.last_visit = :day", params)]
