"""What can be undone and redone is what two stacks would say, in whatever order one acts, undoes and does again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.store import Store, steps

from .helpers import Desk

WHAT = st.sampled_from(["act", "act", "undo", "undo", "redo", "other"])


@pytest.fixture
def store(desk: Desk, empty_file: Path) -> Iterator[Store]:
    shutil.copy(empty_file, desk.path)
    with desk.open() as opened:
        yield opened


def act(store: Store, number: int) -> str:
    """An action that can always be taken back; its id."""
    with store.action() as action:
        action.save("patrol", {"patrolled_on": "2026-05-01", "people": number})
    return action.changes.action_id


def erase(store: Store, number: int) -> None:
    """An action that is never offered."""
    with store.action() as action:
        household = action.save("household", {"group_no": number, "note": "甲", "active_from": "2026-01-01"})
        action.erase("household", household.id, {"note": None})


class Stacks:
    """The two stacks that an editor keeps in memory: of what was done, and of what was taken back."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.undone: list[str] = []

    def act(self, root: str) -> None:
        self.done.append(root)
        self.undone.clear()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(WHAT, max_size=24))
def test_the_journal_knows_both_stacks(store: Store, plan: list[str]) -> None:
    stacks = Stacks()
    steps.offer_nothing_before(store)
    for number, what in enumerate(plan):
        if what == "act":
            stacks.act(act(store, number + 1))
        elif what == "other":
            erase(store, number + 1)
            stacks.undone.clear()
        elif what == "undo" and (step := steps.last_done(store)):
            assert store.undo(step.action_id).changes
            assert step.root == stacks.done[-1]
            stacks.undone.append(stacks.done.pop())
        elif what == "redo" and (step := steps.next_undone(store)):
            assert store.undo(step.action_id).changes
            assert step.root == stacks.undone[-1]
            stacks.done.append(stacks.undone.pop())
        last, following = steps.last_done(store), steps.next_undone(store)
        assert (last.root if last else None) == (stacks.done[-1] if stacks.done else None)
        assert (following.root if following else None) == (stacks.undone[-1] if stacks.undone else None)


def test_nothing_is_read_before_it_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        act(store, number + 1)
    asked: list[str] = []
    read = Store.read
    monkeypatch.setattr(Store, "read", lambda self, sql, *rest: (asked.append(sql), read(self, sql, *rest))[1])
    assert steps.last_done(store) is not None
    assert len(asked) < 10
