"""The visits of a sample village, and the follow-ups that come of them."""

from __future__ import annotations

import datetime as dt
import random

import attrs

from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services.demo import words
from panhuang_desk.services.demo.planned import Period, Planned, PlannedValue, chosen, days_of, moment
from panhuang_desk.services.demo.register import Home
from panhuang_desk.services.follow_ups import DUE_DAYS

_OUTCOMES = (("met", 80.0), ("not_home", 15.5), ("refused", 4.5))
_AGAIN = (("met", 78.0), ("not_home", 18.0), ("refused", 4.0))
_HOLIDAYS = (("10-01", "10-07"), ("05-01", "05-05"), ("02-09", "02-17"))
_KINDS = (("request", 34), ("difficulty", 28), ("hazard", 26), ("clue", 12))
_DELETED = 0.002
_HELP = ("employment", "training", "counselling", "schooling", "health_care", "recovery")
_HELPS = {"illness": "health_care", "income": "employment", "no_carer": "counselling", "schooling": "schooling",
          "work": "employment", "training": "training"}
_CAUSES = {
    "clue": ("seen", ("suspect_plants", "odd_smell", "odd_power")),
    "hazard": ("seen", ("fire_risk", "run_down")),
    "difficulty": ("difficulties", ("illness", "income", "no_carer", "schooling", "housing")),
    "request": ("requests", ("training", "papers", "road_water", "other")),
}


@attrs.frozen
class Working:
    """How a village works: the share of households it visits in a month, who goes, and the weeks nobody went."""

    share: float
    workers: tuple[str, ...]
    idle_weeks: frozenset[tuple[int, int]]
    silent: frozenset[Month]

    def days(self, month: Month) -> list[tuple[dt.date, float]]:
        """The days of a month on which somebody may have gone, with their weight: weekdays mostly."""
        return [(day, 1.0 if day.weekday() < 5 else 0.07) for day in days_of(month)
                if day.isocalendar()[:2] not in self.idle_weeks and not _holiday(day)]


def working(rng: random.Random, period: Period, silent: frozenset[Month]) -> Working:
    """How one village works over the period; `silent` are months it has no record of."""
    weeks = {day.isocalendar()[:2] for month in period.months for day in days_of(month)}
    idle = frozenset(week for week in sorted(weeks) if rng.random() < 0.07)
    workers = tuple(words.person(rng) for _ in range(rng.randint(1, 2)))
    return Working(rng.uniform(0.36, 0.66), workers, idle, silent)


def visits(
    rng: random.Random, village: Village, homes: list[Home], work: Working, period: Period, checklist: str,
) -> list[Planned]:
    """The visits of the period, with the follow-ups raised on them."""
    writes: list[Planned] = []
    for month in period.months:
        days = work.days(month)
        if month in work.silent or not days:
            continue
        pace = work.share * rng.uniform(0.85, 1.12) * (1.15 if month.number in (4, 5, 6) else 1.0)
        drawn = rng.choices([day for day, _ in days], [weight for _, weight in days], k=len(homes))
        for home, day in zip(homes, drawn, strict=True):
            if _there(home, day) and rng.random() < _chance(home, pace):
                writes += _calls(rng, village, home, day, work, period, checklist)
    return writes


def _there(home: Home, day: dt.date) -> bool:
    """Whether a household is in the register for the whole month of a day; nobody calls in the month it leaves."""
    month = Month.of(day)
    return home.stays(dt.date.fromisoformat(month.first), dt.date.fromisoformat(month.last))


def _chance(home: Home, pace: float) -> float:
    if home.tenure == "vacant":
        return 0.012
    return min(0.97, pace * (1.3 if home.key else 1.0))


def _calls(
    rng: random.Random, village: Village, home: Home, day: dt.date, work: Working, period: Period, checklist: str,
) -> list[Planned]:
    """A call, and where nobody was at home often another one some days later."""
    writes: list[Planned] = []
    outcome = chosen(rng, _OUTCOMES) if home.tenure != "vacant" else "not_home"
    for attempt in range(3):
        visit = _visit(rng, village, home, day, outcome, work, checklist)
        writes.append(visit)
        if rng.random() < _DELETED:
            writes.append(visit.deletion(visit.at + dt.timedelta(minutes=3)))
        elif outcome == "met" and rng.random() < 0.035:
            writes += _follow_up(rng, village, visit, day, period)
        if outcome != "not_home" or attempt == 2 or home.tenure == "vacant" or rng.random() > 0.74:
            break
        day += dt.timedelta(days=rng.randint(2, 9))
        if day > period.end or _holiday(day) or Month.of(day) in work.silent or not _there(home, day):
            break
        outcome = chosen(rng, _AGAIN)
    return writes


