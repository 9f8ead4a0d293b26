"""Months, as reports count them."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import attrs


@attrs.frozen(order=True)
class Month:
    """A calendar month. Its text form is `YYYY-MM`."""

    year: int
    number: int = attrs.field(validator=[attrs.validators.ge(1), attrs.validators.le(12)])

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; ValueError where it is not one."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not match:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> str:
        """Its first day, ISO."""
        return f"{self}-01"

    @property
    def last(self) -> str:
        """Its last day, ISO."""
        return f"{self}-{calendar.monthrange(self.year, self.number)[1]:02d}"

    def plus(self, months: int) -> Month:
        """The month so many later, or earlier."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def january(self) -> Month:
        """The first month of its year, where 本年累计 begins."""
        return Month(self.year, 1)

    @property
    def label(self) -> str:
        """As it is printed: 2026年5月."""
        return f"{self.year}年{self.number}月"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
