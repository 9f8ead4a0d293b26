"""The table of the measurements, and that rewriting it leaves what is written around it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BUILD = Path(__file__).resolve().parents[2] / "build"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(BUILD))
    import bench

    monkeypatch.setattr(bench, "HERE", tmp_path)
    yield bench
    for name in ("bench", "bench_rows", "bench_sheets", "bench_tracks", "bench_map", "bench_machine"):
        sys.modules.pop(name, None)


def test_a_row_that_misses_says_so_and_the_words_around_the_table_stay(bench: Any, tmp_path: Path) -> None:
    page = tmp_path / "BENCH.md"
    page.write_text("before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n", encoding="utf-8")
    rows = [bench.Row("start", "<= 1 s", "0.5 s", True), bench.Row("save", "<= 5 ms", "9 ms", False)]
    bench.write(bench.table(rows))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| save | <= 5 ms | 9 ms | **missed** |" in text
    assert "| start | <= 1 s | 0.5 s | ok |" in text


def test_the_machine_is_described_without_its_name(bench: Any) -> None:
    import platform

    text = bench.describe("a file")
    assert "Python" in text
    assert "cores" in text
    assert platform.node() not in text or not platform.node()
