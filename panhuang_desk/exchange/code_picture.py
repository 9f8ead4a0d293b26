"""QR codes in a photo or a scan of paper."""

from __future__ import annotations

import io

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.pdf_read import Picture, codes_of

LARGEST = 4000
"""In points: larger pictures are made smaller first, a code is still read."""
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def is_picture(content: bytes) -> bool:
    """Whether this is a PNG or a JPEG."""
    return content.startswith(_BEGINNINGS)


def codes_in_picture(content: bytes) -> tuple[str, ...]:
    """What the codes in a picture say; UserError where it cannot be read."""
    from PIL import Image, ImageOps  # loaded on first use

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            image.thumbnail((LARGEST, LARGEST))
            grey = ImageOps.exif_transpose(image).convert("L")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UserError("这张图读不出来，文件可能已损坏。", "请重新拍照或扫描。", code="picture") from None
    return codes_of(Picture(grey.width, grey.height, grey.tobytes()))
