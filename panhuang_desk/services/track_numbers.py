"""How far one sees from a track and how fast one goes, as whole numbers that a person sets."""

from __future__ import annotations

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.passed import Sight
from panhuang_desk.model.geo.track import DRONE, FOOT, LIMITS
from panhuang_desk.services.session import Session
from panhuang_desk.services.tracks import set_sight, set_speeds, sight, speeds

_AN_HOUR = 3.6
"""Kilometres an hour of a metre a second."""


@attrs.frozen
class TrackNumber:
    """A number with its word, its unit and what it may be."""

    name: str
    word: str
    unit: str
    least: int
    most: int
    usual: int


NUMBERS = (
    TrackNumber("near", "走路，离地块不超过", "米", 1, 200, round(Sight().near)),
    TrackNumber(FOOT, "走路最快每小时", "千米", 5, 40, round(LIMITS[FOOT].speed * _AN_HOUR)),
    TrackNumber("view", "无人机镜头视角", "度", 10, 150, round(Sight().view)),
    TrackNumber("height", "不知道飞多高时按", "米", 5, 500, round(Sight().height)),
    TrackNumber(DRONE, "无人机最快每小时", "千米", 20, 200, round(LIMITS[DRONE].speed * _AN_HOUR)),
)


def track_numbers(session: Session) -> dict[str, int]:
    """What is set, by name."""
    seen, fast = attrs.asdict(sight(session)), speeds(session)
    return {each.name: round(fast[each.name] * _AN_HOUR) if each.name in fast else round(seen[each.name])
            for each in NUMBERS}


def set_track_number(session: Session, name: str, value: int) -> None:
    """Set one of them from now on; UserError outside what it may be."""
    number = next(each for each in NUMBERS if each.name == name)
    if not number.least <= value <= number.most:
        raise UserError(f"要在 {number.least} 到 {number.most} {number.unit}之间。",
                        f"一般是 {number.usual} {number.unit}。", code="track_number")
    if name in speeds(session):
        set_speeds(session, {name: value / _AN_HOUR})
    else:
        set_sight(session, attrs.evolve(sight(session), **{name: float(value)}))
