"""What several commands share: the passphrase, opening the file, Chinese parameter types, JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from panhuang_desk.cli.words import ChineseHelp
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.session import Session
from panhuang_desk.services.signing import public_key
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(convert: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A click callback that converts what was given; a ValueError becomes wrong usage in its words."""

    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        if value is None:
            return None
        try:
            return convert(str(value))
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from None

    return callback


def month(text: str) -> Month:
    """Read a month written `YYYY-MM`."""
    try:
        return Month.parse(text)
    except ValueError:
        raise ValueError(f"“{text}”不是月份，应写成 2026-05 这样") from None


def period(text: str) -> Period:
    """Read a month, or another span of months in one of the text forms of `Period`."""
    try:
        return Period.parse(text)
    except ValueError:
        raise ValueError(f"“{text}”不是时段，月份写成 2026-05，季度 2026-Q2，半年 2026-H1，全年 2026，"
                         "几个月 2026-02..2026-05，宣传月 2026-06-publicity") from None


def day(text: str) -> str:
    """Read a day written `YYYY-MM-DD`; empty stays empty."""
    try:
        return dt.date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise ValueError(f"“{text}”不是日期，应写成 2026-05-04 这样") from None


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within limits."""

    def convert(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"“{text}”应是 {least} 到 {most} 之间的整数")
        return int(text)

    return convert


def one_of(words: Sequence[str]) -> Callable[[str], str]:
    """A reader of one of some words."""

    def convert(text: str) -> str:
        if text not in words:
            raise ValueError(f"“{text}”不在可选的几种之内：{'、'.join(words)}")
        return text

    return convert


def output_file(*endings: str) -> Callable[[str], Path]:
    """A reader of the path of a file to write, whose ending says in which format."""

    def convert(text: str) -> Path:
        if Path(text).suffix.lower() not in endings:
            raise ValueError(f"文件名应以 {' 或 '.join(endings)} 结尾")
        return Path(text)

    return convert


PATH = click.Path(path_type=Path)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with Chinese help."""
    return click.command(name, cls=ChineseHelp)


def passphrase_option(function: Function) -> Function:
    """The option `--passphrase-file`, which may stand before or after the command's name."""
    option = click.option("--passphrase-file", type=PATH, metavar="PATH", help="口令写在这个文件的第一行。")
    return option(function)


def passphrase(ctx: click.Context, file: Path | None, *, twice: bool = False) -> str:
    """The passphrase: from the named file, else from the environment, else asked for without echo.

    `twice` asks two times, where a new file is made.
    """
    file = file or ctx.find_object(Path)
    if file is not None:
        return _first_line(file)
    known = os.environ.get("PANHUANG_PASSPHRASE")
    if known:
        return known
    if not sys.stdin.isatty():
        hint = "请用 --passphrase-file 指明口令文件，或设环境变量 PANHUANG_PASSPHRASE。"
        raise UserError("没有给出口令。", hint, code="no_passphrase")
    typed = click.prompt("口令", hide_input=True, err=True, prompt_suffix="：")
    if twice and click.prompt("再输一遍", hide_input=True, err=True, prompt_suffix="：") != typed:
        raise UserError("两次输入的口令不一样。", "请重新运行。", code="passphrases_differ")
    return str(typed)


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UserError("口令文件读不出来。", "请检查 --passphrase-file 后的路径，文件应为 UTF-8 文本。",
                        code="passphrase_file") from None
    if not lines or not lines[0]:
        raise UserError("口令文件是空的。", "请把口令写在文件的第一行。", code="passphrase_file")
    return lines[0]


def opened(ctx: click.Context, file: Path, passphrase_file: Path | None, *, write: bool = False) -> Session:
    """The file, open, for use in a `with`. Reading goes on beside the window; writing is refused there."""
    return open_file(file, passphrase(ctx, passphrase_file), Settings.load(), write=write)


def opened_to_sign(ctx: click.Context, file: Path, passphrase_file: Path | None) -> Session:
    """The file, open: only for reading where it has its key, so that the window may stay open beside."""
    session = opened(ctx, file, passphrase_file)
    if public_key(session.store) or session.store.home:
        return session
    session.close()
    return opened(ctx, file, passphrase_file, write=True)


def shown_progress() -> Progress:
    """Progress of long work as one line that is written over; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        return no_progress

    def progress(share: float, now: str) -> None:
        line = f"{share:4.0%} {now}" if share < 1 else ""
        click.echo(f"\r{line:<50}\r", nl=False, err=True)

    return progress


def say_json(value: object) -> None:
    """Print a value as JSON, readable and always in the same order of keys as given."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