def _visit(
    rng: random.Random, village: Village, home: Home, day: dt.date, outcome: str, work: Working, checklist: str,
) -> Planned:
    met = outcome == "met"
    materials = _materials(rng, outcome)
    values: dict[str, PlannedValue] = {
        "household_id": home.record, "visited_on": day.isoformat(), "outcome": outcome,
        "topics": _topics(rng, home, day) if met else None, "materials": materials or None,
        "materials_given": len(materials) * rng.choice((1, 1, 1, 2)) if materials else None,
        "note": rng.choice(words.VISIT_NOTES) if met and rng.random() < 0.12 else None,
        "visited_by": rng.choice(work.workers), "checklist_version": checklist,
        **_found(village, outcome, home, day),
    }
    return Planned(moment(rng, day), "visit", village.code, values)


def _found(village: Village, outcome: str, home: Home, day: dt.date) -> dict[str, PlannedValue]:
    """What was seen, and what the household lacks, asks for and got; drawn by itself, so that all else stays."""
    rng = random.Random(f"{village.code}:{home.record.values['door_no']}:{day}:{outcome}")
    found: dict[str, PlannedValue] = {}
    if outcome != "refused" and rng.random() < 0.5:
        found["seen"] = ("long_empty",) if home.tenure == "vacant" else (
            "new_tenants",) if home.tenure == "rented" and rng.random() < 0.15 else ("usual",)
    if outcome == "met" and rng.random() < 0.03:
        found["help_given"] = (rng.choice(_HELP),)
    return found


def _cause(kind: str, matter: str) -> dict[str, PlannedValue]:
    """What was chosen on the visit that a follow-up comes of, and what was done at once."""
    name, codes = _CAUSES[kind]
    code = codes[len(matter) % len(codes)]
    return {name: (code,), **({"help_given": (_HELPS[code],)} if code in _HELPS else {})}


def _topics(rng: random.Random, home: Home, day: dt.date) -> tuple[str, ...]:
    """What was talked about: planting before and in its season, letting with tenants, school with pupils."""
    topics = ["no_planting"] if day.month in (3, 4, 5, 10, 11) or rng.random() < 0.25 else []
    topics += [topic for topic, chance in (("harm", 0.5), ("new_drugs", 0.35), ("fraud", 0.3), ("health_care", 0.08),
                                           ("work", 0.06)) if rng.random() < chance]
    topics += ["tenancy"] if home.tenure == "rented" else []
    topics += ["schooling"] if home.pupils and rng.random() < 0.4 else []
    return tuple(topics) or ("harm",)


def _materials(rng: random.Random, outcome: str) -> tuple[str, ...]:
    if outcome == "refused" or rng.random() > (0.66 if outcome == "met" else 0.35):
        return ()
    return ("leaflet", *(("notice",) if rng.random() < 0.12 else ()), *(("gift",) if rng.random() < 0.05 else ()))


def _follow_up(rng: random.Random, village: Village, visit: Planned, day: dt.date, period: Period) -> list[Planned]:
    kind = chosen(rng, _KINDS)
    matter = rng.choice(words.MATTERS[kind])
    visit.values.update(_cause(kind, matter))
    return follow_up(rng, village, visit, kind, matter, day, period)


def follow_up(
    rng: random.Random, village: Village, source: Planned, kind: str, matter: str, day: dt.date, period: Period,
    due: dt.date | None = None,
) -> list[Planned]:
    """A follow-up raised on a day, reported where that is the way, and mostly closed: early, late or not yet."""
    due = due or _due(day, kind)
    raised = Planned(source.at + dt.timedelta(minutes=2), "follow_up", village.code, {
        "source_table": source.kind, "source_id": source, "kind": kind, "matter": matter,
        "raised_on": day.isoformat(), "due_on": due.isoformat(), "status": "raised"})
    writes = [raised]
    reported = day + dt.timedelta(days=rng.randint(0, 2))
    if kind in ("clue", "hazard") and reported <= period.end and rng.random() < 0.8:
        to = words.POLICE if kind == "clue" else "街道禁毒办"
        writes.append(raised.change(moment(rng, reported, 18, 19), status="reported", reported_to=to,
                                    reported_on=reported.isoformat(),
                                    reported_how="phone" if kind == "clue" else "written"))
    span = max(1, (due - day).days)
    closed = day + dt.timedelta(days=2 + round(span * rng.lognormvariate(-0.25, 0.7)))
    if rng.random() < 0.12:
        closed = day + dt.timedelta(days=rng.randint(40, 200))
    if closed <= period.end:
        at, outcome = moment(rng, closed, 20, 20), rng.choice(words.OUTCOMES[kind])
        passed_on = any(word in outcome for word in ("移交", "已转"))
        writes.append(raised.change(at, status="closed", closed_on=closed.isoformat(), outcome=outcome,
                                    closed_as="passed_on" if passed_on else "done"))
    return writes


def _due(day: dt.date, kind: str) -> dt.date:
    """The day it is due; never the last of a month, when everything else falls due."""
    due = day + dt.timedelta(days=DUE_DAYS[kind])
    return due + dt.timedelta(days=1) if (due + dt.timedelta(days=1)).day == 1 else due


def _holiday(day: dt.date) -> bool:
    return any(first <= f"{day:%m-%d}" <= last for first, last in _HOLIDAYS)
