"""A small file, its key derived once, and what every test of faults asks of it afterwards."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import attrs
from panhuang_desk.model.journal import Change, Knowledge, merge_units, replay
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store, columns, keys

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "只用于测试的口令"
VILLAGES = (
    Village("320903004202", "仰徐村", "320903004", "潘黄街道", 0),
    Village("320903004201", "新民村", "320903004", "潘黄街道", 1),
)
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
UNITS = merge_units(KINDS.values())

_derive = keys.derive_key


@cache
def derive_once(passphrase: str, salt: bytes) -> keys.Key:
    """The key as the program derives it, but of each file only once; it saves two minutes of the tests."""
    return _derive(passphrase, salt)


@attrs.frozen
class Place:
    """A file and the machine it is used on."""

    file: Path
    settings: Path

    def open(self, *, write: bool = True) -> Store:
        settings = Settings.load(self.settings)
        return Store.open(self.file, PASSPHRASE, write=write, settings=settings, now=lambda: NOW, device="甲机")

    @property
    def journal(self) -> Path:
        return self.file.with_name(self.file.name + "-journal")

    @property
    def secret(self) -> str:
        return derive_once(PASSPHRASE, keys.read_salt(self.file)).secret.hex()


def new_place(folder: Path, *, households: int = 0) -> Place:
    """A new file with some households, closed."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(folder / "仰徐村.phdb", folder / "machine.json")
    settings = Settings(file=place.settings)
    with Store.create(
        place.file, PASSPHRASE, villages=VILLAGES, home=VILLAGES[0].code, person="测试员", settings=settings,
        now=lambda: NOW, device="甲机",
    ) as store:
        fill(store, households)
    return place


def fill(store: Store, households: int, first: int = 1) -> None:
    """Save households, one action each, and a visit to each."""
    for number in range(first, first + households):
        with store.action() as action:
            home = action.save("household", household(number))
            action.save("visit", {"household_id": home.id, "visited_on": "2026-11-03", "outcome": "met"})


def household(number: int) -> dict[str, object]:
    """The values of a household that needs no imagination."""
    return {
        "group_no": number % 9 + 1, "door_no": str(number), "contact_name": f"住户{number}",
        "tenure": "owner", "active_from": "2026-01-01", "note": f"第{number}次",
    }


def start(*arguments: object, before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start a child process that saves; see `saver`. `before` stands before the command."""
    return subprocess.Popen(
        [*before, sys.executable, "-m", "tests.store.faults.saver", *map(str, arguments)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def journal_against_tables(store: Store) -> list[str]:
    """Every record that is not what its changes add up to, by the model's rules."""
    rows = store.read(f"SELECT {', '.join(a.name for a in attrs.fields(Change))} FROM change")
    records: dict[tuple[str, str], list[Change]] = {}
    for change in (Change(*row) for row in rows):
        records.setdefault((change.table_name, change.record_id), []).append(change)
    knowledge = Knowledge(store.read("SELECT replica, basis, other, seq FROM known"))
    wrong = [f"numbers of {replica}" for replica, count, last in store.read(
        "SELECT replica, count(*), max(seq) FROM change GROUP BY replica") if count != last]
    for kind in KINDS:
        of = columns.table(kind)
        for row in store.read(of.select):
            now = dict(zip(of.columns, row, strict=True))
            state = replay(records.pop((kind, now["id"]), []), knowledge, UNITS)
            expected = {"id": now["id"], **dict.fromkeys(of.kind.columns), **state.values}
            if {**expected, "deleted": int(state.deleted)} != now or state.conflicts:
                wrong.append(f"{kind} {now['id']}")
    return wrong + [f"{kind} {record} is gone" for kind, record in records]


def problems(place: Place) -> list[str]:
    """What is wrong with a file by the engine, by the journal and by the pages; opening it heals it first."""
    with place.open(write=False) as store:
        wrong = [str(row) for row in store.read("PRAGMA cipher_integrity_check")]
        wrong += [row[0] for row in store.read("PRAGMA integrity_check") if row != ("ok",)]
        wrong += [str(row) for row in store.read("PRAGMA foreign_key_check")]
        return wrong + journal_against_tables(store)


def told(lines: Iterator[str]) -> Iterator[dict[str, object]]:
    """The lines of a child that it had finished writing."""
    for line in lines:
        if line.endswith("\n"):
            yield json.loads(line)
