from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.clock import AHEAD_LIMIT_MS, absorb, is_ahead, next_stamp, stamp_ms

NOON = 1_795_000_000_123
YEAR = 365 * 24 * 3600 * 1000


def test_a_stamp_can_be_read_and_ends_with_its_replica():
    assert next_stamp("", NOON, "r1") == "2026-11-18T11:06:40.123Z.0000.r1"


def test_a_stamp_gives_its_time_back():
    assert stamp_ms(next_stamp("", NOON, "r1")) == NOON
    assert stamp_ms(next_stamp("", 0, "r1")) == 0


@given(st.lists(st.integers(-(2**50), 2**50), min_size=2, max_size=60))
def test_stamps_of_a_replica_grow_whatever_the_clock_does(times):
    stamps = [""]
    for time in times:
        stamps.append(next_stamp(stamps[-1], time, "r1"))
    assert stamps == sorted(set(stamps))


@given(st.integers(0, 2**47), st.integers(0, 2**47))
def test_stamps_sort_as_their_times_do(one, other):
    earlier, later = next_stamp("", one, "a"), next_stamp("", other, "a")
    assert (earlier < later) == (one < other)


def test_a_clock_set_back_by_a_year_keeps_the_order():
    before = next_stamp("", NOON, "r1")
    after = next_stamp(before, NOON - YEAR, "r1")
    assert after > before
    assert stamp_ms(after) == NOON


def test_a_full_counter_carries_into_the_next_millisecond():
    full = "2026-11-18T11:06:40.123Z.ffff.r1"
    assert next_stamp(full, NOON - YEAR, "r1") == "2026-11-18T11:06:40.124Z.0000.r1"


def test_what_was_seen_elsewhere_is_older_than_what_is_written_next():
    foreign = next_stamp("", NOON + AHEAD_LIMIT_MS, "zz")
    last = absorb(next_stamp("", NOON, "r1"), foreign, NOON)
    assert next_stamp(last, NOON, "a1") > foreign


def test_an_older_foreign_stamp_changes_nothing():
    last = next_stamp("", NOON, "r1")
    assert absorb(last, next_stamp("", NOON - YEAR, "zz"), NOON) == last
    assert absorb("", "", NOON) == ""


def test_a_stamp_more_than_a_day_ahead_is_not_believed():
    last, foreign = next_stamp("", NOON, "r1"), next_stamp("", NOON + AHEAD_LIMIT_MS + 1, "zz")
    assert is_ahead(foreign, NOON)
    assert absorb(last, foreign, NOON) == last
    assert not is_ahead(next_stamp("", NOON + AHEAD_LIMIT_MS, "zz"), NOON)


def test_at_one_moment_the_replica_decides():
    assert next_stamp("", NOON, "r1") < next_stamp("", NOON, "r2")
