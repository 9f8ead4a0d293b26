"""Small pictures as cameras and computers write them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

NORTH_EAST = {1: "N", 2: (33, 21, 54.0), 3: "E", 4: (120, 4, 58.8)}
"""33.365° N, 120.083° E."""


def saved(image: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    """The bytes of a picture's file."""
    stream = io.BytesIO()
    image.save(stream, kind, **more)
    return stream.getvalue()


def halves(width: int = 80, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red at the left, blue at the right: so that it shows which way up it is."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image.convert(mode)


def camera(width: int = 80, height: int = 40, *, orientation: int = 1, taken: str = "2026:05:14 09:30:12",
           gps: dict[int, Any] | None = None) -> bytes:
    """A JPEG with what a camera writes into it: make, time, position, a thumbnail's worth of notes."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "相机厂".encode().decode("latin-1"), orientation
    exif.get_ifd(0x8769)[0x9003] = taken
    for tag, value in (NORTH_EAST if gps is None else gps).items():
        exif.get_ifd(0x8825)[tag] = value
    return saved(halves(width, height), exif=exif, comment=b"shot by nobody")


def zero_by_zero() -> IFDRational:
    """What some cameras write for a number that they do not know."""
    return IFDRational(0, 0)
