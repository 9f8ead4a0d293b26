"""What the search index holds of a record, and what is looked for in it.

The index takes characters and digits singly, so that any part of a Chinese name, a door number or a phone number is
found; letters too. A name stands there a second time as pinyin initials. Marks keep the fields apart.
"""

from __future__ import annotations

import itertools
import os
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from panhuang_desk.model.fields import Field, Privacy, Type
from panhuang_desk.store.columns import Column, Table

VERSION = "1"
"""Goes up whenever the index takes other text of a record than before; then files rebuild theirs when opened."""

_EDGE = "ǂ"
"""A letter that no text holds; between fields, and before the marks of kind and village."""
_RARE = "\U00020000"
"""From here on all are characters, newer ones than some Python knows among them."""
_NAMES = frozenset({"contact_name"})
_READINGS_AT_MOST = 8


def kind_mark(kind: str) -> str:
    """The token that every record of a kind carries."""
    return f"{_EDGE}k{kind.replace('_', '')}"


def village_mark(village: str) -> str:
    """The token that every record of a village carries."""
    return f"{_EDGE}v{village}"


def body(of: Table, village: str, row: Mapping[str, Column]) -> str:
    """The text that the index takes of a record; empty where nothing of it can be searched."""
    parts = [part for field in of.searchable for part in _parts(field, row.get(field.name))]
    if not parts:
        return ""
    return f" {_EDGE} ".join([kind_mark(of.kind.name), village_mark(village), *parts])


def has_text(of: Table, row: Mapping[str, Column]) -> bool:
    """Whether the index takes anything of a record."""
    return any(_parts(field, row.get(field.name)) for field in of.searchable)


def query(text: str, kinds: Iterable[str] = (), village: str = "") -> str:
    """The FTS5 expression for what was typed; empty where nothing of it can be looked for.

    Words that a blank separates must all be there.
    """
    words = [tokens for word in _plain(text).split() if (tokens := _tokens(word))]
    if not words:
        return ""
    terms = [f'"{word}"' for word in words]
    if village:
        terms.insert(0, f'"{village_mark(village)}"')
    marks = [f'"{kind_mark(kind)}"' for kind in kinds]
    if marks:
        terms.insert(0, f"({' OR '.join(marks)})")
    return " AND ".join(terms)


def _parts(field: Field, column: Column) -> list[str]:
    if column is None:
        return []
    text = f"{column}{field.unit}" if field.type in (Type.INTEGER, Type.DECIMAL) else str(column)
    parts = [_tokens(_plain(text))]
    if field.name in _NAMES and field.privacy is not Privacy.OPEN:
        parts.extend(" ".join(letters) for letters in initials(text))
    return [part for part in parts if part]


def _plain(text: str) -> str:
    """Half-width, lower case: what was typed in another width finds the same."""
    return unicodedata.normalize("NFKC", text).lower()


def _tokens(text: str) -> str:
    """Every letter, digit and character singly; signs such as · and - fall out."""
    return " ".join(sign for sign in text if sign.isalnum() or sign >= _RARE)


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[str, ...]:
    """The pinyin first letters of a name, in each reading its characters have (单 is read shàn and dān).

    Characters without a reading are left out. At most eight readings, the most usual first.
    """
    letters = [_letters(sign) for sign in name if sign >= "\u2e80"]
    letters = [choices for choices in letters if choices]
    if not letters:
        return ()
    return tuple(dict.fromkeys(
        "".join(reading) for reading in itertools.islice(itertools.product(*letters), _READINGS_AT_MOST)))


@cache
def _letters(sign: str) -> str:
    """The first letters of a character's readings, the most usual first."""
    first = (unicodedata.normalize("NFD", reading)[:1] for reading in _readings().get(ord(sign), "").split(","))
    return "".join(dict.fromkeys(letter for letter in first if letter.isalpha()))


@cache
def _readings() -> Mapping[int, str]:
    """The readings of all characters, by code point; read on first use, without the phrases, which are slow."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    readings: Mapping[int, str] = pinyin_dict
    return readings
