"""The office's month: which villages have sent their copy, how new it is, and how they stand."""

from __future__ import annotations

import datetime as dt

import attrs

from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureValue
from panhuang_desk.services.figures import Reckoning
from panhuang_desk.services.session import Session
from panhuang_desk.store import merging
from panhuang_desk.store.merging import CopyNote, Run

RECEIVED, STALE, MISSING = "received", "stale", "missing"
_LAST_DAYS = 7
"""From so many days before a month's end on, a copy is that month's."""


@attrs.frozen
class VillageOnBoard:
    """One village's line. `merged_on` and `newest` are days, ISO, of its newest copy: when it was brought in, and up
    to when it reaches; empty where there is none. `times` counts the copies of the month.
    """

    code: str
    name: str
    state: str
    merged_on: str
    newest: str
    person: str
    times: int
    conflicts: int
    coverage: FigureValue
    awareness: FigureValue
    overdue: FigureValue


def board(session: Session, month: Month) -> tuple[VillageOnBoard, ...]:
    """Every village of the file in the register's order."""
    notes: dict[str, list[tuple[Run, CopyNote]]] = {}
    for run in merging.runs(session.store):
        if not run.undone_at:
            for note in run.copies:
                notes.setdefault(note.village, []).append((run, note))
    waiting: dict[str, int] = {}
    for each in merging.open_conflicts(session.store):
        waiting[each.village] = waiting.get(each.village, 0) + 1
    reckoning, period = Reckoning(session.store, session.resources.calendar), Period.month(month)
    lines = []
    for village in session.store.villages:
        those = notes.get(village.code, [])
        of_month = [each for each in those if _is_of(each[1], month)]
        newest = max(those, key=lambda each: each[1].made_at, default=None)
        figures = (reckoning.value(BY_CODE[code], period, (village.code,))
                   for code in ("household_coverage", "awareness_by_person", "follow_ups_overdue"))
        lines.append(VillageOnBoard(
            village.code, village.name, RECEIVED if of_month else STALE if those else MISSING,
            newest[0].at[:10] if newest else "", newest[1].made_at[:10] if newest else "",
            newest[1].person if newest else "", len(of_month), waiting.get(village.code, 0), *figures))
    return tuple(lines)


def _is_of(note: CopyNote, month: Month) -> bool:
    """Whether a copy reaches into the last days of a month or beyond; one that names its month says so itself."""
    if note.month:
        return note.month >= str(month)
    first = dt.date.fromisoformat(month.last) - dt.timedelta(days=_LAST_DAYS - 1)
    return note.made_at[:10] >= first.isoformat()
