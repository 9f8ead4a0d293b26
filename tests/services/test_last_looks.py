"""How long ago plots were looked at: longest first, by whatever means, a look that failed not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.services import last_looks
from panhuang_desk.services.session import Session

from .helpers import VILLAGE, open_village
from .test_season import add, look


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path, dt.date(2026, 5, 22)) as opened:
        yield opened


def test_those_never_looked_at_come_first_then_the_longest_ago(session: Session) -> None:
    walked, flown, never, locked = (add(session, name, group_no=group) for name, group in (
        ("东", 1), ("南", 1), ("西", 2), ("北", 2)))
    look(session, "2026-03-01", walked, flown, locked)
    look(session, "2026-05-20", flown, method="drone")
    look(session, "2026-05-21", locked, not_looked="locked")
    looks = last_looks.last_looks(session, VILLAGE.code)
    assert [(each.id, each.days) for each in looks] == [(never, None), (walked, 82), (locked, 82), (flown, 2)]
    assert last_looks.parts_of(session, looks) == [
        ("1组", (1, 0, 0, 0, 1, 0)), ("2组", (0, 0, 0, 0, 1, 1)), ("合计", (1, 0, 0, 0, 2, 1))]
    assert last_looks.last_looks(session, day="2026-04-01")[-1].days == 31


def test_one_group_has_no_line_beside_the_sum(session: Session) -> None:
    add(session, "东")
    parts = last_looks.parts_of(session, last_looks.last_looks(session))
    assert [name for name, _ in parts] == ["合计"]
    svg, height = last_looks.parts_svg(parts, 300)
    assert "没有看过" in svg
    assert height > 0


def test_a_file_without_plots_has_an_empty_sum(session: Session) -> None:
    assert last_looks.parts_of(session, []) == [("合计", (0, 0, 0, 0, 0, 0))]
