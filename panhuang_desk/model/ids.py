"""Identifiers of records, changes and replicas: UUIDs of version 7 (RFC 9562), which sort by time."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

_RANDOM_BITS = 74
_LOW_BITS = 62
_LAST_MS = (1 << 48) - 1
_VERSION = 7 << 76
_VARIANT = 0b10 << 62


def wall_clock_ms() -> int:
    """The machine's time in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class IdSource:
    """Makes ids that grow from one to the next, also within a millisecond and when the clock runs back.

    `now_ms` gives milliseconds since 1970; `random_bits(n)` an n-bit whole number.
    Safe to share between threads.
    """

    def __init__(
        self, now_ms: Callable[[], int] = wall_clock_ms, random_bits: Callable[[int], int] = secrets.randbits
    ) -> None:
        self._now_ms = now_ms
        self._random_bits = random_bits
        self._ms = -1
        self._tail = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """The next id, 36 characters in lower case."""
        with self._lock:
            now = min(max(self._now_ms(), 0), _LAST_MS)
            if now > self._ms:
                self._ms, self._tail = now, self._random_bits(_RANDOM_BITS)
            else:
                self._step()
            return _text(self._ms, self._tail)

    def _step(self) -> None:
        """Grow by a random amount, so that no id gives the next away; carry into the time when full."""
        self._tail += 1 + self._random_bits(32)
        if self._tail >> _RANDOM_BITS:
            self._ms, self._tail = self._ms + 1, self._random_bits(_RANDOM_BITS - 1)


def id_ms(identifier: str) -> int:
    """The time an id was made, in milliseconds since 1970, as its machine saw it."""
    return int(identifier[:8] + identifier[9:13], 16)


def _text(ms: int, tail: int) -> str:
    high, low = tail >> _LOW_BITS, tail & ((1 << _LOW_BITS) - 1)
    digits = f"{ms << 80 | _VERSION | high << 64 | _VARIANT | low:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


# Growing ids need one memory for the whole process; for repeatable ids make an `IdSource` of your own.
_of_this_process = IdSource()


def new_id() -> str:
    """A new id, greater than every id made before in this process."""
    return _of_this_process()
