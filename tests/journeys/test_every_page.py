"""Every page on a file with months of work in it: the pictures of the manual are taken on this way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """仰徐村 over half a year, as sample data."""
    path = tmp_path_factory.mktemp("demo") / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=12, months=5, until=Month(2026, 5), households=60, seed=11)
    return path


@pytest.fixture(scope="module")
def village_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One village over half a year, as sample data."""
    path = tmp_path_factory.mktemp("demo") / "村.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=5, until=Month(2026, 5), households=120, seed=11)
    return path


def test_every_page_of_a_village(sit_down: Callable[..., Worker], village_file: Path) -> None:
    worker = sit_down(village_file)
    worker.shot("unlock")
    worker.unlock(PASSPHRASE)
    assert worker.page.header.sample.isVisible()
    worker.shot("today")
    worker.press("Alt+2", "Down", "Down")
    worker.shot("visits")
    worker.press("Ctrl+N")
    assert worker.page.open_form() is not None
    worker.press("1", "Enter", "1", "3")
    worker.shot("visit-form")
    worker.press("Esc", "F2")
    worker.shot("household-form")
    worker.press("Esc", "Ctrl+PgDown")
    worker.shot("visit-log")
    worker.press("Ctrl+PgDown")
    worker.shot("follow-ups")
    worker.press("Alt+3")
    worker.shot("quizzes")
    worker.press("Ctrl+PgDown")
    worker.shot("papers")
    worker.press("Ctrl+PgDown")
    worker.shot("statistics")
    worker.press("Alt+4")
    worker.shot("patrols")
    worker.press("Ctrl+PgDown")
    worker.shot("patrol-log")
    worker.press("Ctrl+PgDown")
    worker.shot("findings")
    worker.press("Alt+5")
    worker.until(lambda: worker.page.report is not None)
    worker.press("Enter")
    worker.shot("report")
    worker.press("Alt+6")
    worker.shot("handover")
    worker.press("Alt+7")
    worker.shot("settings")
    assert [page for page in ("today", "visits", "quizzes", "patrols", "report", "handover", "settings")
            if page not in worker.shell._built] == []
    worker.press("F12")
    assert worker.window.shell is None
    worker.shot("locked")


def test_every_page_of_the_office(sit_down: Callable[..., Worker], demo_file: Path) -> None:
    worker = sit_down(demo_file)
    worker.unlock(PASSPHRASE)
    for place, name in enumerate(("today", "visits", "quizzes", "patrols", "report", "handover", "settings"), start=1):
        worker.press(f"Alt+{place}")
        assert worker.shell.current_name == name
        if name == "report":
            worker.until(lambda: worker.page.report is not None)
        worker.shot(f"office-{name}")
