"""Editions of the file: a failed migration leaves nothing, an older file is backed up first, none is guessed at."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from panhuang_desk import assets
from panhuang_desk.errors import UserError
from panhuang_desk.store import backups, check, engine, migrations, schema

from .helpers import PASSPHRASE, Desk, change_file, raw


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations of this program and one more, as the next version would have them."""
    folder = tmp_path / "db" / "migrations"
    shutil.copytree(assets.database("migrations"), folder)
    number = migrations.newest() + 1
    (folder / f"{number:04d}_next.sql").write_text(
        "create table next_thing(id text primary key) strict;\nalter table meta add column extra text;\n",
        encoding="utf-8")
    monkeypatch.setattr(assets, "database", lambda *parts: tmp_path.joinpath("db", *parts))
    migrations.scripts.cache_clear()
    return folder


@pytest.fixture(autouse=True)
def _forget_scripts() -> object:
    yield
    migrations.scripts.cache_clear()


def tables(path: Path) -> set[str]:
    with contextlib.closing(raw(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master").fetchall()}


def test_every_edition_migrates_to_the_newest(desk: Desk, tmp_path: Path) -> None:
    for edition in range(1, migrations.newest() + 1):
        folder = tmp_path / f"up-to-{edition}"
        folder.mkdir()
        for script in migrations.scripts()[:edition]:
            shutil.copy(script.path, folder)
        path = tmp_path / f"edition-{edition}.phdb"
        with contextlib.closing(raw(path)) as connection:
            migrations.migrate(connection, folder)
            assert migrations.edition(connection) == edition
            connection.execute("INSERT INTO meta VALUES ('file_id', 'f'), ('clean', '1'), ('home', '320903004202')")
        with desk.open(path) as store, store.action() as action:
            action.save("patrol", {"patrolled_on": "2026-05-01", "people": 2, "method": "foot"})
        assert not check.check_file(path, PASSPHRASE).problems


def test_an_older_file_is_backed_up_and_then_migrated(desk: Desk, full_file: Path, folder: Path) -> None:
    with desk.open() as store:
        assert store.count("visit") == 300
        assert store.read("PRAGMA user_version") == [(migrations.newest(),)]
    assert "next_thing" in tables(full_file)
    (backup,) = backups.list_backups(full_file)
    assert "next_thing" not in tables(backup.path)


def test_an_older_file_is_not_migrated_for_reading_alone(desk: Desk, full_file: Path, folder: Path) -> None:
    before = full_file.read_bytes()
    with pytest.raises(UserError) as caught:
        desk.open(write=False)
    assert caught.value.code == "older"
    assert full_file.read_bytes() == before


def test_check_asks_to_open_an_older_file_first(full_file: Path, folder: Path) -> None:
    (problem,) = check.check_file(full_file, PASSPHRASE).problems
    assert "旧版本" in problem


def test_an_older_file_left_open_by_a_crash_is_migrated_too(desk: Desk, full_file: Path, folder: Path) -> None:
    change_file(full_file, "UPDATE meta SET value = '0' WHERE key = 'clean'")
    with desk.open() as store:
        assert store.count("visit") == 300
    assert not check.check_file(full_file, PASSPHRASE).problems


def test_a_failed_migration_leaves_nothing(desk: Desk, full_file: Path, folder: Path) -> None:
    number = migrations.newest() + 1
    (folder / f"{number:04d}_broken.sql").write_text(
        "create table half_done(id text primary key) strict;\ninsert into nowhere values (1);\n", encoding="utf-8")
    migrations.scripts.cache_clear()
    before = tables(full_file)
    with pytest.raises(engine.DatabaseError):
        desk.open()
    assert tables(full_file) == before
    with contextlib.closing(raw(full_file)) as connection:
        assert migrations.edition(connection) == number - 2
        assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (number - 2,)
        assert connection.execute("SELECT count(*) FROM visit").fetchone() == (300,)


def test_migrating_again_does_nothing(full_file: Path) -> None:
    with contextlib.closing(raw(full_file)) as connection:
        before = connection.execute("SELECT * FROM _sqlite_migrations").fetchall()
        migrations.migrate(connection)
        assert connection.execute("SELECT * FROM _sqlite_migrations").fetchall() == before


def test_migrations_are_numbered_without_a_gap(folder: Path) -> None:
    (folder / "0999_far.sql").write_text("", encoding="utf-8")
    migrations.scripts.cache_clear()
    with pytest.raises(ValueError):
        migrations.newest()


def test_a_backup_of_a_newer_file_is_not_restored(desk: Desk, full_file: Path, tmp_path: Path) -> None:
    newer = Path(shutil.copy(full_file, tmp_path / "新版.phdb"))
    change_file(newer, "PRAGMA user_version = 999")
    before = full_file.read_bytes()
    with pytest.raises(UserError) as caught:
        backups.restore(full_file, newer, PASSPHRASE, now=desk.clock(), device="甲机")
    assert caught.value.code == "newer"
    assert full_file.read_bytes() == before


def test_the_written_out_schema_is_that_of_the_migrations() -> None:
    assert assets.database("schema.sql").read_text(encoding="utf-8") == schema.dump()
