"""Households and plots merged into one another, read together: which one stands for which, and what else may be one."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store.store import Store

_PARTS = """
with recursive part(id) as (
  select ? union select {kind}.id from {kind} join part on {kind}.merged_into = part.id
)
select id from part
"""


@attrs.frozen
class LikenessRow:
    """What tells two entries of one household: address, phone and name, and which ones are known to be others."""

    id: str
    village: str
    group_no: int
    door_no: str
    contact_name: str
    phone: str
    apart_from: str
    split_from: str


def survivor_of(store: Store, id: str, kind: str = "household") -> str:
    """The household or plot that stands for one: itself where it is not merged; of a ring of merges the smallest id."""
    seen = [id]
    while True:
        row = store.read(f"select merged_into from {kind} where id = ?", [seen[-1]])
        into = row[0][0] if row else None
        if into is None:
            return seen[-1]
        if into in seen:
            return min(seen[seen.index(into):])
        seen.append(into)


def parts_of(store: Store, id: str, kind: str = "household") -> tuple[str, ...]:
    """The ids of the entries that a household or plot is made of, its own first: what belongs to them is its own."""
    return tuple(row[0] for row in store.read(_PARTS.format(kind=kind), [id]))


def open_follow_ups_of(store: Store, id: str) -> list[str]:
    """The ids of what is still to be done at a household, its visits' included."""
    parts = parts_of(store, id)
    marks = ", ".join("?" * len(parts))
    rows = store.read(
        f"""select id from follow_up where deleted = 0 and status <> 'closed' and (
              (source_table = 'household' and source_id in ({marks}))
              or (source_table = 'visit' and source_id in (select id from visit where household_id in ({marks}))))
            order by due_on, id""", [*parts, *parts])
    return [row[0] for row in rows]


def likeness_rows(store: Store, village: str, day: str) -> list[LikenessRow]:
    """What tells entries apart, of every household of a village (or of the file) that is in the register on a day."""
    rows = store.read(
        """select id, village, coalesce(group_no, 0), coalesce(door_no, ''), coalesce(contact_name, ''),
        coalesce(phone, ''), coalesce(apart_from, ''), coalesce(split_from, '') from household
        where deleted = 0 and merged_into is null and (inactive_from is null or inactive_from > :day)
        and (:village = '' or village = :village) order by village, group_no, id""", {"village": village, "day": day})
    return [LikenessRow(*row) for row in rows]


def newest_change(store: Store) -> int:
    """The number of the newest change of any household: while it is the same, so is what tells them apart."""
    return int(store.read("select coalesce(max(rowid), 0) from change where table_name = 'household'")[0][0])


def count_of(store: Store, kind: str, parents: Sequence[str], by: str = "") -> int:
    """How many records of a kind belong to these by the field `by`, by default that of what it belongs to."""
    marks = ", ".join("?" * len(parents))
    field = by or KINDS[kind].parent
    return int(store.read(f"select count(*) from {kind} where deleted = 0 and {field} in ({marks})", parents)[0][0])
