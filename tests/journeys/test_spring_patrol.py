"""A spring patrol of sixty plots through the real window: by keys alone, with a kill half way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.services import patrols
from panhuang_desk.store.check import check_file

from tests.journeys.worker import Worker
from tests.services.helpers import open_village

PASSPHRASE = "correct horse battery"
LANDS = ("field", "vegetable", "riverbank", "greenhouse", "yard")


def sixty_plots(folder: Path) -> Path:
    """A village's file with four groups of fifteen plots."""
    with open_village(folder) as session:
        for group_no in range(1, 5):
            for number in range(15):
                saved = patrols.save_plot(session, {
                    "name": f"{group_no}组{number + 1:02d}号地", "group_no": group_no, "land_kind": LANDS[number % 5],
                    "area_mu": 1.5, "active_from": "2026-01-01"})
                assert saved.ok
        return session.store.path


def results_of(worker: Worker) -> dict[str, str]:
    entry: Any = worker.page.log.patrol  # type: ignore[attr-defined]
    return {line.name: line.result for line in entry.grid.lines}


def killed(worker: Worker, path: Path, folder: Path) -> Path:
    """The file as a power cut leaves it: the bytes on the disk once the draft is in it, nothing shut down."""
    store = worker.shell.session.store
    worker.until(lambda: "missed" in (store.draft("patrol:new") or {}).get("plots", ""))
    left = folder / "after.phdb"
    shutil.copyfile(path, left)
    return left


def test_a_spring_patrol_of_sixty_plots(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    path = sixty_plots(tmp_path)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    worker.press("Alt+4")
    begun = worker.strokes
    worker.press("Ctrl+N")
    for text in ("21", "830", "1130", "", "6", "2", "40", "12"):
        worker.type(text)
        worker.press("Enter")
    worker.press("Ctrl+R", "9", "Down", "Down", "3", "1", "9")
    worker.shot("spring-patrol-half")
    left = killed(worker, path, tmp_path)
    strokes = worker.strokes - begun

    again = sit_down(left)
    again.unlock(PASSPHRASE)
    again.press("Alt+4")
    begun = again.strokes
    again.press("Ctrl+N", "Ctrl+R")
    results = results_of(again)
    assert [sum(result == code for result in results.values()) for code in ("clear", "missed", "")] == [29, 1, 30]
    assert again.page.log.patrol.form.texts()["from_time"] == "830"  # type: ignore[attr-defined]
    grid: Any = again.focus
    grid.select_line(next(line.id for line in grid.lines if line.group_no == 3))
    again.press("Down", "Enter", "4")
    again.press("Ctrl+Enter", "9", "Down", "3", "2", "9")
    again.shot("spring-patrol")
    again.press("Ctrl+S")
    assert strokes + again.strokes - begun <= 90

    session = again.shell.session
    row = patrols.patrols(session)[0]
    assert (row.patrolled_on, row.plots, row.missed, row.people) == ("2026-05-21", 58, 2, 6)
    assert (row.from_time, row.to_time) == ("08:30", "11:30")
    assert session.store.drafts() == []
    checked = [plot for plot in patrols.plots(session) if plot.last_checked]
    assert len(checked) == 58
    again.shot("spring-patrol-saved")
    again.press("Ctrl+Z")
    assert patrols.patrols(session) == []
    again.press("Ctrl+Y")
    assert patrols.patrols(session)[0].plots == 58
    again.window.close()
    assert check_file(left, PASSPHRASE).problems == ()
