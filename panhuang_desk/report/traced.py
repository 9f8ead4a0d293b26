"""Which figure each printed number of a report is, so that a reader of the preview can open it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from panhuang_desk.model.report import Report
from panhuang_desk.model.traces import Trace, TracedText
from panhuang_desk.report import periodic_tables, periodic_text
from panhuang_desk.report.numbers import BEGIN, END, THIS, Traced
from panhuang_desk.report.tables import TableData

_MARK = re.compile(f"{BEGIN}([a-z_]+)\\|([a-z_]+){END}([0-9.]+%?)?")


def traced_texts(report: Report) -> tuple[TracedText, ...]:
    """The texts of a report that hold figures, in the order of the paper, those of its tables after each section's."""
    traced = Traced(**{field.name: getattr(report, field.name) for field in attrs.fields(Report)})
    tables = periodic_tables.tables(traced)
    found: list[TracedText] = []
    for number, section in enumerate(periodic_text.sections(traced), start=1):
        found += [_text(sentence) for sentence in section.say(traced)]
        for data in tables.get(number, ()):
            found += _lines(data, report)
    return tuple(each for each in found if each.traces)


def _text(*parts: str, village: str = "") -> TracedText:
    """Marked parts without their marks and spaces, one behind the other, and where figures stand in them."""
    plain, traces = "", []
    for marked in parts:
        last = 0
        for match in _MARK.finditer(marked):
            plain += _close(marked[last:match.start()])
            shown = match[3] or ""
            if shown:
                traces.append(Trace(len(plain), shown, match[1], match[2], village))
            plain += shown
            last = match.end()
        plain += _close(marked[last:])
    return TracedText(plain, tuple(traces))


def _lines(data: TableData, report: Report) -> Iterator[TracedText]:
    """The lines of a table; those of villages have the figures that the line of their total has."""
    villages = {line.name: line for line in report.by_village}
    codes = {at: match[1] for row in data.rows[-1:] if data.total for at, cell in enumerate(row)
             if (match := _MARK.match(cell))}
    for row in data.rows:
        line = villages.get(row[0])
        if line is None or not codes:
            yield _text(*row)
        else:
            yield _text(*(f"{BEGIN}{codes[at]}|{THIS}{END}{cell}" if at in codes else cell
                          for at, cell in enumerate(row)), village=line.code)


def _close(text: str) -> str:
    return "".join(text.split())
