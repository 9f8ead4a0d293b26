"""Questions as a file in the format of the bank.

Law: what reads a bank finds in `bank_toml(rows)` exactly these rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, object]
"""A table of the file: texts, whole numbers and lists of texts by name."""


def bank_toml(questions: Sequence[Row], *, version: str = "", topics: Sequence[Row] = (), audiences: Sequence[Row] = (),
              remark: str = "") -> bytes:
    """A file of questions; with version, topics and audiences a whole bank. `remark` stands at its head."""
    parts = ["".join(f"# {line}\n" for line in remark.splitlines())] if remark else []
    if version:
        parts.append(f"version = {_text(version)}\n")
    for name, rows in (("topic", topics), ("audience", audiences), ("question", questions)):
        parts += [f"[[{name}]]\n" + "".join(_lines(row)) for row in rows]
    return "\n".join(parts).encode()


def _lines(row: Row) -> Iterable[str]:
    return (f"{name} = {_value(value)}\n" for name, value in row.items())


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Sequence):
        return "[" + ", ".join(_text(str(each)) for each in value) + "]"
    raise TypeError(f"a bank holds no {type(value).__name__}")


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
