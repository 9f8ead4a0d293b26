"""The finished content of a season's report: every number that paper and command line say of one patrol season.

A plot counts once, by whatever means and however often it was looked at; where nobody could look it counts for nothing.
Areas are in mu. Nothing here names a person or a plot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from panhuang_desk.model.geo.map_data import MapData

SINCE = ((0, 7, "7天以内"), (8, 14, "8至14天"), (15, 30, "15至30天"), (31, 60, "31至60天"), (61, 10**9, "60天以上"))
"""Classes of days since a plot was last looked at: from, to, words."""

NEVER = "没有看过"


@attrs.frozen
class Share:
    """How many plots were looked at of how many, and the same of their area."""

    asked: int = 0
    looked: int = 0
    area: float = 0.0
    area_looked: float = 0.0

    @property
    def left(self) -> int:
        """How many were not looked at."""
        return self.asked - self.looked

    def __add__(self, other: Share) -> Share:
        return Share(self.asked + other.asked, self.looked + other.looked, round(self.area + other.area, 2),
                     round(self.area_looked + other.area_looked, 2))


def share_of(plots: Iterable[tuple[float, bool]]) -> Share:
    """The share of plots, given each one's area and whether it was looked at."""
    every = list(plots)
    seen = [area for area, looked in every if looked]
    return Share(len(every), len(seen), round(sum(area for area, _ in every), 2), round(sum(seen), 2))


@attrs.frozen
class RoundLine:
    """One round, or the rounds of one rule that ask for some plots only (`rounds` of them, plots counted each time).

    `over` says whether its last day has come; days are ISO.
    """

    label: str
    first: str
    last: str
    share: Share
    over: bool = True
    rounds: int = 1


@attrs.frozen
class Methods:
    """The plots that were looked at, by how: each stands in one of the three."""

    foot: int = 0
    drone: int = 0
    both: int = 0


@attrs.frozen
class Work:
    """What was done in the season."""

    outings: int = 0
    people: int = 0
    vehicles: int = 0
    flights: int = 0
    km: float = 0.0
    leaflets: int = 0
    letters: int = 0


@attrs.frozen
class FindLine:
    """A find as it stood on the report's day; `state` is one of find_steps.STATES, `village` a code."""

    day: str
    village: str
    group_no: int
    land: str
    species: str
    plants: int
    reported: bool
    uprooted: int
    state: str


@attrs.frozen
class PartLine:
    """A group of a village, or a village of the subdistrict. `longest` is the most days since one of its plots was
    looked at, None without any; `never` counts those never looked at. `reported` False prints 未报 for every number.
    `since` counts its plots by the classes of `since_counts`.
    """

    code: str
    name: str
    share: Share
    longest: int | None = None
    never: int = 0
    finds: int = 0
    plants: int = 0
    reported: bool = True
    since: tuple[int, ...] = ()


@attrs.frozen
class Longest:
    """The plot that nobody has looked at for the longest time, without its name."""

    village: str
    group_no: int
    land: str
    days: int


@attrs.frozen
class SeasonReport:
    """Everything that the report prints. `scope` is "village" or "subdistrict"; `first` and `last` are the season's
    days in ISO, `day` the one at whose end everything stands: the last, or today while the season runs.

    `register` are plots in the register on that day; `total` those of them that the season's rules ask for.
    """

    scope: str
    code: str
    name: str
    subdistrict: str
    season: str
    label: str
    year: int
    first: str
    last: str
    day: str
    issued_on: str
    sample: bool
    register: Share
    total: Share
    rounds: tuple[RoundLine, ...] = ()
    groups: tuple[PartLine, ...] = ()
    villages: tuple[PartLine, ...] = ()
    methods: Methods = Methods()
    not_looked: tuple[tuple[str, int], ...] = ()
    since: tuple[tuple[str, int], ...] = ()
    longest: Longest | None = None
    work: Work = Work()
    finds: tuple[FindLine, ...] = ()
    map: MapData = attrs.field(factory=MapData)

    @property
    def running(self) -> bool:
        """Whether the season is not over on the report's day."""
        return self.day < self.last

    @property
    def began(self) -> bool:
        """Whether anything was looked at, or anybody went out."""
        return bool(self.register.looked or self.work.outings)

    @property
    def plants(self) -> int:
        """All plants found."""
        return sum(find.plants for find in self.finds)

    @property
    def open_finds(self) -> int:
        """Finds that are not closed."""
        return sum(find.state != "closed" for find in self.finds)


def since_counts(days: Sequence[int | None]) -> tuple[tuple[str, int], ...]:
    """How many plots stand in each class of days since they were last looked at, those never looked at last."""
    counted = [(words, sum(day is not None and low <= day <= high for day in days)) for low, high, words in SINCE]
    return (*counted, (NEVER, sum(day is None for day in days)))
