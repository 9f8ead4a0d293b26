"""The pictures behind photo records: written once, never changed, and kept apart from the journal.

A picture is in the file before its record: its id stands in a draft until the form is saved. What neither a record nor
a draft names is removed. A record that an erasure emptied has no digest and names nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.store.engine import Connection

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

NAMED = "EXISTS (SELECT 1 FROM photo p WHERE p.id = photo_image.id AND p.digest IS NOT NULL)"
"""The condition on which a record, be it deleted, names a picture."""

_IN_DRAFT = "photo_image.id IN (SELECT j.key FROM draft d, json_each(d.fields) j WHERE j.key = photo_image.id)"
_COLUMNS = ("p.id, p.source_table, p.source_id, coalesce(p.caption, ''), coalesce(p.taken_at, ''),"
            " coalesce(p.width, 0), coalesce(p.height, 0), coalesce(p.digest, '')")


@attrs.frozen
class PhotoRow:
    """A photo as strips show it. `day` is the day of the visit it belongs to, empty for one of a household itself."""

    id: str
    source_table: str
    source_id: str
    caption: str
    taken_at: str
    width: int
    height: int
    digest: str
    day: str


def keep(store: Store, id: str, image: bytes, preview: bytes) -> None:
    """Put a picture into the file, before its record; UserError where the disk refuses."""
    store.write("INSERT INTO photo_image (id, image, preview) VALUES (?, ?, ?)", [id, image, preview])


def image(store: Store, id: str) -> bytes | None:
    """A picture's JPEG bytes; None where the file has no such picture."""
    return _bytes(store, "image", id)


def preview(store: Store, id: str) -> bytes | None:
    """The small one's JPEG bytes."""
    return _bytes(store, "preview", id)


def there(store: Store, ids: Iterable[str]) -> set[str]:
    """Those of the ids whose picture is in the file."""
    rows = store.read("SELECT id FROM photo_image WHERE id IN (SELECT value FROM json_each(?))", [_json(ids)])
    return {str(row[0]) for row in rows}


def of_source(store: Store, source_table: str, source_id: str) -> list[PhotoRow]:
    """The photos of one record, in the order in which they were added."""
    rows = store.read(
        f"SELECT {_COLUMNS}, '' FROM photo p WHERE p.source_table = ? AND p.source_id = ? AND p.deleted = 0"
        " ORDER BY p.id", [source_table, source_id])
    return [PhotoRow(*row) for row in rows]


def of_patrol(store: Store, patrol_id: str) -> list[PhotoRow]:
    """The photos of a patrol and of the plots looked at on it, in the order in which they were taken."""
    rows = store.read(
        f"SELECT {_COLUMNS}, '' FROM photo p WHERE p.source_table = 'patrol' AND p.source_id = ?1 AND p.deleted = 0"
        f" UNION ALL SELECT {_COLUMNS}, c.checked_on FROM plot_check c"
        " CROSS JOIN photo p ON p.source_table = 'plot_check' AND p.source_id = c.id AND p.deleted = 0"
        " WHERE c.patrol_id = ?1 AND c.deleted = 0 ORDER BY 5, 1", [patrol_id])
    return [PhotoRow(*row) for row in rows]


def of_households(store: Store, households: Sequence[str]) -> list[PhotoRow]:
    """The photos of a household and of its visits, newest first; `households` are the entries that it is made of."""
    rows = store.read(
        f"SELECT {_COLUMNS}, '' FROM photo p WHERE p.deleted = 0 AND p.source_table = 'household'"
        " AND p.source_id IN (SELECT value FROM json_each(?1))"
        f" UNION ALL SELECT {_COLUMNS}, v.visited_on FROM visit v"
        " CROSS JOIN photo p ON p.source_table = 'visit' AND p.source_id = v.id AND p.deleted = 0"
        " WHERE v.deleted = 0 AND v.household_id IN (SELECT value FROM json_each(?1)) ORDER BY 1 DESC",
        [_json(households)])
    return [PhotoRow(*row) for row in rows]


def drop_unnamed(store: Store, ids: Sequence[str] | None = None) -> int:
    """Remove pictures that neither a record nor a draft names, among `ids` or all; how many there were."""
    among = "" if ids is None else " AND id IN (SELECT value FROM json_each(?))"
    params = [] if ids is None else [_json(ids)]
    # A covering index gives the ids, so that asking reads no picture.
    found = store.read(f"SELECT id FROM photo_image WHERE NOT {NAMED} AND NOT {_IN_DRAFT}{among}", params)
    if found:
        store.write("DELETE FROM photo_image WHERE id IN (SELECT value FROM json_each(?))",
                    [_json(str(row[0]) for row in found)])
    return len(found)


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong between records and pictures, in Chinese, without personal data; for `check`."""
    missing = differing = 0
    rows = connection.execute(
        "SELECT p.digest, p.bytes, i.image FROM photo p LEFT JOIN photo_image i ON i.id = p.id"
        " WHERE p.digest IS NOT NULL OR p.deleted = 0")
    for digest, size, data in rows:
        if data is None:
            missing += 1
        elif hashlib.sha256(data).hexdigest() != digest or len(data) != size:
            differing += 1
    if missing:
        yield f"照片：{missing} 张的图像不在文件里。"
    if differing:
        yield f"照片：{differing} 张的图像与记录对不上，可能被改过。"


def _bytes(store: Store, column: str, id: str) -> bytes | None:
    rows = store.read(f"SELECT {column} FROM photo_image WHERE id = ?", [id])
    return bytes(rows[0][0]) if rows else None


def _json(ids: Iterable[str]) -> str:
    return json.dumps(list(ids))
