"""The fonts of the paper: which are used, what they cover, and what happens to a character that none of them has.

The machine's own 仿宋, 小标宋, 黑体 and 楷体 are used where they are installed and may be embedded; the bundled
Noto Sans SC stands in for each of them, and behind each of them for single characters that it lacks. A character that
no font has is printed as 〓, the printer's mark for a missing type, never as an empty box; `missing_glyphs` names such
characters so that the person is warned before printing.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import attrs
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from panhuang_desk import assets
from panhuang_desk.errors import UserError

MISSING = "〓"
"""What stands on paper for a character that no font has."""

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"

_LOCAL: Mapping[str, tuple[str, ...]] = {
    "title": ("fzxbsjw", "fzxbsjw--gb1-0", "fzxbsk", "fzxiaobiaosong-b05s", "方正小标宋简体", "方正小标宋_gbk",
              "方正小标宋"),
    "heading": ("simhei", "黑体"),
    "subheading": ("simkai", "kaiti_gb2312", "楷体_gb2312", "楷体"),
    "body": ("simfang", "fangsong_gb2312", "仿宋_gb2312", "仿宋"),
}
"""File names without ending, in lower case, under which the fonts of official paper are installed, best first."""


@attrs.frozen(eq=False)
class Face:
    """One registered font: its name for reportlab, and the advance of each character in thousandths of the size."""

    name: str
    advances: Mapping[int, float]

    def has(self, char: str) -> bool:
        """Whether the font draws this character."""
        return ord(char) in self.advances


@attrs.frozen(eq=False, slots=False)
class FontSet:
    """The faces of each role, the preferred one first. Roles: title, heading, subheading, body, strong, table."""

    title: tuple[Face, ...]
    heading: tuple[Face, ...]
    subheading: tuple[Face, ...]
    body: tuple[Face, ...]
    strong: tuple[Face, ...]
    table: tuple[Face, ...]

    def faces(self, role: str) -> tuple[Face, ...]:
        """The faces of a role."""
        return self._by_role[role]

    @cached_property
    def _by_role(self) -> dict[str, tuple[Face, ...]]:
        return {name: getattr(self, name) for name in ("title", "heading", "subheading", "body", "strong", "table")}

    def face_of(self, role: str, char: str) -> Face | None:
        """The first face of the role that draws the character, or None."""
        return next((face for face in self._by_role[role] if ord(char) in face.advances), None)


def font_set(*, bundled: bool = False) -> FontSet:
    """The fonts to print with; the bundled ones only where `bundled`, or where `PANHUANG_FONTS=bundled` is set.

    Raises `UserError` where the bundled font files cannot be read.
    """
    return _font_set(bundled or os.environ.get("PANHUANG_FONTS") == "bundled")


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text that no font has and that would be printed as 〓: the person is to be warned of them."""
    fonts = font_set()
    return {char for char in clean(text) if fonts.face_of("body", char) is None}


def clean(text: str) -> str:
    """A text without what has no shape on paper (controls, joiners, variation selectors); breaks become spaces."""
    return "".join(_visible(text)) if not text.isprintable() or not text.isascii() else text


def _visible(text: str) -> Iterator[str]:
    for char in text:
        category = unicodedata.category(char)
        if char in "\t\n\r\v\f\u2028\u2029":
            yield " "
        elif category in ("Cc", "Cf", "Cs") or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
            continue
        else:
            yield char


@lru_cache(maxsize=2)
def _font_set(bundled: bool) -> FontSet:
    """Parsing a font of 10 MB takes some 60 ms, so a running program keeps what it has read."""
    regular, bold = _bundled(REGULAR), _bundled(BOLD)
    local = {} if bundled else _local_faces()

    def chain(role: str, *behind: Face) -> tuple[Face, ...]:
        return (local[role], *behind) if role in local else behind

    return FontSet(
        title=chain("title", bold, regular), heading=chain("heading", bold, regular),
        subheading=chain("subheading", regular), body=chain("body", regular),
        strong=chain("heading", bold, regular), table=chain("body", regular),
    )


@lru_cache(maxsize=4)
def _bundled(name: str) -> Face:
    path = assets.resource("fonts", f"{name}.ttf")
    face = _register(name, path)
    if face is None:
        raise UserError("程序自带的字体文件打不开，月报和表格暂时印不出来，已保存的数据没有受影响。",
                        "请重新安装程序，或把 resources/fonts 文件夹补全。", code="font")
    return face


def _register(name: str, path: Path) -> Face | None:
    """Register a font file; None where it cannot be read, is no TrueType, or forbids embedding."""
    try:
        font = TTFont(name, str(path))
    except (TTFError, OSError, struct.error, ValueError, LookupError, AssertionError):
        return None
    pdfmetrics.registerFont(font)
    widths = font.face.charWidths
    return Face(name, {code: widths.get(code, font.face.defaultWidth) for code, glyph in
                       font.face.charToGlyph.items() if glyph})


def _local_faces() -> dict[str, Face]:
    """The fonts of official paper that this machine has, by role."""
    wanted = {stem for stems in _LOCAL.values() for stem in stems}
    found = {path.stem.lower(): path for path in reversed(_font_files(_font_folders())) if path.stem.lower() in wanted}
    faces: dict[str, Face] = {}
    for role, stems in _LOCAL.items():
        for stem in stems:
            face = _register(f"local-{role}", found[stem]) if stem in found else None
            if face is not None:
                faces[role] = face
                break
    return faces


def _font_folders() -> list[Path]:
    """Where this system keeps its fonts, the machine's before the user's."""
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
                home / "AppData/Local/Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]


def _font_files(folders: Iterable[Path]) -> list[Path]:
    """Every single-font TrueType file under the folders, in a fixed order; unreadable folders are passed over."""
    files: list[Path] = []
    for folder in folders:
        for parent, names, here in os.walk(folder):
            names.sort()
            files += [Path(parent, name) for name in sorted(here) if name.lower().endswith(".ttf")]
    return files
