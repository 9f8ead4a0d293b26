"""Files damaged in every way that a stick, a mail program or a hand can."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.store.faults.harness import Place

PAGE = 4096


def flipped(source: Path, target: Path, offset: int, mask: int = 0x40) -> Path:
    """A copy with one byte changed."""
    data = bytearray(source.read_bytes())
    data[offset] ^= mask
    target.write_bytes(data)
    return target


def cut(source: Path, target: Path, size: int) -> Path:
    """A copy of the first bytes only."""
    target.write_bytes(source.read_bytes()[:size])
    return target


def appended(source: Path, target: Path, more: bytes) -> Path:
    """A copy with something at its end."""
    target.write_bytes(source.read_bytes() + more)
    return target


def an_offset_in_every_page(file: Path, random: Random) -> list[int]:
    """Offsets to flip: one anywhere in each page, free pages included, behind the salt."""
    pages = file.stat().st_size // PAGE
    return [max(16, page * PAGE + random.randrange(PAGE)) for page in range(pages)]


def with_free_pages(place: Place, pages: int = 12) -> None:
    """Make pages free, by a draft that comes and goes."""
    with place.open() as store:
        store.save_draft("x", {"x": "字" * (pages * PAGE // 3)})
        store.drop_draft("x")
        assert store.read("PRAGMA freelist_count")[0][0] >= pages - 2
