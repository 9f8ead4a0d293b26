"""Whether plain data that somebody else may have written is a report that can be set and compared."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping

from panhuang_desk.model.report import FigureLine, FigureValue, Report
from panhuang_desk.model.report_qr import QR_FIGURES

MOST_TEXT, MOST_NAME, MOST_LINES, MOST_PARTS, LARGEST = 2000, 60, 100, 1000, 1e12


def sound(report: Report) -> Report:
    """The report itself; ValueError where a value is of another type or size than any report has."""
    _check(report.scope in ("village", "subdistrict") and report.headline in ("person", "answer"))
    _check(_matches(r"[0-9]{6,12}", report.code) and _matches(r"[0-9a-f]{64}", report.digest))
    _check(_matches(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", report.issued_on))
    dt.date.fromisoformat(report.issued_on)
    _check(_whole(report.edition) and _whole(report.non_random_sheets) and isinstance(report.sample, bool))
    _check(_number(report.pass_mark) and 0 <= report.pass_mark <= 1)
    for name in (report.name, report.subdistrict, report.season):
        _check(_text(name, MOST_NAME))
    _check(_text(report.corrects, MOST_TEXT) and bool(report.name))
    _check(set(QR_FIGURES) <= set(report.figures) and len(report.figures) <= MOST_PARTS)
    for line in report.figures.values():
        _line(line)
    _villages(report)
    _words(report)
    _drawings(report)
    return report


def _line(line: FigureLine) -> None:
    _check(isinstance(line.this, FigureValue))
    for value in (line.this, line.previous, line.year, line.year_ago):
        if value is not None:
            _value(value)


def _value(value: FigureValue) -> None:
    _check(value.value is None or _number(value.value) or _text(value.value, MOST_NAME))
    _check(all(part is None or _number(part) for part in (value.numerator, value.denominator)))
    _check((value.numerator is None) == (value.denominator is None))


def _villages(report: Report) -> None:
    _check(len(report.by_village) <= MOST_PARTS)
    for line in report.by_village:
        _check(_matches(r"[0-9]{6,12}", line.code) and _text(line.name, MOST_NAME) and isinstance(line.reported, bool))
        _figures(line.figures)


def _figures(figures: Mapping[str, FigureValue]) -> None:
    _check(len(figures) <= MOST_PARTS)
    for value in figures.values():
        _value(value)


def _words(report: Report) -> None:
    for lines in (report.problems, report.plans):
        _check(len(lines) <= MOST_LINES)
        for line in lines:
            _check(_text(line.text, MOST_TEXT) and isinstance(line.edited, bool) and isinstance(line.stale, bool))
            _check(_text(line.key, MOST_NAME) and _text(line.proposed, MOST_TEXT))


def _drawings(report: Report) -> None:
    _check(len(report.trend) <= MOST_LINES and len(report.series) <= MOST_LINES)
    for point in report.trend:
        _value(point.awareness)
        _value(point.coverage)
    for bars in report.series.values():
        _check(len(bars) <= MOST_PARTS)
        for bar in bars:
            _check(_text(bar.label, MOST_NAME) and _text(bar.mark, MOST_NAME))
            _check(bar.number is None or _number(bar.number))


def _text(value: object, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most and not any("\ud800" <= char <= "\udfff" for char in value)


def _number(value: object) -> bool:
    return (isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
            and abs(value) <= LARGEST)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _check(right: bool) -> None:
    if not right:
        raise ValueError("no report")
