"""A find's follow-ups, in whatever order its steps are saved; its recheck; what goes with a deletion and an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.find_recheck import AGAIN, CLEAR, RECHECK_RESULT, RECORDED
from panhuang_desk.model.find_steps import waits
from panhuang_desk.model.kind import Record
from panhuang_desk.services import finds, follow_ups, patrol_views, patrols, photos, records
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import today_view

from tests.services.helpers import open_village
from tests.services.test_photos import picture_file, read

FIND: dict[str, Any] = {
    "found_at": "2026-05-15 08:40", "species": "poppy", "plants": 37, "reported_at": "2026-05-15 08:55",
    "reported_to": "某某派出所", "reported_person": "值班民警"}
ARRIVED: dict[str, Any] = {"confirmed_at": "2026-05-15 09:30"}
UPROOTED: dict[str, Any] = {
    "uprooted": 37, "uprooted_at": "2026-05-16 10:00", "uprooted_by": "民警、村干部", "uprooters": 4}
DESTROYED: dict[str, Any] = {"destroyed_at": "2026-05-17 11:00", "destroyed_how": "handed_over", "witness": "王见证"}
AGAIN_FIND: dict[str, Any] = {
    **RECHECK_RESULT.defaults(), "rechecked_on": "2026-05-21", "result": AGAIN, "people": 2, "plants": 4,
    "found_at": "2026-05-21 09:00", "reported_at": "2026-05-21 09:10", "reported_to": "派出所",
    "reported_person": "民警"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def add_find(session: Session, **values: Any) -> str:
    plot = patrols.save_plot(session, {"name": "沟东菜地", "group_no": 2, "land_kind": "vegetable",
                                       "active_from": "2026-01-01"}).record
    assert plot is not None
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 3},
                                  [PlotLook(plot.id, True, finding={**FIND, **values})])
    assert saved.record is not None, (saved.problems, saved.plot_problems)
    return patrols.checks_of(session, saved.record.id)[0].finding_id


def raised(session: Session, id: str) -> list[Record]:
    return session.store.records("follow_up", {"source_table": "plant_finding", "source_id": id}, order=("id",))


def waiting(session: Session, id: str) -> list[tuple[str, str]]:
    return [(each.text("kind"), each.text("due_on")) for each in raised(session, id) if each["status"] != "closed"]


def stands(session: Session, id: str) -> str:
    view = patrol_views.finding_view(session, id)
    assert view is not None
    return view.state


def test_the_follow_up_moves_on_with_the_steps_until_the_recheck_is_closed(session: Session) -> None:
    id = add_find(session)
    assert waiting(session, id) == [("uproot", "2026-05-16")]
    assert finds.save_finding(session, id, ARRIVED).ok
    assert waiting(session, id) == [("uproot", "2026-05-16")]
    finds.save_finding(session, id, {**UPROOTED, "uprooted": 20})
    assert waiting(session, id) == [("uproot", "2026-05-16")]
    finds.save_finding(session, id, UPROOTED)
    assert waiting(session, id) == [("destroy", "2026-05-17")]
    finds.save_finding(session, id, DESTROYED)
    assert [kind for kind, _ in waiting(session, id)] == ["recheck"]
    closed = {each["kind"]: (each["closed_on"], each["outcome"]) for each in raised(session, id) if each["outcome"]}
    assert closed == {"uproot": ("2026-05-16", "铲除 37 株"), "destroy": ("2026-05-17", "已交公安机关")}
    assert stands(session, id) == "to_recheck"
    saved = finds.recheck_finding(session, id, {
        **RECHECK_RESULT.defaults(), "rechecked_on": "2026-05-21", "result": CLEAR, "note": "改种了玉米"})
    assert saved.record is not None
    assert waiting(session, id) == []
    assert raised(session, id)[-1]["outcome"] == "没有复种，改种了玉米"
    assert stands(session, id) == "closed"
    records.undo(session, saved.changes.action_id)
    assert stands(session, id) == "to_recheck"


def test_a_step_that_was_done_before_its_follow_up_was_due_raises_none(session: Session) -> None:
    id = add_find(session, **ARRIVED, **UPROOTED, **DESTROYED, recheck_on="2026-05-30")
    assert [each["kind"] for each in raised(session, id)] == ["recheck"]


def test_a_correction_takes_the_same_follow_up_back(session: Session) -> None:
    id = add_find(session)
    finds.save_finding(session, id, UPROOTED)
    finds.save_finding(session, id, {**UPROOTED, "uprooted": 30})
    assert [(each["kind"], each["status"]) for each in raised(session, id)] == [("uproot", "raised")]
    finds.save_finding(session, id, UPROOTED)
    assert sorted(each.text("kind") for each in raised(session, id)) == ["destroy", "uproot"]
    finds.save_finding(session, id, {"plants": 0, "uprooted": None, "uprooted_at": None})
    assert [kind for kind, _ in waiting(session, id)] == ["recheck"]


def test_a_recheck_that_a_person_raised_stays(session: Session) -> None:
    id = add_find(session, recheck_on="2026-05-30")
    follow_ups.raise_follow_up(session, "plant_finding", id, {"kind": "recheck", "matter": "再看一次沟边"})
    finds.save_finding(session, id, {"recheck_on": None})
    assert [each["matter"] for each in raised(session, id) if each["kind"] == "recheck"] == ["再看一次沟边"]


def test_what_grew_again_is_a_find_of_its_own_on_a_patrol_of_that_day(session: Session) -> None:
    id = add_find(session, **ARRIVED, **UPROOTED, **DESTROYED)
    saved = finds.recheck_finding(session, id, AGAIN_FIND)
    assert saved.record is not None, saved.problems
    new = saved.record
    assert (new["regrown_from"], new["plants"], new["uprooted"]) == (id, 4, None)
    assert (stands(session, id), stands(session, new.id)) == ("closed", "reported")
    assert raised(session, id)[0]["outcome"] == "又长出来了，另记了一处发现"
    assert waiting(session, new.id) == [("uproot", "2026-05-22")]
    patrol = patrols.patrols(session)[0]
    assert (patrol.patrolled_on, patrol.people, patrol.plots, patrol.found) == ("2026-05-21", 2, 1, 1)
    assert patrols.plots(session)[0].open_findings == 1
    records.undo(session, saved.changes.action_id)
    assert (len(patrols.findings(session)), len(patrols.patrols(session))) == (1, 1)
    assert stands(session, id) == "to_recheck"


def test_what_a_patrol_found_again_is_linked_and_not_recorded_twice(session: Session) -> None:
    id = add_find(session, **ARRIVED, **UPROOTED, **DESTROYED)
    recorded = {**RECHECK_RESULT.defaults(), "rechecked_on": "2026-05-21", "result": RECORDED}
    assert [problem.field for problem in finds.recheck_finding(session, id, recorded).problems] == ["result"]
    again = {**FIND, **{name: AGAIN_FIND[name] for name in ("found_at", "reported_at", "plants")}}
    patrols.record_patrol(session, {"patrolled_on": "2026-05-21", "method": "foot", "people": 3},
                          [PlotLook(patrols.plots(session)[0].id, True, finding=again)])
    saved = finds.recheck_finding(session, id, recorded)
    assert saved.record is not None
    assert (saved.record["regrown_from"], saved.record["plants"]) == (id, 4)
    assert (stands(session, id), len(patrols.findings(session))) == ("closed", 2)
    records.undo(session, saved.changes.action_id)
    assert stands(session, id) == "to_recheck"


def test_a_recheck_without_a_result_or_with_half_a_find_is_refused_in_words(session: Session) -> None:
    id = add_find(session, **ARRIVED, **UPROOTED, **DESTROYED)
    for values, field in (({"result": None}, "result"), ({"reported_person": None}, "reported_person"),
                          ({"rechecked_on": "2026-05-14", "found_at": "2026-05-14 09:00"}, "rechecked_on")):
        saved = finds.recheck_finding(session, id, {**AGAIN_FIND, **values})
        assert [problem.field for problem in saved.problems if not problem.warning] == [field]
    assert stands(session, id) == "to_recheck"


def test_deleting_takes_what_waits_and_the_photos_along_and_undo_brings_them_back(
    session: Session, tmp_path: Path,
) -> None:
    id = add_find(session, recheck_on="2026-05-30")
    photos.add_photos(session, "plant_finding", id, read(picture_file(tmp_path)))
    changes = finds.delete_finding(session, id)
    assert raised(session, id) == []
    assert session.store.count("photo") == 0
    records.undo(session, changes.action_id)
    assert len(photos.photos_of(session, "plant_finding", id)) == 1
    assert [kind for kind, _ in waiting(session, id)] == ["uproot", "recheck"]


STEPS = st.lists(st.dictionaries(
    st.sampled_from(("plants", "confirmed_at", "uprooting", "destroyed_at", "recheck_on")), st.booleans(), min_size=1,
    max_size=3), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_in_any_order_the_open_follow_ups_are_those_of_the_find_and_undo_takes_all_back(
    session: Session, saves: list[dict[str, bool]],
) -> None:
    id = add_find(session)
    words: dict[str, dict[str, Any]] = {
        "plants": {"plants": 37}, "confirmed_at": ARRIVED,
        "uprooting": {"uprooted": 37, "uprooted_at": "2026-05-16 10:00"},
        "destroyed_at": {"destroyed_at": "2026-05-17 11:00"}, "recheck_on": {"recheck_on": "2026-05-30"}}
    before, done = raised(session, id), []
    for save in saves:
        values = {name: value if given_ else 50 if name == "plants" else None
                  for key, given_ in save.items() for name, value in words[key].items()}
        saved = finds.save_finding(session, id, values)
        if saved.ok:
            done.append(saved.changes.action_id)
        finding = session.store.get("plant_finding", id)
        assert finding is not None
        now = raised(session, id)
        assert sorted(each.text("kind") for each in now if each["status"] != "closed") == sorted(
            wait.kind for wait in waits(finding.values) if wait.open)
        assert len({each["kind"] for each in now}) == len(now)
    for action in reversed(done):
        if action:
            records.undo(session, action)
    assert raised(session, id) == before


def test_photos_of_a_find_say_when_and_where_they_were_taken_and_offer_its_place(
    session: Session, tmp_path: Path,
) -> None:
    id = add_find(session)
    pictures = read(picture_file(tmp_path))
    saved = finds.save_finding(session, id, ARRIVED, photos.keep(session, pictures))
    view = patrol_views.finding_view(session, id)
    assert view is not None
    step = next(step for step in view.steps if step.code == "photographed")
    assert (step.done, step.at, len(view.photos)) == (True, "2026-05-14 09:30", 1)
    kept = session.store.records("photo")[0]
    assert (kept["longitude"], kept["latitude"]) == (120.0, 33.0)
    point = photos.offered_point(session, id, pictures, "plant_finding")
    assert point is not None
    assert photos.take_point(session, id, point, "plant_finding").ok
    assert photos.offered_point(session, id, pictures, "plant_finding") is None
    records.undo(session, saved.changes.action_id)
    assert photos.photos_of(session, "plant_finding", id) == []


def test_today_names_the_step_that_waits_and_its_place(session: Session) -> None:
    add_find(session)
    item = today_view(session).groups[0].items[0]
    assert (item.tag, item.subject, item.when, item.action) == ("铲除", "2 组 沟东菜地", "逾期 6 天", "接着记")


def test_a_deletion_that_was_taken_back_can_be_done_again(session: Session) -> None:
    id = add_find(session, **ARRIVED, **UPROOTED, **DESTROYED)
    assert finds.recheck_finding(session, id, AGAIN_FIND).ok
    assert "closed" in {record["status"] for record in raised(session, id)}
    deleted = finds.delete_finding(session, id)
    undone = records.undo(session, deleted.action_id)
    assert session.store.count("plant_finding") == 2
    again = records.undo(session, undone.changes.action_id)
    assert (again.kept, session.store.count("plant_finding")) == ((), 1)


def test_what_a_person_added_since_stands_against_deleting_again(session: Session, tmp_path: Path) -> None:
    id = add_find(session)
    undone = records.undo(session, finds.delete_finding(session, id).action_id)
    photos.add_photos(session, "plant_finding", id, read(picture_file(tmp_path)))
    again = records.undo(session, undone.changes.action_id)
    assert [(kept.table_name, kept.field) for kept in again.kept] == [("plant_finding", "deleted")]
