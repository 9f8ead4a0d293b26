"""What a file of places holds, whatever its format: recorded ways and named places, as received."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.shape import Shape

Height: TypeAlias = "float | None"
Moment: TypeAlias = "float | None"
"""Seconds since 1970-01-01 UTC."""


@attrs.frozen
class Way:
    """A stretch recorded without a break: positions in the file's datum, and of each its moment and height in metres.

    `angles` are a camera's pitch in degrees, straight down -90, where a drone's log tells it.
    """

    positions: tuple[Position, ...]
    moments: tuple[Moment, ...]
    heights: tuple[Height, ...]
    angles: tuple[float | None, ...] = ()


@attrs.frozen
class Recorded:
    """A track of a file; `planned` is one that was drawn and not walked, such as a GPX route."""

    name: str
    ways: tuple[Way, ...]
    planned: bool = False


@attrs.frozen
class Place:
    """A named point or outline. `properties` are the further values that the file gives it, as text."""

    name: str
    shape: Shape
    note: str = ""
    properties: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class Found:
    """Everything that could be read, and in `notes`, in Chinese, what could not."""

    kind: str
    tracks: tuple[Recorded, ...] = ()
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The positions of all recorded ways."""
        return sum(len(way.positions) for track in self.tracks for way in track.ways)


@attrs.define
class WayMaker:
    """Collects the positions of a way as they are met; one that is none is counted in `odd` and left out."""

    positions: list[Position] = attrs.field(factory=list)
    moments: list[Moment] = attrs.field(factory=list)
    heights: list[Height] = attrs.field(factory=list)
    odd: int = 0

    def take(self, longitude: str | None, latitude: str | None, moment: Moment, height: str | None) -> None:
        """Add a position as the file writes it."""
        try:
            position = float(longitude or ""), float(latitude or "")
        except ValueError:
            self.odd += 1
            return
        if not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
            self.odd += 1
            return
        self.positions.append(position)
        self.moments.append(moment)
        self.heights.append(read_height(height))

    def made(self) -> Way | None:
        """The way, and a new one is begun; None where it has no position."""
        if not self.positions:
            return None
        way = Way(tuple(self.positions), tuple(self.moments), tuple(self.heights))
        self.positions, self.moments, self.heights = [], [], []
        return way


def read_height(text: str | None) -> Height:
    """A height in metres; None where it is none or cannot be that of a place on the earth."""
    try:
        height = float(text or "")
    except ValueError:
        return None
    return height if -1000 < height < 20_000 else None


def odd_note(odd: int) -> tuple[str, ...]:
    """The note about positions that were left out."""
    return (f"有 {odd} 个点的坐标读不出来，没有收进来。",) if odd else ()
