"""The settings page: what is changed is saved at once, what is wrong is said beside its row, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.settings.page import SettingsPage
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.unlock import Unlock
from panhuang_desk.desk.widgets.setting_rows import SavedEdit
from panhuang_desk.desk.window import Window
from panhuang_desk.errors import UserError
from panhuang_desk.model.figures import PASS_MARK_SETTING
from panhuang_desk.model.values import Village
from panhuang_desk.services import backups, households, place
from panhuang_desk.services.session import Session
from panhuang_desk.services.start import create_file
from panhuang_desk.services.track_numbers import track_numbers
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY, YANGXU

PASSPHRASE = "菜园 水井 2026"


def show(session: Session, qtbot: QtBot) -> SettingsPage:
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("settings")
    page = shell.page
    assert isinstance(page, SettingsPage)
    return page


@pytest.fixture
def page(session: Session, tmp_path: Path, qtbot: QtBot) -> SettingsPage:
    """The page over a worker's file."""
    session.settings.file = tmp_path / "settings.json"
    return show(session, qtbot)


def write(qtbot: QtBot, field: SavedEdit, text: str) -> None:
    """Type over what stands in a field and press Enter."""
    field.setFocus()
    field.selectAll()
    field.insert(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


# This machine


def test_locking_and_text_size_are_chosen_by_digit_and_kept_on_the_machine(page: SettingsPage, qtbot: QtBot) -> None:
    page.machine.locking.field.setFocus()
    qtbot.keyClicks(page.machine.locking.field, "5")
    assert page.desk.settings.lock_minutes == 0
    assert "不自动锁" in page.desk.undo_bar.text
    qtbot.keyClicks(page.machine.locking.field, "1")
    assert Settings.load(page.desk.settings.file).lock_minutes == 5
    asked: list[int] = []
    page.desk.text_size_asked.connect(asked.append)
    qtbot.keyClicks(page.machine.text_size.field, "3")
    assert asked == [150]


def test_masking_is_the_same_as_its_key(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.machine.masking.field, "2")
    assert page.desk.masked
    page.desk.press("mask")
    assert not page.desk.masked
    assert page.machine.masking.field.codes() == ("0",)


# The file


def test_the_name_is_changed_for_later_rows_and_stands_on_the_rail(page: SettingsPage, qtbot: QtBot) -> None:
    write(qtbot, page.place.person.field, "王建国")
    assert page.session.store.person == "王建国"
    assert page.desk._rail._person.text() == "王建国"
    assert page.desk.undo_bar.text == "姓名改成“王建国”，已保存"
    saved = households.save_household(page.session, {"group_no": 1, "door_no": "1", "active_from": "2026-01-01"})
    assert saved.record is not None
    assert page.session.store.history("household", saved.record.id)[0].person == "王建国"


def test_what_cannot_be_is_said_beside_the_row_and_esc_gives_back_what_was(page: SettingsPage, qtbot: QtBot) -> None:
    write(qtbot, page.place.phone.field, "12")
    assert "电话号码" in page.place.phone.problem.text()
    assert page.place.phone.problem.isVisible()
    assert page.session.store.phone == ""
    qtbot.keyClick(page.place.phone.field, Qt.Key.Key_Escape)
    assert page.place.phone.field.text() == ""
    assert not page.place.phone.problem.isVisible()
    write(qtbot, page.place.phone.field, "１３８ ０００ ０７７０２")
    assert page.session.store.phone == "13800007702"
    assert page.place.phone.field.text() == "13800007702"


def test_the_pass_mark_is_saved_within_limits_and_every_page_counts_anew(page: SettingsPage, qtbot: QtBot) -> None:
    refreshed: list[object] = []
    original = page.desk.refresh
    page.desk.refresh = lambda changes=None: (refreshed.append(changes), original(changes))[1]  # type: ignore[method-assign]
    write(qtbot, page.counting.mark.field, "101")
    assert "1 到 100" in page.counting.mark_row.problem.text()
    write(qtbot, page.counting.mark.field, "六十")
    assert "整数" in page.counting.mark_row.problem.text()
    assert refreshed == []
    write(qtbot, page.counting.mark.field, "６０%")
    assert page.session.store.setting(PASS_MARK_SETTING) == "60"
    assert refreshed == [None]
    assert "从 80 %改成 60 %" in page.desk.undo_bar.text


def test_the_report_page_follows_the_pass_mark_and_the_headline(page: SettingsPage, qtbot: QtBot) -> None:
    page.desk.go("report")
    report = page.desk.page
    qtbot.waitUntil(lambda: report.report is not None, timeout=10_000)  # type: ignore[union-attr]
    assert report.report.pass_mark == 0.8  # type: ignore[union-attr]
    page.desk.go("settings")
    write(qtbot, page.counting.mark.field, "60")
    qtbot.keyClicks(page.counting.headline.field, "2")
    page.desk.go("report")
    qtbot.waitUntil(lambda: report.report.headline == "answer", timeout=10_000)  # type: ignore[union-attr]
    assert report.report.pass_mark == 0.6  # type: ignore[union-attr]


def test_days_of_follow_ups_are_kept_by_kind(page: SettingsPage, qtbot: QtBot) -> None:
    write(qtbot, page.counting.days["hazard"].field, "3")
    write(qtbot, page.counting.days["request"].field, "999")
    assert place.due_days(page.session)["hazard"] == 3
    assert place.due_days(page.session)["request"] == 7
    assert "365" in page.counting.days_row.problem.text()


def test_an_office_adds_villages_and_a_worker_cannot(page: SettingsPage, tmp_path: Path, qtbot: QtBot) -> None:
    assert not page.place.add.isVisible()
    store = Store.create(tmp_path / "office.phdb", PASSPHRASE, villages=[YANGXU], home="", person="周正",
                         settings=Settings())
    with Session(store, Settings(file=tmp_path / "office.json"), lambda: TODAY) as session:
        office = show(session, qtbot)
        assert office.place.add.isVisible()
        offered: Village = place.villages_to_add(session)[0]
        office.place.add_village(offered.code)
        assert offered.name in office.place.villages.text()
        assert offered.code in {village.code for village in store.villages}


# Backups


def test_a_backup_is_made_now_and_listed(page: SettingsPage, qtbot: QtBot) -> None:
    assert page.keeping.empty.isVisible()
    assert not page.keeping.back.isVisible()
    page.keeping.now.click()
    qtbot.waitUntil(lambda: page.keeping.result.isVisible(), timeout=20_000)
    assert "备份好了" in page.keeping.result.text()
    assert page.keeping.table.table.rowCount() == 1
    assert len(backups.list_backups(page.session.store.path)) == 1


def test_a_backup_that_cannot_be_made_is_said(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise UserError("磁盘满了，备份没有做成。", "请清出地方再试。", code="full")

    monkeypatch.setattr(backups, "backup_now", full)
    page.keeping.back_up()
    qtbot.waitUntil(lambda: page.keeping.result.isVisible(), timeout=20_000)
    assert page.keeping.result.text() == "磁盘满了，备份没有做成。请清出地方再试。"


def test_a_sound_file_and_a_damaged_one_are_told_apart(page: SettingsPage, qtbot: QtBot) -> None:
    saved = households.save_household(page.session, {"group_no": 1, "door_no": "1", "active_from": "2026-01-01"})
    assert saved.ok
    page.keeping.check.click()
    qtbot.waitUntil(lambda: page.keeping.result.isVisible(), timeout=20_000)
    assert page.keeping.result.text().startswith("文件完好")
    page.keeping.result.hide()
    page.session.store.write("UPDATE household SET door_no = '2'")
    page.keeping.check.click()
    qtbot.waitUntil(lambda: page.keeping.result.isVisible(), timeout=20_000)
    assert "处不对" in page.keeping.result.text()


def test_going_back_to_a_backup_is_explained_and_may_be_left(
    page: SettingsPage, said: messages.Recorder, qtbot: QtBot,
) -> None:
    backups.backup_now(page.session)
    page.arrive()
    asked: list[Path] = []
    page.desk.restore_asked.connect(asked.append)
    said.answers = ["no", "go"]
    page.keeping.table.setFocus()
    qtbot.keyClick(page.keeping.table, Qt.Key.Key_Return)
    assert asked == []
    assert "不会删掉" in said.said[0].text
    page.keeping.back.click()
    assert asked == [backups.list_backups(page.session.store.path)[0].path]


def test_restoring_closes_the_file_asks_the_passphrase_and_opens_what_was(
    said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    settings = Settings(file=tmp_path / "settings.json")
    file = tmp_path / "仰徐.phdb"
    session = create_file(file, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings)
    assert households.save_household(session, {"group_no": 1, "door_no": "1", "active_from": "2026-01-01"}).ok
    made = backups.backup_now(session)
    assert households.save_household(session, {"group_no": 1, "door_no": "2", "active_from": "2026-01-01"}).ok
    window = Window(settings, file)
    qtbot.addWidget(window)
    window.open_session(session, "settings")
    assert window.shell is not None
    window.shell.restore_asked.emit(made.path)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    assert window.session is None
    surface.passphrase.field.setText("不是它 不是它")
    surface.unlock()
    qtbot.waitUntil(lambda: "口令不对" in surface.error.text(), timeout=20_000)
    surface.passphrase.field.setText(PASSPHRASE)
    surface.unlock()
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    assert window.session is not None
    assert window.session.store.count("household") == 1
    assert "恢复前" in window.shell.undo_bar.text
    assert len(list(tmp_path.glob("仰徐_恢复前_*.phdb"))) == 1
    window.close()


def test_a_backup_that_is_not_wanted_after_all_leaves_the_file(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(file=tmp_path / "settings.json")
    file = tmp_path / "仰徐.phdb"
    with create_file(file, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings) as made:
        backup = backups.backup_now(made)
    window = Window(settings, file)
    qtbot.addWidget(window)
    window.show_unlock(file, backup.path)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    after = window._stack.currentWidget()
    assert isinstance(after, Unlock)
    assert after is not surface
    assert after.backup is None


def test_what_was_entered_is_backed_up_in_a_pause_and_when_the_window_closes(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(file=tmp_path / "settings.json")
    file = tmp_path / "仰徐.phdb"
    session = create_file(file, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings)
    window = Window(settings, file)
    qtbot.addWidget(window)
    window.open_session(session, "settings")
    window._idle_timer.timeout.emit()
    qtbot.waitUntil(lambda: window._backup_task is None and len(backups.list_backups(file)) == 1, timeout=20_000)
    for backup in backups.list_backups(file):
        backup.path.unlink()
    window.close()
    assert len(backups.list_backups(file)) == 1
    Store.open(file, PASSPHRASE, settings=settings).close()


def test_an_open_question_does_not_keep_the_file_open_and_never_locking_is_never(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(file=tmp_path / "settings.json")
    file = tmp_path / "仰徐.phdb"
    session = create_file(file, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings)
    window = Window(settings, file)
    qtbot.addWidget(window)
    window.show()
    window.open_session(session, "settings")
    settings.lock_minutes = 0
    window._lock_timer.timeout.emit()
    assert window.session is not None
    settings.lock_minutes = 5
    dialog = messages.MessageDialog(messages.Message("info", "问一句"), window)
    dialog.open()
    window._lock_timer.timeout.emit()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: window.session is None, timeout=5_000)
    assert isinstance(window._stack.currentWidget(), Unlock)
    window.close()


def test_a_name_without_enter_is_saved_when_the_file_is_locked(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(file=tmp_path / "settings.json")
    file = tmp_path / "仰徐.phdb"
    session = create_file(file, PASSPHRASE, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings)
    window = Window(settings, file)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.open_session(session, "settings")
    page = window.shell.page if window.shell else None
    assert isinstance(page, SettingsPage)
    field = page.place.person.field
    field.setFocus()
    field.selectAll()
    field.insert("王建国")
    page.place.phone.field.setText("不是电话")
    qtbot.keyClick(field, Qt.Key.Key_F12)
    assert window.session is None
    with Store.open(file, PASSPHRASE, write=False, settings=settings) as store:
        assert (store.person, store.phone) == ("王建国", "")
    window.close()


# What goes out


def test_the_emergency_sheet_needs_the_right_passphrase_or_none(
    page: SettingsPage, said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    section = page.emergency
    section.write()
    assert "请输入口令" in section.secret.problem.text()
    assert said.asked == []
    target = tmp_path / "单子"
    said.paths = [[str(target)]] * 3
    section.passphrase.field.setText("菜园 水井 2025")
    qtbot.keyClick(section.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "口令不对" in section.secret.problem.text(), timeout=10_000)
    assert not target.with_suffix(".pdf").exists()
    section.passphrase.field.setText(PASSPHRASE)
    section.write()
    qtbot.waitUntil(lambda: section.result.isVisible(), timeout=20_000)
    printed = target.with_suffix(".pdf").read_bytes()
    assert section.passphrase.text() == ""
    qtbot.keyClicks(section.how.field, "2")
    assert not section.secret.isVisible()
    section.result.hide()
    section.write()
    qtbot.waitUntil(lambda: section.result.isVisible(), timeout=20_000)
    assert target.with_suffix(".pdf").read_bytes() != printed


def test_a_list_is_exported_with_the_key_and_the_warning_stands_there(
    page: SettingsPage, said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    assert households.save_household(page.session, {
        "group_no": 3, "door_no": "27", "contact_name": "孙桂兰", "active_from": "2026-01-01"}).ok
    assert "没有加密" in page.export.warning.label.text()
    said.paths = [[str(tmp_path / "户.csv")], [str(tmp_path / "全.csv")], [str(tmp_path / "gone" / "户.xlsx")]]
    page.machine.locking.field.setFocus()
    qtbot.keyClick(page.machine.locking.field, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.export.result.isVisible(), timeout=20_000)
    assert "孙桂兰" not in (tmp_path / "户.csv").read_text(encoding="utf-8-sig")
    assert "已遮盖" in page.export.result.text()
    page.export.result.hide()
    qtbot.keyClick(page.export.people.field, Qt.Key.Key_2)
    assert "照原样" in page.export.warning.label.text()
    page.export.export()
    qtbot.waitUntil(lambda: page.export.result.isVisible(), timeout=20_000)
    assert "孙桂兰" in (tmp_path / "全.csv").read_text(encoding="utf-8-sig")
    assert "没有加密" in page.export.result.text()
    assert "孙桂兰" not in page.export.result.text()
    page.export.result.hide()
    page.export.export()
    qtbot.waitUntil(lambda: page.export.result.isVisible(), timeout=20_000)
    assert "文件夹不在了" in page.export.result.text()


# The page


def test_tabs_are_anchors_and_everything_is_reached_with_tab(page: SettingsPage, qtbot: QtBot) -> None:
    for index, section in enumerate(page.sections):
        page.set_tab(index)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert section.isAncestorOf(focus), page.tabs[index]
        assert page.tab == index
        assert not focus.visibleRegion().isEmpty()
    page.set_tab(0)
    seen: set[object] = set()
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.update(section for section in page.sections if section.isAncestorOf(focus))
        press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(focus, press)
    assert seen == set(page.sections)


def test_what_is_being_typed_stays_when_the_page_refreshes(page: SettingsPage) -> None:
    field = page.place.person.field
    field.setFocus()
    field.selectAll()
    field.insert("王")
    page.refresh()
    assert field.text() == "王"
    assert page.session.store.person == "徐海燕"


@pytest.mark.parametrize("size", [100, 125, 150])
def test_nothing_is_wider_than_the_page(session: Session, qtbot: QtBot, sized, size: int) -> None:  # type: ignore[no-untyped-def]
    sized(size)
    page = show(session, qtbot)
    assert page.desk.width() == 1366
    page.desk.resize(960, 600)
    QApplication.processEvents()
    assert page.desk.width() == 960
    assert page.area.horizontalScrollBar().maximum() == 0


def test_how_near_a_track_must_come_is_a_number_of_the_file(page: SettingsPage, qtbot: QtBot) -> None:
    field = page.tracks.fields["near"].field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "15")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert track_numbers(page.session)["near"] == 15
    field.selectAll()
    qtbot.keyClicks(field, "900")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert track_numbers(page.session)["near"] == 15
