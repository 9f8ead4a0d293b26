"""Key pairs of the office: they stand in its own file only, in no journal and in no copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.store import engine

if TYPE_CHECKING:
    from panhuang_desk.store.store import Store

_HEX = "[0-9a-f]"


@attrs.frozen
class KeyPair:
    """Two halves of 32 bytes, hexadecimal; the private one is not shown where the pair is."""

    public: str
    private: str = attrs.field(repr=False)


def key_pair(store: Store, purpose: str) -> KeyPair | None:
    """The file's key pair for a purpose; None where it has none."""
    rows = store.read("SELECT public, private FROM key_pair WHERE purpose = ?", [purpose])
    return KeyPair(*rows[0]) if rows else None


def keep_key_pair(store: Store, purpose: str, pair: KeyPair) -> None:
    """Keep a new key pair; one that is there stays, since papers are signed with it."""
    made_at = store.now().isoformat(timespec="seconds")
    store.write("INSERT OR IGNORE INTO key_pair VALUES (?, ?, ?, ?)", [purpose, pair.public, pair.private, made_at])


def problems(connection: engine.Connection) -> Iterator[str]:
    """Keys that are none, for the check of the file."""
    whole = _HEX * 64
    rows = connection.execute(
        f"SELECT count(*) FROM key_pair WHERE public NOT GLOB '{whole}' OR private NOT GLOB '{whole}'").fetchall()
    if rows[0][0]:
        yield f"有 {rows[0][0]} 对密钥读不出来。"
