"""What a monthly report says, as plain text: the golden files hold it."""

from __future__ import annotations

from panhuang_desk.model.report import Report
from panhuang_desk.report import periodic_tables, periodic_text


def outline(report: Report) -> str:
    """Title, headings, sentences and tables, one a line, cells parted by tabs."""
    lines = [periodic_text.title(report), f"（{report.period.label}）"]
    tables = periodic_tables.tables(report)
    number = 0
    for section, (name, sentences) in enumerate(periodic_text.SECTIONS, start=1):
        lines += [name, *sentences(report)]
        for data in tables.get(section, ()):
            number += 1
            data = periodic_tables.numbered(data, f"表{number}")
            lines += [data.caption, "\t".join(column.heading.replace("\n", "") for column in data.columns)]
            lines += ["\t".join(row) for row in data.rows]
            lines += [f"注：{'；'.join(data.notes)}。"] if data.notes else []
    return "\n".join(lines) + "\n"
