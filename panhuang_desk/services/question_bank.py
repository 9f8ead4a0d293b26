"""The questions that may be asked: the bank of this machine, what the file adds to it, and what it switched off."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.fields import Value
from panhuang_desk.model.ids import new_id
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.quiz import Bank, Question
from panhuang_desk.model.quiz.bank import read_question
from panhuang_desk.model.quiz.judging import Judged, inspect_added, unreadable
from panhuang_desk.model.quiz.lint import lint_question, repeated
from panhuang_desk.model.quiz.own import pack_question, unpack_question
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services.bank_file import read_bank_file
from panhuang_desk.services.import_result import ImportResult, Updated, Wrong
from panhuang_desk.services.records import Saved, delete_record
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action

KIND = "quiz_question"


@attrs.frozen
class Entry:
    """A question as the bank's list shows it. `own` is the id of its record where it is the office's own, else "".

    `replaces` says that an own question stands in the place of the one of that id in this machine's bank; `record` is
    what the file holds of it, None where that is nothing.
    """

    question: Question
    on: bool = True
    own: str = ""
    replaces: bool = False
    record: Record | None = attrs.field(default=None, eq=False)


def bank_of(session: Session) -> Bank:
    """The bank that papers are composed from: questions switched on, own ones at their place or at the end.

    Its version is that of this machine's bank, with a mark of what the file adds and switches off, if anything.
    """
    every = entries(session)
    questions = tuple(entry.question for entry in every if entry.on)
    if questions == session.bank.questions:
        return session.bank
    return attrs.evolve(session.bank, questions=questions, version=f"{session.bank.version}-{_mark(every)}")


def entries(session: Session) -> list[Entry]:
    """Every question in the order of the bank, then the office's own, the oldest first."""
    off: dict[str, Record] = {}
    on: dict[str, Record] = {}
    own: dict[str, tuple[Record, Question]] = {}
    for record in session.store.records(KIND, order=("id",)):
        if record["question"]:
            question = _own_question(record)
            own[question.id] = (record, question)
            if record["off"]:
                off[question.id] = record
        elif record["off"]:
            off[record.text("bank_id")] = record
        else:
            on.setdefault(record.text("bank_id"), record)
    found: list[Entry] = []
    for question in session.bank.questions:
        known, replacing = own.pop(question.id, (None, question))
        about = known or off.get(question.id) or on.get(question.id)
        found.append(Entry(replacing, question.id not in off, known.id if known else "", known is not None, about))
    return found + [Entry(question, id not in off, record.id, record=record) for id, (record, question) in own.items()]


def browse(
    session: Session, *, topic: str = "", audience: str = "", type: str = "", difficulty: int = 0, text: str = "",
    on: bool | None = None, own: bool | None = None,
) -> list[Entry]:
    """The questions that fit all that is given; `text` is looked for in number, question, options and explanation.

    Several words in `text` must all be there. `on` narrows to those switched on or off, `own` to the office's own or
    the bank's.
    """
    words = to_halfwidth(text).lower().split()

    def fits(entry: Entry) -> bool:
        question = entry.question
        if on not in (None, entry.on) or own not in (None, bool(entry.own)):
            return False
        if topic not in ("", question.topic) or audience not in ("", question.audience):
            return False
        if type not in ("", question.type) or difficulty not in (0, question.difficulty):
            return False
        whole = to_halfwidth(" ".join(
            (question.id, question.text, *question.options, question.explanation, question.source))).lower()
        return all(word in whole for word in words)

    return [entry for entry in entries(session) if fits(entry)]


def switch(session: Session, id: str, off: bool) -> Changes:
    """Switch the question of this id off or on again, as one action; papers that have it keep it.

    UserError (code `question`) where there is no such question.
    """
    entry = next((entry for entry in entries(session) if entry.question.id == id), None)
    if entry is None:
        raise UserError("题库里没有这道题了。", "请刷新题库再选。", code="question")
    of_this = session.store.records(KIND, {"bank_id": id}, order=("id",))
    with session.store.action() as action:
        for record in of_this:
            action.save(KIND, {"off": int(off)}, id=record.id)
        if off and not of_this:
            values: dict[str, Value] = {"bank_id": id, "off": 1, "text": entry.question.text}
            action.save(KIND, values, village=_village(session))
    return action.changes


def save_own(session: Session, question: Mapping[str, Any], id: str | None = None) -> Saved:
    """Save a question of the office's own, or change the one whose record has this id; one action.

    `question` has the fields of a `[[question]]` of a bank file; without an `id` it is given a number of its own, with
    that of a question of the bank it stands in its place. What the linter finds comes back as problems by field.
    """
    known = session.store.get(KIND, id) if id else None
    judged, problems = _judged(session, question, known)
    if problems:
        return Saved(None, problems=tuple(problems))
    with session.store.action() as action:
        record = _write(action, session, judged, known or _record_of(session, judged.id))
    return Saved(record, action.changes)


def problems_of(session: Session, question: Mapping[str, Any], id: str | None = None) -> list[Problem]:
    """What would keep `save_own` from saving this question, by field; of one that is half written, too."""
    return _judged(session, question, session.store.get(KIND, id) if id else None)[1]


