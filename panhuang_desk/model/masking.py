"""Covering names and phones, on screen and in tables that are given out."""

from __future__ import annotations

ERASED = "个人信息已删除"
"""What stands for a door number, or for the matter of a follow-up, that was erased."""


def masked(text: str) -> str:
    """A name or phone covered but for its first character, or its last four digits; several phones one by one."""
    if "、" in text:
        return "、".join(map(masked, text.split("、")))
    digits = sum(character.isdigit() for character in text)
    if digits >= 7:
        return f"**** {text[-4:]}"
    return text and text[0] + "*" * max(1, len(text) - 1)
