"""Typed text to values and back, one rule per field type, for forms, spreadsheets and lists alike.

Law: `read(field, show(field, value)) == value` for every value that `read` can give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from panhuang_desk.model.characters import NUMERAL_CHARACTERS, chinese_number, tidy, to_halfwidth
from panhuang_desk.model.entry_dates import (
    EntryError,
    read_date,
    read_moment,
    read_time,
    show_date,
    show_moment,
    show_time,
)
from panhuang_desk.model.fields import Choice, Field, Type, Value

__all__ = [
    "EntryError", "find_choice", "read", "read_date", "read_moment", "read_phone", "read_time", "show", "show_date",
    "show_decimal", "show_moment", "show_time", "to_halfwidth",
]

_YES = ("是", "有", "1", "对", "√", "✓", "已", "y", "yes", "true")
_NO = ("否", "无", "0", "错", "×", "x", "没有", "未", "不是", "n", "no", "false")
_PEOPLE_WORDS = ("人", "名", "个", "位", "口")
_BETWEEN_CHOICES = re.compile(r"[、,，;；/|\n]+|\s+")


def read(
    field: Field, text: str, today: str, choices: Sequence[Choice] = (), *, future: bool = False
) -> Value:
    """The value that the text stands for; None for empty text. EntryError says what to write instead.

    `choices` is the list of a field that takes them from a checklist; `future` makes short dates look ahead.
    Limits and required fields are not looked at here but in `validate.check`.
    """
    if not text.strip():
        return None
    if field.type is Type.DATE:
        return read_date(text, today, future=future)
    if field.type is Type.MOMENT:
        return read_moment(text, today, future=future)
    if field.type is Type.CHOICE:
        return _choice(text, choices or field.choices)
    if field.type is Type.CHOICES:
        return _choices(text, choices or field.choices)
    return _PLAIN_READERS[field.type](field, text)


def show(field: Field, value: Value, choices: Sequence[Choice] = ()) -> str:
    """The value in words as a form shows it, without the unit; empty for None."""
    if value is None or value == "" or value == ():
        return ""
    if field.type is Type.DATE:
        return show_date(str(value))
    if field.type is Type.MOMENT:
        return show_moment(str(value))
    if field.type is Type.TIME:
        return show_time(str(value))
    if field.type is Type.FLAG:
        return "是" if value else "否"
    if field.type in (Type.CHOICE, Type.CHOICES):
        codes = value if isinstance(value, tuple) else (value,)
        words = {choice.code: choice.label for choice in choices or field.choices}
        return "、".join(words.get(str(code), str(code)) for code in codes)
    if isinstance(value, float):
        return show_decimal(value)
    return str(value)


def show_decimal(value: float) -> str:
    """A decimal without exponent and without needless zeros: 5.5, 12."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_choice(text: str, choices: Sequence[Choice]) -> str | None:
    """The code that the word stands for: a code, label, short form or alias; None where none does."""
    wanted = _bare(text)
    for choice in choices:
        words = (choice.code, choice.label, choice.short, *choice.aliases)
        if wanted in (_bare(word) for word in words if word):
            return choice.code
    return None


def read_phone(text: str) -> str:
    """A phone number as it is kept: 13900001485, 0515-88479545, 0515-88479545-12; several joined by 、.

    Spaces, dashes, +86 and the float tails of spreadsheets are taken off. EntryError says what is wrong.
    """
    plain = to_halfwidth(text).strip()
    parts = [part for part in re.split(r"[、,，;；/\n]+|或", plain) if part.strip()]
    if not parts:
        raise EntryError(_PHONE_WORDS)
    return "、".join(dict.fromkeys(_one_phone(part) for part in parts))


_PHONE_WORDS = "看不出是电话号码。写 11 位手机号，或 0515-88479545 这样的座机号。"


