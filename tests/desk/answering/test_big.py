"""Large options: chosen by digit, letter and arrow; large enough at every text size; seen whole where they fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panhuang_desk.desk import theme
from panhuang_desk.desk.answering.big import BigOptions
from panhuang_desk.desk.answering.option_step import OptionStep
from panhuang_desk.desk.answering.question_step import QuestionStep
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.quiz import Question
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

FOUR = ("帮忙带，到了再问他也行", "帮忙带，路上别多看就行", "不帮带，但也别告诉别人", "不帮带，发现可疑就报警")
LONG = "外出打工时，工友约你帮忙“带点货”过省界，不肯说是什么，怎么办？"
PLAIN = Qt.KeyboardModifier.NoModifier


def press(step: OptionStep | BigOptions, key: Qt.Key, text: str = "") -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, PLAIN, text)
    if isinstance(step, BigOptions):
        step.take_key(event)
    else:
        QApplication.sendEvent(step, event)


def typed(step: OptionStep | BigOptions, text: str) -> None:
    press(step, Qt.Key.Key_unknown, text)


@pytest.fixture
def options(qtbot: QtBot) -> BigOptions:
    made = BigOptions()
    qtbot.addWidget(made)
    made.show_options(FOUR, "")
    return made


def shown(qtbot: QtBot, question: Question, *, size: tuple[int, int] = (1366, 768), answer: str = "") -> QuestionStep:
    step = QuestionStep()
    qtbot.addWidget(step)
    step.resize(*size)
    with qtbot.waitExposed(step):
        step.show()
    step.show_question(question, 6, 20, answer)
    QApplication.processEvents()
    return step


@pytest.mark.parametrize("sign", ["3", "c", "C", "３", "Ｃ"])
def test_digits_and_letters_choose_in_any_width(options: BigOptions, sign: str) -> None:
    typed(options, sign)
    assert options.letters == "C"


def test_one_choice_takes_the_place_of_the_other_and_the_same_again_takes_it_back(options: BigOptions) -> None:
    typed(options, "1")
    typed(options, "2")
    assert options.letters == "B"
    typed(options, "2")
    assert options.letters == ""
    typed(options, "5")
    assert options.letters == ""


def test_several_are_chosen_together(options: BigOptions) -> None:
    options.show_options(FOUR, "A", several=True)
    typed(options, "4")
    typed(options, "2")
    assert options.letters == "ABD"
    typed(options, "1")
    assert options.letters == "BD"


def test_arrows_move_a_ring_that_space_and_enter_choose(options: BigOptions) -> None:
    press(options, Qt.Key.Key_Down)
    assert options.letters == ""
    assert [option.ringed for option in options.options] == [True, False, False, False]
    press(options, Qt.Key.Key_Down)
    press(options, Qt.Key.Key_Space, " ")
    assert options.letters == "B"
    press(options, Qt.Key.Key_Down)
    press(options, Qt.Key.Key_Return, "\r")
    assert options.letters == "C"
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, PLAIN)
    assert not options.take_key(event), "Enter on what is chosen goes on"


def test_enter_chooses_what_was_moved_to_and_then_goes_on(qtbot: QtBot) -> None:
    step = shown(qtbot, Question("x", "single", "law", "？", FOUR, "A", "。"))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(step, key)
    assert step.options.letters == "B"
    with qtbot.waitSignal(step.went) as went:
        press(step, Qt.Key.Key_Return)
    assert went.args == [1]


def test_a_double_click_counts_once(qtbot: QtBot) -> None:
    step = shown(qtbot, Question("x", "single", "law", "？", FOUR, "A", "。"))
    went: list[int] = []
    step.went.connect(went.append)
    for target in (step.options.options[2], step.next):
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        centre, button = QPointF(target.rect().center()), Qt.MouseButton.LeftButton
        for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
            QApplication.sendEvent(target, QMouseEvent(
                kind, centre, QPointF(target.mapToGlobal(centre.toPoint())), button, button, PLAIN))
    assert step.options.letters == "C"
    assert len(went) == 1


def test_a_key_that_is_held_counts_once(qtbot: QtBot) -> None:
    step = shown(qtbot, Question("x", "single", "law", "？", FOUR, "A", "。"))
    went: list[int] = []
    step.went.connect(went.append)
    for key, text in ((Qt.Key.Key_2, "2"), (Qt.Key.Key_Return, "\r")):
        for held in (False, True, True):
            QApplication.sendEvent(step, QKeyEvent(QEvent.Type.KeyPress, key, PLAIN, text, held))
    assert step.options.letters == "B"
    assert went == [1]


def test_not_knowing_and_an_option_exclude_each_other(qtbot: QtBot) -> None:
    step = shown(qtbot, Question("x", "several", "law", "？", FOUR, "AB", "。"), answer="AC")
    answers: list[str] = []
    step.answered.connect(answers.append)
    typed(step, "0")
    assert (step.options.letters, step.unknown.chosen) == ("", True)
    typed(step, "2")
    assert (step.options.letters, step.unknown.chosen) == ("B", False)
    typed(step, "０")
    typed(step, "0")
    assert answers == ["-", "B", "-", ""]


@pytest.mark.parametrize("size", [100, 125, 150])
def test_what_is_asked_is_set_in_28_points_and_more(qtbot: QtBot, sized: Callable[[int], Theme], size: int) -> None:
    sized(size)
    step = shown(qtbot, Question("x", "single", "law", LONG, FOUR, "D", "。"))
    assert step.words.font().pointSizeF() == 28 * size / 100
    look = theme.active()
    for option in step.options.options:
        assert all(look.font(role).pointSizeF() >= 28 for role in option.roles)
        assert option.height() >= 56
        assert option.height() >= option.words_height(option.width())
    assert all(button.height() >= 56 for button in (step.back, step.unknown, step.next))
    assert step.area.verticalScrollBar().maximum() == 0, "the longest question of the bank is seen whole"


def test_six_options_and_a_long_question_are_seen_whole_at_100(qtbot: QtBot) -> None:
    six = (*FOUR, "劝他也不要带", "先看看是什么东西，觉得没有问题再决定要不要带")
    long = LONG + "还给一大笔辛苦费，下面哪些对？"
    step = shown(qtbot, Question("x", "several", "law", long, six, "D", "。"), size=(1366, 768))
    assert len(step.options.options) == 6
    assert all(option.height() >= 56 for option in step.options.options)
    assert step.area.verticalScrollBar().maximum() == 0


def test_what_does_not_fit_is_said_to_be_below_and_the_ring_is_followed(qtbot: QtBot) -> None:
    step = shown(qtbot, Question("x", "single", "law", LONG, FOUR, "D", "。"), size=(960, 460))
    bar = step.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert "下面还有" in step.remark.text()
    typed(step, "4")
    qtbot.waitUntil(lambda: bar.value() > 0)
    last = step.options.options[3]
    bottom = last.mapTo(step.area.viewport(), last.rect().bottomLeft()).y()
    assert bottom <= step.area.viewport().height()
