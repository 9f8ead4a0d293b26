"""Messages go through one door: what they say, which answer is safe, what a recorder keeps, what a bug does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from panhuang_desk import paths
from panhuang_desk.desk import messages
from panhuang_desk.desk.crash import CrashGuard
from panhuang_desk.desk.messages import Answer, Message, MessageDialog, Recorder
from panhuang_desk.errors import UserError
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

FULL = UserError("U 盘满了，副本没有写成。", "请清出地方，再按“重试”。", code="full")
ANSWERS = (Answer("other", "换个地方…"), Answer("again", "重试"))


def dialog(qtbot: QtBot, message: Message) -> MessageDialog:
    made = MessageDialog(message)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_an_error_says_what_happened_and_what_to_do(said: Recorder) -> None:
    messages.error(None, FULL)
    message = said.said[0]
    assert (message.look, message.title, message.hint, message.code) == ("error", FULL.message, FULL.hint, "full")


def test_the_recorder_answers_as_told_else_with_the_first(said: Recorder) -> None:
    assert messages.error(None, FULL, ANSWERS) == "other"
    said.answers = ["again"]
    assert messages.error(None, FULL, ANSWERS) == "again"
    said.paths = [["/x/a.pdf"], ["/x/a", "/x/b"]]
    assert messages.ask_save(None, "存", "", "PDF (*.pdf)") == "/x/a.pdf"
    assert messages.ask_open_many(None, "开") == ["/x/a", "/x/b"]
    assert messages.ask_folder(None, "放哪里") == ""
    assert [question.how for question in said.asked] == ["save", "open_many", "folder"]


def test_the_safe_useful_answer_has_the_focus_and_enter(qtbot: QtBot) -> None:
    made = dialog(qtbot, Message("error", FULL.message, hint=FULL.hint, answers=ANSWERS))
    assert made.buttons[-1].hasFocus()
    qtbot.keyClick(made.buttons[-1], Qt.Key.Key_Return)
    assert made.chosen == "again"
    assert not made.isVisible()


def test_escape_gives_the_first_answer(qtbot: QtBot) -> None:
    made = dialog(qtbot, Message("ask", "出第 2 版？", answers=ANSWERS))
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.chosen == "other"


def test_arrows_walk_the_answers(qtbot: QtBot) -> None:
    made = dialog(qtbot, Message("ask", "出第 2 版？", answers=ANSWERS))
    qtbot.keyClick(made, Qt.Key.Key_Left)
    assert made.buttons[0].hasFocus()


def test_a_bug_saves_drafts_notes_where_and_says_so_without_personal_data(
    said: Recorder, monkeypatch: pytest.MonkeyPatch,
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    CrashGuard(lambda: flushed.append(1), lambda: None).install()
    try:
        raise ValueError("孙桂兰 13800007702")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert flushed == [1]
    message = said.said[0]
    assert "草稿" in message.text
    log = paths.log_file().read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_messages.py" in log
    for text in (log, message.title + message.text + message.hint):
        assert "孙桂兰" not in text
        assert "13800007702" not in text


def test_a_bug_while_saving_drafts_is_not_hidden(said: Recorder) -> None:
    def broken() -> None:
        raise OSError

    CrashGuard(broken, lambda: None).caught(ValueError, ValueError(), None)
    assert "可能没有存上" in said.said[0].text


def test_what_the_environment_did_is_said_and_not_logged(said: Recorder, own_home: Path) -> None:
    CrashGuard(lambda: None, lambda: None).caught(UserError, FULL, None)
    assert said.said[0].title == FULL.message
    assert not paths.log_file().exists()
