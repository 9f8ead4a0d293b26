"""A picture of the ground from a file, an orthophoto or a scanned map, with the world file beside it where one is."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.fit import Fit, FitError, check_size, read_world_file

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 4096
"""A picture is kept with at most so many pixels along its longer side."""

FILE_BYTES = 400 * 1024 * 1024
_PIXELS = 250_000_000
_FORMATS = ("JPEG", "PNG", "TIFF")
_WORLD_ENDINGS = {".jpg": (".jgw", ".jpgw"), ".jpeg": (".jgw", ".jpegw"), ".png": (".pgw", ".pngw"),
                  ".tif": (".tfw", ".tifw"), ".tiff": (".tfw", ".tiffw")}
_QUALITY = 82

ENDINGS = tuple(_WORLD_ENDINGS)


@attrs.frozen
class GroundPicture:
    """A JPEG ready to be kept. `fit` is that of the world file, for the size kept, in the datum it was made in; `note`
    says in Chinese why a world file that is there was not taken.
    """

    name: str
    image: bytes
    width: int
    height: int
    fit: Fit | None = None
    note: str = ""


def read_ground_picture(path: Path) -> GroundPicture:
    """Read a picture; UserError in plain words for what is none or cannot be read."""
    try:
        if path.stat().st_size > FILE_BYTES:
            raise UserError("这张图超过 400 MB，不收。", "请先用看图软件把它缩小，再加进来。", code="ground_large")
        data = path.read_bytes()
    except OSError:
        raise UserError("这个文件读不出来。", "请看它还在不在，U盘拔了没有。", code="ground_unread") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image, width, height, share = _scaled(data)
    fit, note = _world(path)
    if fit is not None:
        try:
            check_size(fit, round(width / share), round(height / share))
            fit = fit.shrunk(share)
        except FitError as problem:
            fit, note = None, str(problem)
    return GroundPicture(path.stem[:60], image, width, height, fit, note)


def _scaled(data: bytes) -> tuple[bytes, int, int, float]:
    """The picture as JPEG, its size, and what share of its former size that is."""
    from PIL import Image as Images  # loaded on first use
    from PIL import ImageOps, UnidentifiedImageError

    before, Images.MAX_IMAGE_PIXELS = Images.MAX_IMAGE_PIXELS, None
    try:
        opened = Images.open(io.BytesIO(data), formats=_FORMATS)
        if opened.width * opened.height > _PIXELS:
            raise UserError("这张图的尺寸太大，不收。", "请先用看图软件把它缩小，再加进来。", code="ground_pixels")
        whole = opened.width
        if opened.format == "JPEG":
            opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        image: Image = opened if opened.format == "TIFF" else ImageOps.exif_transpose(opened)
        turned = image.width if image.size == opened.size else image.height
        image = _flattened(image)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Images.Resampling.LANCZOS, reducing_gap=2.0)
    except UnidentifiedImageError:
        raise UserError("这不是能做底图的图片。", "能用 JPEG、PNG 和 TIFF；别的格式请先另存成 JPEG。",
                        code="ground_format") from None
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, MemoryError, TypeError, KeyError):
        raise UserError("这张图读不出来，可能坏了，或者是这里不认识的 TIFF。", "请用看图软件另存成 JPEG 或 PNG 再加。",
                        code="ground_broken") from None
    finally:
        Images.MAX_IMAGE_PIXELS = before
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    share = (image.width if turned == opened.width else image.height) / whole
    return stream.getvalue(), image.width, image.height, share


def _flattened(image: Image) -> Image:
    """A picture in colours without transparency: what is clear becomes white; 16 bits become 8."""
    from PIL import Image as Images

    if image.mode.startswith(("I", "F")):
        low, high = (float(edge) for edge in image.getextrema())  # type: ignore[arg-type]
        steps = 255 / (high - low or 1.0)
        image = image.convert("F").point(lambda value: value * steps - low * steps).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Images.new("RGBA", clear.size, "white")
        ground.alpha_composite(clear)
        image = ground
    return image.convert("RGB")


def _world(path: Path) -> tuple[Fit | None, str]:
    """The fit of the world file beside a picture, or why it cannot be taken."""
    endings = (*_WORLD_ENDINGS.get(path.suffix.lower(), ()), ".wld")
    try:
        beside = {each.name.lower(): each for each in path.parent.iterdir()
                  if each.stem.lower() in (path.stem.lower(), path.name.lower())}
    except OSError:
        return None, ""
    for name in (*(path.stem.lower() + ending for ending in endings), path.name.lower() + ".wld"):
        if name in beside:
            try:
                return read_world_file(beside[name].read_bytes()[:2000].decode("utf-8", "replace")), ""
            except FitError as problem:
                return None, str(problem)
            except OSError:
                return None, "旁边的坐标文件读不出来。"
    return None, ""
