"""How a report stands, in the head of the page and in a strip over the paper with what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.report.changes import by_how_much
from panhuang_desk.desk.pages.report.editions import EditionRow
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.report_diff import FIGURE, Difference
from panhuang_desk.services.editions import CHANGED, DRAFT, ISSUED
from panhuang_desk.services.report_view import ReportView

_LOOKS = {DRAFT: ("open", "circle-dashed"), ISSUED: ("good", "check"), CHANGED: ("warn", "triangle-alert")}


def pill_of(view: ReportView) -> TagLook:
    """The tag in the head of the page."""
    look, icon = _LOOKS[view.standing.state]
    return TagLook(view.state_words, look, icon)


def changed_words(view: ReportView, records: int | None = None) -> str:
    """定稿后改了 2 条记录，“走访到户”会少 1."""
    begin = "定稿后数据变了" if not records else f"定稿后改了 {records} 条记录"
    found = view.standing.differences
    first = next((each for each in found if _changes_number(each) and each.column == "this" and not each.village),
                 next((each for each in found if _changes_number(each)), None))
    if first is None:
        return f"{begin}，文字不同了" if found else begin
    step = by_how_much(first.then, first.now)
    more = "多" if step.startswith("+") else "少"
    return f"{begin}，“{first.label}”会{more} {step[1:]}"


def _changes_number(found: Difference) -> bool:
    return found.kind == FIGURE and by_how_much(found.then, found.now)[1:2] not in ("", "0")


class StandingStrip(Strip):
    """A draft is to be issued, changed data to be looked at, an earlier edition to be left."""

    issue_asked = Signal()
    next_asked = Signal()
    leave_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "next", parent=parent)
        self.act = self.add_link("定稿", key=cap("issue"))
        self.act.clicked.connect(self.issue_asked)
        self.next = self.add_link("")
        self.next.clicked.connect(self.next_asked)
        self.leave = self.add_link("回到现在", key=cap("back"))
        self.leave.clicked.connect(self.leave_asked)

    def show_standing(self, view: ReportView, edition: EditionRow | None, records: int | None = None) -> None:
        """Say how a report stands, or which edition lies in its place; an issued one that holds needs no strip."""
        state = view.standing.state
        self.act.setVisible(edition is None)
        self.next.setVisible(edition is None and state == CHANGED)
        self.leave.setVisible(edition is not None)
        if edition is not None:
            self.set_look("next", icon="history")
            self.set_text(f"这是{edition.title}，{edition.when}定稿，和当时一样；存、印的就是这一版")
        elif state == DRAFT:
            self.set_look("next", icon="file-text")
            self.act.set_words("定稿")
            self.set_text("草稿：核对数字和文字，没有问题就定稿")
        elif state == CHANGED:
            self.set_look("warn")
            self.act.set_words("看差别")
            self.next.set_words(f"出第 {view.report.edition} 版")
            self.set_text(changed_words(view, records))
        self.setVisible(edition is not None or state != ISSUED)
