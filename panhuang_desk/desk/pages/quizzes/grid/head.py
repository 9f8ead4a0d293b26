"""The head of the grid of sheets: what all lines have in common, what new lines begin with, and the one save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.lines.day_edit import DayEdit
from panhuang_desk.desk.pages.quizzes.grid.codes import title
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import ANSWER_SHEET

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

BEFORE = ("form", "key_group", "age_band", "sampling")
"""The fields that a new line begins with."""

_BY_HAND = {"form": "卷型每份写", "key_group": "人群每份写", "age_band": "年龄段每份写", "sampling": "抽样每份写"}


class SheetsHead(QFrame):
    """`paper_chosen` and `survey_chosen` tell an id, empty for the standard paper and for no survey; `before_chosen`
    that new lines begin otherwise; `left` that the keys go back to the grid.
    """

    paper_chosen = Signal(str)
    survey_chosen = Signal(str)
    before_chosen = Signal()
    left = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        box = column(self, 0, 4)
        head = self.head = Header("照纸卷录", sample=desk.session.store.sample)
        head.setFixedHeight(look.control + look.px(8))
        head.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.again_button = head.add_button("再录一遍核对" if not look.narrow else "再录核对", key=cap("menu"))
        self.save_button = head.add_button("保存 0 份", "primary", key=cap("save"))
        for button in (self.again_button, self.save_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.addWidget(head)
        self.paper_chip = FilterChip("标准卷", all_word="标准卷")
        self.survey_chip = FilterChip("不属于哪次测评", all_word="不属于哪次测评")
        self.day = DayEdit(desk, ANSWER_SHEET.by_name["taken_on"], goes_to="到各份")
        self.day.setFixedHeight(look.filter)
        self.before_chips = {name: FilterChip(_BY_HAND[name], all_word=_BY_HAND[name]) for name in BEFORE}
        for name in BEFORE[1:]:
            self.before_chips[name].set_options(ANSWER_SHEET.by_name[name].choices)
        for chip in self.before_chips.values():
            chip.chosen.connect(lambda _: self._before_chosen())
        box.addWidget(self._line())
        self.paper_chip.chosen.connect(self.paper_chosen)
        self.survey_chip.chosen.connect(self.survey_chosen)
        self.day.left.connect(self.left)

    def show_choices(self, papers: Sequence[Choice], surveys: Sequence[Choice]) -> None:
        """Offer papers beside the standard one, and surveys; what there is no choice of is not shown."""
        self.paper_chip.set_options(papers)
        self.survey_chip.set_options(surveys)
        self.paper_chip.setVisible(bool(papers))
        self.survey_chip.setVisible(bool(surveys))

    def show_forms(self, letters: str) -> None:
        """Offer the forms of a paper; with one there is nothing to choose."""
        chip, before = self.before_chips["form"], self.before_chips["form"].code
        chip.set_options([Choice(letter, f"都是 {letter} 卷") for letter in letters])
        self._choose("form", before)
        chip.setVisible(len(letters) > 1)

    def show_before(self, codes: Mapping[str, str]) -> None:
        """Show what new lines begin with."""
        for name in self.before_chips:
            self._choose(name, codes.get(name, ""))

    def take_focus(self) -> None:
        """The keys to the first thing that can be chosen."""
        chips = (self.survey_chip, self.paper_chip)
        next((chip for chip in chips if not chip.isHidden()), self.before_chips["key_group"]).setFocus()

    @property
    def before(self) -> dict[str, str]:
        """What new lines begin with, by field."""
        return {name: chip.code for name, chip in self.before_chips.items() if chip.code}

    def _line(self) -> QFrame:
        """The chips, which flow."""
        line = QFrame()
        flow = FlowLayout(line)
        for widget in (self.survey_chip, self.paper_chip, self.day):
            flow.addWidget(widget)
        if not theme.active().narrow:
            first = Label("每行先填", "caption", "ink2")
            first.setFixedHeight(theme.active().filter)
            flow.addWidget(first)
        for chip in self.before_chips.values():
            flow.addWidget(chip)
        policy = line.sizePolicy()
        policy.setHeightForWidth(True)
        line.setSizePolicy(policy)
        return line

    def _choose(self, name: str, code: str) -> None:
        chip = self.before_chips[name]
        chip.choose(code)
        chip.setAccessibleName(f"每行先填{title(name)}：{chip.text()}")

    def _before_chosen(self) -> None:
        self.before_chosen.emit()
        self.left.emit()
