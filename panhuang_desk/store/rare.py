"""The rare characters that a file holds, read out of the search index, which takes every character singly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

_RANGES = (("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
"""Compatibility forms, and the extensions from B on."""


def rare_characters(store: Store) -> str:
    """The characters of extension B and beyond, and the compatibility forms, that any searched text of the file has."""
    run = store.scratch if store.read_only else store.read
    # It stays: making it anew each time would have the connection prepare every statement again.
    run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_word USING fts5vocab(main, search, row)")
    return "".join(str(term) for first, last in _RANGES for term, in store.read(
        "SELECT term FROM temp.search_word WHERE term BETWEEN ? AND ?", [first, last]))
