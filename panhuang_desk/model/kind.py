"""A record kind: its words, its fields and the rules across them, declared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import attrs

from panhuang_desk.model.fields import Field, Value, Values


@attrs.frozen
class Problem:
    """What is wrong with one field of a record, in plain Chinese that says what to write.

    A `warning` is shown beside the field and does not stop the save.
    """

    field: str
    message: str
    warning: bool = False


Rule = Callable[[Values, str], Iterable[Problem]]
"""A rule across fields: the record's values and today's ISO date in, problems out."""


@attrs.frozen(slots=False)
class Kind:
    """One kind of record. `name` is the table; `label` the word on screen; `measure` its measure word (户, 次, 块).

    `subject` names the fields that say in a line which record this is; `dated` the field that places it in a month;
    `parent` the field that refers to the record it belongs to.
    """

    name: str
    label: str
    measure: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    subject: tuple[str, ...] = ()
    dated: str = ""
    parent: str = ""
    checklist: str = ""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by name, in declared order."""
        return {field.name: field for field in self.fields}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The field names in declared order; the table has the same columns, later ones at its end."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def form_fields(self) -> tuple[Field, ...]:
        """The fields that a person types."""
        return tuple(field for field in self.fields if field.form)

    @cached_property
    def merge_units(self) -> dict[str, tuple[str, ...]]:
        """The fields of each merge unit."""
        units: dict[str, tuple[str, ...]] = {}
        for field in self.fields:
            units[field.unit_of_merge] = (*units.get(field.unit_of_merge, ()), field.name)
        return units

    def asked(self, values: Values) -> tuple[Field, ...]:
        """The form fields whose condition holds for these values."""
        return tuple(f for f in self.form_fields if f.asked is None or f.asked.holds(values))

    def defaults(self) -> dict[str, Value]:
        """A new record's values before anything is typed."""
        return {field.name: field.default for field in self.fields}


@attrs.frozen
class Record:
    """One record as it is in the file. `values` holds every field of its kind."""

    kind: str
    id: str
    village: str
    values: Values = attrs.field(factory=dict)
    deleted: bool = False

    def __getitem__(self, name: str) -> Value:
        return self.values.get(name)

    def text(self, name: str) -> str:
        """The value as text, empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int:
        """The value as a whole number, 0 where there is none."""
        value = self.values.get(name)
        return int(value) if isinstance(value, (int, float)) else 0
