"""A plot comes onto the map through the real window: drawn with the mouse, another by keys alone, changed, taken back;
the file is locked half way through a drawing and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.model.geo.map_data import PLOT
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.plots import measured_mu, shape_of
from panhuang_desk.store.check import check_file
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def the_map(worker: Worker) -> Any:
    """The tab of the map."""
    return worker.page.map  # type: ignore[attr-defined]


def show(worker: Worker) -> Any:
    """Go to the map by keys, and wait until it is painted."""
    worker.press("Alt+4")
    while worker.page.tab != 4:
        worker.press("Ctrl+PgDown")
    tab = the_map(worker)
    worker.until(lambda: bool(tab.view.finished))
    return tab


def click(tab: Any, *places: tuple[int, int]) -> None:
    """Click on the map."""
    for x, y in places:
        QTest.mouseClick(tab.view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        QApplication.processEvents()


def fill(worker: Worker, name: str) -> None:
    """The form of a plot that was drawn."""
    form = the_map(worker).entry.form
    form.rows["name"].editor.focus.setFocus()
    worker.type(name)
    worker.press("Enter")
    worker.type("2")
    worker.press("Enter", "2", "Ctrl+S")


def test_a_plot_is_drawn_changed_and_taken_back(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=2, until=Month(2026, 5), households=20, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    tab = show(worker)
    store = worker.shell.session.store
    before = store.count("plot")

    # with the mouse
    worker.press("Ctrl+H", "+", "+")
    worker.until(lambda: bool(tab.view.finished))
    click(tab, (100, 100), (180, 100), (180, 160))
    worker.press("F12")
    worker.unlock(PASSPHRASE)
    tab = show(worker)
    store = worker.shell.session.store
    worker.press("Ctrl+H")
    assert len(tab.drawing.tool.sketch.corners) == 3  # what was drawn before the lock
    corner = tab.view.show_position(tab.drawing.tool.sketch.corners[0]).toPoint()
    last = tab.view.show_position(tab.drawing.tool.sketch.corners[2]).toPoint()
    click(tab, (corner.x(), last.y()), (corner.x(), corner.y()))
    assert tab.drawing.tool.sketch.closed
    worker.shot("map-drawing")
    worker.press("Enter")
    fill(worker, "圩堤外滩")
    assert store.count("plot") == before + 1
    first = next(record for record in store.records("plot") if record["name"] == "圩堤外滩")
    assert first["area_mu"] == measured_mu(shape_of(first)) > 0

    # by keys alone
    worker.press("Ctrl+H", "Space", "Shift+Right", "Space", "Shift+Down", "Space", "Shift+Left", "Space", "Enter",
                 "Enter")
    fill(worker, "沟北地")
    second = next(record for record in store.records("plot") if record["name"] == "沟北地")
    assert tab.view.mark == (PLOT, second.id)
    area = second["area_mu"]

    # changed: a corner further out, then a step taken back, then again
    worker.press("F2", "Tab", "Shift+Left", "Shift+Left", "Ctrl+Z", "Ctrl+Y", "Ctrl+S")
    changed = store.get("plot", second.id)
    assert changed is not None
    assert changed["area_mu"] == measured_mu(shape_of(changed)) != area
    worker.press("Ctrl+Z")
    back = store.get("plot", second.id)
    assert back is not None
    assert back["area_mu"] == area
    worker.press("Ctrl+Z", "Ctrl+Z")
    assert store.count("plot") == before
    worker.press("Ctrl+Y")
    assert store.count("plot") == before + 1
    worker.shot("map")
    worker.press("F12")
    assert check_file(path, PASSPHRASE).problems == ()


def test_a_drawing_that_is_left_changes_nothing(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=2, until=Month(2026, 5), households=20, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    tab = show(worker)
    store = worker.shell.session.store
    worker.press("Tab")
    layer, id = tab.view.mark
    outline = store.get(layer, id).text("outline")
    worker.press("F2", "Tab", "Shift+Up", "Esc")
    assert tab.drawing is None
    assert store.get(layer, id).text("outline") == outline
    assert tab.view.hasFocus()
