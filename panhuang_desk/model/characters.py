"""Characters as people type them: full-width forms, dashes, invisible marks and Chinese numerals."""

from __future__ import annotations

import re
import unicodedata

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None) | {0x00A0: " ", 0x3000: " "}
_WORD_CHARACTERS = {
    code: plain for code, plain in _FULL_WIDTH.items() if chr(plain).isalnum() or chr(plain) in "-#"
}
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "元": 1}
_TENS = {"十": 10, "百": 100}
NUMERAL_CHARACTERS = "".join(_DIGITS) + "".join(_TENS)
"""The characters that a Chinese numeral below a thousand is written with."""


def to_halfwidth(text: str) -> str:
    """The text with full-width ASCII, odd dashes and odd spaces in plain form; other characters stay."""
    return text.translate(_INVISIBLE).translate(_FULL_WIDTH).translate(_DASHES)


def tidy(text: str, *, lines: bool = False) -> str:
    """Text as it is kept: NFC, full-width letters and digits plain, Chinese punctuation as typed.

    Control characters go. `lines` keeps line breaks; otherwise any run of white space becomes one space.
    """
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_WORD_CHARACTERS)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    if lines:
        return "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return " ".join(text.split())


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below a thousand (三, 十二, 一百零五); None where it is not one."""
    if not text or any(c not in NUMERAL_CHARACTERS for c in text):
        return None
    total, digit = 0, None
    for character in text:
        if character in _TENS:
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        elif digit is None or digit == 0:
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def numerals_to_digits(text: str) -> str:
    """The text with every Chinese numeral in it in digits; 〇 to 九 in a row are read digit by digit."""

    def plain(match: re.Match[str]) -> str:
        run = match[0]
        if not set(run) & set(_TENS):
            return "".join(str(_DIGITS[c]) for c in run)
        value = chinese_number(run)
        return run if value is None else str(value)

    return re.sub(f"[{NUMERAL_CHARACTERS}]+", plain, text)
