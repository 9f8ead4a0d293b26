"""The register of households as lists ask for it: filtered, searched and ordered in the file, a window at a time."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection
from typing import Any, TypeAlias

import attrs

from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.store import search_text
from panhuang_desk.store.queries import HouseholdRow
from panhuang_desk.store.register import MOST_PEOPLE, PEOPLE_BITS, counts_of, places_of
from panhuang_desk.store.store import Store

Params: TypeAlias = "dict[str, str | int]"

FIRST_WINDOW = 100
"""So many rows of a search are looked up together with their count."""

_ROW = """
select r.number, r.id, r.village, r.group_no, r.door_no, r.contact_name, r.phone, r.tenure, r.people, r.inactive_from,
  r.last_met, r.last_visit, r.last_outcome, r.calls_missed, r.open_follow_ups, r.due_on
from household_register r
"""

_PEOPLE = "-(" + " + ".join(
    f"(r.people >> {PEOPLE_BITS * place} & {MOST_PEOPLE})" for place in range(len(KEY_GROUP_FIELDS))) + ")"

_KEYS = {
    "group": "r.group_no", "name": "r.contact_name", "tenure": "r.tenure", "people": _PEOPLE,
    "met": "r.last_met", "visit": "r.last_visit", "missed": "-r.calls_missed", "open": "-r.open_follow_ups",
    "due": "case r.due_on when '' then '9999' else r.due_on end",
}
"""What a list may be ordered by besides the door; households that are equal in it stand in walking order."""

_WALKING = "0"
"""The key that tells nothing apart."""


@attrs.frozen
class Address:
    """A door as somebody types it: the group and the door, or the door as it is written with its group before it.

    `anywhere` takes doors of any group that begin as it is typed, and names in which it stands.
    """

    group_no: int
    door: str
    written: str
    typed: str
    anywhere: bool = False


@attrs.frozen
class Asked:
    """Which households: those in the register on `day`, or those that are not in it any more; empty fields take all.

    `key_group` is a field of the key groups, or "any". `met_before` takes those not met from that day on, vacant
    dwellings apart. `call_again` takes those whose last call found nobody, or where False the others.
    """

    day: str
    village: str = ""
    group_no: int = 0
    tenure: str = ""
    key_group: str = ""
    met_before: str = ""
    open_follow_ups: bool = False
    call_again: bool | None = None
    inactive: bool = False
    text: str = ""
    address: Address | None = None

    @property
    def scope(self) -> Asked:
        """The whole register of the same village: nothing asked for but who is in it."""
        return Asked(self.day, self.village, inactive=self.inactive)


class Narrowed:
    """The households that were asked for. They are looked up when asked; after a change of the file ask anew."""

    def __init__(self, store: Store, asked: Asked) -> None:
        self.asked = asked
        self._store = store
        self._where, self._params = condition(store, asked)
        self._from, self._grade = "household_register r", _WALKING
        if asked.address:
            self._grade = _ADDRESS_GRADE
        elif asked.text:
            self._grade = _TEXT_GRADE
            self._from = _FOUND_THROUGH if "through" in self._params else _FOUND
        self._searches = self._grade != _WALKING
        self._best_first = f"{self._grade}, r.place, r.number"
        self._best: list[int] = []
        self._walk: array[int] | None = None
        self.count = self._count_all()

    @property
    def whole(self) -> int:
        """How many households the register of the same village has."""
        return self.count if self.asked == self.asked.scope else Narrowed(self._store, self.asked.scope).count

    def fetch(self, first: int, size: int, column: str = "door", descending: bool = False) -> list[HouseholdRow]:
        """A stretch of rows ordered by a column; by their door, the best answers to a search stand first."""
        return _rows(self._store, "r.number", self._stretch(first, size, column, descending))

    def ids(self, limit: int = -1) -> list[str]:
        """The ids in the order of `fetch`."""
        return [row[0] for row in self._store.read(
            f"select r.id from {self._from} where {self._where} order by {self._order('door', False)} limit :limit",
            {**self._params, "limit": limit})]

    def place_of(self, id: str, column: str = "door", descending: bool = False) -> int | None:
        """The place at which a household stands in that order; None where it is not among them."""
        key = self._key(column, descending)
        if self._walk is not None and key == _WALKING:
            return self._walked_place(id, descending)
        own = self._store.read(f"select {key}, r.place, r.number from {self._from} where {self._where} and r.id = :id",
                               {**self._params, "id": id})
        if not own:
            return None
        onwards = ">" if key == _WALKING and descending else "<"
        # Apart, because the index takes each by itself, but not one or the other.
        before = [f"r.place {onwards} :place", f"r.place = :place and r.number {onwards} :number"]
        if key != _WALKING:
            before = [f"({key} {'>' if descending else '<'} :key or ({key} = :key and ({' or '.join(before)})))"]
        params = {**self._params, **dict(zip(("key", "place", "number"), own[0], strict=True))}
        return sum(int(self._store.read(
            f"select count(*) from {self._from} where {self._where} and {each}", params)[0][0]) for each in before)

    def _stretch(self, first: int, size: int, column: str, descending: bool) -> list[int]:
        """The numbers of a stretch of rows."""
        order = self._order(column, descending)
        if self._walk is not None and self._key(column, descending) == _WALKING:
            return list((self._walk[::-1] if descending else self._walk)[first:first + size])
        if self._best and order == self._best_first and first + size <= FIRST_WINDOW:
            return self._best[first:first + size]
        return [row[0] for row in self._store.read(
            f"select r.number from {self._from} where {self._where} order by {order} limit :size offset :first",
            {**self._params, "size": size, "first": first})]

    def _walked_place(self, id: str, descending: bool) -> int | None:
        """The place in walking order, out of the numbers that are known."""
        assert self._walk is not None
        number = self._store.read("select number from household_register where id = ?", [id])
        try:
            place = self._walk.index(number[0][0])
        except (IndexError, ValueError):
            return None
        return len(self._walk) - 1 - place if descending else place

    def _count_all(self) -> int:
        """Their number. With a filter the walk through them, and with a search the best answers, come with it, so that
        the file is looked through once.

        Of one sign alone there are so many that keeping them in between takes longer than looking again.
        """
        if not self._searches and self.asked != self.asked.scope:
            # As one text, because tens of thousands of rows would set off the garbage collection of the whole window.
            numbers = self._store.read(
                f"select json_group_array(number) from (select r.number from {self._from} where {self._where}"
                " order by r.place, r.number limit -1)", self._params)[0][0]
            self._walk = array("q", json.loads(numbers))
            return len(self._walk)
        if not self._searches or len(self.asked.text) == 1:
            return int(self._store.read(f"select count(*) from {self._from} where {self._where}", self._params)[0][0])
        rows = self._store.read(
            f"with hit(number, grade, place) as materialized (select r.number, {self._grade}, r.place"
            f" from {self._from} where {self._where})"
            f" select number, (select count(*) from hit) from hit order by grade, place, number limit {FIRST_WINDOW}",
            self._params)
        self._best = [row[0] for row in rows]
        return int(rows[0][1]) if rows else 0

    def _key(self, column: str, descending: bool) -> str:
        """What is ordered by before the walking order."""
        if column in _KEYS:
            return _KEYS[column]
        return _WALKING if descending else self._grade

    def _order(self, column: str, descending: bool) -> str:
        key, way = self._key(column, descending), " desc" if descending else ""
        return f"r.place{way}, r.number{way}" if key == _WALKING else f"{key}{way}, r.place, r.number"


def household_row(store: Store, id: str) -> HouseholdRow | None:
    """One household as the register shows it; None where it is not in it."""
    return next(iter(_rows(store, "r.id", [id])), None)


def household_rows(store: Store, ids: Collection[str]) -> list[HouseholdRow]:
    """Several of them in walking order; those that are not in the register are left out."""
    return _walked(store, "r.id in (select value from json_each(:ids))", {"ids": json.dumps(list(ids))})


def register_rows(store: Store, village: str = "", group_no: int = 0) -> list[HouseholdRow]:
    """All of a village and group, or of the file, in walking order; those that left too."""
    where, params = _of_village(store, village)
    return _walked(store, f"{where} and :group_no in (0, r.group_no)", {**params, "group_no": group_no})


def has_households(store: Store, village: str = "") -> bool:
    """Whether a village, or the file, has any household, those that left too."""
    where, params = _of_village(store, village)
    return bool(store.read(f"select exists (select 1 from household_register r where {where})", params)[0][0])


def group_numbers(store: Store, village: str = "") -> list[int]:
    """The numbers of the groups that have households, those that left too."""
    where, params = _of_village(store, village)
    return [row[0] for row in store.read(
        f"select distinct r.group_no from household_register r where {where} and r.group_no > 0 order by 1", params)]


def key_households(store: Store, day: str, since: str, village: str = "") -> tuple[int, int]:
    """How many households of the key groups were met from a day on, and how many there are."""
    where, params = condition(store, Asked(day, village, key_group="any"))
    met, whole = store.read(f"select coalesce(sum(r.last_met >= :since), 0), count(*) from household_register r"
                            f" where {where} and r.tenure <> 'vacant'", {**params, "since": since})[0]
    return int(met), int(whole)


_FOUND = "search s join household_register r on r.number = s.rowid"

_FOUND_THROUGH = """(select rowid as number from search where body match :match
  union select value from json_each(:through)) s join household_register r on r.number = s.number"""

_THROUGH = """
select r.number from household_survivor v
cross join household_register r on r.id = v.survivor
cross join household h on h.id = v.id and h.deleted = 0
cross join search_doc d on d.table_name = 'household' and d.id = h.id
where v.id <> v.survivor and d.docid in (select rowid from search where body match :match)
"""
"""The households that are found by an entry that was merged into them."""

_ADDRESS_THROUGH = """
select v.survivor from household_survivor v join household h on h.id = v.id and h.deleted = 0
where v.id <> v.survivor and (rtrim(h.door_no, '号') = :typed
  or (h.group_no = :group and rtrim(h.door_no, '号') in (:door, :written)))
