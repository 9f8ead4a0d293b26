"""Runs one command: exit codes, and one line on stderr for whatever went wrong."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from panhuang_desk.cli.group import commands
from panhuang_desk.cli.words import usage_line
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.services.crash_log import note_crash

DONE, WRONG, USAGE = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run the command line; returns 0 done, 1 something is wrong with the data or file, 2 wrong usage."""
    _speak_utf8()
    try:
        code = commands.main(list(argv), prog_name="panhuang-desk", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        return _failed(usage_line(error), USAGE)
    except (UserError, click.ClickException) as error:
        return _failed(str(error), WRONG)
    except (Cancelled, click.Abort, KeyboardInterrupt):
        return _failed("已取消，没有改动。", WRONG)
    except BrokenPipeError:
        # Whoever read the output has had enough; the interpreter's own last flush must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return WRONG
    except Exception as error:
        kind = type(error).__name__
        return _failed(f"程序内部出错（{kind}），出错位置已记入日志：{note_crash(error)}", WRONG)
    return code if isinstance(code, int) else DONE


def _failed(text: str, code: int) -> int:
    """Say what went wrong in exactly one line."""
    print(" ".join(text.split()), file=sys.stderr)
    return code


def _speak_utf8() -> None:
    """UTF-8 where output goes to a file or a pipe, whatever the locale; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
