"""The tally of answer sheets as a table of its own: derived, one row a sheet that counts, kept in the transaction of
each save.

Statistics read it instead of the answers of each record, which are JSON. A deleted or abandoned sheet has no row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from panhuang_desk.model.quiz.marks import marks_of_text
from panhuang_desk.store.columns import Column
from panhuang_desk.store.engine import Connection

VERSION = "1"
"""Goes up whenever a row holds other things than before; then files rebuild their tally when opened."""

COLUMNS = (
    "id", "village", "day", "paper_id", "survey_id", "key_group", "age_band", "form", "sampling", "satisfaction",
    "correct", "answered", "asked", "seconds", "marks",
)

Row: TypeAlias = tuple[Any, ...]

_UPSERT = (f"insert into sheet_tally ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
           f" on conflict (id) do update set {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[1:])}")

_SHEETS = """
select id, village, coalesce(taken_on, ''), coalesce(paper_id, ''), coalesce(survey_id, ''), coalesce(key_group, ''),
  coalesce(age_band, ''), coalesce(form, ''), coalesce(sampling, ''), coalesce(satisfaction, ''),
  coalesce(correct, 0), coalesce(answered, 0), coalesce(asked, 0), coalesce(seconds, -1), coalesce(answers, '')
from answer_sheet
where deleted = 0 and coalesce(state, 'done') <> 'abandoned'
"""
_OF_THESE = " and id in (select value from json_each(?))"


@attrs.define
class Tally:
    """The table on one connection. `note` is told of every write, `flush` follows before the transaction ends."""

    connection: Connection
    _sheets: set[str] = attrs.field(init=False, factory=set)

    def note(self, kind: str, row: Mapping[str, Column]) -> None:
        """Remember which sheet a write touches."""
        if kind == "answer_sheet":
            self._sheets.add(str(row["id"]))

    def flush(self) -> None:
        """Bring the rows of the sheets that were touched up to date, all at once."""
        if self._sheets:
            wanted = json.dumps(list(self._sheets))
            fresh = compute(self.connection, wanted)
            if len(fresh) < len(self._sheets):
                gone = self._sheets - {row[0] for row in fresh}
                self.connection.executemany("delete from sheet_tally where id = ?", [(id,) for id in gone])
            self.connection.executemany(_UPSERT, fresh)
        self.forget()

    def forget(self) -> None:
        """Nothing of what was noted came about."""
        self._sheets.clear()

    def rebuild(self) -> None:
        """Put the whole table together anew; within a transaction of the caller."""
        rows = compute(self.connection)
        self.connection.execute("delete from sheet_tally")
        self.connection.executemany(_UPSERT, rows)


def compute(connection: Connection, ids: str | None = None) -> list[Row]:
    """The rows as the records give them, of the sheets in a JSON list or of all."""
    rows = connection.execute(
        _SHEETS + (_OF_THESE if ids is not None else ""), [ids] if ids is not None else []).fetchall()
    return [(*rest, marks_of_text(answers)) for *rest, answers in rows]


def differences(connection: Connection) -> Iterator[str]:
    """Where the kept rows are not what the records give, in Chinese, without personal data."""
    kept = {row[0]: row for row in connection.execute(f"select {', '.join(COLUMNS)} from sheet_tally")}
    fresh = {row[0]: row for row in compute(connection)}
    wrong = sum(1 for id in kept.keys() | fresh.keys() if kept.get(id) != fresh.get(id))
    if wrong:
        yield f"答卷的统计里有 {wrong} 份与记录不一致。"
