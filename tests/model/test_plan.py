"""The month's plan: everybody once, days alike, groups together, closed doors first; and whom the rules ask for."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.plan import (
    CALL_AGAIN,
    EVERYONE,
    KEY_GROUP,
    REASONS,
    Candidate,
    PlanRules,
    Wanted,
    block_start,
    plan,
    wanted,
    working_days,
)

TODAY = dt.date(2026, 11, 24)
MONTH = [dt.date(2026, 11, day) for day in range(1, 31)]


@st.composite
def households(draw: st.DrawFn) -> list[Wanted]:
    """Households in walking order, group after group."""
    sizes = draw(st.lists(st.integers(0, 30), max_size=9))
    reasons = st.sampled_from(REASONS)
    return [Wanted(f"{group}-{door}", group, draw(reasons))
            for group, size in enumerate(sizes, start=1) for door in range(size)]


days = st.integers(1, 30).map(lambda count: MONTH[-count:])


@given(households(), days, st.lists(st.integers(1, 3), max_size=20), st.integers(0, 25))
def test_everybody_is_planned_once_or_left(
    those: list[Wanted], days: list[dt.date], done: list[int], most: int,
) -> None:
    found = plan(those, days, done, most)
    planned = [each for day in found.days for each in day.wanted]
    assert sorted(each.id for each in (*planned, *found.left)) == sorted(each.id for each in those)
    assert [day.day for day in found.days] == sorted({day.day for day in found.days} & set(days))
    assert plan(those, days, done, most) == found
    if not most:
        assert not found.left


@given(households(), days)
def test_days_are_alike_but_for_the_ends_of_groups(those: list[Wanted], days: list[dt.date]) -> None:
    found = plan(those, days)
    if len(those) >= 4 * len(days):
        assert len(found.days) == len(days)
    count = max(len(found.days), 1)
    slack = len(those) // count // 4
    for day in found.days:
        assert abs(len(day.wanted) - len(those) / count) <= 2 * slack + 2 + slack / max(count - 1, 1)


@given(households(), days, st.integers(1, 25))
def test_no_day_has_more_than_asked_and_the_least_urgent_are_left(
    those: list[Wanted], days: list[dt.date], most: int,
) -> None:
    found = plan(those, days, most=most)
    assert all(len(day.wanted) <= most for day in found.days)
    assert len(found.left) == max(len(those) - most * len(days), 0)
    planned = [REASONS.index(each.reason) for day in found.days for each in day.wanted]
    assert max(planned, default=0) <= min((REASONS.index(each.reason) for each in found.left), default=9)


@given(households(), days, st.integers(0, 25))
def test_closed_doors_come_first_and_a_day_is_walked_in_order(
    those: list[Wanted], days: list[dt.date], most: int,
) -> None:
    found = plan(those, days, most=most)
    again = [day.day for day in found.days for each in day.wanted if each.reason == CALL_AGAIN]
    others = [day.day for day in found.days for each in day.wanted if each.reason != CALL_AGAIN]
    assert max(again, default=dt.date.min) <= min(others, default=dt.date.max)
    place = {each.id: place for place, each in enumerate(those)}
    for day in found.days:
        assert [place[each.id] for each in day.wanted] == sorted(place[each.id] for each in day.wanted)


@given(households(), days, st.data())
def test_what_was_done_today_shortens_today_and_leaves_the_other_days(
    those: list[Wanted], days: list[dt.date], data: st.DataObject,
) -> None:
    those = [attrs.evolve(each, reason=EVERYONE) for each in those]
    whole = plan(those, days)
    if not whole.days:
        return
    first = whole.days[0].wanted
    gone = set(data.draw(st.lists(st.sampled_from([each.id for each in first]), unique=True, max_size=len(first))))
    rest = plan([each for each in those if each.id not in gone], days, [
        each.group_no for each in those if each.id in gone])
    later = {day.day: {each.id for each in day.wanted} for day in whole.days[1:]}
    assert {day.day: {each.id for each in day.wanted} for day in rest.days if day.day != whole.days[0].day} == later


def test_groups_that_fit_are_kept_together() -> None:
    those = [Wanted(f"{group}-{door}", group, EVERYONE) for group, size in enumerate((9, 11, 10, 9, 12, 9), start=1)
             for door in range(size)]
    found = plan(those, MONTH[-6:])
    assert [{each.group_no for each in day.wanted} for day in found.days] == [{1}, {2}, {3}, {4}, {5}, {6}]


def test_nobody_goes_out_for_one_household_a_day() -> None:
    found = plan([Wanted(str(number), 1, EVERYONE) for number in range(9)], MONTH)
    assert [(day.day.day, len(day.wanted)) for day in found.days] == [(1, 5), (2, 4)]


def test_a_door_that_was_closed_today_waits_for_its_day() -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    those = [Wanted("closed", 1, CALL_AGAIN, tomorrow), Wanted("other", 1, EVERYONE, TODAY)]
    found = plan(those, working_days(TODAY, range(7)), done=[1])
    assert [[each.id for each in day.wanted] for day in found.days] == [["other"], ["closed"]]


def test_without_a_day_everybody_is_left() -> None:
    those = [Wanted("one", 1, KEY_GROUP)]
    assert plan(those, []).left == tuple(those)


def test_only_worked_days_count() -> None:
    assert [day.day for day in working_days(TODAY, (0, 1, 2, 3, 4))] == [24, 25, 26, 27, 30]
    assert working_days(dt.date(2026, 10, 31), (0, 1, 2, 3, 4)) == []


@pytest.mark.parametrize(("months", "start"), [(1, "2026-11-01"), (2, "2026-11-01"), (3, "2026-10-01"),
                                               (6, "2026-07-01"), (12, "2026-01-01")])
def test_months_are_counted_in_blocks_of_the_year(months: int, start: str) -> None:
    assert block_start(TODAY, months) == start


def test_each_household_has_its_most_urgent_reason() -> None:
    today = dt.date(2026, 12, 24)
    those = [
        Candidate("again", 1, True, last_met="2026-10-05", last_visit="2026-12-20", last_outcome="not_home"),
        Candidate("key", 1, True, last_met="2026-10-05", last_visit="2026-10-05", last_outcome="met"),
        Candidate("key met", 1, True, last_met="2026-12-05", last_visit="2026-12-05", last_outcome="met"),
        Candidate("never", 2),
        Candidate("this quarter", 2, last_met="2026-10-05", last_visit="2026-10-05", last_outcome="met"),
        Candidate("empty", 2, vacant=True),
        Candidate("refused today", 2, True, last_visit="2026-12-24", last_outcome="refused"),
    ]
    rules = PlanRules()
    assert [(each.id, each.reason, each.earliest.day) for each in wanted(those, rules, today)] == [
        ("again", CALL_AGAIN, 24), ("key", KEY_GROUP, 24), ("never", EVERYONE, 24), ("refused today", KEY_GROUP, 25)]
    assert [each.id for each in wanted(those, attrs.evolve(rules, key_groups=False, everyone=False), today)] == [
        "again"]
    assert wanted(those, attrs.evolve(rules, call_again=False, everyone=False), today)[0] == Wanted(
        "again", 1, KEY_GROUP, today)
    assert wanted(those, attrs.evolve(rules, call_again_days=6), today)[0].earliest.day == 26


def test_a_quarter_is_shared_out_over_its_months() -> None:
    those = [Candidate(str(number), 1, last_met="2026-11-02" if number < 20 else "") for number in range(120)]
    rules = PlanRules(key_groups=False)
    assert len(wanted(those, rules, TODAY)) == 40, "120 in two months, 20 of this month's 60 are done"
    assert len(wanted(those, rules, dt.date(2026, 12, 1))) == 100, "the last month takes all that is left"
    assert len(wanted(those, rules, dt.date(2027, 1, 4))) == 40
