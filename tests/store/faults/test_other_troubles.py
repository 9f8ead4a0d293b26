from __future__ import annotations

import datetime as dt

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.clock import stamp_ms
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.backups import list_backups, make_backup

from tests.store.faults import command
from tests.store.faults.harness import NOW, PASSPHRASE, household, new_place, problems, start, told

YEAR = dt.timedelta(days=365)


@pytest.fixture
def busy(tmp_path):
    """A file that another process has open and saves into."""
    place = new_place(tmp_path / "甲", households=3)
    child = start("stream", place.file, place.settings, place.secret, 100)
    lines = told(child.stdout)
    assert next(lines) == {"open": True}
    next(lines)
    yield place, child
    child.kill()
    child.communicate()


def test_a_second_program_is_told_who_has_the_file_and_may_look(busy, tmp_path):
    place, _ = busy
    with pytest.raises(UserError) as caught:
        place.open()
    assert caught.value.message == "这个文件正在“甲机”上使用（2026-11-24 09:00 起）。"
    assert "关闭" in caught.value.hint
    with place.open(write=False) as store:
        assert store.count("household") > 3


def test_a_second_program_on_the_command_line_ends_with_one_line(busy, tmp_path):
    place, _ = busy
    line = command.refusal("handover", place.file, tmp_path, home=tmp_path / "home")
    assert line.startswith("这个文件正在“甲机”上使用")
    looked = command.run("figures", place.file, "2026-11", home=tmp_path / "home")
    assert (looked.returncode, looked.stderr) == (0, "")


def test_what_a_killed_program_leaves_behind_keeps_nobody_out(busy):
    place, child = busy
    child.kill()
    child.communicate()
    with place.open() as store, store.action() as action:
        action.save("household", household(900))
    assert problems(place) == []


def test_with_a_clock_set_back_by_a_year_saves_go_on_in_their_order(tmp_path):
    place = new_place(tmp_path / "甲", households=2)
    with place.open() as store:
        home = store.records("household", order=("door_no",))[0].id
        make_backup(store)
    for number, moment in enumerate([NOW - YEAR, NOW - YEAR, NOW, NOW - 3 * YEAR], 1):
        settings = Settings.load(place.settings)
        with Store.open(place.file, PASSPHRASE, settings=settings, now=lambda at=moment: at, device="甲机") as store:
            with store.action() as action:
                action.save("household", {"note": f"改{number}"}, id=home)
            make_backup(store)
            notes = [entry.fields["note"][1] for entry in store.history("household", home)]
            assert notes == [*(f"改{n}" for n in range(number, 0, -1)), "第1次"]
            assert store.get("household", home).text("note") == f"改{number}"
            stamps = [row[0] for row in store.read("SELECT stamp FROM change ORDER BY rowid")]
            assert stamps == sorted(set(stamps))
            assert stamp_ms(stamps[-1]) >= NOW.timestamp() * 1000
    with Store.open(place.file, PASSPHRASE, settings=settings, now=lambda: NOW - YEAR, device="甲机") as store:
        assert store.undo(action.changes.action_id).kept == ()
        assert store.get("household", home).text("note") == "改3"
    assert problems(place) == []
    numbers = [backup.number for backup in list_backups(place.file)]
    assert numbers == sorted(numbers, reverse=True)
    with Store.open(list_backups(place.file)[0].path, PASSPHRASE, write=False, settings=Settings()) as newest:
        assert newest.count("household") == 2
