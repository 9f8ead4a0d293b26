"""Any camera's file becomes a small upright picture without metadata; what is none is refused in plain words."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange import photos
from panhuang_desk.exchange.photos import read_picture
from PIL import Image, ImageCms

from .photo_files import NORTH_EAST, camera, halves, saved, zero_by_zero


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def markers(data: bytes) -> list[int]:
    """The markers of a JPEG's segments up to the picture itself."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        found.append(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return found


def near(image: Image.Image, point: tuple[int, int], colour: tuple[int, int, int], within: int = 40) -> bool:
    pixel = image.convert("RGB").getpixel(point)
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= within for one, other in zip(pixel, colour, strict=True))


RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def test_time_and_place_are_read_and_nothing_of_them_stays_in_the_picture() -> None:
    picture = read_picture(camera())
    assert picture.taken_at == "2026-05-14 09:30"
    assert picture.position == (120.083, 33.365)
    for data in (picture.image, picture.preview):
        assert data[:2] == b"\xff\xd8"
        assert not {0xFE, *range(0xE1, 0xF0)} & set(markers(data)), "no comment, no APP1 to APP15"
        assert b"Exif" not in data
        assert b"shot by" not in data
        assert not opened(data).getexif()
    assert picture.digest == hashlib.sha256(picture.image).hexdigest()
    assert (picture.width, picture.height) == opened(picture.image).size


@pytest.mark.parametrize(("orientation", "red", "blue"), [
    (1, (5, 20), (75, 20)), (2, (75, 20), (5, 20)), (3, (75, 20), (5, 20)), (4, (5, 20), (75, 20)),
    (5, (20, 5), (20, 75)), (6, (20, 5), (20, 75)), (7, (20, 75), (20, 5)), (8, (20, 75), (20, 5)),
])
def test_a_picture_stands_upright(orientation: int, red: tuple[int, int], blue: tuple[int, int]) -> None:
    image = opened(read_picture(camera(orientation=orientation)).image)
    assert image.size == ((80, 40) if orientation < 5 else (40, 80))
    assert near(image, red, RED)
    assert near(image, blue, BLUE)


def test_a_large_picture_becomes_small() -> None:
    picture = read_picture(camera(4000, 3000))
    assert (picture.width, picture.height) == (1600, 1200)
    assert max(opened(picture.preview).size) == 240


def test_a_picture_full_of_noise_still_fits() -> None:
    noise = Image.frombytes("RGB", (1900, 1500), random.Random(7).randbytes(1900 * 1500 * 3))
    picture = read_picture(saved(noise, quality=90))
    assert len(picture.image) <= photos.IMAGE_BYTES
    assert len(picture.preview) <= photos.PREVIEW_BYTES


def test_a_small_picture_stays_its_size() -> None:
    picture = read_picture(saved(halves(30, 20)))
    assert (picture.width, picture.height) == (30, 20)
    assert picture.taken_at == ""
    assert picture.position is None


@pytest.mark.parametrize(("kind", "mode"), [
    ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("BMP", "RGB"), ("GIF", "P"),
    ("WEBP", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("MPO", "RGB"),
])
def test_all_usual_kinds_come_in(kind: str, mode: str) -> None:
    image = opened(read_picture(saved(halves(mode=mode), kind)).image)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (80, 40))
    if mode in ("RGB", "RGBA", "P", "CMYK"):
        assert near(image, (5, 20), RED, within=60)
        assert near(image, (75, 20), BLUE, within=60)


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert near(opened(read_picture(saved(clear, "PNG")).image), (20, 20), WHITE)
    palette = halves(mode="P")
    palette.info["transparency"] = palette.getpixel((5, 20))
    shown = opened(read_picture(saved(palette, "PNG", transparency=palette.getpixel((5, 20)))).image)
    assert near(shown, (5, 20), WHITE)
    assert near(shown, (75, 20), BLUE)


def test_sixteen_bits_of_grey_keep_their_light() -> None:
    grey = Image.new("I;16", (20, 20), 0x8000)
    assert near(opened(read_picture(saved(grey, "PNG")).image), (10, 10), (128, 128, 128), within=4)


def test_colours_of_another_space_are_brought_to_srgb_and_a_broken_profile_does_no_harm() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given in (profile, b"no profile at all"):
        picture = read_picture(saved(halves(), icc_profile=given))
        assert near(opened(picture.image), (5, 20), RED)
        assert "icc_profile" not in opened(picture.image).info


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(opened(read_picture(data).image), (10, 10), RED)


@pytest.mark.parametrize("gps", [
    {},
    {2: NORTH_EAST[2], 4: NORTH_EAST[4]},
    {**NORTH_EAST, 1: ""},
    {**NORTH_EAST, 2: (33, 21, zero_by_zero())},
    {**NORTH_EAST, 2: (133, 0, 0)},
    {**NORTH_EAST, 9: "V"},
    {1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)},
])
def test_a_position_that_is_not_whole_is_none(gps: dict[int, object]) -> None:
    picture = read_picture(camera(gps=gps))
    assert picture.position is None
    assert picture.taken_at == "2026-05-14 09:30"


def test_south_and_west_are_negative() -> None:
    position = read_picture(camera(gps={**NORTH_EAST, 1: "S", 3: "W"})).position
    assert position == (-120.083, -33.365)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "昨天".encode().decode("latin-1"), ""])
def test_a_clock_that_was_never_set_says_nothing(taken: str) -> None:
    assert read_picture(camera(taken=taken)).taken_at == ""


def test_broken_notes_do_not_spoil_a_good_picture() -> None:
    data = camera()
    at = data.index(b"Exif\0\0") + 6
    for spoil in (b"XX", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 60):
        picture = read_picture(data[:at] + spoil + data[at + len(spoil):])
        assert near(opened(picture.image), (5, 20), RED)


@pytest.mark.parametrize(("data", "code"), [
    (b"", "photo_empty"),
    (b"%PDF-1.7 not a picture", "photo_format"),
    ("户主,门牌\n".encode(), "photo_format"),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo_heic"),
    (camera(400, 300)[:-900], "photo_broken"),
    (saved(halves(400, 300), "PNG")[:-40], "photo_broken"),
    (camera()[:100], "photo_broken"),
])
def test_what_cannot_be_kept_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_picture(data)
    assert caught.value.code == code
    assert caught.value.hint.endswith("。")


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UserError) as caught:
        read_picture(saved(Image.new("1", (9000, 9000)), "PNG"))
    assert caught.value.code == "photo_pixels"


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "FILE_BYTES", 1000)
    with pytest.raises(UserError) as caught:
        read_picture(camera(800, 600))
    assert caught.value.code == "photo_large"
