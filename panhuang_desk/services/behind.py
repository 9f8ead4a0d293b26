"""The records behind a number, in words that name no person, to look through, open and take along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from panhuang_desk.model.figures import BY_CODE, How, wilson
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET, FOLLOW_UP, PATROL, PLANT_FINDING, VISIT
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureValue
from panhuang_desk.services.figures import records_behind
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import household_words
from panhuang_desk.store.figures import FigureRow

_AT_ONCE = 5000
"""How many records are asked for in one query; SQLite takes 32,766 values in a statement."""


@attrs.frozen
class BehindRow:
    """One record behind a number: which it is, its day, what it is, its village, and what it adds to the number."""

    kind: str
    id: str
    day: str
    words: str
    village: str
    number: int | float


@attrs.frozen
class Behind:
    """A number opened: its definition, its records, and whether they come to what is printed."""

    code: str
    label: str
    unit: str
    definition: str
    rows: tuple[BehindRow, ...]
    printed: int | float | None
    total: int | float

    @property
    def agrees(self) -> bool:
        """Whether the records come to the printed number."""
        return self.printed is None or abs(self.total - self.printed) < 0.005


def open_number(
    session: Session, value: FigureValue, when: Month | Period, village: str | None, *, year: bool = False,
) -> Behind:
    """The records that a figure counts, a rate's numerator's; `year` opens 本年累计.

    The records of an interval's end come to it by the same arithmetic.
    """
    figure = BY_CODE[value.code]
    counted = BY_CODE[figure.numerator] if figure.numerator else figure
    found = records_behind(session.store, value.code, when, village, year=year)
    total = len(found) if counted.how is How.COUNT else sum(row.number for row in found)
    printed = value.numerator if figure.numerator or figure.how is How.SHARE else value.value
    if figure.how in (How.LOW, How.HIGH) and isinstance(printed, float):
        total, printed = 100 * wilson(int(total), len(found))[figure.how is How.HIGH], 100 * printed
    unit = "份" if figure.how is How.SHARE else counted.unit
    return Behind(value.code, value.label, unit, figure.definition, tuple(in_words(session, found)),
                  printed if isinstance(printed, (int, float)) else None, total)


def in_words(session: Session, rows: Sequence[FigureRow]) -> list[BehindRow]:
    """The records in the order given, each in words."""
    villages = {village.code: village.name for village in session.store.villages}
    words = _words(session, rows)
    return [BehindRow(row.kind, row.id, row.day, words.get((row.kind, row.id), ""), villages.get(row.village, ""),
                      row.number) for row in rows]


def _words(session: Session, rows: Iterable[FigureRow]) -> dict[tuple[str, str], str]:
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row.kind, set()).add(row.id)
    known = {kind: _records(session, kind, wanted) for kind, wanted in ids.items()}
    visits, checks, findings = (known.get(kind, {}) for kind in ("visit", "plot_check", "plant_finding"))
    of_findings = _records(session, "plot_check", _named(findings, "plot_check_id"))
    doors = {**known.get("household", {}), **_records(session, "household", _named(visits, "household_id"))}
    plots = {**known.get("plot", {}),
             **_records(session, "plot", _named({**checks, **of_findings}, "plot_id"))}
    found: dict[tuple[str, str], str] = {}
    for kind, records in known.items():
        for id, record in records.items():
            found[kind, id] = _line(record, doors, plots, of_findings)
    return found


def _line(
    record: Record, doors: Mapping[str, Record], plots: Mapping[str, Record], checks: Mapping[str, Record],
) -> str:
    """One record in words."""
    if record.kind == "household":
        return _door(record)
    if record.kind == "visit":
        door = _door(doors.get(record.text("household_id")))
        return f"{door} {VISIT.by_name['outcome'].word(record['outcome'])}".strip()
    if record.kind == "plot":
        return _plot(record)
    if record.kind == "plot_check":
        return _plot(plots.get(record.text("plot_id")))
    if record.kind == "plant_finding":
        check = checks.get(record.text("plot_check_id"))
        place = _plot(plots.get(check.text("plot_id"))) if check else ""
        species = PLANT_FINDING.by_name["species"].word(record["species"])
        return f"{place} {species} {record.number('plants')} 株".strip()
    if record.kind == "patrol":
        return f"{PATROL.by_name['method'].word(record['method'])} {record.number('people')} 人"
    if record.kind == "track":
        return f"{PATROL.by_name['method'].word(record['method'])} {record.text('name')}".strip()
    if record.kind == "answer_sheet":
        group = ANSWER_SHEET.by_name["key_group"].word(record["key_group"])
        return f"{group} 答对 {record.number('correct')}/{record.number('asked')}"
    return FOLLOW_UP.by_name["kind"].word(record["kind"]) if record.kind == "follow_up" else record.text("title")


def _door(record: Record | None) -> str:
    return household_words(record.number("group_no"), record.text("door_no")) if record else ""


def _plot(record: Record | None) -> str:
    return f"{record.number('group_no')} 组 {record.text('name')}" if record else ""


def _named(records: Mapping[str, Record], field: str) -> set[str]:
    return {record.text(field) for record in records.values()}


def _records(session: Session, kind: str, wanted: Iterable[str]) -> dict[str, Record]:
    ids = sorted(wanted)
    found: dict[str, Record] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = tuple(ids[start:start + _AT_ONCE])
        found.update({record.id: record for record in session.store.records(kind, {"id": part}, deleted=None)})
    return found
