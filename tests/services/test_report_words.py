"""Sentences that a worker changed: kept, marked, taken back; and personal data found in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import Report, Said
from panhuang_desk.services.report_words import numbers_in, personal_in, persons_in, reset_words, save_words
from panhuang_desk.services.reports import draft
from panhuang_desk.services.session import Session
from panhuang_desk.store import keys

from .helpers import open_village

APRIL = Month(2026, 4)
_derived = cache(keys.derive_key)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(keys, "derive_key", _derived)
    with open_village(tmp_path) as opened:
        with opened.store.action() as action:
            for door, name in (("1", "孙桂兰"), ("2", "仰徐"), ("3", "李"), ("4", "欧阳建国"), ("5", "")):
                action.save("household", {"group_no": 1, "door_no": door, "contact_name": name,
                                          "active_from": "2026-01-01"})
        yield opened


def report(session: Session) -> Report:
    return draft(session.store, APRIL, None, session.today())


def kept(session: Session) -> list[tuple[object, object]]:
    return [(record["problems"], record["plans"]) for record in session.store.records("report_words")]


def test_a_changed_sentence_is_kept_and_marked(session: Session) -> None:
    before = report(session)
    assert before.problems
    assert before.plans
    mine = attrs.evolve(before.problems[0], text="因下雨没有测评", edited=True)
    changes = save_words(session, before, (mine, *before.problems[1:], Said("另一条", edited=True)), before.plans)
    after = report(session)
    assert [(line.text, line.edited) for line in (after.problems[0], after.problems[-1])] == [
        ("因下雨没有测评", True), ("另一条", True)]
    assert after.plans == before.plans
    assert after.digest != before.digest
    ((problems, plans),) = kept(session)
    assert problems
    assert plans is None
    session.store.undo(changes.action_id)
    assert report(session) == before


def test_what_is_left_as_proposed_is_not_kept(session: Session) -> None:
    before = report(session)
    assert not save_words(session, before, before.problems, before.plans)
    assert kept(session) == []
    save_words(session, before, (), before.plans)
    assert report(session).problems == ()
    save_words(session, report(session), before.problems, before.plans)
    assert kept(session) == [(None, None)]
    assert report(session) == before


def test_going_by_the_figures_again(session: Session) -> None:
    before = report(session)
    assert not reset_words(session, before)
    save_words(session, before, (Said("甲", edited=True),), (Said("乙", edited=True),))
    assert [line.text for line in report(session).plans][:1] == ["乙"]
    assert reset_words(session, before)
    assert report(session) == before


@pytest.mark.parametrize(("text", "found"), [
    ("联系 13951439307", ("手机号",)), ("１３９５１４３９３０７", ("手机号",)), ("139 5143 9307", ("手机号",)),
    ("+8613951439307", ("手机号",)), ("电话0515-88561234", ("电话号码",)), ("打88561234", ("电话号码",)),
    ("打8856123", ("电话号码",)), ("320903198001011234", ("身份证号",)), ("32090319800101123x。", ("身份证号",)),
    ("13951439307，320903198001011234", ("身份证号", "手机号")),
    ("20260626开展宣传", ()), ("发放资料3280000份", ()), ("踏查2345678.5亩", ()), ("走访327次，见到268户", ()),
    ("2026年6月26日", ()), ("320903004202", ()), ("", ()),
])
def test_numbers_that_look_like_personal_data(text: str, found: tuple[str, ...]) -> None:
    assert numbers_in(text) == found


def test_names_of_the_register_in_a_text(session: Session) -> None:
    assert persons_in(session, "孙桂兰和欧阳建国两户没有见到，李家也没有") == ("孙桂兰", "欧阳建国")
    # A name that is a part of the village's.
    assert persons_in(session, "仰徐村本月没有测评") == ()
    assert persons_in(session, " ") == ()
    assert personal_in(session, "孙桂兰 13951439307") == ("手机号", "孙桂兰")
