"""Many sheets from paper: a line saves what a single entry saves, all lines are one action, what is typed is kept."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz import Question, write_line
from panhuang_desk.services import quizzes, records, sheet_grid, surveys
from panhuang_desk.services.begun_sheets import sheets_begun
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_grid import Batch, GridPaper, SheetLine
from panhuang_desk.services.today import today_view

from tests.services.helpers import open_village

BEFORE = {"form": "A", "key_group": "general", "sampling": "random_household"}
DAY = "2026-05-20"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


@pytest.fixture
def paper(session: Session) -> GridPaper:
    return sheet_grid.grid_paper(session, quizzes.standard_paper(session).id)


@pytest.fixture
def batch(paper: GridPaper) -> Batch:
    return Batch(paper, DAY, before=BEFORE)


def some_answers(questions: Sequence[Question], rng: random.Random) -> list[str]:
    """A sheet as people fill them in: mostly one or some letters, now and then nothing, ? or 不知道."""
    found = []
    for question in questions:
        letters = rng.sample(question.letters, rng.randint(1, len(question.letters)))
        chosen = "".join(sorted(letters)) if question.type == "several" else letters[0]
        found.append(rng.choice([chosen] * 9 + ["", "?", "-"]))
    return found


def typed(batch: Batch, answers: str, **codes: str) -> SheetLine:
    """A line in which these answers were typed, and these codes chosen."""
    line = sheet_grid.new_line(1)
    line.texts["answers"] = answers
    sheet_grid.follow(batch, line)
    line.texts.update(codes)
    return line


@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_a_line_saves_what_a_single_entry_of_the_same_sheet_saves(session: Session, batch: Batch, form: str) -> None:
    rng = random.Random(form)
    for _ in range(15):
        answers = some_answers(batch.paper.questions(form), rng)
        line = typed(batch, write_line(batch.paper.questions(form), answers), form=form, age_band="18_35",
                     satisfaction="mostly", key_group="pupils")
        saved = sheet_grid.save_lines(session, batch, [line])
        assert (saved.sheets, saved.left) == (1, ())
        by_grid = session.store.records("answer_sheet", order=("-id",), limit=1)[0]
        single = quizzes.record_sheet(
            session, batch.paper.id, DAY, "pupils", "random_household", batch.paper.in_paper_order(answers, form),
            more={"form": form, "age_band": "18_35", "satisfaction": "mostly", "entered": "paper"})
        assert single.record is not None
        assert by_grid.values == single.record.values
        assert batch.paper.in_form_order(quizzes.sheet_answers(by_grid), form) == tuple(answers)


def test_all_lines_are_one_action_that_undo_takes_back(session: Session, batch: Batch) -> None:
    right = write_line(batch.paper.questions("A"), [question.answer for question in batch.paper.questions("A")])
    lines = [typed(batch, right) for _ in range(3)]
    sheet_grid.keep_lines(session, batch, lines)
    saved = sheet_grid.save_lines(session, batch, lines)
    assert saved.sheets == session.store.count("answer_sheet") == 3
    assert session.store.drafts() == []
    records.undo(session, saved.changes.action_id)
    assert session.store.count("answer_sheet") == 0


def test_a_line_that_is_not_finished_stays_and_the_others_are_saved(session: Session, batch: Batch) -> None:
    right = write_line(batch.paper.questions("A"), [question.answer for question in batch.paper.questions("A")])
    lines = [typed(batch, right), typed(batch, "ABC"), typed(batch, "9"), typed(batch, "-" * 20), typed(batch, right),
             sheet_grid.new_line(6)]
    sheet_grid.keep_lines(session, batch, lines)
    saved = sheet_grid.save_lines(session, batch, lines)
    assert saved.sheets == 2
    assert saved.left == tuple(line.id for line in lines[1:4])
    assert [line.problems[0].message[:6] for line in lines[1:4]] == ["还差 17 ", "第 1 题：", "这份答卷一题"]
    waiting, _, _ = sheet_grid.waiting_lines(session, batch.paper.id)
    assert [line.texts["answers"] for line in waiting] == ["ABC", "9", "-" * 20]


def test_what_was_typed_comes_back_with_its_survey_and_day(session: Session, batch: Batch) -> None:
    with_survey = Batch(batch.paper, "2026-05-19", "some-survey", BEFORE)
    lines = [typed(with_survey, "AB -", key_group="pupils"), typed(with_survey, "c"), sheet_grid.new_line(3)]
    sheet_grid.keep_lines(session, with_survey, lines)
    found, survey_id, day = sheet_grid.waiting_lines(session, batch.paper.id)
    assert [(line.id, line.texts) for line in found] == [(line.id, line.texts) for line in lines[:2]]
    assert (survey_id, day) == ("some-survey", "2026-05-19")
    assert sheet_grid.papers_waiting(session) == {batch.paper.id: 2}
    lines[0].texts.clear()
    sheet_grid.keep_lines(session, with_survey, lines)
    assert [line.id for line in sheet_grid.waiting_lines(session, batch.paper.id)[0]] == [lines[1].id]


def test_today_offers_the_papers_of_which_lines_wait(session: Session, batch: Batch) -> None:
    lines = [typed(batch, "AB"), typed(batch, "C")]
    sheet_grid.keep_lines(session, batch, lines)
    group = next(each for each in today_view(session).groups if each.title == "没写完的")
    assert [(item.kind, item.id, item.detail) for item in group.items] == [
        ("sheets", batch.paper.id, "2 份录了还没有保存")]
    assert sheets_begun(session, "320903004999") == []


def test_the_first_key_brings_what_is_filled_in_beforehand_and_the_last_takes_it_away(batch: Batch) -> None:
    line = sheet_grid.new_line(1)
    line.texts["age_band"] = "60_up"
    sheet_grid.follow(batch, line)
    assert line.texts == {**BEFORE, "age_band": "60_up"}
    del line.texts["age_band"]
    sheet_grid.follow(batch, line)
    assert not line.filled
    line.texts["answers"] = "A"
    sheet_grid.follow(batch, line)
    assert line.texts == {**BEFORE, "answers": "A"}


def test_blank_unreadable_and_not_known_are_told_apart(session: Session, batch: Batch) -> None:
    questions = batch.paper.questions("A")
    answers = ["", "?", "-", *(question.answer for question in questions[3:])]
    line = typed(batch, "-?0" + write_line(questions, answers)[3:])
    assert sheet_grid.save_lines(session, batch, [line]).sheets == 1
    (sheet,) = session.store.records("answer_sheet")
    assert quizzes.sheet_answers(sheet) == tuple(answers)
    assert [sheet[name] for name in ("correct", "answered", "asked")] == [17, 18, 20]
    assert line.score == (17, 20)


def test_a_sheet_that_will_not_count_is_warned_about_and_saved(session: Session, batch: Batch) -> None:
    questions = batch.paper.questions("A")
    line = typed(batch, write_line(questions, [""] * 5 + [question.answer for question in questions[5:]]))
    sheet_grid.check(session, batch, line)
    assert not line.stopped
    assert "不计入知晓率" in line.problems[0].message
    assert sheet_grid.save_lines(session, batch, [line]).sheets == 1


@pytest.mark.parametrize(("missing", "says"), [("form", "卷型"), ("key_group", "人群"), ("sampling", "抽样方式")])
def test_what_has_to_be_known_of_a_sheet_stops_its_line(
    session: Session, batch: Batch, missing: str, says: str,
) -> None:
    questions = batch.paper.questions("A")
    line = typed(batch, write_line(questions, [question.answer for question in questions]))
    del line.texts[missing]
    assert sheet_grid.save_lines(session, batch, [line]).left == (line.id,)
    assert says in line.problems[0].message
    assert session.store.count("answer_sheet") == 0


def test_a_day_to_come_stops_all(session: Session, paper: GridPaper) -> None:
    batch = Batch(paper, "2026-06-01", before=BEFORE)
    line = typed(batch, write_line(paper.questions("A"), [question.answer for question in paper.questions("A")]))
    assert sheet_grid.save_lines(session, batch, [line]).left == (line.id,)
    assert "以后" in line.problems[0].message


def test_numbers_follow_the_order_of_entry_without_what_was_never_on_paper(session: Session, paper: GridPaper) -> None:
    survey = surveys.make_survey(session, {"title": "五月", "paper_id": paper.id, "started_on": DAY,
                                           "sampling": "random_household"}).record
    assert survey is not None
    right = [question.answer for question in paper.questions("A")]

    def record(**more: str) -> str:
        saved = quizzes.record_sheet(session, paper.id, DAY, "general", "random_household", right, more=more)
        assert saved.record is not None
        return saved.record.id

    first, second = record(survey_id=survey.id), record(survey_id=survey.id, entered="paper")
    record(survey_id=survey.id, entered="screen")
    alone = record()
    surveys.record_abandoned(session, paper.id, ["A", *[""] * 19], taken_on=DAY, key_group="general",
                             sampling="random_household", survey_id=survey.id)
    assert [sheet.id for sheet in sheet_grid.entered(session, paper.id, survey.id, DAY)] == [first, second]
    assert [sheet.id for sheet in sheet_grid.entered(session, paper.id, "", DAY)] == [alone]
    assert sheet_grid.entered(session, paper.id, "", "2026-05-19") == []


def test_a_paper_that_is_gone_is_said_and_nothing_is_saved(session: Session, batch: Batch) -> None:
    line = typed(batch, "A" * 20)
    sheet_grid.keep_lines(session, batch, [line])
    quizzes.delete_paper(session, batch.paper.id)
    with pytest.raises(UserError, match="试卷已经删除"):
        sheet_grid.save_lines(session, batch, [line])
    assert session.store.count("answer_sheet") == 0
    assert sheet_grid.papers_waiting(session) == {}
