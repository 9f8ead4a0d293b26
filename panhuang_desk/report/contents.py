"""A page of contents whose page numbers are only known at the end, and the places in the document that it leads to."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.platypus import Flowable

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter, Text
from panhuang_desk.report.style import TextStyle

_ROOM = 40.0
"""What a page number may take at the end of its line, in points."""


@attrs.define(eq=False)
class Entry:
    """One line of the contents; `page` is filled in where its place is set. `depth` indents it."""

    title: str
    key: str
    depth: int = 0
    page: int = 0


class Contents(Flowable):  # type: ignore[misc]
    """Lines of contents, each with dots and the number of its page, and leading there. They split between lines.

    A number is drawn as a form that `Folios` defines once every page is known, so that one pass is enough.
    """

    def __init__(self, entries: Sequence[Entry], fonts: FontSet) -> None:
        super().__init__()
        self.entries, self.fonts = tuple(entries), fonts
        self.text = Setter(fonts, TextStyle("body", style.BODY_SIZE, tracking=0))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as its lines."""
        self.width, self.height = width, len(self.entries) * style.LEADING
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit and the rest."""
        fit = int((height + 0.01) // style.LEADING)
        if fit >= len(self.entries):
            return [self]
        return [Contents(self.entries[:fit], self.fonts), Contents(self.entries[fit:], self.fonts)] if fit else []

    def draw(self) -> None:
        """Draw the lines from the top down."""
        for place, entry in enumerate(self.entries):
            foot = self.height - (place + 1) * style.LEADING
            self._line(entry, foot)
            self.canv.linkRect("", entry.key, (0, foot, self.width, foot + style.LEADING), relative=1, thickness=0)

    def _line(self, entry: Entry, foot: float) -> None:
        y, left = foot + 0.28 * style.LEADING, entry.depth * 2 * style.BODY_SIZE
        title, dot = self.text.prepare(entry.title), self.text.width("·")
        while self.text.width(title) > self.width - _ROOM - left - 2 * dot:
            title = title[:-2] + "…"
        self.text.draw(self.canv, left, y, title)
        at, end = left + self.text.width(title) + dot, self.width - _ROOM
        self.text.draw(self.canv, end - dot * int((end - at) / dot), y, "·" * int((end - at) / dot))
        self.canv.saveState()
        self.canv.translate(self.width - _ROOM, y)
        self.canv.doForm(_form(entry))
        self.canv.restoreState()


class Begin(Flowable):  # type: ignore[misc]
    """Where an entry's part begins: takes no room."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Mark the place and remember its page."""
        self.entry.page = self.canv.getPageNumber()
        self.canv.bookmarkPage(self.entry.key)


class Folios(Flowable):  # type: ignore[misc]
    """The last thing in a document with contents: gives the page numbers to the lines that wait for them."""

    def __init__(self, entries: Sequence[Entry], fonts: FontSet) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self.text = Setter(fonts, TextStyle("body", style.BODY_SIZE, tracking=0))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Define the form of each number, standing right."""
        for entry in self.entries:
            number = str(entry.page)
            self.canv.beginForm(_form(entry), 0, -6, _ROOM, style.BODY_SIZE)
            self.text.draw(self.canv, _ROOM - self.text.width(number), 0, number)
            self.canv.endForm()


def contents(entries: Sequence[Entry], fonts: FontSet) -> list[Flowable]:
    """The heading 目录 and its lines."""
    return [Text("目　录", style.TITLE, fonts), Text("", attrs.evolve(style.SUBTITLE, after=0), fonts),
            Contents(entries, fonts)]


def _form(entry: Entry) -> str:
    return f"folio-{entry.key}"
