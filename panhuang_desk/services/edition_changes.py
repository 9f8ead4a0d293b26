"""What was done since an edition to a record, or to one that it hangs on, in words that name no household."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from panhuang_desk.model.fields import Type
from panhuang_desk.model.journal import DELETED, Change
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.undo import RecordKey
from panhuang_desk.services.today import day_words
from panhuang_desk.store.as_of import Since
from panhuang_desk.store.store import Store

_MOST, _FIELDS = 3, 4


class Deeds:
    """The changes that an edition did not know, by the records that a figure may list because of them."""

    def __init__(self, now: Store, then: Store, unknown: Since) -> None:
        self._stores, self._unknown = (now, then), unknown
        self._by_parent: dict[RecordKey, dict[RecordKey, None]] = {}
        for key in unknown.changes:
            for parent in self._parents(key):
                self._by_parent.setdefault(parent, {})[key] = None

    def done_to(self, kind: str, id: str) -> tuple[str, ...]:
        """Who did what when: to the record and what refers to it; else to what it hangs on, or what hangs on that."""
        key = kind, id
        touched = self._unknown.changes
        found = [*([key] if key in touched else []), *self._by_parent.get(key, ())]
        if not found:
            found = [each for parent in self._parents(key) for each in (parent, *self._parents(parent))
                     if each in touched]
        if not found:
            found = [each for child in self._children(key) for each in self._parents(child)
                     if each in touched and each != key]
        words = dict.fromkeys(words for each in dict.fromkeys(found) for words in self._words(each))
        more = [f"等 {len(words)} 处"] if len(words) > _MOST else []
        return (*list(words)[:_MOST], *more)

    def _parents(self, key: RecordKey) -> list[RecordKey]:
        """What a record refers to, or referred to as the edition knew it."""
        found = {parent for store in self._stores if (record := store.get(*key)) for parent in _references(record)}
        return sorted(found)

    def _children(self, key: RecordKey) -> Iterator[RecordKey]:
        for kind in KINDS.values():
            for field in kind.fields:
                if field.type is Type.REFERENCE and field.refers_to == key[0]:
                    for record in self._stores[0].records(kind.name, {field.name: key[1]}, deleted=None):
                        yield record.kind, record.id

    def _words(self, key: RecordKey) -> Iterator[str]:
        stood = dict(self._unknown.then.get(key, {}))
        for change in self._unknown.changes[key]:
            # A change names whole merge units, with fields that it left as they were.
            written = {name: value for name, value in change.written().items() if stood.get(name) != value}
            yield f"{day_words(change.at[:10])} {change.person} {_did(change, written, made=not stood)}"
            stood.update(change.written())


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
