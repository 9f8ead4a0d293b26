"""What stands on the map: photos of patrols and never those of households, finds at their own place, tracks of days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.model.fields import Value
from panhuang_desk.model.geo.map_data import FIND, PHOTO
from panhuang_desk.services import maps, patrols, records, tracks
from panhuang_desk.services.map_paper import shown
from panhuang_desk.services.session import Session

from .helpers import open_village
from .track_files import PLANE, add_plot, gpx, put, straight

FOUND: dict[str, Value] = {"found_at": "2026-05-15 08:40", "species": "poppy", "plants": 37,
                           "reported_at": "2026-05-15 08:55", "reported_to": "派出所值班民警",
                           "reported_person": "值班民警"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def test_photos_of_patrols_are_on_the_map_and_those_of_households_are_not(session: Session) -> None:
    longitude, latitude = PLANE.position((50, 50))
    with session.store.action() as action:
        for table in ("patrol", "plot_check", "household", "visit"):
            action.save("photo", {"source_table": table, "source_id": table, "taken_at": "2026-05-15 08:40",
                                  "longitude": longitude, "latitude": latitude})
        action.save("photo", {"source_table": "patrol", "source_id": "patrol"})
    photos = [point for point in maps.map_of(session).points if point.layer == PHOTO]
    assert [point.about for point in photos] == ["5月15日 08:40 拍的照片"] * 2


def test_a_find_stands_where_it_was_made_else_on_its_plot(session: Session) -> None:
    plot = add_plot(session, "沟东", 0, 0)
    longitude, latitude = PLANE.position((33, 44))
    patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 2}, [
        patrols.PlotLook(plot, found=True, finding=FOUND)])
    find = next(point for point in maps.map_of(session).points if point.layer == FIND)
    assert PLANE.point(find.position) == pytest.approx((20, 20), abs=0.1)
    records.save_record(session, "plant_finding", {"longitude": longitude, "latitude": latitude}, find.id)
    moved = next(point for point in maps.map_of(session).points if point.layer == FIND)
    assert PLANE.point(moved.position) == pytest.approx((33, 44), abs=0.1)
    assert "罂粟 37 株" in moved.about


def test_tracks_of_the_days_asked_for_and_layers_left_out(session: Session, tmp_path: Path) -> None:
    add_plot(session, "沟东", 0, 0)
    tracks.import_tracks(session, put(tmp_path, gpx(straight())))
    whole = maps.map_of(session)
    assert len(whole.tracks) == 1
    assert maps.map_of(session, first="2026-05-05").tracks == ()
    assert maps.map_of(session, last="2026-05-03").tracks == ()
    assert shown(whole, frozenset({"plot", "track"})).empty


def test_plots_without_a_place_are_named(session: Session) -> None:
    placed = add_plot(session, "沟东", 0, 0)
    records.save_record(session, "plot", {"name": "西坡", "group_no": 1, "land_kind": "field",
                                          "active_from": "2026-01-01"})
    found = maps.village_map(session)
    assert [row.name for row in found.unplaced] == ["西坡"]
    assert set(found.rows) == {placed, found.unplaced[0].id}
    assert not maps.is_large(session)
