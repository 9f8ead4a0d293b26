"""The filters over the list of sheets: the four that are used most, and the others once they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.wording import month_choices
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.forms import FORM_LETTERS
from panhuang_desk.store.queries import SheetsWanted

_MONTH, _ANY_MONTH = "本月", "不限月份"
_MONTHS = 36


class SheetFilters(QFrame):
    """Chips by name in `chips`. `changed` tells that a person chose, `paper_chosen` that it was a paper.

    With a survey the sheets are those of any month, unless one is chosen.
    """

    changed = Signal()
    paper_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        self.month = FilterChip(_MONTH, all_word=_MONTH)
        self.survey = FilterChip("测评")
        self.paper = FilterChip("全部试卷", all_word="全部试卷")
        self.group = _of("人群", "key_group")
        self.more = FilterChip("更多筛选")
        self.rest = {"age_band": _of("年龄段", "age_band"),
                     "form": FilterChip("卷型", [Choice(letter, f"{letter} 卷") for letter in FORM_LETTERS]),
                     "state": _of("是否答完", "state"), "entered": _of("录入方式", "entered")}
        self.chips = {"month": self.month, "survey": self.survey, "paper": self.paper, "key_group": self.group,
                      **self.rest}
        for chip in (self.month, self.survey, self.paper, self.group, self.more, *self.rest.values()):
            flow.addWidget(chip)
            if chip is not self.more:
                chip.chosen.connect(self._chosen)
        self.paper.chosen.connect(self.paper_chosen)
        self.more.chosen.connect(self._show)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show()

    def offer(self, papers: Sequence[Record], surveys: Sequence[Record], today: dt.date) -> None:
        """What can be chosen now."""
        self.month.set_options(month_choices(today, _MONTHS))
        self.survey.set_options([Choice(each.id, each.text("title")) for each in surveys])
        self.paper.set_options([Choice(each.id, each.text("title")) for each in papers])
        self._show()

    def wanted(self, village: str, today: dt.date) -> SheetsWanted:
        """The sheets that the chips ask for."""
        codes = {name: chip.code for name, chip in self.chips.items() if name != "month"}
        wanted = SheetsWanted(village=village, **codes)
        month = self.month_of(today)
        return wanted if month is None else attrs.evolve(wanted, first=month.first, last=month.last)

    def month_of(self, today: dt.date) -> Month | None:
        """The month whose sheets are listed; None where it is any."""
        if self.month.code:
            return Month.parse(self.month.code)
        return None if self.survey.code else Month.of(today)

    @property
    def about_people(self) -> bool:
        """Whether the list is one group of people, whose small counts are not told."""
        return bool(self.group.code or self.rest["age_band"].code)

    def clear(self) -> None:
        """Take all filters off, without telling anybody."""
        for chip in self.chips.values():
            chip.choose("")
        self._show()

    def set_slim(self, slim: bool) -> None:
        """Beside a form only the filters that matter there, and those that are on."""
        self._show(slim=slim)

    def _chosen(self, _code: str) -> None:
        self._show()
        self.changed.emit()

    def _show(self, _code: str = "", *, slim: bool = False) -> None:
        self.month.label = _ANY_MONTH if self.survey.code else _MONTH
        self.month.choose(self.month.code)
        self.survey.setVisible(self.survey.has_options)
        self.paper.setVisible(self.paper.has_options)
        self.group.setVisible(not slim or bool(self.group.code))
        self.more.setVisible(not slim)
        for chip in self.rest.values():
            chip.setVisible(bool(chip.code) or (self.more.isChecked() and not slim))


def _of(word: str, field: str) -> FilterChip:
    """A chip for a field of answer sheets."""
    return FilterChip(word, ANSWER_SHEET.by_name[field].choices)
