"""The visits page by keys alone: find, record, correct, delete and undo households and visits; drafts and errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.values import Village
from panhuang_desk.services import households, visits
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import today_view
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY
from tests.desk.pages.visits_desk import entry, focus, key, open_desk, press, raise_one, write


def names(desk: Shell) -> list[str]:
    table = desk.page.households.register.table.table
    return [table.row(place).contact_name for place in range(table.rowCount())]


def test_a_routine_visit_takes_twelve_keys(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    keys = ["3", "-", "2", "7", "Return", "1", "Return", "1", "5", key("save")]
    assert len(keys) <= 12
    assert focus() is desk.page.search
    for each in keys:
        press(each)
    visit, = session.store.records("visit")
    assert visit["household_id"] == doors["孙桂兰"]
    assert (visit["visited_on"], visit["outcome"]) == ("2026-05-22", "met")
    assert visit["topics"] == ("no_planting", "schooling")
    assert desk.undo_bar.text == "记了走访：3 组 27 号，5月22日"
    assert focus() is desk.page.search
    press(key("undo"))
    assert session.store.count("visit") == 0
    press(key("redo"))
    assert session.store.count("visit") == 1


@pytest.mark.parametrize(("typed", "found"), [
    ("sgl", ["孙桂兰"]), ("桂", ["孙桂兰"]), ("7702", ["孙桂兰"]), ("3组26号", ["朱明霞"]), ("14", ["王德发"]),
    ("8", ["陈秀英", "徐长林", "孙桂兰"]), ("不在册里的人", []),
])
def test_the_search_finds_as_people_search(desk: Shell, typed: str, found: list[str]) -> None:
    write(typed)
    assert sorted(names(desk)) == sorted(found)
    if found:
        assert names(desk)[0] == found[0]
        assert desk.page.households.register.current.contact_name == found[0]


def test_a_door_that_is_written_with_its_group_is_found(session: Session, desk: Shell) -> None:
    for door in ("3-1", "3-3", "3-30"):
        households.save_household(session, {"group_no": 3, "door_no": door, "contact_name": f"户{door}"})
    desk.refresh()
    write("3-3")
    assert names(desk)[0] == "户3-3"
    desk.page.search.clear()
    write("3-27")
    assert names(desk) == ["孙桂兰"]


@pytest.mark.parametrize("typed", ["3-77", "3 组 77", "3.77"])
def test_a_door_that_is_not_there_finds_no_phone_and_is_offered_as_a_new_household(
    session: Session, desk: Shell, doors: dict[str, str], typed: str,
) -> None:
    households.save_household(session, {
        "group_no": 5, "door_no": "1", "contact_name": "周学兵", "phone": "13800003377"})
    desk.refresh()
    write("3377")
    assert names(desk) == ["周学兵"]
    press("Ctrl+A")
    write(typed)
    register = desk.page.households.register
    assert names(desk) == []
    assert register._none_title.text() == "没有 3 组 77 号"
    press("Return")
    assert entry(desk) is None
    press(key("household"))
    rows = entry(desk).form.rows
    assert (rows["group_no"].editor.text(), rows["door_no"].editor.text()) == ("3", "77")
    assert focus() is rows["contact_name"].editor.focus
    press(key("save"))
    assert session.store.count("household", {"group_no": 3, "door_no": "77"}) == 1


def test_what_looks_like_a_door_may_be_part_of_a_name(session: Session, desk: Shell) -> None:
    households.save_household(session, {"group_no": 5, "door_no": "1", "contact_name": "商铺7-3"})
    desk.refresh()
    write("7-3")
    assert names(desk) == ["商铺7-3"]


def test_filters_say_how_many_are_shown(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    register = desk.page.households.register
    assert register.count.text() == "共 5 户"
    register.filters.group._pick("3")
    assert register.count.text() == "显示 3 户，共 5 户"
    visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-20", "outcome": "met"})
    desk.refresh()
    register.filters.late._pick("30")
    assert names(desk) == ["朱明霞", "徐长林"]
    register.search.setFocus()
    press("Escape")
    assert len(names(desk)) == 5


def test_a_visit_as_last_time_takes_eight_keys(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["孙桂兰"], {
        "visited_on": "2026-05-14", "outcome": "met", "topics": ("no_planting", "fraud")})
    keys = ["3", "-", "2", "7", "Return", "Return", "0", key("save")]
    assert len(keys) <= 8
    press(*keys)
    newest = session.store.records("visit", order=("-visited_on",))[0]
    assert (newest["visited_on"], newest["topics"]) == ("2026-05-22", ("no_planting", "fraud"))


def test_zero_takes_the_topics_of_the_last_visit(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["孙桂兰"], {
        "visited_on": "2026-05-14", "outcome": "met", "topics": ("no_planting", "fraud")})
    write("3-27")
    press("Return", "Return", "0", key("save"))
    newest = session.store.records("visit", order=("-visited_on",))[0]
    assert newest["topics"] == ("no_planting", "fraud")


def test_a_material_counts_once_until_a_number_is_typed(session: Session, desk: Shell) -> None:
    write("3-27")
    press("Return", "Return", "Return", "1", "2")
    assert entry(desk).form.rows["materials_given"].editor.text() == "2"
    press("Return")
    focus().selectAll()
    write("6")
    press(key("save"))
    assert session.store.records("visit")[0]["materials_given"] == 6


def test_a_wrong_day_is_told_beside_the_field_and_nothing_is_saved(session: Session, desk: Shell) -> None:
    write("3-27")
    press("Return", "Shift+Tab")
    focus().selectAll()
    write("5.32")
    press(key("save"))
    row = entry(desk).form.rows["visited_on"]
    assert "31 天" in row.problem
    assert row.editor.focus.hasFocus()
    assert session.store.count("visit") == 0
    focus().selectAll()
    write("20")
    press(key("save"))
    assert session.store.records("visit")[0]["visited_on"] == "2026-05-20"


def test_save_and_next_walks_the_doors(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    write("3-26")
    press("Return", "2", key("save_next"))
    assert entry(desk).about == doors["孙桂兰"]
    assert not desk.undo_bar.isVisible()
    assert desk._hint_bar.words == "记了走访：3 组 26 号，5月22日"
    press("1", key("save_next"))
    assert entry(desk).about == doors["徐长林"]
    press("1", key("save_next"))
    assert entry(desk) is None
    assert [record["outcome"] for record in session.store.records("visit", order=("id",))] == ["not_home", "met", "met"]


def test_what_was_typed_comes_back_after_leaving(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    write("3-27")
    press("Return", "3", "Escape")
    assert entry(desk) is None
    assert desk._hint_bar.words == "草稿留着，再打开时还在"
    assert session.store.count("visit") == 0
    press("Return")
    assert entry(desk).form.rows["outcome"].editor.codes() == ("refused",)
    press(key("save"))
    assert session.store.draft(f"visit:new:{doors['孙桂兰']}") is None


def test_a_draft_outlives_the_window(session: Session, desk: Shell, qtbot: QtBot) -> None:
    write("3-27")
    press("Return", "3", key("follow_up"))
    write("问转学")
    qtbot.waitUntil(lambda: len(session.store.drafts()) == 2, timeout=2000)
    again = open_desk(session, "visits")
    qtbot.addWidget(again)
    write("3-27")
    press("Return")
    assert entry(again).form.rows["outcome"].editor.codes() == ("refused",)
    assert entry(again).inset.values()[0]["matter"] == "问转学"


def test_a_follow_up_is_raised_in_the_same_action(session: Session, desk: Shell) -> None:
    write("3-27")
    press("Return", "1", key("follow_up"))
    press(key("save"))
    assert session.store.count("visit") == 0
    assert entry(desk).inset.items[0].rows["matter"].problem
    write("孙子转学手续")
    press(key("save"))
    raised, = session.store.records("follow_up")
    visit, = session.store.records("visit")
    assert (raised["source_table"], raised["source_id"]) == ("visit", visit.id)
    assert (raised["matter"], raised["due_on"]) == ("孙子转学手续", "2026-05-29")
    press(key("undo"))
    assert session.store.count("visit") == session.store.count("follow_up") == 0


def test_the_due_day_follows_the_kind_until_one_is_typed(session: Session, desk: Shell) -> None:
    write("3-27")
    press("Return", key("follow_up"))
    inset, = entry(desk).inset.items
    press("Shift+Tab", "3")
    assert inset.values()["due_on"] == "2026-06-05"
    press("Return", "Return")
    focus().selectAll()
    write("6.1")
    inset.rows["kind"].editor.focus.setFocus()
    press("2")
    assert inset.values()["due_on"] == "2026-06-01"


def test_a_new_household_and_another_one(session: Session, desk: Shell) -> None:
    press(key("household"))
    write("４")
    press("Return")
    write("5")
    press("Return")
    write("周学兵")
    press(key("save_next"))
    assert entry(desk).form.rows["group_no"].editor.text() == "4"
    assert entry(desk).form.rows["door_no"].editor.focus.hasFocus()
    press("Escape")
    record = next(r for r in session.store.records("household") if r["contact_name"] == "周学兵")
    assert (record["group_no"], record["door_no"], record["active_from"]) == (4, "5", "2026-05-22")
    press(key("undo"))
    assert "周学兵" not in names(desk)


def test_a_household_without_its_door_is_not_saved(session: Session, desk: Shell) -> None:
    press(key("household"), key("save"))
    assert entry(desk).form.rows["group_no"].problem
    assert entry(desk).form.rows["door_no"].problem
    assert session.store.count("household") == 5


def test_correcting_a_household_is_in_its_history(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    write("3-27")
    press(key("edit"))
    phone = entry(desk).form.rows["phone"].editor.focus
    phone.setFocus()
    phone.selectAll()
    write("13900001485")
    press(key("save"))
    assert session.store.get("household", doors["孙桂兰"])["phone"] == "13900001485"
    history = desk.page.households.detail.tables["history"].table
    column = history.columns[1]
    assert column.text(history.row(0)) == "联系电话 13800007702 → 13900001485"
    press(key("undo"))
    assert session.store.get("household", doors["孙桂兰"])["phone"] == "13800007702"


def test_a_household_that_left_is_out_of_the_list_and_can_be_seen(session: Session, desk: Shell) -> None:
    write("3-27")
    press(key("edit"))
    form = entry(desk).form
    form.rows["inactive_from"].editor.focus.setFocus()
    write("5.1")
    press(key("save"))
    assert form.rows["inactive_reason"].problem
    press("1", key("save"))
    desk.page.households.register.clear_filters()
    assert "孙桂兰" not in names(desk)
    desk.page.households.register.filters.left.click()
    assert names(desk) == ["孙桂兰"]


def test_deleting_a_household_takes_no_question_and_can_be_undone(session: Session, desk: Shell) -> None:
    press("Down", key("delete"))
    assert session.store.count("household") == 4
    assert desk.undo_bar.text == "删除了户：1 组 8 号"
    press(key("undo"))
    assert session.store.count("household") == 5
    assert "陈秀英" in names(desk)


def test_a_begun_visit_of_a_deleted_household_comes_back_with_it(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    write("3-27")
    press("Return", "2", "Escape", "Down", key("delete"))
    assert desk.undo_bar.text == "删除了户：3 组 27 号，没写完的走访撤销后还在"
    press("Alt+1")
    assert all(item.id != doors["孙桂兰"] for group in today_view(session).groups for item in group.items)
    press(key("undo"))
    begun = today_view(session).groups[0]
    assert (begun.title, [item.id for item in begun.items]) == ("没写完的", [doors["孙桂兰"]])
    press("Alt+2")
    desk.page.search.clear()
    desk.page.search.setFocus()
    write("3-27")
    press("Return")
    assert entry(desk).form.rows["outcome"].editor.codes() == ("not_home",)


def test_a_visit_is_corrected_and_deleted_from_the_detail(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    visits.record_visit(session, doors["陈秀英"], {"visited_on": "2026-05-14", "outcome": "met"})
    desk.refresh()
    press("Down", "Right")
    assert focus() is desk.page.households.detail.tables["visits"]
    press("Return")
    entry(desk).form.rows["outcome"].editor.focus.setFocus()
    press("3", key("save"))
    assert session.store.records("visit")[0]["outcome"] == "refused"
    assert session.store.count("visit") == 1
    press("Right") if focus() is desk.page.households.register.table else None
    desk.page.households.detail.tables["visits"].setFocus()
    press(key("delete"))
    assert session.store.count("visit") == 0
    press(key("undo"))
    assert session.store.count("visit") == 1


def test_another_household_closes_the_form_and_keeps_its_draft(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    write("3-27")
    press("Return", "3")
    desk.page.households.register.clear_filters()
    desk.page.households.register.mark(doors["王德发"])
    assert entry(desk) is None
    assert session.store.draft(f"visit:new:{doors['孙桂兰']}")["outcome"] == "refused"


def test_the_months_visits_are_corrected_and_deleted(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    for day in ("2026-05-03", "2026-05-14", "2026-04-30"):
        visits.record_visit(session, doors["孙桂兰"], {"visited_on": day, "outcome": "met"})
    desk.refresh()
    press(key("next_tab"))
    log = desk.page.log
    days = [log.table.table.row(place).visited_on for place in range(log.table.table.rowCount())]
    assert days == ["2026-05-14", "2026-05-03"]
    assert log.count.text() == "5月 2 次，见到 1 户"
    assert focus() is log.table
    press("Return", key("save"))
    assert entry(desk) is None
    press(key("delete"))
    assert session.store.count("visit") == 2
    press(key("undo"))
    assert session.store.count("visit") == 3
    log.month_chip._pick("2026-04")
    assert log.table.table.rowCount() == 1


def log_doors(desk: Shell) -> list[tuple[str, str]]:
    table = desk.page.log.table.table
    return [(table.row(place).door_no, table.row(place).visited_on[8:]) for place in range(table.rowCount())]


def test_the_log_is_narrowed_ordered_and_told_in_words(
    session: Session, desk: Shell, doors: dict[str, str],
) -> None:
    for name, day, outcome in (("孙桂兰", "2026-05-03", "met"), ("陈秀英", "2026-05-14", "not_home"),
                               ("徐长林", "2026-05-14", "met"), ("王德发", "2026-02-01", "met")):
        more = {"difficulties": ("illness",), "seen": ("usual",), "note": "约周末"} if outcome == "met" else {}
        visits.record_visit(session, doors[name], {"visited_on": day, "outcome": outcome, **more})
    desk.page.set_tab(1)
    log = desk.page.log
    assert log_doors(desk) == [("28", "14"), ("8", "14"), ("27", "03")]
    about = next(column for column in log.table.table.columns if column.name == "about")
    assert about.text(log.table.table.row(0)) == "没有异常·困难：看病负担·约周末"
    log.group_chip._pick("3")
    assert log_doors(desk) == [("28", "14"), ("27", "03")]
    log.group_chip._pick("")
    log.outcome_chip._pick("not_home")
    assert log_doors(desk) == [("8", "14")]
    log.outcome_chip._pick("")
    log.month_chip._pick("all")
    assert log.count.text() == "共 4 次，见到 3 户"
    log.table.order_by("door")
    assert [door for door, _ in log_doors(desk)] == ["8", "14", "27", "28"]
    log.search.setText("王德发")
    assert log_doors(desk) == [("14", "01")]
    assert not log.person_chip.isVisible()


def test_visits_are_read_only_where_they_are_looked_at(session: Session, doors: dict[str, str]) -> None:
    with session.store.action() as action:
        for number in range(300):
            day = f"2026-0{1 + number % 5}-1{number % 9}"
            action.save("visit", {"household_id": doors["孙桂兰"], "visited_on": day,
                                  "outcome": "met"}, village=session.home.code)
    found = visits.VisitList(session, visits.VisitFilter(session.home.code))
    assert (found.count().visits, found.count().met) == (300, 1)
    window = found.rows(100, 20, "day", True)
    assert len(window) == 20
    assert found.place(window[3].id, "day", True) == 103
    assert found.ids("day", True)[103] == window[3].id
    assert found.place("gone", "day", True) is None


def test_the_log_goes_out_as_a_table_of_what_it_shows(
    session: Session, desk: Shell, doors: dict[str, str], said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    for name, day in (("孙桂兰", "2026-05-03"), ("陈秀英", "2026-04-14")):
        visits.record_visit(session, doors[name], {"visited_on": day, "outcome": "met"})
    desk.page.set_tab(1)
    said.answers.append("masked")
    said.paths.append([str(tmp_path / "走访.csv")])
    press(key("export"))
    qtbot.waitUntil(lambda: (tmp_path / "走访.csv").exists(), timeout=5000)
    lines = (tmp_path / "走访.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "2026-05-03" in lines[1] or "2026年5月3日" in lines[1]


def test_names_and_phones_can_be_covered(desk: Shell) -> None:
    write("3-27")
    register = desk.page.households.register
    column = next(each for each in register.table.table.columns if each.name == "name")
    assert column.text(register.current) == "孙桂兰"
    press(key("mask"))
    assert column.text(register.current) == "孙**"
    labels = desk.page.households.detail.findChildren(type(register.count))
    shown = " ".join(label.text() for label in labels if label.isVisible())
    assert "孙桂兰" not in shown
    assert "13800007702" not in shown
    assert "**** 7702" in shown


def test_other_pages_point_at_a_household_or_a_visit(session: Session, desk: Shell, doors: dict[str, str]) -> None:
    saved = visits.record_visit(session, doors["王德发"], {"visited_on": "2026-03-02", "outcome": "met"})
    desk.go("visits", kind="household", id=doors["王德发"])
    assert desk.page.households.register.current.contact_name == "王德发"
    desk.go("visits", kind="visit", id=saved.record.id)
    assert desk.page.tab == 1
    assert entry(desk).form.rows["visited_on"].editor.text() == "2026年3月2日"
    press("Escape")
    desk.go("visits", kind="household", id="gone", do="visit")
    assert "已经不在了" in desk.undo_bar.text


@pytest.mark.parametrize("size", [125, 150])
def test_large_text_fits_the_screen(
    session: Session, doors: dict[str, str], qtbot: QtBot, sized: Callable[[int], Theme], size: int,
) -> None:
    raise_one(session, doors["孙桂兰"], "孙子转学手续", "2026-05-22")
    sized(size)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    write("3-27")
    press("Return")
    assert entry(desk).isVisible()
    assert desk.page.households.register.isVisible() == (size < 150)
    assert desk.minimumSizeHint().width() <= 1366
    press("Escape")
    assert desk.page.search.hasFocus()
    assert desk.page.households.register.isVisible()
    press("Down", "Right")
    assert desk.page.households.detail.isVisible()
    press("Escape")
    assert QApplication.focusWidget() is desk.page.households.register.table


def test_an_offices_file_shows_the_village_and_asks_for_one(
    tmp_path: Path, qtbot: QtBot, said: Recorder,
) -> None:
    villages = [Village("320903004202", "仰徐村委会", "320903004000", "潘黄街道", 0),
                Village("320903004203", "新民村委会", "320903004000", "潘黄街道", 1)]
    store = Store.create(tmp_path / "街道.phdb", "菜园 水井 2026", villages=villages, home="", person="街道禁毒办",
                         settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as session:
        for village, name in zip(villages, ("孙桂兰", "周学兵"), strict=True):
            households.save_household(session, {"group_no": 3, "door_no": "27", "contact_name": name},
                                      village=village.code)
        desk = open_desk(session, "visits")
        qtbot.addWidget(desk)
        table = desk.page.households.register.table
        assert [table.table.columns[0].text(table.table.row(n)) for n in (0, 1)] == ["仰徐村", "新民村"]
        assert desk.page.households.detail.head.door.text() == "仰徐村 3 组 27 号"
        press(key("household"))
        for text in ("3", "28"):
            write(text)
            press("Return")
        press(key("save"))
        assert said.said[-1].code == "village"
        assert entry(desk).isVisible()
        press("Escape")
        desk.page.village_chip._pick(villages[1].code)
        assert names(desk) == ["周学兵"]
        assert table.isColumnHidden(0)
        press(key("household"), key("save"))
        assert {r.village for r in session.store.records("household", {"door_no": "28"})} == {villages[1].code}
        again = open_desk(session, "visits")
        qtbot.addWidget(again)
        assert sorted(names(again)) == ["", "周学兵"]
