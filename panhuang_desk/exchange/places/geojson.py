"""GeoJSON (RFC 7946): points, outlines and lines with their names and properties."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from panhuang_desk.exchange.places.found import Found, Place, Recorded, Way, WayMaker, odd_note
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.exchange.sheets_out import NOT_IN_XML
from panhuang_desk.model.geo.shape import ShapeError, geometry_of, shape_of

_NAMES = ("name", "Name", "NAME", "名称", "地块", "地块名称", "title")
_NOTES = ("description", "desc", "备注", "说明")


_MOST_LISTS = 4_000_000
"""Beyond so many positions and objects a file would not fit into the memory of an office's PC."""


def read_geojson(data: bytes) -> Found:
    """Everything of a GeoJSON file; what is no shape is named in the notes. ValueError, in Chinese, for other JSON."""
    if data.count(b"[") + data.count(b"{") > _MOST_LISTS:
        raise ValueError("里面的点太多，请分开导出，再一份一份导入")
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError("不是完整的 GeoJSON 文件") from error
    if not isinstance(whole, Mapping) or not isinstance(whole.get("type"), str):
        raise ValueError("不是 GeoJSON 文件")
    tracks: list[Recorded] = []
    places: list[Place] = []
    notes: list[str] = []
    odd = 0
    for number, feature in enumerate(_features(whole), start=1):
        properties = feature.get("properties")
        properties = properties if isinstance(properties, Mapping) else {}
        name = _first(properties, _NAMES)
        for geometry in _geometries(feature.get("geometry", feature if "coordinates" in feature else None)):
            if geometry.get("type") in ("LineString", "MultiLineString"):
                made, bad = _ways(geometry, properties)
                odd += bad
                if made:
                    timed = any(moment is not None for way in made for moment in way.moments)
                    tracks.append(Recorded(name, tuple(made), planned=not timed))
                continue
            try:
                places.append(Place(name, shape_of(geometry), _first(properties, _NOTES), _texts(properties)))
            except ShapeError as problem:
                notes.append(f"第 {number} 处{f'“{name}”' if name else ''}没有收进来：{problem}")
    return Found("geojson", tuple(tracks), tuple(places), (*notes, *odd_note(odd)))


def write_geojson(places: Sequence[Place]) -> bytes:
    """Places as a FeatureCollection in WGS-84; equal places give equal bytes."""
    features = [{"type": "Feature", "geometry": geometry_of(place.shape),
                 "properties": {"name": place.name, **({"description": place.note} if place.note else {}),
                                **dict(place.properties)}} for place in places]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    return text.encode("utf-8") + b"\n"


def _features(whole: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if whole["type"] != "FeatureCollection":
        yield whole
        return
    features = whole.get("features")
    for feature in features if isinstance(features, list) else ():
        if isinstance(feature, Mapping):
            yield feature


def _geometries(geometry: Any) -> Iterator[Mapping[str, Any]]:
    """The geometry, those of a collection one by one, and a MultiPoint as points."""
    if not isinstance(geometry, Mapping):
        return
    if geometry.get("type") == "GeometryCollection":
        members = geometry.get("geometries")
        for member in members if isinstance(members, list) else ():
            if isinstance(member, Mapping) and member.get("type") != "GeometryCollection":
                yield from _geometries(member)
    elif geometry.get("type") == "MultiPoint":
        points = geometry.get("coordinates")
        for point in points if isinstance(points, list) else ():
            yield {"type": "Point", "coordinates": point}
    else:
        yield geometry


def _ways(geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> tuple[list[Way], int]:
    """The lines of a geometry, with the times that some programs write beside them, and how many points were odd."""
    lines = geometry.get("coordinates")
    if geometry["type"] == "LineString":
        lines = [lines]
    times = properties.get("coordTimes") or properties.get("times")
    times = times if isinstance(times, list) else []
    if len(times) == 1 and isinstance(times[0], list):
        times = times[0]
    maker, made = WayMaker(), []
    for line in lines if isinstance(lines, list) else ():
        for place, point in enumerate(line if isinstance(line, list) else ()):
            parts = [str(each) for each in point] if isinstance(point, list) else []
            when = str(times[place]) if geometry["type"] == "LineString" and place < len(times) else None
            parts += [""] * (3 - len(parts))
            maker.take(parts[0], parts[1], read_moment(when), parts[2])
        way = maker.made()
        if way is not None:
            made.append(way)
    return made, maker.odd


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((_text(properties[name]) for name in names if properties.get(name) not in (None, "")), "")


def _texts(properties: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(key), _text(value)) for key, value in properties.items()
                 if value is not None and not isinstance(value, (dict, list)))


def _text(value: Any) -> str:
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return NOT_IN_XML.sub("", str(value))  # half a character, too, which no file can hold
