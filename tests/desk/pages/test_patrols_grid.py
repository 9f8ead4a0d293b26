"""The grid of a patrol's plots: who could not look, whole groups, all that is due, what is shown, how many keys."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.services import patrols
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY
from tests.desk.pages.patrol_typist import PASSPHRASE
from tests.desk.pages.patrols_desk import CTRL, FIND, Desk, add_patrol, add_plot, results

Key = Qt.Key
ROOT = Path(__file__).resolve().parents[3]


class Counted(Desk):
    """A person whose keystrokes are counted."""

    strokes = 0

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.strokes += 1
        super().key(key, modifier)

    def type(self, text: str) -> None:
        self.strokes += len(text)
        super().type(text)

    def enter(self, *texts: str) -> None:
        """Write into one field after the other, Enter between them."""
        for text in texts:
            if text:
                self.type(text)
            self.key(Key.Key_Return)

    def down(self, times: int) -> None:
        for _ in range(times):
            self.key(Key.Key_Down)


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    """The page of a file with five plots in two groups, one of them a greenhouse."""
    for name, group_no in (("甲地", 1), ("乙地", 1), ("丙地", 2), ("丁地", 2)):
        add_plot(session, name, group_no)
    add_plot(session, "西二棚", 2, land_kind="greenhouse")
    return Desk(qtbot, session)


def begin(desk: Desk) -> None:
    """The head of a patrol, then its grid at the first plot."""
    desk.key(Key.Key_N, CTRL)
    desk.fill(desk.patrol().form, patrolled_on="5.15", people="3")
    desk.key(Key.Key_R, CTRL)
    desk.patrol().grid.select(0)


def at(desk: Desk, name: str) -> None:
    desk.patrol().grid.select_where(lambda row: getattr(row, "name", "") == name)


def shown(desk: Desk) -> list[str]:
    return [line.name for line in desk.patrol().grid.shown]


def test_sixty_plots_take_at_most_ninety_keys(session: Session, qtbot: QtBot) -> None:
    """Four groups of fifteen; two plots nobody could look at, one with something to note."""
    for group_no in range(1, 5):
        for number in range(15):
            add_plot(session, f"{group_no}{number:02d}地", group_no)
    desk = Counted(qtbot, session)
    desk.key(Key.Key_N, CTRL)
    desk.enter("15", "830", "1130", "", "6", "2", "40", "12")
    desk.key(Key.Key_R, CTRL)
    desk.down(6)
    desk.type("31")
    desk.type("9")
    desk.down(3)
    desk.key(Key.Key_Return)
    desk.enter("4")
    desk.type("新翻了地")
    desk.key(Key.Key_Return, CTRL)
    desk.type("9")
    desk.type("9")
    desk.down(2)
    desk.type("32")
    desk.type("9")
    desk.key(Key.Key_S, CTRL)
    assert desk.said == "记了踏查：5月15日，看了 58 块，没看成 2 块"
    row = patrols.patrols(session)[0]
    assert (row.plots, row.missed, row.found, row.people, row.from_time, row.to_time) == (58, 2, 0, 6, "08:30", "11:30")
    checks = {check.plot_name: check for check in patrols.checks_of(session, row.id)}
    assert {name: check.not_looked for name, check in checks.items() if check.not_looked} == {
        "106地": "locked", "402地": "flooded"}
    assert {name: check.note for name, check in checks.items() if check.seen != "[]"} == {"203地": "新翻了地"}
    assert desk.strokes <= 90


def test_who_could_not_look_says_why_by_a_digit(desk: Desk) -> None:
    begin(desk)
    desk.type("3")
    assert "1 锁闭" in desk.patrol().grid_head.question.text()
    desk.type("1")
    assert desk.patrol().grid_head.question.isHidden()
    assert desk.patrol().grid.current().name == "甲地"
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    patrol = patrols.patrols(desk.session)[0]
    assert (patrol.plots, patrol.missed) == (1, 1)
    checked = {row.name: row.last_checked for row in patrols.plots(desk.session)}
    assert (checked["乙地"], checked["甲地"]) == ("", "2026-05-15")


def test_without_a_reason_it_is_not_saved_and_the_plot_is_named(desk: Desk) -> None:
    begin(desk)
    desk.type("3")
    desk.key(Key.Key_S, CTRL)
    assert desk.patrol().grid_head.wrong.text() == "1 块要改：乙地"
    look = desk.patrol().look
    assert look is not None
    assert look.form.rows["not_looked"].problem == "请选没看成的原因。"
    desk.type("2")
    desk.fill(look.form, note="过两天再来")
    desk.key(Key.Key_S, CTRL)
    check = patrols.checks_of(desk.session, patrols.patrols(desk.session)[0].id)[0]
    assert (check.not_looked, check.note) == ("flooded", "过两天再来")


def test_moving_on_takes_the_question_away_and_undo_the_stroke(desk: Desk) -> None:
    begin(desk)
    desk.type("3")
    desk.key(Key.Key_Down)
    assert desk.patrol().grid_head.question.isHidden()
    desk.type("1")
    assert results(desk) == {"乙地": "missed", "甲地": "clear", "丁地": "", "丙地": "", "西二棚": ""}
    desk.key(Key.Key_Z, CTRL)
    desk.key(Key.Key_Z, CTRL)
    assert not any(results(desk).values())


def test_a_saved_reason_is_corrected(session: Session, qtbot: QtBot) -> None:
    one, two = add_plot(session, "甲地", 1), add_plot(session, "乙地", 1)
    patrol = add_patrol(session, "2026-05-15", PlotLook(one), PlotLook(two, not_looked="locked", checked_at="09:10"))
    desk = Desk(qtbot, session)
    desk.key(Key.Key_PageDown, CTRL)
    desk.key(Key.Key_Return)
    assert results(desk) == {"乙地": "missed", "甲地": "clear"}
    desk.key(Key.Key_R, CTRL)
    at(desk, "乙地")
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    check = next(row for row in patrols.checks_of(session, patrol) if row.plot_name == "乙地")
    assert (check.not_looked, check.checked_at) == ("", "09:10")


def test_a_whole_group_leads_to_the_next_one(desk: Desk) -> None:
    begin(desk)
    desk.type("9")
    assert desk.patrol().grid.current().name == "丁地"
    told = desk.patrol().grid_head.said.text()
    assert told == "2 块记为“看过，没有”。1 组 2 块：乙地、甲地。按 Ctrl+Z 退回"
    desk.type("9")
    assert set(results(desk).values()) == {"clear"}


def test_all_that_is_due_is_marked_by_one_key(session: Session, qtbot: QtBot) -> None:
    for name, group_no in (("甲地", 1), ("乙地", 1), ("丙地", 2)):
        add_plot(session, name, group_no)
    looked = next(row.id for row in patrols.plots(session) if row.name == "甲地")
    add_patrol(session, "2026-05-15", PlotLook(looked))
    desk = Desk(qtbot, session)
    begin(desk)
    head = desk.patrol().grid_head
    assert head.due_chip.text() == "只看应查的 2 块"
    desk.type("8")
    assert results(desk) == {"乙地": "clear", "甲地": "", "丙地": "clear"}
    assert head.said.text() == "2 块记为“看过，没有”。1 组 1 块：乙地；2 组 1 块：丙地。按 Ctrl+Z 退回"
    desk.key(Key.Key_Z, CTRL)
    head.due_chip.click()
    assert shown(desk) == ["乙地", "丙地"]
    head.due_chip.click()
    head.group_chip._pick("2")
    assert shown(desk) == ["丙地"]
    assert desk.patrol().grid.hasFocus()


def test_what_was_marked_is_never_out_of_sight(desk: Desk) -> None:
    begin(desk)
    at(desk, "甲地")
    desk.type("1")
    picked = [line.id for line in desk.patrol().grid.lines if line.name == "丙地"]
    desk.patrol().pick(picked)
    assert shown(desk) == ["甲地", "丙地"]


def test_another_page_asks_for_a_patrol_of_certain_plots(desk: Desk) -> None:
    ids = {row.name: row.id for row in patrols.plots(desk.session)}
    desk.shell.go("patrols", do="patrol", plots=f"{ids['甲地']},{ids['西二棚']}")
    desk.fill(desk.patrol().form, people="3")
    desk.key(Key.Key_R, CTRL)
    assert shown(desk) == ["甲地", "西二棚"]
    desk.type("8")
    assert results(desk) == {"乙地": "", "甲地": "clear", "丁地": "", "丙地": "", "西二棚": "clear"}
    desk.patrol().grid_head.only_chip.click()
    assert len(shown(desk)) == 5


def test_each_kind_of_land_asks_its_own(desk: Desk) -> None:
    begin(desk)
    codes = {}
    for name in ("甲地", "西二棚"):
        at(desk, name)
        desk.key(Key.Key_F2)
        look = desk.patrol().look
        assert look is not None
        codes[name] = {choice.code for choice in look.form.rows["seen"].editor.choices}
        desk.key(Key.Key_Escape)
    assert "between_sown" in codes["西二棚"] - codes["甲地"]
    assert "mixed_rows" in codes["甲地"] - codes["西二棚"]
    assert "nothing" in codes["甲地"] & codes["西二棚"]
    assert not any(results(desk).values())


def test_who_writes_what_was_seen_has_looked(desk: Desk) -> None:
    begin(desk)
    at(desk, "西二棚")
    desk.key(Key.Key_F2)
    desk.type("9")
    desk.key(Key.Key_S, CTRL)
    check = patrols.checks_of(desk.session, patrols.patrols(desk.session)[0].id)[0]
    assert (check.plot_name, check.found, json.loads(check.seen)) == ("西二棚", 0, ["inside_sown"])
    record = desk.session.store.get("plot_check", check.id)
    assert record is not None
    assert record["checklist_version"] == desk.session.resources.checklists.version("plot_check")


def test_a_village_to_check_with_is_known_by_a_part_of_its_name(desk: Desk) -> None:
    begin(desk)
    form = desk.patrol().form
    assert form.rows["own_signed"].isHidden()
    desk.fill(form, partner="新民")
    name = next(each.name for each in desk.session.resources.villages if "新民" in each.name)
    assert form.rows["partner"]._hint.text() == name
    desk.fill(form, own_signed="王小五", partner_signed="赵六")
    desk.key(Key.Key_R, CTRL)
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    record = desk.session.store.records("patrol")[0]
    assert (record["partner"], record["own_signed"], record["partner_signed"]) == (name, "王小五", "赵六")
    desk.key(Key.Key_N, CTRL)
    texts = desk.patrol().form.texts()
    assert (texts["people"], texts["partner"], texts["own_signed"]) == ("3", "", "王小五")


def test_a_patrol_over_midnight_is_saved_with_a_word(desk: Desk) -> None:
    begin(desk)
    desk.fill(desk.patrol().form, from_time="下午9点", to_time="1点半")
    desk.key(Key.Key_R, CTRL)
    desk.type("1")
    desk.key(Key.Key_S, CTRL)
    assert "请留意：结束不晚于开始" in desk.said
    row = patrols.patrols(desk.session)[0]
    assert (row.from_time, row.to_time) == ("21:00", "01:30")


def test_a_find_is_no_plot_that_nobody_could_look_at(session: Session) -> None:
    plot = add_plot(session, "甲地")
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 3},
                                  [PlotLook(plot, True, finding=FIND, not_looked="locked")])
    assert not saved.ok
    assert saved.plot_problems[plot][0].message == "有发现就是看过了，请去掉没看成的原因。"


def test_a_cross_check_is_printed_for_both_villages(session: Session, qtbot: QtBot) -> None:
    one, two = add_plot(session, "甲地", 1), add_plot(session, "乙地", 1)
    saved = patrols.record_patrol(
        session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 3, "partner": "新民村",
                  "own_signed": "王小五", "from_time": "08:30", "to_time": "11:00"},
        [PlotLook(one), PlotLook(two, not_looked="locked")])
    assert saved.ok
    add_patrol(session, "2026-05-14", PlotLook(one))
    desk = Desk(qtbot, session)
    desk.key(Key.Key_PageDown, CTRL)
    detail = desk.page.log.detail
    assert "8:30–11:00，2 小时 30 分" in detail._facts.text()
    assert "和新民村交叉互查（签字 王小五）" in detail._facts.text()
    assert [row.plot_name for row in detail._rows["checks"]] == ["甲地"]
    assert [row.plot_name for row in detail._rows["missed"]] == ["乙地"]
    desk.key(Key.Key_P, CTRL)
    view = desk.page.over.view
    assert view is not None
    assert view.sheet.paper.content.startswith(b"%PDF")  # type: ignore[attr-defined]
    desk.key(Key.Key_Escape)
    assert desk.page.over.view is None
    assert desk.page.log.table.hasFocus()
    desk.key(Key.Key_Down)
    assert detail.paper_button.isHidden()
    desk.key(Key.Key_P, CTRL)
    assert desk.page.over.view is None
    assert desk.said == "交叉互查的踏查才有互查表；改踏查时写上对方是哪个村"
    desk.page.log.partner_chip.click()
    rows = desk.page.log.table.table
    assert [getattr(rows.row(place), "partner", "") for place in range(rows.rowCount())] == ["新民村"]


def test_the_list_of_patrols_goes_out_as_a_table(
        session: Session, qtbot: QtBot, said: Recorder, tmp_path: Path) -> None:
    saved = patrols.record_patrol(
        session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 3, "from_time": "08:30",
                  "partner": "新民村", "own_signed": "王小五"}, [PlotLook(add_plot(session, "甲地", 1))])
    assert saved.ok
    desk = Desk(qtbot, session)
    desk.key(Key.Key_PageDown, CTRL)
    target = tmp_path / "踏查.csv"
    said.answers, said.paths = ["masked"], [[str(target)]]
    desk.key(Key.Key_E, CTRL)
    qtbot.waitUntil(target.exists, timeout=5000)
    qtbot.waitUntil(lambda: desk.said.startswith("导出了 1 次"), timeout=5000)
    text = target.read_text(encoding="utf-8-sig")
    assert all(word in text for word in ("开始", "08:30", "新民村"))
    assert "王小五" not in text


def test_the_heading_of_the_next_group_is_in_sight(session: Session, qtbot: QtBot) -> None:
    for group_no in (1, 2):
        for number in range(20):
            add_plot(session, f"{group_no}{number:02d}地", group_no)
    desk = Desk(qtbot, session)
    begin(desk)
    desk.type("9")
    grid = desk.patrol().grid
    heading = grid.currentIndex().siblingAtRow(grid.currentIndex().row() - 1)
    assert getattr(grid.table.row(heading.row()), "title", "") == "2 组"
    assert grid.visualRect(heading).top() >= 0


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")
def test_what_was_typed_survives_a_kill(qtbot: QtBot, session: Session) -> None:
    for name, group_no in (("甲地", 1), ("乙地", 1), ("丙地", 1), ("丁地", 2)):
        add_plot(session, name, group_no)
    path = session.store.path
    session.close()
    typist = subprocess.Popen([sys.executable, "-m", "tests.desk.pages.patrol_typist", str(path)], cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=dict(os.environ))
    assert typist.stdout is not None
    assert typist.stdout.readline().strip() == "begun"
    typist.send_signal(signal.SIGKILL)
    typist.wait()
    typist.stdout.close()
    with Session(Store.open(path, PASSPHRASE, settings=Settings()), Settings(), lambda: TODAY) as opened:
        desk = Desk(qtbot, opened)
        desk.key(Key.Key_N, CTRL)
        assert results(desk) == {"丙地": "clear", "乙地": "missed", "甲地": "clear", "丁地": ""}
        texts = desk.patrol().form.texts()
        assert (texts["patrolled_on"], texts["from_time"], texts["to_time"], texts["people"]) == ("15", "8", "930", "4")
        desk.key(Key.Key_S, CTRL)
        row = patrols.patrols(opened)[0]
        assert (row.plots, row.missed, row.from_time) == (2, 1, "08:00")
        desk.shell.retire()
