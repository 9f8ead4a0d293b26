"""Power loss cannot be had by killing a process; what protects from it is the order of writes and syncs."""

from __future__ import annotations

import sys

from tests.store.faults.harness import new_place, start

FILE, JOURNAL, FOLDER = "仰徐村.phdb", "仰徐村.phdb-journal", "甲"


def test_the_engine_is_told_to_sync_everything(tmp_path):
    with new_place(tmp_path).open() as store:
        assert store.read("PRAGMA journal_mode") == [("delete",)]
        assert store.read("PRAGMA synchronous") == [(3,)]
        assert store.read("PRAGMA cache_spill") == [(0,)]


if sys.platform == "linux":
    from tests.store.faults.tracing import file_calls

    def test_one_save_reaches_the_disk_in_the_order_that_survives_a_loss_of_power(tmp_path):
        place = new_place(tmp_path / FOLDER, households=20)
        child = start("traced", place.file, place.settings, place.secret)
        calls = file_calls(child.pid)
        child.returncode = 0
        child.communicate()
        assert calls == [
            # What the pages were before is safe, name and all, and counted, ...
            ("write", JOURNAL), ("sync", JOURNAL), ("sync", FOLDER), ("write", JOURNAL), ("sync", JOURNAL),
            # ... before the first page of the file changes; the new pages are safe ...
            ("write", FILE), ("sync", FILE),
            # ... before the journal goes, and it is gone for good before the save is acknowledged.
            ("remove", JOURNAL), ("sync", FOLDER),
        ]
