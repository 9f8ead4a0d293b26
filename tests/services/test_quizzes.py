"""Papers and sheets: one standard paper for every village, sheets graded as they are saved."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes, records
from panhuang_desk.services.quiz_papers import paper_pdf
from panhuang_desk.services.session import Session

from tests.services.helpers import VILLAGE, open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def right(session: Session) -> tuple[str, list[str]]:
    """The standard paper's id and its right answers."""
    paper = quizzes.standard_paper(session)
    return paper.id, [question.answer for question in quizzes.paper_questions(paper)]


def record(session: Session, paper: str, answers: list[str], **values: str) -> quizzes.Saved:
    whole = {"taken_on": "2026-05-20", "key_group": "general", "sampling": "random_household", **values}
    return quizzes.record_sheet(session, paper, whole["taken_on"], whole["key_group"], whole["sampling"], answers)


def test_the_standard_paper_is_made_once_with_twenty_questions(session: Session) -> None:
    paper = quizzes.standard_paper(session)
    assert quizzes.standard_paper(session).id == paper.id
    assert session.store.count("quiz_paper") == 1
    assert paper.village == VILLAGE.code
    assert paper["made_on"] == "2026-05-22"
    assert paper["bank_version"] == session.bank.version
    assert session.bank.version in paper.text("title")
    assert len(quizzes.paper_questions(paper)) == 20


def test_every_village_gets_the_same_standard_paper(tmp_path: Path, session: Session) -> None:
    (tmp_path / "other").mkdir()
    with open_village(tmp_path / "other", dt.date(2026, 10, 1)) as other:
        assert quizzes.standard_paper(other)["questions"] == quizzes.standard_paper(session)["questions"]


def test_a_deleted_standard_paper_is_made_anew(session: Session) -> None:
    first = quizzes.standard_paper(session)
    records.delete_record(session, "quiz_paper", first.id)
    assert quizzes.standard_paper(session).id != first.id


def test_a_paper_has_the_length_that_was_asked_for_and_keeps_whole_questions(session: Session) -> None:
    saved = quizzes.make_paper(session, "六月测评", 10, 7)
    assert saved.record is not None
    kept = json.loads(saved.record.text("questions"))
    assert len(kept) == 10
    needed = {"id", "type", "topic", "text", "options", "answer", "explanation"}
    assert all(needed <= set(question) for question in kept)
    assert [paper.text("title") for paper in quizzes.papers(session)] == ["六月测评"]
    assert quizzes.papers(session, "320903004999") == []


def test_a_paper_without_a_title_is_refused_under_its_field(session: Session) -> None:
    saved = quizzes.make_paper(session, "")
    assert [problem.field for problem in saved.problems] == ["title"]
    assert session.store.count("quiz_paper") == 0


def test_a_paper_longer_than_the_bank_is_refused_in_words(session: Session) -> None:
    with pytest.raises(UserError, match="题库里能用的题只有"):
        quizzes.make_paper(session, "太长", 500)
    assert session.store.count("quiz_paper") == 0


def test_a_sheet_is_graded_as_it_is_saved(session: Session) -> None:
    paper, answers = right(session)
    answers[0], answers[1] = "", "C" if answers[1] != "C" else "D"
    saved = record(session, paper, answers, key_group="pupils", sampling="whole_class")
    assert saved.ok
    assert not saved.problems
    assert saved.record is not None
    assert [saved.record[name] for name in ("correct", "answered", "asked")] == [18, 19, 20]
    assert list(quizzes.sheet_answers(saved.record)) == answers
    row = quizzes.sheets(session, paper=paper)[0]
    assert (row.id, row.taken_on, row.key_group, row.sampling) == (
        saved.record.id, "2026-05-20", "pupils", "whole_class")


def test_correcting_a_sheet_grades_it_again_and_undo_brings_the_first_back(session: Session) -> None:
    paper, answers = right(session)
    first = record(session, paper, ["", *answers[1:]])
    assert first.record is not None
    second = quizzes.record_sheet(session, paper, "2026-05-20", "general", "random_household", answers,
                                  id=first.record.id, note="补填第1题")
    assert second.record is not None
    assert (second.record.id, second.record["correct"]) == (first.record.id, 20)
    records.undo(session, second.changes.action_id)
    again = session.store.get("answer_sheet", first.record.id)
    assert again is not None
    assert [again[name] for name in ("correct", "answered", "note")] == [19, 19, None]
    assert quizzes.sheet_answers(again)[0] == ""


