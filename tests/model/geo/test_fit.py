"""Where pictures lie: world files, fixed points, sizes, datums."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.datum import GCJ02, from_wgs84
from panhuang_desk.model.geo.fit import (
    Fit,
    FitError,
    FixedPoint,
    check_size,
    fitted,
    in_wgs84,
    read_world_file,
    residuals,
)
from panhuang_desk.model.geo.measure import distance

TRUE = Fit(1.1e-5, 2e-7, 119.97, 1e-7, -0.9e-5, 33.36)
PLACES = ((10, 20), (1500, 80), (700, 1100), (1400, 1000))


def _points(fit: Fit = TRUE, places: tuple[tuple[float, float], ...] = PLACES) -> list[FixedPoint]:
    return [FixedPoint(column, line, fit.position(column, line)) for column, line in places]


@given(st.lists(st.tuples(st.floats(0, 4000), st.floats(0, 4000)), min_size=3, max_size=6))
def test_points_of_a_fit_give_it_back_or_are_refused(places: list[tuple[float, float]]) -> None:
    points = _points(TRUE, tuple(places))
    try:
        found = fitted(points)
    except FitError:
        return
    for column, line in ((0.0, 0.0), *places):
        assert distance(found.position(column, line), TRUE.position(column, line)) < 0.5


def test_a_wrong_point_shows_as_metres() -> None:
    points = _points()
    longitude, latitude = points[3].position
    wrong = [*points[:3], FixedPoint(1400, 1000, (longitude + 0.001, latitude))]
    assert max(residuals(fitted(points), points)) < 0.01
    missed = residuals(fitted(wrong), wrong)
    assert 5 < max(missed) < 93
    assert residuals(fitted(wrong[:3]), wrong[:3]) == pytest.approx((0, 0, 0), abs=1e-3)


@pytest.mark.parametrize(("places", "says"), [
    (((0, 0), (100, 100)), "还差 1 个"), (((0, 0), (500, 500), (1000, 1001)), "一条直线"),
    (((7, 7), (7, 7), (7, 7)), "一条直线")])
def test_too_little_to_go_by_is_said(places: tuple[tuple[float, float], ...], says: str) -> None:
    with pytest.raises(FitError, match=says):
        fitted(_points(TRUE, places))


def test_a_world_file_is_read_in_its_odd_order() -> None:
    fit = read_world_file("\ufeff0.00001\r\n0.0\r\n0.0\r\n-0.000009\r\n119.9705\r\n33.3602\r\n")
    assert fit == Fit(1e-5, 0, 119.9705, 0, -9e-6, 33.3602)
    assert Fit.of(fit.numbers) == fit


@pytest.mark.parametrize(("text", "says"), [
    ("0.5\n0\n0\n-0.5\n500123.2\n3695012.7", "投影坐标"), ("1 2 3", "六个数"), ("a b c d e f", "六个数"),
    ("1..2 0 0 1 2 3", "六个数"), ("", "六个数")])
def test_other_world_files_are_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(FitError, match=says):
        read_world_file(text)


@pytest.mark.parametrize(("fit", "says"), [
    (Fit(1e-5, 0, 33.36, 0, -1e-5, 119.9), "国外"), (Fit(0.01, 0, 119.9, 0, -0.01, 40.0), "几百公里"),
    (Fit(1e-5, 0, 119.9, 0, 1e-5, 33.3), "反的")])
def test_a_picture_elsewhere_is_refused(fit: Fit, says: str) -> None:
    with pytest.raises(FitError, match=says):
        check_size(fit, 1000, 1000)


def test_shrinking_keeps_every_place() -> None:
    small = TRUE.shrunk(0.25)
    # The left upper edge of the picture lies half a pixel before the middle of the first.
    assert small.position(-0.5, -0.5) == pytest.approx(TRUE.position(-0.5, -0.5), abs=1e-12)
    assert small.position(99.5, 49.5) == pytest.approx(TRUE.position(399.5, 199.5), abs=1e-12)


def test_a_picture_of_a_phones_map_comes_to_lie_in_wgs84() -> None:
    shifted = fitted([FixedPoint(column, line, from_wgs84(TRUE.position(column, line), GCJ02))
                      for column, line in PLACES])
    back = in_wgs84(shifted, GCJ02, 1600, 1200)
    for column, line in PLACES:
        assert distance(back.position(column, line), TRUE.position(column, line)) < 1.0
    assert distance(shifted.position(0, 0), TRUE.position(0, 0)) > 300
    assert math.isfinite(back.a)
