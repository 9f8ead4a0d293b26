"""Erasing what a file holds of the people of one household, so that neither the file nor a merge brings it back.

The counts stay: nothing that a figure asks for is a personal field. Afterwards the file is written anew as a whole
(`VACUUM`), because what was deleted would else stay readable in its free pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Privacy
from panhuang_desk.model.journal import DELETED, Change, Knowledge, blank_erased
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.store import compare, photos
from panhuang_desk.store.columns import Column

if TYPE_CHECKING:
    from panhuang_desk.store.action import Action
    from panhuang_desk.store.local import Draft
    from panhuang_desk.store.store import Store

UNFINISHED = "erasing"
"""The key in `meta` that stands from the erasure until the file is written anew."""

_OWN_NAME = frozenset({"visited_by"})
"""Personal fields that are about the worker."""

_PHOTO_GONE: dict[str, Column] = {"caption": None, "taken_at": None, "digest": None, DELETED: 1}


@attrs.frozen
class Scope:
    """The records that are about one household, deleted ones too, and the slots of drafts that name one of them."""

    households: tuple[str, ...]
    visits: tuple[str, ...]
    follow_ups: tuple[str, ...]
    photos: tuple[str, ...]
    drafts: tuple[str, ...]

    @property
    def records(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of every record, the household first."""
        return tuple(
            (kind, record_id)
            for kind, ids in (("household", self.households), ("visit", self.visits), ("follow_up", self.follow_ups),
                              ("photo", self.photos))
            for record_id in ids)


