"""Files damaged at random, as sticks, cards and half downloads damage them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_WORDS = (b"\x00", b"\xff", b"<", b">", b"&", b'"', b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"NaN", b"1e999",
          b"-", b"\xef\xbb\xbf", b"</trkseg>", b"<trkpt ", b"{", b"[", b",", b"\r\n", b"99999999999999999999")


def mutated(data: bytes, random: Random) -> bytes:
    """The bytes with one to eight random changes."""
    whole = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        random.choice(_CHANGES)(whole, random)
    return bytes(whole)


def _flip(whole: bytearray, random: Random) -> None:
    if whole:
        whole[random.randrange(len(whole))] ^= 1 << random.randrange(8)


def _overwrite(whole: bytearray, random: Random) -> None:
    at, size = random.randrange(len(whole) + 1), random.randrange(1, 16)
    whole[at:at + size] = random.randbytes(size)


def _cut(whole: bytearray, random: Random) -> None:
    del whole[random.randrange(len(whole) + 1):]


def _drop(whole: bytearray, random: Random) -> None:
    at = random.randrange(len(whole) + 1)
    del whole[at:at + random.randrange(1, 64)]


def _double(whole: bytearray, random: Random) -> None:
    at = random.randrange(len(whole) + 1)
    piece = whole[at:at + random.randrange(1, 400)]
    to = random.randrange(len(whole) + 1)
    whole[to:to] = piece * random.choice((1, 1, 2, 50))


def _insert(whole: bytearray, random: Random) -> None:
    at = random.randrange(len(whole) + 1)
    whole[at:at] = random.choice(_WORDS)


_CHANGES: tuple[Callable[[bytearray, Random], None], ...] = (_flip, _flip, _overwrite, _cut, _drop, _double, _insert,
                                                            _insert)
