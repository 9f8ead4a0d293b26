"""The record of a find out of the file: what was typed, photographed and measured, covered where it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.find_recheck import CLEAR, RECHECK_RESULT
from panhuang_desk.services import finds, patrols, photos
from panhuang_desk.services.finding_paper import finding_paper, finding_paper_warning
from panhuang_desk.services.session import Session

from tests.report.reading import Pdf, bare
from tests.services.test_finds import ARRIVED, DESTROYED, UPROOTED, add_find, session
from tests.services.test_photos import picture_file, read

__all__ = ["session"]

WHOLE: dict[str, Any] = {
    **ARRIVED, **UPROOTED, **DESTROYED, "plants": 375, "count_method": "sampled", "density": 12.5, "grown_area": 30,
    "uprooted": 375, "spot": "棚后靠沟一侧", "note": "户主姓名不写", "planter": "resident", "growth_stage": "flower"}


@pytest.fixture
def text(qapp: object, session: Session) -> Callable[..., list[str]]:
    """The pages of a find's record, without spaces."""
    return lambda id, **how: [bare(page) for page in Pdf(finding_paper(session, id, **how)).texts]


def test_it_says_all_that_is_known_and_both_numbers_of_a_sampled_count(
    session: Session, text: Callable[..., list[str]],
) -> None:
    id = add_find(session, **WHOLE)
    finds.recheck_finding(session, id, {**RECHECK_RESULT.defaults(), "rechecked_on": "2026-05-21", "result": CLEAR})
    first, second = text(id)
    for words in ("仰徐村", "2组沟东菜地", "菜园", "棚后靠沟一侧", "罂粟", "花期", "375株", "每平方米12.5株×30平方米",
                  "本村居民", "某某派出所，值班民警", "民警、村干部，4人", "王见证", "交公安机关", "没有复种",
                  "已办结"):
        assert words in first, words
    assert "没有照片" in second
    assert finding_paper(session, id) == finding_paper(session, id)


def test_covered_it_names_nobody_and_shows_no_photo(
    session: Session, text: Callable[..., list[str]], tmp_path: Path,
) -> None:
    id = add_find(session, **WHOLE)
    photos.add_photos(session, "plant_finding", id, read(picture_file(tmp_path)))
    pages = text(id, masked=True)
    assert not any(word in "".join(pages) for word in ("值班民警", "王见证", "棚后靠沟", "户主姓名", "民警、村干部"))
    assert "现场照片（已遮住）" in pages[1]
    assert "1.2026年5月14日09:30" in text(id)[1]


def test_its_place_is_the_finds_own_else_the_plots_else_to_be_drawn_by_hand(
    session: Session, text: Callable[..., list[str]],
) -> None:
    id = add_find(session)
    assert "请在这里手绘" in text(id)[1]
    with pytest.raises(UserError, match="还没有位置"):
        finds.place_of_plot(session, id)
    plot = patrols.plots(session)[0].id
    with session.store.action() as action:
        action.save("plot", {"outline": '{"type":"Point","coordinates":[120.1,33.2]}', "longitude": 120.1,
                             "latitude": 33.2}, plot)
    assert "请在这里手绘" not in text(id)[1]
    assert finds.place_of_plot(session, id).ok
    assert "东经120.100000，北纬33.200000" in text(id)[0]


def test_more_than_four_photos_are_told_of_and_what_no_font_prints_is_warned_about(
    session: Session, text: Callable[..., list[str]], tmp_path: Path,
) -> None:
    id = add_find(session, spot="\U0001f33a旁边")
    colours = ("red", "green", "blue", "black", "white")
    photos.add_photos(session, "plant_finding", id, read(*(
        picture_file(tmp_path, f"{colour}.jpg", colour=colour) for colour in colours)))
    assert "还有1张在程序里" in text(id)[1]
    assert "\U0001f33a" in finding_paper_warning(session, id)


def test_a_find_that_is_gone_is_refused_in_words(session: Session) -> None:
    with pytest.raises(UserError, match="不在了"):
        finding_paper(session, "gone")
