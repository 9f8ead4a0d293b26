"""The tab of the month's plan: by days, worked off by keys, by rules that replan at once, and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.models.columns import Heading
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.values import Village
from panhuang_desk.services import households, plan, visits
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import show_village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, focus, key, open_desk, press


@pytest.fixture
def doors(session: Session) -> dict[str, str]:
    found = add_households(session)
    visits.record_visit(session, found["王德发"], {"visited_on": "2026-05-13", "outcome": "not_home"})
    visits.record_visit(session, found["徐长林"], {"visited_on": "2026-05-13", "outcome": "met"})
    return found


@pytest.fixture
def desk(qtbot: QtBot, session: Session, doors: dict[str, str]) -> Shell:
    shell = open_desk(session, "today")
    qtbot.addWidget(shell)
    shell.go("visits", tab="3")
    return shell


def listed(desk: Shell) -> list[str]:
    table = desk.page.plan.table.table
    rows = [table.row(place) for place in range(table.rowCount())]
    return [f"# {row.title} {row.count}" if isinstance(row, Heading) else
            f"{row.row.door_no} {plan.reason_words(row.reason, desk.page.plan.plan.rules)}".strip() for row in rows]


def test_the_plan_is_listed_by_day_with_its_reasons(desk: Shell) -> None:
    assert listed(desk) == ["# 今天 5月22日 星期五 4 户·1、2、3 组", "8 重点户本月未见", "14 再次上门",
                            "26 重点户本月未见", "27 重点户本月未见"]
    assert desk.page.plan.count.text() == "要走 4 户，还有 6 天"
    assert focus() is desk.page.plan.table


def test_enter_records_the_visit_and_the_next_one_follows(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    press("Return", "1", key("save_next"))
    assert session.store.count("visit", {"household_id": doors["陈秀英"]}) == 1
    assert desk.page.plan.entry.about == doors["王德发"]
    press("2", key("save"))
    assert focus() is desk.page.plan.table
    assert listed(desk) == ["# 今天 5月22日 星期五 2 户·3 组", "26 重点户本月未见", "27 重点户本月未见",
                            "# 5月25日 星期一 1 户·2 组", "14 再次上门"]
    assert desk.page.plan.table.current().row.door_no == "26", "the one with another day is not followed"
    assert desk.page.plan.count.text() == "要走 3 户，还有 6 天，今天走了 2 户"


def test_a_household_is_left_out_this_month_and_brought_back(session: Session, desk: Shell) -> None:
    press(key("delete"))
    assert listed(desk)[-2:] == ["# 这个月不去 1 户", "8"]
    assert desk.undo_bar.isVisible()
    press(key("undo"))
    assert listed(desk)[1] == "8 重点户本月未见"
    press(key("delete"))
    desk.page.plan.table.select(len(listed(desk)) - 1)
    press("Return")
    assert listed(desk)[1] == "8 重点户本月未见"
    assert "# 这个月不去 1 户" not in listed(desk)


def test_the_day_is_filled_in_as_a_round_and_the_plan_comes_back(session: Session, desk: Shell) -> None:
    press(key("round"))
    view = desk.page.rounds.shown
    assert [line.row.door_no for line in view.grid.lines] == ["8", "14", "26", "27"]
    press("1", "Return", "1", key("save"), "Escape")
    assert desk.page.rounds.shown is None
    assert desk.page.tab == 3
    assert listed(desk)[1:] == ["26 重点户本月未见", "27 重点户本月未见"]


def test_who_is_not_on_the_plan_is_found_in_the_register(desk: Shell) -> None:
    press(key("find"))
    assert desk.page.tab == 0
    assert desk.page.households.register.search.hasFocus()


def test_a_rule_replans_at_once_and_is_kept(session: Session, desk: Shell) -> None:
    panel = desk.page.plan.rules
    panel.key.field.setFocus()
    press("1")
    assert listed(desk)[1:] == ["8 本季未见", "14 再次上门"]
    assert not plan.plan_rules(session).key_groups
    panel.weekdays.setFocus()
    press("5", "1", "2", "3", "4")
    assert plan.plan_rules(session).weekdays == ()
    assert listed(desk) == ["# 排不下 2 户", "8 本季未见", "14 再次上门"]
    panel.most.field.setFocus()
    press("3", "0", "0", "Return")
    assert panel.most.problem.isVisible()
    assert plan.plan_rules(session).most == 0
    press("Backspace", "Backspace", "Return")
    assert not panel.most.problem.isVisible()
    assert plan.plan_rules(session).most == 3


def test_the_working_list_is_shown_and_kept(desk: Shell, said: Recorder, tmp_path: Path) -> None:
    press(key("print"))
    sheet = desk.page.plan.papers.paper
    text = sheet.paper.pdf.getAllText(0).text()
    assert "孙桂兰" in text
    said.paths = [[str(tmp_path / "清单")]]
    press(key("save"))
    assert (tmp_path / "清单.pdf").read_bytes() == sheet.paper.content
    press("Escape")
    assert desk.page.plan.papers.paper is None
    assert focus() is desk.page.plan.table


def on_paper(desk: Shell) -> str:
    return desk.page.plan.papers.paper.paper.pdf.getAllText(0).text()


def test_a_long_list_is_set_in_the_background_and_covered_there(
    desk: Shell, qtbot: QtBot, said: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("panhuang_desk.desk.paper_sheet.AT_ONCE", 1)
    press(key("print"))
    sheet = desk.page.plan.papers.paper
    press(key("save"))
    assert sheet.paper.pdf.pageCount() == 0
    assert not said.said, "nothing is kept before it is made"
    qtbot.waitUntil(lambda: sheet.paper.pdf.pageCount() > 0, timeout=10_000)
    assert "孙桂兰" in on_paper(desk)
    sheet.mask_chip.click()
    assert "孙桂兰" in on_paper(desk)
    said.paths = [[str(tmp_path / "清单")]]
    sheet.take_focus()
    press(key("save"))
    assert not (tmp_path / "清单.pdf").exists(), "what is kept is never another than was asked for"
    qtbot.waitUntil(lambda: "孙桂兰" not in on_paper(desk), timeout=10_000)
    press(key("save"))
    assert (tmp_path / "清单.pdf").read_bytes() == sheet.paper.content
    sheet.mask_chip.click()
    sheet.mask_chip.click()
    qtbot.waitUntil(lambda: not sheet._making, timeout=10_000)
    assert "孙桂兰" not in on_paper(desk), "the last thing asked for holds"


def test_a_list_that_is_not_waited_for_goes(desk: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("panhuang_desk.desk.paper_sheet.AT_ONCE", 1)
    tasks = []
    run = desk.run
    monkeypatch.setattr(desk, "run", lambda *more, **named: tasks.append(run(*more, **named)) or tasks[-1])
    press(key("print"))
    tasks[-1].cancel()
    qtbot.waitUntil(lambda: desk.page.plan.papers.paper is None, timeout=10_000)
    assert focus() is desk.page.plan.table
    press(key("print"), "Escape")
    assert desk.page.plan.papers.paper is None
    qtbot.waitUntil(lambda: not tasks[-1].running, timeout=10_000)
    press(key("print"))
    sheet = desk.page.plan.papers.paper
    qtbot.waitUntil(lambda: sheet.paper.pdf.pageCount() > 0, timeout=10_000)
    sheet.mask_chip.click()
    tasks[-1].cancel()
    qtbot.waitUntil(lambda: not tasks[-1].running, timeout=10_000)
    assert not sheet.mask_chip.isChecked()
    assert "孙桂兰" in on_paper(desk)
    sheet.take_focus()
    press(key("mask"))
    assert desk.page.plan.papers.paper is None, "covering does not wait for it"


def test_covering_names_covers_the_paper(desk: Shell) -> None:
    press(key("print"))
    assert "孙桂兰" in on_paper(desk)
    press(key("mask"))
    assert desk.page.plan.papers.paper.mask_chip.isChecked()
    assert "孙桂兰" not in on_paper(desk)
    press(key("mask"))
    assert "孙桂兰" not in on_paper(desk), "it is bared on the paper alone"


def test_names_are_covered_on_the_list_and_on_paper(desk: Shell) -> None:
    press(key("mask"))
    column = next(each for each in desk.page.plan.table.table.columns if each.name == "name")
    assert column.text(desk.page.plan.table.current()) == "陈**"
    press(key("print"))
    assert "孙桂兰" not in desk.page.plan.papers.paper.paper.pdf.getAllText(0).text()


def test_when_nobody_is_left_that_is_said(qtbot: QtBot, session: Session) -> None:
    saved = households.save_household(session, {"group_no": 1, "door_no": "1", "active_from": "2026-01-01"})
    assert saved.record is not None
    visits.record_visit(session, saved.record.id, {"visited_on": "2026-05-22", "outcome": "met"})
    shell = open_desk(session, "today")
    qtbot.addWidget(shell)
    shell.go("visits", tab="3")
    assert not shell.page.plan.table.isVisible()
    assert shell.page.plan.count.text() == "要走 0 户，还有 6 天，今天走了 1 户"
    assert shell.page.plan.rules.again.field.hasFocus()
    press(key("round"), key("print"))
    assert shell.page.plan.papers.paper is None


def test_an_office_plans_village_by_village(tmp_path: Path, qtbot: QtBot) -> None:
    places = [Village(f"32090300420{number}", name, "320903004000", "潘黄街道", number)
              for number, name in ((1, "大孙村"), (2, "仰徐村"))]
    store = Store.create(tmp_path / "街道.phdb", "菜园 水井 2026", villages=places, home="", person="街道",
                         settings=Settings())
    with Session(store, Settings(), lambda: dt.date(2026, 5, 22)) as session:
        for place in places:
            assert households.save_household(session, {
                "group_no": 1, "door_no": "1", "contact_name": place.name, "active_from": "2026-01-01",
                "left_behind_elderly": 1}, village=place.code).ok
        shell = open_desk(session, "today")
        qtbot.addWidget(shell)
        shell.go("visits", tab="3")
        assert shell.page.plan.village_button.hasFocus()
        press(key("print"), key("round"))
        assert shell.page.plan.papers.paper is None
        show_village(session, places[1].code)
        shell.refresh()
        assert [line.row.contact_name for line in shell.page.plan.plan.days[0].lines] == ["仰徐村"]


@pytest.mark.parametrize("size", [125, 150])
def test_larger_text_fits(
    session: Session, doors: dict[str, str], qtbot: QtBot, sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    desk = open_desk(session, "today")
    qtbot.addWidget(desk)
    desk.go("visits", tab="3")
    assert desk.minimumSizeHint().width() <= 1366
    tab = desk.page.plan
    if size == 150:
        assert not tab.rules.isVisible()
        tab.rules_link.click()
        assert tab.rules.isVisible()
        press("Escape")
        assert focus() is tab.table
    assert tab.table.needed_width() <= tab.table.width()
