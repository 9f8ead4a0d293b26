"""The guide to plants: read from the data files, shown, and printed on one page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.model.guide import Guide, parse_guide
from panhuang_desk.model.line_drawing import LineDrawing, read_drawing
from panhuang_desk.services.resources import Resources, load_toml

GUIDE_PAPER = "辨认图"
"""The name of the printed page."""

_FOLDER = "guide"


def guide_of(resources: Resources) -> Guide:
    """The guide; UserError where its file is damaged."""
    path = resources.folder / _FOLDER / "guide.toml"
    try:
        return parse_guide(load_toml(path))
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def drawing_svg(resources: Resources, name: str) -> str:
    """A drawing as SVG text, for the screen; only one that paper can draw, too."""
    return _read(resources.folder / _FOLDER / f"{name}.svg")[0]


def drawing(resources: Resources, name: str) -> LineDrawing:
    """A drawing as lines and curves, for paper."""
    return _read(resources.folder / _FOLDER / f"{name}.svg")[1]


def guide_paper(resources: Resources) -> bytes:
    """The guide as PDF, one A4 page, to be taken along."""
    from panhuang_desk.report.guide import guide_bytes  # reportlab is loaded on first use

    found = guide_of(resources)
    return guide_bytes(found, {name: drawing(resources, name) for name in found.drawings})


@lru_cache(maxsize=64)
def _read(path: Path) -> tuple[str, LineDrawing]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, read_drawing(text)
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> UserError:
    return UserError(f"资料文件 {path.name} 读不了或内容不对，已有的记录没有受影响。",
                     "请从安装包里把这个文件拷回来再打开。", code="resource")
