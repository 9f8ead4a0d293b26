"""What every list on paper says of itself: the place, who printed it when."""

from __future__ import annotations

from panhuang_desk.services.session import Session


def place_words(session: Session, village: str) -> str:
    """The village that a list is of, or the place of the file."""
    return next((each.name for each in session.store.villages if each.code == village), "") or session.place


def printed_words(session: Session) -> str:
    """Who prints, on which day and at what time."""
    now = session.store.now()
    return f"{session.store.person} {now.year}年{now.month}月{now.day}日 {now:%H:%M} 打印".strip()
