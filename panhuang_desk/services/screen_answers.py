"""A sheet that a resident answers at the screen: begun, kept answer by answer, finished, or kept as abandoned.

While it is answered it is a draft of the file, so that a killed process loses nothing: what was begun and neither
finished nor broken off is kept as abandoned when the file is opened again (`keep_begun`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice, Value
from panhuang_desk.model.ids import new_id
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import Graded, Question, grade, load_answers, store_answers
from panhuang_desk.model.quiz.forms import form_letters, form_questions, to_paper_order
from panhuang_desk.services.quizzes import paper_questions, record_sheet
from panhuang_desk.services.records import Saved
from panhuang_desk.services.session import Session
from panhuang_desk.services.surveys import record_abandoned

SLOT = "screen:"
"""How the slots of begun sheets begin."""

IN_TURN = ""
"""The form that is none in particular: A, B and C one after the other."""

_SETTING = "screen_answers"
_CHOSEN = ("key_group", "age_band", "sampling")


@attrs.frozen
class Setup:
    """What the worker chooses beforehand. `survey_id`, `age_band` and `form` (`IN_TURN`) may be empty."""

    paper_id: str
    survey_id: str = ""
    key_group: str = "general"
    age_band: str = ""
    sampling: str = "random_household"
    form: str = IN_TURN
    ask_satisfaction: bool = True


@attrs.define
class ScreenSheet:
    """A sheet that is being answered. `questions` and `answers` are in the order and letters of the form."""

    setup: Setup
    form: str
    forms: str
    questions: tuple[Question, ...]
    taken_on: str
    began: dt.datetime
    slot: str
    answers: list[str]

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The places, from 0, of the questions that have no answer; 不知道 is one."""
        return tuple(place for place, answer in enumerate(self.answers) if not answer)

    @property
    def in_paper_order(self) -> tuple[str, ...]:
        """The answers as a sheet keeps them, whatever form was answered."""
        return to_paper_order(self.answers, self.forms, self.form)

    @property
    def graded(self) -> Graded:
        """The answers graded, in the order of the form."""
        return grade(self.questions, self.answers)


def last_setup(session: Session) -> Setup | None:
    """What was chosen the last time, as far as it is still there; None where nothing was."""
    try:
        known = json.loads(session.store.setting(_SETTING, "null"))
        setup = Setup(**known) if isinstance(known, dict) else None
    except (ValueError, TypeError):
        return None
    if setup is None or not _there(session, "quiz_paper", setup.paper_id):
        return None
    fields = ANSWER_SHEET.by_name
    fits = all(not value or any(choice.code == value for choice in fields[name].choices)
               for name in _CHOSEN if isinstance(value := getattr(setup, name), str))
    if not fits:
        return Setup(setup.paper_id)
    return attrs.evolve(setup, survey_id=setup.survey_id if _there(session, "survey", setup.survey_id) else "")


def forms_of(paper: Record) -> tuple[Choice, ...]:
    """The forms that a paper may be answered in, all in turn at the head; only that where it has one form."""
    try:
        letters = form_letters(paper.text("forms"))
    except ValueError:
        letters = "A"
    in_turn = Choice(IN_TURN, "轮流用" if len(letters) > 1 else "只有一种")
    return (in_turn, *(Choice(letter, f"{letter} 卷") for letter in letters if len(letters) > 1))


def begin(session: Session, setup: Setup) -> ScreenSheet:
    """Begin a sheet, remember the setup, and keep the sheet from now on.

    UserError (code `paper`) where the paper is gone or damaged.
    """
    paper = session.store.get("quiz_paper", setup.paper_id)
    if paper is None or paper.deleted:
        raise UserError("这份试卷已经删除，没有开始作答。", "请先恢复试卷，或者换一份试卷。", code="paper")
    forms, questions = paper.text("forms"), paper_questions(paper)
    try:
        form = setup.form or _next_form(session, paper.id, form_letters(forms))
        asked = form_questions(questions, forms, form)
    except ValueError as error:
        raise UserError("这份试卷的卷型读不出来，没有开始作答。", "请换一份试卷，并检查文件是否完好。",
                        code="paper") from error
    session.store.set_setting(_SETTING, json.dumps(attrs.asdict(setup)))
    sheet = ScreenSheet(setup, form, forms, asked, session.today_iso, session.store.now(), f"{SLOT}{new_id()}",
                        [""] * len(asked))
    _keep(session, sheet)
    return sheet


