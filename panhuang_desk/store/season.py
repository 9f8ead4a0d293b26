"""What the season's lists read: plots with the days on which they were looked at, by the files of the figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import attrs

from panhuang_desk.store.figures import Reader, Span, with_figures
from panhuang_desk.store.register import door_key


@attrs.frozen
class SeasonRow:
    """A plot in the register at the end of a span with the ISO days within it on which it was looked at, ascending.

    `tried_on` is the last day within the span on which somebody was there and could not look, `tried_why` the reason;
    `away` holds the times in which it was not in the register.
    """

    id: str
    village: str
    group_no: int
    name: str
    land_kind: str
    former_find: int
    area_mu: float
    active_from: str
    away: tuple[tuple[str, str], ...]
    looked: tuple[str, ...]
    tried_on: str
    tried_why: str


@attrs.frozen
class RoundPlotRow:
    """A plot that a round asked for. `looked_on` is the first day in it on which it was looked at, empty for none;
    `tried_on` the last day in it on which somebody was there and could not look, `tried_why` the reason.
    """

    id: str
    group_no: int
    name: str
    land_kind: str
    area_mu: float
    looked_on: str
    tried_on: str
    tried_why: str
    village: str

    kind = "plot"
    """The kind of record that it stands for in a list."""


_TRIED = """(select coalesce(s.survivor, c.plot_id) as plot_id, max(c.checked_on || c.not_looked) as last
  from plot_check c left join plot_survivors s on s.id = c.plot_id
  where c.deleted = 0 and c.not_looked is not null and c.checked_on between :first and :last
    and c.patrol_id not in (select id from patrol where deleted = 1)
  group by 1)"""
"""For each plot the last day on which somebody was there and could not look, and the reason, in one text."""


def season_rows(store: Reader, villages: Sequence[str], span: Span) -> list[SeasonRow]:
    """The plots in the register at the end of the span, in walking order."""
    rows = store.read(
        f"""{with_figures("plots_active", "plot_looks")}
        select a.id, a.village, coalesce(a.group_no, 0), coalesce(a.subject, ''), coalesce(a.land_kind, ''),
          coalesce(a.former_find, 0), coalesce(a.area_mu, 0), a.day, coalesce(plot.away, '[]'),
          coalesce(look.days, ''), coalesce(tried.last, '')
        from plots_active a join plot on plot.id = a.id
        left join (select plot_id, group_concat(distinct day) as days from plot_looks group by plot_id) look
          on look.plot_id = a.id
        left join {_TRIED} tried on tried.plot_id = a.id""", _asked(villages, span))
    found = [SeasonRow(*row[:8], *_days(*row[8:])) for row in rows]
    return sorted(found, key=lambda row: (row.village, row.group_no, door_key(row.name), row.id))


def round_rows(store: Reader, villages: Sequence[str], span: Span, round_json: str) -> list[RoundPlotRow]:
    """The plots that one round asked for, as of the span's end, in walking order."""
    rows = store.read(
        f"""{with_figures("round_plots", "plot_looks")}
        select a.id, coalesce(a.group_no, 0), coalesce(a.subject, ''), coalesce(a.land_kind, ''),
          coalesce(a.area_mu, 0), coalesce(look.day, ''), coalesce(tried.last, ''), a.village
        from round_plots a
        left join (select plot_id, min(day) as day from plot_looks group by plot_id) look on look.plot_id = a.id
        left join {_TRIED} tried on tried.plot_id = a.id""", {**_asked(villages, span), "rounds": round_json})
    walked = sorted(rows, key=lambda row: (row[7], row[1], door_key(row[2]), row[0]))
    return [RoundPlotRow(*row[:6], *_tried(row[6]), *row[7:]) for row in walked]


def round_totals(
    store: Reader, villages: Sequence[str], span: Span, round_json: str,
) -> tuple[int, int, float, float]:
    """How many plots one round asked for, how many of them were looked at in it, and the area of each, in mu."""
    found = store.read(
        f"""{with_figures("round_plots", "plot_looks")}
        select count(*), count(look.plot_id), total(a.area_mu),
          total(case when look.plot_id is not null then a.area_mu end)
        from round_plots a left join (select distinct plot_id from plot_looks) look on look.plot_id = a.id""",
        {**_asked(villages, span), "rounds": round_json})
    asked, looked, area, area_looked = found[0]
    return asked, looked, round(area, 2), round(area_looked, 2)


def _days(away: str, looked: str, tried: str) -> tuple[Any, ...]:
    """The last four fields of a `SeasonRow`."""
    return (tuple((left, back) for left, back, *_ in json.loads(away)),
            tuple(sorted(filter(None, looked.split(",")))), *_tried(tried))


def _tried(text: str) -> tuple[str, ...]:
    """The day and the reason of `_TRIED`."""
    return text[:10], text[10:]


def _asked(villages: Sequence[str], span: Span) -> dict[str, str]:
    return {"villages": json.dumps(list(villages)), **attrs.asdict(span)}
