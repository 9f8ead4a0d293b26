"""Notes about unexpected errors: when, which kinds, and where in the code; never a value or a message."""

from __future__ import annotations

import datetime as dt
import traceback
from pathlib import Path

from panhuang_desk import __version__, paths

KEPT_BYTES = 200_000
"""Beyond this size the older half of the log is dropped."""


def note_crash(error: BaseException) -> Path:
    """Append an error to the log and say where the log is.

    Messages and values are left out, as they may hold what a person typed. A log that cannot be written is
    let be: the error itself matters more.
    """
    log = paths.log_file()
    lines = [f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} panhuang_desk {__version__}", *_places(error), ""]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        _shorten(log)
        with log.open("a", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    except OSError:
        pass
    return log


def _places(error: BaseException) -> list[str]:
    """Each error of the chain with its frames, outermost first."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"  {type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"    {_short(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return lines


def _short(filename: str) -> str:
    """A file's place without the folders above the package, which may name the person at this machine."""
    return "/".join(Path(filename).parts[-3:])


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > KEPT_BYTES:
        text = log.read_text(encoding="utf-8", errors="replace")
        log.write_text(text[len(text) // 2:], encoding="utf-8")
