"""How one field of a record kind is declared: the form, the list, the spreadsheet and the check all read it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeAlias

import attrs

Value: TypeAlias = str | int | float | tuple[str, ...] | None
"""A value of a record: text, a whole number, a decimal, several codes, or nothing.

Dates are ISO text `YYYY-MM-DD`, moments `YYYY-MM-DD HH:MM`, times of day `HH:MM`, flags 0 or 1."""

Values: TypeAlias = Mapping[str, Value]


class Type(enum.Enum):
    """What a field holds, and with it how it is typed, shown, stored and exported."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    PHONE = "phone"
    REFERENCE = "reference"
    JSON = "json"

    @property
    def sql(self) -> str:
        """The STRICT column type."""
        if self in (Type.INTEGER, Type.FLAG):
            return "INTEGER"
        return "REAL" if self is Type.DECIMAL else "TEXT"


class Privacy(enum.Enum):
    """How far a value may travel: OPEN anywhere, PERSONAL only inside the file and on 内部 lists, SENSITIVE likewise
    and never in a list that leaves the screen.
    """

    OPEN = "open"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


CHOICE_KEYS = "123456789abcdefghijklmnop"
"""The keys that choose the options of a list by their place, on screen and on paper; 0 is kept for 照上次."""


@attrs.frozen
class Choice:
    """One allowed value: its code in the file and its word on screen and paper.

    `short` is for narrow columns; `aliases` are other words that people and spreadsheets use for it. `leads_to` names
    the kind of follow-up that choosing it asks for, empty where it asks for none. `land_kinds` are those of the plots
    it is offered for, empty for all. One that is not `offered` is set by the program only.
    """

    code: str
    label: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    leads_to: str = ""
    land_kinds: tuple[str, ...] = ()
    offered: bool = True


@attrs.frozen
class When:
    """The condition under which a field is asked: another field holds one of these values, or with none named any."""

    field: str
    values: tuple[Value, ...] = ()

    def holds(self, values: Values) -> bool:
        """Whether the field is to be asked, given what has been answered so far."""
        value = values.get(self.field)
        return value in self.values if self.values else value not in (None, "", ())


@attrs.frozen
class Field:
    """One field of a record kind.

    `choices_from` names a list of a checklist in `resources/` (such as `visit.topics`) in place of `choices`.
    `minimum` and `maximum` are in `unit`. `merge_unit` names the fields that only make sense together.
    `form` False: set by the program, never typed. `repeat`: the last value entered is offered again.
    `width` is the column's width in characters where the field is shown in lists; 0 keeps it out of them.
    """

    name: str
    label: str
    type: Type = Type.TEXT
    unit: str = ""
    hint: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 200
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    default: Value = None
    privacy: Privacy = Privacy.OPEN
    asked: When | None = None
    merge_unit: str = ""
    refers_to: str = ""
    form: bool = True
    repeat: bool = False
    searchable: bool = False
    width: int = 0
    aliases: tuple[str, ...] = ()

    @property
    def unit_of_merge(self) -> str:
        """The merge unit that the field belongs to; alone it is its own."""
        return self.merge_unit or self.name

    def word(self, code: Value) -> str:
        """The word of a fixed choice; the code itself where the list does not know it (an older checklist)."""
        for choice in self.choices:
            if choice.code == code:
                return choice.label
        return "" if code is None else str(code)