def _judged(session: Session, question: Mapping[str, Any], known: Record | None) -> tuple[Question, list[Problem]]:
    """The question as far as it can be read, with its number, and what is wrong with it."""
    row = dict(question)
    if known and known["question"]:
        row["id"] = _own_question(known).id
    elif not row.get("id"):
        row["id"] = _new_number(session)
    reading = read_question(row, session.bank.topics, session.bank.audiences)
    found = unreadable(reading)
    wrong = {finding.field for finding in found}
    found += [finding for finding in lint_question(reading.question, facts_needed=False)
              if finding.field not in wrong]
    if not wrong:
        others = [entry.question for entry in entries(session) if entry.question.id != reading.question.id]
        found += repeated([reading.question], others)
    return reading.question, [Problem(finding.field, f"{finding.message}。") for finding in found]


def delete_own(session: Session, id: str) -> Changes:
    """Delete an own question by its record's id; one of the bank that it stood for is asked again."""
    return delete_record(session, KIND, id)


def import_bank(
    session: Session, source: Path, *, dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """Add the questions of a TOML file as own ones, in one action that can be undone; `row` counts its questions.

    Own questions are told apart by their number: a second import adds nothing twice. A question that is the bank's own
    word for word counts as the same, one with its number and other words stands in its place. Wrong ones are named
    and left out. UserError (code `bank`) where the file is no such TOML.
    """
    progress(0.0, "正在读题目")
    mapping = read_bank_file(source)
    if not isinstance(mapping.get("question"), list) or not mapping["question"]:
        raise UserError("这个文件里没有题目（[[question]]）。", "请选题库格式的 .toml 文件。", code="bank")
    run = _Import(session, {entry.question.id: entry for entry in entries(session)})
    progress(0.3, "正在核对")
    whole = attrs.evolve(session.bank, questions=tuple(entry.question for entry in run.known.values()))
    for judged in inspect_added(mapping, whole):
        run.take(judged)
    changes = Changes() if dry_run else run.save()
    progress(1.0, "完成")
    return ImportResult(
        new=len(run.new), changed=len(run.changed), same=run.same, wrong=tuple(run.wrong),
        updated=tuple(Updated(row, entry.own, {"question": (entry.question.text, question.text)})
                      for row, entry, question in run.changed if entry.own),
        changes=changes, dry_run=dry_run)


@attrs.define
class _Import:
    """One import on its way."""

    session: Session
    known: Mapping[str, Entry]
    new: list[Question] = attrs.field(factory=list)
    changed: list[tuple[int, Entry, Question]] = attrs.field(factory=list)
    same: int = 0
    wrong: list[Wrong] = attrs.field(factory=list)

    def take(self, judged: Judged) -> None:
        """Sort one question."""
        question = judged.question
        for finding in judged.wrong:
            name = f"{question.id} {finding.field}".strip()
            self.wrong.append(Wrong(judged.position, name, finding.message))
        if judged.wrong:
            return
        entry = self.known.get(question.id)
        if entry is None:
            self.new.append(question)
        elif entry.question == question:
            self.same += 1
        else:
            self.changed.append((judged.position, entry, question))

    def save(self) -> Changes:
        """Save all that is new or changed."""
        if not self.new and not self.changed:
            return Changes()
        with self.session.store.action() as action:
            for question in self.new:
                _write(action, self.session, question, None)
            for _, _, question in self.changed:
                _write(action, self.session, question, _record_of(self.session, question.id))
        return action.changes


def _write(action: Action, session: Session, question: Question, known: Record | None) -> Record:
    """Save a question as the office's own; one that was switched off stays so."""
    values: dict[str, Value] = {"bank_id": question.id, "question": pack_question(question), "text": question.text}
    if known:
        return action.save(KIND, values, id=known.id)
    return action.save(KIND, {**values, "off": 0}, village=_village(session))


def _record_of(session: Session, id: str) -> Record | None:
    """The record that is about the question of this id, its own text or that it is off; None where there is none."""
    of_this = session.store.records(KIND, {"bank_id": id}, order=("id",))
    return next((record for record in of_this if record["question"]), of_this[0] if of_this else None)


def _own_question(record: Record) -> Question:
    try:
        return unpack_question(record.text("question"))
    except ValueError as error:
        raise UserError("有一道自拟题读不出来，题库和答卷没有受影响。", "请检查文件是否完好，或者从备份恢复。",
                        code="question") from error


def _new_number(session: Session) -> str:
    """A number that no question has; drawn, as two copies of a file may each be given a question."""
    taken = {entry.question.id for entry in entries(session)}
    while True:
        number = f"Z{new_id()[-6:].upper()}"
        if number not in taken:
            return number


def _village(session: Session) -> str:
    """Where questions of an office's file belong, which are for all its villages: to the first."""
    return session.store.home or session.store.villages[0].code


def _mark(every: Sequence[Entry]) -> str:
    """Six signs that are the same for the same own questions and the same ones switched off."""
    parts = [f"{entry.question.id} {entry.on} {pack_question(entry.question) if entry.own else ''}"
             for entry in every if entry.own or not entry.on]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:6].upper()
