"""Plots out of a table or a file of places (GPX, KML, KMZ, GeoJSON): which are new, which known, which not taken.

A place is the plot whose record number it carries, else the one of its name and group; where it tells no group, the one
of its name, or of several the nearest. It becomes a row of a table and comes in as any row does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.headings import (
    RECORD_COLUMN,
    RECORD_HEADING,
    VILLAGE_COLUMN,
    VILLAGE_HEADING,
    Layout,
    labels_of,
    plain,
)
from panhuang_desk.exchange.places.found import Found, Place
from panhuang_desk.exchange.places.read import read_places
from panhuang_desk.exchange.tables import Row, Sheet, tidied
from panhuang_desk.model.characters import NUMERAL_CHARACTERS
from panhuang_desk.model.entry import EntryError, read, show
from panhuang_desk.model.geo.datum import WGS84, Position
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.plane import Plane, inside, plane_rings
from panhuang_desk.model.geo.shape import Shape, write_shape
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.import_result import ImportResult, Wrong
from panhuang_desk.services.import_villages import VillageNames
from panhuang_desk.services.imports import import_file, import_sheets
from panhuang_desk.services.plots import far_words, in_wgs84, shape_of
from panhuang_desk.services.session import Session

PLACE_ENDINGS = (".gpx", ".kml", ".kmz", ".geojson", ".json")
TABLE_ENDINGS = (".csv", ".xlsx", ".txt")

_WITH_GROUP = re.compile(
    rf"第?(?P<group>\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})\s*(?:村民)?小?组[\s·、，,_-]*(?P<name>.+)")

_NOTES = frozenset({"description", "desc"})
"""Properties that the reader gives as the place's note already."""


@attrs.frozen
class Answers:
    """What a person says once for all places of a file that do not say it themselves.

    Without a group a new plot belongs to the one on whose ground it lies, where the groups have outlines.
    """

    datum: str = WGS84
    group_no: int = 0
    land_kind: str = ""


