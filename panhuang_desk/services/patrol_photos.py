"""Photos of a patrol, many at once: the plot that each probably shows is proposed by place and time; a person decides.

A camera's clock is China's. A photo without place and time is given to its plot by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.exchange.photos import Picture
from panhuang_desk.exchange.places.moments import read_moment
from panhuang_desk.model.geo.passed import passed
from panhuang_desk.model.geo.shape import Shape
from panhuang_desk.model.geo.track import FOOT, Stretch
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services import photos
from panhuang_desk.services.patrols import checks_of
from panhuang_desk.services.photos import Refused
from panhuang_desk.services.plots import plots_with_shapes
from panhuang_desk.services.session import Session
from panhuang_desk.services.tracks import sight, stretches_of, tracks_of
from panhuang_desk.store.photos import PhotoRow
from panhuang_desk.store.queries import CheckRow

BY_PLACE, BY_WAY, BY_MINUTE = "place", "way", "minute"
"""Why a plot is proposed: the photo was taken there, the track was there then, the plot was looked at then."""

_LONGEST_GAP = 300.0
"""Seconds between two moments of a track within which somebody's place is known."""
_NEAR_MINUTES = 10
"""A photo taken so many minutes from a look may be of that plot."""


@attrs.frozen
class PatrolPhoto:
    """A picture and the check of the plot that is proposed for it, empty for none. `why` is one of BY_*.

    `metres` is how far from the plot it was taken, or somebody was then; `minutes` how long before or after the look.
    """

    picture: Picture
    name: str
    check_id: str = ""
    why: str = ""
    metres: float = 0.0
    minutes: int = 0
    other_day: bool = False


@attrs.frozen
class ReadPhotos:
    """The photos with what is proposed, in the order in which they were taken; `again` are in the file already."""

    photos: tuple[PatrolPhoto, ...]
    refused: tuple[Refused, ...] = ()
    again: int = 0


def read_photos(
    session: Session, patrol_id: str, paths: Sequence[Path], progress: Progress = no_progress,
) -> ReadPhotos:
    """Read the files of pictures and propose a plot for each; what is refused is named, what is there is counted."""
    known = {row.digest for row in photos_of_patrol(session, patrol_id)}
    found: list[tuple[Picture, str]] = []
    refused: list[Refused] = []
    again = 0
    for number, path in enumerate(paths):
        progress(0.95 * number / len(paths), f"正在读照片 {number + 1}/{len(paths)}")
        read = photos.read_pictures([path])
        refused += read.refused
        for picture in read.pictures:
            if picture.digest in known:
                again += 1
            else:
                known.add(picture.digest)
                found.append((picture, path.name))
    found.sort(key=lambda each: (not each[0].taken_at, each[0].taken_at))
    proposed = propose(session, patrol_id, found)
    return ReadPhotos(proposed, tuple(refused), again)


def propose(session: Session, patrol_id: str, pictures: Iterable[tuple[Picture, str]]) -> tuple[PatrolPhoto, ...]:
    """What plot of the patrol each picture probably shows."""
    matching = _Matching(session, patrol_id)
    return tuple(matching.matched(picture, name) for picture, name in pictures)


def save_photos(session: Session, patrol_id: str, chosen: Sequence[tuple[Picture, str]]) -> Changes:
    """Keep pictures, each with the check of its plot, of the patrol where that is empty; one action for all."""
    with session.store.bulk():
        kept = photos.keep(session, [picture for picture, _ in chosen])
        with session.store.action() as action:
            for photo, (_, check_id) in zip(kept, chosen, strict=True):
                source = ("plot_check", check_id) if check_id else ("patrol", patrol_id)
                photos.save_in(action, session, *source, [photo])
    return action.changes


def photos_of_patrol(session: Session, patrol_id: str) -> list[PhotoRow]:
    """The photos of a patrol and of the plots looked at on it, in the order in which they were added."""
    return photos.photos_of(session, "patrol", patrol_id)


