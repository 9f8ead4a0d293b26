"""The history of any record in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.model.masking import masked
from panhuang_desk.services import erasing, history, records
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import visits

from .helpers import open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def make(session: Session) -> str:
    saved = records.save_record(session, "household", {
        "group_no": 3, "door_no": "27", "contact_name": "欧阳砚秋", "phone": "13951430018",
        "active_from": "2026-01-01"})
    assert saved.record is not None
    return saved.record.id


def lines(steps: list[history.HistoryStep]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(step.what, [(each.label, each.before, each.after) for each in step.fields]) for step in steps]


def test_each_action_says_who_when_and_from_what_to_what(session: Session) -> None:
    home = make(session)
    changed = records.save_record(session, "household", {"phone": "13951439307", "tenure": "rented"}, home)
    told = history.told(session, "household", home)
    assert told[0].person == "徐海燕"
    assert told[0].at[:4].isdigit()
    assert lines(told)[0] == ("改了 2 项", [("联系电话", "13951430018", "13951439307"), ("房屋性质", "自住", "出租")])
    assert lines(told)[1][0] == "登记"
    assert lines(told)[1][1][:2] == [("组别", "", "3"), ("门牌号", "", "27")]
    records.undo(session, changed.changes.action_id)
    assert history.told(session, "household", home)[0].what == "撤销：改了 2 项"


def test_names_and_phones_are_covered_where_masking_is_on(session: Session) -> None:
    home = make(session)
    told = repr([[(f.before, f.after) for f in step.fields]
                 for step in history.told(session, "household", home, masked)])
    assert "欧***" in told
    assert "砚秋" not in told
    assert "1395143" not in told
    assert "砚秋" not in repr(history.told(session, "household", home))


def test_free_text_about_people_is_covered_as_a_whole(session: Session) -> None:
    home = make(session)
    records.save_record(session, "household", {"note": "老人独居"}, home)
    told = history.told(session, "household", home, masked, lambda text: "（已遮住）" if text else "")
    assert lines(told)[0] == ("改了 1 项", [("备注", "", "（已遮住）")])


def test_an_erasure_is_shown_as_such_with_its_reason(session: Session) -> None:
    home = make(session)
    erasing.erase(session, home, "guardian")
    told = lines(history.told(session, "household", home))
    assert told[0] == ("删除了个人信息（监护人要求）", [])
    assert ("联系电话", "", "个人信息已删除") in told[1][1]


def test_deleting_and_bringing_back_are_told(session: Session) -> None:
    home = make(session)
    gone = records.delete_record(session, "household", home)
    records.undo(session, gone.action_id)
    assert [step.what for step in history.told(session, "household", home)] == ["撤销：恢复", "删除", "登记"]


def test_the_record_behind_a_row_of_a_list_is_found(session: Session) -> None:
    home = make(session)
    visit = records.save_record(session, "visit", {
        "household_id": home, "visited_on": "2026-05-14", "outcome": "met"}).record
    assert visit is not None
    row = visits(session.store, household=home)[0]
    assert history.record_of(session, row) == ("visit", visit.id)
    assert history.record_of(session, visit) == ("visit", visit.id)
    assert history.record_of(session, None) is None
    assert history.title_of(session, "visit", visit.id) == "走访 3 组 27 号，5月14日"
