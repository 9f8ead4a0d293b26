"""A resident answers at the worker's computer: graded rightly on every form, nothing of the desk in reach."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.answering.answering import Answering
from panhuang_desk.desk.answering.hand_back import HandBack
from panhuang_desk.desk.answering.question_step import QuestionStep
from panhuang_desk.desk.answering.result_step import ResultStep
from panhuang_desk.desk.answering.steps import ReviewStep, SatisfactionStep, StopStep, WelcomeStep
from panhuang_desk.desk.help import HelpWindow
from panhuang_desk.desk.keys import KEYS
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.unlock import Unlock
from panhuang_desk.desk.widgets.rail import Rail
from panhuang_desk.desk.widgets.strips import UndoBar
from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.model.quiz.forms import make_forms
from panhuang_desk.model.values import Village
from panhuang_desk.services import records, screen_answers, start, surveys
from panhuang_desk.services.quizzes import sheet_answers
from panhuang_desk.services.screen_answers import Setup
from panhuang_desk.settings import Settings
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"
NAME, PHONE = "孙桂兰", "13805100001"
VILLAGE = Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道")
FOUR = ("甲", "乙", "丙", "丁")
QUESTIONS = (
    *(Question(f"S{n}", "single", "law", f"单选 {n}？", FOUR, "ABCD"[n % 4], f"解释 {n}。") for n in range(4)),
    Question("T1", "true_false", "law", "判断？", ("对", "错"), "B", "解释判断。"),
    Question("M1", "several", "law", "多选？", FOUR, "ACD", "解释多选。"),
)
HARMLESS = ("back", "save_next")
"""Keys of the desk that mean something to a resident, too: Esc asks whether to stop, Ctrl+Enter begins the next."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "仰徐.phdb"
    with start.create_file(path, PASSPHRASE, villages=[VILLAGE], home=VILLAGE.code, person="徐海燕",
                           settings=Settings(file=tmp_path / "settings.json"),
                           today=lambda: dt.date(2026, 5, 22)) as session:
        household = records.save_record(session, "household", {
            "group_no": 3, "door_no": "27", "contact_name": NAME, "phone": PHONE, "active_from": "2026-01-01"})
        assert household.ok, household.problems
        with session.store.action() as action:
            paper = action.save("quiz_paper", {
                "title": "六题卷", "bank_version": "1", "questions": to_snapshot(QUESTIONS),
                "forms": make_forms(QUESTIONS, 3), "made_on": "2026-05-01"})
        session.store.set_setting("screen_answers", json.dumps({"paper_id": paper.id, "form": "B"}))
    return path


@pytest.fixture
def worker(sit_down: Callable[..., Worker], file: Path) -> Worker:
    worker = sit_down(file)
    worker.unlock(PASSPHRASE)
    worker.press("Alt+3")
    return worker


def answering(worker: Worker) -> Answering:
    surface = worker.window._stack.currentWidget()
    assert isinstance(surface, Answering)
    return surface


def question_step(worker: Worker) -> QuestionStep:
    step = answering(worker).step
    assert isinstance(step, QuestionStep)
    return step


def hand_over(worker: Worker) -> None:
    """Ctrl+G and one Enter: everything is as it was the last time."""
    worker.press("Ctrl+G", "Enter")
    assert isinstance(answering(worker).step, WelcomeStep)


def right_keys(step: QuestionStep) -> list[str]:
    """The digits of the right options, found as a person finds them: by their words."""
    question = next(q for q in QUESTIONS if q.text == step.words.text())
    right = {question.option(letter) for letter in question.answer}
    return [option.digit for option in step.options.options if option.text() in right]


def answer_all(worker: Worker) -> None:
    for _ in QUESTIONS:
        worker.press(*right_keys(question_step(worker)), "Enter")


def seen_texts() -> list[str]:
    """Every text that is on screen, whatever shows it."""
    found = []
    for widget in QApplication.allWidgets():
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            found.append(widget.text())
        if widget.isVisible():
            found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
    return found


