"""The search index over the records: kept in the transaction of each save, asked as people search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import columns, search_text
from panhuang_desk.store.columns import Column, Table
from panhuang_desk.store.engine import Connection

_MERGE_EVERY = 8
_MERGE_PAGES = 16


@attrs.frozen
class Hit:
    """A record that a search found."""

    kind: str
    id: str


@attrs.define
class Index:
    """The index on one connection. Counts the writes since it was last tidied up."""

    connection: Connection
    writes: int = 0

    def put(self, of: Table, record_id: str, village: str, row: Mapping[str, Column], *, fresh: bool = False) -> None:
        """Take a record in as it is now; `fresh` where it cannot be there yet."""
        text = search_text.body(of, village, row)
        if not fresh:
            self.drop(of.kind.name, record_id)
        if text:
            cursor = self.connection.execute(
                "INSERT INTO search_doc (table_name, id) VALUES (?, ?)", [of.kind.name, record_id])
            self.connection.execute("INSERT INTO search (rowid, body) VALUES (?, ?)", [cursor.lastrowid, text])
            self.writes += 1

    def drop(self, kind: str, record_id: str) -> None:
        """Take a record out; nothing happens where it is not there."""
        row = self.connection.execute(
            "DELETE FROM search_doc WHERE table_name = ? AND id = ? RETURNING docid", [kind, record_id]).fetchone()
        if row:
            self.connection.execute("DELETE FROM search WHERE rowid = ?", [row[0]])
            self.writes += 1

    def find(self, text: str, kinds: Sequence[str], village: str, limit: int) -> list[Hit]:
        """The records that hold what was typed, those entered last first."""
        expression = search_text.query(text, kinds, village)
        if not expression:
            return []
        rows = self.connection.execute(
            "SELECT d.table_name, d.id FROM search s JOIN search_doc d ON d.docid = s.rowid"
            " WHERE s.body MATCH ? ORDER BY s.rowid DESC LIMIT ?", [expression, limit]).fetchall()
        return [Hit(kind, record_id) for kind, record_id in rows]

    def tidy(self) -> bool:
        """Merge a little when enough was written; milliseconds, for idle time. Whether there was anything to do."""
        if self.writes < _MERGE_EVERY:
            return False
        self.connection.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", [_MERGE_PAGES])
        self.writes = 0
        return True

    def rebuild(self) -> None:
        """Put the whole index together anew out of the records; within a transaction of the caller."""
        self.connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        self.connection.execute("DELETE FROM search_doc")
        for name in KINDS:
            of = columns.table(name)
            if not of.searchable:
                continue
            for row in self.connection.execute(f"{of.select} WHERE deleted = 0 ORDER BY id").fetchall():
                self.put(of, row[0], row[1], dict(zip(of.columns, row, strict=True)), fresh=True)
        self.optimize()

    def optimize(self) -> None:
        """Merge the whole index into one, after much was written."""
        self.connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        self.writes = 0
