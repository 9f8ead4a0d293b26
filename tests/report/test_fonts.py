"""Which fonts print, and that no character vanishes into an empty box."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from panhuang_desk import assets
from panhuang_desk.errors import UserError
from panhuang_desk.report import fonts, style
from panhuang_desk.report.chart_parts import blank, text, to_svg
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.services.demo import words
from reportlab.graphics.renderPDF import drawToString
from reportlab.pdfbase import pdfmetrics

STANDARD = Path(__file__).with_name("standard_characters.txt").read_text(encoding="utf-8").replace("\n", "")
"""The 8,105 characters of the state's 通用规范汉字表 of 2013, in its order."""

GB_18030 = ((0x3400, 0x4DB5), (0x4E00, 0x9FEF), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D),
            (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0))
"""The Chinese characters of GB 18030-2022, level 3."""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fonts are looked for again, before and after; reportlab never takes another font under a name that it knows."""
    monkeypatch.delenv("PANHUANG_FONTS")
    monkeypatch.setattr(pdfmetrics, "_fonts", {name: font for name, font in pdfmetrics._fonts.items()
                                               if not name.startswith("local-")})
    fonts._font_set.cache_clear()
    yield
    fonts._font_set.cache_clear()


def test_every_role_is_printed_in_the_bundled_font_where_it_is_asked_for() -> None:
    names = {face.name for role in ("title", "heading", "subheading", "body", "strong", "table")
             for face in fonts.font_set().faces(role)}
    assert names == {fonts.REGULAR, fonts.BOLD}


def test_rare_characters_of_names_are_printed() -> None:
    assert fonts.missing_glyphs("䶮㛃𬭎𠮷·阿依古丽·买买提，。（）“”—…％℃①") == set()


def printed(said: str, text_style: style.TextStyle = style.BODY) -> bytes:
    bundled = fonts.font_set(bundled=True)
    return build(Paper("字"), [Text(said, text_style, bundled)], bundled)


def copied(pdf: bytes) -> str:
    """The text that a reader copies out, without what the page adds."""
    found = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return re.sub(r"— \d+ —|[\s\ufffe\x02]", "", found)


def test_all_characters_of_the_states_list_are_copied_out_of_the_paper_equal() -> None:
    assert len(set(STANDARD)) == 8105
    assert copied(printed(STANDARD)) == STANDARD


@pytest.mark.parametrize("text_style", [style.BODY, style.TITLE])
def test_rare_characters_are_copied_out_equal(text_style: style.TextStyle) -> None:
    said = "、".join((*words.RARE_NAMES, "𠀀𢈀𪚥𫝀𬺰𮯠", "豈"))
    assert copied(printed(said, text_style)) == said
    assert printed(said) == printed(said)


def test_every_chinese_character_of_gb_18030_is_printed() -> None:
    bundled = fonts.font_set(bundled=True)
    sample = [chr(code) for first, last in GB_18030 for code in (*range(first, last, 256), last)]
    assert [char for char in sample if bundled.face_of("body", char) is None] == []


def test_the_rare_fonts_lack_nothing_of_gb_18030() -> None:
    with zipfile.ZipFile(assets.resource("fonts", "rare.zip")) as archive:
        numbers = {int(name.removesuffix(".ttf"), 16) for name in archive.namelist()}
    assert numbers >= {number for first, last in GB_18030[2:] for number in range(first >> 8, (last >> 8) + 1)}
    for number in (0x20B, 0x2A6, 0x2EB):
        face, usual = fonts._rare(number), fonts.font_set(bundled=True).body[0]
        assert face is not None
        codes = [code for code in range(number << 8, (number + 1) << 8)
                 if any(first <= code <= last for first, last in GB_18030)]
        assert all(code in face.advances or code in usual.advances for code in codes)


def test_a_paper_without_rare_characters_reads_none_of_their_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "rare_font", lambda number: pytest.fail("read"))
    assert copied(printed("走访 30 户，䶮㛃𬭎。")) == "走访30户，䶮㛃𬭎。"


def test_a_program_without_the_rare_fonts_warns_of_their_characters(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._rare.cache_clear()
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "rare.zip").write_bytes(b"PK half a file")
    monkeypatch.setattr(assets, "resource", tmp_path.joinpath)
    assert fonts.missing_glyphs("张𠮷") == {"𠮷"}
    fonts._rare.cache_clear()


def test_the_demos_words_are_copied_out_equal() -> None:
    said = "".join(value if isinstance(value, str) else "".join(map(str, value)) for name, value in vars(words).items()
                   if name.isupper() and isinstance(value, (str, tuple)))
    assert set("徐䶮𬭎𠮷·") <= set(said)
    assert copied(printed(said)) == re.sub(r"\s", "", said)


def test_rare_characters_are_drawn_in_charts_and_maps() -> None:
    drawing = blank(200, 20)
    drawing.add(text(0, 5, "𠮷家荡𰀀"))
    assert copied(drawToString(drawing)) == "𠮷家荡〓"
    assert "'Panhuang Rare 20B'" in to_svg(drawing)


def test_what_a_paper_was_set_in_is_named() -> None:
    bundled = fonts.font_set(bundled=True)
    usual = ("NotoSansSC-Bold 2.004", "NotoSansSC-Regular 2.004")
    assert fonts.font_names(bundled) == fonts.font_names(bundled, "走访䶮") == usual
    assert fonts.font_names(bundled, "张𠮷") == (*usual, "PanhuangRare-20B 1.000")


def test_a_character_that_no_font_has_is_named() -> None:
    assert fonts.missing_glyphs("张𰀀、李四") == {"𰀀"}


def test_what_has_no_shape_is_not_missing() -> None:
    assert fonts.missing_glyphs("张\u200b三\n\t李四\ufe00\u200d") == set()
    assert fonts.clean("张\u200b三\n李") == "张三 李"


def test_the_machines_own_fonts_print_where_it_has_them(
        fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(assets.resource("fonts", f"{fonts.BOLD}.ttf"), tmp_path / "SIMFANG.TTF")
    (tmp_path / "simhei.ttf").write_bytes(b"not a font")
    monkeypatch.setattr(fonts, "_font_folders", lambda: [tmp_path, tmp_path / "none"])
    found = fonts.font_set()
    assert [face.name for face in found.body] == ["local-body", fonts.REGULAR]
    assert [face.name for face in found.heading] == [fonts.BOLD, fonts.REGULAR]
    assert [face.name for face in fonts.font_set(bundled=True).body] == [fonts.REGULAR]


def collection(font: bytes) -> bytes:
    """A font file as the only font of a collection."""
    tables = struct.unpack(">H", font[4:6])[0]
    head = bytearray(font[:12 + 16 * tables])
    for at in range(12, len(head), 16):
        head[at + 8:at + 12] = struct.pack(">I", struct.unpack(">I", head[at + 8:at + 12])[0] + 16)
    return struct.pack(">4sIII", b"ttcf", 0x00010000, 1, 16) + bytes(head) + font[len(head):]


def restricted(font: bytes, fs_type: int) -> bytes:
    """A font whose licence bits say something else."""
    at = font.index(b"OS/2")
    offset = struct.unpack(">I", font[at + 8:at + 12])[0]
    return font[:offset + 8] + struct.pack(">H", fs_type) + font[offset + 10:]


def test_a_font_is_used_from_a_collection_and_never_against_its_licence(
        fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font = assets.rare_font(0x20B)
    assert font is not None
    (tmp_path / "FZFSK.TTC").write_bytes(collection(font))
    (tmp_path / "fzxbsk.ttf").write_bytes(restricted(font, 0x0002))
    (tmp_path / "simhei.ttf").write_bytes(restricted(font, 0x0200))
    (tmp_path / "simkai.ttf").write_bytes(restricted(font, 0x0008))
    monkeypatch.setattr(fonts, "_font_folders", lambda: [tmp_path])
    found = fonts.font_set()
    assert [faces[0].name for faces in (found.body, found.title, found.heading, found.subheading)] == [
        "local-body", fonts.BOLD, fonts.BOLD, "local-subheading"]
    assert fonts.font_names(found)[0] == fonts.font_names(fonts.font_set(bundled=True))[0]
    assert copied(build(Paper("字"), [Text("张𠮷", style.BODY, found)], found)) == "张𠮷"


def test_a_program_without_its_fonts_says_so(fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._bundled.cache_clear()
    monkeypatch.setattr(fonts.assets, "resource", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(UserError) as caught:
        fonts.font_set(bundled=True)
    assert caught.value.code == "font"
    assert "重新安装" in caught.value.hint
