"""The month's plan of a file: by its rules, without those put off, one village at a time, undone like any save."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
from panhuang_desk.model.plan import PlanRules
from panhuang_desk.services import households, plan, plan_paper, visits
from panhuang_desk.services.session import Session

from tests.services.helpers import open_village

FRIDAY = dt.date(2026, 5, 22)


def add(session: Session, group: int, door: int, elderly: int = 0) -> str:
    saved = households.save_household(session, {
        "group_no": group, "door_no": str(door), "contact_name": "陈秀英", "active_from": "2026-01-01",
        "left_behind_elderly": elderly})
    assert saved.record is not None
    return saved.record.id


def call(session: Session, household: str, day: str, outcome: str = "met") -> None:
    assert visits.record_visit(session, household, {"visited_on": day, "outcome": outcome}).ok


def told(session: Session) -> list[tuple[int, list[tuple[str, str]]]]:
    found = plan.month_plan(session, session.store.home)
    return [(day.day.day, [(line.row.door_no, plan.reason_words(line.reason, found.rules)) for line in day.lines])
            for day in found.days]


def test_the_plan_says_whom_to_visit_and_why(tmp_path: Path) -> None:
    with open_village(tmp_path, FRIDAY) as session:
        again, key, met, other = add(session, 2, 9), add(session, 1, 2, 1), add(session, 1, 1, 1), add(session, 1, 3)
        call(session, again, "2026-05-13", "not_home")
        call(session, met, "2026-05-04")
        call(session, key, "2026-04-04")
        assert told(session) == [(22, [("2", "重点户本月未见"), ("9", "再次上门")])]
        session = attrs.evolve(session, today=lambda: dt.date(2026, 6, 1))
        assert told(session) == [(1, [("1", "重点户本月未见"), ("2", "重点户本月未见"), ("3", "本季未见"),
                                      ("9", "再次上门")])]
        assert session.store.get("household", other) is not None


def test_who_was_met_drops_out_and_the_rest_stays_for_another_day(tmp_path: Path) -> None:
    with open_village(tmp_path, FRIDAY) as session:
        doors = [add(session, 1 + number // 8, number + 1, 1) for number in range(24)]
        before = told(session)
        assert [(day, len(lines)) for day, lines in before] == [(22, 4), (25, 4), (26, 4), (27, 4), (28, 4), (29, 4)]
        for door in doors[:3]:
            call(session, door, "2026-05-22")
        call(session, doors[3], "2026-05-22", "not_home")
        after = told(session)
        assert [(day, len(lines)) for day, lines in after] == [(25, 5), (26, 4), (27, 4), (28, 4), (29, 4)]
        assert after[0][1][0] == ("4", "再次上门"), "the closed door first"
        tomorrow = attrs.evolve(session, today=lambda: dt.date(2026, 5, 27))
        assert sum(len(lines) for _, lines in told(tomorrow)) == 21, "what was not done moves on"
        assert [line.row.door_no for line in plan.planned_today(tomorrow, session.store.home)] == [
            door for door, _ in told(tomorrow)[0][1]]


def test_a_household_is_put_off_to_the_next_month_and_back(tmp_path: Path) -> None:
    with open_village(tmp_path, FRIDAY) as session:
        one, other = add(session, 1, 1, 1), add(session, 1, 2, 1)
        changes = plan.put_off(session, one)
        found = plan.month_plan(session, session.store.home)
        assert ([line.id for day in found.days for line in day.lines], [line.id for line in found.put_off]) == (
            [other], [one])
        later = attrs.evolve(session, today=lambda: dt.date(2026, 6, 1))
        assert plan.month_plan(later, session.store.home).count == 2
        session.store.undo(changes.action_id)
        assert plan.month_plan(session, session.store.home).count == 2
        plan.put_off(session, other)
        plan.take_back(session, other)
        assert plan.month_plan(session, session.store.home).put_off == ()


def test_the_rules_are_kept_in_the_file_and_damaged_ones_are_those_of_the_program(tmp_path: Path) -> None:
    with open_village(tmp_path, FRIDAY) as session:
        assert plan.plan_rules(session) == PlanRules()
        rules = PlanRules(call_again=False, key_months=3, weekdays=(5, 6), most=8)
        plan.set_plan_rules(session, rules)
        assert plan.plan_rules(session) == rules
        add(session, 1, 1)
        assert [day for day, _ in told(session)] == [23]
        for damaged in ("[", "[]", '{"key_months": 5}', '{"weekdays": 3}', '{"unknown": 1}'):
            session.store.set_setting(plan.RULES_SETTING, damaged)
            assert plan.plan_rules(session) == PlanRules()


def test_what_has_no_day_is_told(tmp_path: Path) -> None:
    with open_village(tmp_path, FRIDAY) as session:
        for number in range(9):
            add(session, 1, number + 1, 1)
        plan.set_plan_rules(session, PlanRules(most=1, weekdays=(4,)))
        found = plan.month_plan(session, session.store.home)
        assert (found.days_left, found.count, len(found.left)) == (2, 9, 7)


def test_the_working_list_names_the_characters_that_cannot_be_printed(tmp_path: Path) -> None:
    with open_village(tmp_path, FRIDAY) as session:
        saved = households.save_household(session, {"group_no": 1, "door_no": "1", "contact_name": "王𠮷𰀀",
                                                    "active_from": "2026-01-01", "left_behind_elderly": 1})
        assert saved.ok
        found = plan.month_plan(session, session.store.home)
        assert plan_paper.working_list_warning(found.days) == "1 组 1 号的联系人姓名里的“𰀀”字没有字体，会印成〓。"
        assert plan_paper.working_list_warning(()) == ""
        assert plan_paper.working_list(session, session.store.home, found.rules, found.days).startswith(b"%PDF")
