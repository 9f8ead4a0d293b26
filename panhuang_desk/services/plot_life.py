"""The life of a plot: no longer patrolled, patrolled again, split into several, two entries found to be one.

Each is one action. Figures are as of the end of their month, so none of these changes a month that was over on the day
it happened. Looks at a plot count for the one that it was merged into, and for the parts that it was split into later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.model.kinds.plot import FIGURE_FIELDS
from panhuang_desk.model.presence import back_again, earlier_times, gone_by
from panhuang_desk.model.values import Changes
from panhuang_desk.services import merging
from panhuang_desk.services.merging import merge_into, stopped
from panhuang_desk.services.plots import PLACE_FIELDS, shape_of
from panhuang_desk.services.records import Saved, complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.store import survivors

MOST_PARTS = 20
"""More pieces than one field is ever cut into."""

MERGED_FIELDS = tuple(field.name for field in PLOT.form_fields
                      if field.name not in ("active_from", "inactive_from", "inactive_reason", *PLACE_FIELDS))
"""What two entries of one plot may say differently, to be chosen field by field."""


@attrs.frozen
class SplitSaved:
    """What came of splitting a plot: its parts, or the problems that stopped it, by the place of the part (-1: all)."""

    parts: tuple[Record, ...] = ()
    changes: Changes = attrs.field(factory=Changes)
    problems: tuple[tuple[int, Problem], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the parts are in the file."""
        return bool(self.parts)


def give_up(session: Session, id: str, day: str, reason: str) -> Saved:
    """A plot is no longer patrolled from a day on."""
    known = _known(session, id)
    if known["inactive_from"]:
        return stopped("inactive_from", f"这块地从 {known['inactive_from']} 起已经停用。要改日期，请用“改资料”。")
    if not reason:
        return stopped("inactive_reason", "请选一个原因。")
    with session.store.action() as action:
        saved = save_in(action, session, "plot", {"inactive_from": day or None, "inactive_reason": reason}, id)
    return Saved(saved.record, action.changes, saved.problems)


def come_back(session: Session, id: str, day: str) -> Saved:
    """A plot is patrolled again from a day on; the time between stays known, so that its months keep their numbers."""
    known = _known(session, id)
    gone = known.text("inactive_from")
    if not gone or known["merged_into"]:
        return stopped("active_from", "这块地现在就在册。")
    if known["inactive_reason"] == "split":
        return stopped("active_from", "这块地已经拆成几块，请踏查拆出来的地块。")
    if day < gone:
        return stopped("active_from", f"要在停用的日期（{gone}）以后。")
    if day > session.today_iso:
        return stopped("active_from", "恢复的日期在今天以后，请核对。")
    with session.store.action() as action:
        saved = save_in(action, session, "plot", back_again(known, gone, day), id)
    return Saved(saved.record, action.changes, saved.problems)


def split(session: Session, id: str, parts: Sequence[Values], day: str = "") -> SplitSaved:
    """A plot becomes several from a day on, today by default: it leaves the register, and each of the `parts` begins
    with what it does not say itself taken from the whole (but not its area, nor where it lies).
    """
    known = _known(session, id)
    day = day or session.today_iso
    problems = tuple((-1, problem) for problem in _split_problems(session, known, parts, day))
    if problems:
        return SplitSaved(problems=problems)
    base = {name: known[name] for name in ("group_no", "land_kind", "former_find")}
    wholes = [{**base, **values, "active_from": day, "split_from": id} for values in parts]
    found = tuple((place, problem) for place, whole in enumerate(wholes)
                  for problem in problems_of(session, PLOT, complete(session, PLOT, whole, None)))
    if any(not problem.warning for _, problem in found):
        return SplitSaved(problems=found)
    with session.store.action() as action:
        records = tuple(action.save("plot", complete(session, PLOT, whole, None), village=known.village)
                        for whole in wholes)
        action.save("plot", {"inactive_from": day, "inactive_reason": "split"}, id=id)
    return SplitSaved(records, action.changes, found)