def answer(session: Session, sheet: ScreenSheet, place: int, letters: str) -> None:
    """Answer a question, from 0, by letters of its form, "-" for 不知道 or "" for none; it is on disk on return."""
    sheet.answers[place] = "".join(sorted(letters))
    _keep(session, sheet)


def finish(session: Session, sheet: ScreenSheet, satisfaction: str = "") -> Saved:
    """Grade the sheet and save it; a problem of `answers` where nothing was answered.

    UserError (code `paper`) where the paper is gone.
    """
    more: dict[str, Value] = {
        "form": sheet.form, "survey_id": sheet.setup.survey_id or None, "age_band": sheet.setup.age_band or None,
        "satisfaction": satisfaction or None, "entered": "screen", "seconds": _seconds(session, sheet)}
    with session.store.bulk():
        saved = record_sheet(session, sheet.setup.paper_id, sheet.taken_on, sheet.setup.key_group,
                             sheet.setup.sampling, sheet.in_paper_order, more=more)
        if saved.ok:
            session.store.drop_draft(sheet.slot)
    return saved


def abandon(session: Session, sheet: ScreenSheet) -> Saved:
    """Keep the sheet as abandoned, as far as it was answered."""
    return _abandon(session, sheet.slot, sheet.setup, sheet.form, sheet.taken_on, sheet.in_paper_order,
                    _seconds(session, sheet))


def keep_begun(session: Session) -> list[Saved]:
    """Keep as abandoned what was being answered when the program ended; a sheet that cannot be kept stays a draft."""
    found: list[Saved] = []
    if session.store.read_only:
        return found
    for draft in session.store.drafts():
        if not draft.slot.startswith(SLOT):
            continue
        try:
            fields = draft.fields
            setup = Setup(**json.loads(fields["setup"]))
            found.append(_abandon(session, draft.slot, setup, fields["form"], fields["taken_on"],
                                  load_answers(fields["answers"]), int(fields["seconds"])))
        except (UserError, KeyError, TypeError, ValueError):
            continue
    return [saved for saved in found if saved.ok]


def _abandon(session: Session, slot: str, setup: Setup, form: str, taken_on: str, answers: Sequence[str],
             seconds: int) -> Saved:
    with session.store.bulk():
        saved = record_abandoned(
            session, setup.paper_id, answers, taken_on=taken_on, key_group=setup.key_group, sampling=setup.sampling,
            survey_id=setup.survey_id, form=form, age_band=setup.age_band, seconds=seconds)
        if saved.ok:
            session.store.drop_draft(slot)
    return saved


def _keep(session: Session, sheet: ScreenSheet) -> None:
    session.store.save_draft(sheet.slot, {
        "setup": json.dumps(attrs.asdict(sheet.setup)), "form": sheet.form, "taken_on": sheet.taken_on,
        "answers": store_answers(sheet.in_paper_order), "seconds": str(_seconds(session, sheet))})


def _seconds(session: Session, sheet: ScreenSheet) -> int:
    """How long it took so far; a clock that was set back makes it none."""
    return max(0, round((session.store.now() - sheet.began).total_seconds()))


def _next_form(session: Session, paper_id: str, letters: str) -> str:
    """The form whose turn it is, by the sheets that were begun at the screen on this paper."""
    begun = session.store.count("answer_sheet", {"paper_id": paper_id, "entered": "screen"}, deleted=None)
    return letters[begun % len(letters)]


def _there(session: Session, kind: str, id: str) -> bool:
    record = session.store.get(kind, id) if id else None
    return record is not None and not record.deleted
