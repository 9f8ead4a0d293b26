"""Recorded walks near a made-up village, as files, and plots beside them."""

from __future__ import annotations

from pathlib import Path

from panhuang_desk.model.geo.datum import from_wgs84
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import outline_shape, write_shape
from panhuang_desk.services import patrols
from panhuang_desk.services.session import Session

PLANE = Plane((119.97, 33.36))


def gpx(points: list[tuple[float, float]], *, datum: str = "wgs84", timed: bool = True, name: str = "早上") -> str:
    """A track through points in metres, one each ten seconds from nine in the morning of 4 May 2026."""
    lines = []
    for at, point in enumerate(points):
        longitude, latitude = from_wgs84(PLANE.position(point), datum)
        second = 3600 + 10 * at
        moment = f"2026-05-04T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"
        time = f"<time>{moment}</time>" if timed else ""
        lines.append(f'<trkpt lat="{latitude:.7f}" lon="{longitude:.7f}">{time}</trkpt>')
    return f"<gpx><trk><name>{name}</name><trkseg>{''.join(lines)}</trkseg></trk></gpx>"


def straight(metres: int = 300) -> list[tuple[float, float]]:
    return [(float(at), 0.0) for at in range(0, metres + 1, 10)]


def put(tmp_path: Path, text: str, name: str = "五月四日.gpx") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def add_plot(session: Session, name: str, x: float, y: float) -> str:
    corners = ((x, y), (x + 40, y), (x + 40, y + 40), (x, y + 40))
    shape = outline_shape([[[PLANE.position(each) for each in corners]]])
    saved = patrols.save_plot(session, {"name": name, "group_no": 3, "land_kind": "field",
                                        "outline": write_shape(shape)})
    assert saved.record is not None
    return saved.record.id
