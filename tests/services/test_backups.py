"""Backups as the window and the command line ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.services import backups, households
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.services.helpers import open_village

PASSPHRASE = "correct horse battery"


def add(session: Session, door: str) -> None:
    assert households.save_household(session, {"group_no": 3, "door_no": door, "active_from": "2026-01-01"}).ok


def test_a_backup_is_made_when_due_and_not_again(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        add(session, "1")
        made = backups.backup_if_due(session)
        assert made is not None
        assert backups.backup_if_due(session) is None
        assert backups.list_backups(session.store.path) == [made]


def test_a_file_that_is_only_looked_at_is_not_backed_up(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        path = session.store.path
        with Store.open(path, PASSPHRASE, write=False, settings=Settings()) as store:
            assert backups.backup_if_due(Session(store)) is None


def test_a_restored_file_is_as_it_was_and_the_replaced_one_is_kept(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        add(session, "1")
        made = backups.backup_now(session)
        add(session, "2")
        path = session.store.path
        with pytest.raises(UserError):
            backups.restore(path, made.path, PASSPHRASE)
    aside = backups.restore(path, made.path, PASSPHRASE)
    assert aside is not None
    for file, count in ((path, 1), (aside, 2)):
        with Store.open(file, PASSPHRASE, write=False, settings=Settings()) as store:
            assert store.count("household") == count
