"""GPX 1.0 and 1.1: tracks with their segments, routes, waypoints; what extensions say is passed over."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from panhuang_desk.exchange.places.found import Found, Place, Recorded, Way, WayMaker, odd_note
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.exchange.places.xml_tree import children, name_of, read_tree, text_of
from panhuang_desk.model.geo.shape import ShapeError, point_shape


def read_gpx(data: bytes) -> Found:
    """Everything of a GPX file; of one that is broken, what stands before the break, with a note.

    ValueError, in Chinese, where it has a DOCTYPE.
    """
    root, broken = read_tree(data)
    tracks: list[Recorded] = []
    places: list[Place] = []
    maker, odd = WayMaker(), 0
    for child in root if root is not None else ():
        name = name_of(child)
        if name == "wpt":
            place = _place(child)
            odd += place is None
            places += [place] if place is not None else []
        elif name in ("trk", "rte"):
            segments = children(child, "trkseg") if name == "trk" else (child,)
            ways = [way for segment in segments if (way := _way(segment, maker)) is not None]
            if ways:
                tracks.append(Recorded(text_of(child, "name"), tuple(ways), planned=name == "rte"))
    notes = (broken,) if broken else ()
    return Found("gpx", tuple(tracks), tuple(places), (*notes, *odd_note(odd + maker.odd)))


def _way(points: Iterable[Element], maker: WayMaker) -> Way | None:
    for point in points:
        if not point.tag.endswith(("trkpt", "rtept")):
            continue
        moment = height = None
        for child in point:
            if child.tag.endswith("time"):
                moment = child.text
            elif child.tag.endswith("ele"):
                height = child.text
        maker.take(point.get("lon"), point.get("lat"), read_moment(moment), height)
    return maker.made()


def _place(point: Element) -> Place | None:
    try:
        shape = point_shape((float(point.get("lon") or ""), float(point.get("lat") or "")))
    except (ValueError, ShapeError):
        return None
    return Place(text_of(point, "name"), shape, text_of(point, "desc") or text_of(point, "cmt"))
