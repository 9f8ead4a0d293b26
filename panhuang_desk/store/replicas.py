"""Which replica writes: the one of the last time if file and machine agree about it, else a new one."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable

import attrs

from panhuang_desk.model import clock
from panhuang_desk.settings import ReplicaMark, Settings
from panhuang_desk.store.engine import Connection


@attrs.define
class Pen:
    """The writing session of one open file, shared by its connections. `replica` is empty until the first write.

    `seq` and `stamp` are the last ones written and hold for one transaction only, because another connection may
    write after it; `stamp` is empty where they are to be read from the file.
    """

    file_id: str
    device: str
    person: str
    settings: Settings
    new_replica: Callable[[], str]
    replica: str = ""
    seq: int = 0
    basis: int = 0
    stamp: str = ""

    def begin(self, connection: Connection, at: str) -> None:
        """Choose the replica within the first writing transaction, and let machine and file know that it writes.

        The machine's mark is durable before the transaction can be, so a crash between the two shows at the next
        opening.
        """
        last = self.own(connection)
        if last:
            self.replica, self.basis = last, last_basis(connection, last)
        else:
            self.replica, self.basis = self._found(connection, at)
        self.seq = last_seq(connection, self.replica)
        try:
            self._mark(clean=False)
        except OSError:
            # What cannot be noted must not be relied on: a replica of its own, which no later opening goes on with.
            if self.replica == last:
                self.replica, self.basis = self._found(connection, at)
                self.seq = 0
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('replica', ?)", [self.replica])

    def own(self, connection: Connection) -> str:
        """The replica of this session; before its first write the one it would go on with, empty for a new one."""
        if self.replica:
            return self.replica
        mark = self.settings.replicas.get(self.file_id)
        last = _meta(connection, "replica")
        agreed = mark and mark.clean and mark.replica == last and mark.seq == last_seq(connection, last)
        return last if agreed else ""

    def forget(self) -> None:
        """The transaction that `begin` belonged to was rolled back."""
        self.replica = ""

    def end(self, connection: Connection) -> None:
        """Note on the machine that all is written; called once, when the file is closed."""
        if self.replica:
            self.seq = last_seq(connection, self.replica)
            with contextlib.suppress(OSError):
                self._mark(clean=True)

    def _found(self, connection: Connection, at: str) -> tuple[str, int]:
        """A new replica, which knows all that the file holds. Its basis is 0 where the file holds nothing."""
        replica = self.new_replica()
        held = [(other, seq) for other, seq, _ in heads(connection)]
        connection.execute("INSERT INTO replica VALUES (?, ?, ?, ?)", [replica, self.device, self.person, at])
        connection.executemany("INSERT INTO known VALUES (?, 1, ?, ?)", [(replica, *pair) for pair in held])
        return replica, 1 if held else 0

    def _mark(self, *, clean: bool) -> None:
        """Write the machine's mark durably, without touching what other windows noted of their files meanwhile."""
        others = Settings.load(self.settings.file).replicas
        self.settings.replicas.update(
            {file: mark for file, mark in others.items() if file != self.file_id})
        self.settings.replicas[self.file_id] = ReplicaMark(self.replica, self.seq, clean)
        self.settings.save()


def random_replica() -> str:
    """A replica's id: 16 hexadecimal digits by chance."""
    return secrets.token_hex(8)


def of_worker(connection: Connection, device: str, person: str, now: str) -> list[str]:
    """The replica that writes now, if there is one, then the earlier ones of this machine and person, newest first."""
    rows = connection.execute(
        "SELECT id FROM replica r WHERE device = ? AND person = ? AND id <> ? ORDER BY (SELECT max(stamp) FROM change"
        " WHERE replica = r.id AND seq = (SELECT max(seq) FROM change WHERE replica = r.id)) DESC, id",
        [device, person, now]).fetchall()
    return [*([now] if now else []), *(str(row[0]) for row in rows)]


def heads(connection: Connection) -> list[tuple[str, int, str]]:
    """For each replica that the file holds changes of: its id, its last sequence number and the stamp of that."""
    rows = connection.execute(
        "SELECT r.id, c.seq, c.stamp FROM replica r JOIN change c ON c.replica = r.id"
        " AND c.seq = (SELECT max(seq) FROM change WHERE replica = r.id) ORDER BY r.id")
    return [(str(replica), int(seq), str(stamp)) for replica, seq, stamp in rows.fetchall()]


def last_seq(connection: Connection, replica: str) -> int:
    """The last sequence number of a replica in the file, 0 before its first."""
    row = connection.execute("SELECT max(seq) FROM change WHERE replica = ?", [replica]).fetchone()
    return int(row[0] or 0)


def last_stamp(connection: Connection, replica: str, wall_ms: int) -> str:
    """The stamp to go on from: the greatest in the file, without those of others that lie far ahead of the clock."""
    last = ""
    for other, _, stamp in heads(connection):
        last = max(last, stamp) if other == replica else clock.absorb(last, stamp, wall_ms)
    return last


def last_basis(connection: Connection, replica: str) -> int:
    """The newest basis of a replica: the number of its last merge, 0 before its first."""
    row = connection.execute("SELECT max(basis) FROM known WHERE replica = ?", [replica]).fetchone()
    return int(row[0] or 0)


def _meta(connection: Connection, key: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else ""
