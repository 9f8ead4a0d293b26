"""What was done since an edition to a record, or to one that it hangs on, in words that name no household."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from panhuang_desk.model.fields import Type
from panhuang_desk.model.journal import DELETED, Change
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import RecordKey
from panhuang_desk.services.today import day_words
from panhuang_desk.store.as_of import Since
from panhuang_desk.store.store import Store

_MOST, _FIELDS = 3, 4
_AT_ONCE = 5000
"""How many records are asked for in one query; SQLite takes 32,766 values in a statement."""


class Deeds:
    """The changes that an edition did not know, by the records that a figure may list because of them."""

    def __init__(self, now: Store, then: Store, unknown: Since) -> None:
        self._stores, self._unknown = (now, then), unknown
        self._told: dict[RecordKey, tuple[str, ...]] = {}
        self._by_parent: dict[RecordKey, dict[RecordKey, None]] = {}
        for store in self._stores:
            for record in _records(store, unknown.changes):
                for parent in _references(record):
                    self._by_parent.setdefault(parent, {})[record.kind, record.id] = None

    def done_to(self, kind: str, id: str) -> tuple[str, ...]:
        """Who did what when: to the record and what refers to it; else to what it hangs on, or to what hangs on what it
        was split from or merged with.
        """
        key = kind, id
        if key not in self._told:
            self._told[key] = self._tell(key)
        return self._told[key]

    def _tell(self, key: RecordKey) -> tuple[str, ...]:
        touched = self._unknown.changes
        near: Iterable[RecordKey] = (key, *self._by_parent.get(key, ()))
        if touched.keys().isdisjoint(near):
            near = self._above([key])
        if touched.keys().isdisjoint(near):
            near = self._around(key)
        found = [each for each in dict.fromkeys(near) if each in touched]
        words = dict.fromkeys(words for each in found for words in self._words(each))
        more = [f"等 {len(words)} 处"] if len(words) > _MOST else []
        return (*list(words)[:_MOST], *more)

    def _around(self, key: RecordKey) -> list[RecordKey]:
        """The records that are one with a record by a split or a merge, what hangs on these, and what that hangs on."""
        family = [key]
        for each in family:
            joined = [other for other in (*self._parents(each), *self._children(each)) if other[0] == key[0]]
            family += [other for other in dict.fromkeys(joined) if other not in family]
        below = [child for each in family for child in self._children(each)]
        below += [child for each in below for child in self._children(each)]
        return [*family, *below, *self._above(below)]

    def _above(self, keys: Sequence[RecordKey]) -> list[RecordKey]:
        """What records hang on, and what that hangs on."""
        first = [parent for key in keys for parent in self._parents(key)]
        return [*first, *(parent for key in dict.fromkeys(first) for parent in self._parents(key))]

    def _parents(self, key: RecordKey) -> list[RecordKey]:
        """What a record refers to, or referred to as the edition knew it."""
        found = {parent for store in self._stores if (record := store.get(*key)) for parent in _references(record)}
        return sorted(found)

    def _children(self, key: RecordKey) -> list[RecordKey]:
        """What refers to a record, or did."""
        return [(record.kind, record.id) for kind in KINDS.values() for field in kind.fields
                if field.type is Type.REFERENCE and field.refers_to == key[0]
                for store in self._stores for record in store.records(kind.name, {field.name: key[1]}, deleted=None)]

    def _words(self, key: RecordKey) -> Iterator[str]:
        stood = dict(self._unknown.then.get(key, {}))
        for change in self._unknown.changes[key]:
            # A change names whole merge units, with fields that it left as they were.
            written = {name: value for name, value in change.written().items() if stood.get(name) != value}
            yield f"{day_words(change.at[:10])} {change.person} {_did(change, written, made=not stood)}"
            stood.update(change.written())


def _records(store: Store, keys: Iterable[RecordKey]) -> Iterator[Record]:
    """Records of several kinds, many in one query."""
    ids: dict[str, list[str]] = {}
    for kind, id in keys:
        ids.setdefault(kind, []).append(id)
    for kind, wanted in ids.items():
        for start in range(0, len(wanted), _AT_ONCE):
            yield from store.records(kind, {"id": tuple(wanted[start:start + _AT_ONCE])}, deleted=None)


def _references(record: Record) -> Iterator[RecordKey]:
    for field in KINDS[record.kind].fields:
        if field.type is Type.REFERENCE and (id := record.text(field.name)):
            yield field.refers_to, id


def _did(change: Change, written: Mapping[str, object], *, made: bool) -> str:
    """What a change did to its record."""
    kind = KINDS[change.table_name]
    if change.op == "erase":
        return f"删除了{kind.label}的个人信息"
    if made:
        return f"登记了{kind.label}"
    if DELETED in written:
        return f"{'删除' if written[DELETED] else '恢复'}了{kind.label}"
    labels = [kind.by_name[name].label for name in written if name in kind.by_name and kind.by_name[name].label]
    more = "等" if len(labels) > _FIELDS else ""
    return f"改了{kind.label}的{'、'.join(labels[:_FIELDS])}{more}" if labels else f"改了{kind.label}"
