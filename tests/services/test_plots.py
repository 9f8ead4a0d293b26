"""Where plots lie: any datum in, WGS-84 kept beside what was received, areas measured unless somebody typed one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.model.geo.datum import BD09, GCJ02, WGS84, from_wgs84
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, outline_shape, point_shape, read_shape
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services.plots import far_words, measured_mu, place_values, plots_with_shapes, shape_of
from panhuang_desk.services.records import save_record
from panhuang_desk.services.session import Session

from tests.services.helpers import open_village

MIDDLE = (119.97, 33.36)
PLANE = Plane(MIDDLE)
PLACE = ("outline", "received", "datum", "longitude", "latitude")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def square(side: float, datum: str = WGS84) -> Shape:
    """A square of so many metres around the middle, as a map of that datum would give it."""
    half = side / 2
    corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    return outline_shape([[[from_wgs84(PLANE.position(each), datum) for each in corners]]])


def a_plot(session: Session, name: str = "东大田", **values: object) -> str:
    saved = save_record(session, "plot", {"name": name, "group_no": 3, "land_kind": "field",
                                          "active_from": "2026-01-01", **values})  # type: ignore[dict-item]
    assert saved.record is not None, saved.problems
    return saved.record.id


@pytest.mark.parametrize("datum", [WGS84, GCJ02, BD09])
def test_a_shape_of_any_datum_is_kept_in_wgs84_and_as_received(session: Session, datum: str) -> None:
    values = place_values(square(100, datum), datum)
    assert set(values) == {*PLACE, "area_mu"} <= set(PLOT.by_name)
    assert values["datum"] == datum
    assert distance((values["longitude"], values["latitude"]), MIDDLE) < 1.5  # type: ignore[arg-type]
    assert values["area_mu"] == pytest.approx(15, rel=0.01)
    if datum == WGS84:
        assert values["received"] is None
    else:
        received = read_shape(str(values["received"]))
        assert received == square(100, datum).converted(lambda at: (round(at[0], 7), round(at[1], 7)))
        assert 300 < distance(received.point, MIDDLE) < 1500
    record = session.store.get("plot", a_plot(session, **values))
    assert record is not None
    assert shape_of(record) == read_shape(str(values["outline"]))


def test_an_area_that_was_typed_stays_and_one_that_was_measured_follows_the_outline() -> None:
    first = place_values(square(100))
    assert first["area_mu"] == 15.0
    assert place_values(square(50), known=first)["area_mu"] == 3.75
    assert "area_mu" not in place_values(square(50), known={**first, "area_mu": 14.0})
    assert "area_mu" not in place_values(square(50), known={"area_mu": 2.0})
    assert place_values(square(50), known={"area_mu": None})["area_mu"] == 3.75
    assert "area_mu" not in place_values(point_shape(MIDDLE))


def test_a_roof_of_a_few_square_metres_does_not_measure_as_nothing() -> None:
    assert 0 < measured_mu(square(1.5)) < 0.01
    assert measured_mu(None) == measured_mu(point_shape(MIDDLE)) == 0


def test_no_shape_empties_the_place_and_leaves_the_area() -> None:
    assert place_values(None) == dict.fromkeys(PLACE)


def test_plots_come_with_their_shapes_those_that_left_only_when_asked_for(session: Session) -> None:
    here = a_plot(session, "东大田", **place_values(square(100)))
    bare = a_plot(session, "西圩")
    typed = a_plot(session, "南河坡", longitude=119.98, latitude=33.36)
    broken = a_plot(session, "北荒地", outline="{}")
    gone = a_plot(session, "砖厂洼地", inactive_from="2026-05-01", inactive_reason="built_over")
    found = {each.row.id: each.shape for each in plots_with_shapes(session)}
    assert set(found) == {here, bare, typed, broken}
    assert found[bare] is found[broken] is None
    assert found[typed] == point_shape((119.98, 33.36))
    whole = found[here]
    assert whole is not None
    assert whole.is_outline
    assert gone in {each.row.id for each in plots_with_shapes(session, active_only=False)}


def test_thousands_of_places_are_compared_with_thousands_of_plots_at_once() -> None:
    around = [PLANE.position((60.0 * (at % 70), 60.0 * (at // 70))) for at in range(5000)]
    assert all(far_words(around, each) == "" for each in around)
    assert far_words(around, PLANE.position((-9000.0, 0.0))) == "离村里最近的地块 9 公里，请核对"
    assert far_words([], MIDDLE) == ""
