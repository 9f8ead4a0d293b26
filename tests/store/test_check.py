"""Check names what is wrong, in Chinese and without personal data, and finds nothing where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.store import Store, check

from .helpers import PASSPHRASE, VILLAGE, Desk, change_file, fill


def problems(path: Path) -> tuple[str, ...]:
    return check.check_file(path, PASSPHRASE).problems


def test_a_sound_file_has_no_problems(desk: Desk, full_file: Path) -> None:
    before = full_file.read_bytes()
    result = check.check_file(full_file, PASSPHRASE)
    assert result
    assert result.problems == ()
    assert full_file.read_bytes() == before


def test_a_file_can_be_checked_while_it_is_written(desk: Desk, store: Store) -> None:
    fill(store, 3)
    assert problems(desk.path) == ()


@pytest.mark.parametrize(("sql", "word"), [
    ("UPDATE visit SET note = '别的' WHERE rowid = 5", "走访：1 条记录与日志不一致"),
    ("UPDATE visit SET deleted = 1 WHERE rowid = 5", "走访：1 条记录与日志不一致"),
    ("UPDATE visit SET village = '320903004203' WHERE rowid < 4", "走访：3 条记录与日志不一致"),
    ("UPDATE visit SET materials_given = NULL WHERE rowid = 2", "走访：1 条记录与日志不一致"),
    ("DELETE FROM visit WHERE rowid = 5", "走访：1 条记录与日志不一致"),
    ("INSERT INTO plot (id, village) VALUES ('p', 'v')", "地块：1 条记录在日志里没有"),
    ("DELETE FROM change WHERE seq = 5", "日志不连续"),
    ("DELETE FROM change WHERE seq = (SELECT max(seq) FROM change)", "走访：1 条记录在日志里没有"),
    ("DELETE FROM replica", "不认识的副本"),
    ("INSERT INTO known VALUES ('r', 1, 'x', 9)", "日志不完整"),
    ("UPDATE change SET table_name = 'dragon' WHERE seq = 9", "不认识的记录种类"),
    ("DELETE FROM search_doc WHERE docid = 3", "1 条记录搜不到"),
    ("INSERT INTO search_doc (table_name, id) VALUES ('visit', 'gone')", "多余的内容"),
    ("UPDATE visit SET household_id = 'nobody' WHERE rowid = 1", "指向的户不存在"),
    ("UPDATE visit SET visited_on = '2026.5.1' WHERE rowid = 1", "“走访日期”不是日期"),
    ("UPDATE visit SET outcome = 'asleep' WHERE rowid = 1", "“结果”不在选项里"),
    ("UPDATE visit SET outcome = NULL WHERE rowid < 3", "走访：2 条记录没有“结果”"),
    ("UPDATE household SET pupils = -1", "“在校学生”太小"),
    ("UPDATE household SET pupils = 100", "“在校学生”太大"),
    ("UPDATE visit SET topics = 'fraud' WHERE rowid = 1", "“谈了什么”读不出来"),
    ("INSERT INTO plot (id, village, former_find) VALUES ('p', 'v', 2)", "“曾查获”不是“是”或“否”"),
])
def test_what_is_wrong_is_named(full_file: Path, sql: str, word: str) -> None:
    change_file(full_file, sql)
    found = problems(full_file)
    assert any(word in problem for problem in found), found
    assert all(problem.endswith("。") for problem in found)
    assert not any("张三" in problem for problem in found)


def test_deleted_records_are_not_held_to_the_rules(desk: Desk, store: Store) -> None:
    with store.action() as action:
        record = action.save("visit", {"note": "没填完"})
        action.delete("visit", record.id)
    assert problems(desk.path) == ()


def test_a_record_with_changes_of_many_sessions(desk: Desk, full_file: Path) -> None:
    for number in range(4):
        desk.settings.replicas.clear()
        desk.settings.save()
        with desk.open() as store:
            (household,) = store.records("household")
            with store.action() as action:
                action.save("household", {"phone": str(number), "note": f"第 {number} 次"}, id=household.id)
    assert problems(full_file) == ()
    change_file(full_file, "UPDATE household SET note = '2'")
    assert problems(full_file) == (f"户：1 条记录与日志不一致，例如 {household.id}。",)


def test_a_wrong_passphrase_is_an_error_and_not_a_finding(full_file: Path) -> None:
    with pytest.raises(UserError):
        check.check_file(full_file, "错")


def test_a_check_can_be_watched_and_cancelled(full_file: Path) -> None:
    shares: list[float] = []
    check.check_file(full_file, PASSPHRASE, lambda share, now: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def stop(share: float, now: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check.check_file(full_file, PASSPHRASE, stop)


def test_an_empty_file_of_an_office(desk: Desk) -> None:
    desk.create(home="", villages=[VILLAGE]).close()
    assert problems(desk.path) == ()
