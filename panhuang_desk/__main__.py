"""The program's door: chooses between the window and the command line, and loads only the one asked for."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code. `argv` is without the program's name."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["--self-test"]:
        return _self_test()
    if not given or (len(given) == 1 and _is_file(given[0])):
        return _window(given[0] if given else None)
    from panhuang_desk.cli.entry import main as command_line

    return command_line(given)


def _is_file(text: str) -> bool:
    """Whether a single argument names a file to open, rather than a command or an option."""
    return not text.startswith("-") and (text.lower().endswith(".phdb") or Path(text).is_file())


def has_screen() -> bool:
    """Whether a window can be shown: Windows and macOS always, elsewhere where a display is named."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in names)


def _window(file: str | None) -> int:
    if not has_screen():
        print("没有可用的屏幕，窗口打不开。命令行用法见 panhuang-desk --help。", file=sys.stderr)
        return 1
    preload()
    from panhuang_desk.desk.app import run

    return run(Path(file) if file else None, os.environ.get("PANHUANG_PASSPHRASE", ""))


def preload() -> None:
    """Load what has nothing of Qt in it: PySide reads the source of every module that is loaded after it.

    Garbage is not collected until the window is there: a start makes none, and looking for it costs a twentieth.
    """
    gc.disable()
    importlib.import_module("panhuang_desk.settings")


def _self_test() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from panhuang_desk.desk.self_test import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
