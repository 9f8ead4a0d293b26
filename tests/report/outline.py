"""What a report of any span says, as plain text: the golden files hold it."""

from __future__ import annotations

from panhuang_desk.model.report import Report
from panhuang_desk.report import periodic_tables, periodic_text
from panhuang_desk.report.tables import TableData


def outline(report: Report) -> str:
    """Title, headings, sentences and tables, one a line, cells parted by tabs; the annex is last."""
    lines = [periodic_text.title(report), periodic_text.subtitle(report)]
    tables = periodic_tables.tables(report)
    lying = [data for section in tables for data in tables[section] if data.wide]
    number = 0
    for at, section in enumerate(periodic_text.sections(report), start=1):
        lines += [section.name, *section.say(report)]
        for data in tables.get(at, ()):
            if not data.wide:
                number += 1
                lines += _lines(periodic_tables.numbered(data, f"表{number}"))
    for at, data in enumerate(lying, start=1):
        lines += _lines(periodic_tables.numbered(data, f"附表{at}"))
    return "\n".join(lines) + "\n"


def _lines(data: TableData) -> list[str]:
    heads = [column.heading.replace("\n", "") for column in data.columns]
    groups = ["\t".join(dict.fromkeys(column.group for column in data.columns if column.group))]
    return [data.caption, *(groups if groups[0] else []), "\t".join(heads), *("\t".join(row) for row in data.rows),
            *([f"注：{'；'.join(data.notes)}。"] if data.notes else [])]