def import_plots(
    session: Session, source: Path, answers: Answers = Answers(), *, village: str = "",
    dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """Bring the plots of a file in as one action, which can be undone; what cannot be taken is named.

    An import again changes nothing. With `dry_run` nothing is written. UserError where the file cannot be read or holds
    no plots.
    """
    if source.suffix.lower() in TABLE_ENDINGS:
        return import_file(session, "plot", source, village=village, datum=answers.datum, dry_run=dry_run,
                           progress=progress)
    progress(0.0, "正在读文件")
    return import_places(session, places_in(source), answers, village=village, dry_run=dry_run, progress=progress)


def places_in(source: Path) -> Found:
    """The places of a file of a map. UserError (code `places`) where it cannot be read, is another sort of file, or
    holds only tracks.
    """
    if source.suffix.lower() not in PLACE_ENDINGS:
        raise UserError(f"{source.name} 不是能导入的文件。",
                        "能导入的有：XLSX、CSV 表格，GPX、KML、KMZ、GeoJSON 地图文件。", code="places")
    found = read_places(source)
    if not found.places:
        raise UserError(f"{source.name} 里没有标注的地块，只有 {len(found.tracks)} 条轨迹或路线。",
                        "走过的轨迹请当轨迹导入；地块要在地图软件里标成点或画成面。", code="places")
    return found


def import_places(
    session: Session, found: Found, answers: Answers, *, village: str = "", dry_run: bool = False,
    progress: Progress = no_progress,
) -> ImportResult:
    """The same of places that were read already."""
    taking = _Taking(session, answers, village)
    rows = [taking.row(number, place) for number, place in enumerate(found.places, start=1)]
    kept, told = _without_repeats(rows)
    sheet, layout = _as_table(kept, taking.ignored)
    result = import_sheets(session, "plot", (sheet,), (layout,), village=village, datum=answers.datum,
                           dry_run=dry_run, progress=progress)
    notes = [Wrong(0, "文件", note) for note in found.notes]
    if found.tracks:
        notes.append(Wrong(0, "文件", f"还有 {len(found.tracks)} 条轨迹或路线，这里没有收。"))
    return attrs.evolve(result, notes=(*notes, *told, *taking.doubts, *result.notes))


@attrs.frozen
class _Row:
    """A place as a row of a table: its cells by field, and what tells whether two are one plot."""

    number: int
    place: Place
    cells: Mapping[str, str]
    key: tuple[str, ...]


class _Taking:
    """Places of one file on their way to rows."""

    def __init__(self, session: Session, answers: Answers, village: str) -> None:
        self.ignored: dict[str, None] = {}
        self._session, self._answers, self._village = session, answers, village
        self._villages, self._labels = VillageNames(session), labels_of(PLOT)
        records = [record for record in session.store.records("plot") if not record["merged_into"]]
        self._by_id = {record.id: record for record in records}
        self._by_name: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            self._by_name.setdefault((record.village, _bare(record.text("name"))), []).append(record)
        self._grounds = list(_grounds(session))
        self._around = [shape.point for record in records if (shape := shape_of(record))]
        self.doubts: list[Wrong] = []

    def row(self, number: int, place: Place) -> _Row:
        """The row of a place."""
        cells = self._cells(place)
        numbered = cells.get(RECORD_COLUMN, "") in self._by_id
        written = cells.get(VILLAGE_COLUMN, "")
        village = self._villages.code(written) if written else self._village or self._villages.own()
        shape = in_wgs84(place.shape, _choice("datum", cells.get("datum", "")) or self._answers.datum)
        record = self._by_id[cells[RECORD_COLUMN]] if numbered else self._known(village, cells, shape)
        if (doubt := far_words(self._around, shape.point)):
            self.doubts.append(Wrong(number, PLOT.by_name["outline"].label,
                                     f"{doubt}，可能坐标系没选对，或者不是本村的。"))
        if record is not None and not numbered:
            cells |= {RECORD_COLUMN: record.id, "name": record.text("name")}
        elif record is None:
            self._fill(village, cells, shape)
        if place.note and (numbered or record is None):
            cells.setdefault("note", tidied(place.note))
        cells["outline"] = write_shape(place.shape)
        cells.setdefault("datum", show(PLOT.by_name["datum"], self._answers.datum))
        key = (record.id,) if record else (village, cells.get("group_no", ""), _bare(cells.get("name", "")))
        return _Row(number, place, cells, key)

    def _cells(self, place: Place) -> dict[str, str]:
        """What the place says itself, by field."""
        cells = {"name": tidied(place.name)} if place.name.strip() else {}
        for heading, value in place.properties:
            name = self._labels.get(plain(heading), "")
            if name in ("outline", "longitude", "latitude"):
                continue
            if name and value.strip():
                cells.setdefault(name, tidied(value))
            elif not name and heading.lower() not in _NOTES:
                self.ignored.setdefault(heading)
        return cells

    def _known(self, village: str, cells: dict[str, str], shape: Shape) -> Record | None:
        """The plot that a place means by its name, its group (with which the name may begin: 3组 东大田) and, of
        several, by where it lies.
        """
        found = self._by_name.get((village, _bare(cells.get("name", ""))), [])
        said = None if found or cells.get("group_no") else _WITH_GROUP.fullmatch(cells.get("name", ""))
        if said is not None:
            cells |= {"group_no": said["group"], "name": said["name"]}
            found = self._by_name.get((village, _bare(said["name"])), [])
        if cells.get("group_no"):
            group = _number(cells["group_no"], self._session.today_iso)
            return next((record for record in found if record["group_no"] == group), None)
        if len(found) <= 1:
            return found[0] if found else None
        placed = [(distance(known.point, shape.point), record.id) for record in found if (known := shape_of(record))]
        return self._by_id[min(placed)[1]] if placed else None

    def _fill(self, village: str, cells: dict[str, str], shape: Shape) -> None:
        """What a new plot does not say itself."""
        group = self._answers.group_no or next(
            (number for of, number, ground in self._grounds if of == village and _lies_in(shape.point, ground)), 0)
        if group:
            cells.setdefault("group_no", str(group))
        if self._answers.land_kind:
            cells.setdefault("land_kind", self._answers.land_kind)


def _without_repeats(rows: Sequence[_Row]) -> tuple[list[_Row], list[Wrong]]:
    """The rows without those that are one plot with another: of several the first that has an outline stays."""
    best: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        other = best.setdefault(row.key, row)
        if row.place.shape.is_outline and not other.place.shape.is_outline:
            best[row.key] = row
    told = [Wrong(row.number, PLOT.by_name["name"].label, f"与第 {best[row.key].number} 处是同一块地，收了那一处。")
            for row in rows if best[row.key] is not row]
    return [row for row in rows if best[row.key] is row], told


def _as_table(rows: Sequence[_Row], ignored: Iterable[str]) -> tuple[Sheet, Layout]:
    """The rows as a sheet without a heading row, each with the number of its place, and what its columns are."""
    names = [name for name in (VILLAGE_COLUMN, *PLOT.columns, RECORD_COLUMN) if any(name in row.cells for row in rows)]
    usual = {VILLAGE_COLUMN: VILLAGE_HEADING, RECORD_COLUMN: RECORD_HEADING}
    headings = [usual.get(name) or PLOT.by_name[name].label for name in names]
    more = list(ignored)
    layout = Layout("", 1, 0, (*headings, *more), (*names, *[""] * len(more)))
    return Sheet("", tuple(Row(row.number, tuple(row.cells.get(name, "") for name in names)) for row in rows)), layout


def _grounds(session: Session) -> Iterable[tuple[str, int, Shape]]:
    """The outlines of the groups."""
    for record in session.store.records("map_area", {"level": "group"}):
        shape = shape_of(record)
        if shape is not None and shape.is_outline and record["group_no"]:
            yield record.village, record.number("group_no"), shape


def _lies_in(position: Position, ground: Shape) -> bool:
    plane = Plane((position[0], position[1]))
    return any(inside((0.0, 0.0), plane_rings(plane, polygon)) for polygon in ground.polygons)


def _bare(name: str) -> str:
    return name.replace(" ", "")


def _number(text: str, today: str) -> int:
    try:
        value = read(PLOT.by_name["group_no"], text, today)
    except EntryError:
        return 0
    return int(value) if isinstance(value, (int, float)) else 0


def _choice(name: str, text: str) -> str:
    try:
        return str(read(PLOT.by_name[name], text, "") or "")
    except EntryError:
        return ""
