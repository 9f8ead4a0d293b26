"""What stands beside a record under the same id and never changes: a track's file, a picture of the ground.

As with photos, the record's `digest` names its content; what no record names is removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store.engine import Connection

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

KINDS_WITH = ("track", "map_picture")
"""The kinds whose records may have something beside them."""

NAMED = " OR ".join(f"EXISTS (SELECT 1 FROM {kind} r WHERE r.id = attachment.id AND r.digest IS NOT NULL)"
                    for kind in KINDS_WITH)
"""The condition on which a record, be it deleted, names an attachment."""


def keep(store: Store, id: str, content: bytes) -> None:
    """Put content into the file, before its record; UserError where the disk refuses."""
    store.write("INSERT INTO attachment (id, content) VALUES (?, ?)", [id, content])


def content(store: Store, id: str) -> bytes | None:
    """What stands beside the record of this id; None where nothing does."""
    rows = store.read("SELECT content FROM attachment WHERE id = ?", [id])
    return bytes(rows[0][0]) if rows else None


def drop_unnamed(store: Store, ids: Sequence[str] | None = None) -> int:
    """Remove what no record names, among `ids` or all; how many there were."""
    among = "" if ids is None else " AND id IN (SELECT value FROM json_each(?))"
    params = [] if ids is None else [json.dumps(list(ids))]
    found = store.read(f"SELECT id FROM attachment WHERE NOT ({NAMED}){among}", params)
    if found:
        store.write("DELETE FROM attachment WHERE id IN (SELECT value FROM json_each(?))",
                    [json.dumps([str(row[0]) for row in found])])
    return len(found)


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong between records and what stands beside them, in Chinese; for `check`."""
    for kind in KINDS_WITH:
        missing = differing = 0
        rows = connection.execute(
            f"SELECT r.digest, a.content FROM {kind} r LEFT JOIN attachment a ON a.id = r.id"
            " WHERE r.digest IS NOT NULL")
        for digest, data in rows:
            if data is None:
                missing += 1
            elif hashlib.sha256(data).hexdigest() != digest:
                differing += 1
        label = KINDS[kind].label
        if missing:
            yield f"{label}：{missing} 个的原文件不在文件里。"
        if differing:
            yield f"{label}：{differing} 个的原文件与记录对不上，可能被改过。"
