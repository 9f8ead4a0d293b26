"""The journal's clock: stamps that sort as text and never run back on a replica, whatever its machine does.

A hybrid logical clock: a stamp is the later of the machine's time and the last stamp seen, then a counter,
then the replica: `2026-11-24T08:03:23.123Z.0000.<replica>`. Times are UTC.
"""

from __future__ import annotations

from datetime import datetime, timedelta

AHEAD_LIMIT_MS = 24 * 3600 * 1000
"""A stamp further ahead of this machine than this is not believed."""

_EPOCH = datetime(1970, 1, 1)
_ONE_MS = timedelta(milliseconds=1)
_LAST_MS = (datetime(9999, 12, 31, 23, 59, 59) - _EPOCH) // _ONE_MS
_TIME = slice(0, 23)
_COUNTER = slice(25, 29)
_FULL = 0xFFFF


def next_stamp(last: str, wall_ms: int, replica: str) -> str:
    """The stamp of the next change of `replica`, greater than `last`.

    `last` is the greatest stamp that the replica has made or absorbed, empty before its first;
    `wall_ms` the machine's time in milliseconds since 1970, UTC; outside 1970 to 9999 the nearest.
    """
    wall_ms = min(max(wall_ms, 0), _LAST_MS)
    if not last:
        return _stamp(wall_ms, 0, replica)
    last_ms = stamp_ms(last)
    if wall_ms > last_ms:
        return _stamp(wall_ms, 0, replica)
    counter = int(last[_COUNTER], 16)
    if counter < _FULL:
        return _stamp(last_ms, counter + 1, replica)
    return _stamp(last_ms + 1, 0, replica)


def absorb(local_last: str, foreign: str, wall_ms: int) -> str:
    """The stamp that this replica goes on from after it has seen `foreign`, the stamp of another copy.

    A stamp more than a day ahead of this machine is left out: one wrong clock must not push others forward.
    """
    return local_last if is_ahead(foreign, wall_ms) else max(local_last, foreign)


def is_ahead(stamp: str, wall_ms: int) -> bool:
    """Whether a stamp lies more than a day ahead of this machine's time; worth a warning before a merge."""
    return bool(stamp) and stamp_ms(stamp) > wall_ms + AHEAD_LIMIT_MS


def stamp_ms(stamp: str) -> int:
    """The time in a stamp, in milliseconds since 1970, UTC."""
    return (datetime.fromisoformat(stamp[_TIME]) - _EPOCH) // _ONE_MS


def _stamp(ms: int, counter: int, replica: str) -> str:
    time = (_EPOCH + ms * _ONE_MS).isoformat(timespec="milliseconds")
    return f"{time}Z.{counter:04x}.{replica}"
