"""Days, moments and times as people type them: 3, 5.3, 5月3日, 2026.5.3, 20260503, 今天 9点半, 930."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from panhuang_desk.model.characters import numerals_to_digits, to_halfwidth


class EntryError(ValueError):
    """Typed text that cannot be read; the message says what to write and never repeats the text."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_RELATIVE = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2,
}
_MONTH_NAMES = (
    "一月", "二月", "三月", "四月", "五月", "六月",
    "七月", "八月", "九月", "十月", "十一月", "十二月",
)
_HALVES = {
    "凌晨": False, "清晨": False, "早上": False, "早晨": False, "早": False, "上午": False, "中午": None,
    "下午": True, "傍晚": True, "晚上": True, "晚": True, "夜里": True,
}
_TIME = re.compile(
    rf"(?:^|(?<=[^\d]))(?P<half>{'|'.join(_HALVES)})?\s*(?P<hour>\d{{1,2}})\s*"
    r"(?:[:点时]\s*(?P<minute>\d{1,2}|半|整|[1-3]?刻)?\s*分?(?::\d{1,2}(?:\.\d+)?)?)$"
)
_SHORT_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[.。]?(?P<minute>\d{2}))?")
_BARE_TIME = re.compile(r"(?:^|\s)(?P<hour>\d{2})(?P<minute>\d{2})$")


def read_date(text: str, today: str, *, future: bool = False) -> str:
    """The ISO day that the text names, seen from `today` (ISO).

    What is left out is taken from the calendar: `3` is day 3 of this month, or of last month where that lies
    after today; `5.3` is 3 May of this year, or of last year likewise. With `future` (due dates) it is the
    first such day from today on. EntryError where no day of 2000 to 2099 is named.
    """
    now = dt.date.fromisoformat(today[:10])
    plain = to_halfwidth(text).strip().rstrip(".。")
    if plain in _RELATIVE:
        return (now + dt.timedelta(days=_RELATIVE[plain])).isoformat()
    plain = re.sub(r"\s+0?0:00(:00)?(\.0+)?$", "", numerals_to_digits(plain)).replace("。", ".")
    numbers = _numbers(plain)
    if not numbers:
        raise EntryError(f"看不出是哪一天。{_example(now)}")
    return _day(numbers, now, future=future).isoformat()


def read_moment(text: str, today: str, *, future: bool = False) -> str:
    """The moment `YYYY-MM-DD HH:MM` that the text names; without a day it is today's.

    Accepts 14:30, 1430, 9点半, 下午3点 and any of these after a day (5.3 14:30). EntryError otherwise.
    """
    plain = numerals_to_digits(to_halfwidth(text).strip())
    match = _TIME.search(plain) or _BARE_TIME.search(plain)
    if not match:
        now = dt.date.fromisoformat(today[:10])
        raise EntryError(f"还要写几点，例如 14:30 或 {now.month}.{now.day} 14:30。")
    hour, minute = _clock(match)
    before = plain[: match.start()].rstrip(" T,，的")
    day = read_date(before, today, future=future) if before else today[:10]
    return f"{day} {hour:02d}:{minute:02d}"


def read_time(text: str) -> str:
    """The time of day `HH:MM` that the text names: 9, 930, 9:30, 9.30, 9点半, 下午3点. EntryError otherwise."""
    plain = numerals_to_digits(to_halfwidth(text).strip())
    match = _TIME.fullmatch(plain) or _SHORT_TIME.fullmatch(plain)
    if not match:
        raise EntryError("写几点几分，例如 9:30 或 930。")
    hour, minute = _clock(match)
    return f"{hour:02d}:{minute:02d}"


def show_date(iso: str, today: str = "") -> str:
    """A day in words without leading zeros: 2026年5月3日; 5月3日 where `today` lies in the same year."""
    year, month, day = (int(part) for part in iso[:10].split("-"))
    short = f"{month}月{day}日"
    return short if today[:4] == iso[:4] else f"{year}年{short}"


def show_moment(moment: str, today: str = "") -> str:
    """A moment in words: 2026年5月3日 14:30; without the year where `today` lies in it."""
    return f"{show_date(moment, today)} {moment[11:16]}"


def show_time(time: str) -> str:
    """A time of day without a leading zero: 9:30."""
    return time.removeprefix("0")


def _numbers(plain: str) -> list[int]:
    """The one to three numbers of a date, in the order written; nothing where it is not a date."""
    if re.fullmatch(r"\d{8}|\d{6}", plain):
        return [int(plain[:-4]), int(plain[-4:-2]), int(plain[-2:])]
    if re.fullmatch(r"\d{4}", plain):
        return [int(plain[:2]), int(plain[2:])]
    marked = re.fullmatch(r"(?:(\d{2}|\d{4})年)?\s*(?:(\d{1,2})月(?:份)?)?\s*(\d{1,2})[日号]?", plain)
    if marked and ("月" in plain or "年" not in plain):
        return [int(part) for part in marked.groups() if part]
    if re.fullmatch(r"(?:(?:\d{2}|\d{4})[-./,、 ]\s*)?\d{1,2}[-./,、 ]\s*\d{1,2}[日号]?", plain):
        return [int(part) for part in re.findall(r"\d+", plain)]
    return []


def _day(numbers: list[int], now: dt.date, *, future: bool) -> dt.date:
    """Fill in the month and year that were left out."""
    if len(numbers) == 3:
        year, month, day = numbers
        return _checked(year + 2000 if year < 100 else year, month, day, now)
    if len(numbers) == 2:
        month, day = numbers
        passed = (month, day) < (now.month, now.day) if future else (month, day) > (now.month, now.day)
        return _checked(now.year + (passed if future else -passed), month, day, now)
    (day,) = numbers
    month_index = now.year * 12 + now.month - 1
    if future and day < now.day:
        month_index += 1
    elif not future and day > now.day:
        month_index -= 1
    return _checked(month_index // 12, month_index % 12 + 1, day, now)


def _checked(year: int, month: int, day: int, now: dt.date) -> dt.date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise EntryError(f"年份要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间。{_example(now)}")
    if not 1 <= month <= 12:
        raise EntryError(f"没有 {month} 月。{_example(now)}")
    if day < 1:
        raise EntryError(f"没有 0 日。{_example(now)}")
    days = calendar.monthrange(year, month)[1]
    if day > days:
        which = f"{year} 年{_MONTH_NAMES[month - 1]}" if month == 2 else _MONTH_NAMES[month - 1]
        raise EntryError(f"{which}只有 {days} 天。{_example(now)}")
    return dt.date(year, month, day)


def _example(now: dt.date) -> str:
    return f"写 {now.day} 或 {now.month}.{now.day} 都可以。"


def _clock(match: re.Match[str]) -> tuple[int, int]:
    """Hour and minute of a time; 下午3点 is 15, 中午12点 is 12, 中午1点 is 13."""
    parts = match.groupdict()
    hour, word = int(parts["hour"]), parts.get("minute") or "0"
    minute = {"半": 30, "整": 0, "刻": 15, "1刻": 15, "2刻": 30, "3刻": 45}.get(word)
    if minute is None:
        minute = int(word)
    half = parts.get("half")
    if half:
        later = _HALVES[half]
        if (later and hour < 12) or (later is None and hour < 3):
            hour += 12
        elif half == "凌晨" and hour == 12:
            hour = 0
    if hour > 23 or minute > 59:
        raise EntryError("一天只有 0:00 到 23:59，请写成 14:30 这样。")
    return hour, minute
