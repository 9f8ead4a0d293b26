"""An erasure: nothing of the people stays in the file, all counts stay, and nothing brings it back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.journal import Change, Knowledge, merge_units, one_of, replay
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.store import Store, check, compare, erasing, keys

from .helpers import PASSPHRASE, Desk, raw

TEXTS = {
    "door_no": "西巷七十一号", "contact_name": "欧阳砚秋", "phone": "13951439307", "note": "左耳听不清，说话慢些",
    "old_phone": "13951430018", "visit_note": "儿子在盐城打工腿伤了", "visit_old": "说年底要装假肢",
    "gone_note": "隔壁嫌狗叫", "matter": "办理残疾证换证", "outcome": "残联已受理", "caption": "欧阳家门口的坡",
    "draft": "正在写的那一句", "merged_name": "欧阳建国", "merged_note": "老屋朝西",
    "heading": "欧阳大伯",
}
"""What must be gone afterwards, each once and nowhere else."""


@attrs.frozen
class Home:
    household: str
    merged: str
    visit: str
    follow_up: str
    photo: str
    other: str


def fill(store: Store) -> Home:
    """A household with everything that can be about it, in several steps, and another one."""
    with store.action() as action:
        home = action.save("household", {
            "group_no": 3, "door_no": TEXTS["door_no"], "contact_name": TEXTS["contact_name"], "tenure": "owner",
            "phone": TEXTS["old_phone"], "left_behind_elderly": 2, "active_from": "2026-01-01",
            "longitude": 120.137911, "latitude": 33.341177}).id
    with store.action() as action:
        action.save("household", {"phone": TEXTS["phone"], "note": TEXTS["note"]}, id=home)
        merged = action.save("household", {
            "group_no": 3, "door_no": "71", "contact_name": TEXTS["merged_name"], "note": TEXTS["merged_note"],
            "active_from": "2026-01-01", "merged_into": home}).id
    with store.action() as action:
        visit = action.save("visit", {
            "household_id": merged, "visited_on": "2026-05-01", "outcome": "met", "note": TEXTS["visit_old"],
            "difficulties": ("illness",), "visited_by": "王芳", "materials_given": 2}).id
        gone = action.save("visit", {
            "household_id": home, "visited_on": "2026-05-02", "outcome": "met", "note": TEXTS["gone_note"]}).id
        follow_up = action.save("follow_up", {
            "source_table": "visit", "source_id": visit, "kind": "request", "matter": TEXTS["matter"],
            "raised_on": "2026-05-01", "due_on": "2026-06-01", "status": "closed", "closed_on": "2026-05-09",
            "outcome": TEXTS["outcome"]}).id
        photo = action.save("photo", {
            "source_table": "visit", "source_id": visit, "caption": TEXTS["caption"], "digest": "d" * 64}).id
    with store.action() as action:
        action.save("visit", {"note": TEXTS["visit_note"]}, id=visit)
        action.delete("visit", gone)
        other = action.save("household", {
            "group_no": 3, "door_no": "9", "contact_name": "张三", "phone": "13800001111", "note": "在家",
            "active_from": "2026-01-01"}).id
    store.write("INSERT INTO photo_image VALUES (?, ?, ?)", [photo, b"PICTURE-OF-THE-DOOR", b"SMALL-PICTURE"])
    store.write("INSERT INTO photo_image VALUES ('taken-for-a-draft', ?, ?)", [b"PICTURE-OF-A-DRAFT", b"SMALL-PICTURE"])
    store.save_draft(f"visit:{home}", {"note": TEXTS["draft"], "taken-for-a-draft": "{}"})
    store.save_draft("round:3", {f"{home}/note": TEXTS["draft"] + "二", f"{other}/note": "另一户的话"})
    store.save_draft(f"visit:{other}", {"note": "别人的草稿"})
    store.set_setting("import_columns.household", json.dumps({TEXTS["heading"]: "contact_name"}, ensure_ascii=False))
    return Home(home, merged, visit, follow_up, photo, other)


@pytest.fixture
def home(store: Store) -> Home:
    return fill(store)


def plain(path: Path, target: Path) -> bytes:
    """The whole file decrypted, without the search index."""
    with contextlib.closing(raw(path)) as connection:
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", [str(target)])
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.execute("DETACH DATABASE plain")
    with contextlib.closing(raw(path)) as connection:
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", [str(target)])
        connection.execute("PRAGMA plain.secure_delete = ON")
        connection.execute("DROP TABLE plain.search")
        connection.execute("VACUUM plain")
    return target.read_bytes()


def index_of(store: Store) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    """What the index holds of every record: each term with its place."""
    store.write("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search', 'instance')")
    rows = store.read("SELECT d.table_name, d.id, t.term, t.offset FROM temp.terms t"
                      " LEFT JOIN search_doc d ON d.docid = t.doc")
    store.write("DROP TABLE temp.terms")
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for table, record_id, term, offset in rows:
        found.setdefault((table, record_id), []).append((offset, term))
    return {key: sorted(terms) for key, terms in found.items()}


def test_every_personal_field_is_empty_and_every_other_stays(store: Store, home: Home) -> None:
    before = {(kind, i): store.get(kind, i) for kind, i in erasing.scope(store, home.household).records}
    erasing.erase(store, home.household, "asked")
    for (kind, record_id), old in before.items():
        new = store.get(kind, record_id)
        gone = set(erasing.personal_fields(KINDS[kind]))
        assert gone or kind == "photo"
        for name, value in old.values.items():
            if name in gone:
                assert new[name] is None, (kind, name)
            elif name != "erased_because" and kind != "photo":
                assert new[name] == value, (kind, name)
    assert store.get("household", home.household)["erased_because"] == "asked"
    assert store.get("visit", home.visit)["visited_by"] == "王芳"
    assert store.get("photo", home.photo).deleted
    assert store.get("household", home.other)["contact_name"] == "张三"


def test_a_byte_search_of_the_whole_decrypted_file_finds_nothing(store: Store, home: Home, tmp_path: Path) -> None:
    before = plain(store.path, tmp_path / "before.db")
    assert [name for name, text in TEXTS.items() if text.encode() not in before] == []
    erasing.erase(store, home.household, "asked")
    after = plain(store.path, tmp_path / "after.db")
    assert [name for name, text in TEXTS.items() if text.encode() in after] == []
    assert b"PICTURE" not in after
    assert b"120.137911" not in after
    assert b"13800001111" in after
    assert "另一户的话".encode() in after


def test_no_free_pages_and_no_statistics_stay(store: Store, home: Home) -> None:
    erasing.erase(store, home.household, "asked")
    assert store.read("PRAGMA freelist_count") == [(0,)]
    assert store.read("SELECT name FROM sqlite_master WHERE name GLOB 'sqlite_stat*'") == []
    assert store.meta(erasing.UNFINISHED) == ""


def test_the_index_put_together_anew_is_the_same(store: Store, home: Home) -> None:
    erasing.erase(store, home.household, "asked")
    kept = index_of(store)
    store.rebuild_search()
    assert kept == index_of(store)
    assert ("household", home.household) in kept
    assert store.search("欧阳") == []
    assert store.search("oyyq") == []
    assert store.search("9307") == []
    assert len(store.search("张三")) == 1


def test_the_drafts_about_it_go_and_of_a_round_only_its_lines(store: Store, home: Home) -> None:
    erasing.erase(store, home.household, "asked")
    left = {draft.slot: draft.fields for draft in store.drafts()}
    assert left == {"round:3": {f"{home.other}/note": "另一户的话"}, f"visit:{home.other}": {"note": "别人的草稿"}}


def test_the_file_is_sound_and_the_journal_adds_up(store: Store, home: Home) -> None:
    erasing.erase(store, home.household, "asked")
    assert compare.differences(store._connection) == []
    store.close()
    assert check.check_file(store.path, PASSPHRASE).problems == ()


def changes_of(store: Store, kind: str, record_id: str) -> list[Change]:
    return [Change(*row) for row in store.read(
        f"SELECT {compare.CHANGE_COLUMNS} FROM change WHERE table_name = ? AND record_id = ?", [kind, record_id])]


def test_an_older_change_that_comes_in_later_brings_nothing_back(store: Store, home: Home) -> None:
    full = changes_of(store, "household", home.household)
    erasing.erase(store, home.household, "asked")
    blank = changes_of(store, "household", home.household)
    knowledge = Knowledge(store.read("SELECT replica, basis, other, seq FROM known"))
    by_number = {(change.replica, change.seq): change for change in blank}
    for old in full:
        assert one_of(by_number[old.replica, old.seq], old) == by_number[old.replica, old.seq]
    # A change of another copy, written later without knowing of the erasure.
    stranger = attrs.evolve(full[0], id="x", replica="f" * 16, seq=1, stamp="9" * len(full[0].stamp), fields=json.dumps(
        {"phone": "13900009999", "contact_name": "欧阳砚秋", "tenure": "rented"}, ensure_ascii=False))
    state = replay([*blank, stranger], knowledge, merge_units(KINDS.values()))
    assert (state.values["phone"], state.values["contact_name"]) == (None, None)
    assert state.values["tenure"] == "rented"


def test_undoing_an_earlier_action_restores_nothing_and_names_it(store: Store, home: Home) -> None:
    with store.action() as action:
        action.delete("photo", home.photo)
    actions = [row[0] for row in store.read("SELECT DISTINCT action_id FROM change ORDER BY seq")]
    erasing.erase(store, home.household, "asked")
    named = set()
    for action_id in reversed(actions):
        named |= {(kept.table_name, kept.field) for kept in store.undo(action_id).kept if kept.erased}
    assert {("household", "phone"), ("household", "note"), ("visit", "note"), ("photo", "deleted")} <= named
    assert store.get("household", home.household)["phone"] is None
    assert store.get("visit", home.visit)["note"] is None
    assert store.read("SELECT count(*) FROM photo_image") == [(0,)]
    assert compare.differences(store._connection) == []


def test_new_data_written_in_afterwards_stays(store: Store, home: Home) -> None:
    erasing.erase(store, home.household, "asked")
    with store.action() as action:
        action.save("household", {"door_no": "71", "contact_name": "新来的"}, id=home.household)
    assert compare.differences(store._connection) == []
    assert store.get("household", home.household)["contact_name"] == "新来的"


def test_history_shows_who_erased_and_why_and_no_value(store: Store, home: Home) -> None:
    erasing.erase(store, home.household, "guardian")
    newest, *older = store.history("household", home.household)
    assert (newest.op, newest.person) == ("erase", "王芳")
    assert newest.fields["erased_because"] == (None, "guardian")
    assert newest.fields.keys() == {"erased_because"}
    assert {"phone", "note"} <= older[0].erased
    assert not any(text in repr(older) for text in TEXTS.values())


class StoppedError(Exception):
    """Raised out of the progress."""


def test_stopped_at_any_point_before_the_end_nothing_is_changed(store: Store, home: Home) -> None:
    before = store.read("SELECT * FROM change ORDER BY seq"), store.drafts(), store.get("household", home.household)
    steps: list[str] = []
    erased = _stops(lambda progress: erasing.erase(store, home.household, "asked", progress), steps)
    for _ in erased:
        now = store.read("SELECT * FROM change ORDER BY seq"), store.drafts(), store.get("household", home.household)
        assert now == before
    assert len(steps) > 10


def _stops(work: Callable[[Any], Any], steps: list[str]) -> Iterator[int]:
    """Do the work again and again, stopped one step later each time, until it is done."""
    while True:
        left = [len(steps)]

        def progress(share: float, now: str, left: list[int] = left) -> None:
            if not left[0]:
                steps.append(now)
                raise StoppedError
            left[0] -= 1

        try:
            work(progress)
        except StoppedError:
            yield len(steps)
        else:
            return


def test_what_a_full_disk_left_to_do_is_done_at_the_next_opening(
    desk: Desk, store: Store, home: Home, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(store: Store) -> None:
        raise UserError("磁盘满了。", "请腾出空间。", code="full")

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "finish", full)
        with pytest.raises(UserError, match="没有整理完"):
            erasing.erase(store, home.household, "asked")
    assert store.get("household", home.household)["phone"] is None
    assert store.meta(erasing.UNFINISHED) == "1"
    store.close()
    with desk.open() as again:
        assert again.meta(erasing.UNFINISHED) == ""
        assert again.read("PRAGMA freelist_count") == [(0,)]


def test_the_old_end_that_a_kill_in_the_tidying_leaves_goes_at_the_next_opening(
    desk: Desk, store: Store, home: Home, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "finish", lambda store: None)
        erasing.erase(store, home.household, "asked")
    store.close()
    with desk.path.open("ab") as file:
        # The file was written anew and committed; the old pages behind it were about to be cut off.
        file.write(b"old page" * 1024)
    with desk.open(write=False) as reading:
        assert reading.get("household", home.household)["phone"] is None
    with desk.open() as again:
        assert again.meta(erasing.UNFINISHED) == ""
        assert desk.path.stat().st_size == again.read("PRAGMA page_count")[0][0] * keys.PAGE
    assert b"old page" not in desk.path.read_bytes()


def test_a_machine_with_too_little_memory_says_so(store: Store, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Store.read

    def small(self: Store, sql: str, *rest: Any) -> list[tuple[Any, ...]]:
        if sql == "VACUUM":
            raise MemoryError
        return read(self, sql, *rest)

    monkeypatch.setattr(Store, "read", small)
    with pytest.raises(UserError) as caught:
        erasing.erase(store, home.household, "asked")
    assert caught.value.code == erasing.UNFINISHED
    assert "关掉别的程序" in caught.value.hint
    assert store.meta(erasing.UNFINISHED) == "1"


def test_a_household_that_is_not_there_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        erasing.erase(store, "nobody", "asked")
