"""Sample files: the same arguments give the same data, and the data could be real."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from pathlib import Path

import pytest
import shapely
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.quiz import from_snapshot, grade, load_answers
from panhuang_desk.model.validate import check
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.demo.words import RARE_NAMES
from panhuang_desk.services.figures import Reckoning, figures
from panhuang_desk.services.focus import read
from panhuang_desk.services.plots import measured_mu, shape_of
from panhuang_desk.services.resources import Resources
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

PASSPHRASE = "示例 口令 2026"
TODAY = dt.date(2026, 11, 24)
RESOURCES = Resources()
TABLES = ("household", "visit", "quiz_paper", "survey", "answer_sheet", "plot", "map_area", "patrol", "plot_check",
          "plant_finding", "follow_up", "focus", "change", "replica", "known", "village", "setting", "search_doc",
          "meta")


def make(folder: Path, name: str = "demo", **arguments: object) -> Path:
    path = folder / f"{name}.phdb"
    made = make_demo(path, PASSPHRASE, today=TODAY, settings=Settings(file=folder / f"{name}.json"),
                     resources=RESOURCES, **arguments)  # type: ignore[arg-type]
    assert made.path == path
    return path


def reopen(path: Path) -> Store:
    return Store.open(path, PASSPHRASE, write=False, settings=Settings(file=path.with_suffix(".look.json")))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five villages over the twelve months up to October 2026."""
    return make(tmp_path_factory.mktemp("year"), villages=5, months=12, households=60, seed=7)


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with reopen(path) as store:
        return {table: sorted(store.read(f"select * from {table}"), key=repr) for table in TABLES}


def records(path: Path) -> dict[str, list[Record]]:
    with reopen(path) as store:
        return {kind: store.records(kind) for kind in KINDS}


