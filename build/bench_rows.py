"""The measurements, one function each; every one gives rows of what was promised and what came out."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
from panhuang_desk.model.months import Month
from panhuang_desk.report.periodic import report_bytes
from panhuang_desk.services.editions import report_of
from panhuang_desk.services.session import Session
from panhuang_desk.services.start import open_file
from panhuang_desk.services.visits import record_visit
from panhuang_desk.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "bench-only"
VISITS = 100_000
VILLAGES, HOUSEHOLDS, MONTHS = 14, 380, 36
UNTIL = Month(2026, 10)
REGISTER_HOUSEHOLDS, REGISTER_MONTHS = 4286, 4
"""Of each village, and months: 60,000 households and more than 100,000 visits."""
STARTS, SAVES = 9, 600


@attrs.frozen
class Row:
    """One promise: what, the target in words, the result in words, and whether it is met."""

    what: str
    target: str
    result: str
    met: bool


@attrs.define
class Bench:
    """The files that are measured on, and how children are started: `file` of 100,000 visits over three years, and
    `register` of as many visits to 60,000 households.
    """

    folder: Path
    file: Path
    register: Path
    screen: subprocess.Popen[bytes] | None = None
    display: str = ""

    def __enter__(self) -> Bench:
        """Windows want a screen: where there is none, an X server of its own if the machine has one."""
        if sys.platform == "linux" and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            server = shutil.which("Xvfb")
            if server:
                read, write = os.pipe()
                command = [server, "-displayfd", str(write), "-screen", "0", "1366x768x24"]
                self.screen = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
                os.close(write)
                with os.fdopen(read) as answer:
                    self.display = f":{answer.readline().strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        if self.screen is not None:
            self.screen.terminate()
            self.screen.wait()

    def prepare(self) -> None:
        """Make the files where they are missing."""
        for file, households, months in ((self.file, HOUSEHOLDS, MONTHS),
                                         (self.register, REGISTER_HOUSEHOLDS, REGISTER_MONTHS)):
            if not file.exists():
                began = time.perf_counter()
                self.program("demo", str(file), "--villages", str(VILLAGES), "--households", str(households),
                             "--months", str(months), "--until", str(UNTIL))
                print(f"made {file.name} in {time.perf_counter() - began:.0f} s", flush=True)

    def environment(self) -> dict[str, str]:
        """The environment of children: a screen or offscreen, compiled modules kept, the passphrase."""
        given = {**os.environ, "PANHUANG_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
        given.pop("PYTHONDONTWRITEBYTECODE", None)
        given["PYTHONPYCACHEPREFIX"] = str(self.folder / "compiled")
        if self.display:
            given["DISPLAY"] = self.display
            given.pop("QT_QPA_PLATFORM", None)
        elif sys.platform == "linux" and not given.get("DISPLAY") and not given.get("WAYLAND_DISPLAY"):
            given["QT_QPA_PLATFORM"] = "offscreen"
        return given

    def python(self, *arguments: str) -> str:
        """Run a child Python; what it printed."""
        return subprocess.run([sys.executable, *arguments], env=self.environment(), check=True,
                              stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout

    def program(self, *arguments: str) -> str:
        """Run the program as a person does; what it printed."""
        return self.python("-m", "panhuang_desk", *arguments)

    def described(self) -> str:
        """What was measured on, in words."""
        counts, register = self.counts(self.file), self.counts(self.register)
        screen = "its own Xvfb" if self.display else "the machine's screen, or offscreen"
        size = self.file.stat().st_size / 2**20
        return (f"a file of {counts['visit']:,} visits, {counts['household']:,} households and "
                f"{counts['answer_sheet']:,} answer sheets of 14 villages over 36 months ({size:.0f} MiB), and one of "
                f"{register['household']:,} households and {register['visit']:,} visits; windows on {screen}")

    def counts(self, file: Path) -> dict[str, int]:
        """How many visits, households and answer sheets a file has."""
        with self.session(file) as session:
            return {kind: session.store.count(kind) for kind in ("visit", "household", "answer_sheet")}

    def session(self, file: Path | None = None, *, write: bool = False) -> Session:
        """A file, open; the one of many months by default."""
        settings = Settings(file=self.folder / "settings.json")
        return open_file(file or self.file, PASSPHRASE, settings, write=write,
                         today=lambda: dt.date(2026, 11, 2))


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def share(values: Sequence[float], part: float) -> float:
    """The value that so large a part of the values stays under."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


