"""Logs of drones, and any table of positions: CSV whose columns are matched by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.exchange.places.found import Found, Recorded, WayMaker, odd_note
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.exchange.tables import csv_cells, decode
from panhuang_desk.model.characters import to_halfwidth

COLUMNS = {"longitude": "经度", "latitude": "纬度", "moment": "时间", "height": "离地高度", "angle": "云台俯仰角"}
"""What a column may hold, with its word; the first two are needed."""

MOST_ROWS = 2_000_000

_FEET = 0.3048
_PATTERNS = {
    "longitude": r"(^|[^a-z])(lon|lng|long|longitude)([^a-z]|$)|经度",
    "latitude": r"(^|[^a-z])(lat|latitude)([^a-z]|$)|纬度",
    "moment": r"date.?time|timestamp|(^|[^a-z])(utc|date|time)([^a-z]|$)|时间|日期",
    "height": r"height.*(takeoff|ground|home)|relative.*alt|(^|[^a-z])(height|altitude|alt|ele)([^a-z]|$)|高度|离地",
    "angle": r"gimbal.*pitch|pitch.*gimbal|云台.*俯仰|俯仰角",
}


@attrs.frozen
class LogTable:
    """A table of positions as text. `columns` are the places of what was recognised in `headings`, by COLUMNS."""

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[tuple[str, ...], ...]

    @property
    def recognised(self) -> bool:
        """Whether positions can be read."""
        return "longitude" in self.columns and "latitude" in self.columns


def read_table(data: bytes) -> LogTable:
    """The table of a CSV file, its heading row the first that names positions; UserError where it is no text."""
    rows: list[tuple[str, ...]] = []
    for cells in csv_cells(decode(data)):
        rows.append(tuple(cells))
        if len(rows) >= MOST_ROWS:
            break
    for number, headings in enumerate(rows[:40]):
        columns = match(headings)
        if "longitude" in columns and "latitude" in columns:
            return LogTable(headings, columns, tuple(rows[number + 1:]))
    return LogTable(rows[0] if rows else (), match(rows[0]) if rows else {}, tuple(rows[1:]))


def match(headings: Sequence[str]) -> dict[str, int]:
    """The columns that headings name: each of COLUMNS once, the plainest heading first."""
    plain = [to_halfwidth(heading).strip().lower().replace("_", " ") for heading in headings]
    found: dict[str, int] = {}
    for name, pattern in _PATTERNS.items():
        fits = [place for place, heading in enumerate(plain)
                if re.search(pattern, heading) and place not in found.values()]
        if fits:
            found[name] = min(fits, key=lambda place: (_rank(name, plain[place]), len(plain[place]), place))
    return found


def read_log(table: LogTable, columns: Mapping[str, int] | None = None) -> Found:
    """The one way of a table, by the columns recognised or those given; ValueError, in Chinese, without positions.

    A height in feet, which its heading tells, becomes metres; a time without a zone is China's clock, unless its
    heading says UTC.
    """
    columns = dict(table.columns if columns is None else columns)
    if "longitude" not in columns or "latitude" not in columns:
        raise ValueError("没有认出经度和纬度两列")
    factor = _FEET if _says(table, columns, "height", "feet", "[ft]", "(ft)", "英尺") else 1.0
    local = not _says(table, columns, "moment", "utc", "gmt")
    maker, angles = WayMaker(), []
    for cells in table.rows:
        texts = {name: cells[place].strip() for name, place in columns.items() if place < len(cells)}
        if not any(cells) or (texts.get("longitude") in ("0", "0.0") and texts.get("latitude") in ("0", "0.0")):
            continue  # a drone writes 0, 0 until it knows where it is
        before = len(maker.positions)
        maker.take(texts.get("longitude"), texts.get("latitude"), _moment(texts.get("moment"), local=local),
                   texts.get("height"))
        if len(maker.positions) > before:
            angles.append(_angle(texts.get("angle")))
            height = maker.heights[-1]
            maker.heights[-1] = None if height is None else height * factor
    odd, way = maker.odd, maker.made()
    if way is None:
        raise ValueError("表里没有一个读得出来的位置")
    if any(angle is not None for angle in angles):
        way = attrs.evolve(way, angles=tuple(angles))
    return Found("csv", (Recorded("", (way,)),), (), odd_note(odd))




def _rank(name: str, heading: str) -> int:
    """Which of several headings for one column is meant: a height above the ground, a whole date and time."""
    if name == "height":
        return 0 if re.search("takeoff|ground|home|relative|离地|相对", heading) else 1
    if name == "moment":
        return 0 if re.search("date.?time|timestamp|日期时间", heading) else 1
    return 0


def _says(table: LogTable, columns: Mapping[str, int], name: str, *words: str) -> bool:
    place = columns.get(name, -1)
    heading = to_halfwidth(table.headings[place]).lower() if 0 <= place < len(table.headings) else ""
    return any(word in heading for word in words)


def _moment(text: str | None, *, local: bool) -> float | None:
    """A moment as text, or as seconds or milliseconds since 1970."""
    if text and text.replace(".", "", 1).isdecimal():
        number = float(text)
        return number if 1e9 <= number < 1e10 else number / 1000 if 1e12 <= number < 1e13 else None
    return read_moment(text, local=local)


def _angle(text: str | None) -> float | None:
    try:
        angle = float(text or "")
    except ValueError:
        return None
    return angle if -180 <= angle <= 180 else None
