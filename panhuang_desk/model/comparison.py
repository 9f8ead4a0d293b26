"""How a figure stands against an earlier one, said in words; the one place that decides when a percentage is said."""

from __future__ import annotations

from decimal import Decimal

from panhuang_desk.model.figures import show_value
from panhuang_desk.model.report import FigureValue

LEAST = 10
"""Below this many a change is told as a plain difference: from 2 to 3 is one more, not half as many again."""


def counts(now: float, before: float, unit: str, than: str) -> str:
    """比上月增加31户，增长13.1% where both are LEAST or more and it changed by no more than all, else 比上月多3户."""
    if now == before:
        return f"与{than}持平"
    more = now > before
    difference = abs(Decimal(str(now)) - Decimal(str(before)))
    share = _percent(difference / Decimal(str(before))) if min(now, before) >= LEAST else Decimal(0)
    if not 0 < share <= 100:
        return f"比{than}{'多' if more else '少'}{_plain(difference)}{unit}"
    return (f"比{than}{'增加' if more else '减少'}{_plain(difference)}{unit}，"
            f"{'增长' if more else '下降'}{_plain(share)}%")


def rates(now: FigureValue | None, before: FigureValue | None, than: str) -> str:
    """比上月提高2.1个百分点, of the rates as printed; empty where either is of fewer than LEAST, or of none."""
    if now is None or before is None or min(now.denominator or 0, before.denominator or 0) < LEAST:
        return ""
    difference = Decimal(show_value(now).removesuffix("%")) - Decimal(show_value(before).removesuffix("%"))
    if not difference:
        return f"与{than}持平"
    return f"比{than}{'提高' if difference > 0 else '降低'}{_plain(abs(difference))}个百分点"


def _percent(share: Decimal) -> Decimal:
    """In per cent with one decimal, half up."""
    return Decimal(int(share * 1000 + Decimal("0.5"))) / 10


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
