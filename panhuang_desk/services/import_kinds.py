"""Tells by the headings of a spreadsheet what it may hold."""

from __future__ import annotations

from pathlib import Path

from panhuang_desk.services.import_layouts import layouts_of
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_layouts import read_sheet_source


def kinds_of(session: Session, path: Path) -> frozenset[str]:
    """The kinds, of household and answer_sheet, that a sheet of a spreadsheet is recognised as; none where the headings
    say nothing. UserError says in words why it cannot be read.
    """
    source = read_sheet_source(session, path)
    if any(layout.recognised for layout in source.layouts):
        return frozenset({"answer_sheet"})
    known = any(layout.recognised for layout in layouts_of(session, "household", source.sheets))
    return frozenset({"household"}) if known else frozenset()
