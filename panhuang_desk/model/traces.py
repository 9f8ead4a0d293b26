"""Which figure a printed number is: plain data between the text of a report and who opens its numbers."""

from __future__ import annotations

import attrs


@attrs.frozen
class Trace:
    """One printed number: it begins at `at` of its text and reads `shown`; `village` is a code, empty for the place."""

    at: int
    shown: str
    code: str
    column: str
    village: str = ""


@attrs.frozen
class TracedText:
    """A sentence, or a line of a table, as printed but for spaces, and the figures in it."""

    text: str
    traces: tuple[Trace, ...]
