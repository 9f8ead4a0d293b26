"""Conditions and orders of record queries, put together from field names that are checked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from panhuang_desk.model.fields import Value
from panhuang_desk.store.columns import COMMON, Column, Table, to_column


def condition(of: Table, where: Mapping[str, Value], deleted: bool | None) -> tuple[str, list[Column]]:
    """The WHERE clause and its parameters. A tuple means any of its values; KeyError for an unknown field."""
    parts: list[str] = []
    params: list[Column] = []
    for name, value in where.items():
        _known(of, name)
        if isinstance(value, tuple) and name not in of.lists:
            parts.append(f"{name} IN ({', '.join('?' * len(value))})")
            params.extend(value)
        elif value is None:
            parts.append(f"{name} IS NULL")
        else:
            parts.append(f"{name} = ?")
            params.append(to_column(of, name, value) if name not in COMMON else value)  # type: ignore[arg-type]
    if deleted is not None:
        # As a literal, so that the partial indexes serve.
        parts.append(f"deleted = {int(deleted)}")
    return f" WHERE {' AND '.join(parts)}" if parts else "", params


def ordering(of: Table, order: Sequence[str], limit: int | None) -> str:
    """The ORDER BY and LIMIT clauses; `-name` orders backwards, the id decides between equals."""
    names = [(_known(of, item.removeprefix("-")), item.startswith("-")) for item in order]
    backwards = bool(names) and names[-1][1]
    clauses = [f"{name} DESC" if down else name for name, down in (*names, ("id", backwards))]
    return f" ORDER BY {', '.join(clauses)}" + (f" LIMIT {int(limit)}" if limit is not None else "")


def _known(of: Table, name: str) -> str:
    if name not in of.columns:
        raise KeyError(f"{of.kind.name}.{name}")
    return name
