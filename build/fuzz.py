"""Many damaged tracks, drawings, photos and PDFs against their readers; writes what came of it into build/FUZZ.md.

`python build/fuzz.py [--each N] [--more FOLDER]`: N mutations of a small sample of each format; with a folder, also of
the files in it. Each is to be read or refused in words, within `SLOW` seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pikepdf
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.pdf_read import opened_pdf
from panhuang_desk.exchange.photos import read_picture
from panhuang_desk.exchange.places.read import found_in
from panhuang_desk.report.periodic import report_bytes
from tests.exchange.mutations import mutated
from tests.exchange.photo_files import camera
from tests.exchange.places.samples import SAMPLES
from tests.report.whole import whole

RESULTS = Path(__file__).with_name("FUZZ.md")
SLOW = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=2000)
    parser.add_argument("--more", type=Path)
    asked = parser.parse_args()
    warnings.simplefilter("error")
    samples = {name: (data, _places) for name, data in SAMPLES.items()}
    samples["jpeg"] = (camera(320, 240), _picture)
    paper = report_bytes(whole("village"))
    samples["pdf"], samples["pdf, plain streams"] = (paper, _paper), (_plain(paper), _paper)
    for path in sorted(asked.more.iterdir()) if asked.more else ():
        if path.suffix.lower() in (".gpx", ".jpg"):
            samples[path.name] = (path.read_bytes(), _picture if path.suffix.lower() == ".jpg" else _places)
    lines, failed = [], 0
    for name, (data, read) in samples.items():
        line, wrong = _try(name, data, read, asked.each)
        lines.append(line)
        failed += wrong
        print(line, flush=True)
    RESULTS.write_text(_report(lines), encoding="utf-8")
    return 1 if failed else 0


def _places(data: bytes) -> None:
    found_in(data, "x")


def _picture(data: bytes) -> None:
    read_picture(data)


def _paper(data: bytes) -> None:
    with opened_pdf(data) as pdf:
        pdf.texts()
        pdf.attached()
        pdf.codes()


def _plain(paper: bytes) -> bytes:
    """The same without compression, so that damage reaches what is drawn and not only the packing."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.save(stream, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return stream.getvalue()


def _try(name: str, data: bytes, read: Callable[[bytes], None], amount: int) -> tuple[str, int]:
    """One line of the report, and how many inputs ended otherwise than they should."""
    random = Random(name)
    came = {"read": 0, "refused": 0, "crashed": 0, "slow": 0}
    slowest = 0.0
    for _ in range(amount):
        damaged = mutated(data, random)
        started = time.monotonic()
        try:
            read(damaged)
            came["read"] += 1
        except UserError as problem:
            came["refused" if problem.message and problem.hint else "crashed"] += 1
        except Exception as error:
            came["crashed"] += 1
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        took = time.monotonic() - started
        slowest = max(slowest, took)
        came["slow"] += took > SLOW
    return (f"| {name} | {amount:,} | {came['read']:,} | {came['refused']:,} | {came['crashed']} | {came['slow']} | "
            f"{1000 * slowest:.0f} ms |", came["crashed"] + came["slow"])


def _report(lines: list[str]) -> str:
    where = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return "\n".join((
        "# What damaged files did", "",
        f"`python build/fuzz.py` on {dt.date.today()}, {where}. A shorter run of each is part of the tests.", "",
        f"| sample | damaged | read | refused in words | crashed | over {SLOW:.0f} s | slowest |",
        "|---|---|---|---|---|---|---|", *lines, ""))


if __name__ == "__main__":
    sys.exit(main())