def test_a_sheet_with_too_few_answers_is_kept_and_warned_about(session: Session) -> None:
    paper, answers = right(session)
    enough = record(session, paper, [*answers[:16], *[""] * 4])
    few = record(session, paper, [*answers[:15], *[""] * 5])
    assert not enough.problems
    assert few.ok
    assert [(problem.field, problem.warning) for problem in few.problems] == [("answers", True)]
    assert "只答了 15 题" in few.problems[0].message


def test_a_blank_sheet_is_not_saved(session: Session) -> None:
    paper, answers = right(session)
    saved = record(session, paper, [""] * len(answers))
    assert [problem.field for problem in saved.problems] == ["answers"]
    assert session.store.count("answer_sheet") == 0


@pytest.mark.parametrize(("field", "value"), [("taken_on", "2026-05-23"), ("taken_on", ""), ("key_group", "cats"),
                                              ("sampling", "")])
def test_a_wrong_field_stops_the_sheet(session: Session, field: str, value: str) -> None:
    paper, answers = right(session)
    saved = record(session, paper, answers, **{field: value})
    assert [problem.field for problem in saved.problems] == [field]
    assert session.store.count("answer_sheet") == 0


def test_a_sheet_of_a_deleted_paper_is_refused_in_words(session: Session) -> None:
    paper, answers = right(session)
    records.delete_record(session, "quiz_paper", paper)
    with pytest.raises(UserError) as caught:
        record(session, paper, answers)
    assert caught.value.code == "paper"


def test_a_damaged_paper_says_so(session: Session) -> None:
    saved = records.save_record(session, "quiz_paper", {"title": "坏的", "bank_version": "1", "made_on": "2026-05-01",
                                                        "questions": "[]]"})
    assert saved.record is not None
    with pytest.raises(UserError, match="题目读不出来"):
        quizzes.paper_questions(saved.record)


def test_sheets_are_found_by_day(session: Session) -> None:
    paper, answers = right(session)
    for day in ("2026-04-30", "2026-05-01", "2026-05-20"):
        record(session, paper, answers, taken_on=day)
    assert [row.taken_on for row in quizzes.sheets(session, first="2026-05-01")] == ["2026-05-20", "2026-05-01"]
    assert len(quizzes.sheets(session, village=VILLAGE.code, last="2026-04-30")) == 1


def test_a_used_paper_keeps_its_questions_and_cannot_be_deleted(session: Session) -> None:
    paper, answers = right(session)
    record(session, paper, answers)
    before = quizzes.standard_paper(session)["questions"]
    assert quizzes.sheet_counts(session) == {paper: 1}
    changed = quizzes.change_paper(session, paper, "标准卷", "写错了名字")
    assert changed.record is not None
    assert changed.record["questions"] == before
    with pytest.raises(UserError) as caught:
        quizzes.delete_paper(session, paper)
    assert caught.value.code == "paper-used"
    assert "1 份答卷" in caught.value.message
    assert session.store.count("answer_sheet") == 1


def test_a_paper_without_sheets_can_be_deleted_and_brought_back(session: Session) -> None:
    paper = quizzes.standard_paper(session)
    changes = quizzes.delete_paper(session, paper.id)
    assert quizzes.papers(session) == []
    records.undo(session, changes.action_id)
    assert [each.id for each in quizzes.papers(session)] == [paper.id]


def test_the_months_awareness_says_how_many_more_sheets_the_claim_needs(session: Session) -> None:
    paper, answers = right(session)
    may = Month(2026, 5)
    assert quizzes.awareness(session, may).more_needed == 0
    for _ in range(3):
        record(session, paper, answers)
    record(session, paper, answers, sampling="volunteers")
    view = quizzes.awareness(session, may)
    assert view.figures["awareness_verdict"].this.value == "点估计达标但样本不足"
    assert view.figures["awareness_by_person"].this.numerator == 4
    assert view.not_random == 1
    assert view.more_needed == 69  # the smallest all-right sample whose lower bound reaches 95 % is 73
    record(session, paper, [""] * 3 + ["A"] * 17)
    record(session, paper, [""] * 5 + answers[5:])
    states = [quizzes.sheet_state(row, quizzes.pass_mark(session)) for row in quizzes.sheets(session)]
    assert states[:3] == ["invalid", "unaware", "aware"]
    assert [month.label for month, _ in quizzes.awareness(session, may).by_month][:2] == ["2026年5月", "2026年4月"]


def test_a_paper_prints_blank_with_its_own_questions_and_place(session: Session) -> None:
    saved = quizzes.make_paper(session, "六月测评卷", 8, 5)
    assert saved.record is not None
    content = paper_pdf(session, saved.record.id)
    assert content.startswith(b"%PDF")
    assert content == paper_pdf(session, saved.record.id)
