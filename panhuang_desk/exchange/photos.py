"""Pictures in: any camera's file becomes a small upright JPEG that says nothing of where, when and by what it was made.

What the file says of place and time is read first and handed on beside the picture, for a person to decide about.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import math
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from panhuang_desk.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE, PREVIEW_SIDE = 1600, 240
"""The longest side of a picture and of its preview, in pixels."""

IMAGE_BYTES, PREVIEW_BYTES = 300 * 1024, 20 * 1024
"""The most that a picture and its preview take."""

FILE_BYTES = 50 * 1024 * 1024
"""The largest file that is read; a picture of 108 megapixels takes about 40 MB."""

_PIXELS, _PIXELS_JPEG = 50_000_000, 120_000_000
"""What is refused before it is unpacked. A JPEG is unpacked at a fraction of its size, so that it may be larger."""

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
_QUALITIES = (85, 78, 70, 62, 54)
_SMALLER = 0.85
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825
_TAKEN, _DIGITIZED = 0x9003, 0x9004
_GPS_STATUS, _GPS_VOID = 9, "V"


@attrs.frozen
class Picture:
    """A picture ready to be kept: JPEG bytes, upright, without metadata; a small one; its size in pixels.

    `taken_at` is `YYYY-MM-DD HH:MM` in the camera's time, empty where the file does not say; `position` longitude and
    latitude in WGS-84 degrees; `digest` the SHA-256 of `image` in hexadecimal.
    """

    image: bytes
    preview: bytes
    width: int
    height: int
    taken_at: str
    position: tuple[float, float] | None
    digest: str


def read_picture(data: bytes) -> Picture:
    """Read the bytes of a picture's file; UserError in plain words for what is none, is broken or is too large."""
    if not data:
        raise UserError("这个文件是空的。", "请从手机或相机里重新复制一次。", code="photo_empty")
    if len(data) > FILE_BYTES:
        raise too_large()
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise UserError("这是 HEIC 格式的照片，这里打不开。", "请在手机上改成 JPEG 再存，或者发一张截图。",
                        code="photo_heic")
    with warnings.catch_warnings():
        # Pillow warns of what is odd about metadata and of large sizes; both are dealt with here.
        warnings.simplefilter("ignore")
        return _read(data)


def too_large() -> UserError:
    """What is said of a file that is larger than any photo."""
    return UserError(f"这个文件超过 {FILE_BYTES // 1024 // 1024} MB，不收。", "请换一张小一些的照片。",
                     code="photo_large")


def _read(data: bytes) -> Picture:
    from PIL import Image as Images  # loaded on first use
    from PIL import UnidentifiedImageError

    try:
        opened = Images.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        if data.startswith(_BEGINNINGS):
            raise _broken() from None
        raise UserError("这不是能收的照片。", "能收 JPEG、PNG、WEBP、BMP 和 GIF；请另存成 JPEG 再加。",
                        code="photo_format") from None
    except Images.DecompressionBombError:
        raise _too_many_pixels() from None
    jpeg = opened.format in ("JPEG", "MPO")
    if opened.width * opened.height > (_PIXELS_JPEG if jpeg else _PIXELS):
        raise _too_many_pixels()
    orientation, taken_at, position = _said(opened)
    try:
        if jpeg:
            opened.draft(None, (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        opened.load()
        whole = _plain(_upright(opened, orientation), opened.info.get("icc_profile"))
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, MemoryError):
        raise _broken() from None
    image, size = _jpeg(whole, LONGEST_SIDE, IMAGE_BYTES)
    preview, _ = _jpeg(whole, PREVIEW_SIDE, PREVIEW_BYTES)
    return Picture(image, preview, *size, taken_at, position, hashlib.sha256(image).hexdigest())


def _broken() -> UserError:
    return UserError("照片坏了，或者没有复制完整。", "请从手机或相机里重新复制一次。", code="photo_broken")


def _too_many_pixels() -> UserError:
    return UserError("照片的尺寸太大，不收。", "请用手机或看图软件把它缩小后再加。", code="photo_pixels")


# What the file says of itself


def _said(image: Image) -> tuple[int, str, tuple[float, float] | None]:
    """Orientation (1 to 8), when and where; what cannot be read counts as not said."""
    try:
        exif = image.getexif()
        orientation, about, place = exif.get(_ORIENTATION, 1), dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))
    except Exception:  # A camera's broken notes make Pillow raise almost anything; the picture is still good.
        return 1, "", None
    orientation = orientation if orientation in range(1, 9) else 1
    return orientation, _moment(about.get(_TAKEN)) or _moment(about.get(_DIGITIZED)), _position(place)


def _moment(text: Any) -> str:
    """`2026:05:14 09:30:12` as `2026-05-14 09:30`; empty for anything else."""
    try:
        found = dt.datetime.strptime(str(text).strip(" \0")[:16], "%Y:%m:%d %H:%M")
    except ValueError:
        return ""
    return f"{found:%Y-%m-%d %H:%M}" if found.year >= 1990 else ""


def _position(place: Mapping[int, Any]) -> tuple[float, float] | None:
    """Longitude and latitude; None where a part is missing, impossible, or the receiver had no fix."""
    if str(place.get(_GPS_STATUS, "")).strip("\0 ") == _GPS_VOID:
        return None
    latitude = _degrees(place.get(2), str(place.get(1, "")), "NS", 90)
    longitude = _degrees(place.get(4), str(place.get(3, "")), "EW", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return longitude, latitude


def _degrees(parts: Any, side: str, sides: str, most: float) -> float | None:
    """Degrees out of degrees, minutes and seconds, negative on the second side; None where they make no angle."""
    side = side.strip("\0 ").upper()
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not 1 <= len(numbers) <= 3 or side not in tuple(sides) or not all(map(math.isfinite, numbers)):
        return None
    whole: float = sum(number / 60 ** place for place, number in enumerate(numbers))
    if min(numbers) < 0 or whole > most:
        return None
    return round(-whole if side == sides[1] else whole, 6)


# The picture itself


def _upright(image: Image, orientation: int) -> Image:
    """The picture turned as the camera was held."""
    from PIL.Image import Transpose

    turns = {2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM,
             5: Transpose.TRANSPOSE, 6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90}
    return image.transpose(turns[orientation]) if orientation in turns else image


def _plain(image: Image, profile: bytes | None) -> Image:
    """The picture in sRGB at no more than the size that is kept, over white, and with nothing attached to it."""
    from PIL import Image as Images

    if image.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight are what is seen.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Images.Resampling.LANCZOS)
    clean = Images.new("RGB", image.size, "white")
    if image.mode in ("LA", "RGBA"):
        clean.paste(image.convert("RGB"), mask=image.getchannel("A"))
    else:
        clean.paste(_in_srgb(image, profile))
    return clean


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """Colours as they look on any screen; where the profile cannot be read, as they are written."""
    from PIL import ImageCms

    if profile:
        try:
            found = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB")
            if found is not None:
                return found
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def _jpeg(image: Image, side: int, most: int) -> tuple[bytes, tuple[int, int]]:
    """JPEG of at most so many bytes and its size in pixels: first by quality, then by size."""
    from PIL import Image as Images

    image = image.copy()
    image.thumbnail((side, side), Images.Resampling.LANCZOS)
    while True:
        for quality in _QUALITIES:
            stream = io.BytesIO()
            image.save(stream, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
            if stream.tell() <= most:
                return stream.getvalue(), image.size
        image = image.resize((max(1, round(image.width * _SMALLER)), max(1, round(image.height * _SMALLER))),
                             Images.Resampling.LANCZOS)
