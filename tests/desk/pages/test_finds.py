"""The tab of finds: its form by keys, photos, the recheck, filters, paper; what a step's follow-up leads to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.patrols.find_head import REPORT_MANY
from panhuang_desk.desk.pages.patrols.finding_entry import FindingEntry, RecheckEntry
from panhuang_desk.services import finds, follow_ups, patrol_views, patrols
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, FIND, Desk, add_patrol, add_plot
from tests.services.test_photos import picture_file

Key = Qt.Key
DONE: dict[str, Any] = {"confirmed_at": "2026-05-15 09:30", "uprooted": 37, "uprooted_at": "2026-05-15 10:00",
                        "destroyed_at": "2026-05-15 11:00"}


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    """The tab of a file with two finds: one of this year to be dealt with, one of last year that is closed."""
    add_patrol(session, "2026-05-15", PlotLook(add_plot(session, "沟东菜地"), True, finding=FIND))
    old = {name: value.replace("2026", "2025") if isinstance(value, str) else value for name, value in FIND.items()}
    add_patrol(session, "2025-05-15", PlotLook(add_plot(session, "河坡北段"), True, finding={
        **old, **DONE, "species": "cannabis"}))
    closed = patrols.findings(session)[1]
    finds.recheck_finding(session, closed.id, {"rechecked_on": "2026-05-20", "result": "clear"})
    desk = Desk(qtbot, session)
    desk.shell.go("patrols", tab="2")
    return desk


def shown(desk: Desk) -> list[str]:
    model = desk.page.findings.table.table
    return [model.row(place).plot_name for place in range(model.rowCount())]


def begin(desk: Desk, name: str = "沟东菜地") -> FindingEntry:
    desk.page.findings.table.select_where(lambda row: row.plot_name == name)
    desk.page.findings.table.setFocus()
    desk.key(Key.Key_F2)
    entry = desk.page.findings.entry
    assert isinstance(entry, FindingEntry)
    return entry


def stands(desk: Desk, place: int = 0) -> str:
    view = patrol_views.finding_view(desk.session, patrols.findings(desk.session)[place].id)
    assert view is not None
    return view.state


def carrying(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_chips_narrow_by_state_species_and_year(desk: Desk) -> None:
    tab = desk.page.findings
    assert shown(desk) == ["沟东菜地", "河坡北段"]
    for chip, code, names in ((tab.state_chip, "open", ["沟东菜地"]), (tab.state_chip, "closed", ["河坡北段"]),
                              (tab.species_chip, "cannabis", ["河坡北段"]), (tab.year_chip, "2026", ["沟东菜地"])):
        chip._pick(code)
        assert shown(desk) == names
        chip._pick("")
    tab.state_chip._pick("closed")
    tab.show_finding(patrols.findings(desk.session)[0].id)
    assert tab.table.current().plot_name == "沟东菜地"


def test_the_space_bar_writes_now_into_an_empty_moment_and_only_there(desk: Desk) -> None:
    entry = begin(desk)
    editor = entry.form.rows["confirmed_at"].editor
    assert editor.focus.hasFocus()
    desk.key(Key.Key_Space)
    assert editor.text().startswith("5月22日 ")
    assert str(editor.value("2026-05-22")) == f"2026-05-22 {editor.text()[-5:]}"
    desk.fill(entry.form, confirmed_at="5.15 9:30")
    assert editor.text() == "5.15 9:30"


def test_a_sampled_count_writes_the_plants_and_says_how_it_came_to_them(desk: Desk) -> None:
    entry = begin(desk)
    rows = entry.form.rows
    rows["count_method"].editor.set_value("sampled")
    rows["plants"].editor.set_text("")
    desk.fill(entry.form, density="12.5", grown_area="30")
    assert rows["plants"].editor.text() == "375"
    assert "约 375 株" in rows["grown_area"]._hint.text()
    desk.fill(entry.form, grown_area="20")
    assert rows["plants"].editor.text() == "250"
    desk.fill(entry.form, plants="200")
    desk.key(Key.Key_S, CTRL)
    assert "是 250 株" in rows["plants"].problem
    desk.fill(entry.form, plants="250")
    desk.key(Key.Key_S, CTRL)
    found = desk.session.store.records("plant_finding", {"count_method": "sampled"})[0]
    assert (found["plants"], found["density"], found["grown_area"]) == (250, 12.5, 20.0)


def test_the_step_bar_shows_what_is_typed_and_leads_to_its_fields(desk: Desk, qtbot: QtBot) -> None:
    entry = begin(desk)
    assert "铲除未办" in entry.head.steps.accessibleName()
    desk.fill(entry.form, uprooted="37", uprooted_at="5.15 10:00")
    assert "铲除5月15日 10:00" in entry.head.steps.accessibleName()
    bar = entry.head.steps
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() * 13 // 16, bar.height() // 2))
    assert entry.form.rows["destroyed_at"].editor.focus.hasFocus()


def test_photos_in_the_form_are_saved_with_the_step_and_undone_with_it(
    desk: Desk, qtbot: QtBot, tmp_path: Path,
) -> None:
    entry = begin(desk)
    with qtbot.waitSignal(entry.photos.changed):
        entry.photos.take(carrying(picture_file(tmp_path)))
    assert "拍照5月14日 09:30" in entry.head.steps.accessibleName()
    assert "这处发现的位置" in entry.photos._offered.label.text()
    desk.fill(entry.form, confirmed_at="5.15 9:30")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了发现：2 组 沟东菜地，待铲除，加了 1 张照片"
    assert desk.session.store.count("photo") == 1
    desk.key(Key.Key_Z, CTRL)
    assert (desk.session.store.count("photo"), stands(desk)) == (0, "reported")


def test_a_photo_that_comes_in_has_the_keys_where_the_field_that_had_them_is_out_of_sight(
    desk: Desk, qtbot: QtBot, tmp_path: Path,
) -> None:
    desk.shell.window().resize(1000, 560)
    entry = begin(desk)
    entry.form.focus_field("found_at")
    entry.photos.take(carrying(picture_file(tmp_path)))
    qtbot.waitUntil(lambda: any(thumb.hasFocus() for thumb in entry.photos._thumbs.values()))


def test_ctrl_j_adds_photos_to_the_find_that_is_shown_and_delete_takes_one_away(
    desk: Desk, qtbot: QtBot, tmp_path: Path, said: Recorder,
) -> None:
    tab = desk.page.findings
    tab.table.setFocus()
    said.paths.append([str(picture_file(tmp_path))])
    with qtbot.waitSignal(tab.detail.photos.changed):
        desk.key(Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: desk.session.store.count("photo") == 1)
    assert tab.detail.view is not None
    assert next(step for step in tab.detail.view.steps if step.code == "photographed").done
    tab.detail.photos.point_link.click()
    found = desk.session.store.get("plant_finding", tab.detail.view.record.id)
    assert found is not None
    assert (found["longitude"], found["latitude"]) == (120.0, 33.0)
    tab.detail.photos.focus_photo(next(iter(tab.detail.photos._thumbs)))
    desk.key(Key.Key_Return)
    assert tab.detail.photos._viewer is not None
    desk.key(Key.Key_Escape)
    assert tab.detail.photos._viewer is None
    desk.key(Key.Key_Delete)
    assert desk.session.store.count("photo") == 0
    assert len(patrols.findings(desk.session)) == 2


def test_what_waits_for_a_step_leads_to_the_step_and_back_to_today(desk: Desk) -> None:
    waiting = follow_ups.follow_ups(desk.session)[0]
    assert waiting.kind == "uproot"
    desk.shell.go("visits", kind="follow_up", id=waiting.id, do="close", back="today")
    assert desk.shell.current_name == "patrols"
    entry = desk.page.findings.entry
    assert isinstance(entry, FindingEntry)
    assert entry.form.rows["confirmed_at"].editor.focus.hasFocus()
    desk.fill(entry.form, confirmed_at="5.15 9:30", uprooted="37", uprooted_at="5.15 10:00")
    desk.key(Key.Key_S, CTRL)
    assert desk.shell.current_name == "today"
    assert [row.kind for row in follow_ups.follow_ups(desk.session)] == ["destroy"]


def test_a_recheck_with_nothing_is_two_keys_and_what_grew_again_a_linked_find(desk: Desk) -> None:
    first = patrols.findings(desk.session)[0].id
    finds.save_finding(desk.session, first, DONE)
    desk.shell.refresh()
    tab = desk.page.findings
    tab.show_finding(first)
    tab.detail.recheck_button.click()
    entry = tab.entry
    assert isinstance(entry, RecheckEntry)
    assert entry.form.rows["plants"].isHidden()
    desk.type("2")
    assert not entry.form.rows["plants"].isHidden()
    desk.key(Key.Key_S, CTRL)
    assert entry.form.rows["people"].problem
    desk.fill(entry.form, people="2", found_at="9:00", plants="4", reported_at="9:10", reported_to="派出所",
              reported_person="民警")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了复查：2 组 沟东菜地，又长出来了，另记了一处发现"
    assert (stands(desk, 0), stands(desk, 1)) == ("reported", "closed")
    tab.show_finding(first)
    assert tab.detail.view is not None
    assert [row.plants for row in tab.detail.view.others] == [4]
    desk.key(Key.Key_Z, CTRL)
    assert stands(desk) == "to_recheck"
    tab.show_finding(first)
    tab.recheck()
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    assert stands(desk) == "closed"
    assert tab.detail.recheck_button.isHidden()


def test_the_record_is_shown_on_paper_and_covered_with_the_names(desk: Desk) -> None:
    tab = desk.page.findings
    tab.table.setFocus()
    desk.key(Key.Key_P, CTRL)
    assert tab.papers.paper is not None
    assert tab.papers.paper.paper.pdf.pageCount() == 2
    desk.key(Key.Key_Escape)
    assert tab.papers.paper is None
    assert tab.table.hasFocus()


def test_names_of_a_find_are_covered_in_its_detail(desk: Desk) -> None:
    tab = desk.page.findings
    tab.table.select_where(lambda row: row.plot_name == "沟东菜地")
    desk.key(Key.Key_M, CTRL)
    facts = {tab.detail.tables["facts"].table.row(place).label: tab.detail.tables["facts"].table.row(place).text
             for place in range(tab.detail.tables["facts"].table.rowCount())}
    assert "民警" not in facts["接报人"]
    assert "派出所" not in facts["接报单位"]


@pytest.mark.parametrize("size", [125, 150])
def test_the_form_fits_larger_text(session: Session, qtbot: QtBot, sized: Callable[[int], None], size: int) -> None:
    add_patrol(session, "2026-05-15", PlotLook(add_plot(session, "沟东菜地"), True, finding=FIND))
    sized(size)
    desk = Desk(qtbot, session)
    desk.shell.go("patrols", tab="2")
    entry = begin(desk)
    assert entry.form.rows["confirmed_at"].editor.focus.hasFocus()
    assert desk.shell.width() == 1366
    focus = desk.focus
    assert isinstance(focus, QLineEdit)


def test_a_find_in_a_patrol_asks_for_its_first_minute_and_a_correction_loses_nothing_of_what_followed(
    desk: Desk,
) -> None:
    add_plot(desk.session, "乙地", 1)
    desk.shell.refresh()
    desk.key(Key.Key_N, CTRL)
    desk.key(Key.Key_R, CTRL)
    desk.type("2")
    look = desk.patrol().look
    assert look is not None
    assert "reported_person" in look.form.rows
    assert "destroyed_at" not in look.form.rows
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Escape)
    finds.save_finding(desk.session, patrols.findings(desk.session)[0].id, DONE)
    desk.shell.go("patrols", kind="patrol", id=patrols.findings(desk.session)[0].patrol_id)
    desk.page.log.table.setFocus()
    desk.key(Key.Key_F2)
    entry = desk.patrol()
    entry.grid.select_where(lambda line: getattr(line, "result", "") == "found")
    entry.open_look(entry.grid.current())
    assert entry.look is not None
    assert entry.look.form.rows["destroyed_at"].editor.text()
    desk.fill(entry.look.form, spot="沟边")
    desk.key(Key.Key_S, CTRL)
    found = desk.session.store.get("plant_finding", patrols.findings(desk.session)[0].id)
    assert found is not None
    assert (found["spot"], found["destroyed_at"]) == ("沟边", "2026-05-15 11:00")


def test_many_plants_are_left_to_the_police_without_a_word_of_what_follows_from_them(desk: Desk) -> None:
    entry = begin(desk)
    assert entry.head.strip.isHidden()
    desk.fill(entry.form, plants="500")
    assert entry.head.strip.accessibleName() == REPORT_MANY
    assert not any(word in REPORT_MANY for word in ("刑", "罪", "罚", "拘"))
    desk.fill(entry.form, confirmed_at="5.15 9:30")
    assert entry.head.strip.isHidden()


def test_steps_and_photos_that_were_not_saved_come_back(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    entry = begin(desk)
    with qtbot.waitSignal(entry.photos.changed):
        entry.photos.take(carrying(picture_file(tmp_path)))
    desk.fill(entry.form, confirmed_at="5.15 9:30")
    desk.key(Key.Key_Escape)
    assert desk.page.findings.entry is None
    again = begin(desk)
    assert again.form.rows["confirmed_at"].editor.text() == "5.15 9:30"
    assert len(again.photos.new()) == 1
    assert desk.session.store.count("photo") == 0
