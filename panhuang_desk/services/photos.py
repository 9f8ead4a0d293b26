"""Photos of households, visits and finds: read in, kept before they are saved, shown, deleted; the point one offers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange import photos as _reading
from panhuang_desk.exchange.photos import Picture
from panhuang_desk.model.fields import Value
from panhuang_desk.model.ids import new_id
from panhuang_desk.model.kinds import PHOTO
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services import records
from panhuang_desk.services.households import save_household
from panhuang_desk.services.records import Saved
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action
from panhuang_desk.store import photos as _photos
from panhuang_desk.store.photos import PhotoRow
from panhuang_desk.store.survivors import parts_of

ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".heic", ".heif")
"""The endings of pictures' files; those that cannot be read are told what to do instead."""

CAPTION = PHOTO.by_name["caption"].max_length
"""The most characters of a caption."""

_OF_PEOPLE = ("household", "visit")

_NEAR_METRES = 30
"""Within this a photo's place and the household's point are the same; receivers err by as much."""


@attrs.frozen
class Refused:
    """A file that was not taken: its name, and why."""

    name: str
    problem: UserError


@attrs.frozen
class ReadPictures:
    """What came of reading files: the pictures in the order of the files, and those that were refused."""

    pictures: tuple[Picture, ...]
    refused: tuple[Refused, ...] = ()


@attrs.frozen
class NewPhoto:
    """A photo whose picture is in the file already, and whose record is not. `position` is longitude and latitude."""

    id: str
    taken_at: str
    width: int
    height: int
    bytes: int
    digest: str
    position: tuple[float, float] | None = None
    caption: str = ""

    def described(self, caption: str) -> NewPhoto:
        """The same with another caption."""
        return attrs.evolve(self, caption=caption.strip()[:CAPTION])

    def as_text(self) -> str:
        """What a draft keeps of it."""
        return json.dumps({**attrs.asdict(self), "id": None})

    @classmethod
    def from_text(cls, id: str, text: str) -> NewPhoto:
        """The photo of a draft."""
        facts = json.loads(text)
        place = facts["position"]
        return cls(**{**facts, "id": id, "position": tuple(place) if place else None})


@attrs.frozen
class Point:
    """A place that a photo offers as the household's or the find's, in WGS-84 degrees.

    `metres` says how far it lies from the point that the record has; None where it has none.
    """

    longitude: float
    latitude: float
    metres: int | None = None


# Reading


def read_pictures(paths: Iterable[Path], progress: Progress = no_progress) -> ReadPictures:
    """Read the files of pictures; what cannot be kept is refused by name, and the others come in."""
    files = list(paths)
    pictures, refused = [], []
    for number, path in enumerate(files):
        progress(number / len(files), f"正在读照片 {number + 1}/{len(files)}")
        try:
            pictures.append(_reading.read_picture(_bytes_of(path)))
        except UserError as problem:
            refused.append(Refused(path.name, problem))
    return ReadPictures(tuple(pictures), tuple(refused))


def read_pasted(data: bytes) -> ReadPictures:
    """The same of a picture that was copied, not as a file."""
    try:
        return ReadPictures((_reading.read_picture(data),))
    except UserError as problem:
        return ReadPictures((), (Refused("粘贴的图", problem),))


# Keeping and saving


def keep(session: Session, pictures: Iterable[Picture]) -> list[NewPhoto]:
    """Put pictures into the file at once, before there are records of them; a draft must name them."""
    found = []
    with session.store.bulk():
        for each in pictures:
            id = new_id()
            _photos.keep(session.store, id, each.image, each.preview)
            found.append(NewPhoto(id, each.taken_at, each.width, each.height, len(each.image), each.digest,
                                  each.position))
    return found