def nothing_of_the_desk(worker: Worker) -> None:
    """The desk is not merely hidden: there is none, and nothing that was opened over the screen shows a person."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = worker.window
    assert window.shell is None
    assert isinstance(window._stack.currentWidget(), Answering)
    parts = (Shell, Page, Rail, UndoBar, HelpWindow, QDialog)
    assert not [widget for widget in QApplication.allWidgets() if isinstance(widget, parts) and widget.isVisible()]
    assert not window.findChildren(Shell)
    assert not window.findChildren(Page)
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeModalWidget() is None
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert visible == [window]
    assert not [text for text in seen_texts() if NAME in text or PHONE in text or "27 号" in text]


def drop_a_table(widget: QWidget) -> bool:
    """Drag a table over a widget and let it go; whether anybody took it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/户册.xlsx")])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), action, data, button, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    drop = QDropEvent(QPointF(40, 40), action, data, button, keys)
    drop.ignore()
    QApplication.sendEvent(widget, drop)
    return enter.isAccepted() or drop.isAccepted()


def try_to_break_out(worker: Worker) -> None:
    """Every key of the desk, then what a mouse can try; afterwards the same step is there, and nothing else."""
    surface = answering(worker)
    step = surface.step
    for key in KEYS:
        if key.place != "local" and key.name not in HARMLESS:
            worker.press(key.sequence)
    for sequence in ("Alt+8", "Ctrl+W", "Ctrl+Q", "Ctrl+Tab", "Alt+Left", "F5", "F10", "F11", "Menu", "Alt+Space"):
        worker.press(sequence)
    for widget in (worker.window, worker.window._stack, surface, step, worker.focus):
        assert not drop_a_table(widget)
        QTest.mouseClick(widget, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 20), widget.mapToGlobal(QPoint(20, 20)))
        QApplication.sendEvent(widget, menu)
        assert QApplication.activePopupWidget() is None
    assert answering(worker).step is step
    nothing_of_the_desk(worker)


def test_a_resident_answers_by_keyboard_and_nothing_of_the_desk_is_in_reach(worker: Worker) -> None:
    worker.press("Alt+2", "Alt+3", "F1")
    # Back to the desk, the manual still open beside it.
    worker.window.activateWindow()
    worker.until(worker.window.isActiveWindow)
    hand_over(worker)
    assert worker.window.isFullScreen()
    try_to_break_out(worker)
    worker.press("Enter")
    first = question_step(worker)
    assert (first.place.text(), first.of.text()) == ("第 1 题", "/ 共 6 题")
    try_to_break_out(worker)
    explanations = {question.explanation for question in QUESTIONS}
    for _ in QUESTIONS:
        worker.press(*right_keys(question_step(worker)))
        assert not explanations & set(seen_texts())
        worker.press("Enter")
    assert isinstance(answering(worker).step, ReviewStep)
    try_to_break_out(worker)
    worker.press("Enter")
    assert isinstance(answering(worker).step, SatisfactionStep)
    try_to_break_out(worker)
    worker.press("2")
    assert not explanations & set(seen_texts())
    worker.press("Enter")
    assert isinstance(answering(worker).step, ResultStep)
    assert explanations <= set(seen_texts())
    try_to_break_out(worker)
    worker.press("Enter")
    step = answering(worker).step
    assert isinstance(step, HandBack)
    try_to_break_out(worker)
    worker.press("Esc")
    nothing_of_the_desk(worker)

    step.passphrase.field.clear()
    worker.type("not this one")
    worker.press("Enter")
    worker.until(lambda: step.error.isVisible())
    assert "口令不对" in step.error.text()
    nothing_of_the_desk(worker)
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    assert not worker.window.isFullScreen()
    assert worker.shell.current_name == "quizzes"
    tab = worker.page.sheets  # type: ignore[attr-defined]
    (sheet,) = worker.shell.session.store.records("answer_sheet")
    assert tab.table.current().id == sheet.id
    assert sheet_answers(sheet) == tuple(question.answer for question in QUESTIONS)
    assert [sheet[name] for name in ("form", "correct", "entered", "satisfaction", "state")] == [
        "B", 6, "screen", "mostly", "done"]
    assert "收了 1 份答卷" in worker.shell.undo_bar.text
    worker.press("Ctrl+Z")
    assert worker.shell.session.store.count("answer_sheet") == 0
    worker.press("Alt+2")
    assert worker.shell.current_name == "visits"


