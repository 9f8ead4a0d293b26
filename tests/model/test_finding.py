"""What is wrong with a find: the report, the sampled count, the order of its steps; and its recheck."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.find_recheck import AGAIN, CLEAR, RECHECK_RESULT, find_values
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.model.kinds.finding import sampled_plants
from panhuang_desk.model.validate import check

TODAY = "2026-05-22"
FIND: dict[str, Any] = {
    **PLANT_FINDING.defaults(), "plot_check_id": "c", "species": "poppy", "plants": 37, "count_method": "each",
    "found_at": "2026-05-15 08:40", "reported_at": "2026-05-15 08:55", "reported_to": "某某派出所",
    "reported_person": "值班民警",
}


def wrong(**values: Any) -> dict[str, str]:
    return {p.field: p.message for p in check(PLANT_FINDING, {**FIND, **values}, TODAY) if not p.warning}


def odd(**values: Any) -> dict[str, str]:
    return {p.field: p.message for p in check(PLANT_FINDING, {**FIND, **values}, TODAY) if p.warning}


def test_plants_need_the_unit_the_person_and_the_time_of_their_report() -> None:
    assert not wrong()
    assert set(wrong(reported_at=None, reported_to=None, reported_person=None)) == {
        "reported_at", "reported_to", "reported_person"}
    assert not wrong(plants=0, reported_at=None, reported_to=None, reported_person=None)


@pytest.mark.parametrize(("density", "area", "plants"), [
    (12.5, 30, 375), (0.5, 5, 3), (1.05, 10, 11), (0, 40, 0), (2.675, 200, 535), (0.1, 4, 0)])
def test_a_sampled_count_is_density_times_area_rounded(density: float, area: float, plants: int) -> None:
    assert sampled_plants({"count_method": "sampled", "density": density, "grown_area": area}) == plants
    sampled = {"count_method": "sampled", "density": density, "grown_area": area}
    assert "plants" not in wrong(**sampled, plants=plants)
    assert f"是 {plants} 株" in wrong(**sampled, plants=plants + 1)["plants"]


def test_a_sampled_count_needs_both_numbers_and_one_by_one_needs_neither() -> None:
    assert set(wrong(count_method="sampled", density=None, grown_area=None)) == {"density", "grown_area"}
    assert sampled_plants({"count_method": "each", "density": 3.0, "grown_area": 4.0}) is None
    assert not wrong(count_method="each", density=None, grown_area=None)


@given(st.integers(0, 100_000), st.integers(0, 1_000_000))
def test_sampled_plants_are_rounded_half_up_exactly(hundredths: int, square_metres: int) -> None:
    found = sampled_plants({"count_method": "sampled", "density": hundredths / 100, "grown_area": square_metres})
    assert found == (hundredths * square_metres + 50) // 100


def test_steps_out_of_order_are_warned_about_and_can_be_kept() -> None:
    assert odd(uprooted=37, uprooted_at="2026-05-15 08:50") == {"uprooted_at": "铲除时间早于报告时间，请核对。"}
    assert not wrong(uprooted=37, uprooted_at="2026-05-15 08:50")
    assert odd(reported_at="2026-05-15 08:30") == {"reported_at": "报告时间早于发现时间，请核对。"}
    assert odd(confirmed_at="2026-05-15 08:50") == {"confirmed_at": "派出所到场时间早于报告时间，请核对。"}


def test_counting_after_the_report_is_as_it_should_be() -> None:
    assert not odd(counted_at="2026-05-15 10:30", confirmed_at="2026-05-15 09:30")
    assert odd(counted_at="2026-05-15 08:30") == {"counted_at": "计数时间早于发现时间，请核对。"}


def test_nobody_uproots_more_than_was_found() -> None:
    assert set(wrong(uprooted=38, uprooted_at="2026-05-15 10:00")) == {"uprooted"}
    assert set(wrong(uprooted=37)) == {"uprooted_at"}


def recheck(**values: Any) -> set[str]:
    whole = {**RECHECK_RESULT.defaults(), "rechecked_on": "2026-05-20", **values}
    return {problem.field for problem in check(RECHECK_RESULT, whole, TODAY) if not problem.warning}


def test_a_recheck_has_a_day_and_a_result_and_what_grew_again_is_a_whole_find() -> None:
    assert recheck() == {"result"}
    assert not recheck(result=CLEAR)
    assert recheck(result=CLEAR, rechecked_on="2026-05-23") == {"rechecked_on"}
    assert recheck(result=AGAIN, species=None) == {"people", "found_at", "species", "plants"}
    again: dict[str, Any] = {"people": 2, "found_at": "2026-05-20 09:00", "species": "poppy", "plants": 4,
                             "reported_at": "2026-05-20 09:10", "reported_to": "派出所", "reported_person": "民警"}
    assert not recheck(result=AGAIN, **again)
    assert recheck(result=AGAIN, **again, count_method="sampled") == {"density", "grown_area"}
    assert recheck(result=AGAIN, **{**again, "plants": 0}) == {"plants"}
    assert recheck(result=AGAIN, **{**again, "found_at": "2026-05-19 09:00"}) == {"found_at"}
    assert find_values({**again, "people": 2})["plants"] == 4
    assert "people" not in find_values(again)
