"""Two entries that are one household or plot: what they say differently, whose value is better, how one goes."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.presence import back_again, changed, gone_by, with_time
from panhuang_desk.services.records import Saved, save_in
from panhuang_desk.services.session import Session


def stopped(field: str, words: str) -> Saved:
    """Nothing is saved, and why."""
    return Saved(None, problems=(Problem(field, words),))


def merge_into(session: Session, kept: Record, lost: Record, chosen: Values, figures: Sequence[str],
               place: Values) -> Saved:
    """`kept` stays with the `chosen` values and, where it is better known from the other, the `place`; `lost` is read
    through it from today on. `figures` names the fields that figures of earlier days go on to read as they were.
    """
    today = session.today_iso
    here = changed(kept, chosen, today, figures)
    if kept["inactive_from"] and not gone_by(lost, today):
        here |= back_again(kept, kept.text("inactive_from"), today)
    here |= place
    there: dict[str, Value] = {"merged_into": kept.id, "inactive_from": today, "inactive_reason": "merged"}
    if gone_by(lost, today):
        there["away"] = with_time(lost, lost.text("inactive_from"), today)
    with session.store.action() as action:
        saved = save_in(action, session, kept.kind, here, kept.id)
        if saved.ok:
            action.save(kept.kind, there, id=lost.id)
    return Saved(saved.record, action.changes, saved.problems)


def differing(one: Record, other: Record, names: Sequence[str]) -> tuple[str, ...]:
    """Of these fields those that two entries say differently; nothing and 0 are the same."""
    return tuple(name for name in names if (one[name] or None) != (other[name] or None))


def newer_of(session: Session, one: Record, other: Record, names: Sequence[str]) -> dict[str, str]:
    """For each of these fields the id of the entry whose value is better: filled before empty, then the one that was
    written last.
    """
    written = {record.id: _written(session, record) for record in (one, other)}
    found = {}
    for name in names:
        filled = [record for record in (one, other) if record[name] not in (None, "", 0)]
        best = filled if len(filled) == 1 else (one, other)
        found[name] = max(best, key=lambda record: (written[record.id].get(name, ""), record is one)).id
    return found


def _written(session: Session, record: Record) -> dict[str, str]:
    """When each field of a record was last changed."""
    found: dict[str, str] = {}
    for entry in session.store.history(record.kind, record.id):
        for name in entry.fields:
            found.setdefault(name, entry.at)
    return found
