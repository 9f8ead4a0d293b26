"""What turns a snapshot into the copy for the office, and the history of such copies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import attachments, engine, photos, trouble
from panhuang_desk.store.keys import Key
from panhuang_desk.store.snapshot import sync_file

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

LOCAL_TABLES = ("draft", "handover", "key_pair", "merge_run", "merge_copy", "open_conflict")
"""What never travels: half-typed forms, the history of copies made and brought in, and the office's keys."""

TRAVELLING_TABLES = (*KINDS, "photo_image", "attachment", "change", "replica", "known", "village", "setting")
"""The tables whose rows are counted in the file and in the copy."""

_COUNTED = {"photo_image": f" WHERE {photos.NAMED}", "attachment": f" WHERE {attachments.NAMED}"}
"""Of these tables not every row travels: a picture that only a draft names stays at home with it."""


def strip_local(copy: Path, key: Key) -> None:
    """Take out of a copy what never travels, past recovery, and sync it."""
    with trouble.told(copy):
        connection = engine.connect(copy, key)
        try:
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            for table in LOCAL_TABLES:
                connection.execute(f"DELETE FROM {table}")
            connection.execute(f"DELETE FROM photo_image WHERE NOT {photos.NAMED}")
            connection.execute(f"DELETE FROM attachment WHERE NOT ({attachments.NAMED})")
            connection.execute("UPDATE change SET import_id = NULL WHERE import_id IS NOT NULL")
            connection.execute("COMMIT")
        finally:
            connection.close()
        sync_file(copy)


def rows_of_copy(copy: Path, key: Key) -> dict[str, int]:
    """The number of rows of each travelling table in a copy, which is opened anew; deleted records count."""
    with trouble.told(copy):
        connection = engine.connect(copy, key, write=False)
        try:
            return {
                table: int(connection.execute(_count(table)).fetchone()[0])
                for table in TRAVELLING_TABLES
            }
        finally:
            connection.close()


def rows_of_file(store: Store) -> dict[str, int]:
    """The number of rows of each travelling table in the open file, all at one moment."""
    counts = ", ".join(f"({_count(table)})" for table in TRAVELLING_TABLES)
    return dict(zip(TRAVELLING_TABLES, store.read(f"SELECT {counts}")[0], strict=True))


def records_by_kind(store: Store, first: str, last: str) -> dict[str, tuple[int, int | None]]:
    """For each kind the records that are not deleted: all, and those dated within these days where it has dates."""
    parts = []
    for kind in KINDS.values():
        within = f"coalesce(sum({kind.dated} BETWEEN :first AND :last_moment), 0)" if kind.dated else "NULL"
        parts.append(f"SELECT '{kind.name}', count(*), {within} FROM {kind.name} WHERE deleted = 0")
    rows = store.read(" UNION ALL ".join(parts), {"first": first, "last_moment": f"{last} 24"})
    return {str(name): (int(whole), None if dated is None else int(dated)) for name, whole, dated in rows}


def bytes_of_snapshot(store: Store) -> int:
    """How large a snapshot of the file will be at most, in bytes."""
    pages, free, size = store.read(
        "SELECT p.page_count, f.freelist_count, s.page_size"
        " FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s"
    )[0]
    return (int(pages) - int(free)) * int(size)


def note_handover(
    store: Store, *, village: str, month: str, file_name: str, size: int, rows: Mapping[str, int], digest: str
) -> str:
    """Keep in the file that a copy was made; the moment of it."""
    made_at = store.now().isoformat(timespec="seconds")
    number = store.read("SELECT count(*) FROM handover")[0][0] + 1
    store.write(
        "INSERT INTO handover (id, village, month, file_name, made_at, bytes, row_counts, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [f"{made_at}#{number:05d}", village, month, file_name, made_at, size, json.dumps(dict(rows)), digest],
    )
    return made_at


def _count(table: str) -> str:
    return f"SELECT count(*) FROM {table}{_COUNTED.get(table, '')}"
