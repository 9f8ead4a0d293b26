"""A record's values as the cells of a spreadsheet that the program gives out and knows again."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.exchange.sheets_out import cell_text
from panhuang_desk.exchange.tables import tidied
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Choice, Field, Type, Value
from panhuang_desk.model.kind import Record
from panhuang_desk.services.session import Session

AS_WORDS = (Type.FLAG, Type.CHOICE, Type.CHOICES)
"""The types whose values a cell holds in words."""


def cell(field: Field, value: Value, choices: Sequence[Choice] = ()) -> Value:
    """The value as a cell holds it: choices in words, several joined by 、; numbers, days and text as they are."""
    return show(field, value, choices) if field.type in AS_WORDS else value


def texts_of(session: Session, record: Record, fields: Sequence[Field]) -> dict[str, str]:
    """What the cells of a record say when they are read again."""
    return {
        field.name: tidied(cell_text(cell(field, record[field.name], session.resources.known_choices(field))))
        for field in fields
    }
