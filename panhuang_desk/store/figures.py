"""Runs the files of db/figures: the records behind a figure, and their count and sum by village."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import attrs

from panhuang_desk import assets


class Reader(Protocol):
    """What these functions need of a store."""

    def read(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch all of it."""


@attrs.frozen
class Span:
    """What a figure is asked for, ISO: the days from `first` to `last`, seen at the end of `as_of`."""

    first: str
    last: str
    as_of: str


@attrs.frozen
class FigureRow:
    """One record behind a figure. `subject` is what it is, naming no person; `number` is what it adds."""

    kind: str
    id: str
    village: str
    day: str
    subject: str
    number: int | float


@attrs.frozen
class Tally:
    """What a figure's records come to: how many there are, and the sum of their numbers."""

    count: int = 0
    total: int | float = 0


_FROM = re.compile(r"^-- from: (.+)$", re.MULTILINE)


def figure_rows(
    store: Reader, source: str, villages: Sequence[str], span: Span, binds: Mapping[str, str | int],
) -> list[FigureRow]:
    """The records behind a figure, oldest first; `source` names the file."""
    columns = "kind, id, village, coalesce(day, ''), coalesce(subject, ''), number"
    sql = f"{_prelude(source)}select {columns} from (\n{_text(source)}) order by village, 4, id"
    return [FigureRow(*row) for row in store.read(sql, _parameters(villages, span, binds))]


def figure_numbers(
    store: Reader, source: str, villages: Sequence[str], span: Span, binds: Mapping[str, str | int],
) -> dict[str, Tally]:
    """The count and sum of the records behind a figure for each village that has any."""
    sql = f"{_prelude(source)}select village, count(*), sum(number) from (\n{_text(source)}) group by village"
    rows = store.read(sql, _parameters(villages, span, binds))
    return {village: Tally(count, total or 0) for village, count, total in rows}


def figure_last_days(
    store: Reader, source: str, villages: Sequence[str], span: Span, binds: Mapping[str, str | int],
) -> dict[str, str]:
    """The newest day of the records behind a figure for each village that has any; ISO."""
    sql = f"{_prelude(source)}select village, max(day) from (\n{_text(source)}) where day is not null group by village"
    return dict(store.read(sql, _parameters(villages, span, binds)))


def with_figures(*sources: str) -> str:
    """The beginning of a statement that reads from files as if they were tables, for lists that have to agree with
    figures; it needs their parameters.
    """
    needed: dict[str, None] = {}
    for source in sources:
        needed |= dict.fromkeys((*_needed(source), source))
    return f"with {_as_tables(needed)} "


def figure_text(source: str) -> str:
    """The statement of a file that builds on no other, for other lists that have to agree with figures."""
    return _text(source)


def sources() -> tuple[str, ...]:
    """The names of all files, for tests and for those who add one."""
    return tuple(sorted(path.stem for path in assets.database("figures").glob("*.sql")))


def _parameters(villages: Sequence[str], span: Span, binds: Mapping[str, str | int]) -> dict[str, Any]:
    return {"villages": json.dumps(list(villages)), **attrs.asdict(span), **binds}


@cache
def _text(source: str) -> str:
    return assets.database("figures", f"{source}.sql").read_text(encoding="utf-8")


@cache
def _prelude(source: str) -> str:
    """The files that a file builds on, each as a common table expression."""
    needed = _needed(source)
    return f"with {_as_tables(needed)}\n" if needed else ""


def _as_tables(sources: Iterable[str]) -> str:
    return ",\n".join(f"{name} as (\n{_text(name)})" for name in sources)


@cache
def _needed(source: str) -> tuple[str, ...]:
    """The files that a file builds on, named in its `-- from:` line, those that they build on before them."""
    needed: dict[str, None] = {}

    def need(name: str) -> None:
        match = _FROM.search(_text(name))
        for other in match[1].split(", ") if match else ():
            need(other)
            needed[other] = None

    need(source)
    return tuple(needed)
