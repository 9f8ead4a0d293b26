"""The list of follow-ups on paper: a working list to be taken along, with room to write down what came of each."""

from __future__ import annotations

import attrs

from panhuang_desk.report.list_paper import Cell, ListColumn, ListPaper, list_bytes

_COLUMNS = (
    ListColumn("序号", 30), ListColumn("类别", 38), ListColumn("事项", 176, middle=False),
    ListColumn("户、地块", 112, middle=False), ListColumn("提出", 58), ListColumn("到期", 116), ListColumn("状态", 92),
    ListColumn("办理情况", middle=False),
)


@attrs.frozen
class FollowUpLine:
    """One follow-up in words. `late` prints what is due bold; `result` is empty where there is room to write."""

    kind: str
    matter: str
    source: str
    raised: str
    due: str
    state: str
    result: str = ""
    late: bool = False


@attrs.frozen
class FollowUpList:
    """The list as finished words: of which place, which follow-ups, printed by whom and when.

    `masked` says that names are covered, which is printed too.
    """

    place: str
    which: str
    printed: str
    lines: tuple[FollowUpLine, ...]
    masked: bool = False
    sample: bool = False


def follow_up_list_bytes(content: FollowUpList) -> bytes:
    """The list as PDF, A4 across, the heading repeated on every page: the same bytes for the same content."""
    late = sum(line.late for line in content.lines)
    count = f"共 {len(content.lines)} 件" + (f"，其中逾期 {late} 件" if late else "")
    covered = "姓名已遮盖，事项照原样" if content.masked else ""
    return list_bytes(ListPaper(
        "待办事项清单", "禁毒工作待办事项", content.place, (content.which, count, content.printed, covered), _COLUMNS,
        tuple(_row(number, line) for number, line in enumerate(content.lines, start=1)), "没有这样的待办。",
        content.sample))


def _row(number: int, line: FollowUpLine) -> tuple[Cell, ...]:
    return (Cell(str(number)), Cell(line.kind), Cell(line.matter), Cell(line.source), Cell(line.raised),
            Cell(line.due, bold=line.late), Cell(line.state), Cell(line.result))
