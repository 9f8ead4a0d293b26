"""Pictures of the ground: read, made smaller, refused in words; never a crash on a broken one."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.ground_picture import LONGEST_SIDE, read_ground_picture
from PIL import Image

WORLD = "0.00001\n0\n0\n-0.000009\n119.97\n33.36\n"


def _picture(size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, 90)


@pytest.mark.parametrize(("name", "mode", "world"), [
    ("航拍.jpg", "RGB", ".jgw"), ("航拍.JPG", "L", ".JGW"), ("扫描.png", "RGBA", ".pgw"), ("扫描.png", "P", ".wld"),
    ("正射.tif", "RGB", ".tfw"), ("高程.tif", "I;16", ".tfw"), ("高程.tif", "F", ".tifw")])
def test_usual_files_come_in_with_their_world_file(tmp_path: Path, name: str, mode: str, world: str) -> None:
    path = tmp_path / name
    _picture(mode=mode).save(path)
    (tmp_path / (path.stem + world)).write_text(WORLD)
    read = read_ground_picture(path)
    with Image.open(io.BytesIO(read.image)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (300, 200))
    assert read.fit is not None
    assert read.fit.position(0, 0) == pytest.approx((119.97, 33.36))
    assert (read.name, read.note) == (path.stem, "")


def test_a_large_one_is_made_smaller_and_stays_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "大.jpg"
    _picture((6000, 3000)).save(path, quality=20)
    path.with_suffix(".jgw").write_text(WORLD)
    read = read_ground_picture(path)
    assert max(read.width, read.height) == LONGEST_SIDE
    assert read.fit is not None
    share = read.width / 6000
    place = read.fit.position(3000 * share - 0.5, -0.5)
    assert place == pytest.approx((119.97 + 2999.5e-5, 33.36 + 0.5 * 9e-6), abs=1e-7)


def test_a_world_file_of_projected_metres_is_left_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    _picture().save(path)
    path.with_suffix(".pgw").write_text("0.5\n0\n0\n-0.5\n500123\n3695012\n")
    read = read_ground_picture(path)
    assert read.fit is None
    assert "投影坐标" in read.note


def test_without_a_world_file_there_is_no_place(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    _picture().save(path)
    (tmp_path / "b.pgw").write_text(WORLD)
    assert (read_ground_picture(path).fit, read_ground_picture(path).note) == (None, "")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"II*\0" + b"\xff" * 40, b"\xff\xd8\xff\xe0 short"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tif"
    path.write_bytes(content)
    with pytest.raises(UserError) as said:
        read_ground_picture(path)
    assert said.value.hint
    with pytest.raises(UserError):
        read_ground_picture(tmp_path / "gone.jpg")


def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    dice, path = random.Random(4), tmp_path / "x.tif"
    for kind in ("TIFF", "PNG", "JPEG"):
        stream = io.BytesIO()
        _picture((60, 40)).save(stream, kind)
        for _ in range(40):
            data = bytearray(stream.getvalue())
            for _ in range(dice.randint(1, 6)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            path.write_bytes(bytes(data[:dice.randint(len(data) // 2, len(data))]))
            with contextlib.suppress(UserError):
                assert read_ground_picture(path).image
