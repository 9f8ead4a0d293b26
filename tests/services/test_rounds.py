"""A round: which lines it has, what is kept of them, what is said about them, and one action for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from panhuang_desk.services import photos, rounds, visits
from panhuang_desk.services.households import save_household
from panhuang_desk.services.records import undo
from panhuang_desk.services.rounds import RoundLine, keep_line, round_lines, save_round
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import today_view
from PIL import Image

from tests.services.helpers import VILLAGE, open_village

DAY = "2026-05-22"
GROUP = 5


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def add(session: Session, door: str, group: int = GROUP, **more: object) -> str:
    saved = save_household(session, {  # type: ignore[arg-type]
        "group_no": group, "door_no": door, "contact_name": f"户{door}", "active_from": "2026-01-01", **more})
    assert saved.record is not None
    return saved.record.id


def lines_of(session: Session, day: str = DAY, which: int | str | tuple[str, ...] = GROUP) -> list[RoundLine]:
    return round_lines(session, VILLAGE.code, which, day)


def doors(lines: list[RoundLine]) -> list[str]:
    return [line.row.door_no for line in lines]


def test_the_lines_stand_in_door_order_and_only_those_in_the_register_on_the_day(session: Session) -> None:
    for door in ("12", "2", "2-1"):
        add(session, door)
    add(session, "9", inactive_from="2026-05-10", inactive_reason="moved")
    add(session, "7", active_from="2026-05-30")
    add(session, "1", group=6)
    assert doors(lines_of(session)) == ["2", "2-1", "12"]
    assert doors(lines_of(session, "2026-05-09")) == ["2", "2-1", "9", "12"]
    assert doors(lines_of(session, which=0)) == ["2", "2-1", "12", "1"]


def test_those_to_call_again_and_a_list_of_ids_are_rounds_too(session: Session) -> None:
    ids = {door: add(session, door) for door in ("4", "2", "3")}
    visits.record_visit(session, ids["3"], {"visited_on": "2026-05-20", "outcome": "not_home"})
    assert doors(lines_of(session, which=rounds.CALL_AGAIN)) == ["3"]
    assert doors(lines_of(session, which=(ids["4"], ids["2"]))) == ["2", "4"]


def test_a_line_is_kept_with_its_day_and_comes_back(session: Session) -> None:
    add(session, "2")
    line, = lines_of(session)
    line.texts = {"outcome": "met", "topics": "no_planting,schooling", "note": "孙子转学"}
    keep_line(session, line, "2026-05-20")
    again, = lines_of(session, "2026-05-20")
    assert (again.texts, again.day, again.draft) == (line.texts, "", True)
    other, = lines_of(session)
    assert other.day == "2026-05-20"
    assert rounds.begun_day([other], DAY) == "2026-05-20"
    other.texts = {}
    keep_line(session, other, DAY)
    assert session.store.drafts() == []


def test_a_round_is_one_action_and_empty_lines_are_not_saved(session: Session) -> None:
    for door in ("1", "2", "3", "4"):
        add(session, door)
    lines = lines_of(session)
    lines[0].texts = {"outcome": "met", "topics": "harm", "materials": "leaflet,notice"}
    lines[1].texts = {"outcome": "not_home", "topics": "harm", "note": "晚上再来"}
    lines[3].texts = {"outcome": "met", "materials": "leaflet", "materials_given": "4"}
    for line in lines:
        keep_line(session, line, DAY)
    saved = save_round(session, DAY, lines)
    assert (saved.visits, saved.left) == (3, ())
    stored = {each["household_id"]: each for each in session.store.records("visit")}
    assert {each["visited_on"] for each in stored.values()} == {DAY}
    assert [stored[line.id]["materials_given"] for line in (lines[0], lines[3])] == [2, 4]
    assert stored[lines[1].id]["topics"] in (None, ())
    assert session.store.drafts() == []
    assert not any(line.filled for line in lines)
    undo(session, saved.changes.action_id)
    assert session.store.count("visit") == 0


def test_what_is_wrong_stays_and_the_rest_is_saved(session: Session) -> None:
    add(session, "1")
    add(session, "2")
    lines = lines_of(session)
    lines[0].texts = {"note": "没写结果"}
    lines[1].texts = {"outcome": "met"}
    keep_line(session, lines[0], DAY)
    saved = save_round(session, DAY, lines)
    assert (saved.visits, saved.left) == (1, (lines[0].id,))
    assert [problem.field for problem in lines[0].problems] == ["outcome"]
    assert lines[0].texts == {"note": "没写结果"}
    assert [draft.slot for draft in session.store.drafts()] == [rounds.slot_of(lines[0].id)]


def test_odd_lines_are_warned_about_before_the_save(session: Session) -> None:
    twice = add(session, "1")
    visits.record_visit(session, twice, {"visited_on": DAY, "outcome": "not_home"})
    left = add(session, "2", inactive_from="2026-05-10", inactive_reason="moved")
    lines = {line.id: line for line in lines_of(session, "2026-05-09")}
    for line in lines.values():
        line.texts = {"outcome": "met"}
        assert rounds.check_line(session, line, "2026-05-09") == ()
    assert [(each.field, each.warning) for each in rounds.check_line(session, lines[twice], DAY)] == [
        ("visited_on", True)]
    assert [each.warning for each in rounds.check_line(session, lines[left], DAY)] == [True]
    future, = rounds.check_line(session, lines[twice], "2026-05-23")
    assert (future.field, future.warning) == ("visited_on", False)
    keep_line(session, lines[left], DAY)
    assert left in {line.id for line in lines_of(session)}
    recorded = next(line for line in lines_of(session) if line.id == twice).recorded
    assert recorded is not None
    assert recorded.outcome == "not_home"


def test_follow_ups_of_a_line_are_raised_in_the_same_action(session: Session) -> None:
    household = add(session, "1")
    session.store.save_draft(rounds.follow_up_slot_of(household), {
        "kind": "difficulty", "matter": "看病", "due_on": "2026年1月1日", "by_hand": "0",
        "kind.1": "request", "matter.1": "路灯", "due_on.1": "2026年6月1日", "by_hand.1": "1"})
    line, = lines_of(session)
    line.texts = {"outcome": "met"}
    saved = save_round(session, DAY, [line])
    assert (saved.visits, saved.follow_ups) == (1, 2)
    raised = session.store.records("follow_up", order=("kind",))
    assert [(each["kind"], each["matter"], each["due_on"]) for each in raised] == [
        ("difficulty", "看病", "2026-06-05"), ("request", "路灯", "2026-06-01")]
    assert {each["source_table"] for each in raised} == {"visit"}
    assert session.store.drafts() == []
    undo(session, saved.changes.action_id)
    assert session.store.count("follow_up") == 0


def test_a_draft_of_the_form_is_a_line_with_everything_in_it(session: Session) -> None:
    household = add(session, "1")
    session.store.save_draft(rounds.slot_of(household), {
        "visited_on": "5月3日", "outcome": "met", "difficulties": "illness", "materials_given": "两份", "note": ""})
    line, = lines_of(session)
    assert line.day == "2026-05-03"
    assert rounds.begun_day([line], DAY) == DAY
    saved = save_round(session, DAY, [line])
    assert (saved.visits, [problem.field for problem in line.problems]) == (0, ["materials_given"])
    line.texts["materials_given"] = ""
    assert save_round(session, DAY, [line]).visits == 1
    visit, = session.store.records("visit")
    assert (visit["visited_on"], visit["difficulties"]) == ("2026-05-03", ("illness",))


def test_today_offers_the_rounds_that_were_begun_by_group(session: Session) -> None:
    for door in ("1", "2"):
        add(session, door)
    form = add(session, "3")
    add(session, "1", group=6)
    for line in lines_of(session, which=0):
        line.texts = {"outcome": "met"}
        if line.id == form:
            session.store.save_draft(rounds.slot_of(form), line.texts)
        else:
            keep_line(session, line, DAY)
    begun = {(each.group_no, each.lines) for each in rounds.begun_rounds(session)}
    assert begun == {(5, 2), (6, 1)}
    group = next(each for each in today_view(session).groups if each.title == "没写完的")
    assert sorted((item.kind, item.subject, item.detail) for item in group.items) == [
        ("household", "5 组 3 号 户3", "走访写了一半，还没有保存"),
        ("round", "5 组", "2 户写了还没有保存"), ("round", "6 组", "1 户写了还没有保存")]


def test_zero_takes_the_topics_of_the_last_visit_that_had_any(session: Session) -> None:
    household = add(session, "1")
    assert rounds.last_topics(session, household) == ()
    visits.record_visit(session, household, {"visited_on": "2026-05-01", "outcome": "met", "topics": ("harm", "work")})
    visits.record_visit(session, household, {"visited_on": "2026-05-09", "outcome": "not_home"})
    assert rounds.last_topics(session, household) == ("harm", "work")


def test_a_round_that_fails_half_way_saves_nothing_and_keeps_every_line(
    session: Session, monkeypatch: pytest.MonkeyPatch,
) -> None:
    for door in ("1", "2"):
        add(session, door)
    lines = lines_of(session)
    for line in lines:
        line.texts = {"outcome": "met"}
        keep_line(session, line, DAY)

    def fail(slot: str) -> None:
        if slot == rounds.slot_of(lines[1].id):
            raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(session.store, "drop_draft", fail)
        with pytest.raises(OSError):
            save_round(session, DAY, lines)
    assert session.store.count("visit") == 0
    assert [line.texts for line in lines_of(session)] == [{"outcome": "met"}] * 2


def test_photos_that_wait_in_the_form_are_saved_with_the_line(session: Session) -> None:
    household = add(session, "1")
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    read = photos.read_pasted(picture.getvalue())
    photo, = photos.keep(session, read.pictures)
    session.store.save_draft(rounds.photo_slot_of(household), {photo.id: photo.as_text()})
    line, = lines_of(session)
    assert not line.filled
    line.texts = {"outcome": "met"}
    save_round(session, DAY, [line])
    visit, = session.store.records("visit")
    assert [each.id for each in photos.photos_of(session, "visit", visit.id)] == [photo.id]
    assert session.store.drafts() == []
