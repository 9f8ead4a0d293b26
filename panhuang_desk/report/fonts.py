"""The fonts of the paper: which are used, what they cover, and what happens to a character that none of them has.

The machine's own 仿宋, 小标宋, 黑体 and 楷体 are used where they are installed and may be embedded; the bundled
Noto Sans SC stands in for each of them, and behind each of them for single characters that it lacks. Behind that stand
small bundled fonts with the rare characters of GB 18030-2022, each read when one of its characters is printed. What no
font has is printed as 〓, the printer's mark for a missing type, never as an empty box; `missing_glyphs` names such
characters so that the person is warned before printing.
"""

from __future__ import annotations

import io
import os
import re
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

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
    "title": ("fzxbsjw", "fzxbsjw--gb1-0", "fzxbsk", "fzxbsk--gbk1-0", "fzxiaobiaosong-b05s", "fzxiaobiaosong-b05",
              "方正小标宋简体", "方正小标宋_gbk", "方正小标宋gbk", "方正小标宋"),
    "heading": ("simhei", "fzhtk", "fzhtk--gbk1-0", "fzhtjw", "fzhtjw--gb1-0", "黑体", "方正黑体_gbk", "方正黑体简体"),
    "subheading": ("simkai", "kaiti_gb2312", "楷体_gb2312", "fzktk", "fzktk--gbk1-0", "fzktjw", "fzktjw--gb1-0", "楷体",
                   "方正楷体_gbk", "方正楷体简体"),
    "body": ("simfang", "fangsong_gb2312", "仿宋_gb2312", "fzfsk", "fzfsk--gbk1-0", "fzfsjw", "fzfsjw--gb1-0", "仿宋",
             "方正仿宋_gbk", "方正仿宋简体"),
}
"""File names without ending, in lower case, under which the fonts of official paper are installed, best first: those
of Windows, and of Founder, from whom Kylin, UOS and WPS have theirs.
"""

_ENDINGS = (".ttf", ".ttc")
_NO_EMBEDDING = 0x0002
_NO_SUBSETS = 0x0300
"""Bits of a font's licence (`fsType`): it may not be embedded; not in part, or only its bitmaps."""


@attrs.frozen(eq=False)
class Face:
    """One registered font: its name for reportlab, the advance of each character in thousandths of the size, and the
    name and revision that the font gives itself.
    """

    name: str
    advances: Mapping[int, float]
    font: str = ""

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
        """The first face of the role that draws the character, else the rare one that does, or None."""
        code = ord(char)
        return next((face for face in self._by_role[role] if code in face.advances), None) or _rare_with(code)


def font_set(*, bundled: bool = False) -> FontSet:
    """The fonts to print with; the bundled ones only where `bundled`, or where `PANHUANG_FONTS=bundled` is set.

    Raises `UserError` where the bundled font files cannot be read.
    """
    return _font_set(bundled or os.environ.get("PANHUANG_FONTS") == "bundled")


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text that no font has and that would be printed as 〓: the person is to be warned of them."""
    fonts = font_set()
    return {char for char in clean(text) if fonts.face_of("body", char) is None}


def font_names(fonts: FontSet, text: str = "") -> tuple[str, ...]:
    """The fonts that a document is set in, by the names and revisions that they give themselves, in a fixed order.

    `text` is all that is printed in it: with it the fonts of its rare characters are among them.
    """
    faces = {face.font: None for role in ("title", "heading", "subheading", "body", "strong", "table")
             for face in fonts.faces(role)}
    rare = {face.font for char in set(clean(text)) for face in [fonts.face_of("body", char)] if face is not None}
    return (*faces, *sorted(rare - faces.keys()))


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


class _Font(TTFont):  # type: ignore[misc]
    """A font whose text can be copied out of the PDF: reportlab writes a character beyond U+FFFF as one number there,
    which no reader takes, instead of in UTF-16.
    """

    def addObjects(self, doc: Any) -> None:
        """Add the font's objects to a document that is being finished."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in doc.idToObject.keys() - before:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = re.sub(r"(?<= <)[0-9A-F]{5,6}(?=>)", _utf16, stream.content)


def _utf16(found: re.Match[str]) -> str:
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper()


@lru_cache(maxsize=256)
def _rare(number: int) -> Face | None:
    """The bundled font of the rare characters from U+`number`00 on; None where there is none."""
    content = assets.rare_font(number)
    return _register(f"PanhuangRare-{number:X}", io.BytesIO(content)) if content else None


def _rare_with(code: int) -> Face | None:
    face = _rare(code >> 8)
    return face if face is not None and code in face.advances else None


def _register(name: str, source: Path | io.BytesIO) -> Face | None:
    """Register a font file; None where it cannot be read, is no TrueType, or forbids embedding."""
    try:
        font = _Font(name, str(source) if isinstance(source, Path) else source)
        if not _may_be_embedded(font.face):
            return None
        revision = _revision(font.face)
    except (TTFError, OSError, struct.error, ValueError, LookupError, AssertionError):
        return None
    pdfmetrics.registerFont(font)
    widths = font.face.charWidths
    named = font.face.name.decode("latin-1") if isinstance(font.face.name, bytes) else str(font.face.name)
    return Face(name, {code: widths.get(code, font.face.defaultWidth) for code, glyph in
                       font.face.charToGlyph.items() if glyph}, f"{named} {revision}")


def _may_be_embedded(face: Any) -> bool:
    """Whether the font's licence bits let its subsets be embedded; reportlab asks for them and goes on all the same."""
    if "OS/2" not in face.table:
        return True
    fs_type = struct.unpack(">H", face.get_table("OS/2")[8:10])[0]
    return fs_type & 0x000F != _NO_EMBEDDING and not fs_type & _NO_SUBSETS


def _revision(face: Any) -> str:
    """The font's revision: 5.01."""
    return f"{struct.unpack('>i', face.get_table('head')[4:8])[0] / 65536:.3f}"


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
    """Every TrueType file under the folders, in a fixed order; unreadable folders are passed over."""
    files: list[Path] = []
    for folder in folders:
        for parent, names, here in os.walk(folder):
            names.sort()
            files += [Path(parent, name) for name in sorted(here) if name.lower().endswith(_ENDINGS)]
    return files
