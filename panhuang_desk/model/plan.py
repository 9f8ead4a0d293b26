"""The month's plan as pure rules: which households are to be visited, and on which of the days that are left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import attrs

from panhuang_desk.model.months import Month

CALL_AGAIN, KEY_GROUP, EVERYONE = "call_again", "key_group", "everyone"
"""Why a household is to be visited, the most urgent reason first."""

REASONS = (CALL_AGAIN, KEY_GROUP, EVERYONE)

INTERVALS = (1, 2, 3, 6, 12)
"""In how many months a household may have to be met once; counted in calendar blocks, 3 is a quarter of the year."""

MOST_A_DAY = 200

_LEAST_A_DAY = 4
"""Nobody goes out for less, as long as more is waiting."""


@attrs.frozen
class PlanRules:
    """What the worker may change. `call_again_days` is how long to wait before going to a closed door again;
    `weekdays` are those worked, Monday 0; `most` is the greatest number of households a day, 0 shares them out evenly.
    """

    call_again: bool = True
    call_again_days: int = attrs.field(default=1, validator=attrs.validators.in_(range(1, 31)))
    key_groups: bool = True
    key_months: int = attrs.field(default=1, validator=attrs.validators.in_(INTERVALS))
    everyone: bool = True
    everyone_months: int = attrs.field(default=3, validator=attrs.validators.in_(INTERVALS))
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    most: int = attrs.field(default=0, validator=attrs.validators.in_(range(MOST_A_DAY + 1)))


@attrs.frozen
class Candidate:
    """A household of the register as far as the rules look at it; the days are ISO, empty where there is none.

    `in_key_group`: somebody of a key group lives there.
    """

    id: str
    group_no: int
    in_key_group: bool = False
    vacant: bool = False
    last_met: str = ""
    last_visit: str = ""
    last_outcome: str = ""


@attrs.frozen
class Wanted:
    """A household that is to be visited this month, why, and from which day on."""

    id: str
    group_no: int
    reason: str
    earliest: dt.date = dt.date.min


@attrs.frozen
class PlannedDay:
    """The households of one day, in walking order."""

    day: dt.date
    wanted: tuple[Wanted, ...]


@attrs.frozen
class Plan:
    """The days that have something, and what finds no place on any of them."""

    days: tuple[PlannedDay, ...]
    left: tuple[Wanted, ...] = ()


def block_start(day: dt.date, months: int) -> str:
    """The ISO day on which the block of so many calendar months begins that a day lies in."""
    return f"{day.year:04d}-{(day.month - 1) // months * months + 1:02d}-01"


def working_days(today: dt.date, weekdays: Collection[int]) -> list[dt.date]:
    """The days from today to the end of the month that are worked."""
    last = dt.date.fromisoformat(Month.of(today).last)
    days = [today + dt.timedelta(days=each) for each in range((last - today).days + 1)]
    return [day for day in days if day.weekday() in weekdays]


def wanted(candidates: Sequence[Candidate], rules: PlanRules, today: dt.date) -> list[Wanted]:
    """Who is to be visited in the rest of the month, in the order of the candidates, each for its most urgent reason.

    Of a rule over several months this month gets its share: what is left of them divided by the months that are left.
    A household that was called today waits for another day.
    """
    last = dt.date.fromisoformat(Month.of(today).last)
    again = {each.id: dt.date.fromisoformat(each.last_visit) + dt.timedelta(days=rules.call_again_days)
             for each in candidates if rules.call_again and each.last_outcome == "not_home"}
    chosen = {id: CALL_AGAIN for id, day in again.items() if day <= last}
    lived_in = [each for each in candidates if not each.vacant]
    for on, reason, months, those in (
        (rules.key_groups, KEY_GROUP, rules.key_months, [each for each in lived_in if each.in_key_group]),
        (rules.everyone, EVERYONE, rules.everyone_months, lived_in),
    ):
        if on:
            chosen.update(dict.fromkeys(_share(those, months, today, chosen), reason))
    found = []
    for each in candidates:
        earliest = again[each.id] if chosen.get(each.id) == CALL_AGAIN else (
            today + dt.timedelta(days=each.last_visit == today.isoformat()))
        if each.id in chosen and earliest <= last:
            found.append(Wanted(each.id, each.group_no, chosen[each.id], max(earliest, today)))
    return found


def plan(households: Sequence[Wanted], days: Sequence[dt.date], done: Sequence[int] = (), most: int = 0) -> Plan:
    """Share the households, given in walking order, out over the days, each on one day or left where none has room.

    Those to call again come first, then group after group. Every day gets about as many; where one ends within a
    quarter of its share of the end of a group, it ends there. `done` are the groups of the households that were visited
    on the first day already, one for each; they count for it. No day has more than `most`, if that is not 0.
    """
    if not days:
        return Plan((), tuple(households))
    places = {each.id: place for place, each in enumerate(households)}
    waiting = _with_room(households, most * len(days) - min(len(done), most) if most else len(households))
    again = sum(1 for each in waiting if each.earliest > days[0]) if done else 0
    whole = rest = len(waiting) + len(done) - again
    used = max(1, min(len(days), max(whole // _LEAST_A_DAY, -(-whole // most) if most else 0)))
    planned, slack = [], whole // used // 4
    for number, day in enumerate(days):
        able = [each for each in waiting if each.earliest <= day]
        size = len(able)
        if number == 0 and used > 1:
            size = _cut(able, -(-whole // used) - len(done), slack, done)
        elif number < used - 1:
            size = _cut(able, -(-number * rest // (used - 1)) - (rest - len(waiting)), slack)
        if most:
            limit = most if number else max(most - len(done), 0)
            size = min(max(size, len(waiting) - most * (len(days) - number - 1)), limit)
        today = {each.id for each in able[:size]}
        waiting = [each for each in waiting if each.id not in today]
        if number == 0:
            rest = len(waiting)
        if today:
            planned.append(PlannedDay(day, tuple(sorted(able[:size], key=lambda each: places[each.id]))))
    set_down = {each.id for each_day in planned for each in each_day.wanted}
    return Plan(tuple(planned), tuple(each for each in households if each.id not in set_down))


def _with_room(households: Sequence[Wanted], room: int) -> list[Wanted]:
    """The most urgent that there is room for: those to call again before all others, which stay in walking order."""
    urgent = sorted(households, key=lambda each: REASONS.index(each.reason))
    kept = {each.id for each in urgent[:room]}
    return sorted((each for each in households if each.id in kept), key=lambda each: each.reason != CALL_AGAIN)


def _share(candidates: Sequence[Candidate], months: int, today: dt.date, chosen: Collection[str]) -> list[str]:
    """Those of a rule over several months whose turn has come this month; those chosen already count, and are not told
    again.
    """
    first, start = Month.of(today).first, block_start(today, months)
    rest = [each.id for each in candidates if each.last_met < start]
    met = sum(1 for each in candidates if each.last_met >= first)
    months_left = months - (today.month - 1) % months
    share = -(-(len(rest) + met) // months_left) - met
    others = [id for id in rest if id not in chosen]
    return others[:max(share - (len(rest) - len(others)), 0)]


def _cut(able: Sequence[Wanted], size: int, slack: int, done: Collection[int] = ()) -> int:
    """Where a day ends: after `size` households, or where a group ends nearby, if only one that was done before."""
    if size <= 0:
        return 0
    ends = {end for end in range(1, len(able)) if able[end - 1].group_no != able[end].group_no}
    if done and able and able[0].group_no not in done:
        ends.add(0)
    near = [end for away in range(slack + 1) for end in (size + away, size - away) if end in ends]
    return near[0] if near else size