def save_in(
    action: Action, session: Session, source_table: str, source_id: str, photos: Iterable[NewPhoto],
) -> None:
    """Save the records of photos that are kept already, inside an action that may hold more.

    Where a photo was taken is kept of places only, not of where people live.
    """
    for photo in photos:
        values: dict[str, Value] = {
            "source_table": source_table, "source_id": source_id, "caption": photo.caption or None,
            "taken_at": photo.taken_at or None, "width": photo.width, "height": photo.height,
            "bytes": photo.bytes, "digest": photo.digest}
        if photo.position and source_table not in _OF_PEOPLE:
            values |= {"longitude": photo.position[0], "latitude": photo.position[1]}
        if not records.save_in(action, session, "photo", values, photo.id).ok:
            raise ValueError(f"a photo cannot be saved of {source_table}")


def add_photos(session: Session, source_table: str, source_id: str, pictures: Iterable[Picture]) -> Changes:
    """Keep pictures and save their records, as one action that can be undone."""
    with session.store.bulk():
        kept = keep(session, pictures)
        with session.store.action() as action:
            save_in(action, session, source_table, source_id, kept)
    return action.changes


def delete_photo(session: Session, id: str) -> Changes:
    """Delete a photo; it can be undone, and the picture stays in the file until the household's data are erased."""
    return records.delete_record(session, "photo", id)


def drop_photos(action: Action, session: Session, source_table: str, source_id: str) -> None:
    """Delete the photos of a record that is deleted, inside its action."""
    for record in session.store.records("photo", {"source_table": source_table, "source_id": source_id}):
        action.delete("photo", record.id)


def describe(session: Session, id: str, caption: str) -> Saved:
    """Write what a photo shows; it takes at most `CAPTION` characters."""
    return records.save_record(session, "photo", {"caption": caption.strip() or None}, id)


def forget(session: Session, ids: Sequence[str]) -> None:
    """Remove those of the pictures that neither a record nor a draft names."""
    _photos.drop_unnamed(session.store, ids)


def still_there(session: Session, photos: Sequence[NewPhoto]) -> list[NewPhoto]:
    """Those photos of a draft whose pictures are in the file."""
    held = _photos.there(session.store, [photo.id for photo in photos])
    return [photo for photo in photos if photo.id in held]


# Showing


def photos_of(session: Session, source_table: str, source_id: str) -> list[PhotoRow]:
    """The photos of a record; of a household those of its visits and of entries merged into it too, newest first,
    of a patrol those of its plots too.
    """
    if source_table == "household":
        return _photos.of_households(session.store, parts_of(session.store, source_id))
    if source_table == "patrol":
        return _photos.of_patrol(session.store, source_id)
    return _photos.of_source(session.store, source_table, source_id)


def image(session: Session, id: str) -> bytes | None:
    """A photo as JPEG; None where its picture is gone."""
    return _photos.image(session.store, id)


def preview(session: Session, id: str) -> bytes | None:
    """The small one as JPEG."""
    return _photos.preview(session.store, id)


# Where it was taken


def offered_point(
    session: Session, id: str, photos: Iterable[NewPhoto | Picture], kind: str = "household",
) -> Point | None:
    """The place that the photos offer as a household's or a find's: the newest one's, unless it is there already."""
    place = next((photo.position for photo in reversed(list(photos)) if photo.position), None)
    record = session.store.get(kind, id)
    if place is None or record is None:
        return None
    known = record["longitude"], record["latitude"]
    if not (isinstance(known[0], float) and isinstance(known[1], float)):
        return Point(*place)
    metres = _metres((known[0], known[1]), place)
    return Point(*place, metres) if metres > _NEAR_METRES else None


def take_point(session: Session, id: str, point: Point, kind: str = "household") -> Saved:
    """Keep a place as the point of a household or a find."""
    place: dict[str, Value] = {"longitude": point.longitude, "latitude": point.latitude}
    return save_household(session, place, id) if kind == "household" else records.save_record(session, kind, place, id)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _reading.FILE_BYTES:
            raise _reading.too_large()
        return path.read_bytes()
    except OSError:
        raise UserError("这个文件读不出来。", "请看它还在不在，U盘拔了没有。", code="photo_unread") from None


def _metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    """The distance of two points on the ground, good enough for a village."""
    middle = math.radians((one[1] + other[1]) / 2)
    east, north = (other[0] - one[0]) * math.cos(middle), other[1] - one[1]
    return round(math.hypot(east, north) * 111_320)