def test_one_can_go_back_not_know_and_is_led_to_what_is_still_open(worker: Worker) -> None:
    hand_over(worker)
    worker.press("Enter", "0", "Enter", "1", "Enter", "Enter")
    worker.press("Left", "Left")
    assert question_step(worker).place.text() == "第 2 题"
    assert question_step(worker).options.letters == "A"
    worker.press("2", "Right", "Right", "1", "Right", "1", "Right", "1", "3", "Right")
    step = answering(worker).step
    assert isinstance(step, ReviewStep)
    assert [row.text() for row in step.places] == ["第 3 题"]
    worker.press("Enter")
    assert question_step(worker).place.text() == "第 3 题"
    worker.press("1", "Enter")
    step = answering(worker).step
    assert isinstance(step, ReviewStep)
    assert step.places == []
    worker.press("Esc")
    assert isinstance(answering(worker).step, StopStep)
    worker.press("Esc")
    assert isinstance(answering(worker).step, ReviewStep)
    worker.press("Enter", "Enter", "Enter")
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    (sheet,) = worker.shell.session.store.records("answer_sheet")
    assert (sheet["answered"], sheet["satisfaction"]) == (6, None)
    assert sheet_answers(sheet).count("-") == 1


def test_everything_can_be_touched(worker: Worker) -> None:
    hand_over(worker)

    def tap(widget: QWidget) -> None:
        assert widget.height() >= 56
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def main() -> QWidget:
        button = answering(worker).step.enter
        assert button is not None
        return button

    tap(main())
    for _ in QUESTIONS:
        step = question_step(worker)
        tap(step.unknown if step.place.text() == "第 2 题" else step.options.options[1])
        tap(main())
    tap(main())
    last = answering(worker).step
    assert isinstance(last, SatisfactionStep)
    tap(last.options.options[3])
    tap(main())
    tap(main())
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    (sheet,) = worker.shell.session.store.records("answer_sheet")
    assert (sheet["answered"], sheet["satisfaction"]) == (6, None)


def test_who_stops_is_thanked_and_the_sheet_is_kept_as_abandoned(worker: Worker) -> None:
    hand_over(worker)
    worker.press("Enter", "1", "Enter", "Esc")
    step = answering(worker).step
    assert isinstance(step, StopStep)
    assert "已经答的 1 题" in step.said.text()
    try_to_break_out(worker)
    worker.press("Tab", "Enter")
    step = answering(worker).step
    assert isinstance(step, HandBack)
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    (sheet,) = worker.shell.session.store.records("answer_sheet")
    assert (sheet["state"], sheet["answered"]) == ("abandoned", 1)
    assert "1 份没有答完" in worker.shell.undo_bar.text


