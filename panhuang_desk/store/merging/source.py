"""A copy that is to be brought in: opened only to be read, and believed in nothing that was not looked at."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.journal import KnownRow
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import columns, engine, migrations, opening, replicas, trouble
from panhuang_desk.store.compare import CHANGE_COLUMNS
from panhuang_desk.store.keys import Key

_OURS = ("change", "replica", "known", "village", "meta", "photo_image", "attachment")
_STEPS, _SECONDS = 100_000, 120
"""Steps of the engine between two looks at the clock, and how long one statement on a foreign file may take."""
_BATCH = 2000


@attrs.define(eq=False)
class Source:
    """An open copy. `heads` is the last sequence number of each replica in it."""

    path: Path
    connection: engine.Connection = attrs.field(repr=False)
    meta: Mapping[str, str]
    heads: Mapping[str, int]
    villages: tuple[tuple[str, str, str, str, int], ...]
    newest: str
    schema: int

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """The rows of a statement, in batches; UserError where it takes too long, as no honest copy makes it do."""
        ends = time.monotonic() + _SECONDS
        with trouble.told(self.path):
            self.connection.set_progress_handler(lambda: int(time.monotonic() > ends), _STEPS)
            try:
                cursor = self.connection.execute(sql, parameters)
                while batch := cursor.fetchmany(_BATCH):
                    yield from batch
            except engine.DatabaseError as error:
                if "interrupted" in str(error):
                    raise UserError("这份副本读得太慢，像是坏了。", "请让村里重新做一份。", code="slow") from None
                raise
            finally:
                self.connection.set_progress_handler(None, 0)

    def changes(self, replica: str, after: int) -> Iterator[tuple[object, ...]]:
        """The rows of the journal of a replica after a sequence number, in order."""
        return self.rows(f"SELECT {CHANGE_COLUMNS} FROM change WHERE replica = ? AND seq > ? ORDER BY seq",
                         [replica, after])

    def change_id(self, replica: str, seq: int) -> str:
        """The id of one change; empty where it is not there."""
        found = next(self.rows("SELECT id FROM change WHERE replica = ? AND seq = ?", [replica, seq]), ("",))
        return str(found[0])

    def known(self) -> list[KnownRow]:
        """What the replicas knew, as the copy holds it."""
        return list(self.rows("SELECT replica, basis, other, seq FROM known"))  # type: ignore[arg-type]

    def close(self) -> None:
        """End the reading."""
        self.connection.close()


def open_source(path: Path, key: Key) -> Source:
    """Open a copy of the present edition with its key, and look at its form.

    UserError where it is no file of this program, is damaged or torn, is of another edition, or does not hold what
    such a file holds.
    """
    with trouble.told(path):
        connection = engine.connect(path, key, write=False)
        try:
            _require_form(connection)
            edition = migrations.edition(connection)
            migrations.refuse_newer(edition)
            if edition < migrations.newest():
                raise UserError("这份副本是旧版本做的。", "请先升级它。", code="older")
            meta = {str(name): str(value) for name, value in connection.execute("SELECT key, value FROM meta")}
            heads = {replica: seq for replica, seq, _ in replicas.heads(connection)}
            newest = max((stamp for _, _, stamp in replicas.heads(connection)), default="")
            _require_whole(connection, heads)
            villages = tuple(connection.execute(
                "SELECT code, name, subdistrict_code, subdistrict_name, position FROM village ORDER BY position"))
            return Source(path, connection, meta, heads, villages, newest, edition)
        except BaseException:
            connection.close()
            raise


def edition_of(path: Path, key: Key) -> str:
    """Whether a file is of the present edition, `older` or newer; UserError where it is no file of this program."""
    with trouble.told(path):
        connection = opening.attach(path, key, write=False)
        try:
            found = migrations.edition(connection)
        finally:
            connection.close()
    return "older" if found < migrations.newest() else "present" if found == migrations.newest() else "newer"


def bring_up(path: Path, key: Key) -> None:
    """Migrate a working copy of an older edition; it is the program's own and encrypted."""
    with trouble.told(path):
        connection = opening.attach(path, key, write=True)
        try:
            migrations.refuse_newer(migrations.edition(connection))
            migrations.migrate(connection)
        finally:
            connection.close()


def _require_form(connection: engine.Connection) -> None:
    """Every table that is going to be read is a plain table with the columns that are read from it."""
    kinds = {name: str(kind) for name, kind in connection.execute("SELECT name, type FROM sqlite_master")}
    wanted = {name: set(columns.table(name).columns) for name in KINDS}
    wanted |= {name: set[str]() for name in _OURS}
    wanted["change"] = set(CHANGE_COLUMNS.replace(" ", "").split(","))
    # Tables of a later edition are missing in an earlier one, which is migrated first.
    for name, names in wanted.items():
        if name not in kinds and migrations.edition(connection) < migrations.newest():
            continue
        hidden = connection.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", [name]).fetchall()
        plain = {str(column) for column, how in hidden if not how}
        if kinds.get(name) != "table" or len(plain) < len(hidden):
            raise _not_ours()
        if migrations.edition(connection) == migrations.newest() and not names <= plain:
            raise _not_ours()


def _require_whole(connection: engine.Connection, heads: Mapping[str, int]) -> None:
    """A file holds a beginning of each replica without a gap, of kinds that are known, in JSON."""
    rows = connection.execute("SELECT replica, count(*), min(seq), max(seq) FROM change GROUP BY replica").fetchall()
    torn = any(first != 1 or last != count for _, count, first, last in rows)
    if torn or {replica for replica, *_ in rows} != set(heads):
        raise UserError("这份副本里的修改记录不连续，像是没有复制完整。", "请让村里重新做一份。", code="torn")
    names = json.dumps(list(KINDS))
    strange = connection.execute(
        "SELECT count(*) FROM change WHERE table_name NOT IN (SELECT value FROM json_each(?))"
        " OR op NOT IN ('set', 'erase', 'resolve') OR NOT json_valid(fields)", [names]).fetchone()[0]
    if strange:
        raise _not_ours()


def _not_ours() -> UserError:
    return UserError("这不是本程序做的副本，或者它的内容被改动过。", "请让村里重新做一份。", code="not_ours")
