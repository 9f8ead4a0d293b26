"""The list of visits, a window at a time: narrowed and ordered in the file, so that long lists are quick."""

from __future__ import annotations

import json
from typing import TypeAlias

import attrs

from panhuang_desk.store.figures import figure_text
from panhuang_desk.store.queries import VISIT_ROWS, VisitRow
from panhuang_desk.store.store import Store

Params: TypeAlias = "dict[str, str | int]"

_ORDERS = {
    "day": "v.visited_on {way}, v.id {way}",
    "door": "coalesce(h.group_no, 0) {way}, cast(h.door_no as integer) {way}, coalesce(h.door_no, '') {way},"
            " v.visited_on desc, v.id desc",
    "name": "coalesce(h.contact_name, '') {way}, v.visited_on desc, v.id desc",
    "outcome": "v.outcome {way}, v.visited_on desc, v.id desc",
}

_FAMILY = """
with recursive up(id) as (
  select :id union select h.merged_into from up join household h on h.id = up.id where h.merged_into is not null
), family(id) as (
  select id from up union select h.id from family join household h on h.merged_into = family.id
)
select v.id from family cross join visit v on v.household_id = family.id
where v.deleted = 0 and v.visited_on = :day
"""


@attrs.frozen
class VisitFilter:
    """Which visits: of a village, a span of ISO days, an outcome, a group, a person who went; empty takes all.

    Visits of households that are gone are never among them.

    `found` holds ids of visits and of households that a search gave, None where nothing is searched for.
    """

    village: str = ""
    first: str = ""
    last: str = ""
    outcome: str = ""
    group_no: int = 0
    visited_by: str = ""
    found: tuple[str, ...] | None = None


@attrs.frozen
class VisitCount:
    """How many visits, and how many households were met in them; those that were one by then count once, as in the
    figures.
    """

    visits: int
    met: int


def count_visits(store: Store, chosen: VisitFilter) -> VisitCount:
    """How many visits a filter leaves."""
    where, params = _where(chosen)
    rows = store.read(
        f"""with stands as ({figure_text("survivors")})
        select count(*), count(distinct case when v.outcome = 'met' then coalesce(stands.survivor, v.household_id) end)
        from {_tables(chosen)} left join stands on stands.id = v.household_id where {where}""",
        {**params, "as_of": chosen.last or "9999"})
    return VisitCount(*rows[0])


def visit_rows(
    store: Store, chosen: VisitFilter, *, column: str = "", descending: bool = True, first: int = 0, size: int = -1,
) -> list[VisitRow]:
    """Visits in an order (`day`, `door`, `name`, `outcome`), newest first where none is asked for."""
    where, params = _where(chosen)
    order = _order(column, descending)
    # The window is found by narrow rows first: sorting whole ones takes four times as long.
    rows = store.read(f"{VISIT_ROWS} where v.id in (select v.id from {_tables(chosen, column)} where {where}"
                      f" order by {order} limit :size offset :skipped) order by {order}",
                      {**params, "size": size, "skipped": first})
    return [VisitRow(*row) for row in rows]


def place_of_visit(store: Store, chosen: VisitFilter, id: str, column: str, descending: bool) -> int | None:
    """Where a visit stands among those of a filter, None where it is not one of them."""
    where, params = _where(chosen)
    rows = store.read(
        f"select place from (select v.id, row_number() over (order by {_order(column, descending)}) - 1 as place"
        f" from {_tables(chosen, column)} where {where}) where id = :id", {**params, "id": id})
    return int(rows[0][0]) if rows else None


def visit_ids(store: Store, chosen: VisitFilter, column: str = "", descending: bool = True) -> list[str]:
    """The ids of the visits of a filter in an order."""
    where, params = _where(chosen)
    return [row[0] for row in store.read(
        f"select v.id from {_tables(chosen, column)} where {where} order by {_order(column, descending)}", params)]


def visitors(store: Store, village: str, first: str, last: str) -> list[str]:
    """Who went in a span of days, by name."""
    rows = store.read(
        "select distinct visited_by from visit where deleted = 0 and visited_by <> '' and (:village = '' or"
        " village = :village) and visited_on between :first and :last order by 1",
        {"village": village, "first": first, "last": last or "9999"})
    return [row[0] for row in rows]


def visits_on(store: Store, household_id: str, day: str) -> list[str]:
    """The ids of the visits of a day to a household, and to those that are one with it through merges."""
    return [row[0] for row in store.read(_FAMILY, {"id": household_id, "day": day})]


def _tables(chosen: VisitFilter, column: str = "") -> str:
    """The visits, with the households that rows show for them only where the filter or the order asks for them."""
    tables = "visit v"
    if chosen.group_no or column in ("door", "name"):
        tables += (" left join household_survivor s on s.id = v.household_id"
                   " left join household h on h.id = coalesce(s.survivor, v.household_id)")
    return tables


def _order(column: str, descending: bool) -> str:
    order = _ORDERS.get(column)
    return order.format(way="desc" if descending else "asc") if order else "v.visited_on desc, v.id desc"


def _where(chosen: VisitFilter) -> tuple[str, Params]:
    conditions = ["v.deleted = 0", "v.household_id not in (select id from household_gone)"]
    params: Params = {}
    for sql, name in (("v.village = :village", "village"), ("v.visited_on >= :first", "first"),
                      ("v.visited_on <= :last", "last"), ("v.outcome = :outcome", "outcome"),
                      ("h.group_no = :group_no", "group_no"), ("v.visited_by = :visited_by", "visited_by")):
        value = getattr(chosen, name)
        if value:
            conditions.append(sql)
            params[name] = value
    if chosen.found is not None:
        found = "select value from json_each(:found)"
        conditions.append(f"(v.id in ({found}) or v.household_id in ({found}"
                          f" union select id from household_survivor where survivor in ({found})))")
        params["found"] = json.dumps(chosen.found)
    return " and ".join(conditions), params
