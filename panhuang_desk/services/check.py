"""Whether a file is sound: pages, structure, rules, and the journal against the tables."""

from __future__ import annotations

from pathlib import Path

from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.session import Session
from panhuang_desk.store import check as _check


def check_file(file: Path, passphrase: str, progress: Progress = no_progress) -> tuple[str, ...]:
    """What is wrong with a file, each in one Chinese sentence without personal data; empty where all is well.

    It may go on beside a window that writes. UserError where the file cannot even be unlocked.
    """
    return _check.check_file(file, passphrase, progress).problems


def check_open(session: Session, progress: Progress = no_progress) -> tuple[str, ...]:
    """The same for the file that is open, whose key is at hand."""
    return _check.check_unlocked(session.store.path, session.store.key, progress).problems
