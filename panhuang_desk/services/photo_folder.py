"""Photos of many households at once: files whose names begin with the door, such as `3-27 大门.jpg`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.photos import Picture
from panhuang_desk.model.entry import to_halfwidth
from panhuang_desk.model.kind import Record
from panhuang_desk.model.presence import in_register
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services import photos
from panhuang_desk.services.figures import scope
from panhuang_desk.services.import_result import ImportResult, Wrong
from panhuang_desk.services.photos import NewPhoto
from panhuang_desk.services.session import Session

_GROUP = re.compile(r"第?(\d{1,2})\s*(?:组|[-－.])\s*(?=\S)")
_AROUND = " _-号()（）、，,.·"


def import_photos(
    session: Session, source: Path, *, village: str = "", dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """Add the photos of a folder, or one file, each to the household whose door its name begins with.

    All are one action that can be undone. `wrong` names the files that were left out: the place in the order of names,
    the name, and why. A photo that the household has already counts as the same. UserError where there are none, and
    where an office's file is not told the village: a door that only one of them has might be the wrong one.
    """
    villages = scope(session.store, village)
    if len(villages) != 1:
        raise UserError("还不知道这些照片是哪个村（社区）的。", "请指明村（社区）的 12 位代码。", code="village")
    files = _files(source)
    run = _Run(session, villages[0])
    try:
        for number, path in enumerate(files):
            progress(number / len(files), f"正在读照片 {number + 1}/{len(files)}")
            run.take(number + 1, path, dry_run)
        changes = run.save()
    except BaseException:
        photos.forget(session, [photo.id for _, photo in run.kept])
        raise
    progress(1.0, "完成")
    return ImportResult(new=run.new, same=run.same, wrong=tuple(run.wrong), changes=changes, dry_run=dry_run)


@attrs.define
class _Run:
    """One import on its way; pictures are kept one by one, so that many of them need no memory."""

    session: Session
    village: str
    new: int = 0
    same: int = 0
    wrong: list[Wrong] = attrs.field(factory=list)
    kept: list[tuple[str, NewPhoto]] = attrs.field(factory=list)
    known: dict[str, set[str]] = attrs.field(factory=dict)

    def take(self, number: int, path: Path, dry_run: bool) -> None:
        """Read one file and keep its picture."""
        try:
            household, caption = self._household_of(path)
            (picture,) = self._read(path)
        except UserError as problem:
            self.wrong.append(Wrong(number, path.name, f"{problem.message}{problem.hint}"))
            return
        known = self.known.setdefault(household, {
            row.digest for row in photos.photos_of(self.session, "household", household)})
        if picture.digest in known:
            self.same += 1
            return
        known.add(picture.digest)
        self.new += 1
        if not dry_run:
            (photo,) = photos.keep(self.session, [picture])
            self.kept.append((household, photo.described(caption)))

    def save(self) -> Changes:
        """Save the records of all."""
        if not self.kept:
            return Changes()
        with self.session.store.action() as action:
            for household, photo in self.kept:
                photos.save_in(action, self.session, "household", household, [photo])
        return action.changes

    @staticmethod
    def _read(path: Path) -> tuple[Picture, ...]:
        read = photos.read_pictures([path])
        for refused in read.refused:
            raise refused.problem
        return read.pictures

    def _household_of(self, path: Path) -> tuple[str, str]:
        """The household whose door the name begins with, and the words after it."""
        name = to_halfwidth(path.stem).strip()
        match = _GROUP.match(name)
        if match is None:
            raise UserError("文件名开头不是组和门牌。", "请改成“3-27 大门.jpg”这样的名字。", code="photo_name")
        rest = name[match.end():]
        here = [(door, record) for record in self._of_group(int(match[1]))
                if _begins_with(rest, door := _door_of(record))]
        longest = max((len(door) for door, _ in here), default=0)
        there = [record for door, record in here if len(door) == longest]
        found = [record for record in there if in_register(record.values, self.session.today_iso)] or there
        if not found:
            raise UserError("没有这个门牌的户。", "请核对文件名，或先登记这一户。", code="photo_door")
        if len(found) > 1:
            raise UserError("这个门牌不止一户。", "请在窗口里选中那一户再加。", code="photo_doors")
        caption = rest[longest:].strip(_AROUND)
        return found[0].id, "" if caption.isdecimal() else caption

    def _of_group(self, group: int) -> Sequence[Record]:
        return self.session.store.records(
            "household", {"village": self.village, "group_no": group, "merged_into": None})


def _files(source: Path) -> list[Path]:
    if source.is_dir():
        files = sorted(path for path in source.iterdir() if path.suffix.lower() in photos.ENDINGS)
        if not files:
            raise UserError("这个文件夹里没有照片。", "请选放照片的文件夹。", code="photo_none")
        return files
    if not source.is_file():
        raise UserError("没有这个文件或文件夹。", "请核对写的位置。", code="photo_none")
    return [source]


def _door_of(household: Record) -> str:
    """A door as it is compared: without its group before it and without 号."""
    door = to_halfwidth(household.text("door_no")).strip().removesuffix("号")
    return door.removeprefix(f"{household.number('group_no')}-")


def _begins_with(text: str, door: str) -> bool:
    """Whether a text begins with a door that ends there: 27 in `27 大门` and `27号`, not in `271` or `27-1`."""
    if not door or not text.startswith(door):
        return False
    after = text[len(door):]
    return not re.match(r"\d|-\d|[A-Za-z]", after)
