"""The grid of sheets through the real page by keys alone: how many they are, what is stored, kept, said."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import TypeVar

import pytest
from panhuang_desk.desk.pages.quizzes.grid.differences import DifferencesView
from panhuang_desk.desk.pages.quizzes.grid.second import SecondView
from panhuang_desk.desk.pages.quizzes.grid.view import SheetsView
from panhuang_desk.desk.shell import Shell
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import Question, write_line
from panhuang_desk.services import quizzes, surveys
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY
from tests.desk.pages.visits_desk import focus, key, open_desk, press, write

MOST_KEYS = 25
V = TypeVar("V")


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Shell:
    shell = open_desk(session, "quizzes")
    qtbot.addWidget(shell)
    return shell


@pytest.fixture
def view(desk: Shell) -> SheetsView:
    press(key("round"))
    return shown(desk, SheetsView)


def shown(desk: Shell, kind: type[V]) -> V:
    found = desk.page.over.view  # type: ignore[union-attr]
    assert isinstance(found, kind)
    return found


def keys_of(questions: Sequence[Question], answers: Sequence[str]) -> str:
    """A sheet as it is typed: digits for √ and ×, for they are on every keyboard."""
    return write_line(questions, answers, short=True).replace("√", "1").replace("×", "2").lower()


def right(questions: Sequence[Question]) -> list[str]:
    return [question.answer for question in questions]


def some_answers(questions: Sequence[Question], rng: random.Random) -> list[str]:
    found = []
    for question in questions:
        letters = "".join(sorted(rng.sample(question.letters, rng.randint(1, len(question.letters)))))
        found.append(rng.choice([letters if question.type == "several" else letters[0]] * 9 + ["", "?", "-"]))
    return found


def answers_of(sheet: Record) -> tuple[str, ...]:
    return quizzes.sheet_answers(sheet)


def choose(qtbot: QtBot, word: str) -> None:
    """Take a line of the menu that is open."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text().startswith(word))
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_twenty_questions_take_at_most_25_keys_enter_included(session: Session, desk: Shell, view: SheetsView) -> None:
    questions, rng = view.paper.questions("A"), random.Random(626)
    assert len(questions) == 20
    wanted = [some_answers(questions, rng) for _ in range(40)]
    for answers in wanted:
        line = keys_of(questions, answers)
        assert len(line) + 1 <= MOST_KEYS
        write(line)
        press("Return")
    press(key("save"))
    assert [answers_of(sheet) for sheet in session.store.records("answer_sheet", order=("id",))] == [
        tuple(answers) for answers in wanted]


def test_no_answer_to_the_two_with_several_needs_more(view: SheetsView) -> None:
    questions = view.paper.questions("A")
    several = [place for place, question in enumerate(questions) if question.type == "several"]
    assert len(several) == 2
    options = [["", "?", "-", *("".join(chosen) for size in range(1, len(questions[place].letters) + 1)
                                for chosen in itertools.combinations(questions[place].letters, size))]
               for place in several]
    for two in itertools.product(*options):
        answers = right(questions)
        for place, answer in zip(several, two, strict=True):
            answers[place] = answer
        assert len(keys_of(questions, answers)) + 1 <= MOST_KEYS, answers