"""

_AT_ADDRESS = """((r.group_no = :group and (substr(r.door_no, 1, length(:door)) = :door
  or substr(r.door_no, 1, length(:written)) = :written)) or r.door_no in (:typed, :typed || '号'))"""

_WRITTEN_SO = """(substr(r.door_no, 1, length(:typed)) = :typed or substr(r.door_no, 1, length(:written)) = :written
  or instr(r.contact_name, :typed) > 0)"""

_ADDRESS_GRADE = """case when r.group_no <> :group then 1
  when r.door_no in (:door, :written, :typed, :door || '号', :written || '号', :typed || '号') then 0 else 2 end"""

_TEXT_GRADE = """case when :plain in (r.door_no, r.contact_name) or r.door_no = :plain || '号' then 0
  when substr(r.contact_name, 1, length(:text)) = :text then 1 else 2 end"""


def condition(store: Store, asked: Asked) -> tuple[str, Params]:
    """The condition on a row `r`, and its parameters."""
    scope, params = _of_village(store, asked.village)
    params["day"] = asked.day
    active = "(r.inactive_from = '' or r.inactive_from > :day)"
    conditions = [f"not {active}" if asked.inactive else active, scope]
    for value, sql, name in ((asked.group_no, "r.group_no = :group_no", "group_no"),
                             (asked.tenure, "r.tenure = :tenure", "tenure"),
                             (asked.met_before, "r.last_met < :met_before and r.tenure <> 'vacant'", "met_before")):
        if value:
            conditions.append(sql)
            params[name] = value
    if asked.key_group:
        conditions.append("r.people & :people")
        params["people"] = -1 if asked.key_group == "any" else (
            MOST_PEOPLE << PEOPLE_BITS * KEY_GROUP_FIELDS.index(asked.key_group))
    if asked.open_follow_ups:
        conditions.append("r.open_follow_ups > 0")
    if asked.call_again is not None:
        conditions.append(f"r.last_outcome {'=' if asked.call_again else '<>'} 'not_home'")
    if asked.address or asked.text:
        conditions.append(_search(store, asked, params))
    return " and ".join(conditions), params


def _search(store: Store, asked: Asked, params: Params) -> str:
    """The condition of what was typed, and its parameters into `params`; a merged entry leads to what stands for it."""
    if asked.address:
        params |= {"group": asked.address.group_no, "door": asked.address.door, "written": asked.address.written,
                   "typed": asked.address.typed}
        if asked.address.anywhere:
            return _WRITTEN_SO
        through = store.read(_ADDRESS_THROUGH, params) if _has_merged(store) else []
        if through:
            params["through"] = json.dumps([row[0] for row in through])
            return f"({_AT_ADDRESS} or r.id in (select value from json_each(:through)))"
        return _AT_ADDRESS
    params |= {"text": asked.text, "plain": to_halfwidth(asked.text).removesuffix("号"),
               "match": search_text.query(asked.text, (), asked.village)}
    if not params["match"]:
        return "0"
    through = store.read(_THROUGH, {"match": params["match"]}) if _has_merged(store) else []
    if through:
        params["through"] = json.dumps([row[0] for row in through])
        return "1"
    return "s.body match :match"


def _has_merged(store: Store) -> bool:
    """Whether any entry was merged into another one; most files have none."""
    return bool(store.read("select exists (select 1 from household where merged_into is not null)")[0][0])


def _of_village(store: Store, village: str) -> tuple[str, Params]:
    if not village:
        return "1", {}
    first, beyond = places_of(next((place for place, each in enumerate(store.villages) if each.code == village), None))
    return "r.place >= :first_place and r.place < :beyond", {"first_place": first, "beyond": beyond}


def _walked(store: Store, where: str, params: Params) -> list[HouseholdRow]:
    numbers = store.read(f"select r.number from household_register r where {where} order by r.place, r.number", params)
    return _rows(store, "r.number", [row[0] for row in numbers])


def _rows(store: Store, column: str, keys: list[Any]) -> list[HouseholdRow]:
    """The rows whose column holds one of the keys, in the order of the keys."""
    if not keys:
        return []
    place = 0 if column == "r.number" else 1
    found = {row[place]: row for row in store.read(
        f"{_ROW} where {column} in (select value from json_each(?))", [json.dumps(keys)])}
    return [HouseholdRow(*(*row[1:8], counts_of(row[8]), *row[9:]))
            for key in keys if (row := found.get(key)) is not None]
