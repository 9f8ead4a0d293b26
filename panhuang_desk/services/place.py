"""What a file says of itself and of its figures: the worker, the villages, and how figures are counted."""

from __future__ import annotations

from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import EntryError, read_phone
from panhuang_desk.model.figures import HEADLINE_SETTING, PASS_MARK, PASS_MARK_SETTING
from panhuang_desk.model.values import Village
from panhuang_desk.services.follow_ups import DUE_DAYS
from panhuang_desk.services.session import Session
from panhuang_desk.store import place as _place

NAME_LENGTH = 40
MOST_DAYS = 365


def set_person(session: Session, name: str) -> str:
    """Let another name stand on the journal rows from now on; the name as it is kept. UserError for none."""
    name = " ".join(name.split())
    if not name:
        raise UserError("姓名不能空着。", "请写姓名。", code="person")
    if len(name) > NAME_LENGTH:
        raise UserError("姓名太长。", f"最多 {NAME_LENGTH} 个字。", code="person")
    session.store.note_meta("person", name)
    return name


def set_phone(session: Session, phone: str) -> str:
    """Keep the worker's phone, or none; the number as it is kept. UserError for what is no number."""
    try:
        phone = read_phone(phone) if phone.strip() else ""
    except EntryError as error:
        raise UserError(error.message, code="phone") from error
    session.store.note_meta("phone", phone)
    return phone


def villages_to_add(session: Session) -> tuple[Village, ...]:
    """The villages of the list that an office's file does not have yet; none for a worker's own file."""
    if session.home or session.store.read_only:
        return ()
    held = {village.code for village in session.store.villages}
    return tuple(village for village in session.resources.villages if village.code not in held)


def add_village(session: Session, code: str) -> Village:
    """Add a village of the list to an office's file; adding one that is there changes nothing."""
    for village in (*villages_to_add(session), *session.store.villages):
        if village.code == code:
            _place.add_village(session.store, village)
            return village
    raise UserError("名单里没有这个村（社区）。", "请从名单里选一个。", code="village")


def pass_mark(session: Session) -> int:
    """The per cent of right answers from which a person counts as aware."""
    return int(session.store.setting(PASS_MARK_SETTING, str(PASS_MARK)))


def set_pass_mark(session: Session, per_cent: int) -> None:
    """Count with another pass mark, 1 to 100, in every month. UserError for others."""
    if not 1 <= per_cent <= 100:
        raise UserError("及格线要在 1 到 100 之间。", f"一般是 {PASS_MARK}。", code="pass_mark")
    session.store.set_setting(PASS_MARK_SETTING, str(per_cent))


def headline(session: Session) -> str:
    """The awareness rate that counts: "person" or "answer"."""
    return "answer" if session.store.setting(HEADLINE_SETTING, "person") == "answer" else "person"


def set_headline(session: Session, which: str) -> None:
    """Let the rate by "person" or by "answer" be the one that counts."""
    if which not in ("person", "answer"):
        raise ValueError(which)
    session.store.set_setting(HEADLINE_SETTING, which)


def due_days(session: Session) -> dict[str, int]:
    """How many days each kind of follow-up has."""
    return {kind: int(session.store.setting(f"due_days.{kind}", str(days))) for kind, days in DUE_DAYS.items()}


def set_due_days(session: Session, kind: str, days: int) -> None:
    """Give follow-ups of a kind that are raised from now on so many days. UserError outside 0 to 365."""
    if kind not in DUE_DAYS:
        raise ValueError(kind)
    if not 0 <= days <= MOST_DAYS:
        raise UserError(f"期限要在 0 到 {MOST_DAYS} 天之间。", f"一般是 {DUE_DAYS[kind]} 天。", code="due_days")
    session.store.set_setting(f"due_days.{kind}", str(days))