def test_enter_leads_to_the_answers_of_the_next_sheet_with_the_rest_filled_in(
    session: Session, desk: Shell, view: SheetsView,
) -> None:
    line = keys_of(view.paper.questions("A"), right(view.paper.questions("A")))
    write(line)
    assert view.grid.line.score == (20, 20)
    press("Return")
    assert focus() is view.grid.field
    assert view.grid.line.number == 2
    write(line)
    press("Tab", "2")
    assert view.grid.cell == "satisfaction"
    press("Shift+Tab", "Shift+Tab", "Shift+Tab", "5", "Shift+Tab", "3", "Return")
    assert (view.grid.cell, view.grid.line.number) == ("answers", 3)
    press(key("save"))
    first, second = session.store.records("answer_sheet", order=("id",))
    common = {"taken_on": TODAY.isoformat(), "sampling": "random_household", "form": "A", "entered": "paper"}
    assert {name: first[name] for name in common} == {name: second[name] for name in common} == common
    assert [first[name] for name in ("key_group", "age_band", "satisfaction")] == ["general", None, None]
    assert [second[name] for name in ("key_group", "age_band", "satisfaction")] == [
        "left_behind_elderly", "60_up", "mostly"]
    assert desk.undo_bar.text.startswith("录了 2 份答卷")
    press(key("undo"))
    assert session.store.count("answer_sheet") == 0
    assert view.grid.line.number == 1


def test_what_was_typed_can_be_taken_back_and_done_again(view: SheetsView) -> None:
    write("abc")
    press("Return", "Shift+Tab", "2", key("undo"), key("undo"))
    assert not any(line.filled for line in view.grid.lines)
    press(key("redo"))
    assert view.grid.lines[0].texts["answers"] == "abc"
    assert view.grid.line is view.grid.lines[0]
    press(key("redo"))
    assert view.grid.lines[1].texts["sampling"] == "whole_class"


def test_the_check_runs_with_the_line(desk: Shell, view: SheetsView) -> None:
    write("a-?0")
    assert view.panel.cells.words[:5] == ("A", "-", "?", "0", "")
    assert "第 5 题" in view.panel.view.heading.text()
    assert "还差 16 题" in view.panel.says.text()
    write("9")
    assert view.panel.says.text().startswith("第 5 题：这道题填 A 到 D")
    assert view.panel.view.words.text() == view.paper.questions("A")[4].text
    press("Return")
    assert view.grid.line.number == 2
    press("Up", "Backspace")
    assert "还差 16 题" in view.panel.says.text()


def test_a_line_that_is_not_finished_is_left_and_said(session: Session, desk: Shell, view: SheetsView) -> None:
    write("abc")
    press("Return")
    write(keys_of(view.paper.questions("A"), right(view.paper.questions("A"))))
    press("Return", key("save"))
    assert session.store.count("answer_sheet") == 1
    assert [line.texts.get("answers") for line in view.grid.lines] == ["abc", None]
    assert view.grid.line is view.grid.lines[0]
    assert desk._hint_bar.words == "1 份要改。第 2 份：还差 17 题，没答的填“-”。"


def test_answers_of_form_b_are_typed_in_its_order_and_stored_in_that_of_the_paper(
    session: Session, desk: Shell, view: SheetsView,
) -> None:
    view.head.before_chips["form"]._pick("")
    for form in "bc":
        press(form)
        assert view.grid.cell == "answers"
        write(keys_of(view.paper.questions(form.upper()), right(view.paper.questions(form.upper()))))
        press("Return")
        assert view.grid.cell == "form"
    press(key("save"))
    found = session.store.records("answer_sheet", order=("id",))
    assert [sheet["form"] for sheet in found] == ["B", "C"]
    assert [answers_of(sheet) for sheet in found] == [tuple(right(view.paper.questions("A")))] * 2


def test_what_was_typed_survives_a_kill_and_the_tab_says_that_it_waits(
    qtbot: QtBot, session: Session, desk: Shell, view: SheetsView,
) -> None:
    write("abc")
    press("Return")
    write("d")
    qtbot.waitUntil(lambda: len(session.store.drafts()) == 2)
    again = open_desk(session, "quizzes")  # the first desk never hears of its end
    qtbot.addWidget(again)
    assert again.page.sheets.waiting.isVisible()  # type: ignore[union-attr]
    press(key("round"))
    lines = shown(again, SheetsView).grid.lines
    assert [line.texts.get("answers") for line in lines] == ["abc", "d", None]
    assert lines[0].texts["key_group"] == "general"


