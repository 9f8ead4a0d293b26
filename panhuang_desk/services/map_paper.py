"""The map of a village on paper, as it stands today."""

from __future__ import annotations

from panhuang_desk.model.geo.map_data import AREA, PLOT, TRACK, MapData
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.list_paper import place_words, printed_words
from panhuang_desk.services.maps import map_of
from panhuang_desk.services.patrols import plots
from panhuang_desk.services.session import Session


def map_paper(session: Session, village: str = "", *, first: str = "", hidden: frozenset[str] = frozenset()) -> bytes:
    """The map as one A4 page (PDF), with tracks from a day on, without the layers that are hidden."""
    from panhuang_desk.report.map_paper import MapPaper, map_bytes  # reportlab is loaded on first use

    data = shown(map_of(session, village, first=first), hidden)
    about = (f"图上 {len(data.plots)} 块地", printed_words(session))
    return map_bytes(MapPaper("禁种铲毒踏查图", place_words(session, village), about, data, session.store.sample))


def map_warning(session: Session, village: str = "") -> str:
    """A warning of what no font can print; empty where all is well."""
    return glyph_warning((f"{row.group_no} 组地块名", row.name)
                         for row in plots(session, village, active_only=False))


def shown(data: MapData, hidden: frozenset[str]) -> MapData:
    """A map without some layers."""
    return MapData(
        () if AREA in hidden else data.areas, () if PLOT in hidden else data.plots,
        () if TRACK in hidden else data.tracks, tuple(point for point in data.points if point.layer not in hidden))
