"""The patrols of a sample village: by season, plot by plot, with a find now and then."""

from __future__ import annotations

import datetime as dt
import random

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services.demo import words
from panhuang_desk.services.demo.calls import Working, follow_up
from panhuang_desk.services.demo.planned import Period, Planned, PlannedValue, chosen, moment
from panhuang_desk.services.demo.register import Ground
from panhuang_desk.services.demo.ways import track

_A_MONTH = {3: 1.0, 4: 2.4, 5: 4.6, 6: 1.8, 7: 1.4, 8: 1.8, 9: 1.3, 10: 0.9, 11: 0.6}
"""Patrols a month: hardly any in winter, weekly in May."""
_METHODS = (("foot", 80), ("drone", 15), ("clue", 5))
_LOCKED = "locked"
_SEEN = (("nothing", 84), ("look_alike", 5), ("fresh_sowing", 4), (_LOCKED, 3), ("covered", 2), ("abandoned", 2))
_RECHECK_DAYS = 15


def patrols(
    rng: random.Random, village: Village, grounds: list[Ground], work: Working, period: Period, checklist: str,
    finds: bool,
) -> list[Planned]:
    """The patrols of the period with their plot checks; a village that `finds` does so about once a year."""
    writes: list[Planned] = []
    due = _months_of_finds(rng, period, finds)
    for month in period.months:
        days = work.days(month)
        if month in work.silent or not days:
            continue
        for _ in range(_how_many(rng, month)):
            day = _day(rng, month, days)
            standing = [ground for ground in grounds if ground.stays(day.replace(day=1), _last(month))]
            if not standing:
                continue
            find = month in due and _may_find(day)
            due -= {month} if find else set()
            writes += _patrol(rng, village, standing, day, period, checklist, find)
    return writes


def _patrol(
    rng: random.Random, village: Village, grounds: list[Ground], day: dt.date, period: Period, checklist: str,
    find: bool,
) -> list[Planned]:
    method = chosen(rng, _METHODS)
    share = {"foot": rng.uniform(0.25, 0.6), "drone": rng.uniform(0.5, 0.95), "clue": 0.08}[method]
    values: dict[str, PlannedValue] = {
        "patrolled_on": day.isoformat(), "method": method, "people": rng.randint(2, 6),
        "vehicles": rng.choice((0, 0, 1, 1, 2)), "flights": rng.randint(1, 4) if method == "drone" else None,
        "leaflets": rng.choice((0, 0, 10, 20, 30)), "letters": rng.choice((0, 0, 0, 5, 12)),
        "partner": next(name for name in words.NEIGHBOURS if name != village.name) if rng.random() < 0.06 else None,
    }
    record = Planned(moment(rng, day, 16, 17), "patrol", village.code, values)
    writes = [record]
    looked = rng.sample(grounds, max(1, round(len(grounds) * share)))
    began = dt.datetime(day.year, day.month, day.day, 8, 15 * (day.day % 4))
    ended = min(began + dt.timedelta(minutes=30 + 5 * len(looked)), began.replace(hour=15))
    values |= {"from_time": f"{began:%H:%M}", "to_time": f"{ended:%H:%M}"}
    for number, ground in enumerate(looked):
        found = find and number == 0
        seen = "suspect" if found else chosen(rng, _SEEN)
        check = Planned(record.at + dt.timedelta(seconds=20 * (number + 1)), "plot_check", village.code, {
            "patrol_id": record, "plot_id": ground.record, "checked_on": day.isoformat(), "found": int(found),
            "not_looked": _LOCKED if seen == _LOCKED else None, "seen": None if seen == _LOCKED else (seen,),
            "checklist_version": checklist})
        writes.append(check)
        if found:
            writes += _finding(rng, village, check, day, period)
    walked = track(record, _places(looked), began) if day.day % 3 else None
    return [*writes, walked] if walked else writes


def _places(grounds: list[Ground]) -> list[Position]:
    """Where plots lie, of those that have a place."""
    found = []
    for ground in grounds:
        longitude, latitude = (ground.record.values.get(name) for name in ("longitude", "latitude"))
        if isinstance(longitude, float) and isinstance(latitude, float):
            found.append((longitude, latitude))
    return found


def _finding(rng: random.Random, village: Village, check: Planned, day: dt.date, period: Period) -> list[Planned]:
    """A find and the steps that follow it in order on the same day; its recheck is a follow-up."""
    poppy = day.month < 7
    plants = rng.randint(2, 9) if rng.random() < 0.7 else rng.randint(12, 90)
    found = dt.datetime(day.year, day.month, day.day, rng.randint(8, 10), rng.randrange(60))
    steps = [found]
    for low, high in ((5, 25), (30, 80), (15, 60), (20, 90)):
        steps.append(steps[-1] + dt.timedelta(minutes=rng.randint(low, high)))
    found_at, reported_at, confirmed_at, uprooted_at, destroyed_at = (f"{step:%Y-%m-%d %H:%M}" for step in steps)
    recheck = day + dt.timedelta(days=_RECHECK_DAYS)
    stage = ("flower" if day.month < 6 else "fruit") if poppy else chosen(rng, (("seedling", 1), ("flower", 2)))
    record = Planned(check.at + dt.timedelta(seconds=10), "plant_finding", village.code, {
        "plot_check_id": check, "found_at": found_at, "species": "poppy" if poppy else "cannabis", "plants": plants,
        "count_method": "each", "growth_stage": stage, "photographed": 1, "reported_at": reported_at,
        "reported_to": words.POLICE, "reported_person": "值班民警", "confirmed_at": confirmed_at, "uprooted": plants,
        "uprooted_at": uprooted_at, "uprooted_by": "派出所民警、村干部", "uprooters": 4,
        "destroyed_how": "handed_over", "destroyed_at": destroyed_at,
        "planter": "resident" if poppy else "wild", "witness": words.person(rng), "recheck_on": recheck.isoformat(),
        "note": "户主称种子混在蔬菜种中，已教育并登记。" if poppy else "野生，已连根拔除。"})
    matter = f"{'罂粟' if poppy else '大麻'}铲除地块复查"
    return [record, *follow_up(rng, village, record, "recheck", matter, day, period, recheck)]


def _how_many(rng: random.Random, month: Month) -> int:
    wanted = _A_MONTH.get(month.number, 0.25)
    return int(wanted) + (rng.random() < wanted - int(wanted))


def _day(rng: random.Random, month: Month, days: list[tuple[dt.date, float]]) -> dt.date:
    """A working day; in April from the 15th on and in June to the 10th where that can be."""
    in_season = [(day, weight) for day, weight in days
                 if (month.number != 4 or day.day >= 15) and (month.number != 6 or day.day <= 10)]
    pool = in_season or days
    return rng.choices([day for day, _ in pool], [weight for _, weight in pool])[0]


def _months_of_finds(rng: random.Random, period: Period, finds: bool) -> set[Month]:
    """One month of each year in whose season plants are found, poppies rather than cannabis; or mostly none."""
    found = set()
    for year in sorted({month.year for month in period.months}):
        season = [month for month in period.months if month.year == year and 4 <= month.number <= 9]
        if season and (finds or rng.random() < 0.06):
            found.add(rng.choices(season, [3 if month.number < 6 else 1 for month in season])[0])
    return found


def _may_find(day: dt.date) -> bool:
    """A find in the last days of a month would be uprooted in the next one."""
    return day < _last(Month.of(day)) - dt.timedelta(days=2)


def _last(month: Month) -> dt.date:
    return dt.date.fromisoformat(month.last)
