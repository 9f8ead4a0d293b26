"""The kept tally of answer sheets: whatever is done to the records, it is what the records give."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.quiz.marks import letters_of, mark_of
from panhuang_desk.store import Store, check, tally

from .helpers import OTHER, PASSPHRASE, VILLAGE, Desk, change_file

SHEETS = ("s1", "s2", "s3", "s4")
LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

sheet_values = st.fixed_dictionaries({}, optional={
    "taken_on": st.sampled_from(["2026-04-01", "2026-05-03"]), "key_group": st.sampled_from(["general", "pupils"]),
    "age_band": st.sampled_from([None, "60_up"]), "form": st.sampled_from([None, "A", "B"]),
    "state": st.sampled_from([None, "done", "abandoned"]), "seconds": st.sampled_from([None, 0, 300]),
    "satisfaction": st.sampled_from([None, "satisfied"]), "correct": st.integers(0, 3),
    "answers": st.lists(st.sampled_from(["", "A", "BD", "?", "-"]), min_size=3, max_size=3).map(json.dumps),
})
steps = st.tuples(st.sampled_from(SHEETS), sheet_values, st.sampled_from(
    ["save", "save", "save", "delete", "restore", "undo", "fail", "move"]))


class OnPurposeError(Exception):
    """Raised within an action, so that nothing of it stays."""


def begin(store: Store) -> None:
    """A paper and its sheets, as at the beginning whatever an earlier example did."""
    with store.action() as action:
        action.save("quiz_paper", {"title": "卷", "bank_version": "1", "made_on": "2026-01-01"}, id="p")
        for id in SHEETS:
            action.save("answer_sheet", {
                "paper_id": "p", "taken_on": "2026-04-01", "key_group": "general", "sampling": "random_household",
                "answers": '["A","",""]', "correct": 1, "answered": 1, "asked": 3, "state": None, "age_band": None,
                "form": None, "seconds": None, "satisfaction": None}, id=id, village=VILLAGE.code)
            action.restore("answer_sheet", id)


def do(store: Store, step: Any, done: list[str]) -> None:
    id, values, what = step
    if what == "undo":
        if done:
            store.undo(done.pop())
        return
    try:
        with store.action() as action:
            if what in ("save", "fail", "move"):
                action.save("answer_sheet", values, id=id, village=OTHER.code if what == "move" else None)
            else:
                (action.delete if what == "delete" else action.restore)("answer_sheet", id)
            if what == "fail":
                raise OnPurposeError
    except OnPurposeError:
        return
    if action.changes.action_id:
        done.append(action.changes.action_id)


@LAWS
@given(together=st.lists(st.lists(steps, min_size=1, max_size=3), min_size=3, max_size=8))
def test_after_any_history_the_kept_rows_are_what_the_records_give(store: Store, together: list[list[Any]]) -> None:
    begin(store)
    done: list[str] = []
    for group in together:
        with store.bulk():
            for step in group:
                do(store, step, done)
        assert list(tally.differences(store._connection)) == []
    kept = {row[0]: row[1:] for row in store.read(f"SELECT {', '.join(tally.COLUMNS)} FROM sheet_tally")}
    assert set(kept) == {each.id for each in store.records("answer_sheet") if each["state"] != "abandoned"}
    for sheet in store.records("answer_sheet"):
        if sheet.id in kept:
            row = dict(zip(tally.COLUMNS[1:], kept[sheet.id], strict=True))
            assert (row["village"], row["day"], row["form"]) == (sheet.village, sheet["taken_on"], sheet.text("form"))
            letters = ["" if answer in ("?", "-") else answer for answer in json.loads(sheet.text("answers"))]
            assert [letters_of(mark) for mark in row["marks"]] == letters


def test_every_answer_has_a_sign_of_its_own() -> None:
    answers = ["", "?", "-", *("".join(letter for place, letter in enumerate("ABCDEF") if bits >> place & 1)
                               for bits in range(1, 64))]
    assert len({mark_of(answer) for answer in answers}) == len(answers)
    assert all(letters_of(mark_of(answer)) == answer for answer in answers[3:])


def test_a_file_of_an_earlier_edition_puts_its_tally_together_when_it_is_opened(desk: Desk, store: Store) -> None:
    begin(store)
    store.note_meta("tally_version", "0")
    store.write("DELETE FROM sheet_tally")
    store.close()
    with desk.open() as opened:
        assert opened.read("SELECT count(*) FROM sheet_tally") == [(len(SHEETS),)]
        assert opened.meta("tally_version") == tally.VERSION


def test_the_check_names_a_tally_that_does_not_agree(desk: Desk, store: Store) -> None:
    begin(store)
    store.close()
    assert check.check_file(desk.path, PASSPHRASE).problems == ()
    change_file(desk.path, "UPDATE sheet_tally SET marks = '000' WHERE id = 's1'")
    assert check.check_file(desk.path, PASSPHRASE).problems == ("答卷的统计里有 1 份与记录不一致。",)
