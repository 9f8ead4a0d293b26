"""What can be taken back and done again, read out of the journal: no list is kept, so a restart loses nothing.

An undo is an action with `undoes`, and so is the undo of that, which does it again. Walking from the newest action
backwards, each one that a newer one took back is passed over; what is left alternates by how deep it undoes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

FLOOR = "undo_from"
"""The key in `meta` of the stamp up to which nothing is offered: what came with a sample file is nobody's action."""


@attrs.frozen
class JournalStep:
    """An action to be undone. `root` is the action that it goes back to: itself, or what an undo of it did."""

    action_id: str
    root: str


@attrs.frozen
class StepFacts:
    """One change of an action: the record, and whether the action made, deleted or brought it back, or changed it."""

    kind: str
    record_id: str
    what: str


@attrs.frozen
class _Action:
    id: str
    undoes: str | None
    barred: bool


def last_done(store: Store, passed: Collection[str] = ()) -> JournalStep | None:
    """The newest action of this machine and person that can be taken back; those in `passed` are left out.

    Erasures stay, and so does what other copies of the file brought in.
    """
    taken_back: set[str] = set()
    for action in _actions(store):
        if action.undoes:
            taken_back.add(action.undoes)
        if action.id in taken_back or action.id in passed or action.barred:
            continue
        root, depth = _root(store, action)
        if depth % 2 == 0:
            return JournalStep(action.id, root)
    return None


def next_undone(store: Store, passed: Collection[str] = ()) -> JournalStep | None:
    """The undo that would be taken back to do its action again; None since a new action was done."""
    taken_back: set[str] = set()
    for action in _actions(store):
        if action.undoes:
            taken_back.add(action.undoes)
        if action.id in taken_back or action.id in passed:
            continue
        root, depth = _root(store, action)
        if depth == 0:
            return None
        if depth % 2:
            return JournalStep(action.id, root)
    return None


def offer_nothing_before(store: Store) -> None:
    """From here on only newer actions are offered."""
    store.note_meta(FLOOR, str(store.read("SELECT coalesce(max(stamp), '') FROM change")[0][0]))


def facts_of(store: Store, action_id: str, most: int = 1000) -> tuple[tuple[StepFacts, ...], int]:
    """What an action did, in the order it did it, and how many changes it has; not more than `most` are read."""
    rows = store.read(
        "SELECT table_name, record_id, CASE WHEN fields ->> 'deleted' = 1 THEN 'deleted' WHEN fields ->> 'deleted' = 0"
        " THEN 'restored' WHEN fields ->> 'village' IS NOT NULL THEN 'made' ELSE 'changed' END"
        " FROM change WHERE action_id = ? ORDER BY seq LIMIT ?", [action_id, most])
    return tuple(StepFacts(*row) for row in rows), size_of(store, action_id)


def size_of(store: Store, action_id: str) -> int:
    """How many changes an action has."""
    return int(store.read("SELECT count(*) FROM change WHERE action_id = ?", [action_id])[0][0])


def _actions(store: Store) -> Iterator[_Action]:
    """The actions of this machine and person, newest first, each read when it is asked for."""
    floor = store.meta(FLOOR)
    for replica in store.own_replicas():
        below = 1 << 62
        while rows := store.read("SELECT action_id, undoes, stamp FROM change WHERE replica = ? AND seq < ?"
                                 " ORDER BY seq DESC LIMIT 1", [replica, below]):
            action_id, undoes, stamp = rows[0]
            if stamp <= floor:
                break
            below, barred = store.read(
                "SELECT min(seq), max(op = 'erase') FROM change WHERE action_id = ?", [action_id])[0]
            yield _Action(str(action_id), undoes, bool(barred))


def _root(store: Store, action: _Action) -> tuple[str, int]:
    """The action at the end of the chain of undos, and how many undos there are."""
    root, undoes, depth = action.id, action.undoes, 0
    while undoes:
        root, depth = undoes, depth + 1
        rows = store.read("SELECT undoes FROM change WHERE action_id = ? LIMIT 1", [root])
        undoes = rows[0][0] if rows else None
    return root, depth
