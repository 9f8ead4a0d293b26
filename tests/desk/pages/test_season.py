"""The season's tab by keys: rounds, what they still ask for, what was not looked at though somebody came; the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from panhuang_desk.desk.pages.patrols.season_tab import SeasonTab
from panhuang_desk.desk.pages.today import TodayPage
from panhuang_desk.desk.places import page_of
from panhuang_desk.model.months import Month
from panhuang_desk.services import patrol_rules
from panhuang_desk.services.behind import open_number
from panhuang_desk.services.figures import figures
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.records import save_record
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.pages.patrols_desk import CTRL, Desk, add_patrol, add_plot

Key = Qt.Key
SEASON = 3


@pytest.fixture
def plots(session: Session) -> dict[str, str]:
    """Four plots of two groups; in the round of today one was looked at and one could not be."""
    found = {name: add_plot(session, name, group, active_from="2026-01-01")
             for name, group in (("沟东菜地", 2), ("沟西菜地", 2), ("西二棚", 4), ("河坡北段", 4))}
    add_patrol(session, "2026-05-22", PlotLook(found["沟东菜地"]), PlotLook(found["西二棚"], not_looked="locked"))
    return found


@pytest.fixture
def desk(session: Session, plots: dict[str, str], qtbot: QtBot) -> Desk:
    opened = Desk(qtbot, session)
    opened.shell.go("patrols", tab=str(SEASON))
    return opened


def tab(desk: Desk) -> SeasonTab:
    return desk.page.season


def rows(table: Any) -> list[Any]:
    return [table.table.row(place) for place in range(table.table.rowCount())]


def said(desk: Desk) -> list[str]:
    """The list of a round: groups with their counts, plots with their state."""
    view = tab(desk).round
    return [f"{view._name(each)} {view._about(each)} {view._tag(each).word}"  # type: ignore[union-attr]
            for each in rows(view.table)]


def test_the_round_of_today_is_marked_with_what_it_still_asks_for(desk: Desk, session: Session) -> None:
    assert session.today() == dt.date(2026, 5, 22)
    assert tab(desk).table.hasFocus()
    line = tab(desk).table.current()
    assert (line.round.label, line.coverage.looked, line.coverage.asked) == ("第5轮", 1, 4)
    assert said(desk) == ["2 组 看了 1/2 块 还有 1 块", "沟西菜地 菜园 逾期",
                          "4 组 看了 0/2 块 还有 2 块", "河坡北段 菜园 逾期", "西二棚 菜园 没看成"]
    assert tab(desk).strip.label.text() == "3 块地过了轮次没有看，还没有补上。"


def test_what_was_looked_at_and_what_was_not_are_never_mixed(desk: Desk) -> None:
    chip = tab(desk).round.chip
    words = [choice.label for choice in chip.options]
    assert words == ["还没看 3", "没看成 1", "看过 1"]
    for code, expected in (("tried", ["西二棚 菜园 没看成"]), ("done", ["沟东菜地 菜园 看过"])):
        chip.choose(code)
        chip.chosen.emit(code)
        assert [line for line in said(desk) if "组" not in line] == expected


def test_enter_on_a_group_records_a_patrol_of_what_is_left_in_it(desk: Desk, plots: dict[str, str]) -> None:
    desk.key(Key.Key_Return)
    assert tab(desk).round.table.hasFocus()
    asked: list[tuple[str, ...]] = []
    tab(desk).patrol_asked.disconnect()
    tab(desk).patrol_asked.connect(asked.append)
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Return)
    assert asked == [(plots["沟西菜地"],), (plots["河坡北段"], plots["西二棚"]), (plots["河坡北段"],)]
    desk.key(Key.Key_Left)
    assert tab(desk).table.hasFocus()


def test_right_on_a_plot_shows_it_in_the_register(desk: Desk) -> None:
    desk.key(Key.Key_Right)
    desk.key(Key.Key_Down)
    desk.key(Key.Key_Right)
    assert desk.page.tab == 0
    assert desk.page.plots.table.current().name == "沟西菜地"


def test_rules_are_changed_in_a_form_and_restored(desk: Desk, session: Session) -> None:
    tab(desk).rules_link.click()
    assert tab(desk).rules.table.hasFocus()
    desk.key(Key.Key_Return)
    entry = tab(desk).entry
    assert entry is not None
    assert entry.form.texts()["label"] == "集中踏查"
    desk.key(Key.Key_Return)
    desk.type("4.10")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "改了轮次的规定：集中踏查"
    assert patrol_rules.rules(session)[0].first == "04-10"
    assert rows(tab(desk).table)[0].round.first == "2026-04-10"
    assert tab(desk).rules.table.hasFocus()
    desk.key(Key.Key_Delete)
    assert patrol_rules.rules(session)[0].label == "五月每周一轮"
    tab(desk).rules.undo_link.click()
    assert patrol_rules.rules(session)[0].first == "04-10"
    tab(desk).rules.restore_link.click()
    assert not patrol_rules.has_own_rules(session)
    assert tab(desk).rules.restore_link.isHidden()
    desk.key(Key.Key_Escape)
    assert tab(desk).table.hasFocus()


def test_ctrl_z_over_the_rules_takes_their_change_back_and_no_record(desk: Desk, session: Session) -> None:
    before = patrol_rules.rules(session)
    plot = add_plot(session, "后登记的", 2)
    tab(desk).rules_link.click()
    desk.key(Key.Key_Delete)
    assert len(patrol_rules.rules(session)) == len(before) - 1
    desk.key(Key.Key_Z, CTRL)
    assert patrol_rules.rules(session) == before
    record = session.store.get("plot", plot)
    assert record is not None
    assert not record.deleted
    assert desk.said == "轮次的规定改回去了"


def test_a_rule_that_ends_before_it_begins_is_not_kept(desk: Desk, session: Session) -> None:
    tab(desk).rules_link.click()
    desk.key(Key.Key_F2)
    desk.key(Key.Key_Return)
    desk.type("5.10")
    desk.key(Key.Key_S, CTRL)
    entry = tab(desk).entry
    assert entry is not None
    assert [problem.field for problem in entry.form.problems()] == ["last"]
    assert not patrol_rules.has_own_rules(session)


def test_a_rule_is_added_and_makes_rounds(desk: Desk, session: Session) -> None:
    tab(desk).rules.add_link.click()
    desk.type("秋季补查")
    for text in ("", "5.18", "5.25", "2"):
        if text:
            desk.type(text)
        desk.key(Key.Key_Return)
    desk.key(Key.Key_S, CTRL)
    rule = patrol_rules.rules(session)[-1]
    assert (rule.label, rule.first, rule.last, rule.every_days, rule.land_kinds) == (
        "秋季补查", "05-18", "05-25", 2, ())
    assert any(line.round.first == "2026-05-18" for line in rows(tab(desk).table))


def test_without_rounds_the_tab_says_so(desk: Desk, session: Session) -> None:
    patrol_rules.set_rules(session, [])
    desk.shell.refresh()
    assert tab(desk).round.title.text() == "没有轮次"
    assert rows(tab(desk).table) == []


def test_an_empty_file_says_what_to_do_first(session: Session, qtbot: QtBot) -> None:
    desk = Desk(qtbot, session)
    desk.shell.go("patrols", tab=str(SEASON))
    assert tab(desk).first_button.hasFocus()
    desk.key(Key.Key_Return)
    assert desk.page.tab == 0
    assert desk.page.plots.entry is not None


def test_a_track_behind_a_number_is_shown_in_its_patrol(desk: Desk, session: Session) -> None:
    patrol = next(iter(session.store.records("patrol")))
    saved = save_record(session, "track", {"patrol_id": patrol.id, "name": "上午", "method": "foot",
                                           "recorded_on": "2026-05-22", "metres": 1250.0}, village=patrol.village)
    assert saved.record is not None
    value = figures(session.store, Month(2026, 5), patrol.village)["track_km"]
    behind = open_number(session, value, Month(2026, 5), patrol.village)
    assert [(row.kind, row.words, row.number) for row in behind.rows] == [("track", "人工 上午", 1.25)]
    assert behind.agrees
    desk.shell.go(page_of("track"), kind="track", id=saved.record.id)
    assert desk.page.tab == 1
    assert desk.page.log.table.current().id == patrol.id


def test_a_plot_that_could_not_be_looked_at_was_not_looked_at(desk: Desk, plots: dict[str, str]) -> None:
    desk.shell.go("patrols", kind="plot", id=plots["西二棚"])
    detail = desk.page.plots.detail
    assert detail._counts["checks"].text() == "还没有看过，没看成 1 次"
    assert desk.page.plots.table.current().last_checked == ""


def test_a_round_that_is_over_is_caught_up_in_writing_and_one_to_come_is_only_looked_at(desk: Desk) -> None:
    view, table = tab(desk).round, tab(desk).table
    said: dict[str, set[str]] = {}
    for line in rows(table):
        assert table.select_id(line.id)
        said[line.when] = said.get(line.when, set()) | {view._action(each) for each in rows(view.table)}
        assert view.go_button.isHidden() == (line.when == "coming")
    assert said == {"over": {"补记"}, "now": {"去踏查"}, "coming": {"", "看地块"}}


def test_today_leads_to_the_season(desk: Desk, qtbot: QtBot) -> None:
    desk.shell.go("patrols", tab="0")
    desk.shell.go("today")
    today = desk.shell.page
    assert isinstance(today, TodayPage)
    assert today.table.select_where(lambda item: getattr(item, "kind", "") == "season")
    desk.key(Key.Key_Return)
    assert desk.page.tab == SEASON
    assert tab(desk).table.hasFocus()


def test_publicity_leads_to_where_people_are_told(session: Session, plots: dict[str, str], qtbot: QtBot) -> None:
    session.today = lambda: dt.date(2026, 10, 3)
    desk = Desk(qtbot, session)
    desk.shell.go("today")
    today = desk.shell.page
    assert isinstance(today, TodayPage)
    assert today.table.select_where(lambda item: getattr(item, "subject", "") == "播种期宣传")
    desk.key(Key.Key_Return)
    assert desk.shell.current_name == "visits"


def test_what_was_typed_into_a_rule_comes_back(desk: Desk, session: Session) -> None:
    tab(desk).rules_link.click()
    desk.key(Key.Key_F2)
    desk.type("春季踏查")
    desk.key(Key.Key_Escape)
    assert tab(desk).entry is None
    assert tab(desk).rules.table.hasFocus()
    desk.key(Key.Key_F2)
    entry = tab(desk).entry
    assert entry is not None
    assert entry.form.texts()["label"] == "春季踏查"
    assert not patrol_rules.has_own_rules(session)
