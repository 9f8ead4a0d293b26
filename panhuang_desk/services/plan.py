"""The month's plan of a village: whom to visit on which of the days that are left, by rules that the worker changes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import attrs

from panhuang_desk.model import plan as _plan
from panhuang_desk.model.months import Month
from panhuang_desk.model.plan import CALL_AGAIN, EVERYONE, KEY_GROUP, PlanRules
from panhuang_desk.model.values import Changes
from panhuang_desk.services.session import Session
from panhuang_desk.store.households import household_rows
from panhuang_desk.store.planning import groups_called_at, plan_candidates, put_off_ids
from panhuang_desk.store.queries import HouseholdRow

RULES_SETTING = "plan_rules"

_BLOCKS = {1: "本月", 2: "两个月内", 3: "本季", 6: "半年内", 12: "今年"}


@attrs.frozen
class PlanLine:
    """A household of the plan with the reason for which it is to be visited, empty where it is put off.

    `day` is None where it has no day.
    """

    row: HouseholdRow
    reason: str = ""
    day: dt.date | None = None

    kind = "household"
    """The kind of record that a line stands for in a list."""

    @property
    def id(self) -> str:
        """The household."""
        return self.row.id


@attrs.frozen
class PlanDay:
    """The households of one day in walking order."""

    day: dt.date
    lines: tuple[PlanLine, ...]


@attrs.frozen
class MonthPlan:
    """What is left of the month: days that have something, households without a day, and those that are put off.

    `days_left` counts the worked days from today on, `done_today` the households that were called at today.
    """

    village: str
    rules: PlanRules
    days: tuple[PlanDay, ...]
    left: tuple[PlanLine, ...]
    put_off: tuple[PlanLine, ...]
    days_left: int
    done_today: int

    @property
    def count(self) -> int:
        """How many households are to be visited, those without a day too."""
        return sum(len(each.lines) for each in self.days) + len(self.left)


def plan_rules(session: Session) -> PlanRules:
    """The rules of the file; those of the program where none were changed, or what is kept cannot be read."""
    try:
        kept = json.loads(session.store.setting(RULES_SETTING, "{}"))
        return PlanRules(**{**kept, "weekdays": tuple(kept.get("weekdays", PlanRules().weekdays))})
    except (TypeError, ValueError, AttributeError):
        return PlanRules()


def set_plan_rules(session: Session, rules: PlanRules) -> None:
    """Plan by other rules from now on."""
    session.store.set_setting(RULES_SETTING, json.dumps(attrs.asdict(rules)))


def month_plan(session: Session, village: str) -> MonthPlan:
    """The plan of a village from today to the end of the month; the same file and day give the same plan."""
    rules, today, store = plan_rules(session), session.today().isoformat(), session.store
    planned, days, done = _planned(session, village, rules)
    rows = {row.id: row for row in household_rows(store, [
        *(each.id for day in planned.days for each in day.wanted), *(each.id for each in planned.left)])}
    off = household_rows(store, put_off_ids(store, village, today))
    return MonthPlan(
        village, rules,
        tuple(PlanDay(day.day, _lines(rows, day.wanted, day.day)) for day in planned.days),
        _lines(rows, planned.left, None),
        tuple(PlanLine(row) for row in off if not row.inactive_from or row.inactive_from > today), days, done)


def planned_today(session: Session, village: str) -> list[PlanLine]:
    """The households that the plan has for today."""
    today = session.today()
    planned = _planned(session, village, plan_rules(session))[0]
    wanted = next((day.wanted for day in planned.days if day.day == today), ())
    rows = {row.id: row for row in household_rows(session.store, [each.id for each in wanted])}
    return list(_lines(rows, wanted, today))


def put_off(session: Session, id: str) -> Changes:
    """Leave a household out of this month's plan; the next month's has it again."""
    return _put(session, id, Month.of(session.today()).last)


def take_back(session: Session, id: str) -> Changes:
    """Let the plan have a household that was put off."""
    return _put(session, id, None)


def reason_words(reason: str, rules: PlanRules) -> str:
    """Why a household is to be visited: 再次上门, 重点户本月未见, 本季未见."""
    if reason == CALL_AGAIN:
        return "再次上门"
    if reason == KEY_GROUP:
        return f"重点户{_BLOCKS[rules.key_months]}未见"
    return f"{_BLOCKS[rules.everyone_months]}未见" if reason == EVERYONE else ""


def _planned(session: Session, village: str, rules: PlanRules) -> tuple[_plan.Plan, int, int]:
    """The plan, how many worked days are left, and how many households were called at today."""
    today, store = session.today(), session.store
    days = _plan.working_days(today, rules.weekdays)
    done = groups_called_at(store, village, today.isoformat()) if today in days else []
    candidates = plan_candidates(store, village, today.isoformat())
    return _plan.plan(_plan.wanted(candidates, rules, today), days, done, rules.most), len(days), len(done)


def _lines(
    rows: dict[str, HouseholdRow], wanted: Sequence[_plan.Wanted], day: dt.date | None,
) -> tuple[PlanLine, ...]:
    return tuple(PlanLine(rows[each.id], each.reason, day) for each in wanted if each.id in rows)


def _put(session: Session, id: str, until: str | None) -> Changes:
    with session.store.action() as action:
        action.save("household", {"put_off_until": until}, id=id)
    return action.changes
