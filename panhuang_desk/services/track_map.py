"""The way of an outing on a map, with the plots around it: those it came by, and those it did not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from panhuang_desk.model.geo.map_data import CHECKED, DUE, NOT_DUE, MapData, MapPlot, MapTrack
from panhuang_desk.model.geo.track import DRONE
from panhuang_desk.services.plots import plots_with_shapes
from panhuang_desk.services.session import Session
from panhuang_desk.services.track_outings import Outing
from panhuang_desk.services.tracks import Proposal

_AROUND = 0.0015
"""Degrees around the way within which plots are shown: about a hundred and fifty metres."""
_NAMED = {CHECKED: "确实看过", DUE: "经过，还没勾", NOT_DUE: "没有经过"}


def way_map(session: Session, outing: Outing, proposals: Sequence[Proposal], *, village: str = "") -> MapData:
    """The map of an outing; nothing of it is confirmed yet."""
    ways = tuple(stretch.positions for stretch in outing.stretches if stretch.positions)
    xs, ys = [x for way in ways for x, _ in way], [y for way in ways for _, y in way]
    passed = {each.plot.id for each in proposals}
    plots = []
    for each in plots_with_shapes(session, village) if xs else ():
        if each.shape is None:
            continue
        x, y = each.shape.point
        near = (min(xs) - _AROUND < x < max(xs) + _AROUND) and (min(ys) - _AROUND < y < max(ys) + _AROUND)
        if near or each.row.id in passed:
            plots.append(MapPlot(each.row.id, each.row.name, DUE if each.row.id in passed else NOT_DUE, each.shape,
                                 each.row.group_no))
    return with_looked(MapData(plots=tuple(plots), tracks=(MapTrack("way", "", ways, outing.method == DRONE),)), ())


def with_looked(data: MapData, looked: Collection[str]) -> MapData:
    """The same while these plots are ticked."""
    plots = []
    for plot in data.plots:
        state = plot.state if plot.state == NOT_DUE else CHECKED if plot.id in looked else DUE
        plots.append(attrs.evolve(plot, state=state, about=f"{plot.group_no} 组 {plot.name}，{_NAMED[state]}"))
    return attrs.evolve(data, plots=tuple(plots))
