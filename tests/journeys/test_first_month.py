"""The first month, end to end: a new file, the ledger, visits, quizzes, a patrol with a find, the report, the copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from panhuang_desk.desk.messages import Recorder
from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def make_file(worker: Worker, said: Recorder, folder: Path) -> None:
    """From nothing to an open file of 仰徐村, by keyboard."""
    worker.shot("start-1")
    worker.press("Enter")
    worker.type("仰徐")
    worker.shot("start-2")
    worker.press("Down", "Enter")
    worker.type("徐海燕")
    worker.press("Enter")
    worker.type("13900001485")
    worker.press("Enter")
    worker.type(PASSPHRASE)
    worker.shot("start-3")
    worker.press("Enter")
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.press("Ctrl+A")
    worker.type(str(folder / "village.phdb"))
    worker.shot("start-4")
    worker.press("Enter")
    first_start = worker.window.centralWidget().currentWidget()  # type: ignore[attr-defined]
    worker.until(lambda: first_start.step == 4)
    said.paths.append([str(folder / "emergency.pdf")])
    worker.shot("start-5")
    worker.press("Enter")
    worker.until(lambda: (folder / "emergency.pdf").exists() and first_start.next_button.hasFocus())
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)


def test_a_new_file_is_made_by_keyboard(sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path) -> None:
    worker = sit_down()
    make_file(worker, said, tmp_path)
    assert worker.shell.current_name == "today"
    assert worker.shell.session.place.startswith("仰徐")
    assert worker.shell.session.store.person == "徐海燕"
    assert (tmp_path / "emergency.pdf").read_bytes().startswith(b"%PDF")
    worker.shot("today-empty")
