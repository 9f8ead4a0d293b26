"""What the keys do to one line of a round: outcome, topics and materials by digits, the number after a space."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from panhuang_desk.desk.widgets.chips import DIGITS
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.services.rounds import RoundLine

CELLS = ("outcome", "topics", "materials", "note")
_NUMBER_BEGINS = frozenset(" .*x/-")
_MOST_DIGITS = 3
_LINE = ("outcome", "topics", "materials", "materials_given")


class Cells:
    """The digits of the checklists, and what a met household is filled with beforehand (`before`, by field).

    `last_topics` gives the topics of a household's last visit, for 0. Changes go straight into the line.
    """

    def __init__(self, choices: Mapping[str, Sequence[Choice]],
                 last_topics: Callable[[RoundLine], Sequence[str]]) -> None:
        self.choices = {name: tuple(found) for name, found in choices.items()}
        self.before: dict[str, tuple[str, ...]] = {}
        self.counting = False
        """Whether digits in the materials now write their number."""
        self._last_topics = last_topics

    @staticmethod
    def asked(line: RoundLine) -> tuple[str, ...]:
        """The cells that can be filled in, given the outcome."""
        values = {"outcome": line.texts.get("outcome")}
        return tuple(name for name in CELLS if (when := VISIT.by_name[name].asked) is None or when.holds(values))

    def press(self, line: RoundLine, cell: str, typed: str) -> bool:
        """A character typed in a cell; whether it means anything there."""
        typed = to_halfwidth(typed).lower()
        if cell == "outcome":
            return self._outcome(line, typed)
        if cell == "topics" and typed == "0":
            self._put(line, "topics", self._last_topics(line))
            return True
        if cell == "materials" and (self.counting or typed in _NUMBER_BEGINS):
            return self._number(line, typed)
        return self._toggle(line, cell, typed)

    def rub_out(self, line: RoundLine, cell: str) -> None:
        """Backspace: the last digit of a number that is being typed, else the whole cell."""
        number = line.texts.get("materials_given", "")
        if cell == "materials" and self.counting and number:
            self._write(line, "materials_given", number[:-1])
        else:
            self.clear(line, cell)

    def clear(self, line: RoundLine, cell: str) -> None:
        """Empty a cell; with the outcome goes what is asked because of it."""
        self.counting = False
        for name in _LINE if cell == "outcome" else (cell, "materials_given") if cell == "materials" else (cell,):
            line.texts.pop(name, None)

    def take_over(self, line: RoundLine, above: RoundLine, cell: str) -> None:
        """The same as in another line: in the outcome's cell all but the note, elsewhere the cell."""
        for name in _LINE if cell == "outcome" else (cell, "materials_given") if cell == "materials" else (cell,):
            self._write(line, name, above.texts.get(name, ""))

    def typed(self, line: RoundLine, cell: str) -> str:
        """A cell as digits, the way it was typed: 14."""
        codes = line.codes(cell)
        return "".join(DIGITS[place].upper() for place, choice in enumerate(self.choices[cell]) if choice.code in codes)

    def words(self, line: RoundLine, cell: str) -> str:
        """A cell in words: 禁种宣传、租房登记; 宣传单 4."""
        words = "、".join(self.word(cell, code) for code in line.codes(cell))
        if cell != "materials" or not words:
            return words
        return f"{words} {line.texts.get('materials_given') or len(line.codes('materials'))}"

    def word(self, cell: str, code: str) -> str:
        """The word of an option; the code itself where the list does not know it any more."""
        return next((choice.label for choice in self.choices[cell] if choice.code == code), code)

    def digits_and_words(self, line: RoundLine, cell: str, *, short: bool = False) -> str:
        """A cell at rest: 1 禁种宣传  4 租房登记."""
        codes = line.codes(cell)
        known = [f"{DIGITS[place].upper()} {choice.short or choice.label if short else choice.label}"
                 for place, choice in enumerate(self.choices[cell]) if choice.code in codes]
        listed = {choice.code for choice in self.choices[cell]}
        return "  ".join((*known, *(code for code in codes if code not in listed)))

    def _outcome(self, line: RoundLine, typed: str) -> bool:
        place = DIGITS.find(typed) if typed else -1
        if not 0 <= place < len(self.choices["outcome"]):
            return False
        line.texts["outcome"] = self.choices["outcome"][place].code
        if line.texts["outcome"] == "met" and not (line.codes("topics") or line.codes("materials")):
            for name, codes in self.before.items():
                self._put(line, name, codes)
        return True

    def _toggle(self, line: RoundLine, cell: str, typed: str) -> bool:
        place = DIGITS.find(typed) if typed else -1
        if not 0 <= place < len(self.choices[cell]):
            return False
        code, chosen = self.choices[cell][place].code, line.codes(cell)
        self._put(line, cell, [each for each in chosen if each != code] if code in chosen else [*chosen, code])
        return True

    def _number(self, line: RoundLine, typed: str) -> bool:
        if typed in _NUMBER_BEGINS:
            self.counting = bool(line.codes("materials"))
            self._write(line, "materials_given", "")
            return self.counting
        number = line.texts.get("materials_given", "")
        if not typed.isdecimal() or len(number) >= _MOST_DIGITS:
            return False
        self._write(line, "materials_given", (number + typed).lstrip("0"))
        return True

    def _put(self, line: RoundLine, cell: str, codes: Sequence[str]) -> None:
        """Codes in the order of their list; those that it does not know any more stay at the end."""
        listed = [choice.code for choice in self.choices[cell]]
        known = [code for code in listed if code in codes]
        self._write(line, cell, ",".join((*known, *(code for code in codes if code not in listed))))
        if cell == "materials":
            line.texts.pop("materials_given", None)

    @staticmethod
    def _write(line: RoundLine, name: str, text: str) -> None:
        if text:
            line.texts[name] = text
        else:
            line.texts.pop(name, None)
