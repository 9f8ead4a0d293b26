"""The steps after a find: which are done, what comes next, what presses."""

from __future__ import annotations

from typing import Any

import pytest
from panhuang_desk.model.find_steps import (
    STATES,
    are_many,
    plants_left,
    state,
    steps,
    to_report_at_once,
    uprooted_before_the_report,
    waits,
)

WHOLE: dict[str, Any] = {
    "plants": 37, "found_at": "2026-05-15 08:40", "reported_at": "2026-05-15 08:55", "confirmed_at": "2026-05-15 09:30",
    "uprooted": 37, "uprooted_at": "2026-05-15 10:00", "destroyed_at": "2026-05-15 11:00",
}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WHOLE.items() if name not in names}


@pytest.mark.parametrize(("values", "expected"), [
    (without("reported_at", "confirmed_at", "uprooted", "uprooted_at", "destroyed_at"), "待报告"),
    (without("confirmed_at", "uprooted", "uprooted_at", "destroyed_at"), "已报告"),
    (without("uprooted", "uprooted_at", "destroyed_at"), "待铲除"),
    ({**WHOLE, "uprooted": 36}, "待铲除"),
    (without("destroyed_at"), "待销毁"),
    (WHOLE, "待复查"),
    ({"plants": 0, "found_at": "2026-05-15 08:40"}, "待复查"),
])
def test_a_find_stands_at_the_first_step_that_is_not_done(values: dict[str, Any], expected: str) -> None:
    assert STATES[state(values)] == expected


def test_only_a_closed_recheck_ends_a_find() -> None:
    assert STATES[state(WHOLE, "2026-05-30")] == "已办结"
    assert STATES[state(without("destroyed_at"), "2026-05-30")] == "待销毁"


def test_uprooting_some_plants_is_not_uprooting() -> None:
    done = {step.code: step.done for step in steps({**WHOLE, "uprooted": 36})}
    assert not done["uprooted"]
    assert plants_left({**WHOLE, "uprooted": 36}) == 1
    assert [step.label for step in steps(WHOLE, "2026-05-30") if step.done] == [
        "发现", "计数", "报告派出所", "到场", "铲除", "销毁", "复查"]


def test_plants_that_nobody_was_told_of_press() -> None:
    assert to_report_at_once({"plants": 1})
    assert not to_report_at_once({"plants": 0})
    assert not to_report_at_once(WHOLE)


def test_uprooting_before_the_report_is_seen() -> None:
    assert uprooted_before_the_report({**WHOLE, "uprooted_at": "2026-05-15 08:50"})
    assert uprooted_before_the_report(without("reported_at"))
    assert not uprooted_before_the_report(WHOLE)
    assert not uprooted_before_the_report({"plants": 3})


def test_a_photo_is_the_step_of_photographing() -> None:
    by_code = {step.code: step for step in steps(WHOLE, photographed_at="2026-05-15 08:42", photos=2)}
    assert (by_code["photographed"].done, by_code["photographed"].at) == (True, "2026-05-15 08:42")
    assert not {step.code: step for step in steps(WHOLE)}["photographed"].done
    assert {step.code: step for step in steps({**WHOLE, "photographed": 1})}["photographed"].done


@pytest.mark.parametrize(("values", "kinds"), [
    (without("reported_at", "confirmed_at", "uprooted", "uprooted_at", "destroyed_at"), ["report"]),
    (without("confirmed_at", "uprooted", "uprooted_at", "destroyed_at"), ["uproot"]),
    ({**WHOLE, "uprooted": 36}, ["uproot"]),
    (without("destroyed_at"), ["destroy"]),
    ({**without("destroyed_at"), "recheck_on": "2026-05-30"}, ["destroy", "recheck"]),
    (WHOLE, ["recheck"]),
    ({"plants": 0, "found_at": "2026-05-15 08:40"}, ["recheck"]),
])
def test_the_step_that_comes_next_waits(values: dict[str, Any], kinds: list[str]) -> None:
    assert [wait.kind for wait in waits(values) if wait.open] == kinds
    assert not any(wait.open and wait.done for wait in waits(values))


def test_what_was_done_says_how_it_ended() -> None:
    done = {wait.kind: (wait.on, wait.outcome) for wait in waits({**WHOLE, "destroyed_how": "burned"}) if wait.done}
    assert done == {"report": ("2026-05-15", "已报告派出所"), "uproot": ("2026-05-15", "铲除 37 株"),
                    "destroy": ("2026-05-15", "已焚烧")}


@pytest.mark.parametrize(("values", "many"), [
    ({"species": "poppy", "plants": 499}, False), ({"species": "poppy", "plants": 500}, True),
    ({"species": "cannabis", "plants": 4999}, False), ({"species": "cannabis", "plants": 5000}, True),
    ({"species": "poppy", "plants": 20, "growth_stage": "seedling", "grown_area": 200.0}, True),
    ({"species": "poppy", "plants": 20, "growth_stage": "flower", "grown_area": 200.0}, False),
    ({"species": "cannabis", "plants": 20, "growth_stage": "seedling", "grown_area": 1999.0}, False),
    ({"species": "unknown", "plants": 90000}, False), ({}, False),
])
def test_from_certain_numbers_on_nobody_but_the_police_touches_the_plants(values: dict[str, Any], many: bool) -> None:
    assert are_many(values) == many
