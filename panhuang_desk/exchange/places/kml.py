"""KML 2.x and KMZ: placemarks with points, lines, outlines and recorded tracks (gx:Track)."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from panhuang_desk.exchange.places.found import Found, Place, Recorded, Way, WayMaker, odd_note
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.exchange.places.xml_tree import children, name_of, read_tree, text_of
from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.shape import Shape, ShapeError, outline_shape, point_shape

MOST_BYTES = 200 * 1024 * 1024
"""More than that, unpacked, is no drawing of a village."""

_AROUND_COMMA = re.compile(r"[ \t]*,[ \t]*")
"""Some programs write "119.9, 33.3, 0", which the format does not know."""


def read_kml(data: bytes) -> Found:
    """Everything of a KML file; of one that is broken, what stands before the break, with a note.

    ValueError, in Chinese, where it has a DOCTYPE.
    """
    root, broken = read_tree(data)
    reader = _Reader()
    for element in root.iter() if root is not None else ():
        if name_of(element) == "placemark":
            reader.take(element)
    notes = (*((broken,) if broken else ()), *reader.notes, *odd_note(reader.odd))
    return Found("kml", tuple(reader.tracks), tuple(reader.places), notes)


def read_kmz(data: bytes) -> Found:
    """The same of the first KML document in a KMZ archive; ValueError, in Chinese, where there is none."""
    try:
        text = _unpacked(data)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError,
            ValueError) as error:
        raise ValueError("压缩包坏了，或者加了密") from error
    if text is None:
        raise ValueError("压缩包里没有 KML 文件")
    return read_kml(text)


class _Reader:
    """What the placemarks met so far hold."""

    def __init__(self) -> None:
        self.tracks: list[Recorded] = []
        self.places: list[Place] = []
        self.notes: list[str] = []
        self.odd = 0

    def take(self, placemark: Element) -> None:
        """Everything of one placemark, those of its collections too."""
        name, note = text_of(placemark, "name"), text_of(placemark, "description")
        recorded: list[Way] = []
        drawn: list[Way] = []
        polygons: list[list[list[Position]]] = []
        points: list[Position] = []
        for element in _of(placemark):
            kind = name_of(element)
            if kind == "polygon":
                polygons.append(self._rings(element))
            elif kind == "point":
                points += self._positions(element)[:1]
            elif kind == "linestring":
                line = self._positions(element)
                drawn += [Way(tuple(line), (None,) * len(line), (None,) * len(line))] if line else []
            elif kind == "track":
                way = self._track(element)
                recorded += [way] if way is not None else []
        if recorded or drawn:
            self.tracks.append(Recorded(name, (*recorded, *drawn), planned=not recorded))
        shapes: list[Shape] = []
        try:
            shapes += [outline_shape(polygons)] if polygons else []
            shapes += [point_shape(each) for each in points]
        except ShapeError as problem:
            self.notes.append(f"“{name or '没有名字的一处'}”没有收进来：{problem}")
        data = _data(placemark) if shapes else ()
        self.places += [Place(name, shape, note, data) for shape in shapes]

    def _rings(self, polygon: Element) -> list[list[Position]]:
        """The outer ring, then the holes, wherever the outer one stands."""
        sides = sorted(children(polygon, "outerboundaryis", "innerboundaryis"),
                       key=lambda side: name_of(side) != "outerboundaryis")
        return [self._positions(ring) for side in sides for ring in children(side, "linearring")]

    def _positions(self, element: Element) -> list[Position]:
        found = []
        for piece in _AROUND_COMMA.sub(",", text_of(element, "coordinates")).split():
            parts = piece.split(",")
            try:
                found.append((float(parts[0]), float(parts[1])))
            except (ValueError, IndexError):
                self.odd += 1
        return found

    def _track(self, element: Element) -> Way | None:
        moments = [read_moment(text_of(when)) for when in children(element, "when")]
        maker = WayMaker()
        for place, coord in enumerate(children(element, "coord")):
            parts = [*text_of(coord).split(), "", "", ""]
            maker.take(parts[0], parts[1], moments[place] if place < len(moments) else None, parts[2])
        self.odd += maker.odd
        return maker.made()


def _data(placemark: Element) -> tuple[tuple[str, str], ...]:
    """What ExtendedData says, of both sorts."""
    found = []
    for element in _of(placemark):
        if name_of(element) == "data" and element.get("name"):
            found.append((element.get("name", ""), text_of(element, "value")))
        elif name_of(element) == "simpledata" and element.get("name"):
            found.append((element.get("name", ""), text_of(element)))
    return tuple(found)


def _of(placemark: Element) -> Iterator[Element]:
    """The elements of a placemark in their order, without those of another one that a broken file puts into it."""
    waiting = [placemark]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element) if name_of(child) != "placemark"]


def _unpacked(data: bytes) -> bytes | None:
    """The first KML document of an archive; None where there is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        documents = _documents(archive.infolist())
        if not documents:
            return None
        with archive.open(documents[0]) as stream:
            return stream.read(MOST_BYTES)


def _documents(items: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The KML documents of an archive, `doc.kml` first, none of them beyond `MOST_BYTES`."""
    found = [item for item in items if item.filename.lower().endswith(".kml") and item.file_size <= MOST_BYTES]
    return sorted(found, key=lambda item: (item.filename.lower() != "doc.kml", item.filename.count("/")))
