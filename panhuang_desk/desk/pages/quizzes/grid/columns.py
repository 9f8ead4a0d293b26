"""The columns of the grid of sheets. What is wrong with a line is said in it once the keys have left it."""

from __future__ import annotations

from collections.abc import Callable

from panhuang_desk.desk import theme
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.quizzes.grid.codes import Codes, title
from panhuang_desk.model.kind import Problem
from panhuang_desk.services.sheet_grid import CHOSEN, SheetLine

_WIDTHS = {"number": 48, "form": 60, "key_group": 132, "age_band": 100, "sampling": 92, "answers": 296,
           "satisfaction": 92, "state": 120}
_NARROW = {"number": 40, "form": 44, "key_group": 78, "age_band": 84, "sampling": 76, "answers": 276,
           "satisfaction": 76, "state": 80}


def sheet_columns(
    codes: Codes, code_of: Callable[[SheetLine, str], str], current: Callable[[], SheetLine | None],
) -> tuple[Column, ...]:
    """The columns, made anew for each grid; `code_of` gives the code that a line shows in a field."""
    narrow, little = theme.active().text_size > 100, theme.active().narrow
    widths = _NARROW if narrow else _WIDTHS

    def problem(line: SheetLine) -> Problem | None:
        found = [each for each in line.problems if each.warning or line is not current()]
        return next((each for each in found if not each.warning), found[0] if found else None)

    def tone(line: SheetLine) -> str:
        return "ink" if line.filled or line.known is not None else "ink3"

    def chosen(name: str) -> Column:
        return Column(name, title(name), width=widths[name], tone=tone, text=lambda line: word(line, name) or "—")

    def word(line: SheetLine, name: str) -> str:
        code = code_of(line, name)
        return code if narrow and name == "form" else codes.word(name, code, short=narrow)

    before = [chosen(name) for name in CHOSEN if name != "satisfaction"]
    return (
        Column("number", "", text=lambda line: str(line.number), width=widths["number"], small=True, tone="ink3",
               align="right"),
        *before,
        Column("answers", "答案", text=lambda line: line.texts.get("answers", ""), width=widths["answers"]),
        chosen("satisfaction"),
        Column("state", "", stretch=True, width=widths["state"],
               text=lambda line: (_few_words if little else _words)(line, problem(line)),
               tone=lambda line: _look(line, current(), problem(line))[1],
               icon=lambda line: _look(line, current(), problem(line))[0]),
    )


def _words(line: SheetLine, found: Problem | None) -> str:
    if found is not None and not found.warning:
        return found.message
    if line.typed is None or not line.filled:
        return ""
    if line.score is not None:
        right = f"答对 {line.score[0]} / {line.score[1]}"
        return right if found is None else f"{right}，不到八成，不计入" if found.field == "answers" else (
            f"{right}，{found.message}")
    return f"{line.typed.read} / {len(line.typed.answers)} 题"


def _few_words(line: SheetLine, found: Problem | None) -> str:
    """Where there is no room for more; the hint bar says the rest."""
    if found is not None and not found.warning:
        return "要改"
    if line.typed is None or not line.filled:
        return ""
    done, whole = line.score if line.score is not None else (line.typed.read, len(line.typed.answers))
    return f"{done}/{whole}"


def _look(line: SheetLine, current: SheetLine | None, found: Problem | None) -> tuple[str, str]:
    if not line.filled:
        return "", "ink3"
    if found is not None:
        return ("triangle-alert", "amber") if found.warning else ("circle-alert", "red")
    if line.stopped:
        return "ellipsis", "ink2"
    return "check", "green"
