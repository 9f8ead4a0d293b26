"""A month's report in the real window, by keys: a number opened, issued, changed, corrected; all villages in one go,
cancelled and begun again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.report.batch import BatchSheet
from panhuang_desk.desk.pages.report.changes_sheet import ChangesSheet
from panhuang_desk.desk.pages.report.figures import FigureTable
from panhuang_desk.desk.pages.report.issuing import IssueSheet
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A subdistrict's sample file of two villages."""
    path = tmp_path_factory.mktemp("office") / "office.phdb"
    make_demo(path, PASSPHRASE, villages=2, months=1, until=Month(2026, 4), households=20, seed=3)
    return path


def at_report(worker: Worker) -> None:
    """To the report page, and wait for the paper."""
    worker.unlock(PASSPHRASE)
    worker.press("Alt+5")
    worker.until(lambda: worker.page.view is not None)


def stands(worker: Worker, words: str) -> None:
    """Wait until the head of the page says so."""
    worker.until(lambda: worker.page.view is not None and worker.page.view.state_words == words)


def drill(worker: Worker) -> None:
    """From a number of the report to its records, to one of them, and back."""
    if not worker.page.side.isVisible():
        worker.press("F7")
    assert isinstance(worker.focus, FigureTable)
    worker.go_to(lambda _: getattr(worker.page.side.figures.current(), "id", "") == "households_met", key="Down",
                 most=80)
    worker.press("Enter")
    worker.until(worker.page.side.opened.table.hasFocus)
    assert "相同" in worker.page.side.opened.proof.text()
    worker.shot("report-number")
    worker.press("Enter")
    assert worker.shell.current_name == "visits"
    worker.press("Alt+5", "Esc")


def issue(worker: Worker) -> None:
    """The draft becomes the first edition."""
    worker.press("F6")
    assert isinstance(worker.page.side.over, IssueSheet)
    worker.shot("report-issue")
    worker.press("F6")
    stands(worker, "第 1 版，已定稿")


def change(worker: Worker) -> None:
    """A visit of the month is corrected after the report was issued, on the page of visits."""
    store = worker.shell.session.store
    visits = [each for each in store.records("visit") if each.text("visited_on").startswith("2026-04")]
    visit = next(each for each in visits if each["outcome"] == "met"
                 and sum(other["household_id"] == each["household_id"] for other in visits) == 1)
    with store.action() as action:
        action.save("visit", {"outcome": "refused"}, id=visit.id)
    worker.shell.did("改了一次走访", action.changes)
    stands(worker, "第 1 版，数据已变更")


def correct(worker: Worker) -> None:
    """See what has changed and because of what, and issue the next edition with a correction of one's own."""
    worker.press("F6")
    assert isinstance(worker.page.side.over, ChangesSheet)
    worker.press("Enter")
    worker.until(worker.page.side.over.cause_table.hasFocus)
    worker.shot("report-changes")
    worker.press("F6")
    assert isinstance(worker.page.side.over, IssueSheet)
    worker.press("Ctrl+A")
    worker.type("补正一户的走访结果")
    worker.shot("report-correct")
    worker.press("F6")
    stands(worker, "第 2 版，已定稿")
    assert worker.page.view.report.corrects == "补正一户的走访结果"
    worker.press("F8")
    worker.until(lambda: worker.page.over.view is not None)
    worker.shot("report-compare")
    worker.press("Esc")


def test_from_draft_to_issued_to_corrected(
    sit_down: Callable[..., Worker], office_file: Path, tmp_path: Path,
) -> None:
    file = tmp_path / "office.phdb"
    shutil.copy(office_file, file)
    worker = sit_down(file)
    at_report(worker)
    worker.shot("report-draft")
    drill(worker)
    issue(worker)
    change(worker)
    correct(worker)


def test_all_villages_cancelled_and_begun_again(
    sit_down: Callable[..., Worker], said: Recorder, office_file: Path, tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    file = tmp_path / "office.phdb"
    shutil.copy(office_file, file)
    worker = sit_down(file)
    at_report(worker)
    worker.press("F9")
    sheet = worker.page.side.over
    assert isinstance(sheet, BatchSheet)
    said.paths.append([str(out)])
    worker.press("Tab", "Enter")
    assert str(out) in sheet.folder_label.text()
    worker.press("F9")
    assert sheet.task is not None
    sheet.task.cancel()
    worker.until(lambda: "取消了" in sheet.said.text())
    assert len(list(out.iterdir())) < 3
    worker.press("F9")
    worker.until(lambda: sheet.result is not None)
    worker.shot("report-batch")
    assert len(list(out.iterdir())) == 3
    assert not sheet.result.failed
