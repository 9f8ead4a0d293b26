"""Pictures stand beside their records: kept before them, never changed, checked, and gone when nothing names them."""

from __future__ import annotations

import hashlib
import json

import pytest
from panhuang_desk.store import Store, check, photos
from panhuang_desk.store.check import check_file
from panhuang_desk.store.handing_over import rows_of_copy, rows_of_file, strip_local

from .helpers import PASSPHRASE, Desk, change_file, fill

IMAGE, PREVIEW = b"\xff\xd8 a picture", b"\xff\xd8 small"


def add(store: Store, id: str, table: str, source: str, image: bytes = IMAGE) -> None:
    """A photo with its record."""
    photos.keep(store, id, image, PREVIEW)
    with store.action() as action:
        action.save("photo", {"source_table": table, "source_id": source, "width": 8, "height": 6, "bytes": len(image),
                              "digest": hashlib.sha256(image).hexdigest()}, id=id)


def ids(rows: list[photos.PhotoRow]) -> list[str]:
    return [row.id for row in rows]


def test_a_picture_comes_back_as_it_was_kept(store: Store) -> None:
    add(store, "p1", "household", fill(store, 0))
    assert photos.image(store, "p1") == IMAGE
    assert photos.preview(store, "p1") == PREVIEW
    assert photos.image(store, "p2") is None


def test_the_journal_holds_what_is_known_of_a_picture_and_not_the_picture(store: Store) -> None:
    add(store, "p1", "household", fill(store, 0))
    (fields,) = store.read("SELECT fields FROM change WHERE table_name = 'photo'")[0]
    assert set(json.loads(fields)) == {"village", "source_table", "source_id", "width", "height", "bytes", "digest"}


def test_a_household_has_the_photos_of_its_visits_newest_first(store: Store) -> None:
    household = fill(store, 2)
    visits = [record.id for record in store.records("visit")]
    add(store, "p1", "household", household)
    add(store, "p2", "visit", visits[0])
    add(store, "p3", "visit", visits[1])
    add(store, "p4", "visit", "another")
    found = photos.of_households(store, [household])
    assert [(row.id, row.day) for row in found] == [("p3", "2026-05-01"), ("p2", "2026-05-01"), ("p1", "")]
    assert ids(photos.of_source(store, "visit", visits[0])) == ["p2"]


def test_photos_that_are_deleted_or_whose_visit_is_deleted_are_not_shown(store: Store) -> None:
    household = fill(store, 1)
    visit = store.records("visit")[0].id
    add(store, "p1", "household", household)
    add(store, "p2", "visit", visit)
    with store.action() as action:
        action.delete("photo", "p1")
        action.delete("visit", visit)
    assert photos.of_households(store, [household]) == []
    store.undo(action.id)
    assert ids(photos.of_households(store, [household])) == ["p2", "p1"]
    assert photos.image(store, "p1") == IMAGE


def test_only_pictures_that_nothing_names_are_removed(store: Store) -> None:
    add(store, "saved", "household", fill(store, 0))
    add(store, "deleted", "household", "h")
    with store.action() as action:
        action.delete("photo", "deleted")
    for id in ("drafted", "loose", "loose too"):
        photos.keep(store, id, IMAGE, PREVIEW)
    store.save_draft("visit:new:1:photos", {"drafted": "{}"})
    assert photos.drop_unnamed(store, ["drafted", "loose", "saved"]) == 1
    assert photos.there(store, ["saved", "deleted", "drafted", "loose", "loose too"]) == {
        "saved", "deleted", "drafted", "loose too"}
    store.drop_draft("visit:new:1:photos")
    assert photos.drop_unnamed(store) == 2
    assert photos.drop_unnamed(store) == 0
    assert photos.there(store, ["saved", "deleted", "drafted"]) == {"saved", "deleted"}


def test_what_was_left_behind_goes_at_the_first_idle_moment_and_not_later(desk: Desk, store: Store) -> None:
    photos.keep(store, "left by a crash", IMAGE, PREVIEW)
    store.close()
    with desk.open() as again:
        again.idle()
        assert photos.there(again, ["left by a crash"]) == set()
        photos.keep(again, "taken out, may come back", IMAGE, PREVIEW)
        again.idle()
        assert photos.there(again, ["taken out, may come back"])


def test_the_picture_stays_where_adding_it_is_undone_so_that_it_can_be_done_again(store: Store) -> None:
    photos.keep(store, "p1", IMAGE, PREVIEW)
    with store.action() as action:
        action.save("photo", {"source_table": "household", "source_id": "h", "bytes": len(IMAGE),
                              "digest": hashlib.sha256(IMAGE).hexdigest()}, id="p1")
    undone = store.undo(action.id)
    assert photos.drop_unnamed(store) == 0
    assert photos.of_source(store, "household", "h") == []
    store.undo(undone.changes.action_id)
    assert ids(photos.of_source(store, "household", "h")) == ["p1"]


@pytest.mark.parametrize(("sql", "word"), [
    ("DELETE FROM photo_image WHERE id = 'p1'", "照片：1 张的图像不在文件里。"),
    ("UPDATE photo_image SET image = preview WHERE id = 'p1'", "照片：1 张的图像与记录对不上，可能被改过。"),
])
def test_check_finds_pictures_that_are_missing_or_changed(desk: Desk, store: Store, sql: str, word: str) -> None:
    for id in ("p1", "p2"):
        add(store, id, "household", "h")
    photos.keep(store, "not saved yet", IMAGE, PREVIEW)
    store.close()
    assert check_file(desk.path, PASSPHRASE).problems == ()
    change_file(desk.path, sql)
    assert word in check_file(desk.path, PASSPHRASE).problems


def test_a_copy_carries_the_pictures_of_records_and_not_those_of_drafts(desk: Desk, store: Store) -> None:
    add(store, "saved", "household", fill(store, 0))
    photos.keep(store, "drafted", b"\xff\xd8 only in a draft", PREVIEW)
    store.save_draft("visit:new:1:photos", {"drafted": "{}"})
    copy = desk.folder / "copy.phdb"
    store.snapshot(copy)
    strip_local(copy, store.key)
    assert rows_of_copy(copy, store.key) == rows_of_file(store)
    assert rows_of_file(store)["photo_image"] == 1
    assert check.check_unlocked(copy, store.key).problems == ()
    with desk.open(copy, write=False) as other:
        assert photos.image(other, "saved") == IMAGE
        assert photos.image(other, "drafted") is None
