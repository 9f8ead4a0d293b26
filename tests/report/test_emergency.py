"""The emergency sheet holds what opens the file, letter by letter, and nothing is written anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.report.emergency import emergency_bytes

from tests.report.reading import Pdf

Read = Callable[[bytes], Pdf]


def sheet(passphrase: str = "") -> bytes:
    return emergency_bytes(place="仰徐村委会", subdistrict="潘黄街道", person="徐海燕", passphrase=passphrase,
                           file="D:\\禁毒工作\\仰徐村.phdb", made_on="2026-11-24")


def test_one_page_says_whose_file_it_is_and_where(read: Read) -> None:
    pdf = read(sheet("麦浪 Ol01"))
    assert pdf.pages == 1
    for text in ("数据文件应急单", "潘黄街道仰徐村委会", "徐海燕", "D:\\禁毒工作\\仰徐村.phdb", "2026年11月24日"):
        assert text in pdf.text


def test_only_embedded_fonts_are_used(read: Read) -> None:
    assert all(name[6] == "+" for passphrase in ("", "麦浪1") for name in read(sheet(passphrase)).fonts())


def test_every_character_is_printed_with_its_kind(read: Read) -> None:
    pdf = read(sheet("麦 Ol01-"))
    words = pdf.texts[0].split()
    for word in ("麦", "O", "l", "0", "1", "-", "空格", "大写", "小写", "数字", "汉字", "符号"):
        assert word in words


def test_a_character_that_no_font_has_is_given_by_its_code(read: Read) -> None:
    pdf = read(sheet("𰀀田9"))
    assert "U+30000" in pdf.text
    assert "〓" not in pdf.text


def test_without_a_passphrase_there_are_boxes_to_write_in(read: Read) -> None:
    pdf = read(sheet())
    assert "请用笔逐格抄写" in pdf.text
    assert pdf.pages == 1


@pytest.mark.parametrize("length", [1, 26, 27, 78, 79, 200])
def test_a_long_passphrase_still_fits_one_page(length: int, read: Read) -> None:
    pdf = read(sheet("Qz7" * (length // 3) + "Q" * (length % 3)))
    assert pdf.pages == 1
    assert pdf.texts[0].split().count("Q") == length // 3 + length % 3


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert sheet("abc") == sheet("abc")
    assert list(tmp_path.iterdir()) == []
