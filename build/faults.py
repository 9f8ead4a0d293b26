"""The long run of the fault tests; writes what came of it into build/RESULTS.md.

`python build/faults.py [--kills N] [--histories N]`: kills of a saving process at random moments, a flipped byte at
many places of every page, halves of many saves, and random histories of copies against the journal's oracle.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from panhuang_desk.errors import UserError
from panhuang_desk.store import keys
from panhuang_desk.store.check import check_file
from tests.model.journal_simulation import random_history, run
from tests.store.faults.damage import PAGE, appended, cut, flipped, with_free_pages
from tests.store.faults.harness import PASSPHRASE, Place, derive_once, fill, household, new_place, problems
from tests.store.faults.killing import kill_often

RESULTS = Path(__file__).with_name("RESULTS.md")
Row = tuple[str, str, str, float]
"""What was done, how often, what came of it, and in how many seconds."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--saves", type=int, default=40, help="saves of which every half is tried")
    asked = parser.parse_args()
    keys.derive_key = derive_once
    steps: list[tuple[Callable[[Path, int], tuple[str, str]], int]] = [
        (kills, asked.kills), (flips, 5), (ends, 40), (halves, asked.saves), (histories, asked.histories),
    ]
    rows: list[Row] = []
    for step, amount in steps:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            done, found = step(Path(folder), amount)
        rows.append((str(step.__doc__), done, found, time.monotonic() - started))
        print(" | ".join(map(str, rows[-1])), flush=True)
    RESULTS.write_text(report(rows), encoding="utf-8")
    return 0


def kills(folder: Path, amount: int) -> tuple[str, str]:
    """Process killed with SIGKILL while saving"""
    came = kill_often(folder, amount, seed=2)
    done = (f"{came.kills:,} kills at 0 to 150 ms, {came.acknowledged:,} saves acknowledged; {came.hot:,} kills left a "
            f"journal to roll back, {came.while_opening:,} hit the opening")
    return done, f"{len(came.lost)} saves lost, {len(came.wrong)} complaints of check"


def flips(folder: Path, of_each_page: int) -> tuple[str, str]:
    """One byte of the file flipped, every page, free ones too"""
    place = sample(folder)
    target = folder / "x" / place.file.name
    target.parent.mkdir()
    random, missed, pages = Random(3), 0, place.file.stat().st_size // PAGE
    for number in range(pages):
        for _ in range(of_each_page):
            offset = number * PAGE + random.randrange(PAGE)
            missed += not refused(flipped(place.file, target, offset, 1 << random.randrange(8)))
    return f"{pages * of_each_page:,} bytes on {pages} pages", f"{missed} not found by check"


def ends(folder: Path, amount: int) -> tuple[str, str]:
    """File cut, or bytes added to it"""
    place = sample(folder)
    target = folder / "x" / place.file.name
    target.parent.mkdir()
    random, missed, size = Random(4), 0, place.file.stat().st_size
    for _ in range(amount):
        missed += not refused(cut(place.file, target, random.randrange(size)))
        missed += not refused(appended(place.file, target, random.randbytes(random.randrange(1, 3 * PAGE))))
    return f"{amount} times each", f"{missed} not found by check"


def halves(folder: Path, saves: int) -> tuple[str, str]:
    """Copy without its journal: the first pages of a save written, the others not"""
    place = sample(folder)
    torn = Place(folder / "x" / place.file.name, folder / "machine.json")
    torn.file.parent.mkdir()
    tried = told = wrong = 0
    with place.open() as store:
        for number in range(saves):
            before = place.file.read_bytes()
            fill(store, 1 + number % 5, 1000 + 10 * number)
            after = place.file.read_bytes()
            count = max(len(before), len(after)) // PAGE
            page = {who: [data[n * PAGE : (n + 1) * PAGE] for n in range(count)]
                    for who, data in (("before", before), ("after", after))}
            pages = [n for n in range(count) if page["before"][n] != page["after"][n]]
            for written in range(len(pages) + 1):
                new = set(pages[:written])
                torn.file.write_bytes(b"".join(page["after" if n in new else "before"][n] for n in range(count)))
                tried += 1
                if refused(torn.file):
                    told += 1
                else:
                    wrong += bool(problems(torn))
    return f"{tried:,} halves of {saves} saves", f"{told:,} refused, the others whole; {wrong} wrong"


def histories(folder: Path, amount: int) -> tuple[str, str]:
    """Journal against an oracle, random histories of 2 to 5 copies"""
    fields = conflicts = 0
    for seed in range(amount):
        simulation = run(*random_history(seed))
        fields += simulation.fields
        conflicts += simulation.conflicts
    return f"{amount:,} histories", f"{fields:,} fields and {conflicts:,} conflicts compared, no difference"


def sample(folder: Path) -> Place:
    place = new_place(folder / "sample", households=40)
    with_free_pages(place)
    with place.open() as store, store.action() as action:
        action.save("household", household(900))
    return place


def refused(file: Path) -> bool:
    try:
        return bool(check_file(file, PASSPHRASE).problems)
    except UserError:
        return True


def report(rows: list[Row]) -> str:
    lines = [f"| {what} | {done} | {found} | {seconds:.0f} s |" for what, done, found, seconds in rows]
    return "\n".join([
        "# What the long fault run found",
        "",
        f"`python build/faults.py` on {dt.date.today().isoformat()}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors. "
        "A shorter run of each is part of the tests (tests/store/faults, tests/model).",
        "",
        "| what | how often | found | took |",
        "|---|---|---|---|",
        *lines,
        "",
    ])




if __name__ == "__main__":
    sys.exit(main())
