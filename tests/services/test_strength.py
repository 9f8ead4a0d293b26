"""A new passphrase is judged by how it would be guessed; the places and names that stand in the file come first."""

from __future__ import annotations

import pytest
from panhuang_desk.services.strength import NEEDED, acceptable, strength

KNOWN = ("仰徐村委会", "潘黄街道", "徐海燕")


@pytest.mark.parametrize("text", [
    "", "abc", "12345678", "qwertyuiop", "password1", "13800007702", "19800101", "aaaaaaaaaa", "abababab", "菜园水井",
    "潘黄街道2026", "仰徐村123", "panhuang2026", "yangxucun", "徐海燕1980",
])
def test_what_somebody_would_try_first_is_refused(text: str) -> None:
    score, words = strength(text, KNOWN)
    assert not acceptable(text, KNOWN)
    assert score < NEEDED
    assert words.endswith("。")
    assert words.isprintable()
    assert not any("a" <= char <= "z" for char in words)


@pytest.mark.parametrize("text", [
    "稻田 水牛 灯笼 竹篮", "correct horse battery", "Xk7#pq2!m", "苹果树下的旧自行车",
    "长长长" + " spoon 锅盖 Lamp" * 20,
])
def test_unrelated_words_are_taken(text: str) -> None:
    assert acceptable(text, KNOWN)
