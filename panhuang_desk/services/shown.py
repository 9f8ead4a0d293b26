"""Which village an office's file shows now; every page asks, and the choice is remembered in the file."""

from __future__ import annotations

from panhuang_desk.model.fields import Choice
from panhuang_desk.services.session import Session

_SETTING = "shown_village"


def shown_village(session: Session) -> str:
    """The code of the village that pages show: the worker's own, else the chosen one, empty for all."""
    if session.home:
        return session.home.code
    code = session.store.setting(_SETTING, "")
    return code if any(village.code == code for village in session.store.villages) else ""


def show_village(session: Session, code: str) -> None:
    """Choose the village that pages show, empty for all of them."""
    if not session.store.read_only:
        session.store.set_setting(_SETTING, code)


def village_choices(session: Session) -> tuple[Choice, ...]:
    """The villages to choose from; none in a worker's own file and where there is only one."""
    villages = session.store.villages
    if session.home or len(villages) < 2:
        return ()
    return tuple(Choice(village.code, village.name) for village in villages)


def village_word(session: Session, code: str) -> str:
    """The name of a village of an office's file that has several; empty where it goes without saying."""
    return next((choice.label for choice in village_choices(session) if choice.code == code), "")
