"""The columns of forms that are tables: words to tick where they have room, else the digits of the screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from panhuang_desk.model.blank_forms import ChoicesOf
from panhuang_desk.model.fields import Field, Type
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.form_parts import DigitLegend, FormColumn, choices_of, tick_share

_MOST_TICKS = 9
_LEAST_TICK = 11.0
"""A word of a heading has at least one sign a line."""


def is_asked(field: Field, choices: ChoicesOf) -> bool:
    """Whether a field has a column: a list that is empty has none."""
    return not field.choices_from or bool(choices(field.choices_from))


def columns_of(given: Sequence[FormColumn], fields: Sequence[Field], choices: ChoicesOf, width: float,
               digits: Collection[str] = ()) -> tuple[list[FormColumn], list[Field]]:
    """The columns `given` and those of the fields, and the fields that are written in digits: those named, and more
    where the words of all the others would have no room, the longest list first.
    """
    fields = [field for field in fields if is_asked(field, choices)]
    written = [field for field in fields if field.name in digits]
    while True:
        columns = [*given, *(_digits(field) if field in written else _column(field, choices) for field in fields)]
        ticked = [field for field, column in zip(fields, columns[len(given):], strict=True) if column.ticks]
        least = min((column.tick_width for column in columns if column.ticks), default=_LEAST_TICK)
        if not ticked or least * tick_share(columns, width) >= _LEAST_TICK:
            return columns, written
        written.append(max(ticked, key=lambda field: len(choices_of(field, choices))))


def legend_of(fields: Sequence[Field], choices: ChoicesOf, fonts: FontSet) -> DigitLegend | None:
    """What the digits of these fields mean; None where there are none."""
    return DigitLegend([(field.label, choices_of(field, choices)) for field in fields], fonts) if fields else None


def _digits(field: Field) -> FormColumn:
    return FormColumn(field.label, max(len(field.label) * 9 + 3, 32))


def _column(field: Field, choices: ChoicesOf) -> FormColumn:
    """Cells to tick for a few choices, else one to write in."""
    words = choices_of(field, choices)
    if words and len(words) <= _MOST_TICKS:
        ticks = tuple(choice.short or choice.label for choice in words)
        longest = max(map(len, ticks))
        return FormColumn(field.label, ticks=ticks, tick_width=min(max(longest, 2), 3) * 9 + 4.0)
    if field.type is Type.DATE:
        return FormColumn(field.label, 46, inside="　月　日")
    if field.type in (Type.INTEGER, Type.DECIMAL):
        return FormColumn(field.label if field.unit in field.label else f"{field.label}（{field.unit}）", 30)
    if field.type is Type.LONG_TEXT:
        return FormColumn(field.label)
    return FormColumn(field.label, 24 + 5.0 * max(field.width, 6))
