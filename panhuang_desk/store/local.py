"""Drafts: what was typed and not saved yet. They stay in the file and never travel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store


@attrs.frozen
class Draft:
    """A form as it was typed. `slot` says which form: the kind and the record it belongs to."""

    slot: str
    fields: dict[str, str]
    saved_at: str


def save_draft(store: Store, slot: str, fields: Mapping[str, str], at: str) -> None:
    """Keep a draft, in place of the one before."""
    text = json.dumps(dict(fields), ensure_ascii=False)
    store.write("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", [slot, text, at])


def draft(store: Store, slot: str) -> dict[str, str] | None:
    """The fields of a draft."""
    rows = store.read("SELECT fields FROM draft WHERE slot = ?", [slot])
    return dict(json.loads(rows[0][0])) if rows else None


def drafts(store: Store) -> list[Draft]:
    """All drafts, the newest first."""
    rows = store.read("SELECT slot, fields, saved_at FROM draft ORDER BY saved_at DESC, slot")
    return [Draft(slot, json.loads(fields), saved_at) for slot, fields, saved_at in rows]
