"""The Today page says first what is late."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.services import follow_ups, households, patrols, today, visits
from panhuang_desk.services.editions import issue_report
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session

from tests.services.helpers import open_village


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        view = today.today_view(session)
        assert view.empty
        assert view.groups == ()
        assert view.count == 0
        assert view.last == Month(2026, 4)


def test_late_things_stand_first_then_today_then_calls(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        doors = []
        for number, elderly in ((1, 0), (2, 0), (3, 1)):
            saved = households.save_household(session, {
                "group_no": 1, "door_no": str(number), "contact_name": "陈秀英", "active_from": "2026-01-01",
                "left_behind_elderly": elderly})
            assert saved.record is not None
            doors.append(saved.record.id)
        visits.record_visit(session, doors[0], {"visited_on": "2026-05-13", "outcome": "met"})
        visits.record_visit(session, doors[1], {"visited_on": "2026-05-13", "outcome": "not_home"})
        for due in ("2026-05-16", "2026-05-22", "2026-06-30"):
            follow_ups.raise_follow_up(session, "household", doors[0], {
                "kind": "difficulty", "matter": "想找活干", "raised_on": "2026-05-10", "due_on": due})
        view = today.today_view(session)
        assert [(group.title, [(item.when, item.id) for item in group.items][:1]) for group in view.groups][2:] == [
            ("今天的计划", [("", "")]), ("再次上门", [("已 9 天", doors[1])]), ("重点户本月还没见到", [("", doors[2])])]
        assert (view.groups[2].items[0].subject, view.groups[2].items[0].detail) == (
            "走 2 户", "再次上门 1、重点户 1·1 组")
        assert [(group.title, group.items[0].when, group.items[0].state) for group in view.groups][:2] == [
            ("已逾期", "逾期 6 天", "overdue"), ("今天到期", "今天", "due")]
        assert view.groups[0].items[0].subject == "1 组 1 号 陈秀英"
        assert view.count == 2
        assert view.days_left == 9
        coverage = view.standings[0]
        assert (coverage.figure.numerator, coverage.figure.denominator) == (1, 3)
        assert coverage.behind
        assert coverage.sentence == "到今天应有 71 %，差 1 户"
        assert view.standings[-1].sentence == "无数据"
        assert len(view.near) == 4
        assert all(day.days >= 0 for day in view.near)


def test_long_groups_show_the_first_few_and_the_register_has_the_rest(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        for number in range(9):
            saved = households.save_household(session, {
                "group_no": 1, "door_no": str(number + 1), "active_from": "2026-01-01", "left_behind_elderly": 1})
            assert saved.record is not None
            if number < 4:
                visits.record_visit(session, saved.record.id, {"visited_on": "2026-05-13", "outcome": "not_home"})
        again, not_met = today.today_view(session).groups[-2:]
        assert (len(again.items), again.more, again.count) == (4, 0, 4)
        assert (len(not_met.items), not_met.more, not_met.filters) == (3, 2, {"people": "any", "late": "22"})


def patrols_of(session: Session) -> list[tuple[str, str, str, str]]:
    """The lines about rounds and publicity: subject, detail, when, state."""
    return [(item.subject, item.detail, item.when, item.state) for group in today.today_view(session).groups
            if group.title in ("踏查", "宣传期") for item in group.items]


def test_in_the_season_it_tells_what_is_overdue_and_what_each_round_still_asks_for(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        plots = []
        for name, former in (("东大田", 0), ("西大田", 0), ("旧大棚", 1)):
            saved = patrols.save_plot(session, {"name": name, "group_no": 1, "land_kind": "field",
                                                "active_from": "2026-01-01", "former_find": former})
            assert saved.record is not None
            plots.append(PlotLook(saved.record.id))
        assert patrols_of(session) == [
            ("第3轮、曾查获点位每周一次", "3 块地过了轮次没看", "逾期 10 天", "overdue"),
            ("第5轮", "还有 3 块地没看", "还有 9 天", "plain"),
            ("曾查获点位每周一次", "还有 1 块地没看", "还有 4 天", "plain")]
        values = {"patrolled_on": "2026-05-21", "method": "foot", "people": 2}
        assert patrols.record_patrol(session, values, plots).ok
        assert patrols_of(session) == [("第5轮", "还有 3 块地没看", "还有 9 天", "plain")]
        assert patrols.record_patrol(session, {**values, "patrolled_on": "2026-05-22"}, plots[1:]).ok
        assert patrols_of(session) == [("第5轮", "还有 1 块地没看", "还有 9 天", "plain")]
        assert patrols.record_patrol(session, {**values, "patrolled_on": "2026-05-22"}, plots[:1]).ok
        assert patrols_of(session) == []


def test_between_seasons_it_tells_what_is_to_be_explained(tmp_path: Path) -> None:
    with open_village(tmp_path, dt.date(2026, 11, 24)) as session:
        patrols.save_plot(session, {"name": "东大田", "group_no": 1, "land_kind": "field",
                                    "active_from": "2026-01-01"})
        assert patrols_of(session) == [
            ("播种期宣传", "秋播前后宣传禁种法规，发放告知书", "到 11月30日", "plain")]


def test_between_seasons_the_patrols_wait(tmp_path: Path) -> None:
    with open_village(tmp_path, dt.date(2026, 11, 24)) as session:
        sentences = {standing.title: standing.sentence for standing in today.today_view(session).standings}
        assert sentences["季内踏查"] == "现在不在踏查季"
        assert sentences["走访到户"] == "还没有登记"


def test_the_report_of_last_month_is_issued_or_has_changed_since(tmp_path: Path) -> None:
    with open_village(tmp_path) as session:
        with session.store.action() as action:
            door = action.save("household", {"group_no": 1, "door_no": "1", "active_from": "2026-01-01"}).id
        april, now = Month(2026, 4), dt.datetime(2026, 5, 2, 9)
        # The report of the quarter that ends with the month is another one.
        issue_report(session.store, Period.parse("2026-02..2026-04"), None, now)
        assert (today.today_view(session).last_report, today.today_view(session).last_changed) == ("", False)
        issue_report(session.store, april, None, now)
        view = today.today_view(session)
        assert (view.last_report, view.last_changed) == ("2026-05-02 09:00", False)
        visits.record_visit(session, door, {"visited_on": "2026-05-03", "outcome": "met"})
        assert not today.today_view(session).last_changed
        visits.record_visit(session, door, {"visited_on": "2026-04-30", "outcome": "met"})
        assert today.today_view(session).last_changed
        issue_report(session.store, april, None, now)
        assert not today.today_view(session).last_changed
