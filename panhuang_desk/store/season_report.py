"""What a season's report reads beside the season's lists: how each plot was looked at, and its finds."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs

from panhuang_desk.store.figures import Reader, Span, with_figures


@attrs.frozen
class FindRow:
    """A find of the span by the day of its check, with what is needed to tell its state on any day."""

    id: str
    village: str
    day: str
    group_no: int
    land_kind: str
    species: str
    plants: int
    reported_at: str
    confirmed_at: str
    uprooted: int
    uprooted_at: str
    destroyed_at: str


def look_methods(store: Reader, villages: Sequence[str], span: Span) -> dict[str, frozenset[str]]:
    """The methods by which each plot was looked at within the span, by its id."""
    rows = store.read(
        f"""{with_figures("plot_looks")}
        select distinct look.plot_id, patrol.method from plot_looks look
        join plot_check on plot_check.id = look.id join patrol on patrol.id = plot_check.patrol_id""",
        _asked(villages, span))
    found: dict[str, set[str]] = {}
    for plot, method in rows:
        found.setdefault(plot, set()).add(method)
    return {plot: frozenset(methods) for plot, methods in found.items()}


def find_rows(store: Reader, villages: Sequence[str], span: Span) -> list[FindRow]:
    """The finds of the span, oldest first."""
    rows = store.read(
        f"""{with_figures("finding_records")}
        select f.id, f.village, f.day, coalesce(plot.group_no, 0), coalesce(plot.land_kind, ''), f.subject, f.number,
          coalesce(p.reported_at, ''), coalesce(p.confirmed_at, ''), coalesce(p.uprooted, 0),
          coalesce(p.uprooted_at, ''), coalesce(p.destroyed_at, '')
        from finding_records f join plant_finding p on p.id = f.id
        join plot_check on plot_check.id = p.plot_check_id join plot on plot.id = plot_check.plot_id
        where f.day between :first and :last order by f.day, f.village, f.id""", _asked(villages, span))
    return [FindRow(*row) for row in rows]


def _asked(villages: Sequence[str], span: Span) -> dict[str, str]:
    return {"villages": json.dumps(list(villages)), **attrs.asdict(span)}
