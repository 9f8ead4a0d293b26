"""Outlines of the village and pictures of the ground: kept, shown, deleted, undone, and checked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.model.geo.datum import GCJ02, WGS84, from_wgs84
from panhuang_desk.model.geo.fit import FitError
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import Shape, outline_shape, write_shape
from panhuang_desk.model.values import Village
from panhuang_desk.services import base_map, maps
from panhuang_desk.services.base_map import GroundPicture
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.check import check_file
from PIL import Image

from .helpers import TODAY, VILLAGE, open_village

PLANE = Plane((119.97, 33.36))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def _square(side: float) -> Shape:
    return outline_shape([[[PLANE.position(at) for at in ((0, 0), (side, 0), (side, side), (0, side))]]])


def _picture(folder: Path, world: str = "") -> GroundPicture:
    path = folder / "航拍.png"
    Image.new("RGB", (400, 300), "green").save(path)
    if world:
        path.with_suffix(".pgw").write_text(world)
    return base_map.read_ground_picture_file(path)


def test_outlines_are_drawn_once_for_the_village_and_each_group(session: Session) -> None:
    assert base_map.save_area(session, _square(900), "village").ok
    assert base_map.save_area(session, _square(400), "group", 2).ok
    again = base_map.save_area(session, _square(500), "group", 2)
    assert [(area.name, area.level) for area in maps.areas(session)] == [("2 组", "group"), (VILLAGE.name, "village")]
    session.store.undo(again.changes.action_id)
    group = next(area for area in maps.areas(session) if area.level == "group")
    assert write_shape(group.shape) == write_shape(_square(400))
    changes = base_map.delete_area(session, group.id)
    assert len(maps.areas(session)) == 1
    session.store.undo(changes.action_id)
    assert len(maps.areas(session)) == 2


def test_a_world_file_places_a_picture_in_its_datum(session: Session, tmp_path: Path) -> None:
    corner = from_wgs84((119.97, 33.36), GCJ02)
    picture = _picture(tmp_path, f"0.00001\n0\n0\n-0.000009\n{corner[0]}\n{corner[1]}")
    placing = base_map.place(picture, GCJ02)
    assert distance(placing.fit.position(0, 0), (119.97, 33.36)) < 1.0
    saved = base_map.keep_picture(session, picture, placing)
    assert saved.record is not None
    assert base_map.picture_fit(saved.record) == placing.fit
    assert base_map.picture_image(session, saved.record.id) == picture.image


def test_points_place_a_picture_and_say_how_well(session: Session, tmp_path: Path) -> None:
    picture = _picture(tmp_path)
    with pytest.raises(FitError, match="坐标文件"):
        base_map.place(picture, WGS84)
    typed = [(column, line, PLANE.position((column, -line))) for column, line in ((0, 0), (400, 0), (0, 300))]
    assert max(base_map.placed_by(picture, typed, WGS84).misses) < 0.01
    wrong = [*typed, (400.0, 300.0, PLANE.position((440, -300)))]
    assert 5 < max(base_map.placed_by(picture, wrong, WGS84).misses) < 20
    turned = [(column, line, (latitude, longitude)) for column, line, (longitude, latitude) in typed]
    with pytest.raises((FitError, ValueError)):
        base_map.placed_by(picture, turned, WGS84)


def test_one_picture_is_shown_and_all_of_it_can_be_undone(session: Session, tmp_path: Path) -> None:
    picture = _picture(tmp_path, "0.00001\n0\n0\n-0.000009\n119.97\n33.36")
    placing = base_map.place(picture, WGS84)
    first = base_map.keep_picture(session, picture, placing).record
    second = base_map.keep_picture(session, picture, placing)
    assert first is not None
    assert second.record is not None
    assert [record["shown"] for record in base_map.pictures(session)] == [1, 0]
    base_map.show_picture(session, first.id, True)
    assert [record["shown"] for record in base_map.pictures(session)] == [0, 1]
    changes = base_map.delete_picture(session, second.record.id)
    assert [record.id for record in base_map.pictures(session)] == [first.id]
    session.store.undo(changes.action_id)
    assert base_map.picture_image(session, second.record.id) == picture.image
    base_map.show_picture(session, first.id, False)
    assert [record["shown"] for record in base_map.pictures(session)] == [0, 0]


def test_check_compares_the_picture_with_its_record(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        picture = _picture(tmp_path, "0.00001\n0\n0\n-0.000009\n119.97\n33.36")
        base_map.keep_picture(session, picture, base_map.place(picture, WGS84))
        assert Image.open(io.BytesIO(picture.image)).size == (400, 300)
    assert check_file(tmp_path / "village.phdb", "correct horse battery").problems == ()


def test_what_is_drawn_at_home_leaves_other_villages_alone(tmp_path: Path) -> None:
    other = Village("320903004203", "别的村委会", "320903004000", "潘黄街道")
    settings = Settings(file=tmp_path / "settings.json")
    store = Store.create(tmp_path / "two.phdb", "correct horse battery", villages=[VILLAGE, other], home=VILLAGE.code,
                         person="徐海燕", settings=settings, device="电脑")
    with Session(store, settings, lambda: TODAY) as session:
        theirs = base_map.save_area(session, _square(500), "village", village=other.code).record
        ours = base_map.save_area(session, _square(900), "village").record
        assert theirs is not None
        assert ours is not None
        assert (theirs.village, ours.village, ours.id == theirs.id) == (other.code, VILLAGE.code, False)

        picture = _picture(tmp_path, "0.00001\n0\n0\n-0.000009\n119.97\n33.36")
        placing = base_map.place(picture, WGS84)
        shown = base_map.keep_picture(session, picture, placing, village=other.code).record
        base_map.keep_picture(session, picture, placing)
        assert shown is not None
        assert [each["shown"] for each in base_map.pictures(session)] == [1, 1]
