"""Search as people search: any part of a name, a door, a phone number, or pinyin initials."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.store import Store, check, search_text

from .helpers import OTHER, PASSPHRASE, VILLAGE, Desk, change_file

PEOPLE = {
    "张三": "12号", "欧阳修": "3-501", "单雄信": "临2", "阿卜杜·热合曼": "A栋1", "𠮷野家": "7", "曾巩": "88",
    "Smith": "9", "吕 布": "10",
}


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """The people's names by the ids of their households."""
    with store.action() as action:
        return {
            action.save("household", {
                "contact_name": name, "door_no": door, "group_no": number, "phone": f"1390000{number:04d}",
                "note": "租客在厂里上班" if name == "张三" else None}).id: name
            for number, (name, door) in enumerate(PEOPLE.items(), 1)}


@pytest.mark.parametrize(("text", "names"), [
    ("张", {"张三"}), ("三", {"张三"}), ("张三", {"张三"}), ("zs", {"张三"}), ("ZS", {"张三"}), ("ｚｓ", {"张三"}),
    ("z", {"张三", "曾巩"}), ("oyx", {"欧阳修"}), ("yx", {"欧阳修"}), ("阳修", {"欧阳修"}),
    ("sxx", {"单雄信"}), ("dxx", {"单雄信"}), ("zg", {"曾巩"}), ("cg", {"曾巩"}),
    ("阿卜杜热合曼", {"阿卜杜·热合曼"}), ("阿卜杜·热合曼", {"阿卜杜·热合曼"}), ("杜·热", {"阿卜杜·热合曼"}),
    ("abd", {"阿卜杜·热合曼"}), ("𠮷", {"𠮷野家"}), ("𠮷野", {"𠮷野家"}), ("smi", {"Smith"}), ("mit", {"Smith"}),
    ("12号", {"张三"}), ("3-501", {"欧阳修"}), ("501", {"欧阳修"}), ("3501", {"欧阳修"}), ("１２号", {"张三"}),
    ("临2", {"单雄信"}), ("a栋", {"阿卜杜·热合曼"}), ("0003", {"单雄信"}), ("13900000002", {"欧阳修"}),
    ("139-0000-0002", {"欧阳修"}), ("2组", {"欧阳修"}), ("张 12", {"张三"}), ("欧 12", set()), ("厂里", {"张三"}),
    ("吕布", {"吕 布"}), ("lb", {"吕 布"}), ("赵", set()), ("三张", set()), ("", set()), ("·-。", set()),
    ('"', set()), ("张* OR 三", set()), ("NOT", set()),
])
def test_what_is_found(store: Store, people: dict[str, str], text: str, names: set[str]) -> None:
    assert {people[hit.id] for hit in store.search(text)} == names


def test_words_do_not_reach_from_one_field_into_the_next(store: Store) -> None:
    with store.action() as action:
        action.save("household", {"door_no": "12", "phone": "34", "contact_name": "李", "note": "四"})
    for text in ("1234", "123", "李四"):
        assert store.search(text) == []


def test_kinds_and_villages_narrow_the_search(store: Store) -> None:
    with store.action() as action:
        here = action.save("household", {"contact_name": "张三"})
        there = action.save("household", {"contact_name": "张三"}, village=OTHER.code)
        visit = action.save("visit", {"household_id": here.id, "note": "张三不在"})
        check = action.save("plot_check", {"note": "张三带路"})
    assert [hit.id for hit in store.search("张三")] == [check.id, visit.id, there.id, here.id]
    assert [hit.id for hit in store.search("张三", village=VILLAGE.code)] == [check.id, visit.id, here.id]
    assert [hit.id for hit in store.search("张三", ("household",))] == [there.id, here.id]
    assert [hit.id for hit in store.search("张三", ("household", "plot_check"), VILLAGE.code)] == [check.id, here.id]
    assert len(store.search("张三", limit=2)) == 2


def test_the_index_follows_corrections_and_deletions(store: Store) -> None:
    with store.action() as action:
        record = action.save("household", {"contact_name": "张三"})
    with store.action() as action:
        action.save("household", {"contact_name": "李四"}, id=record.id)
    assert (store.search("张三"), [hit.id for hit in store.search("ls")]) == ([], [record.id])
    with store.action() as action:
        action.delete("household", record.id)
    assert store.search("李四") == []
    with store.action() as action:
        action.restore("household", record.id)
    assert [hit.id for hit in store.search("李")] == [record.id]
    with store.action() as action:
        action.save("household", {"contact_name": ""}, id=record.id)
    assert store.search("李") == []


def test_tidying_up_loses_nothing(store: Store) -> None:
    for number in range(40):
        with store.action() as action:
            action.save("household", {"contact_name": "张三", "door_no": str(number)})
        store.idle()
    assert len(store.search("张三")) == 40
    segments = store.read("SELECT count(*) FROM (SELECT DISTINCT segid FROM search_idx)")[0][0]
    assert segments < 20
    with store.bulk(), store.action() as action:
        for number in range(1000):
            action.save("household", {"contact_name": "李四", "door_no": str(number)})
    assert store.read("SELECT count(*) FROM (SELECT DISTINCT segid FROM search_idx)")[0][0] == 1
    assert len(store.search("李四", limit=2000)) == 1000


def test_a_file_whose_index_is_of_an_older_version_gets_a_new_one(desk: Desk, full_file: Path) -> None:
    for sql in ("INSERT INTO search (search) VALUES ('delete-all')", "DELETE FROM search_doc",
                "UPDATE meta SET value = 'old' WHERE key = 'search_version'"):
        change_file(full_file, sql)
    assert check.check_file(full_file, PASSPHRASE).problems
    with desk.open() as store:
        assert len(store.search("张三")) == 1
        assert len(store.search("第 299 次")) == 1
    assert not check.check_file(full_file, PASSPHRASE).problems


SIGNS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("·A1𠮷𰻞")
NAMES = st.text(SIGNS, min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, start=st.integers(0, 5), length=st.integers(1, 6))
def test_every_part_of_a_name_finds_it(store: Store, name: str, start: int, length: int) -> None:
    part = name[start:start + length]
    with store.action() as action:
        record = action.save("household", {"contact_name": name})
    found = {hit.id for hit in store.search(part, limit=10_000)}
    assert (record.id in found) == bool(part.replace("·", "").strip())


def test_initials_in_every_reading() -> None:
    assert search_text.initials("张三") == ("zs",)
    assert set(search_text.initials("单曾")) >= {"sz", "dz", "sc", "dc"}
    assert search_text.initials("Smith") == ()
    assert search_text.initials("吕A布") == ("lb",)
    assert len(search_text.initials("单曾解仇查盖区朴")) == 8
