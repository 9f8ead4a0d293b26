"""What statistics are asked of: a span of days, paper, survey, group of people, age, form and way of sampling."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.lines.day_edit import DayEdit
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.desk.wording import month_choices
from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_statistics import Asked
from panhuang_desk.services.quiz_tables import ALL_DAYS
from panhuang_desk.services.surveys import surveys

YEAR, ALL, RANGE = "year", "all", "range"
PARTS = ("key_group", "age_band", "sampling", "form", "paper", "survey")
_SPANS = (Choice(YEAR, "本年"), Choice(ALL, "全部"), Choice(RANGE, "从…到…"))
_FOLDED = ("sampling", "form", "paper", "survey")
"""What is folded away at 150 % while it is not chosen."""


class StatsFilters(QFrame):
    """Chips by name in `chips`; those that offer nothing are hidden. `changed` tells that a person chose."""

    changed = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._range = ("", "")
        self._offered: set[str] = set(PARTS[:3])
        flow = FlowLayout(self)
        self.span = FilterChip("本月", all_word="本月")
        self.span.chosen.connect(self._span_chosen)
        flow.addWidget(self.span)
        self.first = DayEdit(desk, Field("first", "从哪天", Type.DATE), goes_to="到哪天")
        self.last = DayEdit(desk, Field("last", "到哪天", Type.DATE), goes_to="看统计")
        self._to = Label("到", "caption", "ink2")
        self.first.left.connect(self.last.setFocus)
        self.last.left.connect(self.span.setFocus)
        self.first.chosen.connect(lambda day: self._typed(day, self._range[1]))
        self.last.chosen.connect(lambda day: self._typed(self._range[0], day))
        for widget in (self.first, self._to, self.last):
            widget.setFixedHeight(theme.active().filter)
            widget.hide()
            flow.addWidget(widget)
        options = ANSWER_SHEET.by_name
        self.chips = {
            "key_group": FilterChip("人群", options["key_group"].choices),
            "age_band": FilterChip("年龄段", options["age_band"].choices),
            "sampling": FilterChip("抽样", options["sampling"].choices),
            "form": FilterChip("卷型", [Choice(letter, f"{letter} 卷") for letter in "ABC"]),
            "paper": FilterChip("试卷"), "survey": FilterChip("测评")}
        for chip in self.chips.values():
            chip.chosen.connect(self._chosen)
            flow.addWidget(chip)
        self.more = FilterChip("更多")
        self.more.chosen.connect(lambda _: self._show_chips())
        flow.addWidget(self.more)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def offer(self, village: str) -> None:
        """Offer the papers and surveys of a village, and the months up to now."""
        session = self._desk.session
        self.span.offer((*_SPANS, *month_choices(session.today(), 36)))
        papers = quizzes.papers(session, village)
        found = surveys(session, village)
        self.chips["paper"].set_options([Choice(paper.id, paper.text("title")) for paper in papers])
        self.chips["survey"].set_options([Choice(each.record.id, each.record.text("title")) for each in found])
        forms = any(paper.text("forms") for paper in papers)
        self._offered = {*PARTS[:3], *(["form"] if forms else []), *(["paper"] if len(papers) > 1 else []),
                         *(["survey"] if found else [])}
        self._show_chips()

    def asked(self, village: str) -> Asked:
        """What the chips ask for."""
        first, last = self._days()
        code = {name: chip.code for name, chip in self.chips.items()}
        return Asked(village, first, last, code["paper"], code["survey"], code["key_group"], code["age_band"],
                     code["form"], code["sampling"])

    def show_only(self, parts: Mapping[str, str]) -> None:
        """Choose these parts and nothing else, without telling anybody: `month`, or `first` and `last`, else all days
        where anything else is named; and those of `PARTS`.
        """
        for name, chip in self.chips.items():
            if parts.get(name) and not any(option.code == parts[name] for option in chip.options):
                chip.offer((*chip.options, Choice(parts[name], parts[name])))
            chip.choose(parts.get(name, ""))
        if parts.get("first") or parts.get("last"):
            self._range = (parts.get("first", ""), parts.get("last", ""))
            self._choose_span(RANGE)
        else:
            self._choose_span(parts.get("month", ALL if any(parts.get(name) for name in PARTS) else ""))
        self._show_chips()

    def span_parts(self) -> dict[str, str]:
        """The span as `show_only` takes it."""
        code = self.span.code
        if code == RANGE:
            return {"first": self._range[0], "last": self._range[1]}
        return {"month": code}

    def narrow(self, name: str, code: str) -> None:
        """Choose one part more."""
        if name == "month":
            self._choose_span(code)
        else:
            self.chips[name].choose(code)
        self._show_chips()

    def clear_part(self) -> bool:
        """Take all parts off but the span; False where none was chosen."""
        chosen = [chip for chip in self.chips.values() if chip.code]
        for chip in chosen:
            chip.choose("")
        self._show_chips()
        return bool(chosen)

    def take_focus(self) -> None:
        """The keys to the span."""
        self.span.setFocus()

    def _days(self) -> tuple[str, str]:
        today = self._desk.session.today()
        code = self.span.code
        if code == ALL:
            return "", ALL_DAYS
        if code == YEAR:
            return f"{today.year}-01-01", f"{today.year}-12-31"
        if code == RANGE:
            return self._range[0], self._range[1] or ALL_DAYS
        month = Month.parse(code) if code else Month.of(today)
        return month.first, month.last

    def _span_chosen(self, code: str) -> None:
        if code == RANGE and not any(self._range):
            today = self._desk.session.today()
            self._range = (f"{today.year}-01-01", today.isoformat())
        self._choose_span(code)
        self.changed.emit()
        if code == RANGE:
            self.first.setFocus()
            self.first.selectAll()

    def _choose_span(self, code: str) -> None:
        today = self._desk.session.today()
        self.span.offer((*_SPANS, *month_choices(today, 36)))
        if code and not any(option.code == code for option in self.span.options):
            self.span.offer((*self.span.options, Choice(code, Month.parse(code).label)))
        self.span.choose(code)
        for widget in (self.first, self._to, self.last):
            widget.setVisible(code == RANGE)
        if code == RANGE:
            self.first.show_day(self._range[0] or f"{today.year}-01-01")
            self.last.show_day(self._range[1] or today.isoformat())

    def _typed(self, first: str, last: str) -> None:
        if (first, last) != self._range:
            self._range = (first, last)
            if first and last and first > last:
                self._desk.announce("开始的日子比结束的晚，这样没有答卷")
            self.changed.emit()

    def _chosen(self, _code: str) -> None:
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        folds = theme.active().narrow
        unfolded = not folds or self.more.isChecked()
        for name, chip in self.chips.items():
            chip.setVisible(bool(chip.code) or (name in self._offered and (unfolded or name not in _FOLDED)))
        self.more.setVisible(folds)
