"""Saving, deleting and undoing records of any kind: validation, what the program fills in, one action each."""

from __future__ import annotations

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Kind, Problem, Record
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.validate import check, left_by_erasure
from panhuang_desk.model.values import Changes
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action, HistoryEntry, Hit, Undone


@attrs.frozen
class Saved:
    """What came of a save: the record, or the problems that stopped it. Warnings come along with a record."""

    record: Record | None
    changes: Changes = attrs.field(factory=Changes)
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the record is in the file."""
        return self.record is not None


def problems_of(session: Session, kind: Kind, values: Values) -> tuple[Problem, ...]:
    """Everything that is wrong with a whole record."""
    return tuple(check(kind, values, session.today_iso, session.resources.choices))


def complete(session: Session, kind: Kind, values: Values, known: Record | None) -> dict[str, Value]:
    """The whole record as it would stand after the save, with what the program fills in itself."""
    whole: dict[str, Value] = dict(known.values) if known else kind.defaults()
    if known is None:
        if "visited_by" in kind.by_name:
            whole["visited_by"] = session.store.person
        if kind.checklist:
            whole["checklist_version"] = session.checklist_version(kind)
    whole.update(values)
    asked = {field.name for field in kind.asked(whole)}
    for field in kind.form_fields:
        if field.asked is not None and field.name not in asked:
            whole[field.name] = None
    return whole


def save_in(
    action: Action, session: Session, kind_name: str, values: Values, id: str | None = None, *, village: str = "",
) -> Saved:
    """Check and save one record inside an action that may hold several; nothing is written where an error is found."""
    ready = _prepare(session, kind_name, values, id, village)
    if ready.stopped:
        return Saved(None, problems=ready.problems)
    return Saved(action.save(kind_name, ready.values, id=id, village=ready.village), problems=ready.problems)


def save_record(
    session: Session, kind_name: str, values: Values, id: str | None = None, *, village: str = "",
) -> Saved:
    """Check and save one record as an action of its own."""
    ready = _prepare(session, kind_name, values, id, village)
    if ready.stopped:
        return Saved(None, problems=ready.problems)
    with session.store.action() as action:
        record = action.save(kind_name, ready.values, id=id, village=ready.village)
    return Saved(record, action.changes, ready.problems)


def delete_record(session: Session, kind_name: str, id: str) -> Changes:
    """Delete a record and what belongs to it, as one action that can be undone."""
    with session.store.action() as action:
        _delete_with_children(action, session, kind_name, id)
    return action.changes


def undo(session: Session, action_id: str) -> Undone:
    """Take an action back where nothing newer stands on it; what is kept is named. Undoing the undo is the redo."""
    return session.store.undo(action_id)


def history(session: Session, kind_name: str, id: str) -> list[HistoryEntry]:
    """Who changed which field of a record when, newest first."""
    return session.store.history(kind_name, id)


def find(session: Session, text: str, kinds: tuple[str, ...] = (), limit: int = 50) -> list[Hit]:
    """Records found as people search: part of a name, a door, a phone's tail, pinyin initials."""
    return session.store.search(text, kinds=kinds, limit=limit)


def title_of(session: Session, record: Record) -> str:
    """A record in one line, for messages: the words of its kind's subject fields."""
    from_kind = KINDS[record.kind]
    words = [shown for name in from_kind.subject if (shown := shown_value(session, record.kind, name, record[name]))]
    return " ".join(words) or from_kind.label


def shown_value(session: Session, kind_name: str, field_name: str, value: Value) -> str:
    """A value as it is read on screen."""
    field = KINDS[kind_name].by_name[field_name]
    return show(field, value, session.resources.known_choices(field))


@attrs.frozen
class _Ready:
    values: dict[str, Value]
    village: str
    problems: tuple[Problem, ...]

    @property
    def stopped(self) -> bool:
        return any(not problem.warning for problem in self.problems)


def _prepare(session: Session, kind_name: str, values: Values, id: str | None, village: str) -> _Ready:
    """The whole record as it would be saved, where it belongs, and what is wrong with it."""
    kind = KINDS[kind_name]
    known = session.store.get(kind_name, id) if id else None
    whole = complete(session, kind, values, known)
    problems = tuple(problem for problem in problems_of(session, kind, whole)
                     if not (known and left_by_erasure(kind, problem, known.values, whole)))
    return _Ready(whole, known.village if known else village or _village_of(session, kind, whole), problems)


def _delete_with_children(action: Action, session: Session, kind_name: str, id: str) -> None:
    for kind in KINDS.values():
        if kind.parent and kind.by_name[kind.parent].refers_to == kind_name:
            for child in session.store.records(kind.name, where={kind.parent: id}):
                _delete_with_children(action, session, kind.name, child.id)
    action.delete(kind_name, id)


def _village_of(session: Session, kind: Kind, values: Values) -> str:
    """The village that a new record belongs to: its parent's, else the worker's own."""
    for field in kind.fields:
        reference = values.get(field.name)
        if field.refers_to and isinstance(reference, str) and reference:
            parent = session.store.get(field.refers_to, reference)
            if parent:
                return parent.village
    source_table, source_id = values.get("source_table"), values.get("source_id")
    if isinstance(source_table, str) and isinstance(source_id, str) and source_table in KINDS:
        source = session.store.get(source_table, source_id)
        if source:
            return source.village
    if session.store.home:
        return session.store.home
    if len(session.store.villages) == 1:
        return session.store.villages[0].code
    raise UserError("这是街道的汇总文件，新记录要先选村（社区）。",
                    "请在页面上方选一个村（社区）再记。", code="village")
