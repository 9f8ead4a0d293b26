"""What the patrols page is told: the round, one plot, one patrol, one find; what goes with a deletion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.services import finds, follow_ups, patrol_views, patrols, records, season
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session

from tests.services.helpers import open_village

FIND = {"found_at": "2026-05-15 08:40", "species": "poppy", "plants": 37, "reported_at": "2026-05-15 08:55",
        "reported_to": "某某派出所", "reported_person": "值班民警", "recheck_on": "2026-05-30"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def add_plot(session: Session, name: str, **values: object) -> str:
    saved = patrols.save_plot(session, {"name": name, "group_no": 2, "land_kind": "vegetable", "area_mu": 2.5,
                                        "active_from": "2026-01-01", **values})  # type: ignore[dict-item]
    assert saved.record is not None, saved.problems
    return saved.record.id


def look_at(session: Session, day: str, *looks: PlotLook) -> str:
    saved = patrols.record_patrol(session, {"patrolled_on": day, "method": "foot", "people": 3}, looks)
    assert saved.record is not None, (saved.problems, saved.plot_problems)
    return saved.record.id


def test_the_round_is_the_season_and_between_seasons_the_month(session: Session) -> None:
    around = patrol_views.round_of(session)
    assert (around.label, around.first, around.last, around.days_left) == (
        "罂粟集中踏查", "2026-04-15", "2026-06-10", 19)
    session.today = lambda: dt.date(2026, 11, 24)
    around = patrol_views.round_of(session)
    assert (around.first, around.last, around.season) == ("2026-11-01", "2026-11-30", False)


def test_the_standing_counts_what_was_looked_at_in_the_round(session: Session) -> None:
    first, second, third = (add_plot(session, name) for name in ("沟东菜地", "西二棚", "河坡北段"))
    add_plot(session, "旧砖厂", inactive_from="2026-05-01")
    look_at(session, "2026-04-10", PlotLook(first), PlotLook(second))
    look_at(session, "2026-05-15", PlotLook(first, True, finding=FIND))
    standing = patrol_views.standing(session)
    assert (standing.plots, standing.checked, standing.left, standing.never) == (3, 1, 2, 1)
    assert (standing.area, standing.area_checked) == (7.5, 2.5)
    assert (standing.finds, standing.plants, standing.finds_open) == (1, 37, 1)
    assert standing.now is not None
    assert (standing.now.round.label, standing.now.looked, standing.now.asked) == ("第5轮", 0, 3)
    around, today = standing.round, session.today_iso
    states = {row.name: patrol_views.plot_state(row, around, today)
              for row in patrols.plots(session, active_only=False)}
    assert states == {"沟东菜地": "found", "西二棚": "due", "河坡北段": "never", "旧砖厂": "inactive"}
    assert third


def test_a_plot_knows_its_checks_finds_and_follow_ups(session: Session) -> None:
    plot, other = add_plot(session, "沟东菜地"), add_plot(session, "西二棚")
    look_at(session, "2026-04-20", PlotLook(plot, seen=("look_alike",)), PlotLook(other))
    look_at(session, "2026-05-15", PlotLook(plot, True, finding=FIND))
    follow_ups.raise_follow_up(session, "plot", plot, {"kind": "hazard", "matter": "棚子没人管"})
    view = patrol_views.plot_view(session, plot)
    assert view is not None
    assert [(row.checked_on, row.found) for row in view.checks] == [("2026-05-15", 1), ("2026-04-20", 0)]
    assert patrol_views.seen_words(session, view.checks[1].seen) == "虞美人等相似植物"
    assert [row.plants for row in view.findings] == [37]
    assert {row.kind for row in view.follow_ups} == {"hazard", "uproot", "recheck"}
    assert patrol_views.plot_view(session, "gone") is None


def test_a_patrol_says_what_was_not_looked_at(session: Session) -> None:
    plot = add_plot(session, "沟东菜地")
    add_plot(session, "西二棚")
    add_plot(session, "旧砖厂", inactive_from="2026-05-01")
    view = patrol_views.patrol_view(session, look_at(session, "2026-05-15", PlotLook(plot)))
    assert view is not None
    assert [row.plot_name for row in view.checks] == ["沟东菜地"]
    assert [row.name for row in view.not_looked] == ["西二棚"]


def test_a_find_is_closed_by_its_recheck(session: Session) -> None:
    plot = add_plot(session, "沟东菜地")
    look_at(session, "2026-05-15", PlotLook(plot, True, finding={
        **FIND, "confirmed_at": "2026-05-15 09:30", "uprooted": 37, "uprooted_at": "2026-05-15 10:00",
        "destroyed_at": "2026-05-15 11:00"}))
    row = patrols.findings(session)[0]
    view = patrol_views.finding_view(session, row.id)
    assert view is not None
    assert view.state == "to_recheck"
    assert row.plot_id == plot
    follow_ups.close_follow_up(session, view.follow_ups[0].id, "没有复种")
    view = patrol_views.finding_view(session, row.id)
    assert view is not None
    assert view.state == "closed"
    assert view.steps[-1].at == "2026-05-22"


def test_deleting_a_find_leaves_a_plot_looked_at_with_nothing_there(session: Session) -> None:
    plot = add_plot(session, "沟东菜地")
    patrol = look_at(session, "2026-05-15", PlotLook(plot, True, finding=FIND))
    changes = finds.delete_finding(session, patrols.findings(session)[0].id)
    assert [row.found for row in patrols.checks_of(session, patrol)] == [0]
    assert patrols.findings(session) == []
    assert follow_ups.follow_ups(session) == []
    records.undo(session, changes.action_id)
    assert [row.found for row in patrols.checks_of(session, patrol)] == [1]
    assert [row.plants for row in patrols.findings(session)] == [37]
    assert [row.kind for row in follow_ups.follow_ups(session)] == ["uproot", "recheck"]


def test_deleting_a_patrol_takes_everything_seen_on_it_and_undo_brings_it_back(session: Session) -> None:
    plot, other = add_plot(session, "沟东菜地"), add_plot(session, "西二棚")
    patrol = look_at(session, "2026-05-15", PlotLook(plot, True, finding=FIND), PlotLook(other))
    changes = patrols.delete_patrol(session, patrol)
    assert patrols.patrols(session) == []
    assert patrols.findings(session) == []
    assert follow_ups.follow_ups(session) == []
    assert {row.last_checked for row in patrols.plots(session)} == {""}
    records.undo(session, changes.action_id)
    assert [(row.plots, row.found) for row in patrols.patrols(session)] == [(2, 1)]
    assert len(patrols.findings(session)) == 1


def test_a_patrol_of_an_office_file_belongs_to_the_village_that_is_named(session: Session) -> None:
    saved = patrols.record_patrol(session, {"patrolled_on": "2026-05-15", "method": "foot", "people": 1},
                                  [PlotLook(add_plot(session, "沟东菜地"))], village="320903004202")
    assert saved.record is not None
    assert saved.record.village == "320903004202"


def test_plots_stand_as_they_are_walked_by_the_numbers_in_their_names(session: Session) -> None:
    plots = [add_plot(session, name) for name in ("12号棚", "3号棚", "东沟", "3号棚北")]
    patrol = look_at(session, "2026-05-15", *map(PlotLook, plots))
    walked = ["东沟", "3号棚", "3号棚北", "12号棚"]
    around = season.rounds_on(session)[0]
    names = {
        "register": [row.name for row in patrols.plots(session)],
        "patrol": [row.plot_name for row in patrols.checks_of(session, patrol)],
        "season": [plot.row.name for plot in season.season_plots(session)],
        "round": [row.name for row in season.round_plots(session, "", around)]}
    assert all(found == walked for found in names.values()), names
