"""Rates, intervals, verdicts and how figures print."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.figures import (
    BY_CODE,
    FIGURES,
    MISSED,
    NO_DATA,
    REACHED,
    TOO_FEW,
    How,
    show_interval,
    show_share,
    show_value,
    verdict,
    wilson,
)
from panhuang_desk.model.report import FigureValue

CONTRACT = (
    "visits", "households_active", "households_met", "household_coverage", "not_home", "sheets_valid",
    "awareness_by_person", "awareness_by_answer", "awareness_verdict", "patrols", "plots_active", "plots_checked",
    "plot_coverage", "area_checked_mu", "findings", "plants_found", "plants_uprooted", "follow_ups_raised",
    "follow_ups_closed", "follow_ups_open", "follow_ups_overdue",
)

counts = st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_every_figure_of_the_contract_is_there() -> None:
    assert set(CONTRACT) <= set(BY_CODE)


def test_codes_are_unique_and_every_part_of_a_rate_is_a_count() -> None:
    assert len(BY_CODE) == len(FIGURES)
    for figure in FIGURES:
        assert figure.label
        assert figure.definition.endswith("。")
        if figure.how in (How.RATE, How.VERDICT):
            assert {BY_CODE[figure.numerator].how, BY_CODE[figure.denominator].how} <= {How.COUNT, How.SUM}
            assert not figure.source
        else:
            assert figure.source


@pytest.mark.parametrize(("k", "n", "low", "high"), [
    (95, 100, "88.82", "97.85"), (388, 400, "94.83", "98.28"), (389, 400, "95.14", "98.46"),
    (30, 30, "88.65", "100.00"),
])
def test_wilson_gives_the_published_check_values(k: int, n: int, low: str, high: str) -> None:
    assert tuple(f"{100 * end:.2f}" for end in wilson(k, n)) == (low, high)


@given(counts)
def test_wilson_holds_the_share_and_stays_within_0_and_1(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1


@pytest.mark.parametrize(("wrong", "smallest"), [(0, 73), (1, 110), (2, 142), (3, 173), (5, 230), (10, 363)])
def test_the_smallest_samples_that_reach_the_target(wrong: int, smallest: int) -> None:
    assert verdict(smallest - wrong, smallest) == REACHED
    assert verdict(smallest - 1 - wrong, smallest - 1) == TOO_FEW


@pytest.mark.parametrize(("k", "n", "word"), [
    (0, 0, NO_DATA), (0, 5, MISSED), (19, 20, TOO_FEW), (9496, 10_000, MISSED), (388, 400, TOO_FEW),
    (389, 400, REACHED),
    (94_999, 100_000, MISSED), (95_000, 100_000, TOO_FEW), (20_000, 20_000, REACHED),
])
def test_verdicts(k: int, n: int, word: str) -> None:
    assert verdict(k, n) == word


@given(counts)
def test_the_verdict_agrees_with_the_interval(pair: tuple[int, int]) -> None:
    k, n = pair
    low = wilson(k, n)[0]
    if math.isclose(low, 0.95, abs_tol=1e-12):
        return
    expected = REACHED if low > 0.95 else TOO_FEW if Fraction(k, n) >= Fraction(95, 100) else MISSED
    assert verdict(k, n) == expected


@pytest.mark.parametrize(("k", "n", "decimals", "shown"), [
    (9496, 10_000, 2, "94.96%"), (94_996, 100_000, 2, "94.99%"), (19, 20, 2, "95.00%"), (859, 1000, 1, "85.9%"),
    (9999, 10_000, 1, "99.9%"), (0, 7, 2, "0.00%"), (7, 7, 1, "100.0%"), (2, 3, 1, "66.7%"), (1, 8, 2, "12.50%"),
    (0, 0, 2, "—"),
])
def test_shares_print_half_up_and_never_across_a_target(k: int, n: int, decimals: int, shown: str) -> None:
    assert show_share(k, n, decimals, (95,)) == shown


@given(counts)
def test_a_printed_share_reaches_a_target_exactly_when_the_share_does(pair: tuple[int, int]) -> None:
    k, n = pair
    printed = Fraction(show_share(k, n, 2, (95,))[:-1])
    assert (printed >= 95) == (100 * k >= 95 * n)
    assert (printed == 100) == (k == n)
    assert abs(printed - Fraction(100 * k, n)) <= Fraction(1, 100)


def test_values_print_by_what_they_are() -> None:
    def value(number: int | float | str | None, code: str = "visits", **more: int) -> FigureValue:
        return FigureValue(code, "", number, **more)

    assert show_value(value(None)) == "—"
    assert show_value(value(0)) == "0"
    assert show_value(value(12.5)) == "12.5"
    assert show_value(value(12.0)) == "12"
    assert show_value(value("未达标")) == "未达标"
    assert show_value(value(0.94996, "awareness_by_person", numerator=94_996, denominator=100_000)) == "94.99%"
    assert show_value(value(0.859, "household_coverage", numerator=859, denominator=1000)) == "85.9%"
    assert show_value(value(None, "household_coverage", numerator=0, denominator=0)) == "—"


def test_an_interval_never_claims_the_target_by_rounding() -> None:
    assert show_interval(FigureValue("x", "", 0.97, interval=wilson(388, 400))) == "94.83%–98.28%"
    assert show_interval(FigureValue("x", "", 0.97, interval=(0.949_996, 0.99))) == "94.99%–99.00%"
    assert show_interval(FigureValue("x", "", None)) == "—"
