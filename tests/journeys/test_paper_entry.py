"""An afternoon's pile of answer sheets through the real window: typed one a line, locked half way, saved at once."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes, sheet_grid
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings
from panhuang_desk.store.check import check_file

from tests.journeys.sheets import in_keys, some_answers
from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def grid_view(worker: Worker) -> Any:
    """The grid that lies over the tabs."""
    view = worker.page.over.view  # type: ignore[attr-defined]
    assert view is not None
    return view


def test_a_pile_of_sheets(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=1, until=Month(2026, 5), households=20, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    worker.press("Alt+3", "Ctrl+R")
    view, store = grid_view(worker), worker.shell.session.store
    before, paper = store.count("answer_sheet"), view.paper
    questions, rng = paper.questions("A"), random.Random(9)
    wanted = [some_answers(questions, rng) for _ in range(12)]
    for place, answers in enumerate(wanted[:7]):
        strokes = worker.strokes
        worker.type(in_keys(questions, answers))
        if place == 3:
            worker.press("Tab", "1")
        worker.press("Enter")
        assert place == 3 or worker.strokes - strokes <= 25
    worker.type("ab")
    worker.until(lambda: len(store.drafts()) == 8)
    worker.shot("paper-entry-half")

    # What a killed process leaves behind is the file as it stands on the disk.
    left = tmp_path / "留下的.phdb"
    shutil.copy(path, left)
    with open_file(left, PASSPHRASE, settings=Settings(file=tmp_path / "other.json")) as killed:
        lines, _, _ = sheet_grid.waiting_lines(killed, paper.id)
        assert [line.texts["answers"] for line in lines] == [
            *(in_keys(questions, answers) for answers in wanted[:7]), "ab"]

    worker.press("F12")
    worker.unlock(PASSPHRASE)
    worker.press("Alt+1")
    today: Any = worker.focus
    worker.go_to(lambda _: getattr(today.current(), "kind", "") == "sheets", key="Down")
    assert today.current().detail == "8 份录了还没有保存"
    worker.press("Enter")
    view, store = grid_view(worker), worker.shell.session.store
    worker.press("Up")
    assert view.grid.line.texts["answers"] == "ab"
    worker.press("Backspace", "Backspace")
    for answers in wanted[7:]:
        worker.type(in_keys(questions, answers))
        worker.press("Enter")
    worker.shot("paper-entry")
    worker.press("Ctrl+S")
    saved = store.records("answer_sheet", {"entered": "paper", "taken_on": "2026-05-22"}, order=("id",))
    assert len(saved) == 12
    assert store.count("answer_sheet") == before + 12
    assert [quizzes.sheet_answers(sheet) for sheet in saved] == [tuple(each) for each in wanted]
    assert [sheet["satisfaction"] for sheet in saved] == [None] * 3 + ["satisfied"] + [None] * 8
    assert store.drafts() == []
    worker.press("Ctrl+Z")
    assert store.count("answer_sheet") == before
    worker.press("Ctrl+Y")
    assert store.count("answer_sheet") == before + 12
    worker.press("Esc")
    assert worker.page.over.view is None  # type: ignore[attr-defined]
    worker.window.close()
    assert check_file(path, PASSPHRASE).problems == ()
