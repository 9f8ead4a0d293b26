"""Rounds of the patrol year, and how a plot stands: looked at, due, overdue; what was not looked at never counts."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.season import (
    DONE,
    DUE,
    GRACE_DAYS,
    NOT_DUE,
    OVERDUE,
    PatrolRule,
    PlotFacts,
    missed,
    read_rules,
    rounds,
    standing,
)
from panhuang_desk.services.resources import Resources

SHIPPED = Resources().calendar.patrol_rules
FIELD = PlotFacts("field", False, "2025-01-01")
FORMER = PlotFacts("field", True, "2025-01-01")


def of_2026() -> list[tuple[str, str, str]]:
    return [(each.label, each.first[5:], each.last[5:]) for each in rounds(SHIPPED, "2026-04-01", "2026-06-30")
            if each.number]


def test_the_spring_has_six_rounds_that_leave_no_day_out() -> None:
    assert of_2026() == [
        ("第1轮", "04-15", "04-30"), ("第2轮", "05-01", "05-07"), ("第3轮", "05-08", "05-14"),
        ("第4轮", "05-15", "05-21"), ("第5轮", "05-22", "05-31"), ("第6轮", "06-01", "06-10")]


def test_rounds_are_those_that_touch_the_days_asked_for() -> None:
    assert [each.label for each in rounds(SHIPPED, "2026-05-14", "2026-05-15") if each.number] == ["第3轮", "第4轮"]
    assert rounds(SHIPPED, "2026-12-01", "2026-12-31") == ()


def at(day: str, plot: PlotFacts = FIELD, *looked: str) -> tuple[str, str, str]:
    plot = PlotFacts(plot.land_kind, plot.former, plot.active_from, plot.inactive_from, looked)
    around = rounds(SHIPPED, "2026-01-01", "2026-12-31")
    found = standing(plot, around, day)
    return found.code, found.round.label if found.round else "", found.day


def test_a_plot_is_due_in_a_round_until_it_was_looked_at() -> None:
    assert at("2026-04-20") == (DUE, "第1轮", "2026-04-30")
    assert at("2026-04-20", FIELD, "2026-04-16") == (DONE, "第1轮", "2026-04-16")
    assert at("2026-05-02", FIELD, "2026-04-16") == (DUE, "第2轮", "2026-05-07")


def test_a_missed_round_makes_it_overdue_until_it_is_made_good() -> None:
    assert at("2026-05-02") == (OVERDUE, "第1轮", "2026-04-30")
    assert at("2026-05-02", FIELD, "2026-05-02") == (DONE, "第2轮", "2026-05-02")
    assert at("2026-06-12", FIELD, "2026-05-30")[0] == OVERDUE
    assert at("2026-06-10", FIELD, "2026-06-10")[0] == DONE


def test_long_after_a_round_it_is_a_gap_and_no_work() -> None:
    assert at("2026-06-24")[0] == OVERDUE
    assert at("2026-06-25")[0] == NOT_DUE
    assert at("2026-12-01") == (NOT_DUE, "", "")


def test_a_former_find_is_due_every_week_of_the_season() -> None:
    looked = "2026-04-16"
    assert at("2026-04-24", FIELD, looked)[0] == DONE
    assert at("2026-04-24", FORMER, looked)[:2] == (DUE, "曾查获点位每周一次")


def test_in_summer_only_the_wild_places_are_looked_at() -> None:
    assert at("2026-07-15")[0] == NOT_DUE
    assert at("2026-07-15", PlotFacts("riverbank", False, "2025-01-01")) == (DUE, "大麻复查", "2026-09-30")


def test_a_plot_is_not_asked_for_before_it_came_or_after_it_went() -> None:
    assert at("2026-04-20", PlotFacts("field", False, "2026-04-21"))[0] == NOT_DUE
    assert at("2026-05-02", PlotFacts("field", False, "2026-05-01"))[0] == DUE
    assert at("2026-04-20", PlotFacts("field", False, "2025-01-01", "2026-04-20"))[0] == NOT_DUE


def test_a_round_that_was_missed_stays_missed_although_somebody_came_later() -> None:
    first = rounds(SHIPPED, "2026-04-15", "2026-04-15")[-1]
    assert first.number == 1
    assert missed(PlotFacts("field", False, "2025-01-01", "", ("2026-05-01",)), first)
    assert not missed(PlotFacts("field", False, "2025-01-01", "", ("2026-04-30",)), first)
    assert not missed(PlotFacts("field", False, "2026-05-01"), first)


days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)).map(dt.date.isoformat)
rules = st.builds(lambda span, every, former: PatrolRule("x", min(span)[5:], max(span)[5:], every, (), former),
                  st.tuples(days, days), st.integers(0, 40), st.booleans())


@given(rules)
def test_the_rounds_of_a_rule_are_its_span_once_each_day(rule: PatrolRule) -> None:
    found = sorted(rounds((rule,), "2026-01-01", "2026-12-31"), key=lambda each: each.first)
    assert (found[0].first[5:], found[-1].last[5:]) == (rule.first, rule.last)
    for one, other in itertools.pairwise(found):
        assert dt.date.fromisoformat(other.first) - dt.date.fromisoformat(one.last) == dt.timedelta(days=1)


@given(st.lists(rules, max_size=4), st.lists(days, max_size=6, unique=True), days, st.booleans())
def test_looking_on_the_day_leaves_nothing_due(of: list[PatrolRule], looked: list[str], day: str, former: bool) -> None:
    around = rounds(of, "2025-12-01", "2027-01-31")
    before = tuple(sorted(each for each in looked if each < day))
    found = standing(PlotFacts("field", former, "2020-01-01", "", before), around, day)
    after = standing(PlotFacts("field", former, "2020-01-01", "", (*before, day)), around, day)
    assert after.code in (DONE, NOT_DUE)
    assert (after.code == DONE) == any(each.holds(day) and each.asks("field", former) for each in around)
    if found.code == OVERDUE:
        assert (dt.date.fromisoformat(day) - dt.date.fromisoformat(found.day)).days in range(1, GRACE_DAYS + 1)
    if found.code == DUE:
        assert found.day >= day


@pytest.mark.parametrize("item", [
    {"label": "x", "first": "02-30", "last": "03-01"}, {"label": "x", "first": "05-01", "last": "04-01"},
    {"label": "x", "first": "04-01", "last": "05-01", "every_days": -1},
    {"label": "x", "first": "04-01", "last": "05-01", "every_days": 400},
])
def test_rules_that_make_no_sense_are_refused(item: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        read_rules([item])
