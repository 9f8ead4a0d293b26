"""What two files filled in differently, in words, and the choice between it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from panhuang_desk.model.journal import DELETED, Conflict, Quarrel, Version
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Changes
from panhuang_desk.services.history import shown_field, title_of
from panhuang_desk.services.session import Session
from panhuang_desk.store import columns, merging
from panhuang_desk.store.columns import Column
from panhuang_desk.store.merging.conflicts import OpenConflict

QUARRELS: Mapping[Quarrel, str] = {
    Quarrel.VALUES: "两边填的不一样", Quarrel.EDIT: "一边删除了，一边又修改了",
    Quarrel.CHILD: "一边删除了，一边又记了新的",
}
KEPT, DROPPED = "保留", "删除"


@attrs.frozen
class Side:
    """One side of a conflict: what it says in words, who wrote it when and on which computer, and what choosing it
    writes. `stands` tells which one counts as long as nobody has chosen.
    """

    words: str = attrs.field(repr=False)
    person: str
    at: str
    device: str
    fields: Mapping[str, Column] = attrs.field(repr=False)
    stands: bool


@attrs.frozen
class Choice:
    """A conflict that waits for a person. `label` names what it is about, `field` the one field that may be written
    anew, empty where several belong together or it is about a deletion.
    """

    kind: str
    id: str
    village: str
    title: str = attrs.field(repr=False)
    label: str
    quarrel: str
    field: str
    sides: tuple[Side, ...]


def choices(session: Session, village: str = "", *, masked: bool = False) -> list[Choice]:
    """What waits for a choice, of one village or of all, in the order of villages and records."""
    devices = {str(id): str(device) for id, device in merging.writers(session.store)}
    found = [_choice(session, each, devices, masked=masked) for each in merging.open_conflicts(session.store)
             if not village or each.village == village]
    return sorted(found, key=lambda each: (each.village, each.kind, each.title, each.label))


def choose(session: Session, choice: Choice, fields: Mapping[str, Column]) -> Changes:
    """Let these fields stand; the choice travels with the next copy and does not come up again there."""
    return merging.resolve(session.store, choice.kind, choice.id, fields)


def choose_all(session: Session, among: Iterable[Choice], person: str) -> list[Changes]:
    """Keep what a person wrote wherever one side is theirs; what was changed, one action each."""
    done = []
    for choice in among:
        side = next((each for each in choice.sides if each.person == person), None)
        if side is not None:
            done.append(choose(session, choice, side.fields))
    return done


def _choice(session: Session, found: OpenConflict, devices: Mapping[str, str], *, masked: bool) -> Choice:
    kind, conflict = KINDS[found.kind], found.conflict
    names = [name for name in conflict.versions[0].values if name in kind.by_name]
    about_deletion = conflict.unit == DELETED
    sides = _deletion(conflict, devices) if about_deletion else tuple(
        Side(_words(session, found.kind, names, version), version.change.person, version.change.at,
             devices.get(version.change.replica, ""), dict(version.values), place == 0)
        for place, version in enumerate(conflict.versions))
    label = kind.label if about_deletion else "、".join(kind.by_name[name].label for name in names)
    return Choice(found.kind, found.id, found.village, title_of(session, found.kind, found.id, masked=masked), label,
                  QUARRELS[conflict.quarrel], names[0] if len(names) == 1 and not about_deletion else "", sides)


def _deletion(conflict: Conflict, devices: Mapping[str, str]) -> tuple[Side, ...]:
    """Who deleted it, and who went on with it: two sides, however many edits there were."""
    deletion, others = conflict.versions[0].change, conflict.versions[1:]
    last = max((each.change for each in others), key=lambda change: change.stamp)
    went_on = "又修改了它" if conflict.quarrel is Quarrel.EDIT else "又给它记了新的"
    return (Side(f"{DROPPED}：这一边删除了它", deletion.person, deletion.at, devices.get(deletion.replica, ""),
                 {DELETED: 1}, stands=True),
            Side(f"{KEPT}：这一边{went_on}", last.person, last.at, devices.get(last.replica, ""), {DELETED: 0},
                 stands=False))


def _words(session: Session, kind: str, names: Iterable[str], version: Version) -> str:
    of = columns.table(kind)
    parts = []
    for name in names:
        field = KINDS[kind].by_name[name]
        shown = shown_field(session, kind, field, columns.to_value(of, name, version.values.get(name))) or "（空）"
        parts.append(shown if len(version.values) == 1 else f"{field.label} {shown}")
    return "，".join(parts)
