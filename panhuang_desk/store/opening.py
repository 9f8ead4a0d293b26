"""Making a file and unlocking one; what is wrong with a file is found out here."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Village
from panhuang_desk.store import diagnosis, engine, keys, migrations, trouble


def make(path: Path, passphrase: str, meta: Mapping[str, str], villages: Sequence[Village]) -> keys.Key:
    """Write a new file of the newest edition; it appears under its name only when it is whole."""
    key = keys.derive_key(passphrase, secrets.token_bytes(keys.SALT))
    if path.exists():
        raise UserError("这里已经有一个同名的文件。", "请换一个名字，或者打开它。", code="exists")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with trouble.told(path):
        try:
            connection = engine.connect(temporary, key, create=True)
            try:
                migrations.migrate(connection)
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
                connection.executemany("INSERT INTO village VALUES (?, ?, ?, ?, ?)", [
                    (v.code, v.name, v.subdistrict_code, v.subdistrict_name, v.position) for v in villages])
                connection.execute("COMMIT")
            finally:
                connection.close()
            temporary.replace(path)
            sync_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    return key


def unlock(path: Path, passphrase: str) -> keys.Key:
    """The key of a file; UserError where the passphrase or the file is wrong. It does not write."""
    with trouble.told(path):
        salt = diagnosis.readable_salt(path)
        key = keys.derive_key(passphrase, salt)
        diagnosis.require_key(path, passphrase, key)
    return key


def connect(path: Path, key: keys.Key, *, write: bool) -> engine.Connection:
    """A connection to an unlocked file of this program, brought to the newest edition where it may write."""
    with trouble.told(path):
        connection = engine.connect(path, key, write=write)
        try:
            diagnosis.require_ours(connection)
            found = migrations.edition(connection)
            migrations.refuse_newer(found)
            if found < migrations.newest():
                if not write:
                    raise UserError(
                        "这个文件是旧版本做的，要先升级才能看。", "请在本程序里正常打开一次，它会先备份再升级。", code="older")
                migrations.migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def sync_folder(folder: Path) -> None:
    """Make a renaming in this folder durable; systems that cannot sync a folder do it by themselves."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
