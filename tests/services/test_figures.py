"""Every figure against an independent computation in plain Python over random files."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.figures import BY_CODE, FIGURES, PASS_MARK_SETTING, How, verdict
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureValue
from panhuang_desk.services.figures import Reckoning, as_json, records_behind
from panhuang_desk.services.resources import Resources
from panhuang_desk.store.figures import sources

from .figure_data import MONTHS, ORDER, A, B, MemoryStore, files
from .figure_oracle import GROUPS, Data, Oracle, Row

CALENDAR = Resources().calendar
SCOPES = ((A.code,), (B.code,), (A.code, B.code))
EMPTY: Data = {kind: [] for kind in ORDER}
random_files = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def memory() -> MemoryStore:
    return MemoryStore()


def plain(value: FigureValue) -> Any:
    """A figure as the oracle gives it."""
    how = BY_CODE[value.code].how
    if how in (How.LOW, How.HIGH):
        return value.value if value.value is None else round(float(value.value), 9)  # type: ignore[arg-type]
    if how in (How.RATE, How.VERDICT, How.SHARE):
        return None if value.denominator is None else (value.numerator, value.denominator)
    return value.value


def all_figures(store: Any, month: Month, villages: tuple[str, ...], *, year: bool = False) -> dict[str, Any]:
    reckoning = Reckoning(store, CALENDAR, villages)
    return {figure.code: plain(reckoning.value(figure, Period.month(month), villages, year=year)) for figure in FIGURES}


@random_files
@given(files(), st.sampled_from(MONTHS), st.sampled_from((80, 60, 100)))
def test_every_figure_is_what_plain_python_computes(memory: MemoryStore, data: Data, text: str, mark: int) -> None:
    memory.load(data)
    memory.settings = {PASS_MARK_SETTING: str(mark)}
    month = Month.parse(text)
    for villages in SCOPES:
        assert all_figures(memory, month, villages) == Oracle(data, villages, month.first, month.last, mark).figures()
        year = Oracle(data, villages, month.january.first, month.last, mark).figures()
        got = all_figures(memory, month, villages, year=True)
        for figure in FIGURES:
            if figure.has_year:
                assert got[figure.code] == year[figure.code], figure.code


@random_files
@given(files(), st.sampled_from(MONTHS), st.booleans())
def test_the_listed_records_make_up_every_number(memory: MemoryStore, data: Data, text: str, year: bool) -> None:
    memory.load(data)
    memory.settings = {}
    month = Month.parse(text)
    ids = {row["id"]: kind for kind, rows in data.items() for row in rows}
    for village in (None, A.code):
        villages = (village,) if village else (A.code, B.code)
        reckoning = Reckoning(memory, CALENDAR, villages)  # type: ignore[arg-type]
        for figure in FIGURES:
            value = reckoning.value(figure, Period.month(month), villages, year=year)
            if figure.how in (How.LOW, How.HIGH):
                continue
            number = value.numerator if figure.numerator or figure.how is How.SHARE else value.value
            rows = records_behind(memory, figure.code, month, village, year=year,  # type: ignore[arg-type]
                                  calendar=CALENDAR)
            counted = BY_CODE[figure.numerator] if figure.numerator else figure
            listed = len(rows) if counted.how is How.COUNT else round(sum(row.number for row in rows), 2)
            assert listed == (number or 0), figure.code
            assert len({row.id for row in rows}) == len(rows)
            assert all(ids[row.id] == row.kind and row.village in villages for row in rows)


@random_files
@given(files(), st.sampled_from(MONTHS[:-2]))
def test_what_is_done_later_does_not_move_a_past_month(memory: MemoryStore, data: Data, text: str) -> None:
    memory.settings = {}
    month = Month.parse(text)
    memory.load(data)
    before = all_figures(memory, month, (A.code, B.code))
    tidied = copy.deepcopy(data)
    for kind, then in (("household", {"group_no": 9, "tenure": "vacant", **dict.fromkeys(GROUPS, 9)}),
                       ("plot", {"area_mu": 9.5, "land_kind": "field", "former_find": 1})):
        for number, row in enumerate(tidied[kind]):
            _go_on(row, tidied[kind][number - 1], then)
    tidied["plot"] += [{**row, "id": f"{row['id']}-part", "active_from": "2026-09-01", "split_from": row["id"]}
                       for row in data["plot"]]
    for row in tidied["follow_up"]:
        if row["status"] != "closed":
            row.update(status="closed", closed_on="2026-09-02")
    for row in tidied["plant_finding"]:
        row["reported_at"] = row["reported_at"] or "2026-09-02 08:00"
        row["uprooted_at"] = row["uprooted_at"] or "2026-09-02 09:00"
    for kind, field in (("visit", "visited_on"), ("answer_sheet", "taken_on"), ("patrol", "patrolled_on")):
        tidied[kind] += [{**row, "id": f"{row['id']}-later", field: "2026-09-03"} for row in data[kind]]
    memory.load(tidied)
    assert all_figures(memory, month, (A.code, B.code)) == before


def _go_on(row: Row, other: Row, then: Row) -> None:
    """What befalls a record later: it comes back, is merged into another one, or leaves; what figures read changes."""
    was = {name: row[name] for name in then}
    row.update(earlier=json.dumps([*json.loads(row["earlier"] or "[]"), ["2026-09-01", was]]), **then)
    if row["merged_into"] is None and row["inactive_from"]:
        times = [*json.loads(row["away"] or "[]"), [row["inactive_from"], "2026-09-01", "moved"]]
        row.update(away=json.dumps(times), inactive_from=None, inactive_reason=None)
    elif row["merged_into"] is None:
        row.update(inactive_from="2026-09-01", inactive_reason="merged", merged_into=other["id"])


@random_files
@given(files(), st.sampled_from(MONTHS))
def test_a_plot_that_could_not_be_looked_at_counts_as_if_nobody_had_come(
    memory: MemoryStore, data: Data, text: str,
) -> None:
    memory.settings = {}
    month, both = Month.parse(text), (A.code, B.code)
    with_finds = {row["plot_check_id"] for row in data["plant_finding"]}
    empty_handed = [{**row, "not_looked": "locked"} for row in data["plot_check"] if row["id"] not in with_finds]
    others = [row for row in data["plot_check"] if row["id"] in with_finds]
    memory.load({**data, "plot_check": others})
    without = all_figures(memory, month, both)
    memory.load({**data, "plot_check": [*others, *empty_handed]})
    assert all_figures(memory, month, both) == without


@random_files
@given(files(), st.sampled_from(MONTHS))
def test_foot_and_drone_count_alike_and_a_second_look_adds_nothing(
    memory: MemoryStore, data: Data, text: str,
) -> None:
    memory.settings = {}
    month, both = Month.parse(text), (A.code, B.code)
    codes = ("plots_checked", "season_plots_checked", "area_checked_mu", "season_area_coverage", "plots_due",
             "plots_overdue")
    memory.load(data)
    once = all_figures(memory, month, both)
    flown = [{**row, "id": f"{row['id']}-flown", "method": "drone"} for row in data["patrol"]]
    again = [{**row, "id": f"{row['id']}-flown", "patrol_id": f"{row['patrol_id']}-flown"}
             for row in data["plot_check"]]
    memory.load({**data, "patrol": [*data["patrol"], *flown], "plot_check": [*data["plot_check"], *again]})
    twice = all_figures(memory, month, both)
    assert [twice[code] for code in codes] == [once[code] for code in codes]


@random_files
@given(files(), st.sampled_from(MONTHS))
def test_deleted_records_never_count(memory: MemoryStore, data: Data, text: str) -> None:
    memory.settings = {}
    gone = copy.deepcopy(data)
    for rows in gone.values():
        for row in rows:
            row["deleted"] = 1
    memory.load(gone)
    got = all_figures(memory, Month.parse(text), (A.code, B.code))
    assert got == Oracle(EMPTY, (A.code, B.code), Month.parse(text).first, Month.parse(text).last).figures()


def test_a_file_without_records_prints_true_zeros_and_no_rates(memory: MemoryStore) -> None:
    memory.load(EMPTY)
    memory.settings = {}
    month = Month(2026, 5)
    reckoning = Reckoning(memory, CALENDAR)  # type: ignore[arg-type]
    for figure in FIGURES:
        value = reckoning.value(figure, Period.month(month), (A.code,))
        expected = {How.RATE: None, How.SHARE: None, How.LOW: None, How.HIGH: None,
                    How.VERDICT: "无数据"}.get(figure.how, 0)
        assert value.value == expected
        line = reckoning.line(figure, Period.month(month), (A.code,))
        assert line.previous is None or line.previous.value is None
    assert reckoning.reported(Period.month(month)) == frozenset()


def sheets(passed: int, n: int) -> Data:
    """So many valid sheets, of which so many passed."""
    paper = {"id": "p", "village": A.code, "deleted": 0}
    return {**EMPTY, "quiz_paper": [paper], "answer_sheet": [
        {"id": f"s{number}", "village": A.code if number % 3 else B.code, "deleted": 0, "paper_id": "p",
         "taken_on": "2026-05-09", "sampling": "random_household", "asked": 20, "answered": 20,
         "correct": 16 if number < passed else 15} for number in range(n)]}


@pytest.mark.parametrize(("passed", "n", "shown", "word"), [
    (19, 20, "95.00%", "点估计达标但样本不足"), (2374, 2500, "94.96%", "未达标"), (389, 400, "97.25%", "达标"),
    (0, 4, "0.00%", "未达标"),
])
def test_awareness_at_the_target_and_just_under_it(
    memory: MemoryStore, passed: int, n: int, shown: str, word: str,
) -> None:
    memory.load(sheets(passed, n))
    memory.settings = {}
    reckoning = Reckoning(memory, CALENDAR)  # type: ignore[arg-type]
    both = (A.code, B.code)
    rate = reckoning.value(BY_CODE["awareness_by_person"], Period.month(Month(2026, 5)), both)
    assert (rate.numerator, rate.denominator) == (passed, n)
    assert as_json(rate)["shown"] == shown
    assert rate.interval is not None
    said = reckoning.value(BY_CODE["awareness_verdict"], Period.month(Month(2026, 5)), both).value
    assert said == word == verdict(passed, n)


def test_the_share_of_a_small_group_is_told_nowhere_and_cannot_be_worked_out(memory: MemoryStore) -> None:
    data = sheets(30, 40)
    for number, row in enumerate(data["answer_sheet"]):
        row["key_group"] = "general" if number < 30 else "pupils" if number < 38 else "tenants"
    memory.load(data)
    memory.settings = {}
    both = (A.code, B.code)
    reckoning = Reckoning(memory, CALENDAR)  # type: ignore[arg-type]
    shown = {code: as_json(reckoning.value(BY_CODE[f"awareness_by_person/{code}"], Period.month(Month(2026, 5)), both))
             for code in ("general", "pupils", "tenants")}
    assert (shown["general"]["numerator"], shown["general"]["denominator"]) == (30, 30)
    for code in ("pupils", "tenants"):
        assert shown[code]["value"] is None
        assert "denominator" not in shown[code]
        assert records_behind(memory, f"awareness_by_person/{code}", Month(2026, 5),  # type: ignore[arg-type]
                              calendar=CALENDAR) == []


def test_the_ends_of_the_interval_are_figures_in_per_cent_that_never_round_up_to_the_target(
    memory: MemoryStore,
) -> None:
    memory.load(sheets(388, 400))
    memory.settings = {}
    reckoning = Reckoning(memory, CALENDAR)  # type: ignore[arg-type]
    may = Period.month(Month(2026, 5))
    low, high = (as_json(reckoning.value(BY_CODE[f"awareness_wilson_{end}"], may, (A.code, B.code)))
                 for end in ("low", "high"))
    assert (low["shown"], high["shown"]) == ("94.83%", "98.28%")
    assert low["value"] == pytest.approx(94.83, abs=0.005)


def test_every_file_of_figures_is_used() -> None:
    used = {figure.source for figure in FIGURES if figure.source}
    bases = {"finding_records", "follow_up_records", "households_gone", "key_group_people", "survivors",
             "plot_looks", "plot_survivors", "round_plots"}
    assert used | bases == set(sources())
