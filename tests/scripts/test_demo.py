"""`run.sh --demo` after the set-up: a sample file, last month's report, one line, and the window."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from panhuang_desk.model.months import Month
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings

SCRIPT = Path(__file__).resolve().parents[2] / "build" / "demo.py"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", tmp_path / "demo")
    monkeypatch.setattr(module, "has_screen", lambda: False)
    monkeypatch.setenv("PANHUANG_PASSPHRASE", "another")
    return module


def test_it_makes_file_and_report_says_where_in_one_line_and_ends(
    demo: ModuleType, capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo.run() == 0
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (1, "")
    file, report = sorted(demo.FOLDER.iterdir())
    assert str(file) in out
    assert str(report) in out
    assert demo.PASSPHRASE in out
    assert report.read_bytes().startswith(b"%PDF-")
    last = Month.of(dt.date.today()).plus(-1)
    with open_file(file, demo.PASSPHRASE, Settings(), write=False) as session:
        assert session.store.sample
        assert len(session.store.villages) == 14
        months = {str(record.values["visited_on"])[:7] for record in session.store.records("visit")}
    assert months == {str(last.plus(-2)), str(last.plus(-1)), str(last)}


def test_a_second_time_keeps_what_somebody_tried_in_it(
    demo: ModuleType, capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo.run() == 0
    file = next(demo.FOLDER.glob("*.phdb"))
    before = file.read_bytes()
    assert demo.run() == 0
    assert file.read_bytes() == before


def test_the_window_opens_where_there_is_a_screen(demo: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(demo, "has_screen", lambda: True)
    monkeypatch.setattr(demo, "make", lambda *_: 0)
    monkeypatch.setattr(demo, "main", lambda argv: opened.append(argv) or 0)
    assert demo.run() == 0
    assert opened == [[str(demo.FOLDER / "示例.phdb")]]


def test_what_goes_wrong_ends_it(demo: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    demo.FOLDER.mkdir()
    (demo.FOLDER / "示例.phdb").write_bytes(b"nonsense" * 1000)
    assert demo.run() == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
