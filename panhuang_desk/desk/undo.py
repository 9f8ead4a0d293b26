"""What can be taken back and done again: action ids with the words for them, newest last."""

from __future__ import annotations

import attrs


@attrs.frozen
class Step:
    """An action in the file and what it did, in words."""

    action_id: str
    words: str


class UndoStack:
    """Two stacks. Taking back an action is itself an action; taking that back does it again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def push(self, action_id: str, words: str) -> None:
        """A new action: what was taken back before can no longer be done again."""
        self._done.append(Step(action_id, words))
        self._undone.clear()

    def last(self) -> Step | None:
        """What would be taken back next."""
        return self._done[-1] if self._done else None

    def next(self) -> Step | None:
        """What would be done again next."""
        return self._undone[-1] if self._undone else None

    def undone(self, action_id: str) -> None:
        """The last action was taken back by this action."""
        step = self._done.pop()
        if action_id:
            self._undone.append(Step(action_id, step.words))

    def redone(self, action_id: str) -> None:
        """The next one was done again by this action."""
        step = self._undone.pop()
        if action_id:
            self._done.append(Step(action_id, step.words))
