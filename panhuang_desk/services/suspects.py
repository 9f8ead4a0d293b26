"""Signs that sheets may not be genuine, for somebody to look at: who looked notes it, and no sheet is removed."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz.signs import COPY, FAST, RUN
from panhuang_desk.model.values import Changes
from panhuang_desk.services.quiz_statistics import SuspectSheets
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words

KIND_WORDS = {RUN: "连着选一项", COPY: "几份一样", FAST: "答得太快"}
"""The sorts of signs in a word each."""


@attrs.frozen
class Suspect:
    """A question to look at with its sheets; `seen` where somebody noted on all of them that it is all right."""

    kind: str
    words: str
    sheets: tuple[Record, ...]
    seen: bool

    @property
    def id(self) -> str:
        """What tells it from others."""
        return f"{self.kind}:{','.join(sheet.id for sheet in self.sheets)}"


def suspects(session: Session, found: Sequence[SuspectSheets]) -> list[Suspect]:
    """The signs with their sheets, those that nobody looked at first; sheets that are gone meanwhile are left out."""
    told = []
    for each in found:
        records = (session.store.get("answer_sheet", id) for id in each.sheets)
        sheets = tuple(sheet for sheet in records if sheet is not None and not sheet.deleted)
        if sheets:
            told.append(Suspect(each.kind, each.words, sheets, all(_is_seen(sheet, each.kind) for sheet in sheets)))
    return sorted(told, key=lambda suspect: suspect.seen)


def note_seen(session: Session, suspect: Suspect) -> Changes:
    """Note on each of its sheets that somebody looked and it is all right, as one action that can be undone.

    UserError (code `note`) where the note of a sheet has no room for it.
    """
    said = f"{_mark(suspect.kind)}（{day_words(session.today_iso)}）"
    notes = {sheet.id: "\n".join(part for part in (sheet.text("note"), said) if part)
             for sheet in suspect.sheets if not _is_seen(sheet, suspect.kind)}
    if any(len(note) > ANSWER_SHEET.by_name["note"].max_length for note in notes.values()):
        raise UserError("有一份答卷的备注写满了，记不下“看过”。", "请先在答卷里把备注写短些。", code="note")
    with session.store.action() as action:
        for id, note in notes.items():
            action.save("answer_sheet", {"note": note}, id=id)
    return action.changes


def _mark(kind: str) -> str:
    return f"看过“{KIND_WORDS[kind]}”，没问题"


def _is_seen(sheet: Record, kind: str) -> bool:
    return _mark(kind) in sheet.text("note")
