"""From draft to issued to corrected: what an edition freezes, what has changed since, and what is asked or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import Report
from panhuang_desk.services.edition_causes import ADDED, ALTERED, OTHERWISE, REMOVED, because
from panhuang_desk.services.editions import (
    CHANGED,
    DRAFT,
    ISSUED,
    NAMES,
    NO_RECORDS,
    NOT_OVER,
    Standing,
    doubts,
    editions,
    issue_report,
    proposed_correction,
    report_of,
    standing,
)
from panhuang_desk.services.report_paper import edition_paper
from panhuang_desk.services.report_words import save_words
from panhuang_desk.services.reports import draft
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action, keys

from .helpers import VILLAGE, open_village

APRIL, MAY = Month(2026, 4), Month(2026, 5)
NOW = dt.datetime(2026, 5, 2, 9, 30)
_derived = cache(keys.derive_key)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(keys, "derive_key", _derived)
    with open_village(tmp_path) as opened:
        yield opened


def home(session: Session, door: str, **values: object) -> str:
    with session.store.action() as action:
        return action.save("household", {"group_no": 3, "door_no": door, "active_from": "2026-01-01", **values}).id


def visit(session: Session, household: str, day: str = "2026-04-11", **values: object) -> str:
    with session.store.action() as action:
        return action.save("visit", {"household_id": household, "visited_on": day, "outcome": "met", **values}).id


def issue(session: Session, corrects: str = "") -> Report:
    return issue_report(session.store, APRIL, None, NOW, corrects=corrects)[0]


def now(session: Session) -> Report:
    return draft(session.store, APRIL, None, session.today())


def stands(session: Session) -> Standing:
    return standing(session, now(session))


def changed(session: Session) -> dict[tuple[str, str], tuple[str, str]]:
    return {(each.code, each.column): (each.before, each.after) for each in stands(session).differences}


def test_from_draft_to_issued_to_changed_to_a_second_edition_that_says_what_it_corrects(session: Session) -> None:
    door = home(session, "27")
    visit(session, door)
    assert stands(session) == Standing(DRAFT)
    assert issue(session).edition == 1
    first = stands(session)
    assert (first.state, first.differences) == (ISSUED, ())
    assert first.edition is not None
    assert (first.edition.number, first.edition.issued_by, first.edition.issued_at) == (1, "徐海燕", "2026-05-02 09:30")

    visit(session, door, "2026-04-12", outcome="refused", materials_given=3)
    assert stands(session).state == CHANGED
    assert changed(session)["visits", "this"] == ("1", "2")
    assert changed(session)["visits", "year"] == ("1", "2")
    words = proposed_correction(session, now(session))
    assert words.startswith("入户走访由1次更正为2次，")
    second = issue(session, words)
    assert (second.edition, second.corrects) == (2, words)
    assert [(each.number, each.corrects) for each in editions(session.store, VILLAGE.code, APRIL)] == [
        (1, ""), (2, words)]
    assert stands(session).state == ISSUED
    assert report_of(session.store, APRIL, None, session.today()).corrects == words


def test_what_an_issued_report_says_is_what_is_shown_while_it_holds(session: Session) -> None:
    door = home(session, "27")
    visit(session, door)
    issued = issue(session)
    assert report_of(session.store, APRIL, None, dt.date(2026, 8, 1)) == issued
    visit(session, door, "2026-05-03")
    # A later month's records change nothing.
    assert report_of(session.store, APRIL, None, dt.date(2026, 8, 1)) == issued
    visit(session, home(session, "29"))
    assert report_of(session.store, APRIL, None, dt.date(2026, 8, 1)).edition == 2


def test_nothing_is_issued_twice_but_what_an_earlier_edition_said_is_a_new_one(session: Session) -> None:
    door = home(session, "27")
    visit(session, door)
    issue(session)
    again, changes = issue_report(session.store, APRIL, None, NOW + dt.timedelta(days=3))
    assert (again.edition, again.issued_on, bool(changes)) == (1, "2026-05-02", False)
    extra = visit(session, door, "2026-04-20")
    issue(session, "多一次")
    with session.store.action() as action:
        action.delete("visit", extra)
    assert stands(session).state == CHANGED
    third = issue(session, "那一次记错了")
    first = editions(session.store, VILLAGE.code, APRIL)[0]
    assert (third.edition, third.digest) == (3, first.digest)


def test_a_change_that_paper_withholds_is_none(session: Session) -> None:
    old = home(session, "27", left_behind_children=1)
    visit(session, old)
    issue(session)
    with session.store.action() as action:
        action.save("household", {"left_behind_children": 2}, id=old)
    assert now(session).figures["people_left_behind_children"].this.value == 2
    assert stands(session) == attrs.evolve(stands(session), state=ISSUED, differences=())
    with session.store.action() as action:
        action.save("household", {"left_behind_children": 4}, id=old)
    assert changed(session)["people_left_behind_children", "this"] == ("<3", "4")


def test_each_difference_names_its_records_and_what_was_done(session: Session) -> None:
    doors = [home(session, str(number), contact_name="孙桂兰") for number in range(3)]
    wrong, right = visit(session, doors[0], materials_given=2), visit(session, doors[1], materials_given=1)
    issue(session)
    with session.store.action() as action:
        action.delete("visit", wrong)
        action.save("visit", {"materials_given": 5}, id=right)
    new = visit(session, doors[2], "2026-04-30")
    edition = stands(session).edition
    assert edition is not None
    found = {each.code: because(session, edition, each) for each in stands(session).differences
             if each.column == "this"}
    assert {(each.id, each.how) for each in found["materials_given"]} == {(wrong, REMOVED), (right, ALTERED)}
    assert [(each.then, each.now) for each in found["materials_given"] if each.how == ALTERED] == [(1, 5)]
    # One visit went and one came: their number is the same, the households met are not other ones in number either.
    assert "visits" not in found
    visit(session, doors[0], "2026-04-29")
    found = {each.code: because(session, edition, each) for each in stands(session).differences
             if each.column == "this"}
    assert {(each.id, each.how) for each in found["visits"]} >= {(wrong, REMOVED), (new, ADDED)}
    (gone,) = (each for each in found["visits"] if each.id == wrong)
    assert (gone.kind, gone.day, gone.words, gone.village) == ("visit", "2026-04-11", "3 组 0 号 见到", VILLAGE.name)
    assert gone.deeds[0].endswith("徐海燕 删除了走访")
    (met,) = found["households_met"]
    assert (met.kind, met.id, met.how) == ("household", doors[2], ADDED)
    assert met.deeds[0].endswith("徐海燕 登记了走访")
    assert "孙桂兰" not in repr(found)


def test_another_rule_is_told_apart_from_records(session: Session) -> None:
    with session.store.action() as action:
        paper = action.save("quiz_paper", {})
        for correct in (14, 17):
            action.save("answer_sheet", {"paper_id": paper.id, "taken_on": "2026-04-10", "asked": 20, "answered": 20,
                                         "correct": correct, "sampling": "random_household"})
    home(session, "27")
    issue(session)
    session.store.set_setting("pass_mark", "60")
    found = stands(session)
    assert found.edition is not None
    assert changed(session)["pass_mark", ""] == ("80%", "60%")
    (passed,) = (each for each in found.differences if (each.code, each.column) == ("sheets_passed", "this"))
    assert [each.how for each in because(session, found.edition, passed)] == [OTHERWISE]


def test_an_issue_can_be_taken_back_and_its_number_is_given_again(session: Session) -> None:
    visit(session, home(session, "27"))
    _, changes = issue_report(session.store, APRIL, None, NOW)
    session.store.undo(changes.action_id)
    assert stands(session).state == DRAFT
    assert issue(session).edition == 1


def test_issuing_that_breaks_off_leaves_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(session, home(session, "27"))
    save = Action.save

    def killed(self: Action, *given: object, **more: object) -> None:
        save(self, *given, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Action, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            issue(session)
    assert session.store.count("report", deleted=None) == 0
    assert session.store.read("SELECT count(*) FROM change WHERE table_name = 'report'") == [(0,)]
    assert issue(session).edition == 1


def test_what_to_ask_about_before_issuing(session: Session) -> None:
    door = home(session, "27", contact_name="孙桂兰")
    home(session, "28", contact_name="仰徐")
    report = draft(session.store, MAY, None, session.today())
    assert [each.code for each in doubts(session, report)] == [NOT_OVER, NO_RECORDS]
    visit(session, door)
    report = now(session)
    assert doubts(session, report) == ()
    lines = (attrs.evolve(report.problems[0], text="仰徐村的孙桂兰家三次没有见到", edited=True),)
    save_words(session, report, lines, report.plans)
    (asked,) = doubts(session, now(session))
    assert (asked.code, "孙桂兰" in asked.words, "仰徐" in asked.words) == (NAMES, True, False)


def test_a_phone_number_is_never_issued(session: Session) -> None:
    visit(session, home(session, "27"))
    report = now(session)
    save_words(session, report, (attrs.evolve(report.problems[0], text="请打 139-5143-9307 联系"),), report.plans)
    with pytest.raises(UserError) as refused:
        issue(session)
    assert (refused.value.code, "手机号" in refused.value.message) == ("personal", True)
    assert "5143" not in str(refused.value)
    assert session.store.count("report") == 0


def test_a_month_without_work_is_a_report_of_nothing_and_a_file_without_anything_has_none(session: Session) -> None:
    with pytest.raises(UserError) as refused:
        issue(session)
    assert refused.value.code == "empty"
    home(session, "27")
    assert issue(session).edition == 1


def test_the_paper_of_an_edition_has_the_same_bytes_whatever_came_later(session: Session) -> None:
    door = home(session, "27")
    visit(session, door)
    issue(session)
    first = edition_paper(editions(session.store, VILLAGE.code, APRIL)[0])
    assert first.startswith(b"%PDF-")
    visit(session, door, "2026-04-20")
    report = now(session)
    save_words(session, report, (), report.plans)
    issue(session, "多一次走访")
    again, second = (edition_paper(each) for each in editions(session.store, VILLAGE.code, APRIL))
    assert again == first
    assert second != first
