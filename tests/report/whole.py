"""Sample reports as they are issued: with their own digest and code, so that their paper can be checked."""

from __future__ import annotations

import attrs
from panhuang_desk.model.report import Report
from panhuang_desk.model.report_json import digest_of
from panhuang_desk.model.report_qr import qr_text

from tests.report.samples import BUILDERS


def whole(name: str) -> Report:
    """A sample report with digest and code."""
    return sealed(BUILDERS[name]())


def sealed(report: Report) -> Report:
    """The report with the digest and the code of what it says."""
    report = attrs.evolve(report, digest=digest_of(report))
    return attrs.evolve(report, qr=qr_text(report))


def with_count(report: Report, code: str, count: int) -> Report:
    """The same report with another number for this month."""
    line = report.figures[code]
    figures = {**report.figures, code: attrs.evolve(line, this=attrs.evolve(line.this, value=count))}
    return sealed(attrs.evolve(report, figures=figures))
