"""Small cells: what stands on paper never tells a 1 from a 2, not even by subtraction."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.privacy import FEW, NOTHING, WITHHELD, is_small, rate_is_safe, show_column, show_count

cells = st.one_of(st.none(), st.integers(0, 6), st.integers(0, 400))


@pytest.mark.parametrize(("count", "printed"), [(0, "0"), (1, "<3"), (2, "<3"), (3, "3"), (88, "88"), (None, "—")])
def test_a_count_alone(count: int | None, printed: str) -> None:
    assert show_count(count) == printed


@pytest.mark.parametrize(("k", "n", "safe"), [(0, 5, True), (1, 5, False), (2, 2, False), (0, 1, False), (3, 3, True),
                                              (None, None, True)])
def test_a_rate_prints_only_where_it_gives_no_small_count_away(k: int | None, n: int | None, safe: bool) -> None:
    assert rate_is_safe(k, n) is safe


def test_a_second_cell_is_withheld_where_the_total_would_give_the_first_away() -> None:
    assert show_column([1, 26, 30, 0]) == (("<3", "*", "30", "0"), "57")


def test_nothing_more_is_withheld_where_the_total_leaves_it_open() -> None:
    assert show_column([1, 2, 30]) == (("<3", "<3", "30"), "33")


def test_the_total_is_withheld_where_no_part_is_left_to_withhold() -> None:
    assert show_column([1, 1, 0]) == (("<3", "<3", "0"), "*")
    assert show_column([2, 0]) == (("<3", "0"), "<3")


def test_parts_without_data_print_a_dash_and_add_nothing() -> None:
    assert show_column([None, 5, 7]) == (("—", "5", "7"), "12")
    assert show_column([None, None]) == (("—", "—"), "—")


@given(st.lists(cells, max_size=9))
def test_every_cell_prints_its_count_or_is_withheld_by_rule(counts: list[int | None]) -> None:
    printed, _ = show_column(counts)
    for count, text in zip(counts, printed, strict=True):
        if count is None:
            assert text == NOTHING
        elif is_small(count):
            assert text == FEW
        else:
            assert text in (str(count), WITHHELD)
            assert count or text == "0"


@given(st.lists(cells, max_size=9))
def test_a_reader_of_the_whole_column_cannot_tell_any_small_count(counts: list[int | None]) -> None:
    printed, total = show_column(counts)
    few = printed.count(FEW)
    if total in (WITHHELD, NOTHING) or not few:
        return
    open_sum = sum(int(text) for text in printed if text.isdigit())
    totals = [1, 2] if total == FEW else [int(total)]
    for cell in range(few):
        possible = {small[cell] for small in product((1, 2), repeat=few) for whole in totals
                    if _fits(whole - open_sum - sum(small), printed.count(WITHHELD))}
        assert possible == {1, 2}


def _fits(rest: int, withheld: int) -> bool:
    """Whether so many withheld cells, each 3 or more, can make up the rest."""
    return rest >= 3 * withheld if withheld else rest == 0