def merge(session: Session, keep: str, lose: str, values: Values) -> Saved:
    """Two entries are one plot: `keep` stays, with the `values` that were chosen, and `lose` is read through it from
    today on; its checks, finds and follow-ups stay where they are. The record is the one that stays.
    """
    kept, lost = _known(session, keep), _known(session, lose)
    words = _why_not(session, kept, lost)
    if words:
        return stopped("merged_into", words)
    chosen = {name: values.get(name, kept[name]) for name in MERGED_FIELDS}
    return merge_into(session, kept, lost, chosen, FIGURE_FIELDS,
                      {name: lost[name] for name in PLACE_FIELDS} if _lies_better(lost, kept) else {})


def choose(session: Session, one: Record, other: Record) -> str:
    """The entry of two that is better kept: one in the register before one that left, then the one with more checks,
    then one with an outline, then the older one.
    """
    def weight(record: Record) -> tuple[bool, int, int, str]:
        return (gone_by(record, session.today_iso), -checks_of(session, record.id), -_place_known(record), record.id)

    return min(one, other, key=weight).id


def newer_of(session: Session, one: Record, other: Record) -> dict[str, str]:
    """For each field that may be chosen, the id of the entry whose value is better."""
    return merging.newer_of(session, one, other, MERGED_FIELDS)


def checks_of(session: Session, id: str) -> int:
    """How many times a plot was come to, and those that were merged into it."""
    return survivors.count_of(session.store, "plot_check", survivors.parts_of(session.store, id, "plot"), "plot_id")


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """The fields that two entries say differently; nothing and 0 are the same."""
    return merging.differing(one, other, MERGED_FIELDS)


def _known(session: Session, id: str) -> Record:
    """A plot that is in the file; UserError where it was deleted meanwhile."""
    record = session.store.get("plot", id)
    if record is None or record.deleted:
        raise UserError("这块地已经不在了，可能刚才撤销或删除了。", "请在地块表里另选一块。", code="plot_gone")
    return record


def _split_problems(session: Session, known: Record, parts: Sequence[Values], day: str) -> Iterator[Problem]:
    """What stands against splitting a plot like this."""
    begins = max((known.text("active_from"), *(until for until, _ in earlier_times(known))))
    names = [str(values.get("name") or "").strip() for values in parts]
    if known["merged_into"] or gone_by(known, session.today_iso):
        yield Problem("active_from", "这块地已经停用，不能拆分。")
    elif day < begins:
        yield Problem("active_from", f"不能早于在册或上次变动的日期（{begins}）。")
    elif day > session.today_iso:
        yield Problem("active_from", "拆分的日期在今天以后，请核对。")
    if not 2 <= len(parts) <= MOST_PARTS:
        yield Problem("name", f"请写 2 到 {MOST_PARTS} 块的名称。")
    elif all(names) and len(set(names)) < len(names):
        yield Problem("name", "拆出来的几块名称不能相同。")


def _why_not(session: Session, kept: Record, lost: Record) -> str:
    """Why two plots cannot be one, empty where they can."""
    if kept.id == lost.id:
        return "不能和自己合并，请另选一块。"
    if kept.village != lost.village:
        return "两块地不在同一个村（社区），不能合并。"
    if any(survivors.survivor_of(session.store, each.id, "plot") != each.id for each in (kept, lost)):
        return "其中一块已经并入别的地块了，请重新选。"
    if any(each["inactive_reason"] == "split" for each in (kept, lost)):
        return "其中一块已经拆成几块了，请选拆出来的那一块。"
    return ""


def _place_known(record: Record) -> int:
    """How well it is known where a plot lies: 2 an outline, 1 a point, 0 nothing."""
    shape = shape_of(record)
    return 0 if shape is None else 2 if shape.is_outline else 1


def _lies_better(one: Record, other: Record) -> bool:
    """Whether of the first it is known better where it lies."""
    return _place_known(one) > _place_known(other)
