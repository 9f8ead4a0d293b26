"""A walk recorded by a phone is let go over the window: what was looked at on it is a patrol, and one key undoes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols import PatrolsPage
from panhuang_desk.desk.pages.patrols.track_import.view import TrackImport
from panhuang_desk.model.values import Village
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.worker import Worker
from tests.services.track_files import add_plot, gpx, put, straight

PASSPHRASE = "菜园 水井 2026"
YANGXU = Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道")
NAMES = ("沟边", "路口", "坡上", "塘边")


def make_file(path: Path) -> None:
    """A village with four plots along a lane and one that is far from it."""
    settings = Settings(file=path.with_name("settings.json"))
    Store.create(path, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings).close()
    with open_file(path, PASSPHRASE, settings) as session:
        for number, name in enumerate(NAMES):
            add_plot(session, name, 20 + 70 * number, 10)
        add_plot(session, "远处", 100, 900)


def let_go(over: QWidget, *paths: Path) -> None:
    """Files carried from a folder and let go over a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(over.rect().center())
    QApplication.sendEvent(over, QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(over, QDropEvent(at, Qt.DropAction.CopyAction, data, left, none))


def test_a_track_is_dropped_confirmed_and_taken_back(
    sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path,
) -> None:
    make_file(tmp_path / "仰徐.phdb")
    points = straight()
    points[7] = (70.0, 3000.0)
    walk = put(tmp_path, gpx(points, name="早上东片"))
    worker = sit_down(tmp_path / "仰徐.phdb")
    worker.unlock(PASSPHRASE)

    let_go(worker.shell, walk)
    worker.until(lambda: isinstance(worker.page, PatrolsPage) and worker.page.over.view is not None)
    page = worker.page
    assert isinstance(page, PatrolsPage)
    view = page.over.view
    assert isinstance(view, TrackImport)
    worker.shot("track-files")
    worker.press("Enter", "Ctrl+S")
    worker.until(lambda: view.outing is not None)
    assert view.outing is not None
    assert [line.proposal.plot.name for line in view.outing.plots.lines] == list(NAMES)
    store = worker.shell.session.store
    assert store.count("plot_check") == 0

    worker.shot("track-plots")
    if worker.shell.settings.text_size == 150:
        worker.press("Ctrl+S")
    worker.type("1011")
    worker.press("Ctrl+S")
    worker.type("2")
    worker.press(*(("Ctrl+S",) if worker.shell.settings.text_size < 150 else ("Ctrl+S", "Ctrl+S")))
    worker.until(lambda: page.over.view is None)
    worker.shot("track-patrol")
    (patrol,) = store.records("patrol")
    assert (patrol["patrolled_on"], patrol["people"]) == ("2026-05-04", 2)
    looked = {store.get("plot", check.text("plot_id")).text("name") for check in  # type: ignore[union-attr]
              store.records("plot_check")}
    assert looked == {"沟边", "坡上", "塘边"}
    (track,) = store.records("track")
    assert track["patrol_id"] == patrol.id

    worker.press("Ctrl+Z")
    assert [store.count(kind) for kind in ("patrol", "plot_check", "track")] == [0, 0, 0]
