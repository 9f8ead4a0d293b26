"""How hard a passphrase is to guess, in four steps and a sentence; a guide, not a proof."""

from __future__ import annotations

import itertools
import math
import re

MINIMUM = 8
"""The least number of characters that a new passphrase must have; a Han character counts as two."""

_COMMON = ("password", "passw0rd", "qwerty", "admin", "abc123", "iloveyou", "woaini", "123456", "111111", "888888",
           "666666", "000000", "112233", "123123", "147258", "159357")
_SETS = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[\u3400-\u9fff]", 200), (r"[^\w\s]| |_", 33))


def strength(text: str) -> tuple[int, str]:
    """Steps 0–4 and a sentence in Chinese that says what would make it stronger."""
    if not text:
        return 0, "至少 8 个字符。几个不相干的词连起来，好记又难猜。"
    length = len(text) + len(re.findall(r"[\u3400-\u9fff]", text))
    if length < MINIMUM:
        return 1, f"还差 {MINIMUM - length} 个字符。"
    if _guessable(text):
        return 1, "太容易猜：不要用常见口令、生日、电话或连续的数字。"
    bits = _bits(text)
    if bits < 35:
        return 1, "还不够长。再加一两个词。"
    if bits < 45:
        return 2, "一般。再加一两个词，或加些数字和符号。"
    if bits < 65:
        return 3, "够用。"
    return 4, "很难猜到。最后一步的应急单会印上它，请锁好。"


def acceptable(text: str) -> bool:
    """Whether a new passphrase may be used: step 2 and up."""
    return strength(text)[0] >= 2


def _bits(text: str) -> float:
    """Bits of the alphabets used, times the characters that are not just a repeat or the next in a run.

    Han characters are counted as one of 200, since people choose words and not characters.
    """
    alphabet = sum(size for pattern, size in _SETS if re.search(pattern, text)) or 1
    counted = 1 + sum(1 for before, after in itertools.pairwise(text)
                      if abs(ord(after) - ord(before)) > 1)
    return counted * math.log2(alphabet)


def _guessable(text: str) -> bool:
    lower = text.lower()
    if any(word in lower and len(lower) - len(word) < 4 for word in _COMMON):
        return True
    return bool(re.fullmatch(r"1[3-9]\d{9}|(19|20)\d{6}|(.{1,3})\2+", text)) or len(set(text)) < 4
