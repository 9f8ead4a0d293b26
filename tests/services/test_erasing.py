"""Erasing a household's personal data as a use case: what is said before, what is the same afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.services import backups, erasing, household_life, records
from panhuang_desk.services.exports import export_table
from panhuang_desk.services.figures import figures
from panhuang_desk.services.imports import import_file
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import follow_ups

from .helpers import open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def fill(session: Session) -> str:
    """A household with visits in two months and an open follow-up; its id."""
    with session.store.action() as action:
        home = action.save("household", {
            "group_no": 3, "door_no": "27", "contact_name": "欧阳砚秋", "phone": "13951439307", "tenure": "rented",
            "left_behind_elderly": 2, "tenants": 1, "active_from": "2026-01-01"}).id
        for day, note in (("2026-04-03", "腿脚不便"), ("2026-05-03", None)):
            visit = action.save("visit", {
                "household_id": home, "visited_on": day, "outcome": "met", "note": note, "materials_given": 2}).id
        action.save("follow_up", {
            "source_table": "visit", "source_id": visit, "kind": "request", "matter": "换证", "raised_on": "2026-05-03",
            "due_on": "2026-05-10", "status": "raised"})
        action.save("household", {
            "group_no": 3, "door_no": "28", "contact_name": "张三", "note": "欧阳砚秋的表弟",
            "active_from": "2026-01-01"})
    return home


def all_figures(session: Session) -> list[object]:
    return [figures(session.store, Month(2026, month)) for month in (3, 4, 5)]


def test_what_goes_is_counted_and_said(session: Session) -> None:
    home = fill(session)
    session.store.save_draft(f"visit:{home}", {"note": "没写完"})
    told = erasing.what_goes(session, home)
    assert told.fields == ("门牌号", "联系人", "联系电话")
    assert told.counts == {"visit": 1, "follow_up": 1, "draft": 1}
    assert told.goes[0] == "这一户的门牌号、联系人、联系电话"
    assert [kind for kind, _ in told.mentions] == ["household"]
    assert told.backups == 0
    assert "欧阳" not in repr(told)
    made = backups.backup_now(session)
    again = erasing.what_goes(session, home)
    assert (again.backups, again.oldest_backup) == (1, made.label)
    assert made.label in " ".join(again.beyond)


def test_a_household_that_came_out_of_it_is_named_and_left_alone(session: Session) -> None:
    home = fill(session)
    assert "分出去" not in " ".join(erasing.what_goes(session, home).stays)
    with session.store.action() as action:
        part = action.save("household", {
            "group_no": 3, "door_no": "27-1", "contact_name": "欧阳建国", "active_from": "2026-05-01",
            "split_from": home})
    assert "从这一户分出去的 1 户，要删就分别删" in erasing.what_goes(session, home).stays
    erasing.erase(session, home, "asked")
    assert session.store.get("household", part.id)["contact_name"] == "欧阳建国"


def test_all_figures_of_all_months_are_as_before(session: Session) -> None:
    home = fill(session)
    before = all_figures(session)
    erasing.erase(session, home, "asked")
    assert all_figures(session) == before


def test_the_rest_of_such_a_household_can_still_be_saved(session: Session) -> None:
    home = fill(session)
    erasing.erase(session, home, "asked")
    assert records.save_record(session, "household", {"tenure": "owner", "tenants": 0}, home).ok
    follow_up = session.store.records("follow_up")[0]
    assert records.save_record(session, "follow_up", {"due_on": "2026-06-01"}, follow_up.id).ok
    # A new one still needs its door.
    assert not records.save_record(session, "household", {"group_no": 3, "active_from": "2026-01-01"}).ok


def test_a_follow_up_in_the_lists_says_that_its_matter_was_erased(session: Session) -> None:
    home = fill(session)
    erasing.erase(session, home, "asked")
    (row,) = follow_ups(session.store)
    assert row.matter == "个人信息已删除"


def test_what_is_erased_twice_says_that_nothing_is_left(session: Session) -> None:
    home = fill(session)
    assert not erasing.what_goes(session, home).done_before
    erasing.erase(session, home, "other")
    told = erasing.what_goes(session, home)
    assert told.done_before
    assert told.counts == {"draft": 0}
    assert told.place == "3 组 个人信息已删除"


def test_an_entry_that_was_merged_stays_erased_when_the_merge_is_undone(session: Session, tmp_path: Path) -> None:
    home = fill(session)
    other = session.store.records("household", {"door_no": "28"})[0].id
    old = export_table(session, "household", tmp_path / "旧.csv", masked=False).path
    merged = household_life.merge(session, home, other, {})
    erasing.erase(session, home, "asked")
    records.undo(session, merged.changes.action_id)
    import_file(session, "household", old)
    for id in (home, other):
        record = session.store.get("household", id)
        assert record is not None
        assert (record["merged_into"], record["contact_name"], record["erased_because"]) == (None, None, "asked")
    assert not session.store.search("张三")


def test_a_household_that_is_gone_is_said_in_words(session: Session) -> None:
    with pytest.raises(UserError, match="不在了"):
        erasing.what_goes(session, "nobody")
    with pytest.raises(ValueError, match="because"):
        erasing.erase(session, "nobody", "because")
