"""The life of a plot: given up and back, split, two entries that are one, and what months that are over say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.model.figures import FIGURES
from panhuang_desk.model.kind import Record
from panhuang_desk.model.months import Month
from panhuang_desk.model.presence import in_register
from panhuang_desk.services import patrol_views, patrols, plot_life, records
from panhuang_desk.services.figures import Reckoning, as_period
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.plots import place_values, shape_of
from panhuang_desk.services.session import Session
from panhuang_desk.store import survivors
from panhuang_desk.store.queries import PlotRow

from .helpers import VILLAGE, open_village
from .test_plots import square

MARCH, APRIL, MAY = Month(2026, 3), Month(2026, 4), Month(2026, 5)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def add(session: Session, name: str, **values: Any) -> str:
    saved = patrols.save_plot(session, {"name": name, "group_no": 3, "land_kind": "field", "area_mu": 2.0,
                                        "active_from": "2026-01-01", **values})
    assert saved.record is not None, saved.problems
    return saved.record.id


def look(session: Session, day: str, *plots: str, found: bool = False) -> None:
    finding = {"found_at": f"{day} 09:00", "species": "poppy", "plants": 3, "count_method": "each",
               "reported_at": f"{day} 09:20", "reported_to": "派出所", "reported_person": "民警"} if found else None
    saved = patrols.record_patrol(session, {"patrolled_on": day, "people": 2},
                                  [PlotLook(plot, found, finding=finding) for plot in plots])
    assert saved.ok, (saved.problems, saved.plot_problems)


def known(session: Session, id: str) -> Record:
    record = session.store.get("plot", id)
    assert record is not None
    return record


def row(session: Session, id: str) -> PlotRow:
    return next(each for each in patrols.plots(session, active_only=False) if each.id == id)


def figure(session: Session, code: str, month: Month = MAY) -> Any:
    return figures(session, month)[code]


def figures(session: Session, month: Month) -> dict[str, Any]:
    reckoning = Reckoning(session.store, session.resources.calendar)
    values = {each.code: reckoning.value(each, as_period(month), [VILLAGE.code]) for each in FIGURES}
    return {code: (value.value, value.numerator, value.denominator) if value.numerator is not None else value.value
            for code, value in values.items()}


# Given up and back

def test_a_plot_that_was_given_up_counts_until_that_day(session: Session) -> None:
    plot = add(session, "东大田")
    look(session, "2026-04-20", plot)
    before = figures(session, APRIL)
    saved = plot_life.give_up(session, plot, "2026-05-10", "built_over")
    assert saved.record is not None
    assert (figure(session, "plots_active"), figure(session, "area_checked_mu")) == (0, 0)
    assert figures(session, APRIL) == before
    assert (before["plots_active"], before["plots_checked"], before["area_checked_mu"]) == (1, 1, 2.0)
    assert in_register(saved.record.values, "2026-05-09")
    assert not in_register(saved.record.values, "2026-05-10")
    records.undo(session, saved.changes.action_id)
    assert figure(session, "plots_active") == 1


def test_coming_back_leaves_the_months_between_as_they_were(session: Session) -> None:
    plot = add(session, "东大田")
    assert plot_life.give_up(session, plot, "2026-04-02", "other").ok
    before = figures(session, APRIL)
    assert before["plots_active"] == 0
    saved = plot_life.come_back(session, plot, "2026-05-12")
    assert saved.record is not None
    assert saved.record["away"] == '[["2026-04-02","2026-05-12","other"]]'
    assert (saved.record["inactive_from"], saved.record["inactive_reason"]) == (None, None)
    assert figures(session, APRIL) == before
    assert figure(session, "plots_active") == figure(session, "plots_active", MARCH) == 1
    records.undo(session, saved.changes.action_id)
    assert figure(session, "plots_active") == 0


def test_days_and_reasons_that_cannot_be_are_refused_beside_their_field(session: Session) -> None:
    plot = add(session, "东大田")
    assert plot_life.come_back(session, plot, "2026-05-12").problems[0].field == "active_from"
    assert plot_life.give_up(session, plot, "2026-04-02", "").problems[0].field == "inactive_reason"
    assert plot_life.give_up(session, plot, "2025-12-31", "other").problems[0].field == "inactive_from"
    assert plot_life.give_up(session, plot, "2026-04-02", "other").ok
    assert not plot_life.give_up(session, plot, "2026-04-03", "other").ok
    for day in ("2026-04-01", "2026-05-23"):
        assert plot_life.come_back(session, plot, day).problems[0].field == "active_from"
    records.delete_record(session, "plot", plot)
    with pytest.raises(UserError, match="不在了"):
        plot_life.come_back(session, plot, "2026-05-12")


# Split

def test_a_split_leaves_the_whole_to_the_past_and_looks_at_it_count_for_its_parts(session: Session) -> None:
    plot = add(session, "东大田", former_find=1)
    look(session, "2026-04-20", plot)
    look(session, "2026-05-05", plot)
    before = figures(session, APRIL)
    saved = plot_life.split(session, plot, [{"name": "东大田北", "area_mu": 0.5}, {"name": "东大田南", "area_mu": 1.5}],
                            "2026-05-10")
    assert saved.ok
    assert [(part["name"], part["group_no"], part["land_kind"], part["former_find"], part["active_from"],
             part["split_from"]) for part in saved.parts] == [
        (name, 3, "field", 1, "2026-05-10", plot) for name in ("东大田北", "东大田南")]
    assert (known(session, plot)["inactive_from"], known(session, plot)["inactive_reason"]) == ("2026-05-10", "split")
    assert figures(session, APRIL) == before
    assert (figure(session, "plots_active"), figure(session, "plots_checked"), figure(session, "area_checked_mu")) == (
        2, 2, 2.0)
    assert {row(session, part.id).last_checked for part in saved.parts} == {"2026-05-05"}
    view = patrol_views.plot_view(session, saved.parts[0].id)
    assert view is not None
    assert [check.checked_on for check in view.checks] == ["2026-05-05", "2026-04-20"]
    records.undo(session, saved.changes.action_id)
    assert (figure(session, "plots_active"), session.store.count("plot")) == (1, 1)
    assert known(session, plot)["inactive_from"] is None


def test_what_is_found_on_a_part_stays_with_it(session: Session) -> None:
    plot = add(session, "东大田")
    parts = plot_life.split(session, plot, [{"name": "北"}, {"name": "南"}], "2026-05-10").parts
    look(session, "2026-05-15", parts[0].id, found=True)
    assert [row(session, each.id).open_findings for each in parts] == [1, 0]
    assert [row(session, each.id).last_checked for each in parts] == ["2026-05-15", ""]
    assert row(session, plot).last_checked == ""


def test_a_split_needs_two_names_that_differ_and_a_day_that_can_be(session: Session) -> None:
    plot = add(session, "东大田")
    two = [{"name": "北"}, {"name": "南"}]
    assert [place for place, _ in plot_life.split(session, plot, [{"name": "北"}]).problems] == [-1]
    assert not plot_life.split(session, plot, [{"name": "北"}, {"name": "北"}]).ok
    assert [(place, problem.field) for place, problem in
            plot_life.split(session, plot, [{"name": "北"}, {"area_mu": 1.0}]).problems] == [(1, "name")]
    assert not plot_life.split(session, plot, two, "2026-05-23").ok
    assert not plot_life.split(session, plot, two, "2025-12-31").ok
    assert session.store.count("plot") == 1
    assert plot_life.split(session, plot, two).ok
    assert not plot_life.split(session, plot, two).ok
    assert not plot_life.come_back(session, plot, "2026-05-22").ok


# Two that are one

def test_a_merge_keeps_what_was_chosen_and_reads_the_other_through_it(session: Session) -> None:
    keep, lose = add(session, "东大田"), add(session, "东大田北侧", **place_values(square(50)))
    look(session, "2026-04-10", keep)
    look(session, "2026-04-20", lose)
    look(session, "2026-05-03", lose, found=True)
    before = figures(session, APRIL)
    assert (before["plots_active"], before["plots_checked"]) == (2, 2)
    saved = plot_life.merge(session, keep, lose, {"area_mu": 3.75, "note": "两条记录"})
    assert saved.record is not None
    assert (saved.record["name"], saved.record["area_mu"], saved.record["note"]) == ("东大田", 3.75, "两条记录")
    shape = shape_of(saved.record)
    assert shape is not None
    assert shape.is_outline
    assert figures(session, APRIL) == before
    assert (figure(session, "plots_active"), figure(session, "plots_checked"), figure(session, "area_checked_mu")) == (
        1, 1, 3.75)
    assert (row(session, keep).last_checked, row(session, keep).open_findings) == ("2026-05-03", 1)
    assert row(session, lose).merged_into == keep
    assert [each.id for each in patrols.plots(session)] == [keep]
    view = patrol_views.plot_view(session, keep)
    assert view is not None
    assert [check.plot_name for check in view.checks] == ["东大田"] * 3
    assert {finding.plot_name for finding in patrols.findings(session)} == {"东大田"}
    assert len(view.findings) == 1
    assert {check["plot_id"] for check in session.store.records("plot_check")} == {keep, lose}
    records.undo(session, saved.changes.action_id)
    assert figure(session, "plots_active") == 2
    assert (known(session, keep)["earlier"], known(session, keep)["outline"]) == (None, None)


def test_one_that_was_given_up_stays_when_it_is_kept_and_does_not_come_back_for_the_months_between(
    session: Session,
) -> None:
    keep, lose = add(session, "东大田"), add(session, "东大田二")
    plot_life.give_up(session, keep, "2026-03-10", "other")
    before = figures(session, APRIL)
    assert plot_life.merge(session, keep, lose, {}).ok
    assert figures(session, APRIL) == before
    assert figure(session, "plots_active") == 1


def test_no_merge_into_itself_twice_or_of_one_that_was_split(session: Session) -> None:
    one, two, three = (add(session, name) for name in ("一", "二", "三"))
    assert not plot_life.merge(session, one, one, {}).ok
    assert plot_life.merge(session, one, two, {}).ok
    assert not plot_life.merge(session, three, two, {}).ok
    assert plot_life.merge(session, three, one, {}).ok
    assert survivors.survivor_of(session.store, two, "plot") == three
    assert plot_life.split(session, three, [{"name": "北"}, {"name": "南"}]).ok
    four = add(session, "四")
    assert not plot_life.merge(session, four, three, {}).ok


def test_a_ring_that_merging_files_closed_has_its_smallest_id(session: Session) -> None:
    one, two, three = sorted(add(session, name) for name in ("一", "二", "三"))
    look(session, "2026-05-02", three)
    with session.store.action() as action:
        for id, into in ((one, two), (two, one), (three, two)):
            action.save("plot", {"merged_into": into, "inactive_from": "2026-05-01", "inactive_reason": "merged"},
                        id=id)
    assert {survivors.survivor_of(session.store, each, "plot") for each in (one, two, three)} == {one}
    assert [(each.id, each.last_checked) for each in patrols.plots(session)] == [(one, "2026-05-02")]
    assert (figure(session, "plots_active"), figure(session, "plots_checked")) == (1, 1)


def test_the_better_entry_is_offered_and_what_differs_is_named(session: Session) -> None:
    one, two = add(session, "东大田"), add(session, "东大田北", former_find=1)
    assert plot_life.choose(session, known(session, one), known(session, two)) == one
    look(session, "2026-05-02", two)
    assert plot_life.choose(session, known(session, one), known(session, two)) == two
    plot_life.give_up(session, two, "2026-05-03", "other")
    assert plot_life.choose(session, known(session, one), known(session, two)) == one
    assert plot_life.differing(known(session, one), known(session, two)) == ("name", "former_find")


# Months that are over

@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_nothing_that_befalls_plots_moves_a_month_that_is_over(
    tmp_path_factory: pytest.TempPathFactory, seed: int,
) -> None:
    dice = random.Random(seed)
    with open_village(tmp_path_factory.mktemp("life")) as session:
        plots = [add(session, f"{number} 号", area_mu=dice.choice((None, 0.5, 2.0)),
                     active_from=dice.choice(("2026-01-01", "2026-04-10", "2026-05-03"))) for number in range(6)]
        for plot in dice.sample(plots, 2):
            plot_life.give_up(session, plot, "2026-04-12", "other")
        for day in ("2026-03-12", "2026-04-15", "2026-04-28", "2026-05-05"):
            look(session, day, *dice.sample(plots, 3))
        before = [figures(session, month) for month in (MARCH, APRIL)]
        done = []
        for number in range(8):
            done.append(_befall(session, dice, plots, number))
            assert [figures(session, month) for month in (MARCH, APRIL)] == before
        assert any(done)


def _befall(session: Session, dice: random.Random, plots: list[str], number: int) -> bool:
    """Something happens to one of them in May, if it can."""
    plot, day = dice.choice(plots), f"2026-05-{dice.randint(1, 22):02}"
    event = dice.choice(("up", "back", "split", "merge", "merge"))
    if event == "up":
        return plot_life.give_up(session, plot, day, "built_over").ok
    if event == "back":
        return plot_life.come_back(session, plot, day).ok
    if event == "split":
        parts = [{"name": f"{number} 北"}, {"name": f"{number} 南", "area_mu": 9.0}]
        saved = plot_life.split(session, plot, parts, day)
        plots += [part.id for part in saved.parts]
        return saved.ok
    return plot_life.merge(session, plot, dice.choice(plots), {"group_no": 5, "area_mu": 7.5}).ok
