"""Sheets entered twice: the second entry is blind, differences are found in every form and settled one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz import write_line
from panhuang_desk.services import double_entry, quizzes, records, sheet_grid
from panhuang_desk.services.double_entry import Pile
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_grid import GridPaper, SheetLine

from tests.services.helpers import open_village

DAY = "2026-05-20"
FORMS = ("A", "B", "C")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


@pytest.fixture
def paper(session: Session) -> GridPaper:
    return sheet_grid.grid_paper(session, quizzes.standard_paper(session).id)


@pytest.fixture
def pile(session: Session, paper: GridPaper) -> Pile:
    """Three sheets, one of each form, all answers right."""
    for form in FORMS:
        quizzes.record_sheet(session, paper.id, DAY, "general", "random_household",
                             paper.in_paper_order(right(paper, form), form), more={"form": form, "entered": "paper"})
    return Pile(paper.id, day=DAY)


def right(paper: GridPaper, form: str) -> list[str]:
    """The right answers in the order of a form."""
    return [question.answer for question in paper.questions(form)]


def other(paper: GridPaper, form: str, place: int) -> str:
    """A wrong letter of a question."""
    question = paper.questions(form)[place]
    return next(letter for letter in question.letters if letter != question.answer)


def enter(session: Session, paper: GridPaper, pile: Pile, wrong: dict[tuple[int, int], str]) -> list[SheetLine]:
    """Enter the pile a second time with these other answers, by sheet and place on its form."""
    lines = double_entry.second_lines(session, pile)
    for at, line in enumerate(lines):
        answers = [wrong.get((at, place), answer) for place, answer in enumerate(right(paper, line.form))]
        line.texts["answers"] = write_line(paper.questions(line.form), answers)
    assert double_entry.save_second(session, paper, lines, "王建国").sheets == len(lines)
    return lines


def test_the_second_person_does_not_see_the_first_answers(session: Session, pile: Pile) -> None:
    lines = double_entry.second_lines(session, pile)
    assert [(line.number, line.form, line.texts, line.done) for line in lines] == [
        (number, form, {}, False) for number, form in enumerate(FORMS, start=1)]


def test_what_was_typed_waits_and_one_can_go_on_later(session: Session, paper: GridPaper, pile: Pile) -> None:
    lines = double_entry.second_lines(session, pile)
    lines[0].texts["answers"] = write_line(paper.questions("A"), right(paper, "A"))
    lines[1].texts["answers"] = "AB"
    double_entry.keep_second(session, lines)
    again = double_entry.second_lines(session, pile)
    assert [line.texts for line in again] == [line.texts for line in lines]
    saved = double_entry.save_second(session, paper, again, "王建国")
    assert (saved.sheets, saved.left) == (1, (lines[1].id,))
    assert [line.done for line in double_entry.second_lines(session, pile)] == [True, False, False]
    assert double_entry.second_lines(session, pile)[1].texts == {"answers": "AB"}
    assert double_entry.last_person(session) == "王建国"
    records.undo(session, saved.changes.action_id)
    assert not any(line.done for line in double_entry.second_lines(session, pile))


def test_two_entries_that_agree_say_so(session: Session, paper: GridPaper, pile: Pile) -> None:
    assert not double_entry.compare(session, pile).agreed
    enter(session, paper, pile, {})
    found = double_entry.compare(session, pile)
    assert found.agreed
    assert (found.sheets, found.twice, found.alone, found.answers, found.differed) == (3, 3, 0, 60, 0)
    assert {sheet["second_by"] for sheet in session.store.records("answer_sheet")} == {"王建国"}


def test_differences_stand_in_the_order_of_the_form_and_are_settled_one_by_one(
    session: Session, paper: GridPaper, pile: Pile,
) -> None:
    wrong = {(0, 0): other(paper, "A", 0), (1, 4): other(paper, "B", 4), (1, 7): "?", (2, 2): ""}
    enter(session, paper, pile, wrong)
    found = double_entry.compare(session, pile)
    assert [(doubt.number - 1, doubt.place) for doubt in found.doubts] == list(wrong)
    for doubt in found.doubts:
        form = FORMS[doubt.number - 1]
        assert doubt.question == paper.questions(form)[doubt.place]
        assert (doubt.first, doubt.second) == (right(paper, form)[doubt.place], wrong[doubt.number - 1, doubt.place])
    assert (found.answers, found.differed, found.agreed) == (60, 4, False)

    first, letter, unreadable, blank = found.doubts
    saved = double_entry.decide(session, paper, letter, letter.second)
    assert saved.record is not None
    assert saved.record["correct"] == 19
    assert paper.in_form_order(quizzes.sheet_answers(saved.record), "B")[4] == letter.second
    assert [doubt.id for doubt in double_entry.compare(session, pile).doubts] == [first.id, unreadable.id, blank.id]
    records.undo(session, saved.changes.action_id)
    assert len(double_entry.compare(session, pile).doubts) == 4

    for doubt, answer in ((first, first.first), (letter, "-"), (unreadable, unreadable.first), (blank, "")):
        assert double_entry.decide(session, paper, doubt, answer).ok
    found = double_entry.compare(session, pile)
    assert found.agreed
    assert found.differed == 4
    assert [sheet["correct"] for sheet in session.store.records("answer_sheet", order=("id",))] == [20, 19, 19]
    assert [sheet["answered"] for sheet in session.store.records("answer_sheet", order=("id",))] == [20, 20, 19]


def test_a_sheet_that_is_gone_is_said(session: Session, paper: GridPaper, pile: Pile) -> None:
    lines = enter(session, paper, pile, {(0, 0): "?"})
    (doubt,) = double_entry.compare(session, pile).doubts
    records.delete_record(session, "answer_sheet", lines[0].id)
    with pytest.raises(UserError, match="不在了"):
        double_entry.decide(session, paper, doubt, "A")
    assert double_entry.compare(session, pile).doubts == ()


def test_a_damaged_sheet_is_said_and_nothing_guessed(session: Session, paper: GridPaper, pile: Pile) -> None:
    lines = enter(session, paper, pile, {})
    with session.store.action() as action:
        action.save("answer_sheet", {"second_answers": '["A"]'}, id=lines[1].id)
    with pytest.raises(UserError, match="第 2 份答卷读不出来"):
        double_entry.compare(session, pile)


def test_sheets_that_the_same_person_entered_twice_are_counted(session: Session, paper: GridPaper, pile: Pile) -> None:
    lines = double_entry.second_lines(session, pile)
    assert double_entry.entered_first_by(session, lines, "徐海燕") == 0, "nothing is typed yet"
    lines[0].texts["answers"] = write_line(paper.questions("A"), right(paper, "A"))
    assert double_entry.entered_first_by(session, lines, "徐海燕") == 1
    assert double_entry.entered_first_by(session, lines, "王建国") == 0
    double_entry.save_second(session, paper, lines, "徐海燕")
    assert double_entry.compare(session, pile).alone == 1
