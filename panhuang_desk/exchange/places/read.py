"""Reads a file of places or ways by what stands in it, whatever its name says."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places.flight_log import LogTable, read_log, read_table
from panhuang_desk.exchange.places.found import Found
from panhuang_desk.exchange.places.geojson import read_geojson
from panhuang_desk.exchange.places.gpx import read_gpx
from panhuang_desk.exchange.places.kml import read_kml, read_kmz

MAX_BYTES = 300 * 1024 * 1024

ENDINGS = (".gpx", ".kml", ".kmz", ".geojson", ".json", ".csv")
"""The endings of the files that are offered."""

_FORMATS = "能读的有：GPX、KML、KMZ、GeoJSON，还有带经度、纬度两列的 CSV。"


def read_bytes(path: Path) -> bytes:
    """The content of a file; UserError where it cannot be read or is far too big."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path.name} 太大，没有读。", "请把轨迹按天分开导出，再一份一份导入。", code="places")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"读不了 {path.name}。", "请看文件还在不在、是不是别的程序正在用它。", code="places") from error


def read_places(path: Path) -> Found:
    """Everything of a file. UserError (code `places`) where its format is not known or nothing can be read from it."""
    return found_in(read_bytes(path), path.name)


def found_in(data: bytes, name: str) -> Found:
    """The same of a file's content; `name` is only said in messages."""
    try:
        with _nothing_collected():
            found = _read(data)
    except ValueError as problem:
        raise UserError(f"{name} 没有导入：{problem}。", _FORMATS, code="places") from problem
    if not found.tracks and not found.places:
        more = f"（{found.notes[0].rstrip('。')}）" if found.notes else ""
        raise UserError(f"{name} 里没有一个读得出来的位置{more}。", _FORMATS, code="places")
    return found


def log_table(data: bytes) -> LogTable | None:
    """The table of a CSV log, so that its columns can be matched by a person; None for another format."""
    return None if _format(data) != "csv" else read_table(data)


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """No collection of garbage meanwhile: hundreds of thousands of elements that live would be looked through."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _read(data: bytes) -> Found:
    kind = _format(data)
    if kind == "kmz":
        return read_kmz(data)
    if kind == "geojson":
        return read_geojson(data)
    if kind == "csv":
        return read_log(read_table(data))
    return read_kml(data) if kind == "kml" else read_gpx(data)


def _format(data: bytes) -> str:
    """What the content looks like; ValueError, in Chinese, where it is none of the formats."""
    head = data[:4096]
    if not head.strip(b"\x00 \t\r\n"):
        raise ValueError("文件是空的")
    if head.startswith(b"PK"):
        return "kmz"
    plain = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    plain = plain.lstrip("\x00 \t\r\n").lower()
    if plain.startswith("<"):
        places = {word: place for word in ("<kml", "<gpx") if (place := plain.find(word)) >= 0}
        tagged = min(places, key=lambda word: places[word], default="")
        if not tagged:
            tagged = "<kml" if ":kml" in plain else "<gpx" if ":gpx" in plain else ""
        if not tagged:
            raise ValueError("是别的 XML 文件，不是 GPX 或 KML")
        return tagged[1:]
    if plain.startswith("{"):
        return "geojson"
    if plain.count("\ufffd") > len(plain) // 4 and b"\x00" in head:
        raise ValueError("不认得的格式")
    return "csv"
