"""What is chosen on a visit leads on: to follow-ups, to another call, out of the register; and odd days are told."""

from __future__ import annotations

from panhuang_desk.desk.shell import Shell
from panhuang_desk.services import visits
from panhuang_desk.services.session import Session
from PySide6.QtTest import QTest
from tests.desk.pages.visits_desk import entry, focus, key, press, write


def open_form(desk: Shell) -> None:
    write("3-27")
    press("Return")


def choose(desk: Shell, name: str, *digits: str) -> None:
    entry(desk).form.rows[name].editor.focus.setFocus()
    press(*digits)


def proposed(desk: Shell) -> list[tuple[str, str]]:
    return [(item.values()["kind"], item.values()["matter"]) for item in entry(desk).inset.items]


def test_each_kind_of_reason_raises_its_own_follow_up_with_the_visit(session: Session, desk: Shell) -> None:
    open_form(desk)
    choose(desk, "seen", "4")
    choose(desk, "difficulties", "1", "3")
    assert proposed(desk) == [("hazard", "用火用电隐患"), ("difficulty", "看病负担、缺人照看")]
    press(key("save"))
    raised = {record["kind"]: record["due_on"] for record in session.store.records("follow_up")}
    assert raised == {"hazard": "2026-05-29", "difficulty": "2026-06-05"}
    assert desk.undo_bar.text == "记了走访：3 组 27 号，5月22日，加了 2 件待办"
    press(key("undo"))
    assert session.store.count("visit") == session.store.count("follow_up") == 0


def test_a_proposal_goes_with_its_reason_unless_it_was_touched(desk: Shell) -> None:
    open_form(desk)
    choose(desk, "requests", "1")
    choose(desk, "difficulties", "2")
    entry(desk).inset.items[0].rows["matter"].editor.focus.setFocus()
    assert proposed(desk) == [("request", "想找工作"), ("difficulty", "收入少")]
    entry(desk).inset.items[0].open()
    entry(desk).inset.items[0].rows["matter"].editor.focus.setFocus()
    write("，想去服装厂")
    choose(desk, "requests", "1")
    choose(desk, "difficulties", "2")
    assert proposed(desk) == [("request", "想找工作，想去服装厂")]


def test_what_is_not_wanted_does_not_come_again_while_its_reason_lasts(session: Session, desk: Shell) -> None:
    open_form(desk)
    choose(desk, "difficulties", "1")
    entry(desk).inset.items[0]._remove.click()
    choose(desk, "difficulties", "2")
    assert proposed(desk) == []
    choose(desk, "difficulties", "1", "2", "4")
    assert proposed(desk) == [("difficulty", "孩子上学")]
    entry(desk).inset.items[0]._remove.click()
    press(key("save"))
    assert session.store.count("follow_up") == 0
    assert session.store.records("visit")[0]["difficulties"] == ("schooling",)


def test_one_begun_by_hand_and_left_empty_goes_with_escape(desk: Shell) -> None:
    open_form(desk)
    press(key("follow_up"))
    inset = desk.page.shown.entry.inset
    assert [item.opened for item in inset.items] == [True]
    press("Esc")
    assert inset.items == []
    assert desk.page.shown.entry is not None


def test_proposals_come_back_with_the_draft(session: Session, desk: Shell) -> None:
    open_form(desk)
    choose(desk, "requests", "2")
    press(key("follow_up"))
    write("约周末再来")
    press("Escape", "Escape")
    assert entry(desk) is None
    desk.page.search.setFocus()
    press("Return")
    assert proposed(desk) == [("request", "想学技术"), ("request", "约周末再来")]
    press(key("save"))
    assert session.store.count("follow_up") == 2
    assert session.store.drafts() == []


