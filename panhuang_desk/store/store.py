"""The open file: what every other room asks of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.ids import new_id as uuid7
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Progress, Village, no_progress
from panhuang_desk.settings import Settings
from panhuang_desk.store import (
    attachments,
    columns,
    engine,
    erasing,
    keys,
    local,
    migrations,
    opening,
    photos,
    records,
    register,
    replicas,
    search_text,
    tally,
    trouble,
    undoing,
    unlocking,
)
from panhuang_desk.store.action import Action
from panhuang_desk.store.local import Draft
from panhuang_desk.store.lock import WriteLock
from panhuang_desk.store.register import Register
from panhuang_desk.store.replicas import Pen, random_replica
from panhuang_desk.store.search import Hit, Index
from panhuang_desk.store.snapshot import write_snapshot
from panhuang_desk.store.tally import Tally
from panhuang_desk.store.undoing import HistoryEntry, Undone

_BUSY_SAVES = 1000
"""Writes within one `bulk` from which the index is worth merging at its end."""


@attrs.define
class _Shared:
    """What the connections of one open file have in common."""

    key: keys.Key
    pen: Pen
    lock: WriteLock | None
    now: Callable[[], dt.datetime]
    new_id: Callable[[], str]
    dirty: bool = False
    swept: bool = False


@attrs.frozen(eq=False)
class Hands:
    """What writes into an open file, inside a transaction: for the modules of this room that write in bulk."""

    connection: engine.Connection
    index: Index
    register: Register
    tally: Tally
    pen: Pen


class Store:
    """One connection to an open file. Make it with `create` or `open`; a context manager that closes it.

    A store serves one thread at a time; for another thread take a `sibling`.
    """

    def __init__(self, path: Path, connection: engine.Connection, shared: _Shared, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._shared = shared
        self._index = Index(connection)
        self._register = Register(connection)
        self._tally = Tally(connection)
        self._depth = 0
        self._refresh()

    @classmethod
    def create(
        cls, path: Path, passphrase: str, *, villages: Sequence[Village], home: str, person: str, phone: str = "",
        sample: bool = False, settings: Settings, now: Callable[[], dt.datetime] | None = None,
        device: str | None = None, new_id: Callable[[], str] | None = None,
    ) -> Store:
        """Make a new file and open it. `home` is the worker's village code, empty for an office file.

        UserError where a file of that name exists or cannot be made.
        """
        path = Path(path)
        now = now or _local_time
        meta = {
            "file_id": (new_id or uuid7)(), "created_at": now().isoformat(timespec="seconds"),
            "sample": str(int(sample)), "clean": "1", "replica": "", "search_version": search_text.VERSION,
            "register_version": register.VERSION, "tally_version": tally.VERSION, "home": home, "person": person,
            "phone": phone,
        }
        key = opening.make(path, passphrase, meta, villages)
        return cls._connect(path, key, write=True, settings=settings, now=now, device=device, new_id=new_id)

    @classmethod
    def open(
        cls, path: Path, passphrase: str, *, write: bool = True, settings: Settings,
        now: Callable[[], dt.datetime] | None = None, device: str | None = None,
        new_id: Callable[[], str] | None = None,
    ) -> Store:
        """Open a file. To write, it must be the only one that does; an older edition is backed up and migrated.

        UserError for everything that can be wrong with the file, the passphrase or the place.
        """
        path = Path(path)
        key = unlocking.unlock(path, passphrase)
        return cls._connect(path, key, write=write, settings=settings, now=now, device=device, new_id=new_id)

    @classmethod
    def _connect(
        cls, path: Path, key: keys.Key, *, write: bool, settings: Settings, now: Callable[[], dt.datetime] | None,
        device: str | None, new_id: Callable[[], str] | None,
    ) -> Store:
        now = now or _local_time
        device = device or platform.node() or "本机"
        lock = WriteLock.take(path, device, now().strftime("%Y-%m-%d %H:%M")) if write else None
        connection: engine.Connection = None
        try:
            connection = opening.connect(path, key, write=write, now=now())
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            replica = random_replica if new_id is None else lambda: new_id().replace("-", "")[-16:]
            pen = Pen(meta["file_id"], device, meta.get("person", ""), settings, replica)
            shared = _Shared(key, pen, lock, now, new_id or uuid7, dirty=write and meta.get("clean") == "0")
            store = cls(path, connection, shared, read_only=not write)
            if write and meta.get("search_version") != search_text.VERSION:
                store.rebuild_search()
            elif write and meta.get("register_version") != register.VERSION:
                store.rebuild_register()
            if write and meta.get("tally_version") != tally.VERSION:
                store.rebuild_tally()
            if write and erasing.UNFINISHED in meta:
                with contextlib.suppress(UserError):
                    erasing.finish(store)
            return store
        except BaseException:
            if connection is not None:
                connection.close()
            if lock:
                lock.release()
            raise

    def sibling(self, *, write: bool = False) -> Store:
        """Another connection for a background task; it shares the key, the write lock and the replica."""
        if write and self.read_only:
            raise ValueError("a store that only reads has no sibling that writes")
        with trouble.told(self.path):
            connection = engine.connect(self.path, self._shared.key, write=write)
        lock = self._shared.lock
        if lock:
            lock.share()
        return Store(self.path, connection, self._shared, read_only=not write)

    def close(self) -> None:
        """Close the connection; the last one that could write leaves the mark of a clean end."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        shared = self._shared
        last = shared.lock is not None and shared.lock.holders == 1
        try:
            if last and shared.dirty:
                with contextlib.suppress(engine.DatabaseError):
                    connection.execute("PRAGMA query_only = OFF")
                    connection.execute("UPDATE meta SET value = '1' WHERE key = 'clean'")
                    shared.pen.end(connection)
        finally:
            connection.close()
            if shared.lock:
                shared.lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self.close()

    # Writing

    @contextlib.contextmanager
    def action(self, *, undoes: str | None = None) -> Iterator[Action]:
        """Save, delete and restore records in one transaction, which an exception rolls back.

        Inside `bulk` the action is a part of that transaction; an exception rolls back the action alone.
        """
        with trouble.told(self.path, system=False), self._transaction():
            action = Action(
                self._connection, self._shared.pen, self._index, self._register, self._tally, home=self.home,
                now=self._shared.now, new_id=self._shared.new_id, schema=self._edition, undoes=undoes)
            yield action
        action.close()

    @contextlib.contextmanager
    def bulk(self) -> Iterator[None]:
        """Several actions in one transaction."""
        with trouble.told(self.path, system=False), self._transaction():
            before = self._index.writes
            yield
            if self._index.writes - before >= _BUSY_SAVES:
                self._index.optimize()

    def undo(self, action_id: str, progress: Progress = no_progress) -> Undone:
        """Undo an action by new changes, but only of fields that still hold what it wrote; the others are named.

        Undoing an undo does it again.
        """
        with self.action(undoes=action_id) as action:
            kept = undoing.undo(self._connection, action, action_id, progress)
        return Undone(action.changes, kept)

    def rebuild_search(self) -> None:
        """Put the search index, and with it the register, together anew out of the records."""
        with trouble.told(self.path), self._transaction():
            self._index.rebuild()
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('search_version', ?)", [search_text.VERSION])
            self.rebuild_register()

    def rebuild_register(self) -> None:
        """Put the register of households together anew out of the records."""
        with trouble.told(self.path), self._transaction():
            self._register.rebuild()
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('register_version', ?)", [register.VERSION])

    def rebuild_tally(self) -> None:
        """Put the tally of answer sheets together anew out of the records."""
        with trouble.told(self.path), self._transaction():
            self._tally.rebuild()
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('tally_version', ?)", [tally.VERSION])

    def idle(self) -> None:
        """Tidy up a little; called when nothing else is going on."""
        if self.read_only:
            return
        if not self._shared.swept:
            self._shared.swept = True
            photos.drop_unnamed(self)
            attachments.drop_unnamed(self)
        if self._index.writes:
            with trouble.told(self.path):
                self._index.tidy()

    # Reading

    def get(self, kind: str, id: str) -> Record | None:
        """A record, a deleted one too; None where there is none."""
        found = self.records(kind, {"id": id}, deleted=None)
        return found[0] if found else None

    def records(
        self, kind: str, where: Mapping[str, Value] | None = None, order: Sequence[str] = (),
        limit: int | None = None, deleted: bool | None = False,
    ) -> list[Record]:
        """Records whose fields hold these values, a tuple meaning any of its values; `-field` orders backwards.

        `deleted` None gives both the deleted and the others.
        """
        of = columns.table(kind)
        condition, params = records.condition(of, where or {}, deleted)
        rows = self.read(f"{of.select}{condition}{records.ordering(of, order, limit)}", params)
        return [columns.to_record(of, row) for row in rows]

    def count(self, kind: str, where: Mapping[str, Value] | None = None, deleted: bool | None = False) -> int:
        """How many records `records` would give."""
        condition, params = records.condition(columns.table(kind), where or {}, deleted)
        return int(self.read(f"SELECT count(*) FROM {kind}{condition}", params)[0][0])

    def history(self, kind: str, id: str) -> list[HistoryEntry]:
        """What happened to a record, newest first."""
        with trouble.told(self.path):
            return undoing.history(self._connection, kind, id)

    def own_replicas(self) -> list[str]:
        """The replicas of this machine and person, the present one first."""
        pen = self._shared.pen
        with trouble.told(self.path):
            return replicas.of_worker(self._connection, pen.device, pen.person, pen.own(self._connection))

    def search(self, text: str, kinds: Sequence[str] = (), village: str = "", limit: int = 50) -> list[Hit]:
        """Records that hold what was typed: any part of a name, door, phone, or a name's pinyin initials."""
        with trouble.told(self.path):
            return self._index.find(text, kinds, village, limit)

    # Settings of the file, drafts

    def setting(self, key: str, default: str = "") -> str:
        """A setting that the office may change for this file."""
        rows = self.read("SELECT value FROM setting WHERE key = ?", [key])
        return str(rows[0][0]) if rows else default

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting of this file."""
        self.write("INSERT OR REPLACE INTO setting VALUES (?, ?)", [key, value])

    def meta(self, key: str) -> str:
        """What the file knows of itself, empty where it does not."""
        rows = self.read("SELECT value FROM meta WHERE key = ?", [key])
        return str(rows[0][0]) if rows else ""

    def note_meta(self, key: str, value: str) -> None:
        """Let the file know something of itself."""
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])
        self._refresh()

    def save_draft(self, slot: str, fields: Mapping[str, str]) -> None:
        """Keep what was typed so far; it comes back after a crash."""
        local.save_draft(self, slot, fields, self.now().isoformat(timespec="seconds"))

    def draft(self, slot: str) -> dict[str, str] | None:
        """What was typed in a form that was never saved."""
        return local.draft(self, slot)

    def drop_draft(self, slot: str) -> None:
        """Forget a draft."""
        if self.draft(slot) is not None:
            self.write("DELETE FROM draft WHERE slot = ?", [slot])

    def drafts(self) -> list[Draft]:
        """All drafts, the newest first."""
        return local.drafts(self)

    def snapshot(self, target: Path, progress: Progress = no_progress) -> None:
        """Write a consistent, synced copy of what is saved, under the same passphrase; nothing stays on failure."""
        write_snapshot(self.path, self.key, target, progress)

    # For the modules of this room

    def now(self) -> dt.datetime:
        """The moment, as the clock that this store was given tells it."""
        return self._shared.now()

    def new_id(self) -> str:
        """An id that nothing else has."""
        return self._shared.new_id()

    @contextlib.contextmanager
    def hands(self) -> Iterator[Hands]:
        """What writes, in one transaction that an exception rolls back. Only for modules of this room."""
        pen = self._shared.pen
        basis = pen.basis
        try:
            with trouble.told(self.path, system=False), self._transaction():
                yield Hands(self._connection, self._index, self._register, self._tally, pen)
        except BaseException:
            pen.basis = basis
            raise

    @contextlib.contextmanager
    def looking(self) -> Iterator[engine.Connection]:
        """The connection, to be read from. Only for modules of this room."""
        yield self._connection

    @property
    def key(self) -> keys.Key:
        """The key of the file, for another connection or another file with the same salt."""
        return self._shared.key

    def read(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query, all fetched. Only for modules of this room."""
        with trouble.told(self.path):
            return list(self._connection.execute(sql, params).fetchall())

    def write(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> None:
        """Write what never travels: no record, and so without a journal. Only for modules of this room."""
        with trouble.told(self.path), self._transaction():
            self._connection.execute(sql, params)

    def scratch(self, sql: str, rows: Sequence[Sequence[Any]] | None = None) -> None:
        """Run a statement, for each of the rows where there are any, on what lives in this connection's memory alone.

        Only for a connection that reads. Only for modules of this room.
        """
        with trouble.told(self.path):
            for pragma in ("temp_store = MEMORY", "query_only = OFF"):
                self._connection.execute(f"PRAGMA {pragma}")
            try:
                if rows is None:
                    self._connection.execute(sql)
                else:
                    self._connection.executemany(sql, rows)
            finally:
                self._connection.execute("PRAGMA query_only = ON")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE to COMMIT, or a savepoint where a transaction is open already."""
        if self.read_only:
            raise trouble.read_only()
        begin, end, back = self._begin()
        self._connection.execute(begin)
        pen, replica = self._shared.pen, self._shared.pen.replica
        if not self._depth:
            # Not before it has begun: until then another connection may be writing with the same pen.
            pen.stamp = ""
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self._register.flush()
                self._tally.flush()
            self._connection.execute(end)
        except BaseException:
            pen.stamp = ""
            if self._depth == 1:
                self._register.forget()
                self._tally.forget()
            if not replica:
                pen.forget()
            if self._connection.in_transaction:
                for statement in back:
                    self._connection.execute(statement)
            raise
        finally:
            self._depth -= 1

    def _begin(self) -> tuple[str, str, tuple[str, ...]]:
        """How a transaction, or a part of one, is begun, ended and rolled back."""
        if not self._depth:
            self._begin_session()
            return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
        if not self._connection.in_transaction:
            # A full disk ended it. A savepoint would now begin another, and the first half would be missing.
            raise RuntimeError("the transaction around this action is gone")
        return "SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part")

    def _begin_session(self) -> None:
        """Take the mark of a clean end away, in a transaction of its own before the first one that writes.

        In the same transaction it might be on a page that a crash leaves as it was, while others are new already.
        """
        if not self._shared.dirty:
            self._connection.execute("UPDATE meta SET value = '0' WHERE key = 'clean'")
            self._shared.dirty = True

    def _refresh(self) -> None:
        """Read what the file says about itself."""
        self._edition = migrations.edition(self._connection)
        meta = {str(key): str(value) for key, value in self.read("SELECT key, value FROM meta")}
        self.file_id = meta["file_id"]
        self.sample = meta.get("sample") == "1"
        self.home = meta.get("home", "")
        self.person = meta.get("person", "")
        self.phone = meta.get("phone", "")
        self.villages = tuple(Village(*row) for row in self.read(
            "SELECT code, name, subdistrict_code, subdistrict_name, position FROM village ORDER BY position, code"))
        self._shared.pen.person = self.person


def _local_time() -> dt.datetime:
    return dt.datetime.now().astimezone()
