"""What every list on paper says of itself: the place, who printed it when; and what no font can print."""

from __future__ import annotations

from collections.abc import Iterable

from panhuang_desk.services.session import Session


def place_words(session: Session, village: str) -> str:
    """The village that a list is of, or the place of the file."""
    return next((each.name for each in session.store.villages if each.code == village), "") or session.place


def printed_words(session: Session) -> str:
    """Who prints, on which day and at what time."""
    now = session.store.now()
    return f"{session.store.person} {now.year}年{now.month}月{now.day}日 {now:%H:%M} 打印".strip()


def glyph_warning(texts: Iterable[str]) -> str:
    """A warning that names the characters which no font can print; empty where all is well."""
    from panhuang_desk.report.fonts import missing_glyphs  # reportlab is loaded on first use

    missing = "".join(sorted(missing_glyphs("".join(texts))))
    return f"这些字没有字体，印不出来：{missing}" if missing else ""
