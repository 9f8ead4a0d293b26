"""`run --demo`: a sample file of the real villages over three months, last month's report, and the window."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import sys
from pathlib import Path

from panhuang_desk.__main__ import has_screen, main
from panhuang_desk.model.months import Month

FOLDER = Path(__file__).resolve().parent.parent / "demo"
PASSPHRASE = "panhuang-demo"


def make(file: Path, report: Path, month: Month) -> int:
    """Make what is not there yet; a sample file that somebody has tried things in is kept."""
    with contextlib.redirect_stdout(io.StringIO()):
        if not file.exists():
            code = main(["demo", str(file), "--months", "3", "--until", str(month)])
            if code:
                return code
        return main(["report", str(file), str(month), "-o", str(report)])


def run() -> int:
    """Make the file and the report, say where they are, and open the window where there is a screen."""
    FOLDER.mkdir(exist_ok=True)
    month = Month.of(dt.date.today()).plus(-1)
    file, report = FOLDER / "示例.phdb", FOLDER / f"示例_月报_{month}.pdf"
    os.environ["PANHUANG_PASSPHRASE"] = PASSPHRASE
    code = make(file, report, month)
    if code:
        return code
    print(f"示例文件：{file}（口令 {PASSPHRASE}）；{month.label}街道月报：{report}", flush=True)
    return main([str(file)]) if has_screen() else 0


if __name__ == "__main__":
    sys.exit(run())
