"""The history of any record in words: who changed which field when, from what to what."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from panhuang_desk.model.fields import Field, Privacy, Type, Value
from panhuang_desk.model.journal import DELETED
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import HOUSEHOLD, KINDS
from panhuang_desk.model.masking import ERASED
from panhuang_desk.services.records import history, shown_value
from panhuang_desk.services.session import Session
from panhuang_desk.services.undo import subject_of
from panhuang_desk.store import HistoryEntry

_SHOWN = frozenset({"door_no", "visited_by"})
"""What is personal and still said with names covered: where it was, and which worker it was."""
_INNER = frozenset({"source_table", "source_id", "checklist_version", "bank_version", "digest", "bytes",
                    "earlier", "origin"})
_ROWS = {"HouseholdRow": "household", "VisitRow": "visit", "PlotRow": "plot", "PatrolRow": "patrol",
         "CheckRow": "plot_check", "FindingRow": "plant_finding", "FollowUpRow": "follow_up",
         "SheetRow": "answer_sheet", "PhotoRow": "photo"}
"""The kind of record that a row of a list stands for, by the name of its class."""


@attrs.frozen
class FieldStep:
    """One field as it was before and after, as it is read on screen; empty for nothing."""

    label: str
    before: str = attrs.field(repr=False)
    after: str = attrs.field(repr=False)


@attrs.frozen
class HistoryStep:
    """What one action did to a record: `at` is the moment as ISO text, `what` says it in a word or two."""

    at: str
    person: str
    what: str
    fields: tuple[FieldStep, ...]


def told(
    session: Session, kind: str, id: str, mask: Callable[[str], str] = str, cover: Callable[[str], str] = str,
) -> list[HistoryStep]:
    """The history of a record, newest first; `mask` covers names and phones, `cover` free text about people."""
    return [_step(session, kind, entry, mask, cover) for entry in history(session, kind, id)]


def title_of(session: Session, kind: str, id: str, *, masked: bool = False) -> str:
    """Which record it is, in a line."""
    record = session.store.get(kind, id)
    subject = subject_of(session, record, masked=masked) if record else ""
    return f"{KINDS[kind].label} {subject}".strip()


def shown_field(session: Session, kind: str, field: Field, value: Value) -> str:
    """A value of a field as it is read on screen; empty for nothing."""
    if value is None or value in ("", ()):
        return ""
    if field.type is Type.JSON:
        return "（内容有变）"
    if field.type is Type.REFERENCE:
        record = session.store.get(field.refers_to, str(value))
        return subject_of(session, record, masked=True) if record else ""
    return shown_value(session, kind, field.name, value)


def record_of(session: Session, row: object) -> tuple[str, str] | None:
    """Kind and id of the record that a row of a list, or a line of Today or of a round, stands for; None for none."""
    if isinstance(row, Record):
        return row.kind, row.id
    kind = _ROWS.get(type(row).__name__) or str(getattr(row, "kind", ""))
    record_id = getattr(row, "id", None)
    if kind in KINDS and isinstance(record_id, str) and session.store.get(kind, record_id):
        return kind, record_id
    inner = getattr(row, "row", None)
    return record_of(session, inner) if inner is not None and not callable(inner) else None


def _step(
    session: Session, kind: str, entry: HistoryEntry, mask: Callable[[str], str], cover: Callable[[str], str],
) -> HistoryStep:
    fields: list[FieldStep] = []
    for name, field in KINDS[kind].by_name.items():
        if name in _INNER or entry.op == "erase":
            continue
        if name in entry.erased:
            fields.append(FieldStep(field.label, "", ERASED))
        elif _tells(entry.fields.get(name)):
            covering = cover if field.privacy is Privacy.SENSITIVE else (
                mask if field.privacy is Privacy.PERSONAL and name not in _SHOWN else str)
            before, after = (covering(shown_field(session, kind, field, value)) for value in entry.fields[name])
            fields.append(FieldStep(field.label, before, after))
    return HistoryStep(entry.at, entry.person, _what(entry, kind, len(fields)), tuple(fields))


def _tells(pair: tuple[Value, Value] | None) -> bool:
    """Whether a field became something else; nothing and an empty count are not told of a new record."""
    return pair is not None and (pair[0] or None) != (pair[1] or None)


def _what(entry: HistoryEntry, kind: str, count: int) -> str:
    undone = "撤销：" if entry.undoes else ""
    if entry.op == "erase":
        reason = HOUSEHOLD.by_name["erased_because"].word(entry.fields.get("erased_because", (None, None))[1])
        return f"删除了个人信息（{reason}）" if reason else "删除了个人信息"
    if entry.op == "resolve":
        return "选定了一个"
    if DELETED in entry.fields:
        return f"{undone}删除" if entry.fields[DELETED][1] else f"{undone}恢复"
    if "village" in entry.fields:
        return "登记" if kind in ("household", "plot") else "记下"
    return f"{undone}改了 {count} 项" if count else "没有变化"
