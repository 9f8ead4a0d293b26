"""The season of a village: rounds, how plots stand, coverage; a look counts once, one that failed not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.calendar import Season
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.months import Month
from panhuang_desk.model.season import DONE, DUE, NOT_DUE, OVERDUE, PatrolRule, rounds
from panhuang_desk.services import patrol_rules, patrols, plot_life, records, season
from panhuang_desk.services.figures import figures, records_behind
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.resources import Resources
from panhuang_desk.services.session import Session
from panhuang_desk.store.figures import Span
from panhuang_desk.store.season import round_rows, round_totals, season_rows

from .figure_data import MONTHS, A, B, MemoryStore, files
from .figure_oracle import Data, Oracle
from .helpers import VILLAGE, open_village

V = VILLAGE.code
RULES = Resources().calendar.patrol_rules


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def add(session: Session, name: str, **values: Any) -> str:
    saved = patrols.save_plot(session, {"name": name, "group_no": 1, "land_kind": "field", "area_mu": 2.0,
                                        "active_from": "2026-01-01", **values})
    assert saved.record is not None
    return saved.record.id


def look(session: Session, day: str, *plots: str, method: str = "foot", not_looked: str = "") -> None:
    """A patrol on which plots were looked at, or could not be."""
    values = {"patrolled_on": day, "method": method, "people": 2, "flights": 1 if method == "drone" else None}
    saved = patrols.record_patrol(session, values, [PlotLook(id) for id in plots])
    assert saved.record is not None
    for row in patrols.checks_of(session, saved.record.id) if not_looked else ():
        assert records.save_record(session, "plot_check", {"not_looked": not_looked}, row.id).ok


def stands(session: Session, day: str) -> dict[str, tuple[str, str]]:
    return {plot.row.name: (plot.standing.code, plot.standing.round.label if plot.standing.round else "")
            for plot in season.season_plots(session, V, day)}


def test_the_round_of_a_day_is_the_one_that_asks_for_every_plot(session: Session) -> None:
    assert [(day, each.label if each else "") for day in ("2026-04-14", "2026-04-15", "2026-05-08", "2026-06-10",
                                                          "2026-06-11", "2026-07-01")
            for each in [season.round_now(session, day)]] == [
        ("2026-04-14", ""), ("2026-04-15", "第1轮"), ("2026-05-08", "第3轮"), ("2026-06-10", "第6轮"),
        ("2026-06-11", ""), ("2026-07-01", "大麻复查期曾查获点位每周一次")]
    spring = next(each for each in session.resources.calendar.seasons if each.code == "poppy")
    assert [each.label for each in season.rounds_of(session, 2026, spring) if each.number] == [
        f"第{number}轮" for number in range(1, 7)]
    assert len(season.rounds_of(session, 2026)) == 6 + 8 + 1 + 13


def test_the_season_shown_between_seasons_is_the_last_one(session: Session) -> None:
    def shown(day: str) -> tuple[str, int] | None:
        found: tuple[Season, int] | None = season.season_shown(session, day)
        return (found[0].code, found[1]) if found else None

    assert [shown(day) for day in ("2026-04-14", "2026-04-15", "2026-06-30", "2026-07-01", "2026-12-31")] == [
        ("cannabis", 2025), ("poppy", 2026), ("poppy", 2026), ("cannabis", 2026), ("cannabis", 2026)]


def test_a_plot_is_due_until_it_was_looked_at_and_overdue_when_its_round_is_over(session: Session) -> None:
    east, west = add(session, "东大田"), add(session, "西大田")
    look(session, "2026-04-20", east)
    assert stands(session, "2026-04-19") == {"东大田": (DUE, "第1轮"), "西大田": (DUE, "第1轮")}
    assert stands(session, "2026-04-20") == {"东大田": (DONE, "第1轮"), "西大田": (DUE, "第1轮")}
    assert stands(session, "2026-05-01") == {"东大田": (DUE, "第2轮"), "西大田": (OVERDUE, "第1轮")}
    look(session, "2026-05-02", west)
    assert stands(session, "2026-05-02")["西大田"] == (DONE, "第2轮")
    assert stands(session, "2026-12-01")["西大田"] == (NOT_DUE, "")
    assert season.standings(session, V, "2026-05-02")[east].code == DUE


def test_who_stood_before_a_locked_gate_has_not_looked_and_it_is_told(session: Session) -> None:
    shed = add(session, "旧大棚")
    look(session, "2026-04-20", shed, not_looked="locked")
    found, = season.season_plots(session, V, "2026-04-21")
    assert (found.standing.code, found.tried_on, found.tried_why) == (DUE, "2026-04-20", "locked")
    around = season.round_now(session, "2026-04-21")
    assert around is not None
    assert season.coverage(session, V, around, "2026-04-21").looked == 0
    assert figures(session.store, Month(2026, 4), V)["plots_checked"].value == 0
    look(session, "2026-04-22", shed)
    found, = season.season_plots(session, V, "2026-04-22")
    assert (found.standing.code, found.tried_on) == (DONE, "")
    assert season.coverage(session, V, around, "2026-04-22").looked == 1


def test_foot_and_drone_count_once_together(session: Session) -> None:
    plots = [add(session, name, area_mu=area, group_no=group)
             for name, area, group in (("东", 1.5, 1), ("南", 2.5, 1), ("西", 6.0, 2))]
    look(session, "2026-04-16", plots[0], plots[1])
    look(session, "2026-04-17", plots[1], plots[2], method="drone")
    look(session, "2026-04-18", plots[1], method="drone")
    first = season.rounds_of(session, 2026)[0]
    assert season.coverage(session, V, attrs.evolve(first), "2026-04-16") == season.Coverage(first, 3, 2, 10.0, 4.0)
    assert season.coverage(session, V, first) == season.Coverage(first, 3, 3, 10.0, 10.0)
    assert season.by_group(season.round_plots(session, V, first, "2026-04-16")) == [
        season.GroupCoverage(V, 1, 2, 2, 4.0, 4.0), season.GroupCoverage(V, 2, 1, 0, 6.0, 0.0)]
    values = figures(session.store, Month(2026, 4), V)
    assert [values[code].value for code in ("season_plots_checked", "season_area_checked_mu", "plots_due",
                                            "plots_overdue")] == [3, 10.0, 3, 0]
    area = values["season_area_coverage"]
    assert (area.value, area.numerator, area.denominator) == (1.0, 10.0, 10.0)


def test_a_round_that_is_over_is_not_changed_by_what_happens_later(session: Session) -> None:
    kept, gone = add(session, "东"), add(session, "西")
    look(session, "2026-04-16", kept)
    first = season.rounds_of(session, 2026)[0]
    before = season.coverage(session, V, first)
    assert (before.asked, before.looked) == (2, 1)
    plot_life.give_up(session, gone, "2026-05-20", "built_over")
    add(session, "新", active_from="2026-05-10")
    look(session, "2026-05-03", gone)
    assert season.coverage(session, V, first) == before
    second = next(each for each in season.rounds_of(session, 2026) if each.label == "第2轮")
    assert season.coverage(session, V, second).looked == 1


def test_overdue_plots_of_a_month_are_those_that_the_list_behind_names(session: Session) -> None:
    east, west = add(session, "东", former_find=1), add(session, "西")
    look(session, "2026-04-16", east, west)
    values = figures(session.store, Month(2026, 4), V)
    assert (values["plots_due"].value, values["plots_overdue"].value) == (2, 1)
    assert [row.id for row in records_behind(session.store, "plots_overdue", Month(2026, 4), V)] == [east]


def test_a_round_does_not_ask_for_a_plot_that_came_after_its_end(session: Session) -> None:
    new = add(session, "新", active_from="2026-05-10")
    for day in ("2026-05-12", "2026-05-16", "2026-05-22"):
        look(session, day, new)
    values = figures(session.store, Month(2026, 5), V)
    assert (values["plots_due"].value, values["plots_overdue"].value) == (1, 0)
    second = next(each for each in season.rounds_of(session, 2026) if each.label == "第2轮")
    assert season.coverage(session, V, second).asked == 0


def test_the_file_may_have_rules_of_its_own_and_go_back_to_the_calendars(session: Session) -> None:
    add(session, "东")
    every = PatrolRule("全年每月一次", "01-01", "12-31", 30)
    assert not patrol_rules.has_own_rules(session)
    patrol_rules.set_rules(session, [every])
    assert patrol_rules.rules(session) == (every,)
    assert patrol_rules.has_own_rules(session)
    assert stands(session, "2026-12-01") == {"东": (OVERDUE, "第11轮")}
    assert figures(session.store, Month(2026, 12), V)["plots_due"].value == 1
    patrol_rules.restore_rules(session)
    assert patrol_rules.rules(session) == RULES
    patrol_rules.set_rules(session, RULES)
    assert not patrol_rules.has_own_rules(session)


@pytest.mark.parametrize("damaged", ["{", "[1]", '[{"label": "x"}]', '{"a": 1}',
                                     '[{"label": "x", "first": "05-40", "last": "06-01"}]'])
def test_rules_that_cannot_be_read_are_the_calendars(session: Session, damaged: str) -> None:
    session.store.set_setting(patrol_rules.RULES_SETTING, damaged)
    assert patrol_rules.rules(session) == RULES


@pytest.fixture(scope="module")
def memory() -> MemoryStore:
    return MemoryStore()


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(files(), st.sampled_from(MONTHS))
def test_the_rounds_agree_with_the_figures_over_random_files(memory: MemoryStore, data: Data, text: str) -> None:
    memory.load(data)
    month, both = Month.parse(text), (A.code, B.code)
    due: set[str] = set()
    overdue: set[str] = set()
    for each in rounds(RULES, month.first, month.last):
        rows = round_rows(memory, both, Span(each.first, month.last, month.last), patrol_rules.rounds_json([each]))
        assert round_totals(memory, both, Span(each.first, month.last, month.last),
                            patrol_rules.rounds_json([each])) == (
            len(rows), sum(bool(row.looked_on) for row in rows), round(sum(row.area_mu for row in rows), 2),
            round(sum(row.area_mu for row in rows if row.looked_on), 2))
        due |= {row.id for row in rows}
        overdue |= {row.id for row in rows if each.last <= month.last
                    and not (row.looked_on and row.looked_on <= each.last)}
    expected = Oracle(data, both, month.first, month.last).figures()
    assert (len(due), len(overdue)) == (expected["plots_due"], expected["plots_overdue"])
    standing = season_rows(memory, both, Span(month.first, month.last, month.last))
    assert len(standing) == expected["plots_active"]
    assert sum(bool(row.looked) for row in standing) == expected["plots_checked"]
    assert "season_area_coverage" in BY_CODE
