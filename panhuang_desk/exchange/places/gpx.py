"""GPX 1.0 and 1.1: tracks with their segments, routes, waypoints; what extensions say is passed over."""

from __future__ import annotations

from panhuang_desk.exchange.places.found import Found, Place, Recorded, Way, WayMaker, odd_note
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.exchange.places.xml_events import XmlProblem, walk
from panhuang_desk.model.geo.shape import ShapeError, point_shape

_POINTS = ("trkpt", "rtept", "wpt")


class _Reader:
    """The state of the walk: in which point one is, and what is collected so far."""

    def __init__(self) -> None:
        self.tracks: list[Recorded] = []
        self.places: list[Place] = []
        self.odd = 0
        self.roots = 0
        self._name = ""
        self._maker = WayMaker()
        self._ways: list[Way] = []
        self._point = ""
        self._at: dict[str, str] = {}
        self._said: dict[str, str] = {}
        self._aside = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "extensions" or self._aside:
            self._aside += 1
        elif name in _POINTS:
            self._point, self._at, self._said = name, attributes, {}
        elif name in ("trk", "rte"):
            self._name, self._ways = "", []
        elif name == "gpx":
            self.roots += 1

    def end(self, name: str, text: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == self._point:
            self._take_point(name)
            self._point = ""
        elif self._point:
            self._said[name] = text
        elif name == "trkseg":
            self._end_way()
        elif name in ("trk", "rte"):
            self._end_way()
            self._end_track(planned=name == "rte")
        elif name == "name":
            self._name = text

    def finish(self) -> None:
        """Keep what was begun when the file broke off."""
        self._end_way()
        self._end_track(planned=False)
        self.odd += self._maker.odd

    def _take_point(self, name: str) -> None:
        if name == "wpt":
            try:
                shape = point_shape((float(self._at["lon"]), float(self._at["lat"])))
            except (KeyError, ValueError, ShapeError):
                self.odd += 1
                return
            note = self._said.get("desc") or self._said.get("cmt", "")
            self.places.append(Place(self._said.get("name", ""), shape, note))
        else:
            self._maker.take(self._at.get("lon"), self._at.get("lat"), read_moment(self._said.get("time")),
                             self._said.get("ele"))

    def _end_way(self) -> None:
        way = self._maker.made()
        if way is not None:
            self._ways.append(way)

    def _end_track(self, *, planned: bool) -> None:
        if self._ways:
            self.tracks.append(Recorded(self._name, tuple(self._ways), planned))
        self._ways = []


def read_gpx(data: bytes) -> Found:
    """Everything of a GPX file; of one that is broken, what stands before the break, with a note."""
    reader = _Reader()
    notes: tuple[str, ...] = ()
    try:
        walk(data, reader)
    except XmlProblem as problem:
        notes = (f"{problem.words}，前面读到的都收进来了。",)
    reader.finish()
    return Found("gpx", tuple(reader.tracks), tuple(reader.places), (*notes, *odd_note(reader.odd)))
