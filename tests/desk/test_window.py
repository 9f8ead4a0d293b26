"""The window: unlock, first start, locking with drafts kept, text size, help, what it remembers."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from panhuang_desk.desk import shell as shell_module
from panhuang_desk.desk import theme
from panhuang_desk.desk.first_start import FirstStart
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.help import HelpWindow
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.places import PAGES, PageSpec
from panhuang_desk.desk.unlock import Unlock
from panhuang_desk.desk.window import Window
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.values import Progress
from panhuang_desk.services.backups import backup_now
from panhuang_desk.services.start import create_file
from panhuang_desk.settings import Settings
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from .conftest import YANGXU

SECRET = "菜园 水井 2026"


class OnlyPage(Page):
    """Stands in for every page: these tests are about the window around them."""

    name, title = "today", "今日"

    def __init__(self, desk: shell_module.Shell) -> None:
        super().__init__(desk)
        self.form = Form(HOUSEHOLD, desk.form_setup("household", slot="household:new"))
        draft = self.session.store.draft("household:new")
        if draft:
            self.form.restore(draft)
        self.body.addWidget(self.form)


@pytest.fixture(autouse=True)
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    specs = tuple(PageSpec(spec.place, OnlyPage) for spec in PAGES)
    monkeypatch.setattr(shell_module.Shell.__init__, "__defaults__", (specs, None))


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return Settings.load()


@pytest.fixture
def file(tmp_path: Path, settings: Settings) -> Path:
    path = tmp_path / "仰徐.phdb"
    create_file(path, SECRET, villages=[YANGXU], home=YANGXU.code, person="徐海燕", settings=settings).close()
    return path


def open_window(qtbot: QtBot, settings: Settings, file: Path | None = None) -> Window:
    window = Window(settings, file)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def unlock(qtbot: QtBot, window: Window, secret: str = SECRET) -> None:
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    surface.passphrase.field.setText(secret)
    qtbot.keyClick(surface.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: surface._task is None, timeout=10_000)


def test_the_caret_is_in_the_passphrase_and_enter_opens(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    assert surface.passphrase.field.hasFocus()
    assert any(label.text() == "仰徐村" for label in surface.findChildren(QLabel))
    unlock(qtbot, window)
    assert window.shell is not None
    assert window.shell.page is not None
    assert window.windowTitle().startswith("仰徐村")
    window.close()
    assert window.session is None


def test_a_wrong_passphrase_is_said_beside_the_field(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings)
    unlock(qtbot, window, "不是它 不是它")
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    assert surface.error.isVisible()
    assert "口令不对" in surface.error.text()
    assert surface.passphrase.field.hasFocus()
    assert surface.passphrase.field.selectedText()
    assert surface.button.isEnabled()
    unlock(qtbot, window)
    assert window.shell is not None


def test_the_window_stays_alive_while_the_key_is_derived(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    surface.passphrase.field.setText(SECRET)
    surface.unlock()
    assert surface._task is not None
    assert not surface.button.isEnabled()
    assert window.shell is None
    qtbot.waitUntil(lambda: window.shell is not None, timeout=10_000)


def test_other_files_by_alt_and_digit_and_open_and_new(
    qtbot: QtBot, settings: Settings, file: Path, said: Recorder, tmp_path: Path,
) -> None:
    settings.remember_file(tmp_path / "东升.phdb", "东升居委会", "2026-05-06T10:00")
    settings.remember_file(file, "仰徐村", "2026-05-21T17:42")
    window = open_window(qtbot, settings)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    assert surface.file.name == "东升.phdb"
    said.paths = [[str(file)]]
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window._stack.currentWidget().file == file
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window._stack.currentWidget(), FirstStart)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert isinstance(window._stack.currentWidget(), Unlock)


def test_a_damaged_file_offers_its_newest_backup(
    qtbot: QtBot, settings: Settings, file: Path, said: Recorder,
) -> None:
    from panhuang_desk.services.start import open_file

    with open_file(file, SECRET, settings) as session:
        backup_now(session)
    damaged = bytearray(file.read_bytes())
    damaged[3] ^= 1
    file.write_bytes(damaged)
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    assert "文件开头已损坏" in surface.error.text()
    assert surface.repair.isVisible()
    said.answers = ["yes"]
    surface.repair.click()
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)


def test_forgotten_passphrases_are_explained(qtbot: QtBot, settings: Settings, file: Path, said: Recorder) -> None:
    window = open_window(qtbot, settings, file)
    window._stack.currentWidget().forgotten()
    assert "应急单" in said.said[0].hint


def test_locking_keeps_the_draft_and_drops_the_file(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    store = window.session.store
    editor = window.shell.page.form.rows["contact_name"].editor
    editor.set_text("孙桂兰")
    editor.changed.emit()
    qtbot.keyClick(window, Qt.Key.Key_F12)
    surface = window._stack.currentWidget()
    assert isinstance(surface, Unlock)
    assert window.session is None
    assert window.shell is None
    assert store._connection is None
    assert surface.passphrase.field.hasFocus()
    assert not any("孙桂兰" in label.text() for label in window.findChildren(QLabel) if label.isVisible())
    unlock(qtbot, window)
    assert window.shell.page.form.rows["contact_name"].editor.text() == "孙桂兰"


def test_it_locks_after_a_while_without_anybody(qtbot: QtBot, settings: Settings, file: Path) -> None:
    settings.lock_minutes = 10
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    assert window._lock_timer.isActive()
    assert window._lock_timer.interval() == 600_000
    window._lock_timer.timeout.emit()
    assert isinstance(window._stack.currentWidget(), Unlock)
    assert not window._lock_timer.isActive()


def test_only_what_a_person_does_puts_the_locking_off(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)

    def puts_off(event: QEvent) -> bool:
        window._lock_timer.stop()
        window.eventFilter(window, event)
        return window._lock_timer.isActive()

    def key(held: bool) -> QKeyEvent:
        return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", held)

    def move(x: int) -> QMouseEvent:
        at = QPointF(x, 5)
        return QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
                           Qt.KeyboardModifier.NoModifier)

    assert puts_off(key(held=False))
    assert not puts_off(key(held=True))
    assert [puts_off(move(x)) for x in (3, 3, 4)] == [True, False, True]
    assert not puts_off(QEvent(QEvent.Type.UpdateRequest))


def test_another_text_size_builds_the_desk_anew_with_the_draft(
    qtbot: QtBot, settings: Settings, file: Path, sized,
) -> None:
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    window.shell.go("visits")
    editor = window.shell.page.form.rows["contact_name"].editor
    editor.set_text("孙桂兰")
    editor.changed.emit()
    before = window.shell
    window.shell.set_text_size(150)
    assert theme.active().text_size == 150
    assert window.shell is not before
    assert window.shell.current_name == "visits"
    assert window.shell.page.form.rows["contact_name"].editor.text() == "孙桂兰"
    assert Settings.load().text_size == 150


def test_the_window_remembers_where_it_was(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    window.setGeometry(20, 30, 1000, 620)
    window.close()
    kept = Settings.load()
    assert kept.window[2:4] == [1000, 620]


def test_backups_are_made_in_the_background(qtbot: QtBot, settings: Settings, file: Path) -> None:
    from panhuang_desk import paths

    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    with window.session.store.action() as action:
        action.save("plot", {"name": "沟东", "group_no": 2, "land_kind": "yard", "active_from": "2026-01-01"},
                    village=YANGXU.code)
    window.back_up()
    qtbot.waitUntil(lambda: paths.backups_of(file).is_dir() and any(
        each.suffix == ".phdb" and not each.name.startswith(".") for each in paths.backups_of(file).iterdir()),
        timeout=10_000)
    window.close()


# The first start


def first_start(qtbot: QtBot, settings: Settings) -> tuple[Window, FirstStart]:
    window = open_window(qtbot, settings)
    surface = window._stack.currentWidget()
    assert isinstance(surface, FirstStart)
    return window, surface


def test_a_new_file_by_keyboard_alone(qtbot: QtBot, settings: Settings, said: Recorder, tmp_path: Path) -> None:
    window, surface = first_start(qtbot, settings)

    def press(key: Qt.Key = Qt.Key.Key_Return) -> None:
        qtbot.keyClick(QApplication.focusWidget(), key)

    press()
    assert surface.step == 1
    surface.place.field.setText("仰徐")
    press()
    assert surface.place.field.text() == "仰徐村委会"
    surface.person.setText("徐海燕")
    press()
    surface.phone.setText("１３８００００７７０２")
    press()
    assert surface.step == 2
    assert surface.phone.text() == "13800007702"
    surface.secret.field.setText(SECRET)
    press()
    surface.again.field.setText(SECRET)
    press()
    assert surface.step == 3
    assert Path(surface.path.text()).parts[-2:] == ("网格资料", "仰徐村委会.phdb")
    surface.path.setText(str(tmp_path / "新" / "仰徐.phdb"))
    press()
    qtbot.waitUntil(lambda: surface.step == 4, timeout=10_000)
    sheet = tmp_path / "应急单.pdf"
    said.paths = [[str(sheet)]]
    press()
    qtbot.waitUntil(lambda: surface.sheet_note.isVisible(), timeout=10_000)
    assert sheet.read_bytes().startswith(b"%PDF")
    press()
    assert window.session.home.code == "320903004202"
    assert window.session.store.person == "徐海燕"
    assert Settings.load().recent[0].path == str((tmp_path / "新" / "仰徐.phdb").resolve())
    assert said.said == []


def test_what_is_missing_is_said_beside_the_step(qtbot: QtBot, settings: Settings) -> None:
    _, surface = first_start(qtbot, settings)
    surface.go(1)
    surface.next()
    assert "请选村" in surface.problem.text()
    assert surface.place.field.hasFocus()
    surface.place.field.setText("仰徐村委会")
    surface.next()
    assert surface.problem.text() == "请写姓名。"
    surface.person.setText("徐海燕")
    surface.phone.setText("12")
    surface.next()
    assert surface.step == 1
    assert surface.phone.hasFocus()
    surface.phone.clear()
    surface.next()
    surface.secret.field.setText("12345678")
    surface.next()
    assert "容易猜" in surface.problem.text()
    surface.secret.field.setText(SECRET)
    surface.again.field.setText("另一个")
    surface.next()
    assert "不一样" in surface.problem.text()
    surface.back()
    assert surface.step == 1
    assert surface.person.text() == "徐海燕"


def test_a_file_that_is_there_already_is_not_overwritten(
    qtbot: QtBot, settings: Settings, tmp_path: Path,
) -> None:
    taken = tmp_path / "有了.phdb"
    taken.write_bytes(b"x")
    _, surface = first_start(qtbot, settings)
    surface.go(1)
    surface.place.field.setText("仰徐村委会")
    surface.person.setText("徐海燕")
    surface.next()
    surface.secret.field.setText(SECRET)
    surface.again.field.setText(SECRET)
    surface.next()
    surface.path.setText(str(taken))
    surface.next()
    qtbot.waitUntil(lambda: surface.problem.isVisible(), timeout=10_000)
    assert "已经有了" in surface.problem.text()
    assert taken.read_bytes() == b"x"
    assert surface.next_button.isEnabled()


def test_other_places_can_be_written_out_and_the_office_takes_all(qtbot: QtBot, settings: Settings) -> None:
    _, surface = first_start(qtbot, settings)
    surface.go(1)
    place = surface.place
    place.field.setText("外地村")
    place.subdistrict.setText("某街道")
    assert place.other.isVisible()
    village = place.village()
    assert village is not None
    assert village.name == "外地村"
    assert len(village.code) == 12
    assert village == place.village()
    place.code.setText("１２３４５６７８９０１２")
    assert place.village().code == "123456789012"
    qtbot.keyClicks(place.role, "2")
    villages, home = place.villages()
    assert home == ""
    assert len(villages) == 14
    assert place.name() == "潘黄街道汇总"


@pytest.mark.parametrize("size", [100, 150])
def test_every_step_fits_across_and_its_button_can_be_seen(
    qtbot: QtBot, settings: Settings, sized, size: int,
) -> None:
    sized(size)
    window, surface = first_start(qtbot, settings)
    window.resize(1366, 696)
    surface.go(1)
    surface.phone.setFocus()
    qtbot.wait(20)
    surface.next_button.setFocus()
    qtbot.wait(20)
    assert surface.next_button.visibleRegion().boundingRect() == surface.next_button.rect()


# Help


def test_help_shows_a_page_the_keys_and_goes_back(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# 目录\n\n[走访](visits.md)", encoding="utf-8")
    (tmp_path / "visits.md").write_text("# 走访\n\n怎么记", encoding="utf-8")
    window = HelpWindow(folder=tmp_path)
    qtbot.addWidget(window)
    window.show_topic("visits")
    assert "怎么记" in window.browser.toPlainText()
    window.show_topic("keys")
    assert "Ctrl+S" in window.browser.toPlainText()
    window.go_back()
    assert "怎么记" in window.browser.toPlainText()
    window.show_topic("没有这页")
    assert "目录" in window.browser.toPlainText()
    from PySide6.QtCore import QUrl

    window._follow(QUrl("https://example.org/x.md"))
    assert window.topic == "index"
    window._follow(QUrl("visits.md"))
    assert window.topic == "visits"


def test_f1_opens_the_pages_part_of_the_manual(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    window.shell.press("help")
    assert window._help is not None
    assert window._help.isVisible()
    window._help.close()




def test_what_ends_after_the_file_was_closed_is_not_told(qtbot: QtBot, settings: Settings, file: Path) -> None:
    window = open_window(qtbot, settings, file)
    unlock(qtbot, window)
    shell = window.shell
    assert shell is not None
    told: list[object] = []
    begun = Event()

    def work(progress: Progress) -> str:
        begun.set()
        return "done"

    shell.run("正在做", work, told.append, quiet=True)
    assert begun.wait(5)
    window.lock()
    qtbot.wait(50)
    assert window.session is None
    assert told == []


def test_pictures_of_the_manual_fit_into_the_help_window(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show()
    window.show_topic("today")
    qtbot.wait(20)
    assert window.browser.horizontalScrollBar().maximum() == 0
    assert "今日" in window.browser.toPlainText()
