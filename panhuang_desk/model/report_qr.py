"""What the QR code of a report carries, so that paper can be checked against a file."""

from __future__ import annotations

from panhuang_desk.model.report import FigureValue, Report

QR_MARK = "PHD1"
"""The first part of the text: which layout the rest has."""
QR_FIGURES = ("visits", "households_met", "household_coverage", "awareness_by_person", "plot_coverage",
              "findings", "follow_ups_open")
"""The headline figures of the text, in its order; rates as numerator/denominator."""


def qr_text(report: Report) -> str:
    """One line of ASCII: place, period, edition, headline figures, digest."""
    shown = ";".join(f"{code}={_short(report.figures[code].this)}" for code in QR_FIGURES)
    return "|".join((QR_MARK, report.code, str(report.period), str(report.edition), shown, report.digest))


def _short(value: FigureValue) -> str:
    if value.denominator is not None:
        return f"{value.numerator}/{value.denominator}"
    return "-" if value.value is None else str(value.value)
