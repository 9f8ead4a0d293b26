"""Labels that never cover each other, and scale bars of round numbers."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.map_layout import Label, Taken, place_labels, scale_length

LABELS = st.lists(st.builds(
    Label, st.just("地"), st.floats(0, 300), st.floats(0, 300), st.floats(4, 80), st.just(14.0), st.integers(0, 3),
    st.sampled_from((0.0, 8.0))), max_size=40)


@given(LABELS)
def test_no_two_labels_overlap(labels: list[Label]) -> None:
    placed = place_labels(labels)
    for one, other in itertools.combinations(placed, 2):
        assert (one.left + one.label.width <= other.left or other.left + other.label.width <= one.left
                or one.top + one.label.height <= other.top or other.top + other.label.height <= one.top)


def test_the_more_important_label_gets_the_place() -> None:
    plot, find = Label("菜地", 50, 50, 40, 14, 2), Label("罂粟 37 株", 50, 50, 60, 14, 0)
    first = place_labels([plot, find])[0]
    assert first.label is find
    assert (first.left, first.top) == (20, 43)


def test_signs_stay_uncovered() -> None:
    taken = Taken()
    taken.take(0, 0, 100, 100)
    assert place_labels([Label("地", 50, 50, 10, 10, 0)], taken) == []


@given(st.floats(0.5, 1e6))
def test_a_scale_bar_is_round_and_not_too_long(longest: float) -> None:
    metres, words = scale_length(longest)
    assert metres <= max(longest, 1)
    assert metres * 2.5 >= min(longest, metres * 2.5)
    assert str(metres)[0] in "125"
    assert set(str(metres)[1:]) <= {"0"}
    assert words.endswith(("米", "公里"))


def test_a_kilometre_is_said_as_one() -> None:
    assert scale_length(1999) == (1000, "1 公里")
    assert scale_length(999) == (500, "500 米")
