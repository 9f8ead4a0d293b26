"""From what people do not know to what is left at their doors: the weakest questions go into the plan and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.widgets.labels import Link
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.focus import focus_of
from panhuang_desk.store.check import check_file

from tests.desk.pages.test_plan_focus import record_sheets
from tests.journeys.worker import Worker
from tests.report.reading import Pdf, bare

PASSPHRASE = "rice 7 lantern boat"


def test_the_weakest_questions_reach_the_doors(
    sit_down: Callable[..., Worker], tmp_path: Path, said: Recorder,
) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=2, until=Month(2026, 5), households=60, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    session = worker.shell.session
    record_sheets(session, 6, 12)
    worker.press("Alt+3", *["Ctrl+PgDown"] * 4, "3")
    view: Any = worker.page.stats.view  # type: ignore[attr-defined]
    assert worker.focus is view.table
    marked = [item.question for item in view.chosen]
    assert len(marked) == 5
    worker.press("Enter", "Ctrl+P")
    assert Pdf(view.papers.paper.paper.content).pages == 1
    worker.shot("leaflet-of-questions")
    worker.press("Esc")
    worker.go_to(lambda focus: isinstance(focus, Link) and focus.text() == "放进 6月计划")
    worker.press("Enter")
    kept = focus_of(session, Month(2026, 6))
    assert kept is not None
    assert [each.question.id for each in kept.questions] == [question.id for question in marked[1:]]
    worker.shot("questions-sent")

    worker.press("Alt+2", *["Ctrl+PgDown"] * 3)
    plan: Any = worker.page.plan  # type: ignore[attr-defined]
    strip = next(each for each in plan.focus.strips if each.isVisible() and "下月宣传重点 4 题" in each.label.text())
    worker.shot("plan-focus")
    worker.go_to(lambda focus: strip.isAncestorOf(focus) and focus.accessibleName() == "看、改")
    worker.press("Enter", "Enter")
    worker.type("先问再讲")
    worker.press("Ctrl+S")
    changed = focus_of(session, Month(2026, 6))
    assert changed is not None
    assert changed.note == "先问再讲"
    worker.go_to(lambda focus: strip.isAncestorOf(focus) and focus.accessibleName() == "印宣传页")
    worker.press("Enter")
    said.paths = [[str(tmp_path / "宣传页.pdf")]]
    worker.press("Ctrl+S", "Esc")
    leaflet = Pdf((tmp_path / "宣传页.pdf").read_bytes())
    assert leaflet.pages == 1
    assert all(bare(question.text) in leaflet.text for question in marked[1:])
    assert bare(marked[0].text) not in leaflet.text

    worker.press("Ctrl+Z", "Ctrl+Z")
    assert focus_of(session, Month(2026, 6)) is None
    worker.press("Ctrl+Y", "Ctrl+Y")
    assert focus_of(session, Month(2026, 6)) == changed
    worker.window.close()
    assert check_file(path, PASSPHRASE).problems == ()