def test_esc_keeps_the_lines_and_backspace_in_an_empty_one_forgets_it(
    session: Session, desk: Shell, view: SheetsView,
) -> None:
    write("ab")
    press(key("back"))
    assert desk.page.over.view is None  # type: ignore[union-attr]
    assert "草稿" in desk._hint_bar.words
    press(key("round"))
    again = shown(desk, SheetsView)
    press("Up")
    assert again.grid.line.texts["answers"] == "ab"
    press("Tab", "1", "Shift+Tab", "Backspace", "Backspace")
    assert again.grid.line.filled
    press("Backspace")
    assert not again.grid.line.filled
    again.flush()
    assert session.store.drafts() == []


def test_a_survey_gives_paper_sampling_and_day(session: Session, desk: Shell) -> None:
    paper = quizzes.make_paper(session, "十题卷", 10, seed=3).record
    assert paper is not None
    survey = surveys.make_survey(session, {"title": "学校测评", "paper_id": paper.id, "started_on": "2026-05-11",
                                           "ended_on": "2026-05-15", "sampling": "whole_class"}).record
    assert survey is not None
    press(key("round"))
    view = shown(desk, SheetsView)
    view.head.survey_chip._pick(survey.id)
    assert view.paper.id == paper.id
    assert view.head.day.text() == "5月15日"
    write(keys_of(view.paper.questions("A"), right(view.paper.questions("A"))))
    press("Return", key("save"))
    (sheet,) = session.store.records("answer_sheet")
    assert [sheet[name] for name in ("survey_id", "paper_id", "taken_on", "sampling")] == [
        survey.id, paper.id, "2026-05-15", "whole_class"]


def test_another_day_goes_for_all_that_is_not_saved(session: Session, desk: Shell, view: SheetsView) -> None:
    write(keys_of(view.paper.questions("A"), right(view.paper.questions("A"))))
    view.head.day.setFocus()
    view.head.day.selectAll()
    write("19")
    press("Return")
    assert focus() is view.grid.field
    assert "1 份也改到：5月19日" in desk._hint_bar.words
    press(key("save"))
    assert [sheet["taken_on"] for sheet in session.store.records("answer_sheet")] == ["2026-05-19"]
    assert view.grid.line.number == 2


def test_a_day_outside_the_survey_is_asked_about_once(session: Session, desk: Shell, view: SheetsView) -> None:
    survey = surveys.make_survey(session, {"title": "五月", "paper_id": view.paper.id, "started_on": "2026-05-11",
                                           "ended_on": "2026-05-15", "sampling": "random_household"}).record
    assert survey is not None
    desk.refresh()
    view.head.survey_chip._pick(survey.id)
    view.head.day.setText("20")
    view.head.day.setFocus()
    press("Return")
    write(keys_of(view.paper.questions("A"), right(view.paper.questions("A"))))
    press(key("save"))
    assert "不在这次测评的日期里" in desk._hint_bar.words
    assert session.store.count("answer_sheet") == 0
    press(key("save"))
    assert session.store.records("answer_sheet")[0]["taken_on"] == "2026-05-20"


def test_what_is_filled_in_beforehand_holds_for_the_lines_to_come(session: Session, view: SheetsView) -> None:
    line = keys_of(view.paper.questions("A"), right(view.paper.questions("A")))
    write(line)
    view.head.before_chips["key_group"]._pick("pupils")
    view.head.before_chips["age_band"]._pick("14_17")
    assert view.grid.line.number == 2
    write(line)
    press(key("save"))
    assert [(sheet["key_group"], sheet["age_band"]) for sheet in session.store.records("answer_sheet", order=("id",))
            ] == [("general", None), ("pupils", "14_17")]
    assert view.head.before_chips["key_group"].code == "pupils"


