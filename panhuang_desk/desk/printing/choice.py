"""What is asked about printing, and what a person chose, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

LONG_EDGE, SHORT_EDGE, ONE_SIDE = "long", "short", "one"
"""How both sides are printed: turned over the long edge, over the short one, or one side only."""

A4 = (595.28, 841.89)
"""Width and height in points."""


@attrs.frozen
class Printer:
    """A printer that the system knows; `ready` is False where it says that it has stopped."""

    name: str
    ready: bool = True


@attrs.frozen
class Question:
    """What the dialog is asked for: a paper of so many pages, and what was chosen the last time."""

    title: str
    pages: int
    printer: str = ""
    duplex: str = ""
    paper: str = ""


@attrs.frozen
class Choice:
    """What a person chose. No `ranges` means all pages; `file` is set where a PDF is wanted instead of paper.

    `duplex` is empty where the printer has one side only. `options` are those of CUPS that its own dialog offered.
    `device` is what pages are drawn on where the PDF cannot be handed over.
    """

    printer: str = ""
    file: str = ""
    ranges: tuple[tuple[int, int], ...] = ()
    copies: int = 1
    collate: bool = True
    duplex: str = ""
    paper: str = "A4"
    size: tuple[float, float] = A4
    options: tuple[tuple[str, str], ...] = ()
    device: QPrinter | None = attrs.field(default=None, eq=False)

    @property
    def both_sides(self) -> bool:
        """Whether both sides of a sheet are printed."""
        return self.duplex in (LONG_EDGE, SHORT_EDGE)

    def pages(self, count: int) -> list[int]:
        """The places of the chosen pages in a PDF of so many, in its order."""
        if not self.ranges:
            return list(range(count))
        return [place for place in range(count) if any(low <= place + 1 <= high for low, high in self.ranges)]


def sheets(pages: Sequence[int], copies: int, *, collate: bool, both_sides: bool) -> list[int | None]:
    """The sides to draw one after another for a printer that makes no copies itself; None is an empty side.

    With both sides printed no copy begins on the back of the one before, and a sheet that is repeated keeps its back.
    """
    step = 2 if both_sides else 1
    one: list[tuple[int | None, ...]] = [
        (*pages[at:at + step], *[None] * (step - len(pages[at:at + step]))) for at in range(0, len(pages), step)]
    every = one * copies if collate else [sheet for sheet in one for _ in range(copies)]
    sides = [side for sheet in every for side in sheet]
    while sides and sides[-1] is None:
        sides.pop()
    return sides
