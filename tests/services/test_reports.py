"""Putting a report together: scope, comparisons, digest, editions, proposals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.figures import FIGURES, HEADLINE_SETTING, SMALL_CELLS
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.editions import editions, issue_report, report_of
from panhuang_desk.services.figures import figures, figures_json, lines
from panhuang_desk.services.patrol_rules import RULES_SETTING
from panhuang_desk.services.report_paper import write_report
from panhuang_desk.services.reports import place_of
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

PASSPHRASE = "示例 口令 2026"
TODAY = dt.date(2026, 7, 3)
MAY, JUNE = Month(2026, 5), Month(2026, 6)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six villages from April to June 2026."""
    folder = tmp_path_factory.mktemp("sample")
    path = folder / "街道.phdb"
    make_demo(path, PASSPHRASE, villages=6, months=3, until=JUNE, households=25, today=TODAY,
              settings=Settings(file=folder / "s.json"))
    return path


@pytest.fixture
def office(sample: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / sample.name
    path.write_bytes(sample.read_bytes())
    with Store.open(path, PASSPHRASE, settings=Settings(file=tmp_path / "s.json")) as store:
        yield store


def test_the_report_of_the_subdistrict_pools_its_villages(office: Store) -> None:
    report = report_of(office, MAY, None, TODAY)
    assert (report.scope, report.name, report.code) == ("subdistrict", "潘黄街道", "320903004000")
    assert report.sample
    assert [line.code for line in report.by_village] == [village.code for village in office.villages]
    for code in ("visits", "households_active", "sheets_valid", "plots_checked", "follow_ups_open"):
        parts = [line.figures[code].value for line in report.by_village]
        assert report.figures[code].this.value == sum(int(part or 0) for part in parts)
    rate = report.figures["awareness_by_person"].this
    assert rate.denominator == sum(line.figures["awareness_by_person"].denominator or 0 for line in report.by_village)
    assert rate.value == (rate.numerator or 0) / (rate.denominator or 1)


def test_a_village_without_any_record_has_not_reported(office: Store) -> None:
    report = report_of(office, JUNE, None, TODAY)
    late = [line for line in report.by_village if not line.reported]
    assert len(late) == 1
    assert any(late[0].name in problem.text and "未报" in problem.text for problem in report.problems)
    assert any("补报" in plan.text for plan in report.plans)
    assert all(line.reported for line in report_of(office, MAY, None, TODAY).by_village)
    issue_report(office, JUNE, late[0].code, dt.datetime(2026, 7, 1, 9))
    assert all(line.reported for line in report_of(office, JUNE, None, TODAY).by_village)


def test_screen_and_report_show_the_same_numbers(office: Store) -> None:
    village = office.villages[2].code
    report = report_of(office, MAY, village, TODAY)
    assert report.scope == "village"
    assert report.by_village == ()
    assert {code: line.this for code, line in report.figures.items()} == figures(office, MAY, village)
    assert dict(report.figures) == lines(office, MAY, village)
    assert [item["code"] for item in figures_json(office, MAY, village)] == [figure.code for figure in FIGURES]


def test_rates_come_with_their_parts_and_are_in_their_unit(office: Store) -> None:
    for item in figures_json(office, MAY):
        if item["unit"] == "%" and item.get("denominator"):
            assert item["value"] == pytest.approx(100 * item["numerator"] / item["denominator"])
            assert item["shown"].endswith("%")


def test_months_before_the_first_record_compare_as_no_data(office: Store) -> None:
    report = report_of(office, Month(2026, 4), None, TODAY)
    assert all(line.previous is None or line.previous.value is None for line in report.figures.values())
    trend = report_of(office, JUNE, None, TODAY).trend
    assert [str(point.month) for point in trend[-4:]] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert len(trend) == 12
    assert trend[-4].coverage.value is None
    assert all(point.coverage.value for point in trend[-3:])


def test_the_year_to_date_adds_up_and_counts_a_household_once(office: Store) -> None:
    report = report_of(office, JUNE, None, TODAY)
    months = [figures(office, month) for month in (Month(2026, 4), MAY, JUNE)]
    year = report.figures["visits"].year
    assert year is not None
    assert year.value == sum(int(month["visits"].value or 0) for month in months)
    met = report.figures["households_met"].year
    assert met is not None
    assert int(met.value or 0) < sum(int(month["households_met"].value or 0) for month in months)


def test_a_month_to_come_and_an_unknown_village_are_refused_in_words(office: Store) -> None:
    with pytest.raises(UserError) as future:
        report_of(office, Month(2026, 8), None, TODAY)
    assert "2026年8月" in future.value.message
    with pytest.raises(UserError) as unknown:
        report_of(office, MAY, "320903004999", TODAY)
    assert "320903004999" in unknown.value.message
    for error in (future.value, unknown.value):
        assert "\n" not in str(error)
        assert error.hint
    assert report_of(office, Month(2026, 7), None, TODAY).period == Period.month(Month(2026, 7))


def test_a_file_of_one_village_reports_that_village(tmp_path: Path) -> None:
    path = tmp_path / "村.phdb"
    settings = Settings(file=tmp_path / "s.json")
    make_demo(path, PASSPHRASE, villages=1, months=1, until=MAY, households=8, today=TODAY, settings=settings)
    with Store.open(path, PASSPHRASE, settings=settings) as store:
        assert place_of(store).scope == "village"
        assert report_of(store, MAY, None, TODAY).code == store.home


def test_the_digest_follows_the_numbers_and_nothing_else(office: Store) -> None:
    first = report_of(office, MAY, None, TODAY)
    assert report_of(office, MAY, None, dt.date(2026, 7, 20)).digest == first.digest
    with office.action() as action:
        household = office.records("household", {"village": office.villages[0].code})[0]
        action.save("household", {"note": "新的备注"}, id=household.id)
    assert report_of(office, MAY, None, TODAY).digest == first.digest
    with office.action() as action:
        action.save("visit", {"household_id": household.id, "visited_on": "2026-05-31", "outcome": "met"},
                    village=household.village)
    assert report_of(office, MAY, None, TODAY).digest != first.digest
    assert re.fullmatch("[0-9a-f]{64}", first.digest)


def test_the_qr_text_names_place_month_edition_figures_and_digest(office: Store) -> None:
    report = report_of(office, MAY, None, TODAY)
    mark, code, month, edition, shown, digest = report.qr.split("|")
    assert report.qr.isascii()
    assert len(report.qr) < 400
    assert (mark, code, month, edition, digest) == ("PHD1", report.code, "2026-05", "1", report.digest)
    values = dict(pair.split("=") for pair in shown.split(";"))
    assert values["visits"] == str(report.figures["visits"].this.value)
    rate = report.figures["awareness_by_person"].this
    assert values["awareness_by_person"] == f"{rate.numerator}/{rate.denominator}"
    assert not set(values) & set(SMALL_CELLS)


def test_editions_count_up_only_when_the_numbers_change(office: Store) -> None:
    village = office.villages[0]
    first, changes = issue_report(office, MAY, village.code, dt.datetime(2026, 6, 1, 10, 5))
    assert (first.edition, bool(changes)) == (1, True)
    again, nothing = issue_report(office, MAY, village.code, dt.datetime(2026, 6, 2, 9, 0))
    assert (again.edition, again.issued_on, bool(nothing)) == (1, "2026-06-01", False)
    household = office.records("household", {"village": village.code})[0]
    with office.action() as action:
        action.save("visit", {"household_id": household.id, "visited_on": "2026-05-30", "outcome": "refused"},
                    village=village.code)
    second, _ = issue_report(office, MAY, village.code, dt.datetime(2026, 6, 3, 9, 0))
    assert second.edition == 2
    assert [each.number for each in editions(office, village.code, MAY)] == [1, 2]
    assert report_of(office, MAY, office.villages[1].code, TODAY).edition == 1


def test_the_headline_rate_is_a_setting(office: Store) -> None:
    assert report_of(office, MAY, None, TODAY).headline == "person"
    office.set_setting(HEADLINE_SETTING, "answer")
    report = report_of(office, MAY, None, TODAY)
    assert report.headline == "answer"
    assert report.trend[-1].awareness.code == "awareness_by_answer"


def test_problems_and_plans_come_from_the_figures(office: Store) -> None:
    report = report_of(office, MAY, None, TODAY)
    overdue = report.figures["follow_ups_overdue"].this.value
    assert any(f"{overdue}件" in problem.text for problem in report.problems) == bool(overdue)
    assert any("6月26日国际禁毒日" in plan.text for plan in report.plans)
    assert report.season == "罂粟集中踏查期"
    assert not any(sentence.text.endswith("。") for sentence in (*report.problems, *report.plans))


LATER = dt.date(2026, 10, 1)


def test_plans_name_the_rounds_and_the_publicity_of_the_coming_month(office: Store) -> None:
    def plans(month: Month) -> list[str]:
        return [plan.text for plan in report_of(office, month, None, LATER).plans
                if plan.text.startswith(("开展", "做好"))]

    assert plans(Month(2026, 4)) == ["开展罂粟集中踏查，看完第2轮至第5轮，每轮把在册地块都看到"]
    assert plans(MAY) == ["开展罂粟集中踏查，看完第6轮，每轮把在册地块都看到"]
    assert plans(Month(2026, 6)) == ["开展大麻复查，把在册地块全部看到"]
    assert plans(Month(2026, 9)) == ["做好播种期宣传：秋播前后宣传禁种法规，发放告知书"]
    office.set_setting(RULES_SETTING, '[{"label": "全年", "first": "01-01", "last": "12-31", "every_days": 15}]')
    assert plans(MAY) == ["开展罂粟集中踏查，看完第11轮至第12轮，每轮把在册地块都看到"]


def test_a_report_holds_no_person(office: Store) -> None:
    said = repr(report_of(office, MAY, None, TODAY))
    rows = office.records("household")
    assert not [row for row in rows if row.text("contact_name") in said or (row["phone"] and row.text("phone") in said)]


def test_the_report_is_written_as_a_pdf(office: Store, tmp_path: Path) -> None:
    target = tmp_path / "月报.pdf"
    report = write_report(office, MAY, None, TODAY, target)
    assert isinstance(report, Report)
    assert target.read_bytes().startswith(b"%PDF-")
