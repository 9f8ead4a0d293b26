"""The register of households as a table of its own: derived, one row a household, kept in the transaction of each save.

It holds what the list shows, filters and sorts by, so that 60,000 households are listed without a look at their visits.
A household has a row unless it is deleted or merged into another one; visits and follow-ups of those merged into it
count for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.store.columns import Column
from panhuang_desk.store.engine import Connection

VERSION = "1"
"""Goes up whenever a row holds other things than before; then files rebuild their register when opened."""

COLUMNS = (
    "number", "id", "village", "place", "group_no", "door_no", "contact_name", "phone", "tenure", "people",
    "inactive_from", "last_met", "last_visit", "last_outcome", "calls_missed", "open_follow_ups", "due_on",
)

Row: TypeAlias = tuple[Any, ...]

PEOPLE_BITS = 7
MOST_PEOPLE = (1 << PEOPLE_BITS) - 1
"""`people` holds the counts of the key groups in declared order, each in so many bits, the first in the lowest."""

_MANY = 3000
"""From so many households on, putting the whole table together anew is quicker than row by row."""

_LAST = 999
"""The place of a village that the file does not list."""

_NUMBER, _ID = 0, 1
_UPDATE = (f"update household_register set {', '.join(f'{name} = ?' for name in COLUMNS[2:])} where number = ?")
_INSERT = f"insert into household_register ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"

_HOUSEHOLDS = f"""
select d.docid, h.id, h.village, coalesce(v.place, {_LAST}), coalesce(h.group_no, 0), coalesce(h.door_no, ''),
  coalesce(h.contact_name, ''), coalesce(h.phone, ''), coalesce(h.tenure, ''), {" + ".join(
      f"{1 << PEOPLE_BITS * place} * min(max(coalesce(h.{name}, 0), 0), {MOST_PEOPLE})"
      for place, name in enumerate(KEY_GROUP_FIELDS))},
  case when h.merged_into is not null and coalesce(h.inactive_reason, 'merged') = 'merged' then ''
    else coalesce(h.inactive_from, '') end
from household h
left join (select code, row_number() over (order by position, code) - 1 as place from village) v on v.code = h.village
left join search_doc d on d.table_name = 'household' and d.id = h.id
where h.deleted = 0
  and (h.merged_into is null or h.id in (select survivor from household_survivor where id = survivor))
"""
_OF_THESE = " and h.id in (select value from json_each(?))"

_UP = """
with recursive up(id) as (
  select value from json_each(?)
  union select h.merged_into from up join household h on h.id = up.id where h.merged_into is not null
)
select id from up
"""
_MEMBERS = """
with recursive member(id, top) as (
  select value, value from json_each(?)
  union select h.id, member.top from member join household h on h.merged_into = member.id
)
select member.id, member.top from member cross join household h on h.id = member.id where h.deleted = 0
"""
_VISITS = """
select household_id, visited_on, coalesce(outcome, '') from visit
where household_id in (select value from json_each(?)) and deleted = 0 and visited_on is not null
"""
_FOLLOW_UPS = """
select source_id, coalesce(due_on, '') from follow_up
where source_table = 'household' and source_id in (select value from json_each(:ids)) and deleted = 0
  and status <> 'closed'
