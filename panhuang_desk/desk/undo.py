"""What can be taken back and done again, as the window says it: the file knows the steps, the session its words."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from panhuang_desk.model.values import Progress
from panhuang_desk.services import undo
from panhuang_desk.services.session import Session
from panhuang_desk.services.undo import JournalStep
from panhuang_desk.store import Undone

LARGE = 300
"""More changes than this are not taken back at once: a third of a second on a slow machine."""


def stops_at_text(widget: QWidget | None, *, offered: bool, redo: bool = False) -> bool:
    """Whether undo, or redo, is meant for what is typed and never for the file: inside what has `keeps_undo`, like a
    form. What was `offered` on the screen is meant all the same, while nothing was typed.
    """
    part = widget
    while part is not None and not getattr(part, "keeps_undo", False):
        part = part.parentWidget()
    return part is not None and (not offered or _was_typed_in(widget, redo=redo))


def _was_typed_in(widget: QWidget | None, *, redo: bool) -> bool:
    """Whether all that was typed in a field was taken back; for redo, whether nothing of it was."""
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable() if redo else widget.isRedoAvailable()
    if isinstance(widget, QPlainTextEdit):
        return widget.document().isUndoAvailable() if redo else widget.document().isRedoAvailable()
    return False


@attrs.frozen
class Step:
    """A step in the file and what was done by it, in words."""

    in_file: JournalStep
    words: str


class UndoSteps:
    """Both directions, read out of the file when they are asked for, never before."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._words: dict[str, str] = {}
        self._passed: set[str] = set()

    def told(self, action_id: str, words: str) -> None:
        """An action was done, and this was said of it."""
        self._words[action_id] = words

    def pass_over(self, action_id: str) -> None:
        """Do not offer this action, or the undo of one, any more in this session.

        What was said of others may name what an erasure took away, so words come from the file from now on.
        """
        self._passed.add(action_id)
        self._words.clear()

    def last(self, *, masked: bool) -> Step | None:
        """What would be taken back next; `masked` keeps the words free of what may name a person."""
        return self._in_words(undo.last_step(self._session, self._passed), masked=masked)

    def next(self, *, masked: bool) -> Step | None:
        """What would be done again next."""
        return self._in_words(undo.next_step(self._session, self._passed), masked=masked)

    def is_large(self, step: Step) -> bool:
        """Whether taking a step is work for the background."""
        return undo.size_of(self._session, step.in_file) > LARGE

    def take(self, step: Step) -> Undone:
        """Take a step. UserError where the file cannot be written."""
        return undo.take(self._session, step.in_file)

    def take_aside(self, step: Step) -> Callable[[Progress], Undone]:
        """The same as work for the background, which rolls back where it is cancelled."""
        session, in_file = self._session, step.in_file

        def work(progress: Progress) -> Undone:
            with session.aside(write=True) as aside:
                return undo.take(aside, in_file, progress)

        return work

    def taken(self, step: Step, undone: Undone) -> None:
        """A step was taken; one of which nothing came is not offered again."""
        if not undone.changes:
            self._passed.add(step.in_file.action_id)

    def _in_words(self, step: JournalStep | None, *, masked: bool) -> Step | None:
        if step is None:
            return None
        told = "" if masked else self._words.get(step.root, "")
        return Step(step, told or undo.words_of(self._session, step, masked=masked))
