"""KML 2.x and KMZ: placemarks with points, lines, outlines and recorded tracks (gx:Track)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from panhuang_desk.exchange.places.found import Found, Place, Recorded, Way, WayMaker, odd_note
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.exchange.places.xml_events import XmlProblem, walk
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.shape import Shape, ShapeError, outline_shape, point_shape

MOST_BYTES = 200 * 1024 * 1024
"""More than that, unpacked, is no drawing of a village."""


class _Reader:
    def __init__(self) -> None:
        self.tracks: list[Recorded] = []
        self.places: list[Place] = []
        self.notes: list[str] = []
        self.odd = 0
        self._name = self._note = ""
        self._path: list[str] = []
        self._rings: list[list[Position]] = []
        self._polygons: list[list[list[Position]]] = []
        self._points: list[Position] = []
        self._lines: list[list[Position]] = []
        self._whens: list[str] = []
        self._coords: list[str] = []
        self._recorded: list[Way] = []
        self._data: list[tuple[str, str]] = []
        self._key = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if name == "placemark":
            self._clear()
        elif name == "polygon":
            self._rings = []
        elif name == "track":
            self._whens, self._coords = [], []
        elif name in ("data", "simpledata"):
            self._key = attributes.get("name", "")

    def end(self, name: str, text: str) -> None:
        self._path.pop()
        if name == "coordinates":
            self._take_coordinates(text)
        elif name == "polygon":
            self._polygons.append(self._rings)
        elif name == "when":
            self._whens.append(text)
        elif name == "coord":
            self._coords.append(text)
        elif name == "track":
            self._end_track()
        elif name == "placemark":
            self.end_placemark()
        elif self._path and self._path[-1] == "placemark":
            self._name, self._note = (text if name == "name" else self._name,
                                      text if name == "description" else self._note)
        elif name in ("value", "simpledata") and self._key:
            self._data.append((self._key, text))
            self._key = ""

    def end_placemark(self) -> None:
        """Keep what a placemark held."""
        ways = [*self._recorded]
        for line in self._lines:
            ways.append(Way(tuple(line), (None,) * len(line), (None,) * len(line)))
        if ways:
            self.tracks.append(Recorded(self._name, tuple(ways), planned=not self._recorded))
        shapes: list[Shape] = []
        try:
            if self._polygons:
                shapes.append(outline_shape(self._polygons))
            shapes += [point_shape(each) for each in self._points]
        except ShapeError as problem:
            self.notes.append(f"“{self._name or '没有名字的一处'}”没有收进来：{problem}")
        self.places += [Place(self._name, shape, self._note, tuple(self._data)) for shape in shapes]
        self._clear()

    def _clear(self) -> None:
        self._name = self._note = ""
        self._rings, self._polygons, self._points, self._lines, self._recorded = [], [], [], [], []
        self._data = []

    def _take_coordinates(self, text: str) -> None:
        positions = self._positions(text)
        holder = next((each for each in reversed(self._path) if each in ("point", "linestring", "linearring")), "")
        if holder == "linearring" and "polygon" in self._path:
            self._rings.append(positions)
        elif holder == "point":
            self._points += positions[:1]
        elif positions:
            self._lines.append(positions)

    def _positions(self, text: str) -> list[Position]:
        found = []
        for piece in text.split():
            parts = piece.split(",")
            try:
                found.append((float(parts[0]), float(parts[1])))
            except (ValueError, IndexError):
                self.odd += 1
        return found

    def _end_track(self) -> None:
        maker = WayMaker()
        for place, coord in enumerate(self._coords):
            parts = coord.split()
            when = read_moment(self._whens[place]) if place < len(self._whens) else None
            maker.take(parts[0] if parts else None, parts[1] if len(parts) > 1 else None, when,
                       parts[2] if len(parts) > 2 else None)
        self.odd += maker.odd
        way = maker.made()
        if way is not None:
            self._recorded.append(way)


def read_kml(data: bytes) -> Found:
    """Everything of a KML file; of one that is broken, what stands before the break, with a note."""
    reader = _Reader()
    try:
        walk(data, reader)
    except XmlProblem as problem:
        reader.notes.append(f"{problem.words}，前面读到的都收进来了。")
        reader.end_placemark()
    return Found("kml", tuple(reader.tracks), tuple(reader.places), (*reader.notes, *odd_note(reader.odd)))


def read_kmz(data: bytes) -> Found:
    """The same of the first KML document in a KMZ archive; ValueError, in Chinese, where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            documents = _documents(archive.infolist())
            if not documents:
                raise ValueError("压缩包里没有 KML 文件")
            with archive.open(documents[0]) as stream:
                found = read_kml(stream.read(MOST_BYTES))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ValueError("压缩包坏了，或者加了密") from error
    return found


def _documents(items: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The KML documents of an archive, `doc.kml` first, none of them beyond `MOST_BYTES`."""
    found = [item for item in items if item.filename.lower().endswith(".kml") and item.file_size <= MOST_BYTES]
    return sorted(found, key=lambda item: (item.filename.lower() != "doc.kml", item.filename.count("/")))