union all
select v.household_id, coalesce(f.due_on, '') from visit v
cross join follow_up f on f.source_table = 'visit' and f.source_id = v.id and f.deleted = 0 and f.status <> 'closed'
where v.household_id in (select value from json_each(:ids))
"""


@attrs.define
class Register:
    """The table on one connection. `note` is told of every write, `flush` follows before the transaction ends."""

    connection: Connection
    _households: set[str] = attrs.field(init=False, factory=set)
    _visits: set[str] = attrs.field(init=False, factory=set)

    def note(self, kind: str, row: Mapping[str, Column], old: Mapping[str, Column]) -> None:
        """Remember which households a write touches; `row` is as it is now, `old` what of it was otherwise before."""
        if kind == "household":
            self._add(row["id"], old.get("merged_into"))
        elif kind == "visit":
            self._add(row["household_id"], old.get("household_id"))
        elif kind == "follow_up":
            before = {**row, **old}
            for each in (row, before):
                if each["source_table"] == "household":
                    self._add(each["source_id"])
                elif each["source_table"] == "visit" and each["source_id"]:
                    self._visits.add(str(each["source_id"]))

    def flush(self) -> None:
        """Bring the rows of the households that were touched up to date."""
        if self._visits:
            self._add(*(row[0] for row in self.connection.execute(
                "select household_id from visit where id in (select value from json_each(?))",
                [json.dumps(list(self._visits))]).fetchall()))
        if self._households:
            self.refresh(self._households)
        self.forget()

    def forget(self) -> None:
        """Nothing of what was noted came about."""
        self._households.clear()
        self._visits.clear()

    def refresh(self, ids: Collection[str]) -> None:
        """Bring the rows of these households, and of those that stand for them, up to date."""
        if len(ids) > _MANY:
            self.rebuild()
            return
        wanted = json.dumps([row[0] for row in self.connection.execute(_UP, [json.dumps(list(ids))]).fetchall()])
        fresh = {row[_ID]: row for row in compute(self.connection, wanted)}
        kept = {row[_ID]: row for row in self.connection.execute(
            f"select {', '.join(COLUMNS)} from household_register where id in (select value from json_each(?))",
            [wanted]).fetchall()}
        gone = [row for id, row in kept.items() if id not in fresh or row[_NUMBER] != fresh[id][_NUMBER]]
        self.connection.executemany("delete from household_register where number = ?", [row[:1] for row in gone])
        stay = kept.keys() - {row[_ID] for row in gone}
        self.connection.executemany(_UPDATE, [
            (*fresh[id][_ID + 1:], kept[id][_NUMBER]) for id in stay if fresh[id] != kept[id]])
        self._insert([row for id, row in fresh.items() if id not in stay])

    def rebuild(self) -> None:
        """Put the whole table together anew; within a transaction of the caller."""
        rows = compute(self.connection)
        self.connection.execute("delete from household_register")
        self._insert(rows)

    def _insert(self, rows: list[Row]) -> None:
        self.connection.executemany(_INSERT, self._numbered(rows))

    def _numbered(self, rows: list[Row]) -> list[Row]:
        """The rows, with a number below all others where the search index does not know the household."""
        if all(row[_NUMBER] is not None for row in rows):
            return rows
        lowest = int(self.connection.execute(
            "select min(coalesce(min(number), 0), 0) from household_register").fetchone()[0])
        numbers = iter(range(lowest - 1, lowest - 1 - len(rows), -1))
        return [row if row[_NUMBER] is not None else (next(numbers), *row[1:]) for row in rows]

    def _add(self, *ids: Column) -> None:
        self._households.update(str(id) for id in ids if id is not None)


def compute(connection: Connection, ids: str | None = None) -> list[Row]:
    """The rows as the records give them, of the households in a JSON list or of all; `number` None where the search
    index does not know the household.
    """
    households = connection.execute(
        _HOUSEHOLDS + (_OF_THESE if ids is not None else ""), [ids] if ids is not None else []).fetchall()
    if not households:
        return []
    tops = json.dumps([row[_ID] for row in households])
    member = dict(connection.execute(_MEMBERS, [tops]).fetchall())
    members = tops if len(member) == len(households) else json.dumps(list(member))
    calls: dict[str, list[tuple[str, str]]] = {}
    for id, day, outcome in connection.execute(_VISITS, [members]).fetchall():
        calls.setdefault(member[id], []).append((day, outcome))
    waiting: dict[str, list[str]] = {}
    for id, due in connection.execute(_FOLLOW_UPS, {"ids": members}).fetchall():
        waiting.setdefault(member[id], []).append(due)
    return [
        (number, id, village, place_key(position, group, door), group, door, *rest, *_called(calls.get(id, ())),
         *_waiting(waiting.get(id, ())))
        for number, id, village, position, group, door, *rest in households]


def differences(connection: Connection) -> Iterator[str]:
    """Where the kept rows are not what the records give, in Chinese, without personal data."""
    kept = {row[_ID]: row for row in connection.execute(f"select {', '.join(COLUMNS)} from household_register")}
    fresh = {row[_ID]: row for row in compute(connection)}
    wrong = sum(1 for id in kept.keys() | fresh.keys() if not _same(kept.get(id), fresh.get(id)))
    if wrong:
        yield f"户的列表里有 {wrong} 户与记录不一致。"


def places_of(village: int | None) -> tuple[str, str]:
    """Between which two texts all places of a village lie, which is given by its own place among the villages."""
    village = _LAST if village is None else village
    return f"{village:03d}", f"{village:03d}:"


def place_key(village: int, group_no: int, door_no: str) -> str:
    """Text that sorts as doors are walked: by village, then group, then the numbers inside the door number."""
    return f"{village:03d}{group_no:02d}{door_key(door_no)}"


def door_key(door_no: str) -> str:
    """Text that sorts a door number by the numbers in it, 3 before 12, letters before numbers."""
    parts = []
    for part in re.findall(r"\d+|\D+", door_no):
        number = str(int(part)).lstrip("0") if part.isdecimal() else ""
        parts.append(f"{len(number):02d}{number if part.isdecimal() else part}")
    return "\t".join(parts)


def counts_of(people: int) -> tuple[int, ...]:
    """The counts of the key groups out of `people`."""
    return tuple(people >> PEOPLE_BITS * place & MOST_PEOPLE for place in range(len(KEY_GROUP_FIELDS)))


def _called(calls: Collection[tuple[str, str]]) -> tuple[str, str, str, int]:
    """Last met, last visit, its outcome, and how many calls found nobody at home since it was last met.

    Of several calls on one day the one that was answered counts.
    """
    if not calls:
        return "", "", "", 0
    met = max((day for day, outcome in calls if outcome == "met"), default="")
    last = max(day for day, _ in calls)
    outcome = min((outcome for day, outcome in calls if day == last), key=lambda each: (each == "not_home", each))
    return met, last, outcome, sum(1 for day, outcome in calls if outcome == "not_home" and day > met)


def _waiting(due: Collection[str]) -> tuple[int, str]:
    """How many follow-ups are open, and the day on which the first is due."""
    return len(due), min((day for day in due if day), default="")


def _same(kept: Row | None, fresh: Row | None) -> bool:
    if kept is None or fresh is None:
        return False
    numbers = kept[_NUMBER] == fresh[_NUMBER] or (fresh[_NUMBER] is None and kept[_NUMBER] < 0)
    return numbers and kept[_ID:] == fresh[_ID:]
