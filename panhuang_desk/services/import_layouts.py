"""What the columns of a spreadsheet are taken for: recognised, corrected by a person, and remembered in the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import attrs

from panhuang_desk.exchange.headings import (
    RECORD_COLUMN,
    RECORD_HEADING,
    VILLAGE_COLUMN,
    VILLAGE_HEADING,
    Layout,
    corrections,
    importable_fields,
    layout_at,
    plain,
)
from panhuang_desk.exchange.ledger import LedgerRow, Reading, recognise_all, rows_of
from panhuang_desk.exchange.tables import Sheet, read_sheets
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.importable import IMPORTABLE
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session

__all__ = [
    "ColumnPreview", "Layout", "Sample", "Sheet", "Source", "field_choices", "header_at", "lacking", "layouts_of",
    "preview", "read_source", "remember", "remembered",
]


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


@attrs.frozen
class Sample:
    """What a cell is read as; `wrong` says that it cannot be read, and `text` is then as it stands there."""

    text: str
    wrong: bool = False


@attrs.frozen
class ColumnPreview:
    """One column of a sheet: its heading, the field that it is taken for, its first cells as they would be read."""

    sheet: str
    position: int
    heading: str
    field: str
    samples: tuple[Sample, ...]

    @property
    def id(self) -> str:
        """What tells it from the other columns of the spreadsheet."""
        return f"{self.sheet}\t{self.position}"


def field_choices(kind_name: str) -> tuple[Choice, ...]:
    """What a column may be taken for, the empty code for nothing."""
    fields = importable_fields(KINDS[kind_name])
    return (Choice("", "不要"), Choice(VILLAGE_COLUMN, VILLAGE_HEADING),
            *(Choice(field.name, field.label) for field in fields), Choice(RECORD_COLUMN, RECORD_HEADING))


def preview(session: Session, source: Source, layout: Layout, rows: int = 5) -> tuple[ColumnPreview, ...]:
    """The columns of a sheet that hold anything, with their cells in the first rows."""
    kind = KINDS[source.kind]
    lists = {field.name: session.resources.choices(field) for field in kind.fields if field.choices_from}
    sheet = next(sheet for sheet in source.sheets if sheet.name == layout.sheet)
    read = list(islice(rows_of(sheet, layout, Reading(kind, session.today_iso, lists)), rows))

    def sample(row: LedgerRow, position: int, field: str, heading: str) -> Sample:
        written = row.cells[position] if position < len(row.cells) else ""
        if field in row.values:
            return Sample(shown_value(session, kind.name, field, row.values[field]))
        wrong = any(reason.column == heading for reason in row.reasons)
        return Sample(written if wrong or field not in kind.by_name else "", wrong)

    return tuple(
        ColumnPreview(layout.sheet, position, heading, field,
                      tuple(sample(row, position, field, heading) for row in read))
        for position, (heading, field) in enumerate(zip(layout.headings, layout.fields, strict=True))
        if heading or field or any(position < len(row.cells) and row.cells[position] for row in read)
    )


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
