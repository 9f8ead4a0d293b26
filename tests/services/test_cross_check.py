"""The sheet of a cross-check: what both villages sign says what was looked at, what was not, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.services import patrols
from panhuang_desk.services.cross_check import cross_check_paper, cross_check_warning
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.services.session import Session

from tests.report.reading import Pdf
from tests.services.helpers import open_village

FIND = {"found_at": "2026-05-15 08:40", "species": "poppy", "plants": 37, "reported_at": "2026-05-15 08:55",
        "reported_to": "潘黄派出所", "reported_person": "值班民警"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def add_plot(session: Session, name: str, group_no: int, area: float = 1.5) -> str:
    saved = patrols.save_plot(session, {"name": name, "group_no": group_no, "land_kind": "field", "area_mu": area,
                                        "active_from": "2026-01-01"})
    assert saved.record is not None
    return saved.record.id


def add_patrol(session: Session, *looks: PlotLook, **more: object) -> str:
    values = {"patrolled_on": "2026-05-15", "method": "foot", "people": 6, "from_time": "08:30", "to_time": "11:00",
              "partner": "新民村", "own_signed": "王小五", "partner_signed": "赵六", **more}
    saved = patrols.record_patrol(session, values, looks)  # type: ignore[arg-type]
    assert saved.record is not None, (saved.problems, saved.plot_problems)
    return saved.record.id


def test_the_sheet_names_both_sides_every_plot_and_why_some_were_not_looked_at(session: Session) -> None:
    one, two, three = add_plot(session, "沟东菜地", 1), add_plot(session, "河坡北段", 1), add_plot(session, "西二棚", 3)
    add_plot(session, "砖厂旧址", 3)
    patrol = add_patrol(session, PlotLook(one), PlotLook(two, not_looked="flooded"), PlotLook(three))
    pdf = Pdf(cross_check_paper(session, patrol))
    text = pdf.text.replace("\n", "").replace(" ", "")
    assert pdf.pages == 1
    assert "2026年5月15日8:30至11:00" in text
    assert all(word in text for word in ("新民村（盖章）", "签字人（王小五）", "签字人（赵六）", "6人"))
    assert all(name in text for name in ("沟东菜地", "西二棚", "河坡北段（积水、道路不通）"))
    assert "砖厂旧址" not in text
    assert "看过2块，3亩；没看成1块；没有去1块。看过的地块没有发现毒品原植物。" in text


def test_finds_are_told_in_numbers_and_names_can_be_covered(session: Session) -> None:
    plot = add_plot(session, "沟东菜地", 1)
    patrol = add_patrol(session, PlotLook(plot, True, finding=FIND))
    text = Pdf(cross_check_paper(session, patrol, masked=True)).text.replace("\n", "").replace(" ", "")
    assert "发现1处：罂粟37株；已报告派出所1处" in text
    assert "没有发现" not in text
    assert not any(name in text for name in ("王小五", "赵六", "值班民警"))


def test_the_same_patrol_gives_the_same_bytes(session: Session) -> None:
    patrol = add_patrol(session, PlotLook(add_plot(session, "沟东菜地", 1)))
    assert cross_check_paper(session, patrol) == cross_check_paper(session, patrol)
    assert cross_check_warning(session, patrol) == ""


def test_who_signs_belongs_to_a_cross_check_only(session: Session) -> None:
    patrol = add_patrol(session, PlotLook(add_plot(session, "沟东菜地", 1)), partner="")
    record = session.store.get("patrol", patrol)
    assert record is not None
    assert (record["own_signed"], record["partner_signed"]) == (None, None)


def test_sixty_plots_take_two_pages_at_most(session: Session) -> None:
    looks = [PlotLook(add_plot(session, f"{group}组第{number}块河坡菜地", group))
             for group in range(1, 5) for number in range(15)]
    assert Pdf(cross_check_paper(session, add_patrol(session, *looks))).pages <= 2


def test_a_patrol_that_is_gone_has_no_sheet(session: Session) -> None:
    patrol = add_patrol(session, PlotLook(add_plot(session, "沟东菜地", 1)))
    patrols.delete_patrol(session, patrol)
    with pytest.raises(KeyError):
        cross_check_paper(session, patrol)
