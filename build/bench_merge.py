"""What it costs to make one file of fourteen villages' copies, and to bring them again."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.resources import Resources
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store, columns, compare, engine, merging, opening, unlocking
from panhuang_desk.store.keys import Key
from panhuang_desk.store.merging.source import Source, open_source

from bench_rows import HOUSEHOLDS, MONTHS, PASSPHRASE, UNTIL, VILLAGES, Bench, Row, seconds


def merge_row(bench: Bench) -> list[Row]:
    """The first merge against bare inserts of the same rows, by turns, and the same copies again."""
    copies = _copies(bench)
    keys = {copy: unlocking.unlock(copy, PASSPHRASE) for copy in copies}
    first, bare, again = [], [], []
    for turn in range(2):
        bare.append(_bare(bench.folder / f"bare{turn}.phdb", keys))
        with _office(bench.folder / f"office{turn}.phdb") as office, _sources(keys) as sources:
            first.append(seconds(lambda: merging.merge(office, sources)))
        with Store.open(bench.folder / f"office{turn}.phdb", PASSPHRASE,
                        settings=Settings(file=bench.folder / "o.json")) as office, _sources(keys) as sources:
            again.append(seconds(lambda: merging.merge(office, sources)))
            records = sum(office.count(kind, deleted=None) for kind in KINDS)
    ratio, repeat = min(first) / min(bare), min(again) / min(first)
    return [
        Row(f"first merge of {VILLAGES} villages x {MONTHS} months, {records:,} records", "<= 3 x bare inserts",
            f"{ratio:.2f} x ({min(first):.1f} s : {min(bare):.1f} s)", ratio <= 3),
        Row("the same copies again, nothing new", "<= 10 % of the first", f"{100 * repeat:.1f} % ({min(again):.2f} s)",
            repeat <= 0.1),
    ]


def _copies(bench: Bench) -> list[Path]:
    """A file of each village, made once and kept beside the bench's file."""
    folder = bench.file.with_name(f"{bench.file.stem}-村")
    folder.mkdir(exist_ok=True)
    every = Resources()
    made = []
    for number, village in enumerate(every.villages[:VILLAGES], start=1):
        path = folder / f"{village.code}.phdb"
        if not path.exists():
            alone = Resources()
            alone.__dict__["villages"] = (village,)
            make_demo(path, PASSPHRASE, villages=1, months=MONTHS, until=UNTIL, households=HOUSEHOLDS, seed=number,
                      settings=Settings(file=bench.folder / f"{number}.json"), resources=alone)
        made.append(path)
    return made


@contextlib.contextmanager
def _sources(keys: dict[Path, Key]) -> Iterator[list[Source]]:
    sources = [open_source(path, key) for path, key in keys.items()]
    try:
        yield sources
    finally:
        for source in sources:
            source.close()


def _office(path: Path) -> Store:
    return Store.create(path, PASSPHRASE, villages=Resources().villages[:VILLAGES], home="", person="李科长",
                        sample=True, settings=Settings(file=path.with_suffix(".json")))


def _bare(path: Path, keys: dict[Path, Key]) -> float:
    """All record and change rows into tables without secondary indexes, nothing else."""
    key = opening.make(path, PASSPHRASE, {}, ())
    connection = engine.connect(path, key)
    for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall():
        connection.execute(f'DROP INDEX "{name}"')
    connection.execute("PRAGMA foreign_keys = OFF")
    taken = 0.0
    for source, its in keys.items():
        connection.execute(f"ATTACH ? AS copy KEY \"{its.pragma}\"", [str(source)])
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for kind in KINDS:
            names = ", ".join(columns.table(kind).columns)
            connection.execute(f"INSERT INTO main.{kind} ({names}) SELECT {names} FROM copy.{kind}")
        connection.execute(f"INSERT INTO main.change ({compare.CHANGE_COLUMNS})"
                           f" SELECT {compare.CHANGE_COLUMNS} FROM copy.change")
        connection.execute("COMMIT")
        taken += time.perf_counter() - began
        connection.execute("DETACH copy")
    connection.close()
    return taken


