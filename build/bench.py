"""Measures what the design promises about speed, size and memory, on a file of 100,000 visits.

`python build/bench.py [--file BIG.phdb] [--write]` prints a table of targets and results. The file is made by
`demo` where none is named, and kept for the next run where one is named; likewise one of 60,000 households, beside
it. `--write` also rewrites BENCH.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench_machine import describe
from bench_map import map_row
from bench_merge import merge_row
from bench_paper import annex_row, bound_row
from bench_rows import ROWS, Bench, Row
from bench_sheets import sheets_row
from bench_tracks import tracks_row

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def table(rows: list[Row]) -> str:
    """The results as a Markdown table; a row that misses its target is marked in words."""
    lines = ["| what | must | result | |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.target} | {row.result} | {'ok' if row.met else '**missed**'} |" for row in rows]
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the results into BENCH.md, between its marks; what is written around them stays."""
    page = HERE / "BENCH.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def measured(bench: Bench, only: str) -> list[Row]:
    """Run the rows whose name contains a word, and print each as it comes."""
    rows: list[Row] = []
    for measure in (*ROWS, bound_row, annex_row, merge_row, sheets_row, tracks_row, map_row):
        if only in measure.__name__:
            for row in measure(bench):
                mark = "ok    " if row.met else "MISSED"
                print(f"{mark} {row.what}: {row.result} (must be {row.target})", flush=True)
                rows.append(row)
    return rows


def main() -> int:
    """Run the rows; exit code 1 where one misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, help="the file of 100,000 visits; made there if it is missing")
    parser.add_argument("--only", help="run only the rows whose name contains this")
    parser.add_argument("--write", action="store_true", help="rewrite BENCH.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["PANHUANG_HOME"] = str(Path(folder, "home"))
        file = given.file or Path(folder, "大文件.phdb")
        with Bench(Path(folder), file, file.with_name(f"{file.stem}-户册.phdb")) as bench:
            bench.prepare()
            rows = measured(bench, given.only or "")
            if given.write:
                write(f"{describe(bench.described())}\n\n{table(rows)}")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