def test_the_list_of_sheets_offers_the_second_entry_of_the_pile(
    qtbot: QtBot, session: Session, desk: Shell, view: SheetsView,
) -> None:
    for _ in range(2):
        write(keys_of(view.paper.questions("A"), right(view.paper.questions("A"))))
        press("Return")
    press(key("save"), key("back"), key("menu"))
    choose(qtbot, "这一批再录一遍核对")
    assert [line.number for line in shown(desk, SecondView).grid.lines] == [1, 2]


def test_the_second_entry_is_typed_blind_and_differences_are_settled_by_keys(
    qtbot: QtBot, session: Session, desk: Shell, view: SheetsView,
) -> None:
    questions = view.paper.questions("A")
    answers = right(questions)
    for _ in range(3):
        write(keys_of(questions, answers))
        press("Return")
    press(key("save"), key("menu"))
    choose(qtbot, "再录一遍核对")
    second = shown(desk, SecondView)
    assert [line.texts for line in second.grid.lines] == [{}, {}, {}]
    assert focus() is second.person
    write("王建国")
    press("Return")
    wrong = ["?", *answers[1:4], "", *answers[5:]]
    for each in (answers, wrong):
        write(keys_of(questions, each))
        press("Return")
    press(key("save"))
    assert [line.number for line in second.grid.lines] == [3]
    write(keys_of(questions, [*answers[:2], "-", *answers[3:]]))
    press(key("save"))
    assert second.grid.lines == []
    press(key("menu"))
    differ = shown(desk, DifferencesView)
    assert [(doubt.number, doubt.place) for doubt in differ.table.table._rows.window(0, 9)] == [(2, 0), (2, 4), (3, 2)]
    assert "录了两遍的 3 份共 60 个答案，录入时 3 处不一样（5.0%），还有 3 处要定" in differ.sums.text()
    press("1", "2", "3")
    assert focus() is differ.third
    write("9")
    press("Return")
    assert focus() is differ.third
    press("Backspace")
    write("0")
    press("Return")
    assert differ._stack.currentWidget() is differ._agreed
    stored = [list(answers_of(sheet)) for sheet in session.store.records("answer_sheet", order=("id",))]
    assert stored == [answers, [*answers[:4], "", *answers[5:]], [*answers[:2], "-", *answers[3:]]]
    press(key("undo"))
    assert differ.table.current().number == 3
    assert focus() is differ.table
    press(key("back"))
    assert desk.page.over.view is None  # type: ignore[union-attr]


def test_who_entered_the_sheets_first_is_told_so_before_entering_them_again(
    qtbot: QtBot, session: Session, desk: Shell, view: SheetsView,
) -> None:
    questions = view.paper.questions("A")
    for _ in range(2):
        write(keys_of(questions, right(questions)))
        press("Return")
    press(key("save"), key("menu"))
    choose(qtbot, "再录一遍核对")
    second = shown(desk, SecondView)
    write(session.store.person)
    press("Return")
    write(keys_of(questions, right(questions)))
    press(key("save"))
    assert "1 份的第一遍也是徐海燕录的，换个人录才查得出看错的" in desk._hint_bar._words
    assert focus() is second.person
    assert [line.number for line in second.grid.lines] == [1, 2], "nothing is saved unasked"
    press(key("save"))
    assert [line.number for line in second.grid.lines] == [2]
    press(key("menu"))
    assert "其中 1 份两遍是同一个人录的" in shown(desk, DifferencesView).sums.text()


def test_the_line_over_the_grid_is_one_key_away_and_back(desk: Shell, view: SheetsView) -> None:
    questions = view.paper.questions("A")
    for _ in range(3):
        write(keys_of(questions, right(questions)))
        press("Return")
    hints = [hint.cap for hint in desk._hint_bar._hints]
    assert key("find") in hints
    press(key("find"))
    assert view.head.isAncestorOf(focus())
    press(key("back"))
    assert focus() is view.grid.answers_cell
    assert desk.page.over.view is view  # type: ignore[union-attr]
