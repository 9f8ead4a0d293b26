"""Statistics of a file's sheets: they agree with its figures, are narrowed, and name records to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services.figures import figures
from panhuang_desk.services.leaflet import leaflet
from panhuang_desk.services.quiz_statistics import Asked, statistics, survey_plan, weakest_json
from panhuang_desk.services.quizzes import paper_questions, record_sheet, standard_paper
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

VILLAGE = Village("320903004202", "仰徐村", "320903004", "潘黄街道", 1)
MAY = Month(2026, 5)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    settings = Settings(file=tmp_path / "settings.json")
    store = Store.create(tmp_path / "村.phdb", "一句口令", villages=[VILLAGE], home=VILLAGE.code, person="王芳",
                         settings=settings, now=lambda: dt.datetime(2026, 5, 20, 9))
    with store:
        yield Session(store, settings, today=lambda: dt.date(2026, 5, 20))


def fill(
    session: Session, day: str = "2026-05-09", group: str = "general", right: int = 20, times: int = 1,
) -> list[str]:
    """So many sheets with so many right answers, the first questions wrong; their ids."""
    paper = standard_paper(session)
    questions = paper_questions(paper)
    wrong = ["B" if question.answer == "A" else "A" for question in questions[: 20 - right]]
    answers = (*wrong, *(question.answer for question in questions[20 - right:]))
    saved = [record_sheet(session, paper.id, day, group, "random_household", answers) for _ in range(times)]
    return [each.record.id for each in saved if each.record]


def test_statistics_say_what_the_figures_say(session: Session) -> None:
    fill(session, right=20, times=15)
    fill(session, right=12, times=5)
    fill(session, day="2026-04-30", right=0)
    told = statistics(session, Asked.of_month(MAY)).statistics
    values = figures(session.store, MAY)
    assert told.rates is not None
    assert (told.rates.passed, told.rates.valid) == (15, 20)
    for code, number in (("sheets_returned", told.rates.returned), ("sheets_valid", told.rates.valid),
                         ("sheets_passed", told.rates.passed), ("answers_correct", told.rates.correct),
                         ("answers_asked", told.rates.asked), ("awareness_by_person", told.rates.by_person),
                         ("awareness_verdict", told.rates.verdict)):
        assert values[code].value == number, BY_CODE[code].label
    assert [line.code for line in statistics(session).statistics.by["month"]] == ["2026-04", "2026-05"]


def test_an_abandoned_or_deleted_sheet_or_one_of_a_deleted_paper_counts_nowhere(session: Session) -> None:
    first, second, *_ = fill(session, times=5)
    with session.store.action() as action:
        action.save("answer_sheet", {"state": "abandoned"}, id=first)
        action.delete("answer_sheet", second)
    rates = statistics(session).statistics.rates
    assert rates is not None
    assert rates.returned == 3
    with session.store.action() as action:
        action.delete("quiz_paper", standard_paper(session).id)
    rates = statistics(session).statistics.rates
    assert rates is not None
    assert rates.returned == 0


def test_a_group_of_two_tells_nothing(session: Session) -> None:
    fill(session, times=6)
    fill(session, group="tenants", times=2)
    assert statistics(session, Asked(key_group="tenants")).statistics.rates is None
    lines = {line.code: line.rates for line in statistics(session).statistics.by["key_group"]}
    assert lines["tenants"] is None


def test_what_a_survey_gives_stands_beside_what_was_counted(session: Session) -> None:
    ids = fill(session, times=20)
    with session.store.action() as action:
        survey = action.save("survey", {
            "title": "五月", "paper_id": standard_paper(session).id, "started_on": "2026-05-08", "population": 20,
            "sampling": "random_household", "issued": 25, "returned": 22})
        for id in ids[:10]:
            action.save("answer_sheet", {"survey_id": survey.id}, id=id)
    told = statistics(session, Asked(survey=survey.id))
    assert (told.issued, told.returned, told.population) == (25, 22, 20)
    assert told.statistics.rates is not None
    assert told.statistics.rates.returned == 10
    assert told.statistics.advice.more == 6
    assert statistics(session, Asked(first="2026-06-01")).issued is None


def test_suspects_are_records_that_can_be_opened(session: Session) -> None:
    fill(session, times=3)
    copies = fill(session, right=16, times=2)
    suspects = statistics(session).suspects
    assert [(each.kind, set(each.sheets)) for each in suspects] == [("copy", set(copies))]
    assert "5月9日" in suspects[0].words


def test_the_weakest_questions_of_a_month_as_data(session: Session) -> None:
    assert weakest_json(session.store, MAY) == {
        "code": "weakest_questions", "label": "答得最差的题", "unit": "题", "shown": "—", "value": []}
    fill(session, right=20, times=15)
    fill(session, right=17, times=5)
    found = weakest_json(session.store, MAY)
    questions = paper_questions(standard_paper(session))
    assert {row["id"] for row in found["value"]} == {question.id for question in questions[:3]}
    assert {(row["numerator"], row["denominator"], row["value"]) for row in found["value"]} == {(15, 20, 75.0)}
    assert weakest_json(session.store, Month(2026, 4))["value"] == []


def test_an_unknown_village_is_refused_in_words(session: Session) -> None:
    with pytest.raises(UserError) as refused:
        statistics(session, Asked(village="320903004999"))
    assert refused.value.code == "village"
    assert dict(survey_plan(1000).sizes) == {5: 69, 3: 169}


def test_the_leaflet_explains_what_was_answered_worst_or_says_why_it_cannot(session: Session) -> None:
    with pytest.raises(UserError) as refused:
        leaflet(session, MAY)
    assert refused.value.code == "leaflet"
    fill(session, right=17, times=12)
    assert leaflet(session, MAY).startswith(b"%PDF")
