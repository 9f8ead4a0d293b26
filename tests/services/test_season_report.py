"""The season's report: a plot counts once, a look that failed not at all; what came later is not told; it is reckoned
once more, in plain Python over random files.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Values
from panhuang_desk.model.geo import map_data
from panhuang_desk.model.season_report import NEVER, Methods, Share
from panhuang_desk.report.season import season_bytes
from panhuang_desk.services import patrols, records
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.season_map import season_map
from panhuang_desk.services.season_report import NOT_COME, patrol_seasons, season_of, season_report
from panhuang_desk.services.session import Session

from tests.report.reading import Pdf

from .figure_data import A, B, MemoryStore, files
from .figure_oracle import Data
from .helpers import VILLAGE, open_village
from .season_oracle import SeasonOracle
from .test_season import add, look

V = VILLAGE.code


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path, dt.date(2026, 6, 30)) as opened:
        yield opened


class Office(MemoryStore):
    """A subdistrict's file over memory."""

    sample = False


@pytest.fixture(scope="module")
def memory() -> Office:
    return Office()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(files(), st.sampled_from(("2026-04-15", "2026-05-15", "2026-06-10", "2026-06-30", "2026-07-01", "2026-11-24")),
       st.sampled_from(("poppy", "cannabis")), st.sampled_from(("", A.code)))
def test_the_report_agrees_with_plain_python_over_random_files(
    memory: Office, data: Data, today: str, code: str, village: str,
) -> None:
    memory.load(data)
    session = Session(cast(Any, memory), today=lambda: dt.date.fromisoformat(today))
    season = next(each for each in patrol_seasons(session) if each.code == code)
    first, last = season.window(2026)
    if first > today:
        with pytest.raises(UserError, match="还没有开始"):
            season_report(session, 2026, code, village or None)
        return
    report = season_report(session, 2026, code, village or None)
    codes = (village,) if village else (A.code, B.code)
    expected = SeasonOracle(data, codes, first, last, min(last, today))
    assert _tuple(report.register) == expected.share(expected.plots)
    assert _tuple(report.total) == expected.share(expected.asked())
    numbered = Counter(_tuple(line.share) for line in report.rounds if line.rounds == 1)
    assert not numbered - expected.by_span()
    whole = sum((line.share for line in report.rounds), Share())
    assert (whole.asked, whole.looked) == tuple(
        sum(share[at] * times for share, times in expected.by_span().items()) for at in (0, 1))
    assert (report.methods.foot, report.methods.drone, report.methods.both) == expected.methods()
    since = expected.since()
    assert dict(report.since)[NEVER] == since.count(None)
    assert sum(count for _, count in report.since) == len(since)
    assert (report.longest.days if report.longest else None) == max((each for each in since if each is not None),
                                                                    default=None)
    done = report.work
    assert (done.outings, done.people, done.vehicles, done.flights, done.leaflets, done.letters) == expected.work()
    assert sorted((find.day, find.plants, find.reported, find.uprooted) for find in report.finds) == expected.finds()
    assert sum(count for _, count in report.not_looked) == report.total.left
    for lines in (report.villages, report.groups):
        if lines:
            assert sum((line.share for line in lines), Share()) == report.total
            assert sum(line.finds for line in lines) <= len(report.finds)
            assert [sum(counts) for counts in zip(*(line.since for line in lines), strict=True)] == [
                count for _, count in report.since]
    if report.villages:
        assert expected.reported() <= {line.code for line in report.villages if line.reported}


def _tuple(share: Share) -> tuple[int, int, float, float]:
    return share.asked, share.looked, share.area, share.area_looked


def test_foot_and_drone_count_a_plot_once(session: Session) -> None:
    one, both, flown, left = (add(session, name) for name in ("东", "南", "西", "北"))
    look(session, "2026-04-16", one, both)
    look(session, "2026-05-17", both, flown, method="drone")
    look(session, "2026-05-18", left, not_looked="locked")
    report = season_report(session, 2026, "poppy")
    assert (report.total.asked, report.total.looked, report.total.area_looked) == (4, 3, 6.0)
    assert report.methods == Methods(1, 1, 1)
    assert report.not_looked == (("锁着进不去", 1),)
    assert (report.work.outings, report.work.flights) == (3, 1)
    assert dict(report.since) == {"7天以内": 0, "8至14天": 0, "15至30天": 2, "31至60天": 1, "60天以上": 0, NEVER: 1}
    assert report.longest is not None
    assert (report.longest.group_no, report.longest.days) == (1, 55)


def test_a_plot_that_nobody_went_to_is_told_from_one_that_was_locked(session: Session) -> None:
    gone, locked = add(session, "东"), add(session, "西")
    look(session, "2026-04-16", locked, not_looked="locked")
    assert season_report(session, 2026, "poppy").not_looked == (("锁着进不去", 1), (NOT_COME, 1))
    look(session, "2026-04-20", gone, locked)
    assert season_report(session, 2026, "poppy").not_looked == ()


