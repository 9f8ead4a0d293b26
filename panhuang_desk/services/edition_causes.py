"""Because of which records a report no longer says what its edition says: the records behind a figure, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from panhuang_desk.model.figures import BY_CODE, Figure, How, show_on_paper
from panhuang_desk.model.kinds import REPORT
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureValue, Report
from panhuang_desk.model.report_diff import FIGURE, REPORTED, SETTING, TREND, Difference
from panhuang_desk.services.behind import in_words
from panhuang_desk.services.edition_changes import Deeds
from panhuang_desk.services.editions import Edition
from panhuang_desk.services.figures import SIGNS_OF_LIFE, Reckoning
from panhuang_desk.services.session import Session
from panhuang_desk.store.as_of import Since, knowing, since
from panhuang_desk.store.figures import FigureRow, figure_rows
from panhuang_desk.store.store import Store

ADDED, REMOVED, ALTERED, OTHERWISE = "added", "removed", "changed", "setting"
"""A record counts now and did not; counted and does not now; counts for another number; it was no record."""

_NO_RECORD = "不是记录引起的：合格线、踏查轮次等规则，或者程序的算法变了"


@attrs.frozen
class Because:
    """One record that makes a difference: which it is, its village's name, its day, what it is, how it does, and who
    did what to it since. `then` and `now` are what it adds to the figure.
    """

    kind: str
    id: str
    village: str
    day: str
    words: str
    how: str
    then: int | float = 0
    now: int | float = 0
    deeds: tuple[str, ...] = ()


def because(session: Session, edition: Edition, difference: Difference) -> tuple[Because, ...]:
    """The records that make one difference; none for one of sentences and charts, which follow from others."""
    return reasons(session, edition, (difference,))[0]


def reasons(
    session: Session, edition: Edition, differences: Sequence[Difference],
) -> tuple[tuple[Because, ...], ...]:
    """The records that make each of some differences, the file looked at once as the edition knew it."""
    if edition.report is None:
        return tuple(() for _ in differences)
    unknown = since(session.store, "report", edition.id)
    with knowing(session.store, unknown) as aside:
        asking = _Asking(session, aside, unknown, edition.id, edition.report)
        return tuple(asking.reasons(each) for each in differences)


class _Asking:
    """The file as it is and as the edition knew it, side by side."""

    def __init__(self, session: Session, aside: Store, unknown: Since, edition: str, report: Report) -> None:
        calendar = session.resources.calendar
        self._now, self._then = session, attrs.evolve(session, store=aside)
        self._villages = tuple(line.code for line in report.by_village) or (report.code,)
        self._period, self._edition, self._unknown = report.period, edition, unknown
        self._deeds = Deeds(session.store, aside, unknown)
        self._rows_of: dict[tuple[int, str, Period, bool], list[FigureRow]] = {}
        # One asks each of the two files once for all villages.
        self._reckonings = {id(each): Reckoning(each.store, calendar, self._villages)
                            for each in (self._now, self._then)}

    def reasons(self, difference: Difference) -> tuple[Because, ...]:
        """The records that make a difference, by village and day, then what is no record."""
        if difference.kind == SETTING:
            return (_no_record(),)
        if difference.kind not in (FIGURE, TREND, REPORTED):
            return ()
        period, year = self._asked(difference)
        villages = (difference.village,) if difference.village else self._villages
        if difference.kind == REPORTED:
            return self._signs(period, villages)
        found = self._changed(_counted(difference), period, year, villages)
        if not found and _begins(difference):
            found = self._signs(period, villages)
        # People of a key group print as the numbers of all villages allow.
        told = difference.code.startswith("people_") or difference.before == show_on_paper(
            self._value(self._then, difference, period, year, villages))
        return found if told else (*found, _no_record())

    def _asked(self, difference: Difference) -> tuple[Period, bool]:
        """The span of months that a difference is about, and whether it is 本年累计."""
        if difference.kind == TREND:
            return Period.month(Month.parse(difference.column)), False
        spans = {"previous": self._period.previous, "year_ago": self._period.year_ago}
        return spans.get(difference.column, self._period), difference.column == "year"

    def _value(
        self, session: Session, difference: Difference, period: Period, year: bool, villages: Sequence[str],
    ) -> FigureValue:
        reckoning, figure = self._reckonings[id(session)], BY_CODE[difference.code]
        if difference.kind == TREND or difference.column in ("previous", "year_ago"):
            return reckoning.known_value(figure, period, villages)
        return reckoning.value(figure, period, villages, year=year)

    def _signs(self, period: Period, villages: Sequence[str]) -> tuple[Because, ...]:
        """The records by which a village counts as having reported a span: work of it, or an issued report."""
        found = self._changed([BY_CODE[code] for code in SIGNS_OF_LIFE], period, False, villages)
        issued = [record for kind, id in self._unknown.changes if kind == REPORT.name and id != self._edition
                  and (record := self._now.store.get(kind, id)) and record.village in villages
                  and str(period.first) <= record.text("month") <= str(period.last)]
        names = {village.code: village.name for village in self._now.store.villages}
        return (*found, *(Because(
            REPORT.name, record.id, names.get(record.village, ""), record.text("issued_at")[:10], "月报定稿",
            REMOVED if record.deleted else ADDED, deeds=self._deeds.done_to(REPORT.name, record.id))
            for record in issued))

    def _changed(
        self, figures: Iterable[Figure], period: Period, year: bool, villages: Sequence[str],
    ) -> tuple[Because, ...]:
        """The records that count otherwise for one of some figures, each once."""
        found: dict[tuple[str, str, str], Because] = {}
        for figure in figures:
            then, now = (self._rows(each, figure, period, year, villages) for each in (self._then, self._now))
            gone = [row for key, row in then.items() if key not in now]
            new = [row for key, row in now.items() if key not in then]
            other = [row for key, row in now.items() if key in then and figure.how is not How.COUNT
                     and row.number != then[key].number]
            for how, session, rows in ((REMOVED, self._then, gone), (ADDED, self._now, new),
                                       (ALTERED, self._now, other)):
                for row, words in zip(rows, in_words(session, rows), strict=True):
                    key = row.kind, row.id, row.village
                    found.setdefault(key, Because(
                        row.kind, row.id, words.village, row.day, words.words, how, _number(then.get(key)),
                        _number(now.get(key)), self._deeds.done_to(row.kind, row.id)))
        return tuple(sorted(found.values(), key=lambda each: (each.village, each.day, each.id)))

    def _rows(
        self, session: Session, figure: Figure, period: Period, year: bool, villages: Sequence[str],
    ) -> dict[tuple[str, str, str], FigureRow]:
        found = {(row.kind, row.id, row.village): row for row in self._all_rows(session, figure, period, year)
                 if row.village in villages}
        if figure.code != "groups":
            return found
        # A group is shown by one of its households, whichever that is.
        return {(kind, row.subject, village): row for (kind, _, village), row in found.items()}

    def _all_rows(self, session: Session, figure: Figure, period: Period, year: bool) -> list[FigureRow]:
        """Of all villages, as the report asks: a record may hang on one of another village. Read once."""
        key = id(session), figure.code, period, year
        if key not in self._rows_of:
            reckoning = self._reckonings[id(session)]
            span = reckoning.span(figure, period, year)
            self._rows_of[key] = [] if span is None else figure_rows(
                session.store, figure.source, self._villages, span, reckoning.binds(figure, period))
        return self._rows_of[key]


def _counted(difference: Difference) -> list[Figure]:
    """The figures whose records make a figure: those of a rate are its numerator's and its denominator's."""
    figure = BY_CODE.get(difference.code)
    if figure is None:
        return []
    return [BY_CODE[figure.numerator], BY_CODE[figure.denominator]] if figure.numerator else [figure]


def _number(row: FigureRow | None) -> int | float:
    return row.number if row is not None else 0


def _begins(difference: Difference) -> bool:
    """Whether there was data on one side only."""
    values = [each.value if each else None for each in (difference.then, difference.now)]
    return (values[0] is None) != (values[1] is None)


def _no_record() -> Because:
    return Because("", "", "", "", _NO_RECORD, OTHERWISE)
