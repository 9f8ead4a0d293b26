"""Background work: result and trouble on the main thread, progress, cancel, its own connection, no stray collector."""

from __future__ import annotations

import gc
import threading
import time

from panhuang_desk.desk import tasks
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.tasks import ProgressDialog, Task
from panhuang_desk.errors import UserError
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def test_the_result_comes_on_the_main_thread(qtbot: QtBot) -> None:
    seen: list[object] = []
    tasks.run(None, "在做", lambda progress: threading.current_thread(), lambda result: seen.extend(
        [result, threading.current_thread()]), quiet=True)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_progress_is_told_but_not_every_step(qtbot: QtBot) -> None:
    def work(progress):
        for step in range(1, 2001):
            progress(step / 2000, "新民村")
        return "好"

    told: list[float] = []
    task = Task(work)
    task.progress.connect(lambda share, now: told.append(share))
    with qtbot.waitSignal(task.finished) as done:
        task.start()
    assert done.args == ["好"]
    assert told[-1] == 1.0
    assert len(told) < 200


def test_trouble_is_said_or_handed_over(qtbot: QtBot, said: Recorder) -> None:
    def work(progress):
        raise UserError("U 盘满了。", "请清出地方。", code="full")

    tasks.run(None, "在做", work, lambda _: None, quiet=True)
    qtbot.waitUntil(lambda: bool(said.said))
    assert said.said[0].title == "U 盘满了。"
    handed: list[UserError] = []
    tasks.run(None, "在做", work, lambda _: None, failed=handed.append, quiet=True)
    qtbot.waitUntil(lambda: bool(handed))
    assert len(said.said) == 1


def test_a_bug_is_raised_on_the_main_thread(qtbot: QtBot) -> None:
    def work(progress):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        task = tasks.run(None, "在做", work, lambda _: None, quiet=True)
        qtbot.waitSignal(task.ended).wait()
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_cancelling_stops_the_work_and_rolls_back(qtbot: QtBot, session: Session) -> None:
    def work(progress):
        with session.aside(write=True) as aside, aside.store.bulk():
            for step in range(10_000):
                with aside.store.action() as action:
                    action.save("plot", {"name": f"地块{step}", "group_no": 1, "land_kind": "yard",
                                         "active_from": "2026-01-01"}, village="320903004202")
                progress(step / 10_000, "写地块")
                time.sleep(0.001)

    cancelled: list[int] = []
    task = tasks.run(None, "在做", work, lambda _: None, cancelled=lambda: cancelled.append(1), quiet=True)
    qtbot.wait(60)
    task.cancel()
    qtbot.waitUntil(lambda: bool(cancelled))
    assert session.store.count("plot") == 0


def test_the_dialog_shows_share_steps_and_waits_for_the_cancelled_work(qtbot: QtBot) -> None:
    go = threading.Event()

    def work(progress):
        while not go.wait(0.005):
            progress(0.62, "新民村：走访 551 / 884")
        progress(0.63, "新民村")

    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    cancelled: list[int] = []
    tasks.run(parent, "正在合并 3 份副本", work, lambda _: None, cancelled=lambda: cancelled.append(1),
              steps=("备份", "新民村", "新英村"))
    found = lambda: [each for each in parent.findChildren(ProgressDialog) if each.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(found()))
    dialog = found()[0]
    qtbot.waitUntil(lambda: dialog.share.text() == "62 %")
    assert dialog.now.text() == "新民村：走访 551 / 884"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() or cancelled
    go.set()
    qtbot.waitUntil(lambda: bool(cancelled))
    qtbot.waitUntil(lambda: not found())


def test_short_work_shows_no_dialog(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    done: list[int] = []
    tasks.run(parent, "在做", lambda progress: 1, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert not any(each.isVisible() for each in parent.findChildren(ProgressDialog))


def test_garbage_of_a_thread_is_collected_on_the_main_one(qtbot: QtBot) -> None:
    collected_on: list[int] = []

    class Ring:
        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            collected_on.append(threading.get_ident())

    def work(progress):
        for _ in range(3_000):
            Ring()

    task = Task(work)
    with qtbot.waitSignal(task.finished):
        task.start()
        assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(collected_on) == 3_000)
    assert set(collected_on) == {threading.main_thread().ident}


def test_a_window_that_is_gone_does_not_hurt_the_work(qtbot: QtBot) -> None:
    go, ended = threading.Event(), threading.Event()

    def work(progress):
        go.wait(2)
        ended.set()

    parent = QWidget()
    tasks.run(parent, "在做", work, lambda _: None, quiet=True)
    parent.deleteLater()
    qtbot.wait(20)
    go.set()
    qtbot.waitUntil(ended.is_set)
    qtbot.wait(20)
