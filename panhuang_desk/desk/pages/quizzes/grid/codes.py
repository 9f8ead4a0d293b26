"""The fields of a line that are chosen by a digit, and how their codes read."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.desk.widgets.chips import DIGITS
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.services.sheet_grid import CHOSEN

_TITLES = {"form": "卷型", "key_group": "人群", "age_band": "年龄段", "sampling": "抽样方式", "satisfaction": "满意度"}


def title(name: str) -> str:
    """The title of a field's column."""
    return _TITLES[name]


class Codes:
    """The options of each field in `CHOSEN`; those of `form` are the paper's letters."""

    def __init__(self) -> None:
        self.letters = "A"

    def choices(self, name: str) -> tuple[Choice, ...]:
        """The options of a field in their order."""
        if name == "form":
            return tuple(Choice(letter, f"{letter} 卷") for letter in self.letters)
        return tuple(ANSWER_SHEET.by_name[name].choices)

    def fields(self) -> tuple[str, ...]:
        """The fields that a line of the paper asks; the form only where there are several."""
        return tuple(name for name in CHOSEN if name != "form" or len(self.letters) > 1)

    def code(self, name: str, typed: str) -> str | None:
        """The code that a character stands for: a digit, or the letter of a form; None for no option."""
        sign, choices = to_halfwidth(typed).lower(), self.choices(name)
        if name == "form" and sign.upper() in self.letters:
            return sign.upper()
        place = DIGITS.find(sign) if sign else -1
        return choices[place].code if 0 <= place < len(choices) else None

    def digit(self, name: str, code: str) -> str:
        """The digit of a code; empty for none."""
        if name == "form":
            return code
        codes = [choice.code for choice in self.choices(name)]
        return DIGITS[codes.index(code)].upper() if code in codes else ""

    def word(self, name: str, code: str, *, short: bool = False) -> str:
        """The word of a code; the code itself where the list does not know it any more."""
        found: Sequence[Choice] = [choice for choice in self.choices(name) if choice.code == code]
        return ((found[0].short if short else "") or found[0].label) if found else code
