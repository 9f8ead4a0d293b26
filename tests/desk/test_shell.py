"""The desk: pages on first visit, refresh by kinds, keys to the focus first, undo and redo, hints."""

from __future__ import annotations

import pytest
from panhuang_desk.desk import tasks, undo
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.places import PageSpec
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.tasks import Task
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, SearchEdit
from panhuang_desk.desk.widgets.rail import Place
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.services import records
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


class Houses(Page):
    name, title, tabs = "houses", "户", ("全部", "停用")
    watches = frozenset({"household"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.refreshed = 0
        self.news = 0
        self.target: dict[str, str] = {}
        self.search = SearchEdit("姓名")
        self.body.addWidget(self.search)
        setup = desk.form_setup("household", slot="household:new", next_word="保存，下一户")
        self.form = Form(HOUSEHOLD, setup)
        self.form.state.connect(desk.set_state)
        self.body.addWidget(self.form)

    def refresh(self, changes=None):
        self.refreshed += 1

    def open_target(self, target):
        self.target = dict(target)

    def on_new(self):
        self.news += 1

    def hints(self):
        return (Hint("Ctrl+N", "新的一户"),)


class Other(Page):
    name, title = "other", "别的"

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.edit = LineEdit(name="一栏")
        self.body.addWidget(self.edit)
        self.refreshed = 0

    def refresh(self, changes=None):
        self.refreshed += 1


PAGES = (PageSpec(Place("houses", "户", "house"), Houses), PageSpec(Place("other", "别的", "sun"), Other))


@pytest.fixture
def shell(qtbot: QtBot, session: Session) -> Shell:
    shell = Shell(session, PAGES)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    shell.go("houses")
    return shell


def save(shell: Shell, **values):
    saved = records.save_record(shell.session, "household", {
        "group_no": 3, "door_no": "27", "active_from": "2026-01-01", **values})
    assert saved.ok
    shell.did("登记了户：3 组 27 号", saved.changes)
    return saved


def test_pages_are_built_on_first_visit_and_kept(shell: Shell) -> None:
    assert shell.page.name == "houses"
    first = shell.page
    assert len(shell._built) == 1
    shell.go("other")
    shell.go("houses", kind="household", id="x")
    assert shell.page is first
    assert first.target == {"kind": "household", "id": "x"}


def test_only_pages_that_watch_a_kind_refresh_and_hidden_ones_later(shell: Shell) -> None:
    houses = shell.page
    shell.go("other")
    other = shell.page
    before = houses.refreshed, other.refreshed
    save(shell)
    assert (houses.refreshed, other.refreshed) == before
    shell.go("houses")
    assert houses.refreshed == before[0] + 1


def test_undo_and_redo_go_by_the_files_actions(shell: Shell, qtbot: QtBot) -> None:
    saved = save(shell)
    assert shell.undo_bar.isVisible()
    assert shell.undo_bar.text == "登记了户：3 组 27 号"
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shell.session.store.count("household") == 0
    assert shell.undo_bar.text == "撤销了：登记了户：3 组 27 号"
    qtbot.keyClick(shell, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [record.id for record in shell.session.store.records("household")] == [saved.record.id]
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shell.session.store.count("household") == 0


def test_a_desk_that_is_built_anew_knows_what_can_be_undone(shell: Shell, qtbot: QtBot) -> None:
    first, second = save(shell), save(shell, door_no="28")
    shell.on_undo()
    again = Shell(shell.session, PAGES)
    qtbot.addWidget(again)
    again.on_redo()
    assert again.undo_bar.text == "登记了户：3 组 28 号"
    again.on_undo()
    again.on_undo()
    assert again.undo_bar.text == "撤销了：登记了户：3 组 27 号"
    assert shell.session.store.count("household") == 0
    assert first.record.id != second.record.id


def test_undo_names_the_fields_that_were_changed_since(shell: Shell) -> None:
    saved = save(shell, phone="13951430018")
    first = records.save_record(shell.session, "household", {"phone": "13951439307", "note": "甲"}, saved.record.id)
    shell.did("改了户：3 组 27 号", first.changes)
    # A later action that the machine of a colleague wrote is not undone here, and what it changed stays.
    later = records.save_record(shell.session, "household", {"phone": "13951439308"}, saved.record.id)
    shell.did("改了户：3 组 27 号", later.changes, undoable=False)
    shell.on_undo()
    assert shell.undo_bar.text == "撤销了：改了户：3 组 27 号，联系电话后来又改过，没有动"
    assert shell.session.store.get("household", saved.record.id)["note"] is None


def test_an_undo_of_which_nothing_comes_says_why_and_is_not_offered_again(shell: Shell) -> None:
    saved = save(shell)
    shell.did("记了走访", records.save_record(shell.session, "visit", {
        "household_id": saved.record.id, "visited_on": "2026-05-01", "outcome": "met"}).changes, undoable=False)
    shell.on_undo()
    assert shell.undo_bar.text == "没有撤销：登记了户：3 组 27 号，这条记录别处还用着，没有删"
    shell.on_undo()
    assert "没有可以撤销" in shell.undo_bar.text


def test_undo_in_a_file_that_may_only_be_read_says_so(shell: Shell, said: Recorder) -> None:
    save(shell)
    shell.session.store.read_only = True
    shell.on_undo()
    assert said.said[-1].look == "error"
    shell.session.store.read_only = False


def add_many(shell: Shell, count: int) -> None:
    with shell.session.store.action() as action:
        for number in range(count):
            action.save("household", {"group_no": 1, "door_no": str(number), "active_from": "2026-01-01"})
    shell.did("导入了户册", action.changes)


def test_a_large_undo_runs_in_the_background_and_is_done_once(shell: Shell, qtbot: QtBot) -> None:
    add_many(shell, undo.LARGE + 1)
    shell.on_undo()
    shell.on_undo()
    assert shell.session.store.count("household") == undo.LARGE + 1
    qtbot.waitUntil(lambda: shell.undo_bar.text == "撤销了：导入了户册")
    assert shell.session.store.count("household") == 0
    shell.on_redo()
    qtbot.waitUntil(lambda: shell.undo_bar.text == "导入了户册")
    assert shell.session.store.count("household") == undo.LARGE + 1


def test_a_large_undo_that_is_cancelled_leaves_everything_and_stays_offered(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Task] = []
    run = tasks.run
    monkeypatch.setattr(tasks, "run", lambda *given, **more: started.append(run(*given, **more)) or started[-1])
    monkeypatch.setattr(tasks.Task, "start", lambda task: None)
    add_many(shell, undo.LARGE + 1)
    shell.on_undo()
    started[0].cancel()
    monkeypatch.undo()
    started[0].start()
    qtbot.waitUntil(lambda: shell.undo_bar.text == "没有撤销，同原来一样")
    assert shell.session.store.count("household") == undo.LARGE + 1
    shell.on_undo()
    qtbot.waitUntil(lambda: shell.undo_bar.text == "撤销了：导入了户册")


def test_a_small_undo_is_done_at_once(shell: Shell) -> None:
    add_many(shell, 20)
    shell.on_undo()
    assert shell.session.store.count("household") == 0


def test_undo_with_nothing_to_undo_says_so(shell: Shell) -> None:
    shell.on_undo()
    assert "没有可以撤销" in shell.undo_bar.text


def test_keys_reach_the_page(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert shell.page.news == 1
    qtbot.keyClick(shell, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shell.page.search.hasFocus()
    qtbot.keyClick(shell, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shell.page.name == "other"


def test_ctrl_s_saves_the_open_form_wherever_the_focus_is(shell: Shell, qtbot: QtBot) -> None:
    shell.page.search.setFocus()
    qtbot.keyClick(shell.page.search, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert shell.page.form.rows["group_no"].problem
    assert shell.page.form.rows["group_no"].editor.focus.hasFocus()
    assert shell._hint_bar.words.endswith("处要改")


def test_text_undo_comes_before_the_desks(shell: Shell, qtbot: QtBot) -> None:
    save(shell)
    shell.go("other")
    edit = shell.page.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "abc")
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == ""
    assert shell.session.store.count("household") == 1
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shell.session.store.count("household") == 0


def test_hints_follow_the_focus_and_are_at_most_five(shell: Shell) -> None:
    shell.page.form.rows["tenure"].editor.focus.setFocus()
    words = [hint.word for hint in shell._hint_bar.hints]
    assert words[:2] == ["下一项", "选或取消"]
    assert words[-1] == "帮助"
    assert len(words) <= 5


def test_tabs_by_key(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shell.page.tab == 1
    qtbot.keyClick(shell, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shell.page.tab == 0


def test_drafts_are_flushed_and_come_back(shell: Shell, qtbot: QtBot) -> None:
    editor = shell.page.form.rows["door_no"].editor.focus
    editor.setFocus()
    editor.insert("２７")
    editor.textEdited.emit(editor.text())
    shell.flush_drafts()
    assert shell.session.store.draft("household:new")["door_no"] == "２７"


def test_masking_covers_names_and_phones(shell: Shell) -> None:
    assert shell.mask("孙桂兰") == "孙桂兰"
    shell.on_mask()
    assert shell.mask("孙桂兰") == "孙**"
    assert shell.mask("13800007702") == "**** 7702"
    shell.on_mask()
    assert not shell.masked
