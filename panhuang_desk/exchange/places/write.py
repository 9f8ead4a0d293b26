"""Writes places for other programs: GeoJSON and KML, both WGS-84, as their standards ask."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from panhuang_desk.exchange.places.found import Place
from panhuang_desk.exchange.places.geojson import write_geojson
from panhuang_desk.exchange.sheets_out import NOT_IN_XML
from panhuang_desk.model.geo.datum import Position

__all__ = ["write_geojson", "write_kml"]


def write_kml(title: str, places: Sequence[Place]) -> bytes:
    """Places as a KML 2.2 document; equal places give equal bytes."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n',
             f"<name>{_text(title)}</name>\n"]
    for place in places:
        note = f"<description>{_text(place.note)}</description>" if place.note else ""
        data = "".join(f"<Data name={quoteattr(_plain(name))}><value>{_text(value)}</value></Data>"
                       for name, value in place.properties)
        extended = f"<ExtendedData>{data}</ExtendedData>" if data else ""
        parts.append(f"<Placemark><name>{_text(place.name)}</name>{note}{extended}{_geometry(place)}</Placemark>\n")
    parts.append("</Document>\n</kml>\n")
    return "".join(parts).encode("utf-8")


def _geometry(place: Place) -> str:
    shape = place.shape
    if not shape.is_outline:
        return f"<Point><coordinates>{_corner(shape.point)}</coordinates></Point>"
    polygons = []
    for outer, *holes in shape.polygons:
        inner = "".join(f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in holes)
        polygons.append(f"<Polygon><outerBoundaryIs>{_ring(outer)}</outerBoundaryIs>{inner}</Polygon>")
    return polygons[0] if len(polygons) == 1 else f"<MultiGeometry>{''.join(polygons)}</MultiGeometry>"


def _ring(ring: Sequence[Position]) -> str:
    return f"<LinearRing><coordinates>{' '.join(map(_corner, ring))}</coordinates></LinearRing>"


def _corner(position: Position) -> str:
    return f"{round(position[0], 7)},{round(position[1], 7)}"


def _text(text: str) -> str:
    return escape(_plain(text))


def _plain(text: str) -> str:
    """The text without what no XML can hold."""
    return NOT_IN_XML.sub("", text)
