"""Tracks: what cannot be true is cut out, what is kept stays near, plots that were come by are proposed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.passed import Passed, Sight, passed
from panhuang_desk.model.geo.plane import Plane, to_segment
from panhuang_desk.model.geo.shape import Shape, outline_shape, point_shape
from panhuang_desk.model.geo.track import (
    BACKWARDS,
    DRONE,
    FOOT,
    JUMP,
    LIMITS,
    SPEED,
    Stretch,
    Track,
    cleaned,
    pack,
    simplified,
    unpack,
)
from shapely.geometry import LineString, Polygon

PLANE = Plane((119.97, 33.36))
NOON = 1_777_867_200.0

Points = list[tuple[float, float]]


def walk(points: Points, *, every: float = 10.0, heights: float = math.nan, angle: float = math.nan,
         timed: bool = True) -> Stretch:
    """A stretch through points in metres, one each `every` seconds."""
    count = len(points)
    return Stretch(tuple(PLANE.position(point) for point in points),
                   tuple(NOON + every * at if timed else math.nan for at in range(count)),
                   () if math.isnan(heights) else (heights,) * count, () if math.isnan(angle) else (angle,) * count)


def field(x: float, y: float, width: float = 40.0, height: float = 40.0) -> Shape:
    return outline_shape([[[PLANE.position(each) for each in (
        (x, y), (x + width, y), (x + width, y + height), (x, y + height))]]])


def straight(metres: float, step: float = 10.0) -> Points:
    return [(at * step, 0.0) for at in range(int(metres / step) + 1)]


def test_an_honest_walk_is_kept_whole() -> None:
    track = cleaned([walk(straight(1000))], LIMITS[FOOT])
    assert (track.count, track.cuts) == (101, ())
    assert track.metres == pytest.approx(1000, abs=0.5)
    assert track.seconds == pytest.approx(1000)
    assert (track.began, track.ended) == (NOON, NOON + 1000)


def test_one_wrong_position_is_left_out_and_told() -> None:
    points = straight(200)
    points[7] = (70.0, 900.0)
    track = cleaned([walk(points)], LIMITS[FOOT])
    assert [(cut.reason, cut.positions) for cut in track.cuts] == [(SPEED, 1)]
    assert (len(track.stretches), track.count) == (1, 20)
    assert track.metres == pytest.approx(200, abs=0.5)


def test_a_ride_home_parts_the_track_and_does_not_count() -> None:
    points = [*straight(200), *((5000.0 + at * 10, 0.0) for at in range(20))]
    track = cleaned([walk(points)], LIMITS[FOOT])
    assert [(cut.reason, cut.positions) for cut in track.cuts] == [(SPEED, 0)]
    assert [len(stretch.positions) for stretch in track.stretches] == [21, 20]
    assert track.metres == pytest.approx(390, abs=0.5)


def test_a_ride_is_cut_out_as_one() -> None:
    ride = [(200.0 + 150 * at, 0.0) for at in range(1, 31)]
    points = [*straight(200), *ride, *((ride[-1][0] + 10 * at, 0.0) for at in range(1, 20))]
    track = cleaned([walk(points)], LIMITS[FOOT])
    assert [(cut.reason, cut.positions) for cut in track.cuts] == [(SPEED, 29)]
    assert track.metres == pytest.approx(390, abs=0.5)


def test_a_drone_may_fly_as_fast_as_no_walker() -> None:
    points = straight(2000, 200)
    assert cleaned([walk(points)], LIMITS[DRONE]).cuts == ()
    assert cleaned([walk(points)], LIMITS[FOOT]).cuts != ()


def test_without_times_only_a_jump_is_cut() -> None:
    points = [*straight(200), (3000.0, 0.0), (3010.0, 0.0)]
    track = cleaned([walk(points, timed=False)], LIMITS[FOOT])
    assert [cut.reason for cut in track.cuts] == [JUMP]
    assert track.seconds == 0
    assert math.isnan(track.began)


def test_moments_that_run_back_part_the_track() -> None:
    one = walk(straight(200))
    moments = (*one.moments[:10], *(moment - 5000 for moment in one.moments[10:]))
    track = cleaned([Stretch(one.positions, moments)], LIMITS[FOOT])
    assert BACKWARDS in [cut.reason for cut in track.cuts]
    assert sum(len(stretch.positions) for stretch in track.stretches) == 21


def test_a_break_for_lunch_is_no_time_on_patrol() -> None:
    one = walk(straight(200))
    moments = (*one.moments[:10], *(moment + 7200 for moment in one.moments[10:]))
    assert cleaned([Stretch(one.positions, moments)], LIMITS[FOOT]).seconds < 600


def test_nothing_of_nothing() -> None:
    assert cleaned([], LIMITS[FOOT]) == Track(())
    assert cleaned([Stretch((), ())], LIMITS[FOOT]) == Track(())
    assert passed({"a": field(0, 0)}, [], FOOT) == ()


points_of_a_walk = st.lists(st.tuples(st.floats(-20, 20), st.floats(-20, 20)), min_size=1, max_size=80)


@given(points_of_a_walk)
def test_what_is_cut_and_what_is_kept_is_everything(steps: Points) -> None:
    x = y = 0.0
    points: Points = []
    for east, north in steps:
        x, y = x + 5 * east, y + 5 * north
        points.append((x, y))
    track = cleaned([walk(points)], LIMITS[FOOT])
    assert track.count + sum(cut.positions for cut in track.cuts) >= len(points)
    assert track.count <= len(points)
    assert track.count >= 1
    for stretch in track.stretches:
        flat = PLANE.points(stretch.positions)
        for at in range(1, len(flat)):
            assert math.dist(flat[at - 1], flat[at]) <= 4.001 * max(stretch.moments[at] - stretch.moments[at - 1], 1)


@given(points_of_a_walk)
def test_a_kept_track_is_within_two_metres_of_the_recorded_one(steps: Points) -> None:
    x = y = 0.0
    points: Points = []
    for east, north in steps:
        x, y = x + east, y + north
        points.append((x, y))
    track = cleaned([walk(points, timed=False)], LIMITS[FOOT])
    small = simplified(track)
    assert (small.metres, small.seconds, small.cuts) == (track.metres, track.seconds, track.cuts)
    for before, after in zip(track.stretches, small.stretches, strict=True):
        line = PLANE.points(after.positions)
        for point in PLANE.points(before.positions):
            assert min(to_segment(point, line[max(at - 1, 0)], line[at]) for at in range(len(line))) <= 2.01


@given(points_of_a_walk, st.booleans(), st.sampled_from([math.nan, 50.0]))
def test_what_is_packed_is_unpacked_to_a_decimetre(points: Points, timed: bool, height: float) -> None:
    one = walk(points, timed=timed, heights=height)
    (other,) = unpack(pack(Track((one,))))
    for here, there in zip(PLANE.points(one.positions), PLANE.points(other.positions), strict=True):
        assert math.dist(here, there) < 0.15
    assert [round(moment, 1) for moment in one.moments if moment == moment] == [
        moment for moment in other.moments if moment == moment]
    assert other.heights == one.heights


@pytest.mark.parametrize("text", ["[1]", '[{"p":[[1]]}]', '[{"p":[[1,2]],"t":[1,2]}]', "{}[", '[{"t":[1]}]'])
def test_a_damaged_track_is_no_track(text: str) -> None:
    with pytest.raises(ValueError):
        unpack(text)


def test_plots_within_thirty_metres_were_passed_on_foot() -> None:
    plots = {"at the way": field(50, 29), "behind the hedge": field(100, 31), "crossed": field(150, -20),
             "further on": field(400, 5)}
    found = {each.plot: each for each in passed(plots, [walk(straight(300))], FOOT)}
    assert set(found) == {"at the way", "crossed"}
    assert found["at the way"].metres == pytest.approx(29, abs=0.1)
    assert found["crossed"].metres == 0
    assert found["crossed"].share == 1.0
    assert found["at the way"].share < 0.1


def test_they_stand_in_the_order_of_the_way_with_their_moments() -> None:
    plots = {"last": field(250, 0), "first": field(0, 0), "middle": point_shape(PLANE.position((120, 10)))}
    found = passed(plots, [walk(straight(300))], FOOT)
    assert [each.plot for each in found] == ["first", "middle", "last"]
    assert [each.moment for each in found] == sorted(each.moment for each in found)
    assert found[0].moment == pytest.approx(NOON + 10, abs=1)


def test_a_drone_sees_as_far_as_its_height_and_camera_let_it() -> None:
    plots = {"beside": field(100, 30)}
    low, high = walk(straight(300), heights=40.0), walk(straight(300), heights=100.0)
    assert passed(plots, [low], DRONE) == ()
    assert passed(plots, [high], DRONE)[0].share > 0.5
    assert passed(plots, [walk(straight(300), heights=100.0, angle=0.0)], DRONE) == ()
    assert passed(plots, [walk(straight(300), heights=100.0, angle=-90.0)], DRONE) != ()
    assert passed(plots, [walk(straight(300))], DRONE, Sight(height=100.0)) != ()


ways = st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=2, max_size=8, unique=True)
corners = st.tuples(st.integers(-300, 300), st.integers(-300, 300), st.integers(20, 120), st.integers(20, 120))


@given(ways, st.lists(corners, min_size=1, max_size=6))
def test_what_was_passed_and_seen_against_an_independent_library(
    way: list[tuple[int, int]], boxes: list[tuple[int, int, int, int]],
) -> None:
    points = [(float(x), float(y)) for x, y in way]
    line = LineString(points)
    found = {each.plot: each for each in passed(
        {str(at): field(*map(float, box)) for at, box in enumerate(boxes)}, [walk(points, timed=False)], FOOT)}
    for at, (x, y, width, height) in enumerate(boxes):
        plot = Polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
        far = plot.distance(line)
        if abs(far - 30) > 0.5:
            assert (str(at) in found) == (far < 30)
        if str(at) in found:
            seen: Passed = found[str(at)]
            assert seen.metres == pytest.approx(far, abs=0.3)
            assert seen.share == pytest.approx(plot.intersection(line.buffer(30)).area / plot.area, abs=0.09)


def test_a_pause_after_which_somebody_goes_on_elsewhere_parts_the_track() -> None:
    before, after = [(0.0, 0.0), (10.0, 0.0)], [(20_000.0, 0.0), (20_010.0, 0.0)]
    moments = (NOON, NOON + 10, NOON + 8 * 3600, NOON + 8 * 3600 + 10)
    track = cleaned([Stretch(tuple(map(PLANE.position, before + after)), moments)], LIMITS[FOOT])
    assert [len(stretch.positions) for stretch in track.stretches] == [2, 2]
    assert [cut.reason for cut in track.cuts] == [JUMP]
    assert track.metres == pytest.approx(20, abs=0.1)


def test_a_straight_piece_across_a_country_is_looked_along_in_no_time() -> None:
    way = Stretch((PLANE.position((0, 0)), PLANE.position((400_000, 300_000))), (math.nan, math.nan))
    middle = point_shape(PLANE.position((200_000, 150_000)))
    aside = point_shape(PLANE.position((200_000, 149_000)))
    assert [each.plot for each in passed({"on it": middle, "aside": aside}, [way], FOOT)] == ["on it"]
