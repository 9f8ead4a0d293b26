"""A report on paper: its PDF, written to a file or shown, with a warning of what cannot be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.report_xlsx import Book, Head, PrintedTable, RawFigure, report_book
from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.figures import BY_CODE, SMALL_CELLS, show_on_paper
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.privacy import rate_is_safe
from panhuang_desk.model.report import FigureLine, FigureValue, Report
from panhuang_desk.model.withheld import as_printed
from panhuang_desk.services.editions import Edition, report_of
from panhuang_desk.services.files import write_file
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.session import Session
from panhuang_desk.services.signing import signed_report
from panhuang_desk.store import Store


def write_report(
    store: Store, when: Month | Period, village: str | None, today: dt.date, target: Path, *,
    calendar: Calendar | None = None, signer: Session | None = None,
) -> Report:
    """Write a report as PDF and give back what it says; `signer` is the office's file, whose key signs it."""
    from panhuang_desk.report.periodic import report_bytes  # reportlab is loaded on first use

    report = report_of(store, when, village, today, calendar=calendar)
    write_file(target, signed_report(signer, report) if signer else report_bytes(report))
    return report


def report_warning(report: Report) -> str:
    """A warning of what of a report no font can print, with the line that it stands in; empty where all is well."""
    from panhuang_desk.report.periodic import printed_parts  # reportlab is loaded on first use

    return glyph_warning(printed_parts(report))


def edition_paper(edition: Edition) -> bytes:
    """The PDF of an edition, set from what was frozen: the same bytes whenever, with the same program and fonts."""
    from panhuang_desk.report.periodic import report_bytes  # reportlab is loaded on first use

    if edition.report is None:
        raise UserError("这一版只存了数字，没有存全文，印不出来。", "请按现在的数据另出一版。", code="edition")
    return report_bytes(edition.report)


def report_xlsx(report: Report, target: Path) -> None:
    """Write a report's figures as a workbook: its tables as printed, and each figure with its definition.

    Small numbers of key groups are withheld in it exactly as on paper, because it leaves the office as paper does.
    """
    write_file(target, report_book(_book(report)))


def _book(report: Report) -> Book:
    from panhuang_desk.report import periodic_tables, periodic_text, style  # reportlab is loaded on first use

    words, printed = report.period.words, as_printed(report)
    columns = {"this": words.this, "previous": words.previous, "year": "本年累计",
               **({"year_ago": words.year_ago} if words.year_ago else {})}
    tables = tuple(
        PrintedTable(data.caption, tuple(Head(each.heading.replace("\n", ""), each.group, each.align == "right")
                                         for each in data.columns), data.rows, data.notes, data.total, data.wide)
        for data in periodic_tables.numbered_all(report))
    return Book(periodic_text.title(report), periodic_text.subtitle(report), report.issued_on, tables,
                tuple(columns.values()),
                tuple(_raw(code, line, tuple(columns)) for code, line in printed.figures.items()),
                style.SAMPLE_MARK if report.sample else "")


def _raw(code: str, line: FigureLine, columns: Sequence[str]) -> RawFigure:
    this = line.this
    values: list[FigureValue | None] = [getattr(line, column) for column in columns]
    safe = this.code not in SMALL_CELLS or rate_is_safe(this.numerator, this.denominator)
    known = BY_CODE.get(code)
    return RawFigure(code, known.label if known else this.label, this.unit,
                     tuple(show_on_paper(value) if value is not None else "" for value in values),
                     this.numerator if safe else None, this.denominator if safe else None,
                     known.definition if known else "")
