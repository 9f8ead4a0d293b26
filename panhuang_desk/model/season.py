"""The rounds of the patrol year: which plots are to be looked at from which day to which, and how each one stands.

Only what was looked at counts; somebody who stood before a locked gate has not looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

NOT_DUE, DONE, DUE, OVERDUE = "not_due", "done", "due", "overdue"

STANDINGS = {DONE: "已踏查", DUE: "应踏查", OVERDUE: "已逾期", NOT_DUE: "不在期内"}
"""How a plot stands, with its word on screen."""

GRACE_DAYS = 14
"""So long after a round a plot that it missed is called overdue; later it is a gap of that round, and no work."""


@attrs.frozen
class PatrolRule:
    """A span of days of every year within which plots are to be looked at: once, or every so many days.

    `first` and `last` are MM-DD, both included. `land_kinds` narrows to some, `former_only` to former finds.
    """

    label: str
    first: str
    last: str
    every_days: int = attrs.field(default=0, validator=attrs.validators.in_(range(366)))
    land_kinds: tuple[str, ...] = ()
    former_only: bool = False

    @property
    def for_all(self) -> bool:
        """Whether it asks for every plot."""
        return not self.land_kinds and not self.former_only


@attrs.frozen
class Round:
    """One round: ISO days, both included. `number` counts the rounds that ask for every plot, 0 for another."""

    rule: PatrolRule
    number: int
    first: str
    last: str

    @property
    def label(self) -> str:
        """第3轮, or the rule's own words."""
        return f"第{self.number}轮" if self.number else self.rule.label

    def asks(self, land_kind: str, former: bool) -> bool:
        """Whether a plot of this sort is to be looked at in it."""
        rule = self.rule
        return (former or not rule.former_only) and (not rule.land_kinds or land_kind in rule.land_kinds)

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in it."""
        return self.first <= day <= self.last


@attrs.frozen
class PlotFacts:
    """What the rules look at of a plot. `looked` are the ISO days on which it was looked at, in ascending order;
    `away` the times that are over in which it was not in the register, each from a day up to the one it came back.
    """

    land_kind: str
    former: bool
    active_from: str
    inactive_from: str = ""
    looked: tuple[str, ...] = ()
    away: tuple[tuple[str, str], ...] = ()

    def active_on(self, day: str) -> bool:
        """Whether it is in the register at the end of an ISO day."""
        return (self.active_from <= day and (not self.inactive_from or day < self.inactive_from)
                and not any(left <= day < back for left, back in self.away))

    def looked_at(self, first: str, last: str) -> str:
        """The last day within two on which it was looked at; empty for none."""
        return next((day for day in reversed(self.looked) if first <= day <= last), "")


@attrs.frozen
class Standing:
    """How a plot stands on a day, because of which round, until when (due) or since when (overdue, done)."""

    code: str
    round: Round | None = None
    day: str = ""


def rounds(rules: Sequence[PatrolRule], first: str, last: str) -> tuple[Round, ...]:
    """The rounds that have a day within two ISO days, in the order in which they end.

    Those that ask for every plot are numbered within the calendar year.
    """
    found: list[Round] = []
    for year in range(int(first[:4]), int(last[:4]) + 1):
        spans = [(*span, rule) for rule in rules for span in _spans(rule, year)]
        number = 0
        for begins, ends, rule in sorted(spans, key=lambda span: (span[0], span[1])):
            number += rule.for_all
            found.append(Round(rule, number if rule.for_all else 0, begins, ends))
    return tuple(sorted((each for each in found if each.first <= last and each.last >= first),
                        key=lambda each: (each.last, each.first)))


def standing(plot: PlotFacts, of: Iterable[Round], day: str) -> Standing:
    """How a plot stands at the end of an ISO day, given the rounds around it in the order in which they end; the most
    pressing first. Overdue names the first round that it missed and that is not too long ago.
    """
    done: Standing | None = None
    due: Standing | None = None
    overdue: Standing | None = None
    for each in of:
        if not each.asks(plot.land_kind, plot.former) or each.first > day:
            continue
        looked = plot.looked_at(each.first, day)
        if each.holds(day) and plot.active_on(day):
            if looked:
                done = Standing(DONE, each, looked)
            elif due is None:
                due = Standing(DUE, each, each.last)
        elif (overdue is None and not looked and plot.active_on(each.last) and plot.active_on(day)
              and _recent(each.last, day)):
            overdue = Standing(OVERDUE, each, each.last)
    return overdue or due or done or Standing(NOT_DUE)


def missed(plot: PlotFacts, each: Round) -> bool:
    """Whether a round asked for a plot that stood in the register at its end and was not looked at in it."""
    return (each.asks(plot.land_kind, plot.former) and plot.active_on(each.last)
            and not plot.looked_at(each.first, each.last))


def read_rules(items: Iterable[Mapping[str, Any]]) -> tuple[PatrolRule, ...]:
    """The rules of a file or a setting; ValueError where a day does not exist or a span ends before it begins."""
    found = []
    for item in items:
        rule = PatrolRule(str(item["label"]), _day(item["first"]), _day(item["last"]), int(item.get("every_days", 0)),
                          tuple(map(str, item.get("land_kinds", ()))), bool(item.get("former_only", False)))
        if rule.last < rule.first:
            raise ValueError(f"{rule.label} ends before it begins")
        found.append(rule)
    return tuple(found)


def _spans(rule: PatrolRule, year: int) -> list[tuple[str, str]]:
    """The rounds of a rule in a year; what is left over and shorter than half a round belongs to the last."""
    first, last = _of_year(rule.first, year), _of_year(rule.last, year)
    if not rule.every_days:
        return [(first.isoformat(), last.isoformat())]
    starts = [first]
    while (start := starts[-1] + dt.timedelta(days=rule.every_days)) <= last:
        if 2 * ((last - start).days + 1) < rule.every_days:
            break
        starts.append(start)
    ends = [start - dt.timedelta(days=1) for start in starts[1:]] + [last]
    return [(start.isoformat(), end.isoformat()) for start, end in zip(starts, ends, strict=True)]


def _recent(ended: str, day: str) -> bool:
    return (dt.date.fromisoformat(day) - dt.date.fromisoformat(ended)).days <= GRACE_DAYS


def _day(text: object) -> str:
    dt.date.fromisoformat(f"2024-{text}")
    return str(text)


def _of_year(text: str, year: int) -> dt.date:
    """A day of a year; 29 February is the 28th in other years."""
    try:
        return dt.date.fromisoformat(f"{year:04d}-{text}")
    except ValueError:
        return dt.date(year, 2, 28)
