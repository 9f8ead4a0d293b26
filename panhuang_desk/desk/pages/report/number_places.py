"""Where on the pages of a set report its figures stand, found by the text of the PDF itself."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from PySide6.QtCore import QRectF
from PySide6.QtPdf import QPdfDocument

from panhuang_desk.model.traces import Trace, TracedText

_BEFORE, _AFTER = 10, 5
"""So many characters around a number tell it apart where its sentence goes over the end of a page."""


@attrs.frozen
class NumberPlace:
    """One number: its page, its rectangle there in points, and which figure it is."""

    page: int
    rect: QRectF
    trace: Trace


class _Pages:
    """The text of all pages without spaces, and where each character stands."""

    def __init__(self, pdf: QPdfDocument) -> None:
        self._pdf = pdf
        self._at: list[tuple[int, int]] = []
        parts = []
        for page in range(pdf.pageCount()):
            text = pdf.getAllText(page).text()
            kept = [(place, each) for place, each in enumerate(text) if not each.isspace()]
            self._at += [(page, place) for place, _ in kept]
            parts += [each for _, each in kept]
        self.text = "".join(parts)

    def place(self, at: int, trace: Trace) -> NumberPlace | None:
        """The place of a number that begins at a character; None where a break goes through it."""
        page, first = self._at[at]
        last_page, last = self._at[at + len(trace.shown) - 1]
        if page != last_page:
            return None
        found = self._pdf.getSelectionAtIndex(page, first, last - first + 1)
        if "".join(found.text().split()) != trace.shown:
            return None
        return NumberPlace(page, found.boundingRectangle(), trace)


def number_places(pdf: QPdfDocument, texts: Sequence[TracedText]) -> list[NumberPlace]:
    """The places of the numbers that can be told apart for certain, in the order of the pages."""
    pages = _Pages(pdf)
    found: list[NumberPlace | None] = []
    for each in texts:
        if pages.text.count(each.text) == 1:
            begin = pages.text.index(each.text)
            found += [pages.place(begin + trace.at, trace) for trace in each.traces]
        else:
            found += [_by_surroundings(pages, each, trace) for trace in each.traces]
    certain = [each for each in found if each is not None]
    return sorted(certain, key=lambda each: (each.page, round(each.rect.center().y() / 4), each.rect.x()))


def _by_surroundings(pages: _Pages, text: TracedText, trace: Trace) -> NumberPlace | None:
    before = text.text[max(0, trace.at - _BEFORE):trace.at]
    around = before + text.text[trace.at:trace.at + len(trace.shown) + _AFTER]
    if len(around) < _BEFORE or pages.text.count(around) != 1:
        return None
    return pages.place(pages.text.index(around) + len(before), trace)
