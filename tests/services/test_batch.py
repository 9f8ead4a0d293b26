"""All villages' reports in one go: a file each and one bound, each whole or not there, stopped when asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.months import Month
from panhuang_desk.report import fonts
from panhuang_desk.services.batch import write_all
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.report_paper import write_report
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

PASSPHRASE = "示例 口令 2026"
TODAY = dt.date(2026, 7, 3)
MAY = Month(2026, 5)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Three villages and two months."""
    folder = tmp_path_factory.mktemp("batch")
    settings = Settings(file=folder / "s.json")
    make_demo(folder / "街道.phdb", PASSPHRASE, villages=3, months=2, until=MAY, households=10, today=TODAY,
              settings=settings)
    store = Store.open(folder / "街道.phdb", PASSPHRASE, settings=settings)
    with Session(store, settings, today=lambda: TODAY) as session:
        yield session


def test_every_village_gets_the_file_that_it_would_get_alone(office: Session, tmp_path: Path) -> None:
    made = write_all(office, MAY, tmp_path)
    assert [path.name for path in made.files] == [
        f"{at:02d}_{village.name}_2026-05_月报.pdf" for at, village in enumerate(office.store.villages, start=1)]
    for path, village in zip(made.files, office.store.villages, strict=True):
        alone = tmp_path / "alone.pdf"
        write_report(office.store, MAY, village.code, TODAY, alone, calendar=office.resources.calendar)
        assert path.read_bytes() == alone.read_bytes()
    assert made.bound is not None
    assert made.failed == ()


def test_a_batch_names_what_no_font_can_print(
        office: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert write_all(office, MAY, tmp_path, bound=False).warning == ""
    name = office.store.villages[0].name
    monkeypatch.setattr(fonts, "missing_glyphs", lambda text: set(name[0]))
    assert f"{name}的标题里的“{name[0]}”" in write_all(office, MAY, tmp_path, bound=False).warning


def test_the_bound_file_holds_them_all_with_bookmarks(office: Session, tmp_path: Path) -> None:
    made = write_all(office, MAY, tmp_path, singly=False)
    assert made.files == ()
    assert made.bound is not None
    assert [path.name for path in tmp_path.iterdir()] == [made.bound.name]
    document = pypdfium2.PdfDocument(made.bound)
    assert [mark.get_title() for mark in document.get_toc() if mark.level == 0] == [
        f"{village.name.removesuffix('委会') if village.name.endswith('村委会') else village.name}禁毒工作月报"
        for village in office.store.villages]
    document.close()


def test_a_cancelled_run_leaves_whole_files_only(office: Session, tmp_path: Path) -> None:
    def stop(share: float, now: str) -> None:
        if now == office.store.villages[1].name:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_all(office, MAY, tmp_path, progress=stop)
    assert [path.name[:2] for path in tmp_path.iterdir()] == ["01"]
    pypdfium2.PdfDocument(next(tmp_path.iterdir())).close()


def test_progress_never_runs_back(office: Session, tmp_path: Path) -> None:
    shares: list[float] = []
    write_all(office, MAY, tmp_path, progress=lambda share, now: shares.append(share))
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1


def test_a_folder_that_is_gone_is_said_in_words(office: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError) as problem:
        write_all(office, MAY, tmp_path / "gone")
    assert problem.value.code == "gone"
