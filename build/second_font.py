"""Makes resources/fonts/rare.zip: every Chinese character of GB 18030-2022 that Noto Sans SC does not draw.

    python build/second_font.py FOLDER

FOLDER holds NotoSansCJK-Regular.ttc (Debian's fonts-noto-cjk 1:20220127+repack1-1) and HanaMinA.ttf and HanaMinB.ttf
(fonts-hanazono 20170904-2.1); `apt-get download` and `dpkg -x` get them without installing. It needs fonttools, which
the program itself does not. The same inputs give the same bytes.

A character is taken from Noto Sans CJK SC where that draws it, else from Hanazono, a Ming face that covers extensions
B to F whole. Each 256 code points become a small TrueType font of their own, named by what they have in common
(`20b.ttf` has U+20B00 to U+20BFF), so that a name with one rare character costs the reading of 100 KB and not of 30 MB.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.basePen import AbstractPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "resources" / "fonts"
INPUTS = {
    "NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    "HanaMinA.ttf": "7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7",
    "HanaMinB.ttf": "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
}
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2EBEF), (0x2F800, 0x2FA1F),
              (0x30000, 0x3134F))
EM = 1000
ASCENT, DESCENT = 1160, -288
"""Those of Noto Sans SC, so that a line with a rare character stands no higher."""

TOLERANCE, GRID = 2.5, 4
"""So far, in thousandths of the size, may an outline of Hanazono lie beside the one it was made from, and to multiples
of so many its points are rounded: together less than 0.03 mm in a text of 16 pt, and a third of the bytes.
"""

NOTICE = ("Copyright 2014-2021 Adobe (http://www.adobe.com/). Copyright 2008-2017 GlyphWiki Project. "
          "Changed: put together, made smaller and renamed.")
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."

Point = tuple[float, float]


def main(folder: Path) -> None:
    """Read the inputs, make the slices, write the archive."""
    noto = TTFont(read(folder, "NotoSansCJK-Regular.ttc"), fontNumber=2)
    sources = [(noto, noto.getBestCmap(), 1.0, 0.0)]
    for name in ("HanaMinB.ttf", "HanaMinA.ttf"):
        font = TTFont(read(folder, name))
        scale = EM / font["head"].unitsPerEm
        sources.append((font, font.getBestCmap(), scale, 880 - 880 * scale))
    has = TTFont(FONTS / "NotoSansSC-Regular.ttf").getBestCmap()
    slices: dict[int, dict[int, Any]] = defaultdict(dict)
    for code in wanted():
        source = next((each for each in sources if code in each[1]), None)
        if code not in has and source is not None:
            slices[code >> 8][code] = glyph(*source, code)
    with zipfile.ZipFile(FONTS / "rare.zip", "w", zipfile.ZIP_LZMA) as archive:
        for number, glyphs in sorted(slices.items()):
            entry = zipfile.ZipInfo(f"{number:x}.ttf", (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_LZMA
            archive.writestr(entry, font_bytes(f"{number:X}", glyphs))
    print(sum(map(len, slices.values())), "characters in", len(slices), "fonts,",
          (FONTS / "rare.zip").stat().st_size, "bytes")


def wanted() -> Iterator[int]:
    for first, last in IDEOGRAPHS:
        yield from range(first, last + 1)


def read(folder: Path, name: str) -> Path:
    """The path of an input; it has to be the very file that the archive was made from."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    if digest != INPUTS[name]:
        sys.exit(f"{name} is another version: sha256 {digest}")
    return folder / name


def glyph(font: TTFont, cmap: dict[int, str], scale: float, lift: float, code: int) -> Any:
    """The outline of a character in our em square, of quadratic curves and straight lines."""
    glyphs, out = font.getGlyphSet(), TTGlyphPen(None)
    pen: AbstractPen = TransformPen(out, (scale, 0, 0, scale, 0, lift))
    if "glyf" in font:
        recorded = DecomposingRecordingPen(glyphs)
        glyphs[cmap[code]].draw(recorded)
        if any(word == "qCurveTo" for word, _ in recorded.value):
            recorded.replay(pen)
        else:
            for contour in contours(recorded.value):
                draw(pen, rounded(simple(contour), scale))
    else:
        glyphs[cmap[code]].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
    return out.glyph()


def contours(recorded: list[tuple[str, Any]]) -> Iterator[list[Point]]:
    """The contours of a recorded outline of straight lines."""
    points: list[Point] = []
    for word, args in recorded:
        if word == "closePath":
            yield points
            points = []
        else:
            points.append(args[0])


def draw(pen: AbstractPen, points: list[Point]) -> None:
    """Draw a closed line, unless nothing is left of it."""
    if len(points) < 3:
        return
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def rounded(points: list[Point], scale: float) -> list[Point]:
    """Points of an input whose place is a multiple of the grid once they are scaled."""
    step = GRID / scale
    return [(round(x / step) * step, round(y / step) * step) for x, y in points]


def simple(points: list[Point]) -> list[Point]:
    """A closed line without the points that lie within the tolerance of it (Douglas and Peucker)."""
    far = max(range(len(points)), key=lambda index: distance(points[index], points[0]))
    return cut(points[:far + 1])[:-1] + cut([*points[far:], points[0]])[:-1]


def cut(points: list[Point]) -> list[Point]:
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5
    off, at = max((abs(dx * (ay - y) - dy * (ax - x)) / length if length else distance((x, y), (ax, ay)), index)
                  for index, (x, y) in enumerate(points[1:-1], 1))
    if off <= TOLERANCE:
        return [points[0], points[-1]]
    return cut(points[:at + 1])[:-1] + cut(points[at:])


def distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def font_bytes(number: str, glyphs: dict[int, Any]) -> bytes:
    """A slice as a font file."""
    names = {code: f"u{code:X}" for code in sorted(glyphs)}
    build = FontBuilder(EM, isTTF=True)
    build.setupGlyphOrder([".notdef", *names.values()])
    build.setupCharacterMap(names)
    build.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **{names[code]: glyphs[code] for code in names}})
    table = build.font["glyf"]
    build.setupHorizontalMetrics({name: (EM, getattr(table[name], "xMin", 0)) for name in build.font.getGlyphOrder()})
    build.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    build.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=ASCENT, usWinDescent=-DESCENT, fsType=0,
                   usWeightClass=400, sxHeight=543, sCapHeight=733)
    name = f"PanhuangRare-{number}"
    build.setupNameTable({
        "copyright": NOTICE, "familyName": f"Panhuang Rare {number}", "styleName": "Regular",
        "uniqueFontIdentifier": f"{name} 1", "fullName": f"Panhuang Rare {number}", "version": "Version 1",
        "psName": name, "licenseDescription": LICENCE, "licenseInfoURL": "https://openfontlicense.org",
    }, mac=False)
    build.setupPost(keepGlyphNames=False)
    build.updateHead(created=3660681600, modified=3660681600)
    build.font.recalcTimestamp = False
    out = io.BytesIO()
    build.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
