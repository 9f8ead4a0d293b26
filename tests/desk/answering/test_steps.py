"""What is said after the paper and around it, and what the worker sets up before."""

from __future__ import annotations

import datetime as dt

import pytest
from panhuang_desk.desk.answering.result_step import ResultStep
from panhuang_desk.desk.answering.setup_view import AnswerSetup
from panhuang_desk.desk.answering.setup_words import setup_words
from panhuang_desk.desk.answering.steps import ReviewStep
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.shell import Shell
from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.model.quiz.forms import make_forms
from panhuang_desk.services import quizzes, screen_answers, surveys
from panhuang_desk.services.screen_answers import ScreenSheet, Setup
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

FOUR = ("甲", "乙", "丙", "丁")
QUESTIONS = tuple(Question(f"Q{n}", "single", "law", f"{n}？", FOUR, "B", f"因为 {n}。") for n in range(1, 4))


def sheet(*answers: str) -> ScreenSheet:
    return ScreenSheet(Setup("p"), "A", "", QUESTIONS, "2026-05-22", dt.datetime(2026, 5, 22), "", list(answers))


def texts(widget: ResultStep) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def paper_of(session: Session, title: str = "三题卷") -> str:
    with session.store.action() as action:
        return action.save("quiz_paper", {
            "title": title, "bank_version": "1", "questions": to_snapshot(QUESTIONS),
            "forms": make_forms(QUESTIONS, 3), "made_on": "2026-05-01"}).id


@pytest.fixture
def shell(qtbot: QtBot, session: Session, said: Recorder) -> Shell:
    shell = Shell(session, pages=())
    qtbot.addWidget(shell)
    return shell


@pytest.fixture
def setup(qtbot: QtBot, shell: Shell) -> AnswerSetup:
    return made(qtbot, shell)


def made(qtbot: QtBot, shell: Shell, **named: str) -> AnswerSetup:
    view = AnswerSetup(shell, shell.session.store.home, **named)
    qtbot.addWidget(view)
    view.show()
    return view


def started(qtbot: QtBot, view: AnswerSetup) -> tuple[Setup, int]:
    with qtbot.waitSignal(view.started) as signal:
        QTest.keyClick(view.group, Qt.Key.Key_Return)
    setup, count = signal.args
    return setup, count


def test_the_result_says_how_many_and_for_each_question_what_is_right_and_why(qtbot: QtBot) -> None:
    step = ResultStep(sheet("B", "A", "-"))
    qtbot.addWidget(step)
    shown = texts(step)
    assert "3 题里答对了 1 题" in step.said.text()
    assert shown.count("答对了") == 1
    assert shown.count("再看一眼") == 2
    assert shown.count("正确答案：乙") == 3
    assert {"因为 1。", "因为 2。", "因为 3。", "您的回答：甲", "您的回答：不知道"} <= set(shown)


@pytest.mark.parametrize(("answers", "said"), [("BBB", "3 题全答对了"), ("AAA", "不少人都不清楚")])
def test_nobody_is_shamed(qtbot: QtBot, answers: str, said: str) -> None:
    step = ResultStep(sheet(*answers))
    qtbot.addWidget(step)
    assert said in step.said.text()
    assert not [text for text in texts(step) if "错" in text or "分" in text or "不合格" in text]


def test_with_nothing_answered_there_is_nothing_to_hand_in(qtbot: QtBot) -> None:
    step = ReviewStep("交卷")
    qtbot.addWidget(step)
    step.show_open((0, 1, 2), QUESTIONS)
    assert step.as_it_is.isHidden()
    assert [row.accessibleName() for row in step.places] == [f"第 {n} 题：{n}？" for n in (1, 2, 3)]
    with qtbot.waitSignal(step.chosen) as chosen:
        step.main.click()
    assert chosen.args == [0]


def test_open_questions_may_stay_open(qtbot: QtBot) -> None:
    step = ReviewStep("交卷")
    qtbot.addWidget(step)
    step.show_open((1,), QUESTIONS)
    assert not step.as_it_is.isHidden()
    with qtbot.waitSignal(step.went) as went:
        step.as_it_is.click()
    assert went.args == [1]


