"""A report on paper: its PDF, written to a file or shown, with a warning of what cannot be printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.services.editions import report_of
from panhuang_desk.services.files import write_file
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store


def write_report(
    store: Store, when: Month | Period, village: str | None, today: dt.date, target: Path, *,
    calendar: Calendar | None = None,
) -> Report:
    """Write a report as PDF and give back what it says."""
    from panhuang_desk.report.periodic import report_bytes  # reportlab is loaded on first use

    report = report_of(store, when, village, today, calendar=calendar)
    write_file(target, report_bytes(report))
    return report


def paper_of(session: Session, when: Month | Period, village: str | None) -> tuple[Report, bytes, str]:
    """A report, its PDF, and a warning where a character has no glyph, empty where all is well."""
    from panhuang_desk.report.fonts import missing_glyphs  # reportlab is loaded on first use
    from panhuang_desk.report.periodic import printed_text, report_bytes

    report = report_of(session.store, when, village, session.today(), calendar=session.resources.calendar)
    missing = "".join(sorted(missing_glyphs(printed_text(report))))
    warning = f"这些字没有字体，印不出来：{missing}" if missing else ""
    return report, report_bytes(report), warning
