"""Issued reports (定稿): what a report says is frozen in the file as an edition, and can be read back whole."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import attrs

from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.model.report_json import plain, read
from panhuang_desk.model.report_qr import qr_text
from panhuang_desk.model.values import Changes
from panhuang_desk.services.figures import as_period
from panhuang_desk.services.reports import draft
from panhuang_desk.store import Store


@attrs.frozen
class Edition:
    """One issued edition of a place's report. `report` is None for one that kept its numbers only."""

    id: str
    number: int
    digest: str
    issued_at: str
    issued_by: str
    corrects: str
    report: Report | None


def editions(store: Store, code: str, when: Month | Period) -> list[Edition]:
    """The editions of a place's report, the oldest first."""
    return [_edition(record) for record in _issued(store, code, as_period(when))]


def report_of(
    store: Store, when: Month | Period, village: str | None, today: dt.date, *, calendar: Calendar | None = None,
) -> Report:
    """A report of the file as it stands now, as the edition that it is or would become."""
    return as_issued(store, draft(store, when, village, today, calendar=calendar))


def as_issued(store: Store, report: Report) -> Report:
    """A draft as the edition that it is, or would become: an issued report keeps its number, day and correction."""
    known = editions(store, report.code, report.period)
    same = next((each for each in known if each.digest == report.digest), None)
    number = same.number if same else max((each.number for each in known), default=0) + 1
    issued_on = same.issued_at[:10] if same else report.issued_on
    found = attrs.evolve(report, edition=number, issued_on=issued_on, corrects=same.corrects if same else "")
    return attrs.evolve(found, qr=qr_text(found))


def issue_report(
    store: Store, when: Month | Period, village: str | None, now: dt.datetime, *, calendar: Calendar | None = None,
    corrects: str = "",
) -> tuple[Report, Changes]:
    """Freeze a report as its next edition; the same content is never issued twice.

    `corrects` says what the edition corrects of the one before it.
    """
    report = report_of(store, when, village, now.date(), calendar=calendar)
    if any(known.digest == report.digest for known in editions(store, report.code, report.period)):
        return report, Changes()
    report = attrs.evolve(report, corrects=corrects)
    report = attrs.evolve(report, qr=qr_text(report))
    content = plain(report)
    values: dict[str, Value] = {
        "month": str(report.period.last), "period": str(report.period), "edition": report.edition,
        "digest": report.digest, "corrects": corrects, "issued_by": store.person,
        "figures": json.dumps(_by_column(content["figures"]), ensure_ascii=False, sort_keys=True),
        "content": json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "issued_at": now.strftime("%Y-%m-%d %H:%M"),
    }
    with store.action() as action:
        action.save("report", values, village=report.code)
    return report, action.changes


def _issued(store: Store, code: str, period: Period) -> list[Record]:
    found: Sequence[Record] = store.records("report", where={"month": str(period.last)}, order=("edition",))
    return [record for record in found
            if record.village == code and (record.text("period") or record.text("month")) == str(period)]


def _edition(record: Record) -> Edition:
    content = record.text("content")
    report = read(json.loads(content)) if content else None
    if report is not None:
        report = attrs.evolve(report, qr=qr_text(report))
    return Edition(record.id, record.number("edition"), record.text("digest"), record.text("issued_at"),
                   record.text("issued_by"), record.text("corrects"), report)


def _by_column(figures: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """A report's numbers by column, then by code; a column that is not asked for is left out."""
    columns: dict[str, dict[str, object]] = {}
    for code, line in figures.items():
        for name, value in line.items():
            columns.setdefault(name, {})[code] = value
    return columns
