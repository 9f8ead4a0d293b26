"""What stands in the tables of the printed report is what `figures --json` says, read back from the PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from panhuang_desk.model.figures import BY_CODE, SMALL_CELLS
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.report.periodic import report_bytes
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.editions import report_of
from panhuang_desk.services.figures import figures_json
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.report.boxes import Glyph, pages

PASSPHRASE = "示例 口令 2026"
TODAY = dt.date(2026, 7, 3)
SLACK = 1.5
"""How far, in points, a sign may reach beyond the tallest of its line."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("printed")
    settings = Settings(file=folder / "s.json")
    make_demo(folder / "街道.phdb", PASSPHRASE, villages=4, months=3, until=Month(2026, 6), households=30, today=TODAY,
              settings=settings)
    with Store.open(folder / "街道.phdb", PASSPHRASE, settings=settings) as store:
        yield store


def lines(content: bytes) -> list[str]:
    """The lines of a PDF's standing pages, without spaces, as a person reads them across."""
    found = []
    for glyphs in pages(content):
        rows: list[list[Glyph]] = []
        for glyph in sorted(glyphs, key=lambda each: each.low - each.high):
            row = next((row for row in rows
                        if row[0].low - SLACK <= glyph.low and glyph.high <= row[0].high + SLACK), None)
            if row is None:
                rows.append([glyph])
            else:
                row.append(glyph)
        found += ["".join(each.char for each in sorted(row, key=lambda each: each.left)) for row in rows]
    return found


@pytest.mark.parametrize("text", ["2026-05", "2026-Q2"])
@pytest.mark.parametrize("whose", ["subdistrict", "village"])
def test_every_printed_row_says_what_the_figures_say(office: Store, text: str, whose: str) -> None:
    village = office.villages[1].code if whose == "village" else None
    period = Period.parse(text)
    read = lines(report_bytes(report_of(office, period, village, TODAY)))
    compared = []
    for item in figures_json(office, period, village):
        if isinstance(item["value"], str):
            continue
        figure = BY_CODE[item["code"]]
        if item["code"] in SMALL_CELLS:
            continue
        head = f"{figure.label}{figure.unit}"
        row = next((line for line in read if line.startswith(head)), None)
        if row is not None and item["value"] is not None:
            shown = str(item["shown"]).removesuffix("%")
            assert row[len(head):].startswith(shown), (item["code"], row)
            compared.append(item["code"])
    assert len(compared) >= 30
