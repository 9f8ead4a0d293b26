"""What the columns of a spreadsheet are taken for: recognised, corrected by a person, and remembered in the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import attrs

from panhuang_desk.exchange.headings import RECORD_COLUMN, VILLAGE_COLUMN, Layout, corrections, layout_at, plain
from panhuang_desk.exchange.ledger import recognise_all
from panhuang_desk.exchange.tables import Sheet, read_sheets
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.importable import IMPORTABLE
from panhuang_desk.services.session import Session


@attrs.frozen
class Source:
    """A spreadsheet that was read: its sheets, and what each one's columns are taken for."""

    path: Path
    kind: str
    sheets: tuple[Sheet, ...]
    layouts: tuple[Layout, ...]


def read_source(session: Session, kind_name: str, path: Path) -> Source:
    """Read a spreadsheet and recognise its sheets; UserError says in words why it cannot be read."""
    sheets = read_sheets(path)
    return Source(path, kind_name, sheets, layouts_of(session, kind_name, sheets))


def layouts_of(session: Session, kind_name: str, sheets: Sequence[Sheet]) -> tuple[Layout, ...]:
    """The layout of every sheet, by the headings and by what was chosen for them before."""
    return recognise_all(sheets, KINDS[kind_name], IMPORTABLE[kind_name].keys, remembered(session, kind_name))


def header_at(session: Session, kind_name: str, sheet: Sheet, header: int, lines: int) -> Layout:
    """The layout of a sheet whose headings stand in another row than was thought."""
    return layout_at(sheet, header, lines, KINDS[kind_name], remembered(session, kind_name))


def lacking(kind_name: str, layout: Layout) -> tuple[str, ...]:
    """The labels of the columns that rows are told apart by and that no column was chosen for.

    The group may be told by the door or the sheet's name, and the record's own number does for both.
    """
    if RECORD_COLUMN in layout.fields or IMPORTABLE[kind_name].keys[-1] in layout.fields:
        return ()
    return (KINDS[kind_name].by_name[IMPORTABLE[kind_name].keys[-1]].label,)


def remembered(session: Session, kind_name: str) -> dict[str, str]:
    """The field that a person chose for a heading, empty for none, where it was not the recognised one."""
    try:
        known = json.loads(session.store.setting(_key(kind_name), "{}"))
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    fields = {"", RECORD_COLUMN, VILLAGE_COLUMN, *KINDS[kind_name].by_name}
    return {heading: name for heading, name in known.items() if name in fields}


def remember(session: Session, kind_name: str, layouts: Sequence[Layout]) -> None:
    """Keep what was chosen for the headings of these sheets, in the file and not on this machine.

    A heading may be anything that stands in a spreadsheet, a name too.
    """
    before = remembered(session, kind_name)
    kind = KINDS[kind_name]
    said = {heading for layout in layouts for heading in map(plain, layout.headings)}
    after = {heading: name for heading, name in before.items() if heading not in said}
    after.update(corrections(layouts, kind))
    if after != before and not session.store.read_only:
        session.store.set_setting(_key(kind_name), json.dumps(after, ensure_ascii=False, sort_keys=True))


def _key(kind_name: str) -> str:
    return f"import_columns.{kind_name}"
