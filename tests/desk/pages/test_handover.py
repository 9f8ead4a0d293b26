"""The handover page: the copy is made where a person says, and what cannot be is said with a way on."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.drives import Drive, drives, free_bytes, size_words
from panhuang_desk.desk.pages.handover.page import HandoverPage
from panhuang_desk.desk.shell import Shell
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.months import Month
from panhuang_desk.services import handover as service
from panhuang_desk.services import households, visits
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

PASSPHRASE = "菜园 水井 2026"


class Opened:
    """Stands in for the system's file manager."""

    folders: ClassVar[list[str]] = []

    @classmethod
    def openUrl(cls, url: QUrl) -> bool:
        """Keep what was asked for."""
        cls.folders.append(url.toLocalFile())
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(Opened, "folders", [])
    monkeypatch.setattr("panhuang_desk.desk.drives.QDesktopServices", Opened)
    return Opened.folders


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def page(session: Session, stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> HandoverPage:
    """The page over one household with two visits; one stick is there."""
    saved = households.save_household(session, {"group_no": 3, "door_no": "27", "active_from": "2026-01-01"})
    assert saved.record is not None
    for day in ("2026-04-30", "2026-05-14"):
        assert visits.record_visit(session, saved.record.id, {"visited_on": day, "outcome": "met"}).ok
    session.settings.file = tmp_path / "settings.json"
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("handover")
    page = shell.page
    assert isinstance(page, HandoverPage)
    there = [Drive(stick, "KINGSTON", 14_200_000_000)]
    monkeypatch.setattr(page.places, "_find", lambda: there if stick.is_dir() else [])
    page.refresh()
    page.arrive()
    return page


def copies(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_the_month_that_is_due_and_what_is_in_the_copy_are_shown(page: HandoverPage) -> None:
    assert page.month == Month(2026, 4)
    rows = {content.label: (content.in_month, content.whole) for content in
            (page.content.table.table.row(place) for place in range(page.content.table.table.rowCount()))}
    assert rows == {"户": (None, 1), "走访": (1, 2)}
    page.months.chosen.emit("2026-03")
    assert "没有记录" in page.content.empty.text()
    assert page.content.empty.isVisible()


def test_the_stick_comes_first_and_one_key_makes_the_copy(page: HandoverPage, stick: Path, qtbot: QtBot) -> None:
    assert page.places.place is not None
    assert page.places.place.stick
    assert page.places.table.hasFocus()
    qtbot.keyClick(page.places.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.made is not None, timeout=20_000)
    assert page.made is not None
    assert copies(stick) == [page.made.path]
    assert page.made.path.name.startswith("仰徐村_2026-04_报送_")
    assert page.made.path.name in page.result.name.text()
    assert page.made.digest[:4] in page.result.facts.text()
    assert "口令同本文件" in page.result.facts.text()
    assert page.history.table.table.rowCount() == 1
    with Store.open(page.made.path, PASSPHRASE, write=False, settings=Settings()) as copy:
        assert copy.count("visit") == 2


def test_another_folder_is_chosen_remembered_and_offered_again(
    page: HandoverPage, said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    other = tmp_path / "别处"
    other.mkdir()
    said.paths = [[str(other)]]
    qtbot.keyClick(page.places.table, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert page.places.place is not None
    assert page.places.place.folder == other
    page.make_copy()
    qtbot.waitUntil(lambda: page.made is not None, timeout=20_000)
    assert len(copies(other)) == 1
    assert page.session.settings.handover_folder == str(other)
    page.session.settings.save()
    assert Settings.load(page.session.settings.file).handover_folder == str(other)


def test_a_stick_that_is_pulled_out_leaves_the_list_and_one_put_in_comes(
    page: HandoverPage, stick: Path, tmp_path: Path,
) -> None:
    page.places.look_again()
    before = page.places.table.table.rowCount()
    stick.rmdir()
    page.places.look_again()
    assert page.places.table.table.rowCount() == before - 1
    stick.mkdir()
    page.places.look_again()
    assert page.places.table.table.rowCount() == before


def test_what_went_wrong_is_said_with_what_is_unharmed_and_a_way_on(
    page: HandoverPage, said: messages.Recorder, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise UserError("U 盘的地方不够，报送副本没有做成。", "请清出 12 MB，或换一个 U 盘再试。", code="full")

    monkeypatch.setattr("panhuang_desk.desk.pages.handover.page.hand_over", full)
    said.answers = ["again", "later"]
    page.make_copy()
    qtbot.waitUntil(lambda: len(said.said) == 2, timeout=10_000)
    message = said.said[0]
    assert message.code == "full"
    assert "本文件没有变" in message.text
    assert [answer.code for answer in message.answers] == ["later", "other", "again"]
    assert page.made is None
    assert not page.result.isVisible()
    assert copies(stick) == []


def test_a_folder_that_vanishes_is_said_and_another_one_asked_for(
    page: HandoverPage, said: messages.Recorder, stick: Path, tmp_path: Path, qtbot: QtBot,
) -> None:
    stick.rmdir()
    said.answers = ["other"]
    said.paths = [[str(tmp_path)]]
    page.make_copy()
    qtbot.waitUntil(lambda: bool(said.asked), timeout=10_000)
    assert said.said[0].code == "gone"
    assert page.places.place is not None
    assert page.places.place.folder == tmp_path


def test_cancelling_leaves_nothing_behind(
    page: HandoverPage, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cancelled(*_: object, **__: object) -> None:
        raise Cancelled

    monkeypatch.setattr(service, "write_snapshot", cancelled)
    page.make_copy()
    qtbot.waitUntil(lambda: "取消了" in page.desk.undo_bar.text, timeout=10_000)
    assert copies(stick) == []
    assert page.history.table.table.rowCount() == 0


def test_the_folder_of_an_older_copy_opens_where_it_is_here(
    page: HandoverPage, stick: Path, qtbot: QtBot, opened: list[str],
) -> None:
    page.make_copy()
    qtbot.waitUntil(lambda: page.made is not None, timeout=20_000)
    page.result.open.click()
    assert opened == [str(stick)]
    page.history.table.setFocus()
    qtbot.keyClick(page.history.table, Qt.Key.Key_Return)
    assert opened == [str(stick)] * 2
    copies(stick)[0].unlink()
    qtbot.keyClick(page.history.table, Qt.Key.Key_Return)
    assert "拔下来的 U 盘" in page.desk.undo_bar.text


def test_the_page_says_that_the_copy_holds_personal_data_and_nothing_of_what_is_not_there_yet(
    page: HandoverPage,
) -> None:
    from PySide6.QtWidgets import QLabel

    words = "".join(label.text() for label in page.findChildren(QLabel))
    assert "姓名、电话" in words
    assert "口令同本文件" in words
    assert not [word for word in ("回执", "合并", "密封") if word in words]


@pytest.mark.parametrize("size", [100, 125, 150])
def test_nothing_is_wider_than_the_page(session: Session, qtbot: QtBot, sized, size: int) -> None:  # type: ignore[no-untyped-def]
    sized(size)
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    shell.show()
    shell.go("handover")
    QApplication.processEvents()
    assert shell.width() == 1366
    assert shell.height() == 696


def test_drives_are_looked_at_and_sizes_are_said(tmp_path: Path) -> None:
    assert all(drive.path.is_dir() for drive in drives())
    assert drives([]) == []
    assert free_bytes(tmp_path / "gone") is None
    assert (free_bytes(tmp_path) or 0) > 0
    assert [size_words(size) for size in (0, 3_240_000, 250_000_000, 14_200_000_000)] == [
        "0.1 MB", "3.2 MB", "250 MB", "14.2 GB"]
