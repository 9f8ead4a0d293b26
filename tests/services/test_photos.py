"""Photos are read, kept before they are saved, saved with their visit in one action, shown and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.services import households, photos, records, today, visits
from panhuang_desk.services.photos import NewPhoto
from panhuang_desk.services.session import Session
from PIL import Image

from .helpers import open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


@pytest.fixture
def household(session: Session) -> str:
    saved = households.save_household(session, {"group_no": 3, "door_no": "27", "contact_name": "孙桂兰"})
    assert saved.record is not None
    return saved.record.id


def picture_file(folder: Path, name: str = "门口.jpg", *, longitude: int = 120, colour: str = "red") -> Path:
    """A JPEG that says when and where: 33° N and so many degrees east; without a place where that is 0."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:14 09:30:12"
    if longitude:
        exif.get_ifd(0x8825).update({1: "N", 2: (33, 0, 0), 3: "E", 4: (longitude, 0, 0)})
    path = folder / name
    Image.new("RGB", (64, 48), colour).save(path, exif=exif)
    return path


def read(*paths: Path) -> tuple[photos.Picture, ...]:
    found = photos.read_pictures(paths)
    assert not found.refused
    return found.pictures


def test_the_good_ones_come_in_and_the_others_are_named_with_the_reason(tmp_path: Path) -> None:
    broken, gone = tmp_path / "坏的.jpg", tmp_path / "没有.jpg"
    broken.write_bytes(picture_file(tmp_path).read_bytes()[:300])
    shares = []
    found = photos.read_pictures([picture_file(tmp_path), broken, gone], lambda share, now: shares.append((share, now)))
    assert len(found.pictures) == 1
    assert [(each.name, each.problem.code) for each in found.refused] == [
        ("坏的.jpg", "photo_broken"), ("没有.jpg", "photo_unread")]
    assert shares[-1] == (2 / 3, "正在读照片 3/3")


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "大.jpg"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    (refused,) = photos.read_pictures([path]).refused
    assert refused.problem.code == "photo_large"


def test_a_picture_that_was_copied_comes_in_as_one_from_a_file(tmp_path: Path) -> None:
    assert len(photos.read_pasted(picture_file(tmp_path).read_bytes()).pictures) == 1
    (refused,) = photos.read_pasted(b"words").refused
    assert refused.problem.code == "photo_format"


def test_a_new_photo_survives_in_a_draft_as_it_was(session: Session, tmp_path: Path) -> None:
    (photo,) = photos.keep(session, read(picture_file(tmp_path)))
    assert NewPhoto.from_text(photo.id, photo.as_text()) == photo
    assert photo.position == (120, 33)
    assert photos.still_there(session, [photo]) == [photo]
    photos.forget(session, [photo.id])
    assert photos.still_there(session, [photo]) == []


def test_today_names_a_visit_that_was_begun_once_also_where_only_photos_wait(session: Session, household: str) -> None:
    def begun() -> list[str]:
        groups = today.today_view(session).groups
        return [item.id for group in groups if group.title == "没写完的" for item in group.items]

    session.store.save_draft(f"visit:new:{household}:photos", {"p": "{}"})
    assert begun() == [household]
    session.store.save_draft(f"visit:new:{household}", {"note": "写了一半"})
    assert begun() == [household]


def test_photos_are_saved_with_their_visit_in_one_action(session: Session, household: str, tmp_path: Path) -> None:
    kept = photos.keep(session, read(picture_file(tmp_path), picture_file(tmp_path, "屋后.jpg", colour="blue")))
    saved = visits.record_visit(session, household, {"visited_on": "2026-05-14", "outcome": "met"}, photos=kept)
    assert saved.record is not None
    assert saved.changes.kinds == {"visit", "photo"}
    assert [row.id for row in photos.photos_of(session, "visit", saved.record.id)] == [photo.id for photo in kept]
    (second, first) = photos.photos_of(session, "household", household)
    assert (first.taken_at, first.day, first.width) == ("2026-05-14 09:30", "2026-05-14", 64)
    assert photos.preview(session, second.id) is not None
    records.undo(session, saved.changes.action_id)
    assert photos.photos_of(session, "household", household) == []
    assert photos.image(session, first.id) is not None


def test_a_visit_with_photos_that_were_added_later_is_not_undone_under_them(
    session: Session, household: str, tmp_path: Path,
) -> None:
    saved = visits.record_visit(session, household, {"visited_on": "2026-05-14", "outcome": "met"})
    assert saved.record is not None
    added = photos.add_photos(session, "visit", saved.record.id, read(picture_file(tmp_path)))
    assert [kept.field for kept in records.undo(session, saved.changes.action_id).kept] == ["deleted"]
    assert len(photos.photos_of(session, "household", household)) == 1
    records.undo(session, added.action_id)
    assert records.undo(session, saved.changes.action_id).kept == ()
    assert session.store.count("visit") == 0


def test_a_photo_is_added_described_deleted_and_brought_back(
    session: Session, household: str, tmp_path: Path,
) -> None:
    changes = photos.add_photos(session, "household", household, read(picture_file(tmp_path)))
    assert changes.kinds == {"photo"}
    (photo,) = photos.photos_of(session, "household", household)
    assert photos.describe(session, photo.id, " 大门 ").ok
    assert photos.photos_of(session, "household", household)[0].caption == "大门"
    assert [hit.id for hit in records.find(session, "大门")] == [photo.id]
    assert not photos.describe(session, photo.id, "长" * 101).ok
    deleted = photos.delete_photo(session, photo.id)
    assert photos.photos_of(session, "household", household) == []
    records.undo(session, deleted.action_id)
    assert photos.photos_of(session, "household", household)[0].caption == "大门"
    record = session.store.get("photo", photo.id)
    household_record = session.store.get("household", household)
    assert record is not None
    assert household_record is not None
    assert record.village == household_record.village


def test_a_household_that_stays_has_the_photos_of_the_one_merged_into_it(
    session: Session, household: str, tmp_path: Path,
) -> None:
    other = households.save_household(session, {"group_no": 3, "door_no": "27-1", "contact_name": "孙"}).record
    assert other is not None
    photos.add_photos(session, "household", other.id, read(picture_file(tmp_path)))
    with session.store.action() as action:
        action.save("household", {"merged_into": household}, id=other.id)
    assert len(photos.photos_of(session, "household", household)) == 1


def test_a_place_is_offered_where_the_household_has_none_or_is_elsewhere(
    session: Session, household: str, tmp_path: Path,
) -> None:
    here = read(picture_file(tmp_path))
    point = photos.offered_point(session, household, here)
    assert point == photos.Point(120, 33, None)
    assert photos.take_point(session, household, point).ok
    record = session.store.get("household", household)
    assert record is not None
    assert (record["longitude"], record["latitude"]) == (120, 33)
    assert photos.offered_point(session, household, here) is None
    there = photos.offered_point(session, household, read(picture_file(tmp_path, longitude=119)))
    assert there is not None
    assert there.metres == pytest.approx(93_360, abs=200)
    assert photos.offered_point(session, household, read(picture_file(tmp_path, longitude=0))) is None
