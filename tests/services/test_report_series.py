"""What charts show adds up to the figures that stand beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.editions import report_of
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

PASSPHRASE = "示例 口令 2026"
TODAY = dt.date(2026, 7, 3)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("series")
    settings = Settings(file=folder / "s.json")
    make_demo(folder / "街道.phdb", PASSPHRASE, villages=4, months=3, until=Month(2026, 6), households=30, today=TODAY,
              settings=settings)
    with Store.open(folder / "街道.phdb", PASSPHRASE, settings=settings) as store:
        yield store


@pytest.mark.parametrize("text", ["2026-05", "2026-Q2", "2026-05..2026-06"])
def test_every_series_comes_to_its_figure(office: Store, text: str) -> None:
    report = report_of(office, Period.parse(text), None, TODAY)
    for name, code in (("visits", "visits"), ("plots", "plots_active"), ("ages", "follow_ups_open")):
        assert _sum(report, name) == report.figures[code].this.value
    looked = report.series["plots"][0]
    assert (looked.label, looked.number) == ("已踏查", report.figures["plots_checked"].this.value)


def test_a_month_is_cut_into_sevens_and_a_longer_span_into_months(office: Store) -> None:
    month = report_of(office, Month(2026, 5), None, TODAY).series["visits"]
    assert [bar.label for bar in month] == ["1–7日", "8–14日", "15–21日", "22–28日", "29–31日"]
    quarter = report_of(office, Period.parse("2026-Q2"), None, TODAY).series["visits"]
    assert [bar.label for bar in quarter] == ["4月", "5月", "6月"]


def test_a_series_without_anything_in_it_is_left_out(office: Store) -> None:
    assert "visits" not in report_of(office, Month(2025, 2), None, TODAY).series


def _sum(report: Report, name: str) -> float:
    return sum(bar.number or 0 for bar in report.series.get(name, ()))
