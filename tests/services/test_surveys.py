"""Surveys: counts of sheets, satisfaction apart, small groups covered, sheets that were broken off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.services import surveys
from panhuang_desk.services.session import Session

from tests.services.helpers import VILLAGE, open_village

FOUR = ("甲", "乙", "丙", "丁")
QUESTIONS = tuple(Question(f"Q{n}", "single", "law", f"{n}？", FOUR, "B", "就是这样。") for n in range(1, 6))
RIGHT = ["B"] * 5


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


@pytest.fixture
def paper(session: Session) -> str:
    return new_paper(session)


def new_paper(session: Session) -> str:
    with session.store.action() as action:
        return action.save("quiz_paper", {"title": "五题卷", "bank_version": "1", "questions": to_snapshot(QUESTIONS),
                                          "made_on": "2026-05-01"}).id


def survey_of(session: Session, paper: str, **values: Value) -> str:
    saved = surveys.make_survey(session, {"title": "五月测评", "paper_id": paper, "started_on": "2026-05-01",
                                          "sampling": "random_household", **values})
    assert saved.record is not None
    return saved.record.id


def sheet(session: Session, paper: str, survey: str, **values: Value) -> str:
    with session.store.action() as action:
        return action.save("answer_sheet", {
            "paper_id": paper, "survey_id": survey, "taken_on": "2026-05-20", "key_group": "general",
            "sampling": "random_household", "state": "done", "answers": '["B","B","B","B","B"]', "correct": 5,
            "answered": 5, "asked": 5, **values}).id


def test_a_survey_says_what_was_issued_returned_and_valid(session: Session, paper: str) -> None:
    survey = survey_of(session, paper, issued=10, returned=6)
    for satisfaction in ("satisfied", "satisfied", "satisfied", "mostly", None):
        sheet(session, paper, survey, satisfaction=satisfaction)
    sheet(session, paper, survey, answered=3, key_group="pupils")
    (row,) = surveys.surveys(session, VILLAGE.code)
    assert (row.issued, row.returned, row.sheets, row.valid, row.abandoned) == (10, 6, 6, 5, 0)
    assert (row.satisfied, row.mostly, row.dissatisfied, row.satisfaction_asked) == (3, 1, 0, 4)
    assert surveys.surveys(session, "320903004999") == []


def test_what_was_not_written_down_is_counted_or_not_known(session: Session, paper: str) -> None:
    survey = survey_of(session, paper)
    sheet(session, paper, survey)
    row = surveys.survey_row(session, survey)
    assert (row.issued, row.returned) == (None, 1)


def test_groups_under_three_are_not_shown_nor_given_away(session: Session, paper: str) -> None:
    survey = survey_of(session, paper)
    for group, count in (("general", 7), ("left_behind_elderly", 4), ("tenants", 1)):
        for _ in range(count):
            sheet(session, paper, survey, key_group=group)
    shown = {part.choice.code: part.shown for part in surveys.survey_row(session, survey).groups}
    assert shown == {"general": "7", "left_behind_elderly": "*", "tenants": "<3"}


def test_a_survey_with_sheets_keeps_its_paper_and_cannot_be_deleted(session: Session, paper: str) -> None:
    survey = survey_of(session, paper)
    other = new_paper(session)
    assert surveys.change_survey(session, survey, {"title": "六月测评", "paper_id": other}).ok
    one = sheet(session, other, survey)
    assert surveys.change_survey(session, survey, {"note": "好"}).ok
    with pytest.raises(UserError, match="不能换试卷"):
        surveys.change_survey(session, survey, {"paper_id": paper})
    with pytest.raises(UserError, match="1 份答卷，不能删除"):
        surveys.delete_survey(session, survey)
    with session.store.action() as action:
        action.delete("answer_sheet", one)
    assert surveys.delete_survey(session, survey)
    assert surveys.surveys(session) == []


def test_a_survey_is_checked_by_its_rules(session: Session, paper: str) -> None:
    saved = surveys.make_survey(session, {"title": "五月", "paper_id": paper, "started_on": "2026-05-10",
                                          "ended_on": "2026-05-01", "sampling": "intercept", "issued": 3,
                                          "returned": 5})
    assert {problem.field for problem in saved.problems} == {"ended_on", "returned"}
    with pytest.raises(UserError, match="试卷已经删除"):
        surveys.make_survey(session, {"title": "五月", "paper_id": "nothing", "started_on": "2026-05-10"})


def test_an_abandoned_sheet_is_kept_and_counts_nowhere(session: Session, paper: str) -> None:
    survey = survey_of(session, paper)
    saved = surveys.record_abandoned(session, paper, ["B", "", "", "", ""], taken_on="2026-05-20",
                                     key_group="pupils", sampling="whole_class", survey_id=survey, seconds=40)
    assert saved.ok
    row = surveys.survey_row(session, survey)
    assert (row.sheets, row.valid, row.returned, row.abandoned, row.groups) == (0, 0, 0, 1, ())
    assert [record["state"] for record in surveys.survey_sheets(session, survey)] == ["abandoned"]
    with pytest.raises(UserError, match="不能删除"):
        surveys.delete_survey(session, survey)
