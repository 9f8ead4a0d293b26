"""Two persons enter the same sheets of a survey through the real window; what they read differently is settled."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes, surveys
from panhuang_desk.services.demo import make_demo
from panhuang_desk.store.check import check_file
from PySide6.QtWidgets import QApplication, QMenu

from tests.journeys.sheets import in_keys, some_answers
from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"
FORMS = "ABCABC"


def over(worker: Worker) -> Any:
    """What lies over the tabs."""
    view = worker.page.over.view  # type: ignore[attr-defined]
    assert view is not None
    return view


def from_menu(worker: Worker, downs: int) -> None:
    """Take a line of the menu that opens, by arrow keys."""
    worker.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.setFocus()
    worker.press(*["Down"] * downs, "Enter")


def test_the_same_sheets_twice(sit_down: Callable[..., Worker], tmp_path: Path) -> None:
    path = tmp_path / "仰徐.phdb"
    make_demo(path, PASSPHRASE, villages=1, months=1, until=Month(2026, 5), households=20, seed=5)
    worker = sit_down(path)
    worker.unlock(PASSPHRASE)
    session = worker.shell.session
    worker.press("Alt+3", "Ctrl+PgDown", "Ctrl+N")
    worker.type("五月下旬测评")
    worker.press("Ctrl+S")
    survey, = session.store.records("survey", {"title": "五月下旬测评"})
    worker.press("Ctrl+R")
    view = over(worker)
    assert view.survey_id == survey.id
    worker.press(*["Shift+Tab"] * 8)
    assert worker.focus is view.head.before_chips["form"]
    worker.press("Enter")
    from_menu(worker, 1)
    worker.until(lambda: view.grid.home == "form")
    rng = random.Random(11)
    wanted = [some_answers(view.paper.questions(form), rng) for form in FORMS]
    for form, answers in zip(FORMS, wanted, strict=True):
        answers[0] = "A"
        worker.type(form.lower())
        worker.type(in_keys(view.paper.questions(form), answers))
        worker.press("Enter")
    worker.press("Ctrl+S")
    store = session.store
    assert store.count("answer_sheet", {"survey_id": survey.id}) == 6

    worker.press("Shift+F10")
    from_menu(worker, 1)
    second = over(worker)
    assert [line.form for line in second.grid.lines] == list(FORMS)
    assert not any(line.texts for line in second.grid.lines)
    worker.type("王建国")
    worker.press("Enter")
    for place, (form, answers) in enumerate(zip(FORMS, wanted, strict=True)):
        read = ["B", *answers[1:]] if place in (1, 4) else answers
        worker.type(in_keys(view.paper.questions(form), read))
        worker.press("Enter")
        if place == 3:
            worker.press("Ctrl+S")
            worker.shot("double-entry-half")
            worker.press("Esc", "Ctrl+R")
            worker.press("Shift+F10")
            from_menu(worker, 1)
            assert [line.number for line in over(worker).grid.lines] == [5, 6]
            assert over(worker).person.text() == "王建国"
    worker.press("Ctrl+S")
    worker.press("Shift+F10")
    differ = over(worker)
    assert "共 120 个答案，录入时 2 处不一样（1.7%），还有 2 处要定" in differ.sums.text()
    worker.shot("double-entry-differences")
    worker.press("2", "3")
    worker.type("c")
    worker.press("Enter")
    assert "都定下来了" in differ.sums.text()
    worker.shot("double-entry-agreed")
    found = store.records("answer_sheet", {"survey_id": survey.id}, order=("id",))
    for place, (sheet, form) in enumerate(zip(found, FORMS, strict=True)):
        answers = [{1: "B", 4: "C"}.get(place, "A"), *wanted[place][1:]]
        assert differ.paper.in_form_order(quizzes.sheet_answers(sheet), form) == tuple(answers)
        assert (sheet["second_answers"], sheet["second_by"]) == (sheet["answers"], "王建国")
    worker.press("Ctrl+Z")
    assert "还有 1 处要定" in differ.sums.text()
    worker.press("Ctrl+Y", "Esc")
    assert worker.page.over.view is None  # type: ignore[attr-defined]
    assert surveys.survey_row(session, survey.id).second == 6
    worker.window.close()
    assert check_file(path, PASSPHRASE).problems == ()
