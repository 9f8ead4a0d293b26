"""The files of db/figures: what each gives, and that the large tables are read through their indexes."""

from __future__ import annotations

import re

import pytest
from panhuang_desk.model.figures import FIGURES
from panhuang_desk.store import Store
from panhuang_desk.store.figures import Span, figure_numbers, figure_rows, sources

from .helpers import VILLAGE, fill

MAY = Span("2026-05-01", "2026-05-31", "2026-05-31")
JUNE = Span("2026-06-01", "2026-06-30", "2026-06-30")
BINDS = {"pass_mark": 80, "key_group": "pupils", "tenure": "rented", "outcome": "met", "method": "foot",
         "rounds": "[]"}


class Explaining:
    """A reader that asks how a query would be run."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.steps: list[str] = []

    def read(self, sql: str, params: object = ()) -> list[tuple[object, ...]]:
        self.steps = [str(row[3]) for row in self.store.read(f"explain query plan {sql}", params)]  # type: ignore[arg-type]
        return []


@pytest.fixture
def explaining(store: Store) -> Explaining:
    return Explaining(store)


@pytest.mark.parametrize("source", sources())
def test_every_file_runs_and_gives_the_agreed_columns(store: Store, source: str) -> None:
    assert figure_numbers(store, source, [VILLAGE.code], MAY, BINDS) == {}
    assert figure_rows(store, source, [VILLAGE.code], MAY, BINDS) == []


@pytest.mark.parametrize("source", sources())
def test_visits_and_sheets_are_only_ever_searched(explaining: Explaining, source: str) -> None:
    figure_numbers(explaining, source, [VILLAGE.code], MAY, BINDS)
    scanned = [step for step in explaining.steps if re.match(r"SCAN (visit|answer_sheet)\b", step)]
    assert scanned == []


@pytest.mark.parametrize("source", ["visits", "visits_by_outcome", "materials_given", "households_met_active"])
def test_visits_of_a_month_are_counted_in_the_index_alone(explaining: Explaining, source: str) -> None:
    figure_numbers(explaining, source, [VILLAGE.code], MAY, BINDS)
    assert any("SEARCH visit USING COVERING INDEX visit_by_month" in step for step in explaining.steps)


def test_count_and_sum_are_those_of_the_listed_records(store: Store) -> None:
    fill(store, 9)
    rows = figure_rows(store, "materials_given", [VILLAGE.code], MAY, BINDS)
    tally = figure_numbers(store, "materials_given", [VILLAGE.code], MAY, BINDS)[VILLAGE.code]
    assert (tally.count, tally.total) == (len(rows), sum(row.number for row in rows))
    assert tally.count == 6
    assert {row.kind for row in rows} == {"visit"}
    assert figure_numbers(store, "materials_given", [VILLAGE.code], JUNE, BINDS) == {}
    assert figure_numbers(store, "materials_given", [], MAY, BINDS) == {}


def test_every_figure_that_counts_names_a_file() -> None:
    assert {figure.source for figure in FIGURES if figure.source} <= set(sources())
