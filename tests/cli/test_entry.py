"""The frame of the command line: exit codes, one line on stderr, UTF-8, the passphrase, the log."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from panhuang_desk import __main__ as door
from panhuang_desk import __version__, paths
from panhuang_desk.cli import common, entry
from panhuang_desk.cli.group import MODULES, commands
from panhuang_desk.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANHUANG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PANHUANG_PASSPHRASE", raising=False)


@pytest.mark.parametrize("argv", [
    ["no-such-command"], ["figures"], ["figures", "a.phdb"],
    ["figures", "a.phdb", "2026-5"], ["figures", "a.phdb", "2026-13"],
    ["figures", "a.phdb", "2026-05", "--nonsense"], ["report", "a.phdb", "2026-05"],
    ["report", "a.phdb", "2026-05", "-o", "a.txt"], ["forms", "nonsense", "-o", "a.pdf"],
    ["demo", "a.phdb", "--months", "0"], ["demo", "a.phdb", "--villages", "x"],
    ["export", "a.phdb", "visit", "-o", "a.doc"], ["import", "a.phdb", "nonsense", "b.csv"],
    ["--nonsense"], ["--self-test", "check", "a.phdb"], ["restore", "a.phdb"], ["check", "a.phdb", "b.phdb"],
    ["--passphrase-file", "p", "a.phdb"],
])
def test_wrong_usage_is_one_chinese_line_and_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "用法见 panhuang-desk" in err


@pytest.mark.parametrize("name", [None, *MODULES])
def test_the_help_is_chinese(name: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([name, "--help"] if name else ["--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("用法：panhuang-desk")
    assert "显示这份说明" in out
    for word in ("Usage", "Options", "OPTIONS", "COMMAND", "ARGS", "Commands", "Show this", "required", "default"):
        assert word not in out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["--version"]) == 0
    assert capsys.readouterr().out == f"panhuang_desk {__version__}\n"


def failing(error: BaseException) -> click.Command:
    @click.command()
    def command() -> None:
        raise error

    return command


def test_what_the_data_did_is_one_line_and_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(entry, "commands", failing(UserError("坏了。", "请\n修好。")))
    assert entry.main([]) == 1
    assert capsys.readouterr().err == "坏了。请 修好。\n"
    assert not paths.log_file().exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_giving_up_is_one_line_and_1(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(entry, "commands", failing(error))
    assert entry.main([]) == 1
    assert capsys.readouterr().err.strip() == "已取消，没有改动。"


def test_a_bug_is_one_line_and_the_log_holds_places_but_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(entry, "commands", failing(ZeroDivisionError("张三 13800000000")))
    assert entry.main([]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err
    log = paths.log_file().read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "test_entry.py" in log
    assert "张三" not in err + log


def test_a_reader_that_stops_reading_is_no_error() -> None:
    done = subprocess.run(f"'{sys.executable}' -m panhuang_desk --help | true", shell=True, cwd=ROOT,
                          capture_output=True, check=False)
    assert done.stderr == b""


def test_a_pipe_gets_utf8_whatever_the_locale() -> None:
    environment = {**os.environ, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}
    done = subprocess.run([sys.executable, "-m", "panhuang_desk", "--help"], cwd=ROOT, env=environment,
                          capture_output=True, check=True)
    assert "用法：" in done.stdout.decode("utf-8")
    done = subprocess.run([sys.executable, "-m", "panhuang_desk", "nonsense"], cwd=ROOT, env=environment,
                          capture_output=True, check=False)
    assert "没有这个命令" in done.stderr.decode("utf-8")


def context() -> click.Context:
    return click.Context(commands, obj=None)


def test_the_passphrase_comes_from_the_file_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "口令.txt"
    file.write_bytes("\ufeff 从 文件\r\n第二行\r\n".encode())
    monkeypatch.setenv("PANHUANG_PASSPHRASE", "从环境")
    assert common.passphrase(context(), file) == " 从 文件"
    assert common.passphrase(context(), None) == "从环境"
    assert common.passphrase(click.Context(commands, obj=file), None) == " 从 文件"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe"])
def test_a_passphrase_file_that_gives_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "p"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        common.passphrase(context(), file)
    assert caught.value.code == "passphrase_file"


def test_without_any_passphrase_and_terminal_there_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:
    file = tmp_path / "a.phdb"
    file.write_bytes(b"x" * 8192)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert door.main(["check", str(file)]) == 1
    assert capsys.readouterr().err.startswith("没有给出口令。")


def test_it_is_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["一", "一", "一", "二"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_, **given: next(answers) if given["hide_input"] else None)
    assert common.passphrase(context(), None, twice=True) == "一"
    with pytest.raises(UserError):
        common.passphrase(context(), None, twice=True)


@pytest.mark.parametrize(("argv", "window"), [
    ([], True), (["x.phdb"], True), (["X.PHDB"], True), ([__file__], True), (["check"], False),
    (["x.phdb", "y"], False), (["--help"], False), (["check.txt"], False),
])
def test_the_door_chooses(argv: list[str], window: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []
    monkeypatch.setattr(door, "_window", lambda file: opened.append(file) or 0)
    door.main(argv)
    assert bool(opened) == window


def test_without_a_screen_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert door.main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1
