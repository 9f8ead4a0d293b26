"""What lies under the plots: outlines of the village and its groups, and pictures of the ground."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import attrs

from panhuang_desk.exchange.ground_picture import GroundPicture, read_ground_picture
from panhuang_desk.model.fields import Value
from panhuang_desk.model.geo.datum import WGS84, Position, to_wgs84
from panhuang_desk.model.geo.fit import Fit, FitError, FixedPoint, check_size, fitted, in_wgs84, residuals
from panhuang_desk.model.geo.map_data import GROUP, VILLAGE
from panhuang_desk.model.geo.shape import Shape, write_shape
from panhuang_desk.model.ids import new_id
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Changes
from panhuang_desk.services.records import Saved, delete_record, save_in, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store import attachments

__all__ = ("FitError", "FixedPoint", "GroundPicture", "Placing", "area_of", "delete_area", "delete_picture",
           "keep_picture", "picture_fit", "picture_image", "pictures", "place", "placed_by", "read_ground_picture_file",
           "save_area", "show_picture")


@attrs.frozen
class Placing:
    """Where a picture comes to lie: its fit in WGS-84, the points that it was made from, and by how many metres each
    of them is missed.
    """

    fit: Fit
    points: tuple[FixedPoint, ...] = ()
    misses: tuple[float, ...] = ()
    datum: str = WGS84


# Outlines


def area_of(session: Session, village: str, level: str, group_no: int = 0) -> Record | None:
    """The outline of a village, or of one of its groups, if it was drawn."""
    where: dict[str, Value] = {"level": level, **({"village": village} if village else {})}
    return next((record for record in session.store.records("map_area", where, order=("id",))
                 if level == VILLAGE or record["group_no"] == group_no), None)


def save_area(session: Session, shape: Shape, level: str, group_no: int = 0, *, village: str = "") -> Saved:
    """Save the outline of the village or of a group, in the place of the one that is there."""
    code = village or session.store.home
    known = area_of(session, code, level, group_no)
    names = {each.code: each.name for each in session.store.villages}
    name = f"{group_no} 组" if level == GROUP else names.get(code, "本村")
    values: dict[str, Value] = {
        "name": name, "level": level, "group_no": group_no if level == GROUP else None, "outline": write_shape(shape),
        "received": None, "datum": WGS84}
    return save_record(session, "map_area", values, known.id if known else None, village=village)


def delete_area(session: Session, id: str) -> Changes:
    """Take an outline off the map."""
    return delete_record(session, "map_area", id)


# Pictures


def read_ground_picture_file(path: Path) -> GroundPicture:
    """A picture of the ground with the fit of its world file; UserError where it cannot be read."""
    return read_ground_picture(path)


def place(picture: GroundPicture, datum: str) -> Placing:
    """Where the world file puts a picture; FitError where there is none."""
    if picture.fit is None:
        raise FitError(picture.note or "图旁边没有坐标文件。")
    return Placing(in_wgs84(picture.fit, datum, picture.width, picture.height), datum=datum)


def placed_by(picture: GroundPicture, points: Sequence[tuple[float, float, Position]], datum: str) -> Placing:
    """Where fixed points put a picture: column, line and position in a datum each; FitError where they cannot."""
    fixed = tuple(FixedPoint(column, line, to_wgs84(position, datum)) for column, line, position in points)
    fit = fitted(fixed)
    check_size(fit, picture.width, picture.height)
    return Placing(fit, fixed, residuals(fit, fixed), datum)


def keep_picture(session: Session, picture: GroundPicture, placing: Placing, *, village: str = "") -> Saved:
    """Keep a picture under the map, as one action that can be undone."""
    id, code = new_id(), village or session.store.home
    attachments.keep(session.store, id, picture.image)
    try:
        with session.store.action() as action:
            for each in pictures(session, code):
                if each["shown"]:
                    save_in(action, session, "map_picture", {"shown": 0}, each.id)
            saved = save_in(action, session, "map_picture", {
                "name": picture.name, "width": picture.width, "height": picture.height,
                "fit": json.dumps(placing.fit.numbers), "datum": placing.datum, "shown": 1,
                "points": json.dumps([[each.column, each.line, *each.position] for each in placing.points]) or None,
                "digest": hashlib.sha256(picture.image).hexdigest()}, id, village=code)
    except BaseException:
        attachments.drop_unnamed(session.store, [id])
        raise
    return attrs.evolve(saved, changes=action.changes)


def pictures(session: Session, village: str = "") -> list[Record]:
    """The pictures of the ground, the newest first."""
    found = session.store.records("map_picture", {"village": village} if village else {}, order=("id",))
    return found[::-1]


def picture_image(session: Session, id: str) -> bytes | None:
    """A picture as JPEG; None where it is gone."""
    return attachments.content(session.store, id)


def picture_fit(record: Record) -> Fit | None:
    """Where a picture lies; None where that is damaged."""
    try:
        return Fit.of(json.loads(record.text("fit")))
    except (ValueError, TypeError):
        return None


def show_picture(session: Session, id: str, shown: bool) -> Changes:
    """Show a picture of the ground, which hides the others of its village, or hide it."""
    record = session.store.get("map_picture", id)
    with session.store.action() as action:
        for each in pictures(session, record.village if record else ""):
            if bool(each["shown"]) == (shown and each.id == id):
                continue
            save_in(action, session, "map_picture", {"shown": int(shown and each.id == id)}, each.id)
    return action.changes


def delete_picture(session: Session, id: str) -> Changes:
    """Take a picture off the map; it stays in the file as long as that can be undone."""
    return delete_record(session, "map_picture", id)
