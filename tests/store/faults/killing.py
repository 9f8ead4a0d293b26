"""Killing a process that saves, again and again, and looking at what is left."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from random import Random

import attrs
from panhuang_desk.store import Store, keys
from panhuang_desk.store.check import check_unlocked

from tests.store.faults.harness import PASSPHRASE, derive_once, journal_against_tables, new_place, start


@attrs.define
class Kills:
    """What came of it. `hot` counts the kills that left a journal to be rolled back."""

    kills: int = 0
    acknowledged: int = 0
    hot: int = 0
    while_opening: int = 0
    lost: list[str] = attrs.field(factory=list)
    wrong: list[str] = attrs.field(factory=list)


class Server:
    """A process with everything loaded that forks one child after another to save."""

    def __enter__(self) -> Server:
        self._process = start("serve")
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate()

    def until_killed(self, seconds: float, role: str, *arguments: object) -> list[dict[str, object]]:
        """Let a child work for so long, kill it, and give what it had told until then."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\t".join((role, *map(str, arguments))) + "\n")
        process.stdin.flush()
        child = json.loads(process.stdout.readline())["pid"]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        told = []
        for line in process.stdout:
            told.append(json.loads(line))
            if "ended" in told[-1]:
                break
        assert not any("failed" in one for one in told), told
        return told


def kill_often(folder: Path, kills: int, *, seed: int, kills_of_a_file: int = 25) -> Kills:
    """Kill a saving process at random moments, 5 to 150 ms after its start; a new file after some kills.

    After each kill the file is checked, and compared with what was acknowledged and with its own journal.
    """
    random, result = Random(seed), Kills()
    expected: dict[tuple[str, str], tuple[int, bool]] = {}
    number = 1
    with Server() as server:
        for kill in range(kills):
            if kill % kills_of_a_file == 0:
                place = new_place(folder / str(kill))
                expected, number = {}, 1
            seconds = random.uniform(0.005, 0.15)
            told = server.until_killed(seconds, "stream", place.file, place.settings, place.secret, number)
            saves = [one for one in told if "facts" in one]
            result.kills += 1
            result.acknowledged += len(saves)
            result.hot += place.journal.exists()
            result.while_opening += not any("open" in one for one in told)
            for save in saves:
                for kind, record, deleted in save["facts"]:
                    expected[kind, record] = (save["number"], deleted)
            number += len(saves) + 1
            key = derive_once(PASSPHRASE, keys.read_salt(place.file))
            with place.open(write=False) as store:
                result.lost += lost(store, expected)
                result.wrong += journal_against_tables(store)
            result.wrong += check_unlocked(place.file, key).problems
    return result


def lost(store: Store, expected: dict[tuple[str, str], tuple[int, bool]]) -> list[str]:
    """The acknowledged saves that are not in the file. A save after the last acknowledged one may be there."""
    found = {}
    for kind in ("household", "visit"):
        for record in store.records(kind, deleted=None):
            found[kind, record.id] = (int(record.text("note").strip("第次")), record.deleted)
    return [
        f"{key}: {found.get(key)} for {save}" for key, save in expected.items()
        if key not in found or found[key][0] < save[0] or (found[key][0] == save[0] and found[key] != save)
    ]
