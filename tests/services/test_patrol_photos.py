"""Photos of a patrol find their plot by place, by the track or by the minute; what is saved is one action."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.services import patrol_photos, patrols, photos, track_outings
from panhuang_desk.services.patrol_photos import BY_MINUTE, BY_PLACE, BY_WAY
from panhuang_desk.services.session import Session

from tests.exchange.photo_files import camera

from .helpers import open_village
from .track_files import PLANE, add_plot, gpx, put, straight


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def degrees(value: float) -> tuple[float, float, float]:
    whole = int(value)
    minutes = int((value - whole) * 60)
    return whole, minutes, round((value - whole - minutes / 60) * 3600, 4)


def shot(folder: Path, name: str, taken: str = "", at: tuple[float, float] | None = None, width: int = 80) -> Path:
    """A picture taken on the day of the walk, at metres from its beginning; each of another width is another one."""
    gps = {}
    if at is not None:
        longitude, latitude = PLANE.position(at)
        gps = {1: "N", 2: degrees(latitude), 3: "E", 4: degrees(longitude)}
    path = folder / name
    path.write_bytes(camera(width, 40, taken=f"2026:05:04 {taken}" if taken else "", gps=gps))
    return path


@pytest.fixture
def patrol(session: Session, tmp_path: Path) -> str:
    """A walk along three plots, of which the first two were looked at."""
    plots = [add_plot(session, name, x, 10) for name, x in (("甲", 20), ("乙", 120), ("丙", 220))]
    (outing,) = track_outings.read_outings(
        session, track_outings.look_at([put(tmp_path, gpx(straight()))])[0]).outings
    done = track_outings.confirm(session, outing, {plots[0]: "09:00", plots[1]: "09:02"}, new={"people": 2})
    return done.patrol_id


def named(session: Session, patrol: str, photo: patrol_photos.PatrolPhoto) -> str:
    return next((row.plot_name for row in patrols.checks_of(session, patrol) if row.id == photo.check_id), "")


def test_a_photo_belongs_to_the_nearest_plot_that_was_looked_at(session: Session, patrol: str, tmp_path: Path) -> None:
    at_second = shot(tmp_path, "b.jpg", "09:30:00", (140.0, 30.0))
    at_third = shot(tmp_path, "c.jpg", "11:30:00", (240.0, 90.0), 90)
    by_place, nowhere = patrol_photos.read_photos(session, patrol, [at_third, at_second]).photos
    assert (named(session, patrol, by_place), by_place.why, by_place.metres) == ("乙", BY_PLACE, 0.0)
    assert (nowhere.check_id, nowhere.why) == ("", "")  # 丙 was not looked at, the others are too far


def test_without_a_place_the_track_says_where_somebody_was(session: Session, patrol: str, tmp_path: Path) -> None:
    (photo,) = patrol_photos.read_photos(session, patrol, [shot(tmp_path, "a.jpg", "09:02:10")]).photos
    assert (named(session, patrol, photo), photo.why) == ("乙", BY_WAY)


def test_without_a_track_the_minute_of_the_look_decides(session: Session, patrol: str, tmp_path: Path) -> None:
    (track,) = session.store.records("track")
    with session.store.action() as action:
        action.delete("track", track.id)
    files = [shot(tmp_path, "a.jpg", "09:08:10"), shot(tmp_path, "b.jpg", "09:40:00", width=90)]
    near, late = patrol_photos.read_photos(session, patrol, files).photos
    assert (named(session, patrol, near), near.why, near.minutes) == ("乙", BY_MINUTE, 6)
    assert late.check_id == ""


def test_a_photo_of_another_day_or_that_says_nothing_is_left_to_a_person(
    session: Session, patrol: str, tmp_path: Path,
) -> None:
    silent = shot(tmp_path, "a.jpg")
    other = tmp_path / "b.jpg"
    other.write_bytes(camera(90, 40, taken="2026:05:05 09:00:00", gps={}))
    dated, undated = patrol_photos.read_photos(session, patrol, [silent, other]).photos
    assert (dated.other_day, dated.check_id) == (True, "")
    assert (undated.name, undated.other_day, undated.check_id) == ("a.jpg", False, "")


def test_a_photo_at_a_plot_says_when_it_is_of_another_day(session: Session, patrol: str, tmp_path: Path) -> None:
    longitude, latitude = PLANE.position((140.0, 30.0))
    path = tmp_path / "a.jpg"
    path.write_bytes(camera(80, 40, taken="2026:05:01 09:00:00", gps={1: "N", 2: degrees(latitude), 3: "E",
                                                                     4: degrees(longitude)}))
    (photo,) = patrol_photos.read_photos(session, patrol, [path]).photos
    assert (named(session, patrol, photo), photo.why, photo.other_day) == ("乙", BY_PLACE, True)


def test_what_is_saved_keeps_its_place_and_is_one_action(session: Session, patrol: str, tmp_path: Path) -> None:
    files = [shot(tmp_path, "a.jpg", "09:02:00", (140.0, 30.0)), shot(tmp_path, "b.jpg", "", None, 90),
             put(tmp_path, "no picture", "c.jpg")]
    read = patrol_photos.read_photos(session, patrol, files)
    assert [each.name for each in read.refused] == ["c.jpg"]
    changes = patrol_photos.save_photos(session, patrol, [(each.picture, each.check_id) for each in read.photos])
    by_source = {photo["source_table"]: photo for photo in session.store.records("photo")}
    assert set(by_source) == {"plot_check", "patrol"}
    x, y = PLANE.point((by_source["plot_check"]["longitude"], by_source["plot_check"]["latitude"]))
    assert (round(x), round(y)) == (140, 30)
    assert [row.taken_at for row in patrol_photos.photos_of_patrol(session, patrol)] == ["", "2026-05-04 09:02"]
    assert len(patrol_photos.placed_photos(session, patrol)) == 1
    assert patrol_photos.read_photos(session, patrol, files[:2]).again == 2

    session.store.undo(changes.action_id)
    assert photos.photos_of(session, "patrol", patrol) == []


def test_photos_go_with_their_patrol_and_come_back_with_it(session: Session, patrol: str, tmp_path: Path) -> None:
    read = patrol_photos.read_photos(session, patrol, [
        shot(tmp_path, "a.jpg", "09:02:00", (140.0, 30.0)), shot(tmp_path, "b.jpg", "", None, 90)])
    patrol_photos.save_photos(session, patrol, [(each.picture, each.check_id) for each in read.photos])
    changes = patrols.delete_patrol(session, patrol)
    assert session.store.count("photo") == 0
    assert session.store.count("track") == 1
    session.store.undo(changes.action_id)
    assert len(patrol_photos.photos_of_patrol(session, patrol)) == 2
