"""Blank forms over a page: which there are, what is printed into them, and what keys do with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.blank_forms import BlankForms, show_blank_forms
from panhuang_desk.desk.shell import Shell
from panhuang_desk.model.blank_forms import BLANK_FORMS
from panhuang_desk.services.records import save_record
from panhuang_desk.services.session import Session
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, open_desk, press


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Shell:
    """The page of visits of a file with five households in three groups and two plots."""
    add_households(session)
    for group, name in ((1, "老窑厂"), (2, "河东菜地")):
        assert save_record(session, "plot", {"group_no": group, "name": name, "land_kind": "vegetable",
                                             "active_from": "2026-01-01"}).ok
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    return shell


def lying(desk: Shell) -> BlankForms:
    found = [view for view in desk.findChildren(BlankForms) if view.isVisible()]
    assert len(found) == 1
    return found[0]


def words(view: BlankForms) -> str:
    """All words of the paper that is shown."""
    assert view.sheet is not None
    pdf: QPdfDocument = view.sheet.paper.pdf
    return "".join("".join(pdf.getAllText(page).text().split()) for page in range(pdf.pageCount()))


def test_each_page_leads_to_the_forms_of_its_work(desk: Shell, qtbot: QtBot) -> None:
    for page, kind in (("visits", "round"), ("patrols", "patrol")):
        desk.go(page)
        desk.press("print")
        assert lying(desk).form.code == kind
        press("Esc")
    desk.go("quizzes", tab="surveys")
    desk.press("print")
    assert lying(desk).form.code == "survey"


@pytest.mark.parametrize("page", ["today", "visits", "report", "settings"])
def test_f10_leads_to_them_from_any_page_and_again_changes_nothing(desk: Shell, page: str) -> None:
    desk.go(page)
    for _ in range(2):
        desk.press("blank")
        assert lying(desk).table.hasFocus()
    press("Esc")
    assert not [view for view in desk.findChildren(BlankForms) if view.isVisible()]


def test_every_form_is_shown_as_it_is_walked_through(desk: Shell, qtbot: QtBot) -> None:
    show_blank_forms(desk, "round")
    view, seen = lying(desk), []
    for _ in BLANK_FORMS:
        qtbot.waitUntil(lambda: BLANK_FORMS[view.form.code].title in words(view) or view.form.code == "quiz")
        seen.append(view.form.code)
        press("Down")
    assert seen == list(BLANK_FORMS)


def test_households_are_printed_by_group_or_not_at_all(desk: Shell, qtbot: QtBot) -> None:
    show_blank_forms(desk, "round")
    view = lying(desk)
    assert "孙桂兰" in words(view)
    assert "陈秀英" in words(view)
    view.group_chip.choose("3")
    view.group_chip.chosen.emit("3")
    assert "孙桂兰" in words(view)
    assert "陈秀英" not in words(view)
    view.rows_chip.click()
    assert "孙桂兰" not in words(view)
    assert not view.group_chip.isVisible()


def test_the_plots_of_the_village_stand_on_the_patrol_form(desk: Shell) -> None:
    show_blank_forms(desk, "patrol")
    assert all(name in words(lying(desk)) for name in ("老窑厂", "河东菜地"))


def test_a_village_without_plots_has_the_empty_form_and_is_told_why(session: Session, qtbot: QtBot) -> None:
    shell = open_desk(session, "patrols")
    qtbot.addWidget(shell)
    show_blank_forms(shell, "patrol")
    view = lying(shell)
    assert not view.rows_chip.isVisible()
    assert "还没有登记地块" in view.note.text()
    assert "发现植株（背面）" in words(view)


def test_names_are_covered_with_those_on_screen(desk: Shell) -> None:
    show_blank_forms(desk, "round")
    view = lying(desk)
    desk.press("mask")
    assert "孙桂兰" not in words(view)
    assert view.sheet is not None
    assert view.sheet.mask_chip.isChecked()


def test_enter_prints_and_ctrl_s_keeps_it_under_its_name(
    desk: Shell, said: messages.Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[str] = []
    show_blank_forms(desk, "find")
    view = lying(desk)
    assert view.sheet is not None
    monkeypatch.setattr("panhuang_desk.desk.printing.door.print_paper",
                        lambda desk, title, content, save, **more: printed.append(f"{title} {content[:5].decode()}"))
    press("Return")
    assert printed == ["毒品原植物发现处置记录表 %PDF-"]
    target = tmp_path / "表.pdf"
    said.paths.append([str(target)])
    press("Ctrl+S")
    assert target.read_bytes() == view.sheet.paper.content


def test_tab_stays_above_the_page_and_esc_gives_the_keys_back(desk: Shell) -> None:
    show_blank_forms(desk, "round")
    view = lying(desk)
    for _ in range(12):
        press("Tab")
        widget = QApplication.focusWidget()
        assert widget is not None
        assert view.isAncestorOf(widget)
    press("Esc")
    assert not desk.findChildren(BlankForms) or not view.isVisible()
    widget = QApplication.focusWidget()
    assert widget is not None
    assert not view.isAncestorOf(widget)


def test_another_page_puts_it_away_and_the_form_is_remembered(desk: Shell) -> None:
    show_blank_forms(desk, "survey")
    desk.go("patrols")
    assert not [view for view in desk.findChildren(BlankForms) if view.isVisible()]
    show_blank_forms(desk)
    assert lying(desk).form.code == "survey"
