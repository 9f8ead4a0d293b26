"""A report on paper: its PDF, written to a file or shown, with a warning of what cannot be printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
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


def paper_of(session: Session, when: Month | Period, village: str | None) -> tuple[Report, bytes, str]:
    """A report, its PDF, and a warning where a character has no glyph, empty where all is well."""
    from panhuang_desk.report.periodic import printed_parts, report_bytes  # reportlab is loaded on first use

    report = report_of(session.store, when, village, session.today(), calendar=session.resources.calendar)
    return report, report_bytes(report), glyph_warning(printed_parts(report))


def edition_paper(edition: Edition) -> bytes:
    """The PDF of an edition, set from what was frozen: the same bytes whenever, with the same program and fonts."""
    from panhuang_desk.report.periodic import report_bytes  # reportlab is loaded on first use

    if edition.report is None:
        raise UserError("这一版只存了数字，没有存全文，印不出来。", "请按现在的数据另出一版。", code="edition")
    return report_bytes(edition.report)
