"""What the patrols page shows beside its tabs: the guide to plants, and the report of a season."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols.finding_entry import FindingEntry
from panhuang_desk.desk.pages.patrols.guide_view import Art, GuideView
from panhuang_desk.desk.pages.patrols.season_paper import SeasonPaper
from panhuang_desk.desk.pages.patrols.since_view import SinceView
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, FIND, Desk, add_patrol, add_plot
from tests.report.reading import Pdf

Key = Qt.Key
FINDINGS, SEASON = 2, 3


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    """The page of a file with two plots, one of them looked at this season."""
    first = add_plot(session, "沟东菜地", 2)
    add_plot(session, "河坡北段", 4, land_kind="riverbank")
    add_patrol(session, "2026-05-15", PlotLook(first))
    return Desk(qtbot, session)


def guide(desk: Desk) -> GuideView:
    view = desk.page.over.view
    assert isinstance(view, GuideView)
    return view


def season(desk: Desk) -> SeasonPaper:
    view = desk.page.over.view
    assert isinstance(view, SeasonPaper)
    return view


def words(view: GuideView) -> str:
    return "".join(label.text() for label in view.findChildren(Label) if label.isVisible())


def to_tab(desk: Desk, tab: int) -> None:
    while desk.page.tab != tab:
        desk.key(Key.Key_PageDown, CTRL)


def test_the_guide_is_read_and_left_by_keys(desk: Desk) -> None:
    desk.key(Key.Key_B, CTRL)
    view = guide(desk)
    assert "虞美人" in words(view)
    assert len([art for art in view.findChildren(Art) if art.isVisible()]) == 8
    before = view.drawings.verticalScrollBar().value()
    desk.key(Key.Key_Down)
    assert view.drawings.verticalScrollBar().value() > before
    desk.key(Key.Key_3)
    desk.qtbot.waitUntil(lambda: "磨盘" in words(view))
    assert view.drawings.verticalScrollBar().value() == 0
    desk.key(Key.Key_Escape)
    assert desk.page.over.view is None
    desk.key(Key.Key_B, CTRL)
    assert guide(desk).pairs.codes() == ("abutilon",)


def test_the_guide_leads_back_to_the_form_that_was_open(desk: Desk) -> None:
    desk.key(Key.Key_H, CTRL)
    desk.type("西二棚")
    desk.key(Key.Key_B, CTRL)
    guide(desk)
    desk.key(Key.Key_Escape)
    entry = desk.page.plots.entry
    assert entry is not None
    assert entry.form.rows["name"].editor.text() == "西二棚"
    assert entry.isAncestorOf(desk.focus)


def test_the_form_of_a_find_leads_to_the_guide_and_takes_what_is_typed_along(session: Session, qtbot: QtBot) -> None:
    add_patrol(session, "2026-05-15", PlotLook(add_plot(session, "沟东菜地", 2), True, finding=FIND))
    desk = Desk(qtbot, session)
    to_tab(desk, FINDINGS)
    desk.key(Key.Key_Return)
    entry = desk.page.findings.entry
    assert isinstance(entry, FindingEntry)
    entry.form.rows["note"].editor.set_text("沟边")
    entry.head.guide_link.click()
    guide(desk)
    desk.key(Key.Key_Escape)
    assert desk.page.findings.entry is entry
    assert entry.form.rows["note"].editor.text() == "沟边"
    assert entry.isAncestorOf(desk.focus)


def test_the_guide_is_printed_from_its_page(desk: Desk, said: Recorder, tmp_path: Path) -> None:
    to_tab(desk, FINDINGS)
    desk.page._guide_button.click()
    desk.key(Key.Key_P, CTRL)
    paper = guide(desk).papers.paper
    assert paper is not None
    assert Pdf(paper.paper.content).pages == 1
    said.paths.append([str(tmp_path / "辨认图.pdf")])
    desk.key(Key.Key_S, CTRL)
    assert (tmp_path / "辨认图.pdf").read_bytes() == paper.paper.content
    desk.key(Key.Key_Escape)
    assert guide(desk).papers.paper is None
    assert guide(desk).pairs.hasFocus()


def test_the_report_of_the_season_is_shown_from_its_tab(desk: Desk, said: Recorder, tmp_path: Path) -> None:
    to_tab(desk, SEASON)
    desk.key(Key.Key_P, CTRL)
    view = season(desk)
    text = Pdf(view.sheet.paper.content).text
    assert "仰徐村2026年罂粟集中踏查情况" in text
    assert "踏查到1块，按地块计覆盖率50.0%" in text
    assert "沟东菜地" not in text
    said.paths.append([str(tmp_path / "季报.pdf")])
    desk.key(Key.Key_S, CTRL)
    assert (tmp_path / "季报.pdf").read_bytes() == view.sheet.paper.content
    desk.key(Key.Key_2)
    assert "2025年大麻复查情况" in Pdf(view.sheet.paper.content).text
    desk.key(Key.Key_Escape)
    assert desk.page.over.view is None
    assert desk.page.season.table.hasFocus()


def test_the_report_follows_the_season_that_is_chosen(desk: Desk) -> None:
    to_tab(desk, SEASON)
    desk.page.season.season_chip.choose("poppy 2025")
    desk.page.season.report_link.click()
    assert season(desk).season.codes() == ("poppy 2025",)


def test_the_longest_not_looked_at_stand_first_and_lead_to_the_plot(desk: Desk) -> None:
    to_tab(desk, SEASON)
    desk.page.season.since_link.click()
    view = desk.page.over.view
    assert isinstance(view, SinceView)
    assert view.table.hasFocus()
    model = view.table.table
    assert [(model.row(at).row.name, model.row(at).days) for at in range(model.rowCount())] == [
        ("河坡北段", None), ("沟东菜地", 7)]
    assert view.count.text() == "2 块，1 块没有看过"
    assert "4组 0、0、0、0、0、1" in view.chart.accessibleDescription()
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Return)
    assert desk.page.over.view is None
    assert desk.page.tab == 0
    assert desk.page.plots.table.current().name == "沟东菜地"
