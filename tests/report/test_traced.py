"""The texts of a report say which figure each number is, and read without their marks exactly as they are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from panhuang_desk.model.figures import show_on_paper
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import PUBLICITY, Period
from panhuang_desk.model.report import Report
from panhuang_desk.report import periodic_tables, periodic_text
from panhuang_desk.report.traced import traced_texts
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.reports import draft
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

PASSPHRASE = "菜园 水井 2026"
APRIL = Month(2026, 4)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("traced") / "office.phdb"
    make_demo(path, PASSPHRASE, villages=3, months=3, until=APRIL, households=24, seed=5)
    with Store.open(path, PASSPHRASE, settings=Settings()) as store:
        yield store


@pytest.fixture(params=[
    Period.month(APRIL), Period.quarter(2026, 1), Period.year(2026), Period(APRIL, APRIL, PUBLICITY),
    Period.month(Month(2025, 4))], ids=str)
def report(request: pytest.FixtureRequest, office: Store) -> Report:
    return draft(office, request.param, None, dt.date(2026, 5, 4))


def close(text: str) -> str:
    return "".join(text.split())


def test_without_their_marks_the_texts_are_those_that_are_printed(report: Report) -> None:
    printed = {close(text) for section in periodic_text.sections(report) for text in section.say(report)}
    printed |= {close("".join(row)) for tables in periodic_tables.tables(report).values() for data in tables
                for row in data.rows}
    traced = traced_texts(report)
    assert len(traced) > 3
    odd = [each.text for each in traced if each.text not in printed]
    assert all("<3" in text or "不足" in text or "0.0%" in text for text in odd), odd


def test_each_number_is_its_figure_as_printed(report: Report) -> None:
    villages = {line.code: line for line in report.by_village}
    for text in traced_texts(report):
        for trace in text.traces:
            value = (villages[trace.village].figures[trace.code] if trace.village
                     else getattr(report.figures[trace.code], trace.column))
            assert text.text[trace.at:].startswith(trace.shown)
            assert trace.shown.removesuffix("%") == show_on_paper(value).removesuffix("%"), trace
