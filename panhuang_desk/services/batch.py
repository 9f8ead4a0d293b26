"""The reports of all villages of a file in one go: a file each, and one with all of them bound together."""

from __future__ import annotations

from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.editions import as_issued
from panhuang_desk.services.figures import Reckoning, as_period
from panhuang_desk.services.files import write_file
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.reports import draft
from panhuang_desk.services.session import Session

_SETTING = 0.5
"""The share of the work that is setting the single files, where they are bound as well."""


@attrs.frozen
class Failed:
    """A village whose report was not written, and why."""

    village: str
    problem: UserError


@attrs.frozen
class Batch:
    """What was written: the villages' files in the register's order, the bound file, what failed, and a `warning` that
    names the characters which no font could print.
    """

    files: tuple[Path, ...]
    bound: Path | None
    failed: tuple[Failed, ...]
    warning: str = ""


def write_all(
    session: Session, when: Month | Period, folder: Path, *, singly: bool = True, bound: bool = True,
    progress: Progress = no_progress,
) -> Batch:
    """Write the reports of every village of the file into a folder; one that fails does not stop the others.

    What stands in the folder under the same names is replaced, each file whole. A cancelled run leaves the files that
    are finished.
    """
    from panhuang_desk.report.periodic import (  # reportlab is loaded on first use
        bound_bytes,
        printed_parts,
        report_bytes,
    )

    period, villages = as_period(when), session.store.villages
    reckoning = Reckoning(session.store, session.resources.calendar)
    reports: list[Report] = []
    files: list[Path] = []
    failed: list[Failed] = []
    for at, village in enumerate(villages, start=1):
        progress((at - 1) / len(villages) * (_SETTING if bound else 1), village.name)
        try:
            report = as_issued(session.store, draft(session.store, period, village.code, session.today(),
                                                    reckoning=reckoning))
            reports.append(report)
            if singly:
                target = folder / f"{at:02d}_{_name(report)}"
                write_file(target, report_bytes(report))
                files.append(target)
        except UserError as problem:
            if problem.code in ("full", "gone", "read_only", "future"):
                raise
            failed.append(Failed(village.name, problem))
    whole = None
    if bound and reports:
        pages = max(4 * len(reports), 1)

        def told(page: int) -> None:
            progress(min(_SETTING + (1 - _SETTING) * page / pages, 0.99), f"装订第{page}页")

        whole = folder / f"{_place(session)}_{period}_{period.words.paper}汇编.pdf"
        write_file(whole, bound_bytes(reports, page_done=told))
    warning = glyph_warning((f"{report.name}的{what}", text) for report in reports
                            for what, text in printed_parts(report))
    return Batch(tuple(files), whole, tuple(failed), warning)


def _name(report: Report) -> str:
    edition = f"_第{report.edition}版" if report.edition > 1 else ""
    return f"{report.name}_{report.period}_{report.period.words.paper}{edition}.pdf"


def _place(session: Session) -> str:
    return session.store.villages[0].subdistrict_name