class BareInserts:
    """One row at a time into a plain SQLite file, durable: what the disk alone takes."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA",
                          "CREATE TABLE IF NOT EXISTS t (x TEXT)"):
            self.connection.execute(statement)

    def __call__(self) -> None:
        """Insert one more."""
        self.connection.execute("INSERT INTO t VALUES ('one row')")


def save_row(bench: Bench) -> list[Row]:
    """One visit, durable, in either file."""
    return [*saving(bench, bench.file, SAVES, ""), *saving(bench, bench.register, 100_000, " among 60,000 households")]


def saving(bench: Bench, file: Path, among: int, where: str) -> list[Row]:
    """One visit to any of so many households, durable: record, journal, search index and register in one transaction;
    by turns with a bare insert.
    """
    dice = random.Random(1)
    bare_insert = BareInserts(bench.folder)
    with bench.session(file, write=True) as session:
        households = [record.id for record in session.store.records("household", limit=among)]
        day = session.today_iso
        taken, bare = [], []
        for number in range(SAVES):
            values = {"visited_on": day, "outcome": "met", "topics": (), "materials_given": dice.randrange(3),
                      "note": f"第 {number} 次记录，家里一切都好"}
            household = dice.choice(households)
            taken.append(seconds(lambda household=household, values=values: record_visit(session, household, values)))
            session.store.idle()
            bare.append(seconds(bare_insert))
    bare_insert.connection.close()
    middle, high, disk = 1000 * statistics.median(taken), 1000 * share(taken, 0.99), 1000 * statistics.median(bare)
    result = f"{middle:.1f} ms, {middle / disk:.1f} x bare ({disk:.1f} ms)"
    return [Row(f"save one visit{where}, durable, median", "<= 5 ms", result, middle <= 5),
            Row(f"save one visit{where}, durable, p99", "<= 40 ms", f"{high:.1f} ms", high <= 40)]


def search_row(bench: Bench) -> list[Row]:
    """Every beginning of names, pinyin initials, door numbers and phone tails, as they are typed."""
    dice = random.Random(2)
    with bench.session() as session:
        people = dice.sample(session.store.records("household", limit=2000), 150)
        texts: list[str] = []
        for record in people:
            name, door, phone = record.text("contact_name"), record.text("door_no"), record.text("phone")
            texts += [name[:end] for end in range(1, len(name) + 1)]
            texts += [door, phone[-4:], "zs", "l"]
        taken = [seconds(lambda text=text: session.store.search(text)) for text in texts if text]
    high = 1000 * share(taken, 0.95)
    child = str(Path(__file__).with_name("bench_window.py"))
    shown = [float(line) for line in bench.python(child, "search", str(bench.file), "12", "zs").split()]
    frame = 1000 * share(shown, 0.95)
    return [Row(f"search as you type, answer, p95 of {len(taken)}", "<= 5 ms", f"{high:.1f} ms", high <= 5),
            Row(f"the same, list on screen, p95 of {len(shown)}", "<= 16 ms", f"{frame:.1f} ms", frame <= 16)]


def village_report_row(bench: Bench) -> list[Row]:
    """The report of one village: a process of its own, and the second one in a program that runs."""
    with bench.session() as session:
        code = session.store.villages[0].code

        def whole() -> bytes:
            return report_bytes(report_of(session.store, UNTIL, code, session.today()))

        whole()
        inside = statistics.median(seconds(whole) for _ in range(5))
    target = bench.folder / "village.pdf"
    command = ("report", str(bench.file), str(UNTIL), "--village", code, "-o", str(target))
    process = statistics.median(seconds(lambda: bench.program(*command)) for _ in range(5))
    return [Row("monthly report of a village, process and all", "<= 1.5 s", f"{process:.2f} s", process <= 1.5),
            Row("the same inside a running program", "<= 0.3 s", f"{inside:.2f} s", inside <= 0.3)]


def subdistrict_report_row(bench: Bench) -> list[Row]:
    """The report of the whole subdistrict, process and all, and its size; and in a program that runs."""
    with bench.session() as session:
        def whole() -> bytes:
            return report_bytes(report_of(session.store, UNTIL, None, session.today()))

        whole()
        inside = statistics.median(seconds(whole) for _ in range(3))
    target = bench.folder / "subdistrict.pdf"
    command = ("report", str(bench.file), str(UNTIL), "-o", str(target))
    process = statistics.median(seconds(lambda: bench.program(*command)) for _ in range(3))
    size = target.stat().st_size / 1024
    return [Row("subdistrict report, 14 villages, process and all", "<= 3 s", f"{process:.2f} s", process <= 3),
            Row("the same inside a running program", "<= 1 s", f"{inside:.2f} s", inside <= 1),
            Row("its PDF", "<= 500 KiB", f"{size:.0f} KiB", size <= 500)]


def start_row(bench: Bench) -> list[Row]:
    """From the start of the process to a window on screen, against an empty window, by turns."""
    child = str(Path(__file__).with_name("bench_window.py"))
    bench.python(child, "start", str(bench.file))  # compiles what was never run
    bare, ours = [], []
    for _ in range(STARTS):
        bare.append(seconds(lambda: bench.python(child, "bare")))
        ours.append(seconds(lambda: bench.python(child, "start", str(bench.file))))
    ratio = statistics.median(ours) / statistics.median(bare)
    result = f"{ratio:.2f} x ({statistics.median(ours):.2f} s : {statistics.median(bare):.2f} s)"
    return [Row("process start to first visible window", "<= 1.6 x a bare window", result, ratio <= 1.6)]


def unlock_row(bench: Bench) -> list[Row]:
    """From Enter at the passphrase to the Today page, and the memory held with the register shown."""
    child = str(Path(__file__).with_name("bench_window.py"))
    bench.python(child, "unlock", str(bench.file))  # compiles what was never run
    answers = [bench.python(child, "unlock", str(bench.file)).split() for _ in range(5)]
    taken = statistics.median(float(answer[0]) for answer in answers)
    held = max(float(answer[1]) for answer in answers)
    return [Row("unlock to usable home", "<= 0.5 s", f"{taken:.2f} s", taken <= 0.5),
            Row("memory, window open on the register", "<= 150 MiB", f"{held:.0f} MiB", 0 < held <= 150)]


def register_row(bench: Bench) -> list[Row]:
    """The register of 60,000 households on screen: the page, its filters, its search, and home after unlocking."""
    child, file = str(Path(__file__).with_name("bench_window.py")), str(bench.register)

    def told(mode: str, *more: str) -> list[float]:
        return [1000 * float(line) for line in bench.python(child, mode, file, *more).split()]

    def frame(what: str, taken: Sequence[float]) -> Row:
        high = share(taken, 0.95)
        return Row(f"60,000 households: {what}, list on screen, p95 of {len(taken)}", "<= 16 ms", f"{high:.1f} ms",
                   high <= 16)

    told("page")  # compiles what was never run
    page = statistics.median(told("page")[0] for _ in range(STARTS))
    digit = statistics.median(told("digit"))
    home = statistics.median(float(bench.python(child, "unlock", file).split()[0]) for _ in range(5))
    return [Row("60,000 households: visits page shown for the first time", "<= 150 ms", f"{page:.0f} ms", page <= 150),
            frame("filter chosen or taken off", told("filters")),
            frame("search as you type", told("search", "12", "zs")),
            Row("60,000 households: one digit alone, which nearly all have, median", "<= 50 ms", f"{digit:.1f} ms",
                digit <= 50),
            Row("60,000 households: unlock to usable home", "<= 0.5 s", f"{home:.2f} s", home <= 0.5)]


ROWS: tuple[Callable[[Bench], list[Row]], ...] = (
    start_row, unlock_row, save_row, search_row, register_row, village_report_row, subdistrict_report_row,
)