def placed_photos(session: Session, patrol_id: str) -> list[Record]:
    """Those of them that say where they were taken, for a map."""
    ids = [row.id for row in photos_of_patrol(session, patrol_id)]
    records = (session.store.get("photo", id) for id in ids)
    return [record for record in records if record is not None and record["longitude"] is not None]


class _Matching:
    """One patrol's plots, ways and minutes, asked for one picture after the other."""

    def __init__(self, session: Session, patrol_id: str) -> None:
        patrol = session.store.get("patrol", patrol_id)
        self._day = patrol.text("patrolled_on") if patrol else ""
        self._method = patrol.text("method") if patrol else FOOT
        self._sight = sight(session)
        self._checks: dict[str, CheckRow] = {row.plot_id: row for row in checks_of(session, patrol_id)}
        village = patrol.village if patrol else ""
        self._shapes: Mapping[str, Shape] = {
            each.row.id: each.shape for each in plots_with_shapes(session, village, active_only=False)
            if each.shape is not None and each.row.id in self._checks}
        self._minutes = {row.id: _minutes(row.checked_at) for row in self._checks.values() if row.checked_at}
        self._ways = [stretch for track in tracks_of(session, patrol_id) for stretch in stretches_of(track)]

    def matched(self, picture: Picture, name: str) -> PatrolPhoto:
        """The picture with the plot that was nearest, else with that of its minute."""
        other_day = bool(picture.taken_at) and picture.taken_at[:10] != self._day
        photo = PatrolPhoto(picture, name, other_day=other_day)
        if picture.position is not None:
            found = self._nearest(picture.position)
            if found is not None:
                return attrs.evolve(photo, check_id=found[0], why=BY_PLACE, metres=found[1])
        if not picture.taken_at or other_day:
            return photo
        if picture.position is None and (there := self._at(picture.taken_at)) is not None:
            found = self._nearest(there)
            if found is not None:
                return attrs.evolve(photo, check_id=found[0], why=BY_WAY, metres=found[1])
        return self._by_minute(photo, _minutes(picture.taken_at[11:16]))

    def _nearest(self, position: tuple[float, float]) -> tuple[str, float] | None:
        """The check of the nearest plot within sight, and how far it is."""
        found = passed(self._shapes, (Stretch((position,), (math.nan,)),), self._method, self._sight)
        best = min(found, key=lambda each: each.metres, default=None)
        return None if best is None else (self._checks[best.plot].id, best.metres)

    def _at(self, taken_at: str) -> tuple[float, float] | None:
        """Where the tracks were at a minute; None where no moment near it is known."""
        moment = read_moment(taken_at.replace(" ", "T"), local=True)
        if moment is None:
            return None
        moment += 30.0  # the middle of the minute
        for stretch in self._ways:
            for at in range(len(stretch.positions) - 1):
                before, after = stretch.moments[at], stretch.moments[at + 1]
                if before <= moment <= after and after - before <= _LONGEST_GAP:
                    share = (moment - before) / (after - before) if after > before else 0.0
                    (x, y), (to_x, to_y) = stretch.positions[at], stretch.positions[at + 1]
                    return x + share * (to_x - x), y + share * (to_y - y)
        return None

    def _by_minute(self, photo: PatrolPhoto, minute: int) -> PatrolPhoto:
        """The plot that was looked at nearest to a minute."""
        id = min(self._minutes, key=lambda each: abs(self._minutes[each] - minute), default="")
        apart = minute - self._minutes[id] if id else _NEAR_MINUTES + 1
        if abs(apart) > _NEAR_MINUTES:
            return photo
        return attrs.evolve(photo, check_id=id, why=BY_MINUTE, minutes=apart)


def _minutes(text: str) -> int:
    """HH:MM as minutes since midnight."""
    hour, _, minute = text.partition(":")
    return 60 * int(hour) + int(minute)


__all__ = [
    "BY_MINUTE", "BY_PLACE", "BY_WAY", "PatrolPhoto", "ReadPhotos", "photos_of_patrol", "placed_photos",
    "propose", "read_photos", "save_photos",
]
