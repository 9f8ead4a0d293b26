"""The life of a household: moved away, came back, split, two entries found to be one. Each is one action.

Figures are as of the end of their month, so none of these changes a month that was over on the day it happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.kinds.household import FIGURE_FIELDS, KEY_GROUP_FIELDS
from panhuang_desk.model.presence import back_again, changed, earlier_times, gone_by
from panhuang_desk.services import merging
from panhuang_desk.services.merging import merge_into, stopped
from panhuang_desk.services.records import Saved, save_in
from panhuang_desk.services.rounds import slots_of
from panhuang_desk.services.session import Session
from panhuang_desk.store import survivors

CLOSING_WORDS = {"moved": "该户已搬走", "demolished": "房屋已拆除"}
"""What stands as the result of follow-ups that end because the household left, by its reason."""

MERGED_FIELDS = tuple(
    field.name for field in HOUSEHOLD.form_fields
    if field.name not in ("active_from", "inactive_from", "inactive_reason"))
"""What two entries of one household may say differently, to be chosen field by field."""


def open_follow_ups(session: Session, id: str) -> list[Record]:
    """What is still to be done at a household: offered to be closed or kept when it moves away."""
    found = (session.store.get("follow_up", each) for each in survivors.open_follow_ups_of(session.store, id))
    return [record for record in found if record is not None]


def move_away(session: Session, id: str, day: str, reason: str, closing: Sequence[str] = ()) -> Saved:
    """A household is out of the register from a day on; the follow-ups `closing` are closed as of no use any more."""
    known = _known(session, id)
    if known["inactive_from"]:
        return stopped("inactive_from", f"这一户从 {known['inactive_from']} 起已经不在册。要改日期，请用“改资料”。")
    with session.store.action() as action:
        saved = save_in(action, session, "household", {"inactive_from": day or None, "inactive_reason": reason or None},
                        id)
        for each in closing if saved.ok else ():
            action.save("follow_up", {"status": "closed", "closed_as": "moot", "closed_on": session.today_iso,
                                      "outcome": CLOSING_WORDS.get(reason, "该户已不在册")}, id=each)
    return Saved(saved.record, action.changes, saved.problems)


def come_back(session: Session, id: str, day: str, left: str = "") -> Saved:
    """A household is in the register again from a day on; `left` corrects the day that it had left.

    The time between stays known, so that the months in it keep their numbers.
    """
    known = _known(session, id)
    gone = left or known.text("inactive_from")
    if not known["inactive_from"] or known["merged_into"]:
        return stopped("inactive_from", "这一户现在就在册。")
    if day < gone:
        return stopped("active_from", f"要在搬走的日期（{gone}）以后。")
    if day > session.today_iso:
        return stopped("active_from", "搬回来的日期在今天以后，请核对。")
    with session.store.action() as action:
        saved = save_in(action, session, "household", back_again(known, gone, day), id)
    return Saved(saved.record, action.changes, saved.problems)


def split(session: Session, id: str, values: Values) -> Saved:
    """Part of a household becomes one of its own, from its `active_from` (today by default): the people of the key
    groups that it takes along are those of `values`, and the old one keeps the rest. The record is the new one.
    """
    known = _known(session, id)
    day = str(values.get("active_from") or session.today_iso)
    problems = tuple(_split_problems(session, known, values, day))
    if problems:
        return Saved(None, problems=problems)
    rest: dict[str, Value] = {name: known.number(name) - _count(values, name) for name in KEY_GROUP_FIELDS}
    with session.store.action() as action:
        saved = save_in(action, session, "household", {**values, "active_from": day, "split_from": id},
                        village=known.village)
        if saved.ok:
            action.save("household", changed(known, rest, day, FIGURE_FIELDS), id=id)
    return Saved(saved.record, action.changes, saved.problems)


def merge(session: Session, keep: str, lose: str, values: Values) -> Saved:
    """Two entries are one household: `keep` stays, with the `values` that were chosen, and `lose` is read through it
    from today on; its visits, follow-ups and photos stay where they are. The record is the one that stays.
    """
    kept, lost = _known(session, keep), _known(session, lose)
    words = _why_not(session, kept, lost)
    if words:
        return stopped("merged_into", words)
    chosen = {name: values.get(name, kept[name]) for name in MERGED_FIELDS}
    better = kept["longitude"] is None and lost["longitude"] is not None
    return merge_into(session, kept, lost, chosen, FIGURE_FIELDS,
                      {name: lost[name] for name in ("longitude", "latitude") if better})


def choose(session: Session, one: Record, other: Record) -> str:
    """The entry of two that is better kept: one in the register before one that left, then the one with more visits,
    then the older one.
    """
    def weight(record: Record) -> tuple[bool, int, str]:
        return gone_by(record, session.today_iso), -visits_of(session, record.id), record.id

    return min(one, other, key=weight).id


def visits_of(session: Session, id: str) -> int:
    """How many visits a household has, those to the entries that were merged into it among them."""
    return survivors.count_of(session.store, "visit", survivors.parts_of(session.store, id))


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """The fields that two entries say differently; nothing and 0 are the same."""
    return merging.differing(one, other, MERGED_FIELDS)


def newer_of(session: Session, one: Record, other: Record) -> dict[str, str]:
    """For each field that may be chosen, the id of the entry whose value is better."""
    return merging.newer_of(session, one, other, MERGED_FIELDS)


def _known(session: Session, id: str) -> Record:
    """A household that is in the file; UserError where it was deleted meanwhile."""
    record = session.store.get("household", id)
    if record is None or record.deleted:
        raise UserError("这一户已经不在了，可能刚才撤销或删除了。", "请在户表里另选一户。", code="household_gone")
    return record


def _split_problems(session: Session, known: Record, values: Values, day: str) -> Iterator[Problem]:
    """What stands against splitting a household like this."""
    begins = max((known.text("active_from"), *(until for until, _ in earlier_times(known))))
    if gone_by(known, session.today_iso):
        yield Problem("active_from", "原来的户已经不在册，不能分户。")
    elif day < begins:
        yield Problem("active_from", f"不能早于原来的户在册或上次变动的日期（{begins}）。")
    elif day > session.today_iso:
        yield Problem("active_from", "分户的日期在今天以后，请核对。")
    for name in KEY_GROUP_FIELDS:
        if _count(values, name) > known.number(name):
            yield Problem(name, f"原来的户只有 {known.number(name)} 人，不够分。")


def _why_not(session: Session, kept: Record, lost: Record) -> str:
    """Why two households cannot be one, empty where they can."""
    if kept.id == lost.id:
        return "不能和自己合并，请另选一户。"
    if kept.village != lost.village:
        return "两户不在同一个村（社区），不能合并。"
    if any(survivors.survivor_of(session.store, each.id) != each.id for each in (kept, lost)):
        return "其中一户已经并入别的户了，请重新选。"
    if any(session.store.draft(slot) for slot in slots_of(lost.id)):
        # Nobody would come by it any more, and what was typed is never lost.
        return "要并入的那一户有一次走访没有写完，请先写完保存或清空它，再合并。"
    return ""


def _count(values: Values, name: str) -> int:
    value = values.get(name)
    return int(value) if isinstance(value, (int, float)) else 0
