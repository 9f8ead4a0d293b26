"""Issued reports (定稿): what a report says is frozen in the file as an edition, and can be read back whole."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureLine, Report
from panhuang_desk.model.report_diff import Difference, correction_words, differences
from panhuang_desk.model.report_json import plain, read
from panhuang_desk.model.report_qr import qr_text
from panhuang_desk.model.values import Changes
from panhuang_desk.services.figures import SIGNS_OF_LIFE, as_period, figures
from panhuang_desk.services.report_words import numbers_in, persons_in
from panhuang_desk.services.reports import draft
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store

DRAFT, ISSUED, CHANGED = "draft", "issued", "changed"
"""A report that was never issued; one that still says what its newest edition says; one that no longer does."""

NOT_OVER, NO_RECORDS, NAMES = "not_over", "no_records", "names"


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


@attrs.frozen
class Standing:
    """How a report stands to what was issued of it: `state`, the newest edition, and what reads otherwise now."""

    state: str
    edition: Edition | None = None
    differences: tuple[Difference, ...] = ()


@attrs.frozen
class Doubt:
    """Why a person may not want to issue a report as it is: `code` for programs, and in words."""

    code: str
    words: str


def newest(store: Store, code: str, when: Month | Period) -> Edition | None:
    """The edition of a place's report that holds now."""
    found = _issued(store, code, as_period(when))
    return _edition(found[-1]) if found else None


def standing(session: Session, report: Report) -> Standing:
    """How a report, put together from the file as it is, stands to its newest edition."""
    return _standing(newest(session.store, report.code, report.period), report)


def still_says(session: Session, edition: Edition) -> bool:
    """Whether the figures of an edition's own span are what they were: quicker than `standing`, which compares all."""
    report = edition.report
    if report is None:
        return True
    village = None if report.by_village else report.code
    now = figures(session.store, report.period, village, calendar=session.resources.calendar)
    lines = ({code: FigureLine(line.this) for code, line in report.figures.items()},
             {code: FigureLine(value) for code, value in now.items()})
    return not differences(*(attrs.evolve(report, by_village=(), figures=each) for each in lines))


def report_of(
    store: Store, when: Month | Period, village: str | None, today: dt.date, *, calendar: Calendar | None = None,
) -> Report:
    """A report of the file as it stands now, as the edition that it is or would become."""
    return as_issued(store, draft(store, when, village, today, calendar=calendar))


def as_issued(store: Store, report: Report) -> Report:
    """A draft as the newest edition where it still says the same, as issued; else as the edition that it would become.

    An edition that an earlier one says the same as is a new one all the same: it corrects the one between.
    """
    last = newest(store, report.code, report.period)
    if last is not None and last.report is not None and _standing(last, report).state == ISSUED:
        return last.report
    return _numbered(report, last)


def doubts(session: Session, report: Report) -> tuple[Doubt, ...]:
    """What to ask about before a report is issued; nothing of it forbids to."""
    today, period = session.today().isoformat(), report.period
    found = []
    if today <= period.last.last:
        found.append(Doubt(NOT_OVER, f"{period.label}还没有过完，定稿以后再登记的要出更正版。"))
    if not _has_records(report):
        found.append(Doubt(NO_RECORDS, f"{period.label}没有登记任何工作，定稿就是零报告。"))
    if names := persons_in(session, _sentences(report)):
        found.append(Doubt(NAMES, f"文字里有“{'”“'.join(names)}”，和登记的联系人同名；报告里不写个人姓名。"))
    return tuple(found)


def proposed_correction(session: Session, report: Report) -> str:
    """What issuing the report now would correct of its newest edition, in words that a person may change."""
    return correction_words(standing(session, report).differences, report.period)


def issue_report(
    store: Store, when: Month | Period, village: str | None, now: dt.datetime, *, calendar: Calendar | None = None,
    corrects: str = "",
) -> tuple[Report, Changes]:
    """Freeze a report as its next edition; one that still says what the newest says is not issued again.

    `corrects` says what the edition corrects of the one before it. UserError where a sentence holds a phone number or
    an identity number, and for a file without anything to report about.
    """
    report = report_of(store, when, village, now.date(), calendar=calendar)
    _refuse(store, report, corrects)
    with store.action() as action:
        # Put together anew inside the transaction, so that exactly the changes before it are in the numbers.
        report = draft(store, when, village, now.date(), calendar=calendar)
        last = newest(store, report.code, report.period)
        if last is not None and last.report is not None and _standing(last, report).state == ISSUED:
            return last.report, action.changes
        report = attrs.evolve(_numbered(report, last), corrects=corrects if last else "")
        report = attrs.evolve(report, qr=qr_text(report))
        action.save("report", _values(report, store.person, now), village=report.code)
    return report, action.changes


def _standing(edition: Edition | None, report: Report) -> Standing:
    if edition is None:
        return Standing(DRAFT)
    if edition.digest == report.digest:
        return Standing(ISSUED, edition)
    found = differences(edition.report, report) if edition.report is not None else ()
    return Standing(CHANGED if found or edition.report is None else ISSUED, edition, found)


def _numbered(report: Report, last: Edition | None) -> Report:
    found = attrs.evolve(report, edition=last.number + 1 if last else 1)
    return attrs.evolve(found, qr=qr_text(found))


def _refuse(store: Store, report: Report, corrects: str) -> None:
    """UserError for what must not be issued."""
    if numbers := numbers_in(f"{_sentences(report)}\n{corrects}"):
        raise UserError(f"文字里有像{'、'.join(numbers)}的数字，没有定稿。", "报告里不写电话和身份证号，请改掉再定稿。",
                        code="personal")
    if not (_has_records(report) or store.count("household") or store.count("plot")):
        raise UserError("这个文件里还没有登记户和地块，没有可以定稿的。", "请先登记，或者导入户册。", code="empty")


def _has_records(report: Report) -> bool:
    return any(report.figures[code].this.value for code in SIGNS_OF_LIFE)


def _sentences(report: Report) -> str:
    """What a person wrote, or may have written, of a report."""
    return "\n".join(line.text for line in (*report.problems, *report.plans) if line.edited)


def _values(report: Report, person: str, now: dt.datetime) -> dict[str, Value]:
    content = plain(report)
    return {
        "month": str(report.period.last), "period": str(report.period), "edition": report.edition,
        "digest": report.digest, "corrects": report.corrects, "issued_by": person,
        "figures": json.dumps(_by_column(content["figures"]), ensure_ascii=False, sort_keys=True),
        "content": json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "issued_at": now.strftime("%Y-%m-%d %H:%M"),
    }


def _issued(store: Store, code: str, period: Period) -> list[Record]:
    """The editions' records, the oldest first; two copies of a file may have given the same number."""
    found: Sequence[Record] = store.records(
        "report", where={"month": str(period.last)}, order=("edition", "issued_at"))
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