def test_a_correction_proposes_only_what_is_new(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    saved = visits.record_visit(session, doors["孙桂兰"], {
        "visited_on": "2026-05-14", "outcome": "met", "difficulties": ("illness",)})
    assert saved.record is not None
    desk.go("visits", kind="visit", id=saved.record.id)
    assert proposed(desk) == []
    choose(desk, "difficulties", "2")
    assert proposed(desk) == [("difficulty", "收入少")]
    press(key("save"))
    raised, = session.store.records("follow_up")
    assert (raised["source_id"], raised["raised_on"]) == (saved.record.id, "2026-05-14")


def test_rarer_lists_are_a_line_until_they_have_the_keys(desk: Shell) -> None:
    open_form(desk)
    group = entry(desk).form.rows["seen"].editor.group
    assert group.folded
    assert not group.chips[0].isVisible()
    choose(desk, "seen", "1")
    assert group.chips[0].isVisible()
    press("Return")
    assert focus() is entry(desk).form.rows["difficulties"].editor.group
    assert group.folded
    assert group.accessibleDescription() == "没有异常"


def test_the_day_entered_last_is_offered_and_told(session: Session, desk: Shell) -> None:
    open_form(desk)
    says = entry(desk).form.rows["visited_on"].editor._says
    assert says.text() == "星期五，今天"
    press("Shift+Tab")
    focus().selectAll()
    write("20")
    assert says.text() == "星期三，2026年5月20日"
    press(key("save_next"))
    row = entry(desk).form.rows["visited_on"].editor
    assert (row.text(), row._says.text()) == ("2026年5月20日", "星期三，照刚才记的日期")
    assert visits.day_to_offer(session) == "2026-05-20"
    press("1", key("save"))
    assert {record["visited_on"] for record in session.store.records("visit")} == {"2026-05-20"}


def test_yesterdays_day_is_not_offered_today(session: Session) -> None:
    session.store.set_setting("visit.last_day", "2026-05-21 2026-05-19")
    assert visits.day_to_offer(session) == "2026-05-22"


def test_odd_days_are_told_while_they_are_typed(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-22", "outcome": "not_home"})
    desk.refresh()
    open_form(desk)
    row = entry(desk).form.rows["visited_on"]
    assert "当天已经记过一次" in row.problem
    assert row.warning
    press("Shift+Tab")
    focus().selectAll()
    write("21")
    assert row.problem == ""
    focus().selectAll()
    write("2026.5.23")
    assert "今天以后" in row.problem
    assert not row.warning
    focus().selectAll()
    write("2025.12.1")
    assert "不在册" in row.problem
    press(key("save"))
    assert session.store.count("visit") == 2


def test_not_home_says_that_it_comes_up_again(desk: Shell) -> None:
    open_form(desk)
    press("2")
    assert "再次上门" in entry(desk).form.rows["outcome"]._hint.text()
    press("1")
    assert entry(desk).form.rows["outcome"]._hint.text() == ""


def test_a_household_that_moved_leaves_the_register_only_when_asked(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    open_form(desk)
    press("4")
    assert entry(desk).moved.isVisible()
    press(key("save"))
    assert session.store.get("household", doors["孙桂兰"])["inactive_from"] is None
    press(key("undo"))
    desk.page.search.setFocus()
    press("Return", "4")
    press("Return", "Return")
    assert focus() is entry(desk).moved._group
    press("2", "Return")
    assert focus() is entry(desk).form.save_button
    press(key("save"))
    left = session.store.get("household", doors["孙桂兰"])
    assert (left["inactive_from"], left["inactive_reason"]) == ("2026-05-22", "moved")
    assert desk.undo_bar.text.endswith("记为搬走")
    press(key("undo"))
    assert session.store.get("household", doors["孙桂兰"])["inactive_from"] is None
    assert session.store.count("visit") == 0


def test_the_routine_part_is_seen_without_scrolling(desk: Shell) -> None:
    open_form(desk)
    QTest.qWait(0)
    form = entry(desk).form
    area = form._body
    for name in ("visited_on", "outcome", "topics", "materials", "materials_given", "note"):
        row = form.rows[name]
        bottom = row.mapTo(area.viewport(), row.rect().bottomLeft()).y()
        assert 0 < bottom <= area.viewport().height(), name
