"""The key map: no double meanings, words for everything, and what the design lists."""

from __future__ import annotations

from panhuang_desk.desk import keys
from panhuang_desk.desk.help import keys_page
from PySide6.QtGui import QKeySequence

DESIGN = {
    "new": "Ctrl+N", "save": "Ctrl+S", "find": "Ctrl+F", "undo": "Ctrl+Z", "redo": "Ctrl+Y", "print": "Ctrl+P",
    "export": "Ctrl+E", "round": "Ctrl+R", "follow_up": "Ctrl+T", "mask": "Ctrl+M", "help": "F1", "lock": "F12",
    "back": "Esc", **{f"page_{n}": f"Alt+{n}" for n in range(1, 8)},
}


def test_no_key_has_two_meanings_in_one_place() -> None:
    for places in (("desk", "local"), ("locked",)):
        sequences = [key.sequence for key in keys.KEYS if key.place in places]
        assert len(sequences) == len(set(sequences))


def test_names_are_unique() -> None:
    assert len(keys.BY_NAME) == len(keys.KEYS)


def test_the_keys_of_the_design() -> None:
    assert {name: keys.key(name).sequence for name in DESIGN} == DESIGN


def test_qt_understands_every_sequence() -> None:
    for key in keys.KEYS:
        if key.place != "local":
            assert QKeySequence(key.sequence).toString() == key.sequence


def test_every_key_has_words_and_stands_in_the_help() -> None:
    page = keys_page()
    for key in keys.KEYS:
        assert key.word
        assert f"| {key.shown} | {key.help or key.word} |" in page
