"""Surveys: what was given out and came back, how satisfied people are, and sheets that were broken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice, Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds.quiz import KEY_GROUPS, SATISFACTION
from panhuang_desk.model.privacy import show_column
from panhuang_desk.model.quiz import grade, store_answers
from panhuang_desk.model.values import Changes
from panhuang_desk.services.quizzes import paper_questions
from panhuang_desk.services.records import Saved, delete_record, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store.surveys import SheetCount, sheet_counts

ABANDONED = "abandoned"
"""The state of a sheet that nobody finished: it is kept, and counts nowhere."""


@attrs.frozen
class Part:
    """A share of a survey's sheets as it may be shown: a number, `<3`, or `*` where it would give away a small one."""

    choice: Choice
    shown: str


@attrs.frozen
class SurveyRow:
    """A survey with its sheets. `issued` is None where it was not written down; `returned` is what was written down,
    else the sheets that were entered. `sheets`, `valid` and `second` (entered twice) leave out the `abandoned` ones.

    `groups` are the key groups that answered. `satisfied`, `mostly` and `dissatisfied` count the sheets with an answer
    about satisfaction, which is no part of the awareness rate.
    """

    record: Record
    issued: int | None
    returned: int
    sheets: int
    valid: int
    abandoned: int
    second: int
    groups: tuple[Part, ...]
    satisfied: int
    mostly: int
    dissatisfied: int

    kind = "survey"
    """The kind of record that it stands for in a list."""

    @property
    def id(self) -> str:
        """The survey's id."""
        return self.record.id

    @property
    def satisfaction_asked(self) -> int:
        """The sheets with an answer about satisfaction: what its rate is a share of."""
        return self.satisfied + self.mostly + self.dissatisfied

    @property
    def satisfaction(self) -> tuple[Part, ...]:
        """The answers about satisfaction as they may be shown."""
        shown, _ = show_column((self.satisfied, self.mostly, self.dissatisfied))
        return tuple(map(Part, SATISFACTION, shown))


def make_survey(session: Session, values: Mapping[str, Value], *, village: str = "") -> Saved:
    """Save a new survey. UserError (code `paper`) where its paper is gone."""
    paper_id = str(values.get("paper_id") or "")
    if paper_id:
        _paper(session, paper_id)
    return save_record(session, "survey", values, village=village)


def change_survey(session: Session, id: str, values: Mapping[str, Value]) -> Saved:
    """Correct a survey. UserError (code `survey-used`) where it would get another paper than its sheets answered."""
    survey, paper_id = _survey(session, id), values.get("paper_id")
    if paper_id and paper_id != survey["paper_id"]:
        _paper(session, str(paper_id))
        used = _used(session, id)
        if used:
            raise UserError(f"这次测评已经有 {used} 份答卷，不能换试卷。", "要用别的试卷，请另建一次测评。",
                            code="survey-used")
    return save_record(session, "survey", values, id)


def delete_survey(session: Session, id: str) -> Changes:
    """Delete a survey; UserError (code `survey-used`) where it has sheets, abandoned ones included."""
    used = _used(session, id)
    if used:
        raise UserError(f"这次测评已经有 {used} 份答卷，不能删除。", "答卷录错了的，请先删答卷。", code="survey-used")
    return delete_record(session, "survey", id)


def surveys(session: Session, village: str = "") -> list[SurveyRow]:
    """The surveys of a village, or of all that the file holds, the latest first."""
    counts: dict[str, list[SheetCount]] = {}
    for count in sheet_counts(session.store):
        counts.setdefault(count.survey_id, []).append(count)
    return [_row(record, counts.get(record.id, [])) for record in survey_records(session, village)]


def survey_records(session: Session, village: str = "") -> list[Record]:
    """The same surveys without their sheets."""
    return session.store.records("survey", {"village": village} if village else None, order=("-started_on", "-id"))


def survey_row(session: Session, id: str) -> SurveyRow:
    """One survey with its sheets; UserError (code `survey`) where there is none."""
    return _row(_survey(session, id), sheet_counts(session.store, id))


def survey_sheets(session: Session, id: str) -> list[Record]:
    """The sheets of a survey, the one entered last at the head, abandoned ones too."""
    return session.store.records("answer_sheet", {"survey_id": id}, order=("-id",))


def record_abandoned(
    session: Session, paper_id: str, answers: Sequence[str], *, taken_on: str, key_group: str, sampling: str,
    survey_id: str = "", form: str = "", age_band: str = "", seconds: int | None = None,
) -> Saved:
    """Keep a sheet that was begun at the screen and broken off, as far as it was answered; it counts nowhere.

    `answers` are in the order of the paper, "" for what was not reached.
    """
    graded = grade(paper_questions(_paper(session, paper_id)), answers)
    return save_record(session, "answer_sheet", {
        "paper_id": paper_id, "survey_id": survey_id or None, "taken_on": taken_on, "key_group": key_group,
        "sampling": sampling, "form": form or None, "age_band": age_band or None, "seconds": seconds,
        "state": ABANDONED, "entered": "screen", "answers": store_answers(answers), "correct": graded.correct,
        "answered": graded.answered, "asked": graded.asked})


def _row(record: Record, counts: Sequence[SheetCount]) -> SurveyRow:
    issued, returned = record["issued"], record["returned"]
    entered = sum(count.sheets for count in counts)
    by_group = {group.code: sum(count.sheets for count in counts if count.key_group == group.code)
                for group in KEY_GROUPS}
    groups = [group for group in KEY_GROUPS if by_group[group.code]]
    shown, _ = show_column([by_group[group.code] for group in groups])
    said = {choice.code: sum(count.sheets for count in counts if count.satisfaction == choice.code)
            for choice in SATISFACTION}
    return SurveyRow(
        record, issued if isinstance(issued, int) else None, returned if isinstance(returned, int) else entered,
        entered, sum(count.valid for count in counts), sum(count.abandoned for count in counts),
        sum(count.second for count in counts), tuple(map(Part, groups, shown)),
        said["satisfied"], said["mostly"], said["dissatisfied"])


def _used(session: Session, id: str) -> int:
    return session.store.count("answer_sheet", {"survey_id": id})


def _survey(session: Session, id: str) -> Record:
    survey = session.store.get("survey", id)
    if survey is None or survey.deleted:
        raise UserError("没有这次测评。", "它可能已经删除；可以在历史里恢复。", code="survey")
    return survey


def _paper(session: Session, id: str) -> Record:
    paper = session.store.get("quiz_paper", id)
    if paper is None or paper.deleted:
        raise UserError("这份试卷已经删除。", "请先恢复试卷，或者换一份试卷。", code="paper")
    return paper
