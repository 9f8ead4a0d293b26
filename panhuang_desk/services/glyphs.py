"""What of a paper no font can print, said before it is printed: which character, and in which record it stands."""

from __future__ import annotations

from collections.abc import Iterable

MOST_NAMED = 3
"""So many places are named in a warning; of more it says how many."""


def glyph_warning(held: Iterable[tuple[str, str]]) -> str:
    """A warning that names each character which no font has; empty where all is well.

    `held` are the texts to be printed, each after the words for the record and field that it stands in.
    """
    from panhuang_desk.report.fonts import MISSING, missing_glyphs  # reportlab is loaded on first use

    texts = list(held)
    missing = missing_glyphs("".join(text for _, text in texts))
    if not missing:
        return ""
    found: dict[str, dict[str, None]] = {}
    for where, text in texts:
        if chars := [char for char in text if char in missing]:
            found.setdefault(where, {}).update(dict.fromkeys(chars))
    named = [f"{where}里的{''.join(f'“{char}”' for char in chars)}" for where, chars in found.items()]
    more = f"等 {len(named)} 处的字" if len(named) > MOST_NAMED else "字"
    return f"{'、'.join(named[:MOST_NAMED])}{more}没有字体，会印成{MISSING}。"
