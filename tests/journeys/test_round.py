"""An afternoon's round through the real window: a group is filled in, the file is locked half way, all is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo
from panhuang_desk.store.check import check_file

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def round_of(worker: Worker) -> Any:
    """The round that is on the page."""
    return worker.page.rounds.shown  # type: ignore[attr-defined]


def fill_in(worker: Worker, first: int, last: int) -> None:
    """Lines from `first` to before `last`: most met, every fifth not at home, every seventh with a note."""
    for place in range(first, last):
        worker.press("2" if place % 5 == 4 else "1")
        if place % 7 == 6:
            worker.press("End")
            worker.type("晚上再来")
        worker.press("Enter")


def test_a_round_of_a_group(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=2, until=Month(2026, 5), households=60, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    worker.press("Alt+2", "Ctrl+R")
    view = round_of(worker)
    count, day = len(view.grid.lines), view.day
    assert count >= 4
    store = worker.shell.session.store
    before, before_that_day = store.count("visit"), store.count("visit", {"visited_on": day})
    view.grid.go_to(view.grid.lines[0].id)
    fill_in(worker, 0, count // 2)
    worker.shot("round-half")
    worker.press("F12")
    assert worker.window.shell is None

    worker.unlock(PASSPHRASE)
    worker.press("Alt+1")
    items = [item for group in worker.page.view.groups for item in group.items]  # type: ignore[attr-defined]
    begun = next(item for item in items if item.kind == "round")
    assert begun.detail == f"{count // 2} 户写了还没有保存"
    worker.page.open_row(begun)  # type: ignore[attr-defined]
    view = round_of(worker)
    assert [line.filled for line in view.grid.lines] == [place < count // 2 for place in range(count)]
    view.grid.go_to(view.grid.lines[count // 2].id)
    fill_in(worker, count // 2, count)
    worker.shot("round")
    worker.press("Ctrl+S")
    store = worker.shell.session.store
    assert store.count("visit") == before + count
    assert store.count("visit", {"visited_on": day}) == before_that_day + count
    assert store.drafts() == []
    worker.shot("round-saved")
    worker.press("Ctrl+Z")
    assert store.count("visit") == before
    worker.press("Ctrl+Y")
    assert store.count("visit") == before + count
    worker.press("Esc")
    assert round_of(worker) is None
    worker.window.close()
    assert check_file(path, PASSPHRASE).problems == ()
