"""How a list says what its columns are, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import attrs

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.kind import Kind

Row = Any
"""One row: whatever object the page lists. `Heading` and `More` are rows with a look of their own."""


@attrs.frozen
class Heading:
    """A row that names the group below it, and how many are in it."""

    title: str
    count: str = ""


@attrs.frozen
class More:
    """A row that opens the rest of a group; `data` is for the page."""

    text: str
    data: Any = None


@attrs.frozen
class Column:
    """One column. Every callable takes the row object.

    `width` is in pixels at 100 % and grows with the text; exactly one column of a table has `stretch`.
    What is over goes first to columns that would take up to `most`. `middle` keeps both ends of a text too long for it.
    `tone` is a name of theme.TONES; `detail` is said after the text in ink2; `action` marks the word at the right that
    Enter and a click do; `bar` gives (share, target, behind); `key` is the native value that sorting in memory uses.
    """

    name: str
    title: str
    text: Callable[[Row], str] = lambda row: ""
    width: int = 80
    stretch: bool = False
    most: int = 0
    middle: bool = False
    align: str = "left"
    tone: str | Callable[[Row], str] = "ink"
    bold: Callable[[Row], bool] | None = None
    small: bool = False
    detail: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    tag: Callable[[Row], TagLook | None] | None = None
    bar: Callable[[Row], tuple[float, float | None, bool] | None] | None = None
    action: bool = False
    key: Callable[[Row], Any] | None = None
    sortable: bool = False

    def tone_of(self, row: Row) -> str:
        """The tone of a row's text."""
        return self.tone(row) if callable(self.tone) else self.tone


class Rows(Protocol):
    """Where the rows come from. `window` is asked for a stretch at a time, only for what is looked at."""

    def count(self) -> int:
        """How many rows there are."""

    def window(self, first: int, size: int) -> Sequence[Row]:
        """The rows from `first` on, at most `size`."""

    def sort(self, column: str, descending: bool) -> None:
        """Order the rows by a column; nothing where the rows have an order of their own."""

    def special(self) -> Sequence[int]:
        """The places of headings and of rows that open more; empty for plain lists."""

    def place_of(self, id: str) -> int | None:
        """Where the row of an id stands in the present order: -1 where it is not among them, None if unknown."""


class ListRows:
    """Rows that are all in memory: short lists, and lists with headings."""

    def __init__(self, rows: Iterable[Row], columns: Sequence[Column] = ()) -> None:
        self._rows = list(rows)
        self._keys = {column.name: column.key or column.text for column in columns}

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def window(self, first: int, size: int) -> Sequence[Row]:
        """A slice."""
        return self._rows[first:first + size]

    def sort(self, column: str, descending: bool) -> None:
        """Order by the column's key; rows without a value come last either way."""
        key = self._keys.get(column)
        if key is None or self.special():
            return
        full = [row for row in self._rows if key(row) is not None]
        full.sort(key=key, reverse=descending)
        self._rows = full + [row for row in self._rows if key(row) is None]

    def special(self) -> Sequence[int]:
        """The places of headings and rows that open more."""
        return [place for place, row in enumerate(self._rows) if isinstance(row, (Heading, More))]

    def place_of(self, id: str) -> int | None:
        """Look through the rows."""
        return next((place for place, row in enumerate(self._rows) if getattr(row, "id", None) == id), -1)


class QueryRows:
    """Rows fetched from the file a window at a time: `count()` and `fetch(first, size, column, descending)`.

    `place(id, column, descending)` tells where a row stands, so that the current one is found among any number.
    """

    def __init__(self, count: Callable[[], int], fetch: Callable[[int, int, str, bool], Sequence[Row]],
                 place: Callable[[str, str, bool], int | None] | None = None) -> None:
        self._count, self._fetch, self._place = count, fetch, place
        self._order = ("", False)

    def count(self) -> int:
        """How many rows there are; asked once after every reload."""
        return self._count()

    def window(self, first: int, size: int) -> Sequence[Row]:
        """Fetch a stretch in the present order."""
        return self._fetch(first, size, *self._order)

    def sort(self, column: str, descending: bool) -> None:
        """The order of what is fetched from now on."""
        self._order = (column, descending)

    def special(self) -> Sequence[int]:
        """None."""
        return ()

    def place_of(self, id: str) -> int | None:
        """Ask where a row stands; None without `place`."""
        if self._place is None:
            return None
        found = self._place(id, *self._order)
        return -1 if found is None else found


def columns_of(kind: Kind, choices: Callable[[Field], Sequence[Choice]], names: Sequence[str] = (), *,
               stretch: str = "") -> tuple[Column, ...]:
    """The columns of a kind's list, from its declaration; rows are its records. `names` picks and orders them."""
    wanted = names or [field.name for field in kind.fields if field.width]
    widest = stretch or max(wanted, key=lambda name: kind.by_name[name].width)
    return tuple(_column_of(kind.by_name[name], choices, stretch=name == widest) for name in wanted)


def _column_of(field: Field, choices: Callable[[Field], Sequence[Choice]], *, stretch: bool) -> Column:
    known = tuple(choices(field))
    number = field.type in (Type.INTEGER, Type.DECIMAL)
    width = max(field.width * 9 + 20, len(field.label) * 14 + 24)
    return Column(
        field.name, field.label, lambda record: show(field, record[field.name], known), width=width, stretch=stretch,
        align="right" if number else "left", key=lambda record: record[field.name], sortable=True,
    )
