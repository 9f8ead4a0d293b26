"""Which fonts print, and that no character vanishes into an empty box."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk import assets
from panhuang_desk.errors import UserError
from panhuang_desk.report import fonts


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fonts are looked for again, before and after."""
    monkeypatch.delenv("PANHUANG_FONTS")
    fonts._font_set.cache_clear()
    yield
    fonts._font_set.cache_clear()


def test_every_role_is_printed_in_the_bundled_font_where_it_is_asked_for() -> None:
    names = {face.name for role in ("title", "heading", "subheading", "body", "strong", "table")
             for face in fonts.font_set().faces(role)}
    assert names == {fonts.REGULAR, fonts.BOLD}


def test_rare_characters_of_names_are_printed() -> None:
    assert fonts.missing_glyphs("䶮㛃𬭎·阿依古丽·买买提，。（）“”—…％℃①") == set()


def test_a_character_that_no_font_has_is_named() -> None:
    assert fonts.missing_glyphs("张𠮷、李四") == {"𠮷"}


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


def test_a_program_without_its_fonts_says_so(fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._bundled.cache_clear()
    monkeypatch.setattr(fonts.assets, "resource", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(UserError) as caught:
        fonts.font_set(bundled=True)
    assert caught.value.code == "font"
    assert "重新安装" in caught.value.hint
