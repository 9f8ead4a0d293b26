"""Printing to a file printer, and from a machine without a printer: what is on the page is what comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.printing.choice import Choice
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo

from tests.journeys.worker import Worker
from tests.report.reading import Pdf

PASSPHRASE = "rice 7 lantern boat"


def test_a_report_and_a_list_are_printed_to_a_file(
    sit_down: Callable[..., Worker], tmp_path: Path, said: Recorder,
) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=1, until=Month(2026, 5), households=20, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    whole, second, kept = (tmp_path / f"{name}.pdf" for name in ("whole", "second", "kept"))

    worker.press("Alt+5")
    page: Any = worker.page
    worker.until(lambda: bool(page.paper.content))
    said.choices += [Choice(file=str(whole)), Choice(file=str(second), ranges=((2, 2),))]
    worker.press("Ctrl+P", "Ctrl+P")
    assert whole.read_bytes() == page.paper.content
    pages = Pdf(page.paper.content).pages
    assert [question.pages for question in said.prints] == [pages, pages]
    assert Pdf(second.read_bytes()).pages == 1
    worker.shot("printed-to-file")

    worker.press("Alt+7", "Ctrl+P")
    settings: Any = worker.page
    said.known_printers, said.answers, said.paths = (), ["save"], [[str(kept)]]
    worker.press("Ctrl+P")
    assert said.said[-1].title == "这台电脑没有打印机"
    assert kept.read_bytes() == settings.papers.paper.paper.content
    worker.press("Esc")
    assert worker.focus is settings.machine.test_page
