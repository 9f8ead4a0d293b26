"""What the report page shows a report of: which kind, which months, whose; the kind and the months are remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import PUBLICITY, Period
from panhuang_desk.services.handover import month_to_hand_over
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import show_village, shown_village, village_choices

MONTHS_OFFERED = 36
"""As many months as the plan has."""

SEASON = "season"
"""The report of a patrol season, which the patrols' page shows."""

_YEARS = 3
_PUBLICITY_MONTH = 6
_LOOK = "月报"
"""Under what the settings of this machine remember the choice."""

KINDS = (Choice("month", "月报"), Choice("quarter", "季报"), Choice("half", "半年报"), Choice("year", "年报"),
         Choice(PUBLICITY, "宣传月"), Choice("range", "自选月份"), Choice(SEASON, "踏查季"))


def periods(kind: str, today: dt.date) -> list[Period]:
    """The spans of a kind that have begun, the newest first; of those freely chosen, the months to choose from."""
    this = Month.of(today)
    years = range(this.year, this.year - _YEARS, -1)
    found = {
        "quarter": [Period.quarter(year, part) for year in years for part in (4, 3, 2, 1)],
        "half": [Period.half(year, part) for year in years for part in (2, 1)],
        "year": [Period.year(year) for year in years],
        PUBLICITY: [Period(Month(year, _PUBLICITY_MONTH), Month(year, _PUBLICITY_MONTH), PUBLICITY)
                    for year in range(this.year, this.year - _YEARS - 1, -1)],
    }.get(kind) or [Period.month(this.plus(-back)) for back in range(MONTHS_OFFERED)]
    return [each for each in found if each.first <= this]


def due(kind: str, today: dt.date) -> Period:
    """The span of a kind that is to be reported next: the newest that is over by the month that is due."""
    month = month_to_hand_over(today)
    known = periods(kind, today)
    return next((each for each in known if each.last <= month), known[0])


class PeriodChip(FilterChip):
    """Chooses a span; beside each stands in its menu how far its report is (`marks`, by the span's text)."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, (), all_word="", parent=parent)
        self.marks: Mapping[str, str] = {}

    def _press(self) -> None:
        self.setChecked(bool(self.code))
        menu = QMenu(self)
        menu.setAccessibleName(self.label)
        for option in self.options:
            mark = self.marks.get(option.code, "")
            # Behind a tab stands what Qt draws at the right, where a key would be.
            action = menu.addAction(f"{option.label}\t{mark}" if mark else option.label)
            action.triggered.connect(lambda _=False, code=option.code: self._pick(code))
            if option.code == self.code:
                menu.setActiveAction(action)
        menu.triggered.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class Choosing(QObject):
    """The chips of the choice. `changed` tells that another report is asked for, `season_asked` that it is one that the
    patrols' page has, `village_changed` that every page shows another village now.
    """

    changed = Signal()
    season_asked = Signal()
    village_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kept = session.settings.list_look(_LOOK).filters
        known = {choice.code for choice in KINDS} - {SEASON}
        self.kind_code = self._kept["kind"] if self._kept.get("kind") in known else "month"
        self.kind = FilterChip("报告", KINDS, all_word="")
        self.kind.choose(self.kind_code)
        self.kind.chosen.connect(self._choose_kind)
        self.span, self.first, self.last = PeriodChip("时段"), PeriodChip("从"), PeriodChip("到")
        self.span.chosen.connect(self.choose_period)
        for chip in (self.first, self.last):
            chip.chosen.connect(self._choose_range)
        self.place: FilterChip | None = None
        if choices := village_choices(session):
            self.place = FilterChip("全街道", choices, all_word="全街道")
            self.place.chosen.connect(self._choose_village)
        self._offer()
        self.period = self._begin()
        self._show()

    @property
    def village(self) -> str | None:
        """Whose report it is; None for all villages of the file together."""
        return shown_village(self._session) or None

    def widgets(self) -> Sequence[QWidget]:
        """The chips in their order."""
        own: list[QWidget] = [self.kind, self.span, self.first, self.last]
        return [*own, self.place] if self.place is not None else own

    def hints(self) -> tuple[Hint, ...]:
        """What a chip does."""
        return (Hint("Enter", "选一个"), Hint(cap("back"), "回到数字"))

    def choose_period(self, text: str) -> None:
        """Ask for a span by its text, of whatever kind it is."""
        period = Period.parse(text)
        if period.form != self.kind_code:
            self.kind_code = period.form
            self._offer()
        self._take(period)

    def refresh(self) -> None:
        """Another page may have chosen another village."""
        if self.place is not None:
            self.place.choose(shown_village(self._session))

    def _choose_kind(self, code: str) -> None:
        if code == SEASON:
            self.kind.choose(self.kind_code)
            self.season_asked.emit()
            return
        self.kind_code = code
        self._offer()
        self._take(self._begin())

    def _choose_range(self) -> None:
        first, last = Month.parse(self.first.code), Month.parse(self.last.code)
        if last < first:  # the chip that was not touched follows
            first = last = (last if self.sender() is self.last else first)
        self._kept["range"] = f"{first}..{last}"
        self._take(Period(first, last))

    def _choose_village(self, code: str) -> None:
        show_village(self._session, code)
        self.village_changed.emit()

    def _begin(self) -> Period:
        """What a kind begins with: the span that is due; of freely chosen months, those of the last time."""
        today = self._session.today()
        period = due(self.kind_code, today)
        if self.kind_code != "range":
            return period
        try:
            kept = Period.parse(self._kept.get("range", ""))
        except ValueError:
            return Period(period.last.january, period.last)
        offered = periods("range", today)
        return kept if offered[-1].first <= kept.first and kept.last <= offered[0].last else period

    def _offer(self) -> None:
        options = [Choice(str(each), each.label) for each in periods(self.kind_code, self._session.today())]
        for chip in (self.span, self.first, self.last):
            chip.offer(options)

    def _take(self, period: Period) -> None:
        self.period = period
        self._kept["kind"] = self.kind_code
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        free = self.kind_code == "range"
        self.kind.choose(self.kind_code)
        _put(self.span, not free)
        for chip, month in ((self.first, self.period.first), (self.last, self.period.last)):
            _put(chip, free)
            if free:
                chip.choose(str(month))
        if not free:
            if str(self.period) not in {option.code for option in self.span.options}:
                self.span.offer((*self.span.options, Choice(str(self.period), self.period.label)))
            self.span.choose(str(self.period))
        self.refresh()


def _put(chip: PeriodChip, on: bool) -> None:
    """Show or hide a chip; one that lies nowhere yet would open as a window."""
    if not on:
        chip.hide()
    elif chip.parentWidget() is not None:
        chip.show()
