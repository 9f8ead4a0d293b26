"""The engine: sqlcipher3, with sqlite-utils over it. The only module that opens connections."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

import sqlcipher3

from panhuang_desk.store.keys import Key

# sqlite-utils takes "pysqlite3" where it finds one; it has to stand here before sqlite-utils is imported anywhere.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

if TYPE_CHECKING:
    from sqlite_utils import Database

Connection: TypeAlias = Any
"""A connection of sqlcipher3, which has no types."""

DatabaseError: type[Exception] = sqlcipher3.DatabaseError

BUSY_MS = 10_000
"""How long a statement waits for another connection before it gives up."""

_CACHE_KIB = 16_000
"""As fast as twice as much on a file of 100,000 visits, and 11 MiB less held by the window."""


def connect(path: Path, key: Key, *, write: bool = True, create: bool = False) -> Connection:
    """A keyed connection; transactions are begun and ended by the caller alone.

    A connection that does not write still opens the file for writing where it may: after a crash it is the one
    that heals it. A connection may move between threads, but serves one at a time.
    """
    mode = "rwc" if create else "rw"
    connection = sqlcipher3.connect(
        f"{_uri(path)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False,
        timeout=BUSY_MS / 1000, cached_statements=256,
    )
    try:
        _prepare(connection, key)
        if not write:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _uri(path: Path) -> str:
    """The file as a URI without a host: the engine takes a share of the network as //host/share only in the path."""
    posix = path.absolute().as_posix()
    return "file://" + quote(posix if posix.startswith("/") else f"/{posix}")


def _prepare(connection: Connection, key: Key) -> None:
    """Key the connection and set how it works; the log is silenced first, else the engine writes to stderr."""
    for pragma in (
        "cipher_log_level = NONE",
        f'key = "{key.pragma}"',
        # The parameters of the fourth edition, whatever a later engine takes as its own.
        "cipher_compatibility = 4",
        "trusted_schema = OFF",
        f"cache_size = -{_CACHE_KIB}",
        "cache_spill = OFF",
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "foreign_keys = ON",
        "recursive_triggers = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def database(connection: Connection) -> Database:
    """sqlite-utils over a connection; imported on first use, because it costs 0.15 s at start."""
    from sqlite_utils import Database

    return Database(connection, recursive_triggers=False, execute_plugins=False, strict=True)
