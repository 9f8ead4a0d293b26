"""The file as the writer of a record knew it, read beside the file as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.store import Store
from panhuang_desk.store.as_of import Since, knowing, since

from .helpers import PASSPHRASE, Desk, fill


def mark(store: Store) -> str:
    """A record after which all is later."""
    with store.action() as action:
        return action.save("report", {"month": "2026-05", "edition": 1}).id


def test_what_came_later_is_left_out_and_what_was_changed_is_as_it_was(store: Store) -> None:
    home = fill(store, 3)
    one, two, three = (record.id for record in store.records("visit"))
    report = mark(store)
    with store.action() as action:
        action.delete("visit", one)
        action.save("visit", {"materials_given": 9, "note": None}, id=two)
        new = action.save("visit", {"household_id": home, "visited_on": "2026-05-09", "outcome": "met"}).id
        action.delete("household", home)
    found = since(store, "report", report)
    assert set(found.changes) == {("report", report), ("visit", one), ("visit", two), ("visit", new),
                                  ("household", home)}
    assert set(found.then) == {("visit", one), ("visit", two), ("household", home)}
    before = store.records("visit", deleted=None)
    with knowing(store, found) as aside:
        assert [record.id for record in aside.records("visit")] == sorted((one, two, three))
        then = aside.get("visit", two)
        assert then is not None
        assert (then["materials_given"], then.text("note").startswith("第 1 次"), then["topics"]) == (
            1, True, ("fraud", "plants"))
        assert aside.count("report") == 0
        # A view of the file looks at the tables as they were, too.
        assert aside.read("SELECT count(*) FROM household_gone") == [(0,)]
        assert store.read("SELECT count(*) FROM household_gone") == [(1,)]
    assert store.records("visit", deleted=None) == before
    assert store.read("SELECT count(*) FROM sqlite_temp_master") == [(0,)]


def test_nothing_later_is_the_file_itself(store: Store) -> None:
    fill(store, 1)
    report = mark(store)
    found = since(store, "report", report)
    assert found == Since({("report", report): found.changes["report", report]}, {})
    with knowing(store, found) as aside:
        assert aside.records("visit") == store.records("visit")


def test_what_was_erased_since_does_not_come_back(store: Store) -> None:
    home = fill(store, 1)
    report = mark(store)
    with store.action() as action:
        action.save("household", {"contact_name": "李四"}, id=home)
    with store.action() as action:
        action.erase("household", home, {"contact_name": None})
    with knowing(store, since(store, "report", report)) as aside:
        then = aside.get("household", home)
        assert then is not None
        assert (then["contact_name"], then["group_no"]) == (None, 3)


def test_it_lives_in_memory_and_can_only_be_read(store: Store) -> None:
    fill(store, 1)
    report = mark(store)
    fill(store, 1)
    with knowing(store, since(store, "report", report)) as aside:
        assert aside.read("PRAGMA temp_store") == [(2,)]
        assert aside.read("PRAGMA query_only") == [(1,)]
        assert aside.count("household") == 1
        # The file can be written meanwhile.
        fill(store, 1)
    with pytest.raises(KeyError):
        since(store, "report", "nobody")


def test_a_copy_that_only_reads_knows_it_too(desk: Desk, store: Store) -> None:
    fill(store, 1)
    report = mark(store)
    fill(store, 1)
    path: Path = store.path
    with Store.open(path, PASSPHRASE, write=False, settings=desk.settings) as reader, \
            knowing(reader, since(reader, "report", report)) as aside:
        assert (reader.count("visit"), aside.count("visit")) == (2, 1)
