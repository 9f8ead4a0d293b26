"""The working year: season windows and key dates, as the office's calendar file gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from panhuang_desk.model.months import Month
from panhuang_desk.model.season import PatrolRule, read_rules

WORK = ("visits", "quizzes", "patrols", "report")
"""What a day may lead to: the work that is done on it."""


@attrs.frozen
class Season:
    """A span of days that comes back every year. `first` and `last` are MM-DD, both included.

    `patrol`: plots are to be looked at within it, and the season's coverage counts over it. `leads_to` is one of WORK.
    """

    code: str
    label: str
    first: str
    last: str
    patrol: bool = False
    note: str = ""
    leads_to: str = "visits"

    def window(self, year: int) -> tuple[str, str]:
        """Its first and last day in a year, ISO."""
        return f"{year:04d}-{self.first}", f"{year:04d}-{self.last}"

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= f"{day:%m-%d}" <= self.last

    def touches(self, month: Month) -> bool:
        """Whether a day of the month lies in it."""
        return self.first <= month.last[5:] and self.last >= month.first[5:]


@attrs.frozen
class KeyDate:
    """A day of the year on which something is done. `day` is MM-DD, `leads_to` one of WORK."""

    day: str
    title: str
    note: str = ""
    leads_to: str = "visits"


@attrs.frozen
class NearDate:
    """A day that matters, in a certain year; `leads_to` is one of WORK."""

    day: dt.date
    title: str
    leads_to: str


@attrs.frozen
class Calendar:
    """The working year. `month_end` is what falls due on every month's last day, if anything; `patrol_rules` say
    which plots are to be looked at when.
    """

    version: str = ""
    seasons: tuple[Season, ...] = ()
    key_dates: tuple[KeyDate, ...] = ()
    month_end: str = ""
    patrol_rules: tuple[PatrolRule, ...] = ()

    def season_on(self, day: dt.date) -> Season | None:
        """The season that a day lies in; None between seasons."""
        return next((season for season in self.seasons if season.holds(day)), None)

    def patrol_season(self, month: Month) -> Season | None:
        """The patrol season that a month's season figures count over: the latest that has a day in it."""
        touching = [season for season in self.seasons if season.patrol and season.touches(month)]
        return max(touching, key=lambda season: season.last, default=None)

    def season_words(self, month: Month) -> str:
        """The seasons of a month in words, with their days; empty where there are none."""
        return "；".join(f"{season.label}（{_day_words(season.first)}至{_day_words(season.last)}）"
                        for season in self.seasons if season.touches(month))

    def near(self, today: dt.date, count: int = 4) -> list[NearDate]:
        """The next days that matter from today on: key dates, and the first and last days of seasons."""
        days: set[NearDate] = set()
        for year in (today.year, today.year + 1):
            for key in self.key_dates:
                days.add(NearDate(_day(year, key.day), key.title, key.leads_to))
            for season in self.seasons:
                days.add(NearDate(_day(year, season.first), f"{season.label}开始", season.leads_to))
                days.add(NearDate(_day(year, season.last), f"{season.label}结束", season.leads_to))
        if self.month_end:
            days.add(NearDate(dt.date.fromisoformat(Month.of(today).last), self.month_end, "report"))
        return sorted((each for each in days if each.day >= today), key=lambda each: (each.day, each.title))[:count]


def parse_calendar(file: Mapping[str, Any]) -> Calendar:
    """Read the calendar's file; ValueError where a day does not exist, a season ends before it begins, or something
    leads to what is not WORK. A file without rules for rounds has every plot looked at once in each patrol season.
    """
    seasons = tuple(
        Season(code, str(item["label"]), _checked(item["first"]), _checked(item["last"]),
               bool(item.get("patrol", False)), str(item.get("note", "")),
               _work(item, "patrols" if item.get("patrol", False) else "visits"))
        for code, item in file.get("season", {}).items())
    for season in seasons:
        if season.last < season.first:
            raise ValueError(f"season {season.code} ends before it begins")
    key_dates = tuple(KeyDate(_checked(item["day"]), str(item["title"]), str(item.get("note", "")),
                              _work(item, "visits"))
                      for item in file.get("key_date", ()))
    rules = read_rules(file["patrol_rule"]) if "patrol_rule" in file else tuple(
        PatrolRule(season.label, season.first, season.last) for season in seasons if season.patrol)
    return Calendar(str(file.get("version", "")), seasons, key_dates, str(file.get("month_end", "")), rules)


def _checked(text: str) -> str:
    dt.date.fromisoformat(f"2024-{text}")
    return str(text)


def _work(item: Mapping[str, Any], usual: str) -> str:
    work = str(item.get("leads_to", usual))
    if work not in WORK:
        raise ValueError(f"a day leads to {work}, which is none of {', '.join(WORK)}")
    return work


def _day(year: int, text: str) -> dt.date:
    """The day of a year; 29 February is the 28th in other years."""
    month, day = int(text[:2]), int(text[3:])
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month, day - 1)


def _day_words(text: str) -> str:
    return f"{int(text[:2])}月{int(text[3:])}日"
