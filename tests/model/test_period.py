"""Spans of months: their text forms, their neighbours, and the words that reports use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import PUBLICITY, Period

months = st.builds(Month, st.integers(2020, 2035), st.integers(1, 12))
periods = st.builds(lambda first, more: Period(first, first.plus(more)), months, st.integers(0, 30))


@given(periods)
def test_a_period_is_read_back_from_its_text(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods)
def test_the_span_before_and_the_span_after_join_without_a_gap(period: Period) -> None:
    assert period.previous.last.plus(1) == period.first
    assert period.coming.first == period.last.plus(1)
    assert period.previous.months == period.coming.months == period.year_ago.months == period.months


@pytest.mark.parametrize(("text", "label", "form", "first", "last"), [
    ("2026-06", "2026年6月", "month", "2026-06", "2026-06"),
    ("2026-06-publicity", "2026年6月", PUBLICITY, "2026-06", "2026-06"),
    ("2026-Q2", "2026年第二季度", "quarter", "2026-04", "2026-06"),
    ("2026-H2", "2026年下半年", "half", "2026-07", "2026-12"),
    ("2026", "2026年", "year", "2026-01", "2026-12"),
    ("2026-02..2026-05", "2026年2月至5月", "range", "2026-02", "2026-05"),
    ("2025-11..2026-01", "2025年11月至2026年1月", "range", "2025-11", "2026-01"),
    ("2026-02..2026-04", "2026年2月至4月", "range", "2026-02", "2026-04"),
])
def test_text_forms(text: str, label: str, form: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.label, period.form, str(period.first), str(period.last)) == (label, form, first, last)
    assert str(period) == text


def test_whole_quarters_written_as_a_range_are_that_quarter() -> None:
    assert str(Period.parse("2026-04..2026-06")) == "2026-Q2"
    assert str(Period.parse("2026-05..2026-05")) == "2026-05"


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "2026-05..2026-03", "2026-06-party", "26-06", "2026-H3"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2026-06", "2026-06-publicity", "2026-Q2", "2026-H1", "2026-H2", "2026",
                                  "2026-02..2026-05"])
def test_every_form_has_its_words(text: str) -> None:
    words = Period.parse(text).words
    assert words.this
    assert words.previous
    assert words.paper


def test_a_year_to_date_needs_no_second_column() -> None:
    assert [Period.parse(text).is_year_to_date for text in ("2026-01", "2026-Q1", "2026-H1", "2026", "2026-02")] == [
        True, True, True, True, False]
