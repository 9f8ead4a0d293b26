"""Season windows and key dates."""

from __future__ import annotations

import datetime as dt

import pytest
from panhuang_desk.model.calendar import NearDate, parse_calendar
from panhuang_desk.model.months import Month
from panhuang_desk.model.season import PatrolRule
from panhuang_desk.services.resources import Resources

SHIPPED = Resources().calendar


def test_the_shipped_calendar_has_the_seasons_and_the_key_dates() -> None:
    assert SHIPPED.version
    windows = {season.code: (season.first, season.last, season.patrol) for season in SHIPPED.seasons}
    assert windows["poppy"] == ("04-15", "06-10", True)
    assert windows["cannabis"] == ("07-01", "09-30", True)
    assert {"06-01", "06-03", "06-26"} <= {key.day for key in SHIPPED.key_dates}


@pytest.mark.parametrize(("month", "code"), [
    (3, None), (4, "poppy"), (5, "poppy"), (6, "poppy"), (7, "cannabis"), (9, "cannabis"), (10, None), (12, None),
])
def test_the_patrol_season_of_a_month(month: int, code: str | None) -> None:
    season = SHIPPED.patrol_season(Month(2026, month))
    assert (season.code if season else None) == code


def test_a_day_lies_in_a_season_with_both_ends() -> None:
    def on(*day: int) -> str:
        season = SHIPPED.season_on(dt.date(*day))
        return season.code if season else ""

    assert (on(2026, 4, 14), on(2026, 4, 15), on(2026, 6, 10), on(2026, 6, 11)) == ("", "poppy", "poppy", "")


def test_near_days_come_soonest_first_and_go_on_into_the_next_year() -> None:
    near = SHIPPED.near(dt.date(2026, 5, 30), 4)
    assert near[0] == NearDate(dt.date(2026, 5, 31), "月报截止", "report")
    assert [each.day for each in near] == sorted(each.day for each in near)
    assert NearDate(dt.date(2026, 6, 3), "虎门销烟纪念日", "visits") in near
    assert SHIPPED.near(dt.date(2026, 12, 31), 9)[1].day.year == 2027


def test_a_day_leads_to_the_work_that_is_done_on_it() -> None:
    asked = {each.title: each.leads_to for each in SHIPPED.near(dt.date(2026, 6, 4), 9)}
    assert asked["罂粟集中踏查结束"] == asked["大麻复查开始"] == "patrols"
    assert (asked["国际禁毒日"], asked["开学第一课"]) == ("visits", "quizzes")
    for work in ("settings", ""):
        with pytest.raises(ValueError, match="leads to"):
            parse_calendar({"key_date": [{"day": "06-26", "title": "x", "leads_to": work}]})


def test_a_file_without_rules_has_every_plot_looked_at_once_in_each_patrol_season() -> None:
    seasons = {"poppy": {"label": "集中踏查", "first": "04-15", "last": "06-10", "patrol": True},
               "sowing": {"label": "宣传", "first": "10-01", "last": "11-30"}}
    assert parse_calendar({"season": seasons}).patrol_rules == (PatrolRule("集中踏查", "04-15", "06-10"),)
    assert parse_calendar({"season": seasons, "patrol_rule": []}).patrol_rules == ()


def test_a_season_is_named_with_its_days() -> None:
    assert SHIPPED.season_words(Month(2026, 6)) == "罂粟集中踏查（4月15日至6月10日）"
    assert SHIPPED.season_words(Month(2026, 12)) == ""


def test_the_last_of_february_is_a_day_of_every_year() -> None:
    calendar = parse_calendar({"key_date": [{"day": "02-29", "title": "月末"}]})
    assert calendar.near(dt.date(2026, 2, 1), 1) == [NearDate(dt.date(2026, 2, 28), "月末", "visits")]


@pytest.mark.parametrize("file", [
    {"season": {"x": {"label": "x", "first": "06-31", "last": "07-01"}}},
    {"season": {"x": {"label": "x", "first": "07-01", "last": "06-01"}}},
    {"key_date": [{"day": "13-01", "title": "x"}]},
])
def test_days_that_do_not_exist_are_refused(file: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        parse_calendar(file)