def test_the_standard_paper_is_asked_where_none_is_chosen(qtbot: QtBot, setup: AnswerSetup, session: Session) -> None:
    chosen, count = started(qtbot, setup)
    (paper,) = quizzes.papers(session)
    assert (chosen, count) == (Setup(paper.id), quizzes.STANDARD_LENGTH)


def test_one_enter_starts_what_was_set_up_the_last_time(qtbot: QtBot, shell: Shell, session: Session) -> None:
    last = Setup(paper_of(session), "", "pupils", "14_17", "whole_class", "C", False)
    screen_answers.abandon(session, screen_answers.begin(session, last))
    assert started(qtbot, made(qtbot, shell)) == (last, 3)


def test_digits_choose_group_and_age(qtbot: QtBot, setup: AnswerSetup) -> None:
    QTest.keyClicks(setup.group, "5")
    QTest.keyClicks(setup.age, "2")
    chosen, _ = started(qtbot, setup)
    assert (chosen.key_group, chosen.age_band) == ("pupils", "14_17")


def test_a_survey_brings_its_paper_and_its_sampling(qtbot: QtBot, shell: Shell, session: Session) -> None:
    paper = paper_of(session)
    survey = surveys.make_survey(session, {"title": "五月测评", "paper_id": paper, "started_on": "2026-05-01",
                                           "sampling": "whole_class"}).record
    assert survey is not None
    view = made(qtbot, shell, survey=survey.id)
    assert view.paper_row.isHidden()
    assert view.survey_row.hint.text() == "试卷：三题卷"
    chosen, count = started(qtbot, view)
    assert (chosen.survey_id, chosen.paper_id, chosen.sampling, count) == (survey.id, paper, "whole_class", 3)
    assert setup_words(session, chosen) == "五月测评，整班测评"


def test_only_surveys_that_run_are_offered_and_one_that_is_named(
    qtbot: QtBot, shell: Shell, session: Session,
) -> None:
    paper = paper_of(session)
    made_of = {}
    for title, first, last in (("过去", "2026-04-01", "2026-04-30"), ("现在", "2026-05-01", "2026-05-22"),
                               ("开着", "2026-05-02", None)):
        survey = surveys.make_survey(session, {"title": title, "paper_id": paper, "started_on": first,
                                               "ended_on": last, "sampling": "intercept"}).record
        assert survey is not None
        made_of[title] = survey.id
    view = made(qtbot, shell)
    view.survey_chip.choose(made_of["过去"])
    assert view.survey_chip.code == ""
    for title in ("现在", "开着"):
        view.survey_chip.choose(made_of[title])
        assert view.survey_chip.code == made_of[title]
    assert made(qtbot, shell, survey=made_of["过去"]).survey_chip.code == made_of["过去"]


def test_a_survey_whose_paper_is_gone_asks_no_other_paper(
    qtbot: QtBot, shell: Shell, session: Session, said: Recorder,
) -> None:
    paper = paper_of(session)
    survey = surveys.make_survey(session, {"title": "五月测评", "paper_id": paper, "started_on": "2026-05-01",
                                           "sampling": "whole_class"}).record
    assert survey is not None
    quizzes.delete_paper(session, paper)
    view = made(qtbot, shell, survey=survey.id)
    view.start()
    assert "试卷已经删除" in str(said.said)
    assert session.store.count("quiz_paper") == 0


def test_a_paper_that_is_named_is_asked_outside_any_survey(qtbot: QtBot, shell: Shell, session: Session) -> None:
    first, second = paper_of(session), paper_of(session, "另一份")
    survey = surveys.make_survey(session, {"title": "五月测评", "paper_id": first, "started_on": "2026-05-01",
                                           "sampling": "whole_class"}).record
    assert survey is not None
    screen_answers.abandon(session, screen_answers.begin(session, Setup(first, survey.id)))
    chosen, _ = started(qtbot, made(qtbot, shell, paper=second))
    assert (chosen.paper_id, chosen.survey_id) == (second, "")


def test_a_damaged_paper_is_refused_in_words(qtbot: QtBot, shell: Shell, session: Session, said: Recorder) -> None:
    with session.store.action() as action:
        bad = action.save("quiz_paper", {"title": "坏卷", "bank_version": "1", "questions": "[1]",
                                         "made_on": "2026-05-01"}).id
    view = made(qtbot, shell, paper=bad)
    view.start()
    assert "读不出来" in str(said.said)
