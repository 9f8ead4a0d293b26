"""How long ago each plot was last looked at, by whatever means: longest first, and counted by group or village."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from panhuang_desk.model.season_report import since_counts
from panhuang_desk.services.figures import scope
from panhuang_desk.services.session import Session
from panhuang_desk.store.figures import Span
from panhuang_desk.store.season import SeasonRow, season_rows


@attrs.frozen
class LastLook:
    """A plot in the register with the ISO day of the last look at it, empty for none, and how many `days` ago."""

    row: SeasonRow
    day: str
    days: int | None

    kind = "plot"
    """The kind of record that it stands for in a list."""

    @property
    def id(self) -> str:
        """The plot."""
        return self.row.id


def last_looks(session: Session, village: str = "", day: str = "") -> list[LastLook]:
    """The plots in the register at the end of a day: those never looked at, then the longest ago, in walking order."""
    on = day or session.today_iso
    rows = season_rows(session.store, scope(session.store, village or None), Span("0001-01-01", on, on))
    return sorted((_last(row, on) for row in rows),
                  key=lambda look: (look.days is not None, -(look.days or 0)))


def has_several(session: Session, village: str) -> bool:
    """Whether plots of several villages are looked at together."""
    return not village and len(scope(session.store)) > 1


def parts_of(session: Session, looks: Sequence[LastLook], village: str = "") -> list[tuple[str, tuple[int, ...]]]:
    """Each group, of several villages each village, with its plots by how long ago, the sum of all at the end."""
    names = {each.code: each.name for each in session.store.villages}
    several = has_several(session, village)
    parts: dict[str | int, list[int | None]] = {}
    for look in looks:
        parts.setdefault(look.row.village if several else look.row.group_no, []).append(look.days)
    order = [code for code in names if code in parts] if several else sorted(parts, key=int)
    told = [(names[str(part)] if several else f"{part}组", _counts(parts[part])) for part in order]
    return [*(told if len(told) > 1 else []), ("合计", _counts([look.days for look in looks]))]


def parts_svg(parts: Sequence[tuple[str, Sequence[int]]], width: float) -> tuple[str, float]:
    """The parts as the season's report draws them, as SVG text, and the height of the drawing in points."""
    from panhuang_desk.report.chart_parts import to_svg  # reportlab is loaded on first use
    from panhuang_desk.report.season_charts import since

    drawing = since(parts, width)
    return to_svg(drawing), drawing.height


def _last(row: SeasonRow, day: str) -> LastLook:
    last = row.looked[-1] if row.looked else ""
    return LastLook(row, last, (dt.date.fromisoformat(day) - dt.date.fromisoformat(last)).days if last else None)


def _counts(days: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(count for _, count in since_counts(days))
