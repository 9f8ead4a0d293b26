"""Photos of many households come in by the door that their names begin with, as one action."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.values import Village
from panhuang_desk.services import households, photos, records
from panhuang_desk.services.photo_folder import import_photos
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store
from PIL import Image

from .helpers import VILLAGE, open_village

DOORS = ((3, "27"), (3, "27-1"), (3, "3-28号"), (4, "27"), (5, "8"), (5, "8"))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        for place, (group, door) in enumerate(DOORS):
            assert households.save_household(
                opened, {"group_no": group, "door_no": door, "contact_name": f"户{place}"}).ok
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "照片"
    path.mkdir()
    return path


def add(folder: Path, *names: str) -> None:
    for place, name in enumerate(names):
        Image.new("RGB", (20, 20), (place * 40 + len(list(folder.iterdir())), 10, 10)).save(folder / name)


def found(session: Session) -> dict[str, list[str]]:
    """The captions of each household's photos, by its contact."""
    return {record.text("contact_name"): [row.caption for row in photos.photos_of(session, "household", record.id)]
            for record in session.store.records("household") if photos.photos_of(session, "household", record.id)}


def test_each_photo_goes_to_the_door_that_its_name_begins_with(session: Session, folder: Path) -> None:
    add(folder, "3-27 大门.jpg", "3-27_2.png", "３组27-1号（屋后）.jpg", "3.28.jpg", "4-27.JPG")
    (folder / "说明.txt").write_text("不是照片")
    result = import_photos(session, folder)
    assert (result.new, result.same, result.wrong) == (5, 0, ())
    told = found(session)
    assert sorted(told.pop("户0")) == ["", "大门"]
    assert told == {"户1": ["屋后"], "户2": [""], "户3": [""]}
    again = import_photos(session, folder)
    assert (again.new, again.same) == (0, 5)
    records.undo(session, result.changes.action_id)
    assert found(session) == {}


def test_what_fits_no_household_is_named_with_the_reason(session: Session, folder: Path) -> None:
    add(folder, "3-271.jpg", "3-27-2.jpg", "5-8.jpg", "IMG_0001.jpg")
    (folder / "3-27.jpg").write_bytes(b"nothing")
    result = import_photos(session, folder)
    assert result.new == 0
    assert {item.column: item.reason.split("。")[0] for item in result.wrong} == {
        "3-271.jpg": "没有这个门牌的户", "3-27-2.jpg": "没有这个门牌的户", "5-8.jpg": "这个门牌不止一户",
        "IMG_0001.jpg": "文件名开头不是组和门牌", "3-27.jpg": "这不是能收的照片"}


def test_a_dry_run_counts_and_writes_nothing(session: Session, folder: Path) -> None:
    add(folder, "3-27.jpg", "3-27-1.jpg")
    result = import_photos(session, folder, dry_run=True)
    assert (result.new, result.dry_run) == (2, True)
    assert session.store.count("photo") == 0


def test_cancelling_leaves_nothing_behind(session: Session, folder: Path) -> None:
    add(folder, "3-27.jpg", "3-27-1.jpg")

    def stop(share: float, now: str) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_photos(session, folder, progress=stop)
    assert session.store.count("photo", deleted=None) == 0
    assert session.store.read("SELECT count(*) FROM photo_image") == [(0,)]


def test_one_file_and_what_is_no_folder(session: Session, folder: Path) -> None:
    add(folder, "4-27 东墙.jpg")
    assert import_photos(session, folder / "4-27 东墙.jpg").new == 1
    for wrong in (folder / "没有", folder.parent / "空的"):
        (folder.parent / "空的").mkdir(exist_ok=True)
        with pytest.raises(UserError) as caught:
            import_photos(session, wrong)
        assert caught.value.code == "photo_none"


def test_of_two_households_at_a_door_the_one_in_the_register_is_meant(session: Session, folder: Path) -> None:
    left = session.store.records("household", {"group_no": 5})[0]
    with session.store.action() as action:
        action.save("household", {"inactive_from": "2026-05-01", "inactive_reason": "moved"}, id=left.id)
    add(folder, "5-8 院子.jpg")
    assert import_photos(session, folder).new == 1
    assert list(found(session).values()) == [["院子"]]
    assert photos.photos_of(session, "household", left.id) == []


def test_an_office_file_is_told_the_village(session: Session, folder: Path) -> None:
    add(folder, "4-27.jpg")
    other = Village("320903004201", "新民村委会", "320903004000", "潘黄街道", 1)
    with Session(Store.create(folder / "office.phdb", "correct horse", villages=[VILLAGE, other], home="",
                              person="周正", settings=session.settings), session.settings) as office:
        assert households.save_household(office, {"group_no": 4, "door_no": "27"}, village=other.code).ok
        with pytest.raises(UserError, match="哪个村"):
            import_photos(office, folder)
        with pytest.raises(UserError, match="没有代码为"):
            import_photos(office, folder, village="320903004999")
        assert import_photos(office, folder, village=VILLAGE.code).new == 0
        assert import_photos(office, folder, village=other.code).new == 1
