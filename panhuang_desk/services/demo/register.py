"""The register of a sample village: its households and its plots."""

from __future__ import annotations

import datetime as dt
import random

import attrs

from panhuang_desk.model.fields import Value
from panhuang_desk.model.geo.datum import GCJ02, WGS84, from_wgs84
from panhuang_desk.model.geo.shape import Shape, point_shape, write_shape
from panhuang_desk.model.values import Village
from panhuang_desk.services.demo import words
from panhuang_desk.services.demo.ground import GROUPS, VillageGround
from panhuang_desk.services.demo.planned import Period, Planned, PlannedValue, chosen, moment
from panhuang_desk.services.plots import place_values

_LAND = (("field", 4.0), ("vegetable", 3.0), ("yard", 3.0), ("riverbank", 3.0), ("greenhouse", 2.0), ("orchard", 1.5),
         ("idle_yard", 1.5), ("factory", 0.7), ("former_find", 0.5))
_BUILT_LAND = (("green_belt", 3.0), ("roof", 2.5), ("vegetable", 2.0), ("idle_yard", 2.0), ("riverbank", 1.5),
               ("factory", 1.5), ("former_find", 0.4))
_AREAS = {"field": (1.0, 8.0), "vegetable": (0.1, 1.2), "yard": (0.1, 0.6), "riverbank": (0.5, 6.0),
          "greenhouse": (0.8, 4.0), "orchard": (1.0, 10.0), "idle_yard": (0.1, 0.8), "factory": (0.5, 5.0),
          "former_find": (0.1, 1.0), "green_belt": (0.1, 1.5), "roof": (0.1, 0.3)}


@attrs.define(eq=False)
class Home:
    """A household of the sample with what the rest of the plan needs to know of it."""

    record: Planned
    tenure: str
    key: bool
    pupils: bool
    joins: dt.date
    leaves: dt.date | None = None

    def stays(self, first: dt.date, last: dt.date) -> bool:
        """Whether it is in the register for the whole of a span of days."""
        return self.joins <= first and (self.leaves is None or self.leaves > last)


@attrs.define(eq=False)
class Ground:
    """A plot of the sample."""

    record: Planned
    joins: dt.date
    leaves: dt.date | None = None

    def stays(self, first: dt.date, last: dt.date) -> bool:
        """Whether it is in the register for the whole of a span of days."""
        return self.joins <= first and (self.leaves is None or self.leaves > last)


def is_built(village: Village) -> bool:
    """Whether people live in blocks of flats: a community (居委会) rather than a village (村委会)."""
    return village.name.endswith("居委会")


def households(
    rng: random.Random, village: Village, count: int, period: Period, rare_names: list[str],
) -> tuple[list[Home], list[Planned]]:
    """So many households, and the changes of the register over the period: some come late, some leave."""
    built, homes = is_built(village), []
    writes: list[Planned] = []
    groups = max(1, min(14, round(count / rng.randint(9, 14))))
    for number, (group, door) in enumerate(_doors(rng, count, groups, built)):
        late = rng.random() < 0.03 and len(period.months) > 1
        joins = _some_day(rng, period.start, period.end) if late else _before(rng, period)
        entered = joins if late else period.start - dt.timedelta(days=7)
        tenure = _tenure(rng, built)
        values = _values(rng, group, door, tenure, joins)
        if rare_names and number % 5 == 2 and tenure != "vacant":
            values["contact_name"] = rare_names.pop(0)
        record = Planned(moment(rng, entered, 8, 11), "household", village.code, values)
        key = any(values[name] for name in ("left_behind_children", "left_behind_elderly", "returned_workers"))
        home = Home(record, tenure, key, bool(values["pupils"]), joins)
        writes += [record, *_later(rng, home, period, late)]
        homes.append(home)
    return homes, writes