def personal_fields(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind that tell something about a person of the household."""
    return tuple(f.name for f in kind.fields if f.privacy is not Privacy.OPEN and f.name not in _OWN_NAME)


def scope(store: Store, household_id: str) -> Scope:
    """What there is about a household and those that were merged with it; KeyError where it is not in the file."""
    households = _households(store, household_id)
    visits = _ids(store, "SELECT id FROM visit WHERE household_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                  households)
    sources = (*households, *visits)
    raised = _ids(store, _OF_SOURCES.format("follow_up"), sources)
    pictures = _ids(store, _OF_SOURCES.format("photo"), (*sources, *raised))
    named = {*households, *visits, *raised, *pictures}
    drafts = tuple(draft.slot for draft, _, touched in _drafts(store, named) if touched)
    return Scope(households, visits, raised, pictures, drafts)


def erase(store: Store, household_id: str, because: str, progress: Progress = no_progress) -> Changes:
    """Erase, in one transaction, and write the file anew; `because` is the code kept with the household
    and with those that were merged into it.

    After a crash the file holds all of it or nothing; where only the writing anew is missing, the next opening does it.
    KeyError where the household is not in the file; UserError for what the disk did, with code `UNFINISHED` where only
    the writing anew failed. `Cancelled`, where `progress` raises it, leaves the file as it was.
    """
    about = scope(store, household_id)
    store.read("PRAGMA secure_delete = ON")
    with store.bulk():
        with store.action() as action:
            _erase_records(action, about, because, progress)
        _blank_journal(store, about, progress)
        _drop_pictures_and_drafts(store, about)
        # A table's row that was taken for its headings is remembered with the names in it.
        store.write("DELETE FROM setting WHERE key GLOB 'import_columns.*'")
        store.write("INSERT INTO search (search) VALUES ('optimize')")
        store.write("INSERT OR REPLACE INTO meta VALUES (?, '1')", [UNFINISHED])
        progress(0.5, "正在整理文件")
    try:
        finish(store)
    except UserError as problem:
        raise UserError("个人信息删除了，但文件没有整理完，删掉的内容还可能用专门工具从文件里找出来。",
                        f"{problem.hint}下次打开这个文件时会接着整理。", code=UNFINISHED) from problem
    return action.changes


def finish(store: Store) -> None:
    """Write the file anew, so that nothing of what was erased stays in free pages; the statistics go with it.

    UserError for what the disk did, and where the memory is too small to hold the file once.
    """
    for table in store.read("SELECT name FROM sqlite_master WHERE name GLOB 'sqlite_stat[0-9]'"):
        store.write(f"DELETE FROM {table[0]}")
    try:
        # Else all pages would be held in memory until the end, besides those of the new copy.
        store.read("PRAGMA cache_spill = ON")
        store.read("VACUUM")
    except MemoryError:
        raise UserError("这台电脑的内存不够整理这个文件。", "请关掉别的程序再试。", code="memory") from None
    finally:
        store.read("PRAGMA cache_spill = OFF")
    store.write("DELETE FROM meta WHERE key = ?", [UNFINISHED])


_OF_SOURCES = "SELECT id FROM {} WHERE source_id IN (SELECT value FROM json_each(?)) ORDER BY id"


def _households(store: Store, household_id: str) -> tuple[str, ...]:
    """The household that the others were merged into, then those others."""
    known = store.read("SELECT coalesce((SELECT survivor FROM household_survivor s WHERE s.id = h.id), h.id)"
                       " FROM household h WHERE h.id = ?", [household_id])
    if not known:
        raise KeyError(household_id)
    survivor = str(known[0][0])
    merged = store.read("SELECT id FROM household_survivor WHERE survivor = ? AND id <> ? ORDER BY id",
                        [survivor, survivor])
    return (survivor, *(str(row[0]) for row in merged))


def _ids(store: Store, sql: str, among: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in store.read(sql, [json.dumps(list(among))]))


def _erase_records(action: Action, about: Scope, because: str, progress: Progress) -> None:
    records = about.records
    for number, (kind, record_id) in enumerate(records):
        progress(0.2 * number / len(records), "正在删除记录里的个人信息")
        gone = _PHOTO_GONE if kind == "photo" else dict.fromkeys(personal_fields(KINDS[kind]))
        action.erase(kind, record_id, gone)
    for household in about.households:
        # Each of them: where a merge is undone later, no older table may bring the data of its entry back.
        action.save("household", {"erased_because": because}, id=household)


def _blank_journal(store: Store, about: Scope, progress: Progress) -> None:
    """Take the erased values out of every row of the journal that holds them."""
    knowledge = Knowledge(store.read("SELECT replica, basis, other, seq FROM known"))
    records = about.records
    for number, (kind, record_id) in enumerate(records):
        progress(0.2 + 0.2 * number / len(records), "正在清理修改记录")
        rows = store.read(
            f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE table_name = ? AND record_id = ?", [kind, record_id])
        for change in blank_erased([Change(*row) for row in rows], knowledge):
            store.write("UPDATE change SET fields = ? WHERE id = ?", [change.fields, change.id])


def _drop_pictures_and_drafts(store: Store, about: Scope) -> None:
    """Remove the drafts, then the pictures of the records and those that only such a draft named."""
    named = {record_id for _, record_id in about.records}
    pictures = list(about.photos)
    for draft, rest, touched in _drafts(store, named):
        if touched and rest:
            text = json.dumps(rest, ensure_ascii=False)
            store.write("UPDATE draft SET fields = ? WHERE slot = ?", [text, draft.slot])
        elif touched:
            store.write("DELETE FROM draft WHERE slot = ?", [draft.slot])
        pictures += draft.fields.keys() - rest.keys() if touched else ()
    photos.drop_unnamed(store, pictures)


def _drafts(store: Store, named: set[str]) -> list[tuple[Draft, dict[str, str], bool]]:
    """Each draft, what of it stays, and whether anything goes.

    A draft whose slot names one of the records goes as a whole; of one that holds lines of many, the lines about them.
    """
    found = []
    names = _names(named)
    for draft in store.drafts():
        rest = {} if names(draft.slot) else {
            key: text for key, text in draft.fields.items() if not names(key) and not names(text)}
        found.append((draft, rest, len(rest) < len(draft.fields) or names(draft.slot)))
    return found


def _names(named: set[str]) -> Callable[[str], bool]:
    return lambda text: any(record_id in text for record_id in named)
