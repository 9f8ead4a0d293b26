"""Undo and redo out of the file: sixty actions back and forth, over restarts, with nobody else's among them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from panhuang_desk.services import erasing, records, undo
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from .helpers import TODAY, VILLAGE

PASSPHRASE = "correct horse battery"


class Machine:
    """A machine that opens and closes one file."""

    def __init__(self, folder: Path, device: str = "村里电脑") -> None:
        self.path, self.device = folder / "village.phdb", device
        self.settings_file = folder / f"{device}.json"

    def create(self) -> Session:
        store = Store.create(self.path, PASSPHRASE, villages=[VILLAGE], home=VILLAGE.code, person="徐海燕",
                             settings=Settings(file=self.settings_file), device=self.device)
        return Session(store, Settings(), lambda: TODAY)

    def open(self) -> Session:
        store = Store.open(self.path, PASSPHRASE, settings=Settings.load(self.settings_file), device=self.device)
        return Session(store, Settings(), lambda: TODAY)


@pytest.fixture(autouse=True)
def _derive_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from functools import cache

    from panhuang_desk.store import keys

    monkeypatch.setattr(keys, "derive_key", cache(keys.derive_key))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def household(session: Session, door: str, **values: object) -> str:
    saved = records.save_record(session, "household", {
        "group_no": 3, "door_no": door, "active_from": "2026-01-01", **values})
    assert saved.record is not None
    return saved.record.id


def back(session: Session) -> str:
    """Take the newest action back; the words of it, empty where there is none."""
    return take(session, undo.last_step(session))


def again(session: Session) -> str:
    """Do it again, likewise."""
    return take(session, undo.next_step(session))


def take(session: Session, step: undo.JournalStep | None) -> str:
    words = undo.words_of(session, step) if step else ""
    if step:
        undo.take(session, step)
    return words


def test_sixty_actions_back_after_a_restart_and_again(machine: Machine) -> None:
    with machine.create() as session:
        home = household(session, "27")
        for number in range(60):
            records.save_record(session, "household", {"pupils": number % 7, "tenants": number + 1}, home)
    with machine.open() as session:
        for number in range(59, 0, -1):
            assert back(session) == "改了户：3 组 27 号"
            assert session.store.get("household", home)["tenants"] == number
    with machine.open() as session:
        for number in range(1, 60):
            assert again(session) == "改了户：3 组 27 号"
            assert session.store.get("household", home)["tenants"] == number + 1
        assert again(session) == ""
    with machine.open() as session:
        for _ in range(60):
            assert back(session)
        assert back(session) == "登记了户：3 组 27 号"
        assert session.store.count("household") == 0
        assert back(session) == ""


def test_a_new_action_empties_what_could_be_done_again(machine: Machine) -> None:
    with machine.create() as session:
        home = household(session, "1")
        records.save_record(session, "household", {"pupils": 1}, home)
        back(session)
        assert undo.next_step(session) is not None
        records.save_record(session, "household", {"pupils": 2}, home)
        assert undo.next_step(session) is None
        assert back(session) == "改了户：3 组 1 号"
        assert session.store.get("household", home)["pupils"] == 0


def test_back_and_forth_goes_by_the_order_of_a_person(machine: Machine) -> None:
    with machine.create() as session:
        one, two = household(session, "1"), household(session, "2")
        assert [back(session), back(session)] == ["登记了户：3 组 2 号", "登记了户：3 组 1 号"]
        assert again(session) == "登记了户：3 组 1 号"
        assert {each.id for each in session.store.records("household")} == {one}
        assert back(session) == "登记了户：3 组 1 号"
        assert [again(session), again(session), again(session)] == ["登记了户：3 组 1 号", "登记了户：3 组 2 号", ""]
        assert {each.id for each in session.store.records("household")} == {one, two}
        assert back(session) == "登记了户：3 组 2 号"


def test_words_say_what_an_action_did(machine: Machine) -> None:
    with machine.create() as session:
        home = household(session, "27", contact_name="孙桂兰")
        visit = records.save_record(session, "visit", {
            "household_id": home, "visited_on": "2026-05-14", "outcome": "met"})
        assert visit.record is not None
        follow_up = records.save_record(session, "follow_up", {
            "kind": "request", "matter": "孙子转学的手续和学费减免申请怎么办理", "raised_on": "2026-05-14",
            "due_on": "2026-06-01", "status": "raised", "source_table": "household", "source_id": home})
        assert follow_up.ok
        step = undo.last_step(session)
        assert step is not None
        assert undo.words_of(session, step) == "加了待办：诉求，孙子转学的手续和学费减免申请怎么…"
        assert undo.words_of(session, step, masked=True) == "加了待办：诉求"
        undo.take(session, step)
        assert back(session) == "记了走访：3 组 27 号，5月14日"
        assert back(session) == "登记了户：3 组 27 号"
        with session.store.action() as action:
            for door in ("1", "2", "3"):
                action.save("household", {"group_no": 1, "door_no": door, "active_from": "2026-01-01"})
        assert back(session) == "登记了 3 户"


def test_erasures_are_passed_over_and_an_issued_report_is_taken_back(machine: Machine) -> None:
    with machine.create() as session:
        home = household(session, "27", phone="13951439307")
        with session.store.action() as action:
            action.save("report", {"month": "2026-04", "edition": 1, "figures": "{}", "digest": "d",
                                   "issued_at": "2026-05-02 09:00"})
        erasing.erase(session, home, "asked")
        assert undo.next_step(session) is None
        step = undo.last_step(session)
        assert step is not None
        assert undo.words_of(session, step) == "月报定稿：2026年4月第1版"
        undo.take(session, step)
        assert session.store.count("report") == 0
        step = undo.last_step(session)
        assert step is not None
        assert undo.words_of(session, step) == "登记了户：3 组 个人信息已删除"


def test_what_another_machine_wrote_is_not_offered(machine: Machine, tmp_path: Path) -> None:
    with machine.create() as session:
        household(session, "27")
    other = Machine(tmp_path, "街道电脑")
    with other.open() as session:
        assert undo.last_step(session) is None
        household(session, "28")
        assert back(session) == "登记了户：3 组 28 号"
        assert back(session) == ""


def test_after_a_crash_ones_own_actions_are_still_offered(machine: Machine) -> None:
    with machine.create() as session:
        household(session, "27")
        # As a power cut leaves them: neither file nor machine has the mark of a clean end.
        session.store._shared.dirty = False
    with machine.open() as session:
        household(session, "28")
        assert session.store.read("SELECT count(DISTINCT replica) FROM change") == [(2,)]
        assert [back(session), back(session), back(session)] == ["登记了户：3 组 28 号", "登记了户：3 组 27 号", ""]
        assert [again(session), again(session)] == ["登记了户：3 组 27 号", "登记了户：3 组 28 号"]


def test_what_stays_is_named_by_its_label(machine: Machine) -> None:
    with machine.create() as session:
        home = household(session, "27", phone="13951439307")
        first = records.save_record(session, "household", {"phone": "13951430018", "note": "甲", "pupils": 1}, home)
        records.save_record(session, "household", {"phone": "13951430019"}, home)
        undone = records.undo(session, first.changes.action_id)
        assert undo.kept_words(undone.kept) == "联系电话后来又改过，没有动"
        assert session.store.get("household", home)["note"] is None
        second = records.save_record(session, "household", {"note": "乙"}, home)
        erasing.erase(session, home, "asked")
        undone = records.undo(session, second.changes.action_id)
        assert undo.kept_words(undone.kept) == "备注的内容已经删除，恢复不了"
        assert not undone.changes


def test_a_step_that_nothing_is_left_of_can_be_passed(machine: Machine) -> None:
    with machine.create() as session:
        home = household(session, "27")
        with session.store.action() as action:
            action.save("visit", {"household_id": home, "visited_on": "2026-05-14", "outcome": "met"})
        visit = undo.last_step(session)
        assert visit is not None
        below = undo.last_step(session, {visit.action_id})
        assert below is not None
        assert undo.kept_words(undo.take(session, below).kept) == "这条记录别处还用着，没有删"


def test_what_a_sample_file_came_with_is_nobodys_action(tmp_path: Path) -> None:
    from panhuang_desk.services.demo import make_demo

    make_demo(tmp_path / "demo.phdb", PASSPHRASE, villages=1, months=1, households=5, settings=Settings(), seed=1,
              today=dt.date(2026, 5, 22))
    store = Store.open(tmp_path / "demo.phdb", PASSPHRASE, settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as session:
        assert undo.last_step(session) is None
        household(session, "99")
        assert back(session) == "登记了户：3 组 99 号"
        assert back(session) == ""


def test_what_was_deleted_and_brought_back_can_still_be_taken_back(machine: Machine) -> None:
    with machine.create() as session:
        added = records.save_record(session, "household", {
            "group_no": 3, "door_no": "27", "active_from": "2026-01-01"})
        assert added.record is not None
        deleted = records.delete_record(session, "household", added.record.id)
        records.undo(session, deleted.action_id)
        assert session.store.count("household") == 1
        records.undo(session, added.changes.action_id)
        assert session.store.count("household") == 0
