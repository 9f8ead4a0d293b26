"""The working year: season windows and key dates, as the office's calendar file gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from panhuang_desk.model.months import Month


@attrs.frozen
class Season:
    """A span of days that comes back every year. `first` and `last` are MM-DD, both included.

    `patrol`: plots are to be looked at within it, and the season's coverage counts over it.
    """

    code: str
    label: str
    first: str
    last: str
    patrol: bool = False
    note: str = ""

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
    """A day of the year on which something is done. `day` is MM-DD."""

    day: str
    title: str
    note: str = ""


@attrs.frozen
class Calendar:
    """The working year. `month_end` is what falls due on every month's last day, if anything."""

    version: str = ""
    seasons: tuple[Season, ...] = ()
    key_dates: tuple[KeyDate, ...] = ()
    month_end: str = ""

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

    def near(self, today: dt.date, count: int = 4) -> list[tuple[dt.date, str]]:
        """The next days that matter from today on: key dates, and the first and last days of seasons."""
        days: dict[tuple[dt.date, str], None] = {}
        for year in (today.year, today.year + 1):
            for key in self.key_dates:
                days[_day(year, key.day), key.title] = None
            for season in self.seasons:
                days[_day(year, season.first), f"{season.label}开始"] = None
                days[_day(year, season.last), f"{season.label}结束"] = None
        if self.month_end:
            days[dt.date.fromisoformat(Month.of(today).last), self.month_end] = None
        return sorted(item for item in days if item[0] >= today)[:count]


def parse_calendar(file: Mapping[str, Any]) -> Calendar:
    """Read the calendar's file; ValueError where a day does not exist or a season ends before it begins."""
    seasons = tuple(
        Season(code, str(item["label"]), _checked(item["first"]), _checked(item["last"]),
               bool(item.get("patrol", False)), str(item.get("note", "")))
        for code, item in file.get("season", {}).items())
    for season in seasons:
        if season.last < season.first:
            raise ValueError(f"season {season.code} ends before it begins")
    key_dates = tuple(KeyDate(_checked(item["day"]), str(item["title"]), str(item.get("note", "")))
                      for item in file.get("key_date", ()))
    return Calendar(str(file.get("version", "")), seasons, key_dates, str(file.get("month_end", "")))


def _checked(text: str) -> str:
    dt.date.fromisoformat(f"2024-{text}")
    return str(text)


def _day(year: int, text: str) -> dt.date:
    """The day of a year; 29 February is the 28th in other years."""
    month, day = int(text[:2]), int(text[3:])
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month, day - 1)


def _day_words(text: str) -> str:
    return f"{int(text[:2])}月{int(text[3:])}日"
