"""Files of questions: reading them, and judging them before they are used."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz.judging import inspect_added, inspect_bank, summary
from panhuang_desk.model.quiz.lint import MINIMUM, SHIPPED_MINIMUM
from panhuang_desk.services.resources import Resources, load_toml

_LARGEST = 16 * 1024 * 1024
"""The most bytes of a file of questions; the shipped one has some sixty thousand."""


@attrs.frozen
class Judgement:
    """What `check_bank_file` found: lines of what must be mended, none for a good file, and what is in it."""

    findings: tuple[str, ...]
    summary: tuple[str, ...]


def read_bank_file(path: Path) -> dict[str, Any]:
    """A file of questions as parsed TOML; UserError (code `bank`) says in which line it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError("这个文件太大，不像题库。", "请选题库格式的 .toml 文件。", code="bank")
        return load_toml(path)
    except OSError as error:
        raise UserError("题库文件打不开。", "请检查文件在不在、能不能读。", code="bank") from error
    except UnicodeDecodeError as error:
        raise UserError("题库文件不是 UTF-8 编码。", "请在记事本里另存为 UTF-8 再用。", code="bank") from error
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "末尾"
        hint = "请看那一行的引号、方括号、等号是不是都有并且是半角的。"
        raise UserError(f"题库文件{where}写得不对，读不下去。", hint, code="bank") from error


def check_bank_file(path: Path, *, added: bool = False, facts: Path | None = None) -> Judgement:
    """Judge a file of questions.

    A whole bank needs `SHIPPED_MINIMUM` questions where it is the shipped one, else `MINIMUM`. With `added` the file
    holds questions to be added to this machine's bank: each is judged by itself and against the bank's, and no number
    is asked for. `facts` is a table whose column `id` has the facts that questions may name. UserError (code `bank`)
    where a file cannot be read.
    """
    mapping = read_bank_file(path)
    known_facts = _ids(facts) if facts else None
    if added:
        judged = inspect_added(mapping, Resources().bank, known_facts)
        if not judged:
            return Judgement(("没有一道题（[[question]]）",), ())
        wrong = [line for each in judged if each.wrong for line in str(each).split("\n")]
        return Judgement(tuple(wrong), (f"{len(judged)} 道题，都可以加进题库。",))
    shipped = path.resolve() == (Resources().folder / "quiz" / "bank.toml").resolve()
    bank, found = inspect_bank(mapping, minimum=SHIPPED_MINIMUM if shipped else MINIMUM, known_facts=known_facts)
    return Judgement(tuple(found), tuple(summary(bank)) if not found else ())


def _ids(path: Path) -> Collection[str]:
    """The ids of a table of facts."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return frozenset(row["id"].strip() for row in csv.DictReader(stream))
    except (OSError, KeyError, AttributeError, ValueError, csv.Error) as error:
        raise UserError("依据表读不了。", "请用 UTF-8 的 CSV，第一行有 id 这一列。", code="bank") from error
