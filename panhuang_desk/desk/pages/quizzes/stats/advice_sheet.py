"""How many sheets the claim takes: more of those that are there, if a few had been wrong, and of a survey to come."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.quizzes.survey_words import margin_words, next_words, plan_words
from panhuang_desk.desk.pages.quizzes.words import VERDICT_TAGS
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.figures import AWARENESS_TARGET, REACHED
from panhuang_desk.model.quiz.adviser import Advice, advice
from panhuang_desk.services.quiz_statistics import Told, survey_plan

_MOST_PEOPLE = 1_000_000


class AdviceSheet(QFrame):
    """The number of people that the sheets stand for may be typed: it counts for both, before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._told: Told | None = None
        self._known: int | None = None
        box = column(self, 0, 6)
        box.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        box.addWidget(Label(f"要说“达到 {AWARENESS_TARGET}%”，答卷够不够", "panel"))
        people = row(None, 0, 8)
        people.addWidget(Label("代表多少人", "body", "ink2"))
        self.population = _People()
        self.population.textChanged.connect(self._show)
        people.addWidget(self.population)
        people.addWidget(Label("人，不写按很多人算", "caption", "ink2", wrap=True), 1)
        box.addLayout(people)
        self.after = Label("", "body", wrap=True)
        box.addWidget(self.after)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(4))
        self.if_wrong = [(Label("", "body", "ink2"), Tag(""), Label("", "caption", "ink2")) for _ in range(3)]
        for place, widgets in enumerate(self.if_wrong):
            for at, widget in enumerate(widgets):
                grid.addWidget(widget, place, at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(2, 1)
        box.addLayout(grid)
        box.addWidget(Line())
        box.addWidget(Label("下次测评，打算之前看", "section"))
        self.before = Label("", "body", "ink2", wrap=True)
        box.addWidget(self.before)
        box.addStretch(1)

    def show_told(self, told: Told, population: int | None) -> None:
        """Show what is advised of a scope that stands for so many people; what was typed goes with another one."""
        self._told = told
        if population != self._known:
            self._known = population
            self.population.setText(str(population or ""))
        self._show()

    def _show(self) -> None:
        people = int(self.population.text() or 0) or None
        rates = self._told.statistics.rates if self._told is not None else None
        found = advice(rates.passed, rates.valid, people) if rates is not None else advice(0, 0, people)
        self.after.setText(_after(found, rates.valid if rates is not None else 0))
        for place, (words, tag, more) in enumerate(self.if_wrong):
            shown = place < len(found.if_wrong) and rates is not None and rates.valid > 0
            if shown:
                each = found.if_wrong[place]
                words.setText(f"要是多错 {each.wrong} 份")
                tag.set_tag(VERDICT_TAGS[each.verdict])
                more.setText(_more(each.more))
            for widget in (words, tag, more):
                widget.setVisible(shown)
        plan = survey_plan(people)
        self.before.setText(plan_words(plan, people) + margin_words(plan))


class _People(LineEdit):
    """Digits only; Enter goes back to the page's list."""

    def __init__(self) -> None:
        super().__init__(name="代表多少人", width=96)
        self.setValidator(QIntValidator(0, _MOST_PEOPLE, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leaves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


def _after(found: Advice, valid: int) -> str:
    if not valid:
        return "现在还没有有效答卷。"
    low, high = (f"{end * 100:.2f}%" for end in found.interval)
    of = f"按 {found.population} 人算，" if found.population else ""
    if found.verdict == REACHED:
        return f"{of}现在就够了：下限 {low}，站得住。"
    return f"{of}区间 {low} 到 {high}。{next_words(found)}"


def _more(more: int | None) -> str:
    if more is None:
        return "全问也不够"
    return "仍然够" if more == 0 else f"再收 {more} 份都知晓才够"