def test_the_same_arguments_give_the_same_records_ids_and_journal(tmp_path: Path) -> None:
    one, two, other = (content(make(tmp_path, name, villages=2, months=2, households=12, seed=seed))
                       for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert one == two
    assert one["visit"] != other["visit"]
    assert one["village"] == other["village"]


def test_the_last_month_explains_what_the_sheets_before_it_knew_least(year: Path) -> None:
    found = [focus for focus in map(read, records(year)["focus"]) if focus is not None]
    assert 0 < len(found) == len({focus.village for focus in found})
    for focus in found:
        assert str(focus.month) == "2026-10"
        assert 0 < len(focus.questions) <= 5
        assert all(each.right < each.asked for each in focus.questions)
        assert focus.topics


def test_visits_and_follow_ups_are_filled_in_as_people_fill_them_in(year: Path) -> None:
    found = records(year)
    visits = {record.id: record for record in found["visit"]}
    for name in ("seen", "difficulties", "requests", "help_given"):
        assert 0 < sum(bool(record[name]) for record in visits.values()) < len(visits), name
    states = {record["status"] for record in found["follow_up"]}
    assert states == {"raised", "reported", "closed"}
    for record in found["follow_up"]:
        if record["status"] == "closed":
            assert record["outcome"]
            assert record["closed_as"] in ("done", "passed_on")
        if record["status"] == "reported":
            assert all(record[name] for name in ("reported_to", "reported_on", "reported_how"))
        if record["source_table"] == "visit" and record["kind"] == "difficulty":
            assert visits[record.text("source_id")]["difficulties"]


def test_by_default_it_is_the_real_units_over_three_full_months(tmp_path: Path) -> None:
    path = make(tmp_path)
    with reopen(path) as store:
        assert store.sample
        assert [village.code for village in store.villages] == [village.code for village in RESOURCES.villages]
        assert len(store.villages) == 14
        assert store.home == ""
        days = [row.text("visited_on") for row in store.records("visit")]
        assert {day[:7] for day in days} == {"2026-08", "2026-09", "2026-10"}
        sizes = [store.count("household", {"village": village.code}) for village in store.villages]
        assert max(sizes) > 1.5 * min(sizes)
        last = Reckoning(store).reported(Period.month(Month(2026, 10)))
        assert len(last) == 13
        values = figures(store, Month(2026, 10))
        assert 0.25 < float(values["household_coverage"].value or 0) < 0.9
        assert 0.8 < float(values["awareness_by_person"].value or 0) < 1
        assert all(values[code].value for code in ("patrols", "follow_ups_open", "follow_ups_overdue", "not_home"))


def test_a_file_of_one_village_belongs_to_its_worker(tmp_path: Path) -> None:
    with reopen(make(tmp_path, villages=1, months=1, households=9, until=Month(2026, 5))) as store:
        assert store.home == store.villages[0].code
        assert store.count("household") == 9
        assert {row.text("visited_on")[:7] for row in store.records("visit")} == {"2026-05"}


def test_every_record_passes_the_checks_of_its_kind(year: Path) -> None:
    for kind, rows in records(year).items():
        for row in rows:
            problems = check(KINDS[kind], row.values, TODAY.isoformat(), RESOURCES.choices)
            assert problems == [], (kind, problems)


def test_nothing_lies_outside_the_months_asked_for(year: Path) -> None:
    for kind, rows in records(year).items():
        dated = KINDS[kind].dated
        if dated:
            assert all("2025-11-01" <= row.text(dated)[:10] <= "2026-10-31" for row in rows), kind
    with reopen(year) as store:
        assert {row[0] for row in store.read("select distinct substr(at, 1, 4) from change")} <= {"2025", "2026"}
        assert store.read("select max(substr(at, 1, 10)) from change")[0][0] <= "2026-10-31"


def test_the_year_has_its_seasons_its_working_days_and_its_gaps(year: Path) -> None:
    rows = records(year)
    patrols = Counter(int(row.text("patrolled_on")[5:7]) for row in rows["patrol"])
    assert patrols[4] + patrols[5] + patrols[6] > 0.45 * sum(patrols.values())
    assert patrols[5] >= 4 * 5 * 0.8
    assert patrols[12] + patrols[1] + patrols[2] < patrols[5]
    assert all("04-15" <= row.text("patrolled_on")[5:] <= "06-10" for row in rows["patrol"]
               if row.text("patrolled_on")[5:7] in ("04", "06"))
    weekdays = Counter(dt.date.fromisoformat(row.text("visited_on")).weekday() < 5 for row in rows["visit"])
    assert weekdays[True] > 15 * weekdays[False] > 0
    weeks = {(row.village, dt.date.fromisoformat(row.text("visited_on")).isocalendar()[:2]) for row in rows["visit"]}
    assert 5 * 30 < len(weeks) < 5 * 52
    sheets = Counter(int(row.text("taken_on")[5:7]) for row in rows["answer_sheet"])
    assert sheets[6] == max(sheets.values())


def test_names_are_as_various_as_real_ones(year: Path) -> None:
    names = {row.text("contact_name") for row in records(year)["household"]}
    assert set("".join(RARE_NAMES)) >= set("䶮㛃𬭎𠮷·")
    assert set(RARE_NAMES) <= names
    assert len(names) > 250


def test_sheets_hold_what_was_answered(year: Path) -> None:
    rows = records(year)
    papers = {row.id: from_snapshot(row.text("questions")) for row in rows["quiz_paper"]}
    assert {len(questions) for questions in papers.values()} == {20}
    invalid = 0
    done = [row for row in rows["answer_sheet"] if row["state"] != "abandoned"]
    for row in done:
        graded = grade(papers[row.text("paper_id")], load_answers(row.text("answers")))
        assert (graded.correct, graded.answered, graded.asked) == tuple(
            row[name] for name in ("correct", "answered", "asked"))
        invalid += not graded.valid
    assert 0 < invalid < 0.1 * len(done)
    groups = {row.text("key_group") for row in rows["answer_sheet"]}
    assert "general" in groups
    assert len(groups) > 3


def test_every_sheet_belongs_to_a_survey_that_says_what_went_out_and_came_back(year: Path) -> None:
    rows = records(year)
    sheets = Counter(row.text("survey_id") for row in rows["answer_sheet"] if row["state"] != "abandoned")
    surveys = {row.id: row for row in rows["survey"]}
    assert set(sheets) == set(surveys)
    for id, survey in surveys.items():
        assert survey["returned"] == sheets[id]
        assert survey.number("issued") >= sheets[id]
        assert survey["asked_by"]
    for row in rows["answer_sheet"]:
        assert surveys[row.text("survey_id")].text("paper_id") == row["paper_id"]
        assert surveys[row.text("survey_id")]["started_on"] <= row["taken_on"]  # type: ignore[operator]
    assert any(row["state"] == "abandoned" for row in rows["answer_sheet"])
    assert any(row["second_answers"] not in (None, row["answers"]) for row in rows["answer_sheet"])
    assert {row["satisfaction"] for row in rows["answer_sheet"]} == {None, "satisfied", "mostly", "dissatisfied"}


def test_some_villages_are_under_the_target_and_some_are_not(year: Path) -> None:
    with reopen(year) as store:
        reckoning, rate = Reckoning(store), BY_CODE["awareness_by_person"]
        october = Period.month(Month(2026, 10))
        shares = [reckoning.value(rate, october, (village.code,), year=True) for village in store.villages]
    reached = [100 * (share.numerator or 0) >= 95 * (share.denominator or 1) for share in shares]
    assert any(reached)
    assert not all(reached)


def test_finds_are_few_and_their_steps_follow_one_another(year: Path) -> None:
    finds = records(year)["plant_finding"]
    assert 1 <= len(finds) <= 5
    for row in finds:
        steps = [row.text(name) for name in ("found_at", "reported_at", "confirmed_at", "uprooted_at", "destroyed_at")]
        assert steps == sorted(steps)
        assert row["uprooted"] == row["plants"]
        assert len({step[:7] for step in steps}) == 1


def test_follow_ups_are_of_all_ages(year: Path) -> None:
    rows = records(year)["follow_up"]
    waiting = [row for row in rows if row.text("status") != "closed"]
    ages = [(dt.date(2026, 10, 31) - dt.date.fromisoformat(row.text("raised_on"))).days for row in waiting]
    assert any(age <= 14 for age in ages)
    assert any(age > 30 for age in ages)
    assert len(waiting) < 0.35 * len(rows)
    late = [row for row in rows if row.text("closed_on") > row.text("due_on")]
    assert late
    assert len(late) < 0.6 * len(rows)


def test_most_plots_have_an_outline_of_their_area_some_a_point_and_some_nothing(year: Path) -> None:
    rows = records(year)["plot"]
    shapes = {row.id: shape_of(row) for row in rows}
    outlined = [row for row in rows if (shape := shapes[row.id]) and shape.is_outline]
    pointed = [row for row in rows if (shape := shapes[row.id]) and not shape.is_outline]
    assert len(outlined) > 0.6 * len(rows)
    assert pointed
    assert any(shape is None for shape in shapes.values())
    for row in outlined:
        assert measured_mu(shapes[row.id]) == pytest.approx(float(row["area_mu"]), rel=0.02)  # type: ignore[arg-type]
    for row in pointed:
        assert row["datum"] == "gcj02"
        shape, received = shapes[row.id], shapely.from_geojson(row.text("received"))
        assert shape is not None
        assert 300 < distance((received.x, received.y), shape.point) < 800


def test_plots_lie_in_the_quarter_of_their_group_and_do_not_overlap(year: Path) -> None:
    rows = records(year)
    areas = {(row.village, row["group_no"]): shapely.from_geojson(row.text("outline")) for row in rows["map_area"]}
    assert len(areas) == 5 * 7
    for (village, group), area in areas.items():
        whole = areas[village, None]
        assert whole.is_valid
        assert 119.9 < whole.centroid.x < 120.05
        assert 33.3 < whole.centroid.y < 33.42
        assert area.intersection(whole).area == pytest.approx(area.area, rel=1e-4), group
    villages = [area for (_, group), area in areas.items() if group is None]
    assert all(one.disjoint(other) for one, other in itertools.combinations(villages, 2))
    placed = [row for row in rows["plot"] if row["outline"]]
    for row in placed:
        assert areas[row.village, row["group_no"]].buffer(0.0002).contains(shapely.from_geojson(row.text("outline")))
    for one, other in itertools.combinations(placed, 2):
        if one.village == other.village:
            assert shapely.from_geojson(one.text("outline")).disjoint(shapely.from_geojson(other.text("outline")))


@pytest.mark.parametrize("arguments", [
    {"villages": 0}, {"villages": 15}, {"months": 0}, {"months": 121}, {"households": 0}, {"until": Month(2026, 12)},
])
def test_arguments_that_cannot_be_met_are_refused_before_anything_is_written(
    tmp_path: Path, arguments: dict[str, object],
) -> None:
    with pytest.raises(UserError) as refused:
        make(tmp_path, **arguments)
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "demo.phdb"
    path.write_bytes(b"mine")
    with pytest.raises(UserError):
        make(tmp_path)
    assert path.read_bytes() == b"mine"


def test_a_cancelled_sample_leaves_no_file(tmp_path: Path) -> None:
    def cancel(share: float, now: str) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_demo(tmp_path / "demo.phdb", PASSPHRASE, villages=1, months=2, households=5, today=TODAY,
                  settings=Settings(file=tmp_path / "s.json"), resources=RESOURCES, progress=cancel)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("demo")]


def test_nobody_calls_in_the_month_a_household_leaves(year: Path) -> None:
    with reopen(year) as store:
        for month in (Month(2026, 3), Month(2026, 6), Month(2026, 10)):
            values = figures(store, month)
            assert values["households_met"].value == values["households_met_active"].value
        assert store.read("select count(*) from household where inactive_from is not null")[0][0]
