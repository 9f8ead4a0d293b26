"""Recording: what is checked, what the program fills in, what one undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from panhuang_desk.model.checklists import Checklists
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.services import finds, follow_ups, households, patrols, records, visits
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import HouseholdRow

from tests.services.helpers import open_village

TOPICS = VISIT.by_name["topics"]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def add_household(session: Session, door: str = "27", **values: object) -> str:
    saved = households.save_household(session, {
        "group_no": 3, "door_no": door, "contact_name": "孙桂兰", "phone": "13900001485",
        "active_from": "2026-01-01", **values})  # type: ignore[dict-item]
    assert saved.record is not None, saved.problems
    return saved.record.id


def add_plot(session: Session, name: str) -> str:
    saved = patrols.save_plot(session, {"name": name, "group_no": 2, "land_kind": "vegetable", "area_mu": 2.4,
                                        "active_from": "2026-01-01"})
    assert saved.record is not None, saved.problems
    return saved.record.id


def listed(session: Session, narrowed: households.HouseholdFilter | None = None) -> list[HouseholdRow]:
    """All the rows that a filter lets through."""
    found = households.narrow(session, narrowed)
    return found.fetch(0, found.count)


def test_a_new_household_is_in_the_register_from_today(session: Session) -> None:
    saved = households.save_household(session, {"group_no": 3, "door_no": "27"})
    assert saved.record is not None
    assert saved.record["active_from"] == "2026-05-22"
    assert saved.record.village == "320903004202"
    assert [row.id for row in listed(session)] == [saved.record.id]


def test_nothing_is_written_where_a_field_is_wrong(session: Session) -> None:
    saved = households.save_household(session, {"group_no": None, "door_no": ""})
    assert not saved.ok
    assert {problem.field for problem in saved.problems} == {"group_no", "door_no"}
    assert session.store.count("household") == 0


def test_a_household_leaves_with_its_visit_whatever_else_is_wrong_with_it(session: Session) -> None:
    with session.store.action() as action:
        home = action.save("household", {
            "group_no": 3, "door_no": "27", "phone": "写错的" * 20, "active_from": "2026-01-01"}).id
    saved = visits.record_visit(session, home, {"visited_on": "2026-05-20", "outcome": "moved"}, moved_away=True)
    assert saved.ok
    household = session.store.get("household", home)
    assert household is not None
    assert (household["inactive_from"], household["inactive_reason"]) == ("2026-05-20", "moved")
    assert listed(session) == []


def test_a_visit_and_its_follow_up_are_one_action(session: Session) -> None:
    door = add_household(session)
    saved = visits.record_visit(
        session, door, {"visited_on": "2026-05-22", "outcome": "met", "topics": ("school",)},
        follow_ups=({"kind": "request", "matter": "孙子转学手续"},))
    assert saved.ok
    waiting = follow_ups.follow_ups(session)
    assert [(row.matter, row.raised_on, row.due_on, row.household_id) for row in waiting] == [
        ("孙子转学手续", "2026-05-22", "2026-05-29", door)]
    records.undo(session, saved.changes.action_id)
    assert session.store.count("visit") == 0
    assert session.store.count("follow_up") == 0


def test_a_follow_up_without_words_stops_the_visit_too(session: Session) -> None:
    door = add_household(session)
    saved = visits.record_visit(session, door, {"visited_on": "2026-05-22", "outcome": "met"},
                                follow_ups=({"kind": "request", "matter": ""},))
    assert not saved.ok
    assert "follow_up.matter" in {problem.field for problem in saved.problems}
    assert session.store.count("visit") == 0


def test_what_was_chosen_leads_to_a_follow_up_of_each_kind(session: Session) -> None:
    door = add_household(session)
    chosen = {"visited_on": "2026-05-22", "outcome": "met", "seen": ("fire_risk", "new_tenants", "suspect_plants"),
              "difficulties": ("illness", "no_carer"), "requests": ("work",)}
    found = visits.reasons(session, chosen)
    assert [(each.kind, each.matter) for each in found] == [
        ("clue", "疑似毒品原植物"), ("hazard", "用火用电隐患"), ("difficulty", "看病负担、缺人照看"),
        ("request", "想找工作")]
    saved = visits.record_visit(session, door, chosen, follow_ups=[
        {"kind": each.kind, "matter": each.matter} for each in found])
    assert saved.ok
    due = {row.kind: row.due_on for row in follow_ups.follow_ups(session)}
    assert due == {"clue": "2026-05-23", "hazard": "2026-05-29", "difficulty": "2026-06-05", "request": "2026-05-29"}
    assert visits.reasons(session, chosen, chosen) == ()
    more = visits.reasons(session, {**chosen, "difficulties": ("illness", "income")}, chosen)
    assert [(each.kind, each.matter) for each in more] == [("difficulty", "收入少")]
    outside = visits.reasons(session, {**chosen, "outcome": "not_home"})
    assert [each.kind for each in outside] == ["clue", "hazard"]


def test_a_follow_up_outlives_the_visit_that_raised_it(session: Session) -> None:
    door = add_household(session)
    saved = visits.record_visit(session, door, {"visited_on": "2026-05-22", "outcome": "met"},
                                follow_ups=({"kind": "request", "matter": "问转学"},))
    assert saved.record is not None
    records.delete_record(session, "visit", saved.record.id)
    assert [(row.matter, row.household_id) for row in follow_ups.follow_ups(session)] == [("问转学", door)]


def test_a_visit_out_of_the_register_or_twice_a_day_is_odd(session: Session) -> None:
    door, twin = add_household(session), add_household(session, "27-1")
    visits.record_visit(session, twin, {"visited_on": "2026-05-20", "outcome": "met"})
    assert visits.oddities(session, door, "2026-05-20") == []
    with session.store.action() as action:
        records.save_in(action, session, "household", {
            "merged_into": door, "inactive_from": "2026-05-21", "inactive_reason": "merged"}, twin)
    assert [problem.message[:8] for problem in visits.oddities(session, door, "2026-05-20")] == ["这一户当天已经记"]
    records.save_record(session, "household", {"inactive_from": "2026-05-21", "inactive_reason": "moved"}, door)
    assert [problem.message[:7] for problem in visits.oddities(session, door, "2026-05-22")] == ["这一户那天不在"]


def test_the_worker_and_the_checklist_are_filled_in(session: Session) -> None:
    saved = visits.record_visit(session, add_household(session), {"visited_on": "2026-05-22", "outcome": "met"})
    assert saved.record is not None
    assert saved.record["visited_by"] == "徐海燕"
    assert saved.record["checklist_version"] == session.resources.checklists.version("visit")


def test_what_is_not_asked_is_not_kept(session: Session) -> None:
    door = add_household(session)
    saved = visits.record_visit(session, door, {"visited_on": "2026-05-22", "outcome": "met", "topics": ("school",)})
    assert saved.record is not None
    changed = visits.record_visit(session, door, {"outcome": "not_home"}, saved.record.id)
    assert changed.record is not None
    assert not changed.record["topics"]


def test_a_second_visit_on_one_day_is_warned_about_and_saved(session: Session) -> None:
    door = add_household(session)
    first = visits.record_visit(session, door, {"visited_on": "2026-05-22", "outcome": "not_home"})
    second = visits.record_visit(session, door, {"visited_on": "2026-05-22", "outcome": "met"})
    assert not first.problems
    assert second.ok
    assert [problem.warning for problem in second.problems] == [True]


def test_a_visit_tomorrow_is_refused(session: Session) -> None:
    saved = visits.record_visit(session, add_household(session), {"visited_on": "2026-05-23", "outcome": "met"})
    assert [problem.field for problem in saved.problems] == ["visited_on"]
    assert not saved.ok


def test_deleting_a_household_takes_its_visits_along_and_undo_brings_all_back(session: Session) -> None:
    door = add_household(session)
    visits.record_visit(session, door, {"visited_on": "2026-05-20", "outcome": "met"})
    changes = records.delete_record(session, "household", door)
    assert session.store.count("visit") == 0
    assert households.view(session, door) is None
    undone = records.undo(session, changes.action_id)
    assert session.store.count("visit") == 1
    assert not undone.kept
    again = records.undo(session, undone.changes.action_id)
    assert session.store.count("visit") == 0
    assert again.changes.kinds == {"household", "visit"}


def test_a_patrol_keeps_what_was_looked_at_and_can_be_corrected(session: Session) -> None:
    first, second = add_plot(session, "沟东菜地"), add_plot(session, "西二棚")
    values = {"patrolled_on": "2026-05-15", "method": "foot", "people": 3}
    saved = patrols.record_patrol(session, values, [PlotLook(first), PlotLook(second)])
    assert saved.record is not None
    patrols.record_patrol(session, {"people": 4}, [PlotLook(first, note="田埂也看了")], saved.record.id)
    assert [(row.plot_name, row.note) for row in patrols.checks_of(session, saved.record.id)] == [
        ("沟东菜地", "田埂也看了")]
    assert [row.people for row in patrols.patrols(session)] == [4]
    assert {row.name: row.last_checked for row in patrols.plots(session)} == {"沟东菜地": "2026-05-15", "西二棚": ""}


def test_correcting_a_patrol_keeps_what_was_seen_on_a_plot_deleted_since(session: Session) -> None:
    kept, deleted = add_plot(session, "沟东菜地"), add_plot(session, "西二棚")
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 3},
                                  [PlotLook(kept), PlotLook(deleted, note="棚里没进")])
    assert saved.record is not None
    gone = records.delete_record(session, "plot", deleted)
    patrols.record_patrol(session, {"patrolled_on": "2026-05-14", "people": 4}, [PlotLook(kept)], saved.record.id)
    records.undo(session, gone.action_id)
    assert {(row.plot_name, row.note, row.checked_on) for row in patrols.checks_of(session, saved.record.id)} == {
        ("沟东菜地", "", "2026-05-14"), ("西二棚", "棚里没进", "2026-05-14")}


def test_a_patrol_whose_plots_were_all_deleted_can_still_be_corrected(session: Session) -> None:
    plot = add_plot(session, "沟东菜地")
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 3},
                                  [PlotLook(plot)])
    assert saved.record is not None
    records.delete_record(session, "plot", plot)
    assert patrols.record_patrol(session, {"people": 4}, [], saved.record.id).ok
    assert [row.people for row in patrols.patrols(session)] == [4]


def test_a_find_without_its_report_is_refused_under_its_plot(session: Session) -> None:
    plot = add_plot(session, "沟东菜地")
    look = PlotLook(plot, found=True, finding={"species": "poppy", "plants": 37, "found_at": "2026-05-15 09:10"})
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 2}, [look])
    assert not saved.ok
    assert {problem.field for problem in saved.plot_problems[plot]} == {
        "finding.reported_at", "finding.reported_to", "finding.reported_person"}
    assert session.store.count("patrol") == 0


def test_a_find_opens_the_recheck_and_its_day_moves_with_it(session: Session) -> None:
    plot = add_plot(session, "沟东菜地")
    finding = {"species": "poppy", "plants": 37, "found_at": "2026-05-15 09:10", "reported_at": "2026-05-15 09:30",
               "reported_to": "潘黄派出所", "reported_person": "值班民警", "recheck_on": "2026-05-30"}
    patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 2},
                          [PlotLook(plot, found=True, finding=finding)])
    row = patrols.findings(session)[0]
    assert [(f.kind, f.due_on) for f in follow_ups.follow_ups(session)] == [
        ("uproot", "2026-05-16"), ("recheck", "2026-05-30")]
    saved = finds.save_finding(session, row.id, {"uprooted": 37, "uprooted_at": "2026-05-15 11:00",
                                                "destroyed_at": "2026-05-15 12:00", "recheck_on": "2026-06-01"})
    assert saved.ok
    assert [(f.kind, f.due_on) for f in follow_ups.follow_ups(session)] == [("recheck", "2026-06-01")]
    assert patrols.plots(session)[0].open_findings == 0


def test_a_patrol_of_no_plot_is_refused(session: Session) -> None:
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 2}, [])
    assert not saved.ok
    assert [problem.field for problem in saved.problems] == ["plots"]


def test_follow_ups_are_closed_with_a_day_and_can_be_opened_again(session: Session) -> None:
    door = add_household(session)
    raised = follow_ups.raise_follow_up(session, "household", door, {"kind": "difficulty", "matter": "大病救助"})
    assert raised.record is not None
    closed = follow_ups.close_follow_up(session, raised.record.id, "已办好")
    assert closed.record is not None
    assert closed.record["closed_on"] == "2026-05-22"
    assert follow_ups.follow_ups(session) == []
    records.undo(session, closed.changes.action_id)
    assert [row.status for row in follow_ups.follow_ups(session)] == ["raised"]


def test_nothing_is_closed_without_a_result_or_reported_to_nobody(session: Session) -> None:
    raised = follow_ups.raise_follow_up(session, "household", add_household(session),
                                        {"kind": "difficulty", "matter": "大病救助", "raised_on": "2026-05-20"})
    assert raised.record is not None
    id = raised.record.id
    for closed_as in ("done", "passed_on", "moot", "mistake"):
        stopped = follow_ups.close_follow_up(session, id, " ", closed_as=closed_as)
        assert [problem.field for problem in stopped.problems] == ["outcome"]
    assert [p.field for p in follow_ups.report_follow_up(session, id, "").problems] == ["reported_to"]
    early = follow_ups.report_follow_up(session, id, "街道民政办", "2026-05-19")
    assert [problem.field for problem in early.problems] == ["reported_on"]
    assert follow_ups.report_follow_up(session, id, "街道民政办", "2026-05-21", "phone").ok
    hasty = follow_ups.close_follow_up(session, id, "已办好", "2026-05-20")
    assert [problem.field for problem in hasty.problems] == ["closed_on"]
    assert follow_ups.close_follow_up(session, id, "重复登记", closed_as="mistake").ok
    row, = follow_ups.follow_ups(session, open_only=False)
    assert (row.reported_to, row.reported_on, row.reported_how, row.closed_as, row.outcome) == (
        "街道民政办", "2026-05-21", "phone", "mistake", "重复登记")


def test_a_closed_follow_up_opens_again_as_it_was(session: Session) -> None:
    raised = follow_ups.raise_follow_up(session, "household", add_household(session),
                                        {"kind": "clue", "matter": "查租客", "raised_on": "2026-05-20"})
    assert raised.record is not None
    id = raised.record.id
    follow_ups.close_follow_up(session, id, "办好了")
    again = follow_ups.reopen_follow_up(session, id)
    assert again.record is not None
    assert (again.record["status"], again.record["outcome"], again.record["closed_on"]) == ("raised", None, None)
    follow_ups.report_follow_up(session, id, "派出所")
    follow_ups.close_follow_up(session, id, "已移交", closed_as="passed_on")
    again = follow_ups.reopen_follow_up(session, id)
    assert again.record is not None
    assert (again.record["status"], again.record["reported_to"]) == ("reported", "派出所")


def test_the_register_is_narrowed_as_people_ask(session: Session) -> None:
    met = add_household(session, "2", contact_name="张三", left_behind_elderly=1)
    away = add_household(session, "10", contact_name="李四", tenure="rented")
    visits.record_visit(session, met, {"visited_on": "2026-05-20", "outcome": "met"})
    visits.record_visit(session, away, {"visited_on": "2026-04-01", "outcome": "met"})
    visits.record_visit(session, away, {"visited_on": "2026-05-20", "outcome": "not_home"})
    narrowed = households.HouseholdFilter

    def ids(**values: object) -> list[str]:
        return [row.id for row in listed(session, narrowed(**values))]  # type: ignore[arg-type]

    assert ids() == [met, away]
    assert ids(not_met_days=30) == [away]
    assert ids(key_group="left_behind_elderly") == [met]
    assert ids(tenure="rented") == [away]
    assert ids(text="ls") == [away]
    assert ids(group_no=4) == []
    row = listed(session, narrowed(text="李"))[0]
    assert (row.last_met, row.last_visit, row.last_outcome, row.calls_missed) == (
        "2026-04-01", "2026-05-20", "not_home", 1)


def test_a_household_that_left_moves_to_the_inactive_ones(session: Session) -> None:
    door = add_household(session)
    saved = households.save_household(session, {"inactive_from": "2026-05-01", "inactive_reason": "moved"}, door)
    assert saved.ok
    assert listed(session) == []
    assert [row.id for row in listed(session, households.HouseholdFilter(inactive=True))] == [door]


def test_a_door_typed_with_its_group_is_the_first_answer_however_it_is_kept(session: Session) -> None:
    kept = {door: add_household(session, door) for door in ("3-1", "3-3", "3-31", "27")}

    def best(text: str) -> str:
        return listed(session, households.HouseholdFilter(text=text))[0].id

    assert best("3-3") == kept["3-3"]
    assert best("3组3号") == kept["3-3"]
    assert best("3-27") == kept["27"]


def test_a_choice_that_is_offered_no_more_is_still_said_in_words(session: Session) -> None:
    saved = visits.record_visit(session, add_household(session), {
        "visited_on": "2026-05-14", "outcome": "met", "topics": (session.resources.choices(TOPICS)[0].code,)})
    assert saved.record is not None
    value = saved.record["topics"]
    words = records.shown_value(session, "visit", "topics", value)
    retire_first_topic(session)
    assert value[0] not in {choice.code for choice in session.resources.choices(TOPICS)}
    assert records.shown_value(session, "visit", "topics", value) == words != value[0]


def retire_first_topic(session: Session) -> None:
    """As where the office marks it in its file."""
    known = session.resources.checklists
    visit = known.by_name["visit"]
    first, *rest = visit.lists["topics"]
    visit = attrs.evolve(visit, lists={**visit.lists, "topics": tuple(rest)}, retired={"topics": (first,)})
    session.resources.checklists = Checklists({**known.by_name, "visit": visit})
