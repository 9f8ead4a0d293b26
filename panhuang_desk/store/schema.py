"""The tables as the migrations leave them, written out for people in `db/schema.sql`."""

from __future__ import annotations

import secrets
import sys
import tempfile
from pathlib import Path

from panhuang_desk import assets
from panhuang_desk.store import engine, keys, migrations

_HEAD = "-- Generated from db/migrations by `python -m panhuang_desk.store.schema`; a test holds it. Do not edit.\n"


def dump() -> str:
    """The SQL of every table and index of the newest edition, without those that the engine makes by itself."""
    with tempfile.TemporaryDirectory() as folder:
        key = keys.Key(secrets.token_bytes(32), secrets.token_bytes(keys.SALT))
        connection = engine.connect(Path(folder) / "schema.phdb", key, create=True)
        try:
            migrations.migrate(connection)
            rows = connection.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%'"
                " ESCAPE '\\' ORDER BY type = 'index', rowid").fetchall()
            edition = migrations.edition(connection)
        finally:
            connection.close()
    statements = [f"{sql.strip()};\n" for kind, name, sql in rows if not _is_shadow(kind, name)]
    return _HEAD + f"pragma user_version = {edition};\n\n" + "\n".join(statements)


def _is_shadow(kind: str, name: str) -> bool:
    """Whether a table belongs to the full-text index and is made together with it."""
    return kind == "table" and name.startswith("search_") and name != "search_doc"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else assets.database("schema.sql")
    target.write_text(dump(), encoding="utf-8")
