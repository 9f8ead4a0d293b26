"""A report as plain data and back: what an edition keeps in the file, and what the PDF carries with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from panhuang_desk.model.figures import BY_CODE, How, show_on_paper, verdict, wilson
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Bar, FigureLine, FigureValue, Report, Said, TrendPoint, VillageLine
from panhuang_desk.model.withheld import as_printed

LAYOUT = 1
"""Which layout the data has; a later one says so here."""

_COLUMNS = ("this", "previous", "year", "year_ago")
_PLAIN = ("scope", "code", "name", "subdistrict", "edition", "sample", "issued_on", "headline", "pass_mark",
          "non_random_sheets", "season", "corrects", "digest")
_PAPER_ONLY = ("edition", "issued_on", "corrects", "digest")
"""What does not make a report another one: the same content may be printed as one edition or another."""


def plain(report: Report) -> dict[str, Any]:
    """Everything that a report says as JSON values; rates as whole numbers, so that no rounding enters."""
    return {
        "layout": LAYOUT, "period": str(report.period), **{name: getattr(report, name) for name in _PLAIN},
        "figures": {code: _line(line) for code, line in report.figures.items()},
        "by_village": [[line.code, line.name, line.reported, values(line.figures)] for line in report.by_village],
        "trend": [[str(point.month), number(point.awareness), number(point.coverage)] for point in report.trend],
        "problems": [_said(line) for line in report.problems], "plans": [_said(line) for line in report.plans],
        "series": {name: [[bar.label, bar.number, bar.mark] for bar in bars] for name, bars in report.series.items()},
    }


def public(report: Report) -> dict[str, Any]:
    """What of a report may leave the file: the same values, with all withheld that its paper withholds."""
    return plain(as_printed(report))


def carried(report: Report, *, program: str, fonts: Sequence[str], key: str) -> dict[str, Any]:
    """What a report's PDF carries of it: its public values, each figure as it prints, and what it was set with.

    `key` is the fingerprint of the key that the PDF is signed with, empty where it is not signed.
    """
    shown = {code: {name: show_on_paper(value) for name in _COLUMNS if (value := getattr(line, name)) is not None}
             for code, line in report.figures.items()}
    return {"layout": LAYOUT, "program": program, "fonts": list(fonts), "key": key, "report": public(report),
            "shown": shown}


def read(data: Mapping[str, Any]) -> Report:
    """The report that plain data tells of; ValueError, KeyError or TypeError where it is not of this layout."""
    if data["layout"] != LAYOUT:
        raise ValueError(f"layout {data['layout']}")
    headline = f"awareness_by_{data['headline']}"
    return Report(
        period=Period.parse(data["period"]), **{name: data[name] for name in _PLAIN},
        figures={code: FigureLine(**{name: _value(code, found) for name, found in line.items()})
                 for code, line in data["figures"].items()},
        by_village=tuple(VillageLine(code, name, reported, {each: _value(each, item) for each, item in found.items()})
                         for code, name, reported, found in data["by_village"]),
        trend=tuple(TrendPoint(Month.parse(month), _value(headline, aware), _value("household_coverage", covered))
                    for month, aware, covered in data["trend"]),
        problems=tuple(Said(*line) for line in data["problems"]), plans=tuple(Said(*line) for line in data["plans"]),
        series={name: tuple(Bar(*bar) for bar in bars) for name, bars in data["series"].items()},
    )


def digest_of(report: Report) -> str:
    """SHA-256, hexadecimal, over the canonical JSON of what a report's paper says: its numbers and its sentences.

    What paper withholds does not enter, or the digest would tell it to whoever tries the few possible numbers.
    """
    content = {name: value for name, value in public(report).items() if name not in _PAPER_ONLY}
    content |= {name: [line[0] for line in content[name]] for name in ("problems", "plans")}
    return hashlib.sha256(canonical(content).encode("utf-8")).hexdigest()


def canonical(content: object) -> str:
    """JSON with one way of writing each value."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values(figures: Mapping[str, FigureValue]) -> dict[str, Any]:
    """Figures as plain numbers by code."""
    return {code: number(value) for code, value in figures.items()}


def number(value: FigureValue) -> Any:
    """A rate as [numerator, denominator], any other figure as its value."""
    return [value.numerator, value.denominator] if value.denominator is not None else value.value


def _line(line: FigureLine) -> dict[str, Any]:
    return {name: number(value) for name in _COLUMNS if (value := getattr(line, name)) is not None}


def _said(line: Said) -> list[object]:
    return [line.text, line.key, line.proposed, line.edited, line.stale]


def _value(code: str, found: Any) -> FigureValue:
    """A figure of this program's list, or of an older one's under its code."""
    figure = BY_CODE.get(code)
    label, unit = (figure.label, figure.unit) if figure else (code, "%" if isinstance(found, list) else "")
    if not isinstance(found, list):
        return FigureValue(code, label, found, unit)
    top, bottom = found
    share: float | str | None = top / bottom if bottom else None
    if figure and figure.how is How.VERDICT:
        share = verdict(top, bottom)
    interval = wilson(top, bottom) if figure and figure.has_interval and bottom else None
    return FigureValue(code, label, share, unit, top, bottom, interval)
