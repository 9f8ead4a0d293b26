"""Making a file and opening one: what stands between the first start and the Today page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Village
from panhuang_desk.services.files import write_file
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.keys import derive_key
from panhuang_desk.store.unlocking import unlock


def create_file(
    path: Path, passphrase: str, *, villages: Sequence[Village], home: str, person: str, phone: str = "",
    settings: Settings, today: Callable[[], dt.date] = dt.date.today,
) -> Session:
    """Make a new file and open it; `home` is the worker's village, empty for the office's file.

    An existing file is never overwritten.
    """
    if path.exists():
        raise UserError(f"“{path.name}”已经有了，没有动它。", "请换一个文件名，或直接打开它。", code="exists")
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store.create(path, passphrase, villages=villages, home=home, person=person, phone=phone, settings=settings)
    session = Session(store, settings, today)
    _remember(session)
    return session


def open_file(
    path: Path, passphrase: str, settings: Settings, *, write: bool = True,
    today: Callable[[], dt.date] = dt.date.today,
) -> Session:
    """Open a file with its passphrase; `write` False reads it beside another program that has it open."""
    session = Session(Store.open(path, passphrase, write=write, settings=settings), settings, today)
    if write:
        _remember(session)
    return session


def check_passphrase(path: Path, passphrase: str) -> None:
    """UserError where this is not what opens a file that is open; nothing of it is kept."""
    try:
        unlock(path, passphrase)
    except UserError as problem:
        if problem.code != "passphrase":
            raise
        raise UserError("口令不对。", "请看大小写和输入法，再输一次。", code="passphrase") from problem


def emergency_sheet(session: Session, passphrase: str) -> bytes:
    """The sheet that is printed and locked away: where the file is and what opens it.

    An empty passphrase gives boxes to write it in by hand. UserError where another one is given than the file's.
    """
    from panhuang_desk.report.emergency import emergency_bytes  # reportlab is loaded on first use

    if passphrase and derive_key(passphrase, session.store.key.salt) != session.store.key:
        raise UserError("口令不对，应急单没有做。", "请看大小写和输入法，再输一次。", code="passphrase")
    home = session.home
    return emergency_bytes(
        place=session.place, subdistrict=home.subdistrict_name if home else session.place, person=session.store.person,
        file=str(session.store.path), passphrase=passphrase, made_on=session.today_iso, sample=session.store.sample)


def write_emergency_sheet(session: Session, passphrase: str, target: Path) -> None:
    """Write that sheet as a PDF."""
    write_file(target, emergency_sheet(session, passphrase))


def _remember(session: Session) -> None:
    """Offer the file at the next start; a machine whose settings cannot be written still opens files."""
    now = dt.datetime.now().isoformat(timespec="minutes")
    session.settings.remember_file(session.store.path.resolve(), session.place, now, sample=session.store.sample)
    try:
        session.settings.save()
    except OSError:
        return
