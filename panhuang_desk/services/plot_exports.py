"""Plots for other programs: tables, GeoJSON and KML; what goes out comes in again unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from panhuang_desk.exchange.headings import RECORD_HEADING, VILLAGE_HEADING
from panhuang_desk.exchange.places.found import Place
from panhuang_desk.exchange.places.write import write_geojson, write_kml
from panhuang_desk.exchange.sheets_out import cell_text
from panhuang_desk.model.geo.shape import Shape
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.cells import cell
from panhuang_desk.services.exports import Exported, chosen_records, columns_of, export_table
from panhuang_desk.services.figures import scope
from panhuang_desk.services.files import write_file
from panhuang_desk.services.plots import PLACE_FIELDS, given_out, shape_of
from panhuang_desk.services.session import Session

MAP_ENDINGS = (".geojson", ".kml")
"""What maps read; the other endings are those of tables."""


def export_plots(
    session: Session, target: Path, *, ids: Sequence[str] | None = None, village: str = "",
    progress: Progress = no_progress,
) -> Exported:
    """Write plots by the target's ending: .geojson and .kml (WGS-84) hold those whose place is known, .xlsx and .csv
    all of them. `ids` says which, in which order. UserError where the file cannot be written or the ending is unknown.
    """
    if target.suffix.lower() not in MAP_ENDINGS:
        return export_table(session, "plot", target, ids=ids, village=village, masked=False, progress=progress)
    scope(session.store, village)
    progress(0.0, "正在整理")
    records = [given_out(record) for record in chosen_records(session, PLOT, ids, village)]
    names = {known.code: known.name for known in session.store.villages}
    placed = [(record, shape) for record in records if (shape := shape_of(record))]
    places = [_place(record, shape, names.get(record.village, record.village)) for record, shape in placed]
    progress(0.5, "正在写")
    made = write_kml(session.place, places) if target.suffix.lower() == ".kml" else write_geojson(places)
    write_file(target, made)
    progress(1.0, "完成")
    left = len(records) - len(placed)
    missing = f"还有 {left} 块没有位置，不在里面；要全部的请导出表格。" if left else ""
    return Exported(target, len(placed), missing=missing)


def _place(record: Record, shape: Shape, village: str) -> Place:
    """A plot with everything that a table says of it."""
    told = [(VILLAGE_HEADING, village)]
    for field in columns_of(PLOT):
        if field.name == "datum" or field.name not in ("name", "note", *PLACE_FIELDS):
            text = cell_text(cell(field, record[field.name], field.choices))
            told += [(field.label, text)] if text else []
    return Place(record.text("name"), shape, record.text("note"), (*told, (RECORD_HEADING, record.id)))