def _one_phone(text: str) -> str:
    plain = re.sub(r"[\s()（）.·'’`]|\.0+$", "", _without_float_form(text.strip()))
    plain = re.sub(r"^(\+86|0086)-?|^86-?(?=1\d{10}$)", "", plain)
    line, _, extension = re.sub(r"转|ext|分机|#", "~", plain).partition("~")
    digits = line.replace("-", "")
    if not digits.isdecimal() or (extension and not extension.isdecimal()):
        raise EntryError(_PHONE_WORDS)
    tail = f"-{extension}" if extension else ""
    landline = re.fullmatch(r"(010|02\d|0[3-9]\d\d)-?(\d{7,8})(?:-(\d{1,6}))?", line)
    if landline:
        tail = f"-{landline[3]}" if landline[3] else tail
        return f"{landline[1]}-{landline[2]}{tail}"
    if re.fullmatch(r"1[3-9]\d{9}|[2-8]\d{6,7}|[48]00\d{7}", digits):
        return digits + tail
    if digits.startswith("1") and len(digits) > 8:
        if len(digits) == 11:
            raise EntryError("没有这样开头的手机号，请核对前三位。")
        raise EntryError(f"手机号要 11 位，这里是 {len(digits)} 位。")
    raise EntryError(_PHONE_WORDS)


def _without_float_form(text: str) -> str:
    """Undo what a spreadsheet did to a number: 13900001485.0 and 1.3900001485E+10."""
    whole = re.fullmatch(r"(\d+)\.0*", text)
    if whole:
        return whole[1]
    scientific = re.fullmatch(r"(\d)\.?(\d*)[eE]\+?(\d{1,2})", text)
    if not scientific:
        return text
    if len(scientific[2]) < int(scientific[3]) - 2:
        raise EntryError("电话号码被表格改成了科学计数，后几位已经丢了，请重新写 11 位手机号。")
    return (scientific[1] + scientific[2]).ljust(int(scientific[3]) + 1, "0")


def _text(field: Field, text: str) -> str | None:
    return tidy(text, lines=field.type is Type.LONG_TEXT) or None


def _as_is(field: Field, text: str) -> str:
    return text


def _phone(field: Field, text: str) -> str:
    return read_phone(text)


def _time(field: Field, text: str) -> str:
    return read_time(text)


def _flag(field: Field, text: str) -> int:
    plain = to_halfwidth(text).strip().lower()
    if plain in _YES:
        return 1
    if plain in _NO:
        return 0
    raise EntryError("写“是”或“否”。")


def _integer(field: Field, text: str) -> int:
    plain = _number_text(field, text)
    if field.unit == "组":
        plain = re.sub(r"^第|(村民)?小?组$", "", plain)
        value = chinese_number(plain) if plain and plain[0] in NUMERAL_CHARACTERS else None
        if value is not None:
            return value
    if re.fullmatch(r"[+-]?\d{1,15}(\.0*)?", plain):
        return int(plain.split(".")[0])
    if re.fullmatch(r"[+-]?\d*\.\d+", plain):
        raise EntryError("要写整数，不带小数点。")
    example = "3 或 3组" if field.unit == "组" else "3"
    raise EntryError(f"要写数字，例如 {example}。")


def _decimal(field: Field, text: str) -> float:
    plain = _number_text(field, text)
    if re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)", plain):
        return float(plain) or 0.0
    raise EntryError("要写数字，例如 5.5。")


def _number_text(field: Field, text: str) -> str:
    """The digits of a number, without its unit, spaces and thousands separators."""
    plain = re.sub(r"\s", "", to_halfwidth(text)).replace("。", ".").replace("．", ".")
    for unit in (field.unit, *(_PEOPLE_WORDS if field.unit == "人" else ())):
        if unit and unit != "组" and plain.endswith(unit):
            plain = plain[: -len(unit)]
            break
    return plain.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain) else plain


def _choice(text: str, choices: Sequence[Choice]) -> str:
    code = find_choice(text, choices)
    if code is None:
        raise EntryError(f"可写：{'、'.join(choice.label for choice in choices)}。")
    return code


def _choices(text: str, choices: Sequence[Choice]) -> tuple[str, ...]:
    whole = find_choice(text, choices)
    if whole is not None:
        return (whole,)
    parts = [part for part in _BETWEEN_CHOICES.split(text) if part]
    return tuple(dict.fromkeys(_choice(part, choices) for part in parts))


def _bare(word: str) -> str:
    return re.sub(r"[\s()]", "", to_halfwidth(word)).lower()


_PLAIN_READERS: dict[Type, Callable[[Field, str], Value]] = {
    Type.TEXT: _text, Type.LONG_TEXT: _text, Type.INTEGER: _integer, Type.DECIMAL: _decimal, Type.FLAG: _flag,
    Type.PHONE: _phone, Type.TIME: _time,
    Type.REFERENCE: _as_is, Type.JSON: _as_is,
}
