"""How hard a new passphrase is to guess, by zxcvbn, and what would make it harder, in plain Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

NEEDED = 3
"""The score, of 0 to 4, that a new passphrase must have: more than 10^8 guesses."""

_LONGEST = 72
"""More signs do not count: reckoning would take long, and nobody guesses so far."""
_EMPTY = "几个不相干的词连起来，好记又难猜，比如四样东西的名字。"
_WARNINGS = (
    ("common password", "这是常见的口令。"), ("Straight rows", "键盘上挨着的键容易猜。"),
    ("keyboard pattern", "键盘上挨着的键容易猜。"),
    ("Repeats", "重复的字容易猜。"), ("Sequences", "连着的数字或字母容易猜。"), ("Dates", "日期和生日容易猜。"),
    ("Recent years", "年份容易猜。"), ("Names", "人名容易猜。"), ("surnames", "人名容易猜。"),
    ("by itself", "只有一个词容易猜。"), ("similar to", "和常见的口令太像。"),
)
_ANSWERS = ("太容易猜。", "太容易猜。", "还不够难猜。", "够用。", "很难猜到。最后一步的应急单会印上它，请锁好。")
_ADVICE = "再加一两个不相干的词，别用地名、人名、电话和日期。"


def strength(text: str, known: Sequence[str] = ()) -> tuple[int, str]:
    """The score from 0 to 4, and a sentence or two; `known` are words that somebody would try first, such as the
    place's and the worker's names.
    """
    if not text:
        return 0, _EMPTY
    if text.isdecimal():
        # A telephone or identity number is long, and the first that anybody tries.
        return 1, f"只有数字容易猜。{_ADVICE}"
    from zxcvbn import zxcvbn  # its word lists are read on first use

    found: dict[str, Any] = zxcvbn(text[:_LONGEST], user_inputs=list(_tried_first(tuple(known))))
    score = int(found["score"])
    if score >= NEEDED:
        return score, _ANSWERS[score]
    warning = str(found["feedback"]["warning"])
    why = next((words for sign, words in _WARNINGS if sign in warning), _ANSWERS[score])
    return score, why + _ADVICE


def acceptable(text: str, known: Sequence[str] = ()) -> bool:
    """Whether a new passphrase may be used."""
    return strength(text, known)[0] >= NEEDED


@lru_cache(maxsize=4)
def _tried_first(known: tuple[str, ...]) -> tuple[str, ...]:
    """The words, the names of places without what they end in, and all of these in pinyin."""
    from pypinyin import Style, lazy_pinyin

    found: dict[str, None] = {}
    for word in known:
        for each in (word, word.removesuffix("委会"), word.removesuffix("委会").rstrip("村居街道社区")):
            if each:
                initials = "".join(lazy_pinyin(each, style=Style.FIRST_LETTER))
                found |= dict.fromkeys((each, "".join(lazy_pinyin(each)), initials))
    return tuple(found)
