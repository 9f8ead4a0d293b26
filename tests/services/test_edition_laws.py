"""For random histories of two copies: what an edition knew comes out again, and every difference has its records."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from pathlib import Path

import pytest
from panhuang_desk.model.figures import BY_CODE, How
from panhuang_desk.model.period import Period
from panhuang_desk.model.report_diff import FIGURE, differences
from panhuang_desk.services.edition_causes import ADDED, OTHERWISE, REMOVED, reasons
from panhuang_desk.services.editions import CHANGED, Edition, editions, issue_report, standing
from panhuang_desk.services.reports import draft
from panhuang_desk.services.session import Session
from panhuang_desk.store import Store, keys
from panhuang_desk.store.as_of import knowing, since

from .copies import Copy, everything, template
from .figure_data import A

NOW = dt.datetime(2026, 7, 20, 9)
ASKED = tuple((Period.parse(text), village) for text in ("2026-05", "2026-06", "2026-Q2") for village in (None, A.code))
_derived = cache(keys.derive_key)


@pytest.fixture(autouse=True)
def _derive_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "derive_key", _derived)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


def issue(copy: Copy, rng: random.Random) -> None:
    period, village = rng.choice(ASKED)
    if copy.store.count("household") or copy.store.count("plot"):
        issue_report(copy.store, period, village, NOW)


def issued(store: Store) -> list[tuple[Edition, Period, str | None]]:
    return [(edition, period, village) for period, village in ASKED
            for edition in editions(store, village or "320903004000", period)]


@pytest.mark.parametrize("seed", range(3))
def test_an_edition_can_be_reckoned_again_whatever_came_later_and_from_wherever(
    empty: Path, tmp_path: Path, seed: int,
) -> None:
    rng = random.Random(seed)
    here, there = (Copy(tmp_path / name, name, empty) for name in ("here", "there"))
    here.work(rng, 25)
    issue(here, rng)
    there.work(rng, 20)
    there.take_in(here)
    for _ in range(2):
        for copy in (here, there):
            copy.work(rng, 12)
            issue(copy, rng)
            copy.work(rng, 6)
        here.take_in(there)
    here.work(rng, 9)
    issue(here, rng)
    before = everything(here.store)
    found = issued(here.store)
    assert len(found) > 2
    for edition, period, village in found:
        with knowing(here.store, since(here.store, "report", edition.id)) as aside:
            then = draft(aside, period, village, NOW.date())
        assert edition.report is not None
        assert differences(edition.report, then) == ()
        assert then.figures == edition.report.figures
        assert then.digest == edition.digest
    for period, village in {(period, village) for _, period, village in found}:
        _reasons_make_up_the_difference(here.store, period, village)
    assert everything(here.store) == before
    here.store.close()
    there.store.close()


def _reasons_make_up_the_difference(store: Store, period: Period, village: str | None) -> None:
    session = Session(store)
    stands = standing(session, draft(store, period, village, NOW.date()))
    assert stands.edition is not None
    assert bool(stands.differences) == (stands.state == CHANGED)
    found = reasons(session, stands.edition, stands.differences)
    for difference, becauses in zip(stands.differences, found, strict=True):
        assert all(because.how != OTHERWISE for because in becauses), difference
        if difference.kind != FIGURE or BY_CODE[difference.code].how not in (How.COUNT, How.SUM):
            continue
        assert all(because.deeds for because in becauses), difference
        then, now = (each.value if each else None for each in (difference.then, difference.now))
        if not isinstance(then, (int, float)) or not isinstance(now, (int, float)):
            continue
        if BY_CODE[difference.code].how is How.COUNT:
            came = sum({ADDED: 1, REMOVED: -1}[because.how] for because in becauses)
        else:
            came = sum(because.now - because.then for because in becauses)
        assert came == pytest.approx(now - then), difference
