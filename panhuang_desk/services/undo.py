"""What can be taken back and done again, in words; it goes by the file, so it is the same after a restart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from panhuang_desk.model.fields import Privacy
from panhuang_desk.model.journal import DELETED
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import FOLLOW_UP, KINDS
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.undo import Kept
from panhuang_desk.model.values import Progress, no_progress
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words, household_words
from panhuang_desk.store import Undone
from panhuang_desk.store import steps as _steps
from panhuang_desk.store.steps import JournalStep, StepFacts

_MADE = {"household": "登记了户", "visit": "记了走访", "patrol": "记了踏查", "plot_check": "记了地块检查",
         "answer_sheet": "录了答卷", "quiz_paper": "出了试卷", "plot": "登记了地块",
         "focus": "定了宣传重点", "report": "月报定稿", "report_words": "改了月报文字"}
_VERBS = {"made": "加了", "changed": "改了", "deleted": "删除了", "restored": "恢复了"}
_MATTER_AT_MOST, _FIELDS_AT_MOST = 16, 4


def last_step(session: Session, passed: Collection[str] = ()) -> JournalStep | None:
    """What would be taken back next; erasures and other people's actions never are."""
    return _steps.last_done(session.store, passed)


def next_step(session: Session, passed: Collection[str] = ()) -> JournalStep | None:
    """What would be done again next; nothing since a new action was done."""
    return _steps.next_undone(session.store, passed)


def size_of(session: Session, step: JournalStep) -> int:
    """How many changes a step takes back, or does again."""
    return _steps.size_of(session.store, step.action_id)


def take(session: Session, step: JournalStep, progress: Progress = no_progress) -> Undone:
    """Take a step back, or do it again, where nothing newer stands on it; the fields that stay are named."""
    return session.store.undo(step.action_id, progress)


def words_of(session: Session, step: JournalStep, *, masked: bool = False) -> str:
    """What an action did, in words made from its records; `masked` leaves out what may name a person."""
    facts, count = _steps.facts_of(session.store, step.root)
    if not facts:
        return "一次修改"
    kinds = list(KINDS)
    first = min(facts, key=lambda fact: kinds.index(fact.kind))
    alike = {fact.record_id for fact in facts if fact.kind == first.kind}
    what = first.what
    label = KINDS[first.kind].label
    verb = _MADE[first.kind] if what == "made" and first.kind in _MADE else f"{_VERBS[what]}{label}"
    if len(alike) > 1 or count > len(facts):
        if count > len(facts):
            return f"{verb}等 {count} 处"
        measure = KINDS[first.kind].measure
        # 登记了 33 户, and not 登记了户 33 户.
        return f"{verb.removesuffix(label) if label == measure else verb} {len(alike)} {measure}"
    record = session.store.get(first.kind, first.record_id)
    subject = subject_of(session, record, masked=masked) if record else ""
    return f"{verb}：{subject}" if subject else verb


def kept_words(kept: Sequence[Kept]) -> str:
    """Why an undo left something, by labels: 联系电话、备注后来又改过，没有动; empty where it left nothing."""
    changed = _labels(each for each in kept if not each.erased and each.field != DELETED)
    erased = _labels(each for each in kept if each.erased and each.field != DELETED)
    held = [each for each in kept if each.field == DELETED]
    parts = [f"{changed}后来又改过，没有动" if changed else "", f"{erased}的内容已经删除，恢复不了" if erased else ""]
    if any(each.erased for each in held):
        parts.append("照片已经删除，恢复不了")
    if any(not each.erased for each in held):
        parts.append("这条记录别处还用着，没有删")
    return "；".join(part for part in parts if part)


def subject_of(session: Session, record: Record, *, masked: bool) -> str:
    """Which record it is: a door, a day, a matter; `masked` leaves out what may name a person."""
    if record.kind == "household":
        return household_words(record.number("group_no"), record.text("door_no"))
    if record.kind == "visit":
        household = session.store.get("household", record.text("household_id"))
        place = subject_of(session, household, masked=masked) if household else ""
        return "，".join(part for part in (place, day_words(record.text("visited_on"))) if part)
    if record.kind in ("report", "report_words"):
        label = Period.parse(record.text("period") or record.text("month")).label
        return f"{label}第{record.number('edition')}版" if record.kind == "report" else label
    if record.kind == "focus":
        return Month.parse(record.text("month")).label
    if record.kind == "follow_up":
        kind, matter = FOLLOW_UP.by_name["kind"].word(record["kind"]), record.text("matter")
        short = matter if len(matter) <= _MATTER_AT_MOST else matter[:_MATTER_AT_MOST] + "…"
        return f"{kind}，{short}" if short and not masked else kind
    fields = [KINDS[record.kind].by_name[name] for name in KINDS[record.kind].subject]
    shown = (shown_value(session, record.kind, field.name, record[field.name]) for field in fields
             if not masked or field.privacy is Privacy.OPEN)
    return " ".join(part for part in shown if part)


def _labels(kept: Iterable[Kept]) -> str:
    found = list(dict.fromkeys(
        KINDS[each.table_name].by_name[each.field].label if each.field in KINDS[each.table_name].by_name else "所属的村"
        for each in kept))
    more = f"等 {len(found)} 项" if len(found) > _FIELDS_AT_MOST else ""
    return "、".join(found[:_FIELDS_AT_MOST]) + more


__all__ = ["JournalStep", "StepFacts", "kept_words", "last_step", "next_step", "size_of", "subject_of", "take",
           "words_of"]
