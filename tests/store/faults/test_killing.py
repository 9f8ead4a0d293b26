from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from panhuang_desk.store.backups import list_backups
from panhuang_desk.store.check import check_unlocked

from tests.store.faults.harness import PASSPHRASE, derive_once, keys, new_place
from tests.store.faults.killing import Server, kill_often


def whole(file: Path, key: keys.Key) -> bool:
    return not check_unlocked(file, key).problems


if sys.platform != "win32":

    def test_200_kills_lose_no_acknowledged_save_and_leave_a_clean_file(tmp_path):
        result = kill_often(tmp_path, 200, seed=1)
        assert result.kills == 200
        assert result.lost == []
        assert result.wrong == []
        # How many saves fit into the time depends on the disk; kills that hit none would prove nothing.
        assert result.acknowledged > 20
        assert result.hot > 10

    def test_killed_while_backing_up_every_backup_that_is_listed_is_whole(tmp_path):
        place, random = new_place(tmp_path, households=30), Random(6)
        key = derive_once(PASSPHRASE, keys.read_salt(place.file))
        made = set()
        with Server() as server:
            for _ in range(20):
                seconds = random.uniform(0.01, 0.2)
                told = server.until_killed(seconds, "backups", place.file, place.settings, place.secret)
                made |= {one["backup"] for one in told if "backup" in one}
                for backup in list_backups(place.file):
                    assert whole(backup.path, key)
        assert whole(place.file, key)
        listed = {backup.path.name for backup in list_backups(place.file)}
        assert max(made) in listed

    def test_killed_while_making_a_file_there_is_none_or_a_whole_one(tmp_path):
        random = Random(7)
        with Server() as server:
            for _ in range(20):
                told = server.until_killed(random.uniform(0.01, 0.2), "creates", tmp_path)
                made = {one["made"] for one in told if "made" in one}
                there = {path.name: path for path in tmp_path.glob("*.phdb")}
                assert made <= there.keys()
                for path in there.values():
                    assert whole(path, keys.Key(bytes(32), keys.read_salt(path)))
                    path.unlink()

    def test_killed_while_erasing_all_of_it_is_gone_or_nothing(tmp_path):
        place, random = new_place(tmp_path, households=60), Random(8)
        key = derive_once(PASSPHRASE, keys.read_salt(place.file))
        before, ends = place.file.read_bytes(), set()
        with Server() as server:
            for seconds in (0.001, 1.0, *(random.uniform(0.002, 0.03) for _ in range(24))):
                place.file.write_bytes(before)
                place.journal.unlink(missing_ok=True)
                told = server.until_killed(seconds, "erase", place.file, place.settings, place.secret)
                with place.open() as store:
                    first = store.records("household")[0]
                    journal = str(store.read("SELECT fields FROM change"))
                    held = [first["contact_name"], first["note"], "住户1\"" in journal, store.search("住户1") != []]
                    assert store.meta("erasing") == ""
                gone = first["contact_name"] is None
                assert held == ([None, None, False, held[3]] if gone else ["住户1", "第1次", True, True])
                assert gone or not any("erased" in one for one in told)
                assert not gone or first["erased_because"] == "asked"
                assert whole(place.file, key)
                ends.add(gone)
        assert ends == {True, False}
