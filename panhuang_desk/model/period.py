"""What span of months a report is about, and how a report of it speaks."""

from __future__ import annotations

import re

import attrs

from panhuang_desk.model.months import Month

PUBLICITY = "publicity"
"""The report of a month of concentrated publicity: the month of 26 June, or another that is named so."""


@attrs.frozen
class Words:
    """How a report speaks of its span: 本月, of the one before it, of its end, of the same one a year ago, of the next
    one, of the year up to its end, and what the paper is called. `previous` and `year_ago` are empty where the report
    does not compare so.
    """

    this: str
    previous: str
    end: str
    year_ago: str
    coming: str
    paper: str


@attrs.frozen(order=True)
class Period:
    """Whole months from `first` to `last`, both included; `theme` is PUBLICITY or empty.

    Text forms: `2026-06`, `2026-Q2`, `2026-H1`, `2026`, `2026-02..2026-05`, `2026-06-publicity`.
    """

    first: Month
    last: Month
    theme: str = ""

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")
        if self.theme and (self.theme != PUBLICITY or self.first != self.last):
            raise ValueError("only a month has a theme")

    @classmethod
    def month(cls, month: Month) -> Period:
        """A single month."""
        return cls(month, month)

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """A quarter from 1 to 4."""
        return cls(Month(year, 3 * number - 2), Month(year, 3 * number))

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        """A half-year, 1 or 2."""
        return cls(Month(year, 6 * number - 5), Month(year, 6 * number))

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(Month(year, 1), Month(year, 12))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read one of the text forms; ValueError where it is none."""
        if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
            return cls.quarter(int(match[1]), int(match[2]))
        if match := re.fullmatch(r"(\d{4})-H([12])", text):
            return cls.half(int(match[1]), int(match[2]))
        if match := re.fullmatch(r"\d{4}", text):
            return cls.year(int(text))
        if text.endswith(f"-{PUBLICITY}"):
            month = Month.parse(text[:-len(PUBLICITY) - 1])
            return cls(month, month, PUBLICITY)
        first, mark, last = text.partition("..")
        return cls(Month.parse(first), Month.parse(last if mark else first))

    @property
    def months(self) -> int:
        """How many months it has."""
        return 12 * (self.last.year - self.first.year) + self.last.number - self.first.number + 1

    @property
    def form(self) -> str:
        """month, publicity, quarter, half, year, or range for any other span."""
        if self.months == 1:
            return self.theme or "month"
        whole = {3: "quarter", 6: "half", 12: "year"}.get(self.months, "range")
        return whole if whole != "range" and (self.first.number - 1) % self.months == 0 else "range"

    @property
    def previous(self) -> Period:
        """The span of as many months that ends where this one begins."""
        return Period(self.first.plus(-self.months), self.first.plus(-1))

    @property
    def year_ago(self) -> Period:
        """The same months a year earlier."""
        return Period(self.first.plus(-12), self.last.plus(-12), self.theme)

    @property
    def coming(self) -> Period:
        """The span of as many months that follows."""
        return Period(self.last.plus(1), self.last.plus(self.months))

    @property
    def is_year_to_date(self) -> bool:
        """Whether 本年累计 would say the same again."""
        return self.first == self.last.january

    @property
    def label(self) -> str:
        """As it is printed: 2026年6月, 2026年第二季度, 2026年上半年, 2026年, 2026年2月至5月."""
        year, form = f"{self.first.year}年", self.form
        if form in ("month", PUBLICITY):
            return self.first.label
        if form == "quarter":
            return f"{year}第{'一二三四'[self.last.number // 3 - 1]}季度"
        if form == "half":
            return f"{year}{'上' if self.first.number == 1 else '下'}半年"
        if form == "year":
            return year
        end = f"{self.last.number}月" if self.last.year == self.first.year else self.last.label
        return f"{self.first.label}至{end}"

    @property
    def words(self) -> Words:
        """How its report speaks."""
        if self.form == "half":
            first = self.first.number == 1
            half, other, coming = ("上半年", "上年下半年", "下半年") if first else ("下半年", "上半年", "明年上半年")
            return Words(half, other, "6月末" if first else "年末", "去年同期", coming, "半年报")
        return _WORDS[self.form]

    def __str__(self) -> str:
        form = self.form
        if form in ("month", PUBLICITY):
            return f"{self.first}-{self.theme}" if self.theme else str(self.first)
        if form == "range":
            return f"{self.first}..{self.last}"
        part = {"quarter": f"-Q{self.last.number // 3}", "half": f"-H{self.last.number // 6}", "year": ""}[form]
        return f"{self.first.year:04d}{part}"


_WORDS = {
    "month": Words("本月", "上月", "月末", "去年同月", "下月", "月报"),
    PUBLICITY: Words("本月", "上月", "月末", "去年同月", "下一步", "集中宣传月工作报告"),
    "quarter": Words("本季度", "上季度", "季末", "去年同季", "下季度", "季报"),
    "year": Words("本年", "上年", "年末", "", "明年", "年报"),
    "range": Words("本期", "上期", "期末", "去年同期", "下一步", "工作报告"),
}