def test_what_came_after_the_season_is_not_told_of_it(session: Session) -> None:
    plot = add(session, "东")
    find: Values = {"found_at": "2026-06-09 08:40", "species": "poppy", "plants": 37,
                    "reported_at": "2026-06-09 08:55", "reported_to": "派出所",
                    "reported_person": "值班民警", "confirmed_at": "2026-06-09 09:30"}
    patrols.record_patrol(session, {"patrolled_on": "2026-06-09", "method": "foot", "people": 2},
                          [PlotLook(plot, found=True, finding=find)])
    row, = patrols.findings(session)
    assert records.save_record(session, "plant_finding", {
        "uprooted": 37, "uprooted_at": "2026-06-12 10:00", "destroyed_at": "2026-06-12 11:00"}, row.id).ok
    told, = season_report(session, 2026, "poppy").finds
    assert (told.plants, told.reported, told.uprooted, told.state) == (37, True, 0, "to_uproot")
    assert season_report(session, 2026, "poppy").open_finds == 1


def test_a_running_season_is_told_up_to_today(tmp_path: Path) -> None:
    with open_village(tmp_path, dt.date(2026, 5, 5)) as session:
        add(session, "东")
        report = season_report(session, 2026)
        assert (report.season, report.day, report.running) == ("poppy", "2026-05-05", True)
        assert [line.label for line in report.rounds] == ["第1轮", "第2轮"]
        assert [line.over for line in report.rounds] == [True, False]


def test_a_season_that_is_not_there_is_said(session: Session) -> None:
    assert season_of(session, 2025).code == "cannabis"
    assert season_of(session, 2026).code == "poppy"
    for year, code, words in ((2026, "rice", "没有代码为 rice"), (2026, "cannabis", "还没有开始"),
                              (2027, "", "还没有开始")):
        with pytest.raises(UserError, match=words):
            season_of(session, year, code)


def test_rounds_that_ask_for_some_plots_are_told_together(session: Session) -> None:
    former = add(session, "东", former_find=1)
    add(session, "西")
    look(session, "2026-04-16", former)
    look(session, "2026-04-29", former)
    line = season_report(session, 2026, "poppy").rounds[-1]
    assert (line.label, line.rounds) == ("曾查获点位每周一次", 8)
    assert (line.share.asked, line.share.looked) == (8, 2)


OUTLINE = '{"type":"Polygon","coordinates":[[[119.97,33.36],[119.971,33.36],[119.971,33.361],[119.97,33.36]]]}'


def test_the_map_shows_plots_as_they_stood_and_names_none(session: Session) -> None:
    placed = {"outline": OUTLINE, "datum": "wgs84", "longitude": 119.9705, "latitude": 33.3605}
    looked, missed, never, found = (add(session, name, **placed) for name in ("东", "南", "西", "北"))
    add(session, "没有位置")
    look(session, "2026-03-02", missed)
    look(session, "2026-05-17", looked)
    look(session, "2026-06-15", never)
    find: Values = {"found_at": "2026-06-09 08:40", "species": "poppy", "plants": 37,
                    "reported_at": "2026-06-09 08:55", "reported_to": "派出所", "reported_person": "值班民警"}
    patrols.record_patrol(session, {"patrolled_on": "2026-06-09", "method": "foot", "people": 2},
                          [PlotLook(found, found=True, finding=find)])
    report = season_report(session, 2026, "poppy")
    shown = season_map(session, report)
    assert {plot.id: plot.state for plot in shown.plots} == {
        looked: map_data.CHECKED, missed: map_data.OVERDUE, never: map_data.NEVER, found: map_data.FOUND}
    assert {plot.name + plot.about for plot in shown.plots} == {""}
    assert [(point.label, point.closed, point.about) for point in shown.points] == [("罂粟 37 株", False, "")]
    drawn = attrs.evolve(report, map=shown)
    pdf = Pdf(season_bytes(drawn))
    assert "图3仰徐村地块踏查情况（6月10日）" in pdf.texts[-1].replace(" ", "")
    assert "另有1块地块没有登记位置，不在图上" in pdf.text
    assert pdf.pages == Pdf(season_bytes(report)).pages + 1


def test_the_map_of_a_running_season_calls_what_is_left_due(tmp_path: Path) -> None:
    with open_village(tmp_path, dt.date(2026, 5, 5)) as session:
        plot = add(session, "东", longitude=119.97, latitude=33.36, datum="wgs84")
        look(session, "2026-03-02", plot)
        shown = season_map(session, season_report(session, 2026))
        assert [each.state for each in shown.plots] == [map_data.DUE]
