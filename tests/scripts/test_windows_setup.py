"""The set-up that run.bat and test.bat call, with stand-ins for venv and pip; and that the batch files are plain."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BUILD = Path(__file__).resolve().parents[2] / "build"


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("windows_setup", BUILD / "windows_setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "工作台 一"
    root.mkdir()
    (root / "pyproject.toml").write_text("one", encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")

    def create(folder: Path, with_pip: bool) -> None:
        assert with_pip
        module.place_of_python().parent.mkdir(parents=True)
        module.place_of_python().touch()

    monkeypatch.setattr(module.venv, "create", create)
    return module


def pip(monkeypatch: pytest.MonkeyPatch, setup: ModuleType, code: int) -> list[list[str]]:
    calls: list[list[str]] = []

    def run(command: list[str], **given: Any) -> subprocess.CompletedProcess[str]:
        assert given["cwd"] == setup.ROOT
        calls.append(command)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(setup.subprocess, "run", run)
    return calls


def test_what_was_installed_is_stamped_last(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = pip(monkeypatch, setup, 0)
    assert setup.prepare("run") == 0
    assert calls[0][1:] == ["-m", "pip", "install", "--quiet", "--editable", "."]
    assert (setup.VENV / ".ready_run").read_text(encoding="utf-8") == "one"
    assert not (setup.VENV / ".ready_test").exists()
    assert not (setup.VENV / ".unfinished").exists()
    assert setup.prepare("test") == 0
    assert calls[1][-1] == ".[test]"
    assert (setup.VENV / ".ready_test").exists()


def test_what_failed_or_was_moved_is_made_anew(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    pip(monkeypatch, setup, 1)
    assert setup.prepare("run") == 1
    assert "依赖没有装好" in capsys.readouterr().err
    (setup.VENV / "half").touch()
    pip(monkeypatch, setup, 0)
    assert setup.prepare("run") == 0
    assert not (setup.VENV / "half").exists()
    (setup.VENV / "old").touch()
    (setup.VENV / ".place").write_text("somewhere else", encoding="utf-8")
    assert setup.prepare("run") == 0
    assert not (setup.VENV / "old").exists()


@pytest.mark.parametrize("name", ["run.bat", "test.bat", "setup.bat"])
def test_batch_files_are_ascii_as_cmd_reads_them_in_the_machines_code_page(name: str) -> None:
    text = (BUILD / name).read_bytes()
    assert text.isascii()
    assert b"windows_setup.py" in (BUILD / "setup.bat").read_bytes()
