"""What may be typed into a field, what it then means, and that what is shown can be typed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.characters import chinese_number, tidy, to_halfwidth
from panhuang_desk.model.entry import EntryError, find_choice, read, read_date, read_moment, read_phone, show, show_date
from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.kinds import KINDS

TODAY = "2026-05-22"
HOUSEHOLD = KINDS["household"].by_name
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


def error_of(call: Callable[[], object]) -> str:
    with pytest.raises(EntryError) as caught:
        call()
    return caught.value.message


@pytest.mark.parametrize("text", [
    "3", "３", "3日", "3号", "03", "5.3", "5-3", "5/3", "５．３", "5。3", "5 3", "5月3日", "5月3", "五月三日", "0503",
    "2026.5.3", "2026-05-03", "2026/5/3", "2026年5月3日", "二〇二六年五月三日", "20260503", "260503", "26.5.3",
    "26年5月3日", "2026-05-03 00:00:00", "2026/5/3 0:00", " 5.3 ", "5.3.",
])
def test_one_day_may_be_typed_in_many_ways(text: str) -> None:
    assert read_date(text, TODAY) == "2026-05-03"


def test_words_for_days_near_today() -> None:
    assert [read_date(word, TODAY) for word in ("今天", "昨天", "前天", "明天")] == [
        "2026-05-22", "2026-05-21", "2026-05-20", "2026-05-23"]


@pytest.mark.parametrize(("text", "past", "future"), [
    ("22", "2026-05-22", "2026-05-22"),
    ("23", "2026-04-23", "2026-05-23"),
    ("21", "2026-05-21", "2026-06-21"),
    ("5.22", "2026-05-22", "2026-05-22"),
    ("12.30", "2025-12-30", "2026-12-30"),
    ("1.5", "2026-01-05", "2027-01-05"),
])
def test_what_is_left_out_is_taken_from_the_calendar(text: str, past: str, future: str) -> None:
    assert read_date(text, TODAY) == past
    assert read_date(text, TODAY, future=True) == future


@given(DAYS.filter(lambda day: dt.date(2001, 1, 1) < day < dt.date(2098, 1, 1)), st.integers(1, 28), st.booleans())
def test_a_short_day_is_the_nearest_on_its_side_of_today(today: dt.date, day: int, future: bool) -> None:
    read = dt.date.fromisoformat(read_date(str(day), today.isoformat(), future=future))
    assert read.day == day
    assert 0 <= (read - today if future else today - read).days <= 30


@pytest.mark.parametrize(("text", "words"), [
    ("5.32", "五月只有 31 天。写 22 或 5.22 都可以。"),
    ("2.30", "2026 年二月只有 28 天。写 22 或 5.22 都可以。"),
    ("31", "四月只有 30 天。写 22 或 5.22 都可以。"),
    ("13.1", "没有 13 月。写 22 或 5.22 都可以。"),
    ("0", "没有 0 日。写 22 或 5.22 都可以。"),
    ("1926.5.3", "年份要在 2000 到 2099 之间。写 22 或 5.22 都可以。"),
    ("张三", "看不出是哪一天。写 22 或 5.22 都可以。"),
    ("5月", "看不出是哪一天。写 22 或 5.22 都可以。"),
    ("2026", "没有 20 月。写 22 或 5.22 都可以。"),
])
def test_an_impossible_day_is_refused_with_what_to_write(text: str, words: str) -> None:
    assert error_of(lambda: read_date(text, TODAY)) == words


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_an_error_in_words(text: str) -> None:
    try:
        dt.date.fromisoformat(read_date(text, TODAY))
    except EntryError as error:
        assert error.message.endswith("。")  # noqa: PT017


@pytest.mark.parametrize(("text", "moment"), [
    ("14:30", "2026-05-22 14:30"), ("１４：３０", "2026-05-22 14:30"), ("1430", "2026-05-22 14:30"),
    ("9点半", "2026-05-22 09:30"), ("九点半", "2026-05-22 09:30"), ("9点一刻", "2026-05-22 09:15"),
    ("今天 9点半", "2026-05-22 09:30"), ("昨天下午3点", "2026-05-21 15:00"), ("中午12点", "2026-05-22 12:00"),
    ("5.3 14:30", "2026-05-03 14:30"), ("5月3日14时30分", "2026-05-03 14:30"), ("3 8:05", "2026-05-03 08:05"),
    ("2026-05-03T14:30", "2026-05-03 14:30"), ("2026-05-03 14:30:00", "2026-05-03 14:30"),
    ("20260503 1430", "2026-05-03 14:30"),
])
def test_a_moment_may_be_typed_in_many_ways(text: str, moment: str) -> None:
    assert read_moment(text, TODAY) == moment


def test_a_moment_without_a_time_or_with_an_impossible_one_is_refused() -> None:
    assert error_of(lambda: read_moment("5.3", TODAY)) == "还要写几点，例如 14:30 或 5.22 14:30。"
    assert "23:59" in error_of(lambda: read_moment("25:00", TODAY))


@pytest.mark.parametrize(("text", "number"), [
    ("3", 3), ("3组", 3), ("第三组", 3), ("第3组", 3), ("６组", 6), ("十二组", 12), ("十二", 12), ("二十组", 20),
    ("3.0", 3), ("第12村民小组", 12), (" 8 组", 8),
])
def test_a_group_may_be_typed_in_many_ways(text: str, number: int) -> None:
    assert read(HOUSEHOLD["group_no"], text, TODAY) == number


def test_numbers_take_units_and_refuse_words() -> None:
    tenants, area = HOUSEHOLD["tenants"], KINDS["plot"].by_name["area_mu"]
    assert read(tenants, "2人", TODAY) == 2
    assert read(tenants, "２个", TODAY) == 2
    assert read(tenants, "-3", TODAY) == -3
    assert read(area, "5.5亩", TODAY) == 5.5
    assert read(area, "１，２００", TODAY) == 1200.0
    assert error_of(lambda: read(tenants, "两个", TODAY)) == "要写数字，例如 3。"
    assert error_of(lambda: read(tenants, "2.5", TODAY)) == "要写整数，不带小数点。"
    assert error_of(lambda: read(area, "nan", TODAY)) == "要写数字，例如 5.5。"


@pytest.mark.parametrize(("text", "phone"), [
    ("13900001485", "13900001485"), ("139-0000-1485", "13900001485"), (" 139 0000 1485", "13900001485"),
    ("１３９００００１４８５", "13900001485"), ("13900001485.0", "13900001485"), ("1.3900001485E+10", "13900001485"),
    ("+86 13900001485", "13900001485"), ("8613900001485", "13900001485"), ("0515-88479545", "0515-88479545"),
    ("051588479545", "0515-88479545"), ("(0515)88479545", "0515-88479545"), ("010-12345678", "010-12345678"),
    ("0515—88479545转12", "0515-88479545-12"), ("88479545", "88479545"), ("4008001234", "4008001234"),
    ("13900001485/0515-88479545", "13900001485、0515-88479545"), ("13900001485 或 13900001485", "13900001485"),
])
def test_a_phone_is_kept_in_one_form(text: str, phone: str) -> None:
    assert read_phone(text) == phone
    assert read_phone(phone) == phone


@pytest.mark.parametrize(("text", "words"), [
    ("1390000148", "手机号要 11 位，这里是 10 位。"),
    ("12900001485", "没有这样开头的手机号，请核对前三位。"),
    ("1.39E+10", "电话号码被表格改成了科学计数，后几位已经丢了，请重新写 11 位手机号。"),
    ("张三", "看不出是电话号码。写 11 位手机号，或 0515-88479545 这样的座机号。"),
    ("/", "看不出是电话号码。写 11 位手机号，或 0515-88479545 这样的座机号。"),
])
def test_what_is_no_phone_is_refused_with_what_is_wrong(text: str, words: str) -> None:
    assert error_of(lambda: read_phone(text)) == words


def test_a_choice_is_known_by_code_label_and_other_words() -> None:
    tenure = HOUSEHOLD["tenure"]
    assert [read(tenure, word, TODAY) for word in ("owner", "自住", "自有", "租赁", " 空关 ")] == [
        "owner", "owner", "owner", "rented", "vacant"]
    assert error_of(lambda: read(tenure, "别墅群", TODAY)) == "可写：自住、出租、空置。"
    assert find_choice("大棚(含废弃)", KINDS["plot"].by_name["land_kind"].choices) == "greenhouse"


def test_several_choices_are_read_from_a_list_of_words() -> None:
    field = Field("topics", "谈了什么", Type.CHOICES, choices_from="visit.topics")
    choices = (Choice("a", "禁种宣传", "禁种"), Choice("b", "防诈骗"))
    assert read(field, "防诈骗，禁种", TODAY, choices) == ("b", "a")
    assert show(field, ("b", "a"), choices) == "防诈骗、禁种宣传"
    assert show(field, ("gone",), choices) == "gone"


def test_flags_are_yes_and_no() -> None:
    field = Field("found", "有无发现", Type.FLAG)
    assert {read(field, word, TODAY) for word in ("是", "有", "√", "1")} == {1}
    assert {read(field, word, TODAY) for word in ("否", "无", "×", "0")} == {0}
    assert error_of(lambda: read(field, "也许", TODAY)) == "写“是”或“否”。"


@pytest.mark.parametrize("field_type", list(Type))
def test_nothing_typed_is_no_value(field_type: Type) -> None:
    assert read(Field("x", "某", field_type), " \u3000", TODAY) is None


def test_text_is_tidied_but_not_changed_in_meaning() -> None:
    assert read(HOUSEHOLD["contact_name"], " 阿依古丽·买买提 ", TODAY) == "阿依古丽·买买提"
    assert read(HOUSEHOLD["contact_name"], "𠮷田　䶮", TODAY) == "𠮷田 䶮"
    assert read(HOUSEHOLD["note"], "第一行，\r\n第二行\x07 ", TODAY) == "第一行，\n第二行"
    assert tidy("３－８号（东）") == "3-8号（东）"
    assert to_halfwidth("３－８（东）") == "3-8(东)"


def test_days_are_shown_without_leading_zeros() -> None:
    assert show_date("2026-05-03") == "2026年5月3日"
    assert show_date("2026-05-03", TODAY) == "5月3日"
    assert show_date("2025-05-03", TODAY) == "2025年5月3日"


@given(st.integers(0, 999))
def test_chinese_numerals_below_a_thousand_are_read(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = digits[hundreds] + "百" if hundreds else ""
    text += digits[tens] + "十" if tens else "零" if hundreds and ones else ""
    text += digits[ones] if ones or not number else ""
    assert chinese_number(text) == number


@pytest.mark.parametrize(("text", "time"), [
    ("9", "09:00"), ("930", "09:30"), ("0930", "09:30"), ("9:30", "09:30"), ("９：３０", "09:30"), ("9.30", "09:30"),
    ("9点半", "09:30"), ("九点半", "09:30"), ("下午3点", "15:00"), ("中午12点", "12:00"), ("14:05:00", "14:05"),
    ("0:00", "00:00"),
])
def test_times_as_they_are_typed(text: str, time: str) -> None:
    field = Field("from_time", "开始", Type.TIME)
    assert read(field, text, TODAY) == time
    assert read(field, show(field, time), TODAY) == time


@pytest.mark.parametrize("text", ["25", "960", "早上", "9-30", "5.3 9:30", "12345"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(EntryError, match=r"9:30|14:30"):
        read(Field("from_time", "开始", Type.TIME), text, TODAY)


# read(show(value)) == value

FIELDS = [field for kind in KINDS.values() for field in kind.fields if field.type not in (Type.JSON, Type.REFERENCE)]


def _values(field: Field) -> st.SearchStrategy[object]:
    moments = st.tuples(DAYS, st.times()).map(lambda pair: f"{pair[0]} {pair[1]:%H:%M}")
    codes = [choice.code for choice in field.choices or LISTS]
    by_type: dict[Type, st.SearchStrategy[object]] = {
        Type.DATE: DAYS.map(dt.date.isoformat),
        Type.MOMENT: moments,
        Type.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
        Type.INTEGER: st.integers(-10**9, 10**9),
        Type.DECIMAL: st.floats(-1e12, 1e12).map(lambda value: round(value, 6) or 0.0),
        Type.FLAG: st.integers(0, 1),
        Type.CHOICE: st.sampled_from(codes),
        Type.CHOICES: st.lists(st.sampled_from(codes), unique=True, min_size=1).map(tuple),
        Type.PHONE: st.from_regex(r"1[3-9][0-9]{9}|0515-[2-8][0-9]{7}", fullmatch=True),
    }
    return by_type.get(field.type, st.text().map(lambda text: read(field, text, TODAY)))


LISTS = (
    Choice("first", "第一项", "一"), Choice("second", "第二项（含其他）"), Choice("third", "第三项", aliases=("三",)),
)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_shown_reads_back_as_the_same_value(field: Field) -> None:
    choices = LISTS if field.choices_from else ()

    @given(_values(field))
    def holds(value: object) -> None:
        shown = show(field, value, choices)  # type: ignore[arg-type]
        assert read(field, shown, TODAY, choices) == value

    holds()
