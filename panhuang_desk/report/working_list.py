"""The working list on paper: whom to visit, by day and group and door, with room to tick and write at the door."""

from __future__ import annotations

import attrs

from panhuang_desk.model.kinds import VISIT
from panhuang_desk.report.list_paper import Cell, ListColumn, ListPaper, Row, Section, list_bytes

_COLUMNS = (
    ListColumn("序号", 28), ListColumn("组门牌", 84, middle=False), ListColumn("联系人", 62), ListColumn("电话", 84),
    ListColumn("重点", 96), ListColumn("上次见到", 62), ListColumn("缘由", 88), ListColumn("结果", 96),
    ListColumn("备注", middle=False),
)


@attrs.frozen
class WorkingLine:
    """One household in words; each of `key_groups` on a line of its own."""

    door: str
    name: str
    phone: str
    key_groups: str
    last_met: str
    reason: str


@attrs.frozen
class WorkingPart:
    """The households below one heading, in walking order: a group, or a day of the plan."""

    heading: str
    lines: tuple[WorkingLine, ...]


@attrs.frozen
class WorkingList:
    """The list as finished words: of which place, for which days, printed by whom and when.

    `masked` says that names and phones are covered, which is printed too. `focus` is what is to be explained, empty for
    nothing.
    """

    place: str
    which: str
    printed: str
    parts: tuple[WorkingPart, ...]
    masked: bool = False
    sample: bool = False
    focus: str = ""


def working_list_bytes(content: WorkingList) -> bytes:
    """The list as PDF, A4 across, numbered through: the same bytes for the same content."""
    count = sum(len(part.lines) for part in content.parts)
    outcomes = tuple(choice.label for choice in VISIT.by_name["outcome"].choices)
    rows: list[Row] = []
    number = 0
    for part in content.parts:
        rows.append(Section(part.heading))
        for line in part.lines:
            number += 1
            rows.append(_row(number, line, outcomes))
    return list_bytes(ListPaper(
        "入户走访工作清单", "入户走访工作清单", content.place,
        (content.which, f"共 {count} 户", content.printed, "姓名、电话已遮盖" if content.masked else ""), _COLUMNS,
        tuple(rows), "没有要走访的户。", content.sample, content.focus))


def _row(number: int, line: WorkingLine, outcomes: tuple[str, ...]) -> tuple[Cell, ...]:
    return (Cell(str(number)), Cell(line.door), Cell(line.name), Cell(line.phone), Cell(line.key_groups),
            Cell(line.last_met), Cell(line.reason), Cell(ticks=outcomes), Cell())