def test_who_does_not_begin_leaves_nothing(worker: Worker) -> None:
    hand_over(worker)
    QTest.mouseClick(answering(worker).step.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert isinstance(answering(worker).step, HandBack)
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    assert worker.shell.session.store.count("answer_sheet") == 0
    assert worker.shell.session.store.drafts() == []


def test_closing_the_window_keeps_the_sheet_as_abandoned_and_closes_the_file(
    worker: Worker, sit_down: Callable[..., Worker], file: Path,
) -> None:
    hand_over(worker)
    worker.press("Enter", "1", "Enter", "1")
    worker.window.close()
    assert worker.window.session is None
    assert not worker.window.isVisible()
    again = sit_down(file)
    assert isinstance(again.window._stack.currentWidget(), Unlock)
    again.unlock(PASSPHRASE)
    (sheet,) = again.shell.session.store.records("answer_sheet")
    assert (sheet["state"], sheet["answered"], sheet["form"]) == ("abandoned", 2, "B")
    assert again.shell.session.store.drafts() == []


def test_a_computer_that_is_left_alone_locks_and_keeps_the_sheet(worker: Worker) -> None:
    hand_over(worker)
    worker.press("Enter", "1")
    worker.window._lock_unused()
    assert isinstance(worker.window._stack.currentWidget(), Unlock)
    assert worker.window.session is None
    assert not worker.window.isFullScreen()
    worker.unlock(PASSPHRASE)
    (sheet,) = worker.shell.session.store.records("answer_sheet")
    assert (sheet["state"], sheet["answered"]) == ("abandoned", 1)


def test_what_a_killed_program_left_is_kept_as_abandoned_and_told(
    sit_down: Callable[..., Worker], file: Path,
) -> None:
    with start.open_file(file, PASSPHRASE, Settings(), today=lambda: dt.date(2026, 5, 22)) as session:
        paper = session.store.records("quiz_paper")[0]
        sheet = screen_answers.begin(session, Setup(paper.id))
        screen_answers.answer(session, sheet, 0, "A")
    worker = sit_down(file)
    worker.unlock(PASSPHRASE)
    (kept,) = worker.shell.session.store.records("answer_sheet")
    assert (kept["state"], kept["answered"]) == ("abandoned", 1)
    assert "没有答完" in worker.shell.undo_bar.text


def test_one_after_the_other_answers_without_the_passphrase(worker: Worker) -> None:
    worker.press("Ctrl+G", "Tab", "Tab", "Tab", "1", "Enter")  # group, age, sampling, then the form: in turn
    for _ in range(2):
        worker.press("Enter")
        answer_all(worker)
        worker.press("Enter", "1", "Enter", "Enter")
        assert isinstance(answering(worker).step, HandBack)
        worker.press("Ctrl+Enter")
        assert isinstance(answering(worker).step, WelcomeStep)
        nothing_of_the_desk(worker)
    QTest.mouseClick(answering(worker).step.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert isinstance(answering(worker).step, HandBack)
    worker.press("Tab", "Tab", "Tab", "3", "Tab", "5", "Enter", "Enter", "1")
    worker.window.lock()
    worker.unlock(PASSPHRASE)
    sheets = worker.shell.session.store.records("answer_sheet", order=("id",))
    assert [sheet["form"] for sheet in sheets] == ["A", "B", "C"]
    assert [sheet["state"] for sheet in sheets] == ["done", "done", "abandoned"]
    assert [sheet["correct"] for sheet in sheets[:2]] == [6, 6]
    assert [(sheet["key_group"], sheet["age_band"]) for sheet in sheets] == [
        ("general", None), ("general", None), ("left_behind_elderly", "60_up")]


def test_the_desk_comes_back_with_the_survey_that_was_asked_for(worker: Worker) -> None:
    session = worker.shell.session
    paper = session.store.records("quiz_paper")[0]
    survey = surveys.make_survey(session, {"title": "五月测评", "paper_id": paper.id, "started_on": "2026-05-01",
                                           "sampling": "intercept"}).record
    assert survey is not None
    worker.shell.refresh()
    worker.press("Ctrl+PgDown", "Ctrl+G", "Enter", "Enter")
    answer_all(worker)
    worker.press("Enter", "Enter", "Enter")
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)
    (sheet,) = worker.shell.session.store.records("answer_sheet")
    assert (sheet["survey_id"], sheet["sampling"]) == (survey.id, "intercept")
    assert worker.page.where() == {"tab": "surveys"}
