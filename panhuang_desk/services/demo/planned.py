"""What is going to be written into a sample file: records, changes and deletions, each at its moment."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import TypeAlias

import attrs

from panhuang_desk.model.fields import Value
from panhuang_desk.model.months import Month


@attrs.define(eq=False)
class Planned:
    """One write. Without `of` it is a new record, which gets its id when it is written; with it a change of that one.

    A value may be another planned record, which must be written earlier; it stands for that record's id.
    """

    at: dt.datetime
    kind: str
    village: str
    values: dict[str, PlannedValue] = attrs.field(factory=dict)
    of: Planned | None = None
    delete: bool = False
    id: str = ""

    def change(self, at: dt.datetime, **values: PlannedValue) -> Planned:
        """A later change of this record."""
        return Planned(at, self.kind, self.village, dict(values), of=self)

    def deletion(self, at: dt.datetime) -> Planned:
        """The later deletion of this record."""
        return Planned(at, self.kind, self.village, of=self, delete=True)


PlannedValue: TypeAlias = "Value | Planned"


@attrs.frozen
class Period:
    """The months that a sample covers."""

    first: Month
    last: Month

    @property
    def months(self) -> tuple[Month, ...]:
        """The months in order."""
        count = (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1
        return tuple(self.first.plus(step) for step in range(count))

    @property
    def start(self) -> dt.date:
        """The first day."""
        return dt.date.fromisoformat(self.first.first)

    @property
    def end(self) -> dt.date:
        """The last day."""
        return dt.date.fromisoformat(self.last.last)


def days_of(month: Month) -> list[dt.date]:
    """The days of a month."""
    first = dt.date.fromisoformat(month.first)
    return [first + dt.timedelta(days=step) for step in range(int(month.last[8:]))]


def moment(rng: random.Random, day: dt.date, first_hour: int = 15, last_hour: int = 17) -> dt.datetime:
    """A moment of a day between two hours, both included."""
    return dt.datetime(day.year, day.month, day.day, rng.randint(first_hour, last_hour), rng.randrange(60))


def chosen(rng: random.Random, weighted: Sequence[tuple[str, float]]) -> str:
    """One of several codes by weight."""
    return rng.choices([code for code, _ in weighted], [weight for _, weight in weighted])[0]