def plots(rng: random.Random, village: Village, period: Period, position: int) -> tuple[list[Ground], list[Planned]]:
    """The plots of a village on its made-up ground: most have an outline, some only a point from a phone's map."""
    built, grounds, land = is_built(village), [], VillageGround(village, position)
    writes: list[Planned] = _map_areas(village, land, period)
    places = list(words.COMMUNITY_PLACES if built else words.VILLAGE_PLACES)
    rng.shuffle(places)
    for number in range(rng.randint(8, 16) if built else rng.randint(16, 30)):
        kind = chosen(rng, _BUILT_LAND if built else _LAND)
        area = round(rng.uniform(*_AREAS[kind]), 1)
        late = rng.random() < 0.05 and len(period.months) > 1
        joins = _some_day(rng, period.start, period.end) if late else _before(rng, period)
        group = rng.randint(1, GROUPS)
        values: dict[str, PlannedValue] = {
            "name": places[number % len(places)] + ("" if number < len(places) else "二"),
            "group_no": group, "land_kind": kind, "area_mu": area,
            "former_find": int(kind == "former_find"), "active_from": joins.isoformat(),
            **_place(rng, land, group, area),
        }
        entered = joins if late else period.start - dt.timedelta(days=6)
        ground = Ground(Planned(moment(rng, entered, 13, 16), "plot", village.code, values), joins)
        writes.append(ground.record)
        if rng.random() < 0.03 and not late and len(period.months) > 1:
            ground.leaves = _some_day(rng, period.start, period.end)
            writes.append(ground.record.change(moment(rng, ground.leaves), inactive_from=ground.leaves.isoformat(),
                                               inactive_reason="built_over"))
        grounds.append(ground)
    return grounds, writes


def _map_areas(village: Village, land: VillageGround, period: Period) -> list[Planned]:
    """The outlines of the village and its groups, drawn before anything else."""
    at = dt.datetime.combine(period.start - dt.timedelta(days=7), dt.time(8))
    areas: list[tuple[str, str, int | None, Shape]] = [(village.name, "village", None, land.whole())]
    areas += [(f"{group} 组", "group", group, land.quarter(group)) for group in range(1, GROUPS + 1)]
    return [Planned(at, "map_area", village.code, {
        "name": name, "level": level, "group_no": group, "outline": write_shape(shape), "datum": WGS84})
        for name, level, group, shape in areas]


def _place(rng: random.Random, land: VillageGround, group: int, area: float) -> dict[str, Value]:
    """Where a plot lies, as far as that is known."""
    known = rng.random()
    if known > 0.85:
        return {}
    shape = land.plot(rng, group, area)
    if known < 0.74:
        return place_values(shape, known={"area_mu": area})
    return place_values(point_shape(from_wgs84(shape.point, GCJ02)), GCJ02)


def _doors(rng: random.Random, count: int, groups: int, built: bool) -> list[tuple[int, str]]:
    """Group and door of each household, in walking order."""
    doors = []
    for number in range(count):
        group = number * groups // count + 1
        inside = number - (group - 1) * count // groups
        if built:
            block, flat = divmod(inside, 12)
            doors.append((group, f"{group * 2 + block - 1}幢{flat // 2 + 1}0{flat % 2 + 1}"))
        else:
            doors.append((group, f"{inside + 1}" if rng.random() > 0.06 else f"{inside + 1}-1"))
    return doors


def _tenure(rng: random.Random, built: bool) -> str:
    weights = (("owner", 62), ("rented", 29), ("vacant", 9)) if built else (("owner", 84), ("rented", 7), ("vacant", 9))
    return chosen(rng, weights)


def _values(rng: random.Random, group: int, door: str, tenure: str, joins: dt.date) -> dict[str, PlannedValue]:
    lived_in = tenure != "vacant"

    def people(chance: float, most: int) -> int:
        return rng.randint(1, most) if lived_in and rng.random() < chance else 0

    return {
        "group_no": group, "door_no": door, "contact_name": words.person(rng),
        "phone": words.phone(rng) if rng.random() < 0.93 else None, "tenure": tenure,
        "left_behind_children": people(0.06, 2), "left_behind_elderly": people(0.14, 2),
        "returned_workers": people(0.07, 2), "pupils": people(0.27, 2),
        "tenants": rng.randint(1, 5) if tenure == "rented" else 0,
        "note": rng.choice(words.HOUSEHOLD_NOTES) if rng.random() < 0.07 else None, "active_from": joins.isoformat(),
    }


def _later(rng: random.Random, home: Home, period: Period, late: bool) -> list[Planned]:
    """What becomes of a household within the period: a new telephone number, moving away, or nothing."""
    fate = rng.random()
    if late or len(period.months) < 2 or fate > 0.06:
        return []
    day = _some_day(rng, period.start, period.end)
    if fate > 0.025:
        return [home.record.change(moment(rng, day), phone=words.phone(rng))]
    home.leaves = day
    reason = chosen(rng, (("moved", 6), ("demolished", 3), ("other", 1)))
    return [home.record.change(moment(rng, day), inactive_from=day.isoformat(), inactive_reason=reason)]


def _before(rng: random.Random, period: Period) -> dt.date:
    """A day in the two years before the period, mostly the January when the register was drawn up."""
    if rng.random() < 0.8:
        return dt.date(period.start.year - 1, 1, 1)
    return period.start - dt.timedelta(days=rng.randint(1, 700))


def _some_day(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=rng.randint(0, (last - first).days))

