"""A find from photo to closed, in the real window, by keys: photographed, counted, reported, uprooted, destroyed, seen
again, and on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from panhuang_desk.desk.messages import Recorder
from panhuang_desk.services import follow_ups
from PIL import Image

from tests.journeys.test_first_month import make_file
from tests.journeys.worker import Worker


def picture(folder: Path) -> Path:
    """A photo with time and place."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:22 08:42:12"
    exif.get_ifd(0x8825).update({1: "N", 2: (33, 21, 0), 3: "E", 4: (120, 9, 0)})
    Image.new("RGB", (640, 480), "darkgreen").save(folder / "罂粟.jpg", exif=exif)
    return folder / "罂粟.jpg"


def to_field(worker: Worker, name: str) -> None:
    """Enter by Enter to a field of the form that is open."""
    form = worker.page.shown.entry.form
    for _ in range(60):
        if form.rows[name].editor.focus.hasFocus():
            return
        worker.press("Enter")
    raise AssertionError(name)


def waiting(worker: Worker) -> list[str]:
    """The kinds of what waits to be closed."""
    return [row.kind for row in follow_ups.follow_ups(worker.shell.session)]


def find_on_patrol(worker: Worker) -> None:
    """One plot, looked at on a patrol: the first minute of the find, half of its count sampled."""
    worker.press("Alt+4", "Ctrl+H")
    worker.type("沟东菜地")
    worker.press("Enter")
    worker.type("2")
    worker.press("Enter")
    worker.type("2")
    worker.press("Ctrl+S", "Ctrl+N")
    form = worker.page.log.entry.form
    while not form.rows["people"].editor.focus.hasFocus():
        worker.press("Enter")
    worker.type("3")
    worker.press("Ctrl+R", "2")
    form = worker.page.log.entry.look.form
    worker.press("Space")
    assert form.rows["found_at"].editor.text().startswith("5月22日")
    form.rows["found_at"].editor.focus.selectAll()
    worker.type("8:40")
    for name, text in (("count_method", "2"), ("density", "12.5"), ("grown_area", "30"), ("reported_at", "8:55"),
                       ("reported_to", "潘黄派出所"), ("reported_person", "值班民警")):
        while not form.rows[name].editor.focus.hasFocus():
            worker.press("Enter")
        worker.type(text)
    assert form.rows["plants"].editor.text() == "375"
    worker.shot("find-first-minute")
    worker.press("Ctrl+Enter", "Ctrl+S")
    assert worker.shell.session.store.count("plant_finding") == 1


def steps_of_it(worker: Worker, said: Recorder, folder: Path) -> None:
    """The photo, then step by step; what waits moves on with them."""
    store = worker.shell.session.store
    worker.shell.go("patrols", tab="2")
    worker.shot("find-list")
    said.paths.append([str(picture(folder))])
    worker.press("Ctrl+J")
    worker.until(lambda: store.count("photo") == 1)
    worker.page.findings.detail.photos.point_link.click()
    assert store.records("plant_finding")[0]["longitude"] == 120.15
    worker.page.findings.rest()
    assert waiting(worker) == ["uproot"]
    worker.press("F2")
    worker.type("9:30")
    to_field(worker, "uprooted")
    worker.type("375")
    worker.press("Enter")
    worker.type("10:00")
    worker.shot("find-steps")
    worker.press("Ctrl+S")
    assert waiting(worker) == ["destroy"]
    worker.press("F2")
    assert worker.page.shown.entry.form.rows["destroyed_at"].editor.focus.hasFocus()
    worker.type("11:00")
    to_field(worker, "witness")
    worker.type("王见证")
    worker.press("Enter")
    worker.type("5.22")
    worker.press("Ctrl+S")
    assert waiting(worker) == ["recheck"]


def close_it(worker: Worker) -> None:
    """Today names the recheck; its result closes the find."""
    worker.press("Alt+1")
    worker.shot("find-today")
    worker.press("Enter", "1")
    worker.shot("find-recheck")
    worker.press("Ctrl+S")
    assert worker.shell.current_name == "today"
    assert waiting(worker) == []
    worker.shell.go("patrols", tab="2")
    assert worker.page.findings.detail.view.state == "closed"
    assert all(step.done for step in worker.page.findings.detail.view.steps)
    worker.shot("find-closed")


def on_paper(worker: Worker, said: Recorder, folder: Path) -> None:
    """Its record, kept as a PDF of two pages."""
    worker.press("Ctrl+P")
    paper = worker.page.findings.papers.paper
    assert paper is not None
    assert paper.paper.pdf.pageCount() == 2
    worker.shot("find-paper")
    said.paths.append([str(folder / "记录表.pdf")])
    worker.press("Ctrl+S")
    assert (folder / "记录表.pdf").read_bytes() == paper.paper.content
    worker.press("Esc")


def test_a_find_from_photo_to_closed(sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path) -> None:
    worker = sit_down()
    make_file(worker, said, tmp_path)
    find_on_patrol(worker)
    steps_of_it(worker, said, tmp_path)
    close_it(worker)
    on_paper(worker, said, tmp_path)
    assert said.said == []
