"""The columns of a round, and which of them there is room for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.round.cells import Cells
from panhuang_desk.desk.widgets.chips import DIGITS
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.services.rounds import RoundLine
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_OUTCOMES = {"met": ("green", "check"), "not_home": ("amber", "clock"), "refused": ("ink2", "x"),
             "moved": ("ink2", "send")}
_WIDTHS = {100: {"topics": 264, "materials": 116}, 125: {"topics": 216, "materials": 108},
           150: {"topics": 176, "materials": 92}}
_ALWAYS = ("name", "outcome", "topics", "materials", "note", "state")


def columns_shown(*, several_groups: bool) -> tuple[str, ...]:
    """What there is room for at this text size."""
    size = theme.active().text_size
    first = ("number", "address" if several_groups else "door", "people") if size == 100 else (
        ("address" if several_groups else "door"),)
    return (*first, *_ALWAYS)


def round_columns(
    desk: Shell, cells: Cells, place_of: Callable[[RoundLine], int], current: Callable[[], RoundLine | None],
) -> tuple[Column, ...]:
    """The columns, made anew for each grid. What is wrong with a line is said once the keys have left it."""
    widths = _WIDTHS[theme.active().text_size]
    short = theme.active().text_size > 100

    def problem(line: RoundLine) -> Problem | None:
        found = [each for each in line.problems if each.warning or line is not current()]
        return next((each for each in found if not each.warning), found[0] if found else None)

    def faint(line: RoundLine) -> str:
        return "ink3" if line.row.tenure == "vacant" else "ink"

    return (
        Column("number", "", text=lambda line: str(place_of(line)), width=52, small=True, tone="ink3", align="right"),
        Column("door", "门牌", text=lambda line: household_words(0, line.row.door_no), width=92, most=124,
               middle=True, tone=faint),
        Column("address", "组门牌", text=lambda line: words.door(line.row), width=128, most=164, middle=True,
               tone=faint),
        Column("name", "联系人", text=lambda line: desk.mask(line.row.contact_name) or "—", width=84, tone=faint),
        Column("people", "重点", width=104, tone="ink2", text=lambda line: words.key_groups(line.row) or (
            "空置" if line.row.tenure == "vacant" else "")),
        Column("outcome", "结果", text=lambda line: _outcome(cells, line), width=112, tone=_outcome_tone,
               icon=lambda line: _OUTCOMES.get(_code(line), ("", ""))[1]),
        Column("topics", "谈了什么", width=widths["topics"], tone=lambda line: "ink" if line.filled else "ink3",
               text=lambda line: _topics(cells, line, short=short)),
        Column("materials", "发放", width=widths["materials"], tone=lambda line: "ink2" if line.filled else "ink3",
               text=lambda line: _materials(cells, line)),
        Column("note", "备注", stretch=True, width=100,
               text=lambda line: found.message if (found := problem(line)) else _note(desk, line),
               tone=lambda line: "ink3" if not line.filled else "ink2" if (found := problem(line)) is None else (
                   "amber" if found.warning else "red"),
               icon=lambda line: "" if (found := problem(line)) is None else (
                   "triangle-alert" if found.warning else "circle-alert"),
               detail=lambda line: _note(desk, line) if problem(line) else ""),
        Column("state", "", width=48, icon=lambda line: _state(line, current(), problem(line))[0],
               tone=lambda line: _state(line, current(), problem(line))[1]),
    )


def _code(line: RoundLine) -> str:
    """The outcome typed, or the one that is in the file for the day."""
    return line.texts.get("outcome", "") if line.filled or line.recorded is None else line.recorded.outcome


def _outcome(cells: Cells, line: RoundLine) -> str:
    code = _code(line)
    for place, choice in enumerate(cells.choices["outcome"]):
        if choice.code == code:
            return choice.label if not line.filled else f"{DIGITS[place]}  {choice.label}"
    return "—"


def _outcome_tone(line: RoundLine) -> str:
    return _OUTCOMES.get(_code(line), ("ink3", ""))[0] if line.filled else "ink3"


def _topics(cells: Cells, line: RoundLine, *, short: bool) -> str:
    if not line.filled and line.recorded is not None:
        return "、".join(cells.word("topics", code) for code in json.loads(line.recorded.topics))
    return cells.digits_and_words(line, "topics", short=short) if "topics" in Cells.asked(line) else ""


def _materials(cells: Cells, line: RoundLine) -> str:
    if not line.filled and line.recorded is not None:
        return f"{line.recorded.materials_given} 份" if line.recorded.materials_given else ""
    return cells.words(line, "materials") if "materials" in Cells.asked(line) else ""


def _note(desk: Shell, line: RoundLine) -> str:
    """Another day, what is to be done, the note; of an empty line what is known, or why somebody should call again."""
    if line.filled:
        day = f"{wording.day(line.day, desk.session.today())}的走访" if line.day else ""
        raised = "".join(f"加{FOLLOW_UP.by_name['kind'].word(each.get('kind'))}" for each in line.follow_ups[:1])
        if len(line.follow_ups) > 1:
            raised = f"加 {len(line.follow_ups)} 件待办"
        note = desk.cover(line.texts.get("note", "").replace("\n", " "))
        photos = f"{len(line.photos)} 张照片" if line.photos else ""
        return "·".join(part for part in (day, raised, photos, note) if part)
    if line.recorded is not None:
        return "·".join(part for part in ("当天已经记过", desk.cover(line.recorded.note.replace("\n", " "))) if part)
    return "上次不在家" if line.row.last_outcome == "not_home" else ""


def _state(line: RoundLine, current: RoundLine | None, found: Problem | None) -> tuple[str, str]:
    if not line.filled:
        return ("check", "ink3") if line.recorded is not None else ("", "ink3")
    if found is not None:
        return ("triangle-alert", "amber") if found.warning else ("circle-alert", "red")
    return ("ellipsis", "ink2") if line is current else ("check", "green")
