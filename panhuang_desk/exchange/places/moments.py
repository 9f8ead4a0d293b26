"""Moments as tracks write them: ISO 8601 to seconds since 1970 UTC. China's clock is eight hours ahead all year."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

CHINA = dt.timezone(dt.timedelta(hours=8))

_ISO = re.compile(r"\s*(\d{4})[-/.](\d\d?)[-/.](\d\d?)[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,:](\d{1,9}))?)?"
                  r"\s*(Z|[+-]\d\d:?\d\d)?\s*$", re.IGNORECASE)
_SECONDS = {f"{second:02d}": second for second in range(60)}


def read_moment(text: str | None, *, local: bool = False) -> float | None:
    """Seconds since 1970 UTC; None where the text is no moment. Without a zone it is UTC, if `local` China's clock."""
    if text and len(text) == 20 and text[10] == "T" and text[19] == "Z":  # nearly all, and ten times as fast
        midnight, clock = _midnight(text[:4], text[5:7], text[8:10]), _clock(text[11:19])
        if midnight is not None and clock is not None:
            return midnight + clock
    found = _ISO.match(text or "")
    if found is None:
        return None
    year, month, day, hour, minute, second, part, zone = found.groups()
    midnight = _midnight(year, month, day)
    if midnight is None or int(hour) > 24 or int(minute) > 59 or int(second or 0) > 60:
        return None
    at = midnight + 3600 * int(hour) + 60 * int(minute) + int(second or 0) + (float(f"0.{part}") if part else 0.0)
    if zone and zone not in "Zz":
        away = 3600 * int(zone[1:3]) + 60 * int(zone[-2:])
        return at - away if zone[0] == "+" else at + away
    return at - 8 * 3600 if local and not zone else at


def china_clock(moment: float) -> str:
    """A moment on China's clock, `YYYY-MM-DDTHH:MM:SS`."""
    return dt.datetime.fromtimestamp(moment, CHINA).strftime("%Y-%m-%dT%H:%M:%S")


def _clock(text: str) -> int | None:
    """Seconds since midnight of HH:MM:SS; None where it is none."""
    minute, second = _minute(text[:5]), _SECONDS.get(text[6:8])
    return None if minute is None or second is None or text[5] != ":" else minute + second


@lru_cache(maxsize=1440)
def _minute(text: str) -> int | None:
    """Seconds since midnight of HH:MM; None where it is none."""
    hour, minute = text[:2], text[3:5]
    if not (hour + minute).isdecimal() or text[2] != ":" or hour > "23" or minute > "59":
        return None
    return 3600 * int(hour) + 60 * int(minute)


@lru_cache(maxsize=64)
def _midnight(year: str, month: str, day: str) -> float | None:
    if not "1971" <= year <= "2199":  # a receiver that does not know the day writes 1970, or the end of all days
        return None
    try:
        return dt.datetime(int(year), int(month), int(day), tzinfo=dt.timezone.utc).timestamp()
    except (ValueError, OverflowError):
        return None
