"""Statistics of awareness quizzes: what the sheets of a scope say, and what to put into the next visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from panhuang_desk.model.figures import PASS_MARK, PASS_MARK_SETTING, show_share
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.quiz.adviser import Plan, plan
from panhuang_desk.model.quiz.items import ItemStatistics
from panhuang_desk.model.quiz.question import Question, from_snapshot
from panhuang_desk.model.quiz.signs import QuizPaper, sheets_of
from panhuang_desk.model.quiz.statistics import Line, QuizStatistics, monthly, tell
from panhuang_desk.services.figures import as_period, scope
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store
from panhuang_desk.store.tallied import SheetScope, monthly_scores, papers_of, sheet_records, surveyed, tallied


@attrs.frozen
class Asked:
    """What statistics are asked of: a village or all that the file shows, a span of days (ISO), and parts of these.

    Empty means any. `population` is how many people the sheets stand for; without it, that of the one survey is taken.
    """

    village: str = ""
    first: str = ""
    last: str = "9999"
    paper: str = ""
    survey: str = ""
    key_group: str = ""
    age_band: str = ""
    form: str = ""
    sampling: str = ""
    population: int | None = None

    @classmethod
    def of_month(cls, month: Month, village: str = "") -> Asked:
        """The sheets of one month."""
        return cls(village, month.first, month.last)


@attrs.frozen
class SuspectSheets:
    """A question to look at, and the records that it is about."""

    kind: str
    sheets: tuple[str, ...]
    words: str


@attrs.frozen
class Told:
    """The statistics of a scope with what its surveys say: issued and returned are None where no survey gives them.

    `suspects` are the signs of `statistics` with the ids of the records.
    """

    statistics: QuizStatistics
    suspects: tuple[SuspectSheets, ...]
    issued: int | None
    returned: int | None
    population: int | None


def statistics(session: Session, asked: Asked | None = None, *, with_signs: bool = True) -> Told:
    """The statistics of the sheets of a scope; the signs, which take as long as all the rest, only where asked for.

    UserError (code `village`) for a village that the file has not.
    """
    asked = asked or Asked()
    sheets = _scope(session.store, asked)
    population, issued, returned = surveyed(session.store, sheets)
    population = asked.population or population
    told = _told(session.store, sheets, population, with_signs=with_signs)
    ids = sheet_records(session.store, sheets_of(told.signs)) if told.signs else {}
    suspects = tuple(SuspectSheets(sign.kind, tuple(ids[number] for number in sign.sheets), sign.words)
                     for sign in told.signs)
    return Told(told, suspects, issued, returned, population)


def months_of(session: Session, asked: Asked) -> tuple[Line, ...]:
    """The months of a scope that have sheets, in their order; where one group is asked of, small ones withheld."""
    store = session.store
    return monthly(monthly_scores(store, _scope(store, asked)), int(store.setting(PASS_MARK_SETTING, str(PASS_MARK))),
                   narrowed=bool(asked.key_group or asked.age_band))


def survey_plan(population: int | None = None) -> Plan:
    """How many sheets a survey of so many people should get, before it begins."""
    return plan(population)


def weakest_questions(
    store: Store, when: Month | Period, village: str | None = None,
) -> tuple[ItemStatistics, ...]:
    """The questions of a span of months with the smallest share of right answers: five at most, asked often enough."""
    period = as_period(when)
    asked = Asked(village or "", period.first.first, period.last.last)
    return _told(store, _scope(store, asked), None, with_signs=False).weakest


def weakest_json(store: Store, when: Month | Period, village: str | None = None) -> dict[str, Any]:
    """The figure `weakest_questions` as plain data: a list of questions, the weakest first; rates in per cent."""
    found = weakest_questions(store, when, village)
    return {"code": "weakest_questions", "label": "答得最差的题", "unit": "题", "shown": _shown(found), "value": [
        {"id": item.question.id, "topic": item.question.topic, "text": item.question.text,
         "numerator": item.right, "denominator": item.asked, "value": 100 * item.right / item.asked}
        for item in found]}


def _shown(found: Iterable[ItemStatistics]) -> str:
    return "；".join(f"{item.question.text}（{show_share(item.right, item.asked)}）" for item in found) or "—"


def _scope(store: Store, asked: Asked) -> SheetScope:
    return SheetScope(scope(store, asked.village or None), asked.first, asked.last, asked.paper, asked.survey,
                      asked.key_group, asked.age_band, asked.form, asked.sampling)


def _told(store: Store, sheets: SheetScope, population: int | None, *, with_signs: bool) -> QuizStatistics:
    columns = tallied(store, sheets)
    return tell(columns, _papers(store, set(columns.paper)), int(store.setting(PASS_MARK_SETTING, str(PASS_MARK))),
                population=population, narrowed=bool(sheets.key_group or sheets.age_band), with_signs=with_signs)


def _papers(store: Store, ids: set[str]) -> dict[str, QuizPaper]:
    """The papers whose questions can be read; sheets of the others count, but tell nothing of questions."""
    papers: dict[str, QuizPaper] = {}
    read: dict[str, tuple[Question, ...]] = {}
    for id, questions, forms in papers_of(store, ids):
        if questions not in read:
            try:
                read[questions] = from_snapshot(questions)
            except ValueError:
                continue
        papers[id] = QuizPaper(read[questions], forms)
    return papers
