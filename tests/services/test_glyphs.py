"""Before printing, a character that no font has is named with the record in which it stands."""

from __future__ import annotations

from panhuang_desk.services.glyphs import glyph_warning


def test_nothing_is_said_where_every_character_prints() -> None:
    assert glyph_warning([("1 组 3 号的联系人姓名", "𠮷永祥"), ("村名", "新民村")]) == ""
    assert glyph_warning([]) == ""


def test_a_character_is_named_with_its_record() -> None:
    assert glyph_warning([("1 组 2 号的联系人姓名", "张三"), ("1 组 3 号的联系人姓名", "𰀀小𰀁𰀀")]) == (
        "1 组 3 号的联系人姓名里的“𰀀”“𰀁”字没有字体，会印成〓。")


def test_of_many_places_the_first_are_named_and_all_are_counted() -> None:
    said = glyph_warning((f"{group} 组地块名", "𰀀地") for group in range(1, 6))
    assert said == "1 组地块名里的“𰀀”、2 组地块名里的“𰀀”、3 组地块名里的“𰀀”等 5 处的字没有字体，会印成〓。"
