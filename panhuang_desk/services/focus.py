"""What a month's visits are to explain (宣传重点): suggested by what was answered worst, kept in the month's plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.focus import (
    FocusQuestion,
    FocusTopic,
    pack_questions,
    pack_topics,
    unpack_questions,
    unpack_topics,
)
from panhuang_desk.model.quiz.items import ItemStatistics, TopicStatistics, weakest, weakest_topics
from panhuang_desk.model.values import Changes
from panhuang_desk.services.quiz_statistics import Asked, statistics
from panhuang_desk.services.records import Saved, delete_record, save_record
from panhuang_desk.services.session import Session

KIND = "focus"
MOST = 8
"""So many questions at most: more nobody explains at a door, and one page could not hold them."""
LATE = 20
"""After this day of a month what is to be explained goes into the next month's plan."""
_TOPICS_NAMED = 3


@attrs.frozen
class Suggestion:
    """What could be explained. `based_on` says which sheets told so."""

    based_on: str
    questions: tuple[FocusQuestion, ...]
    topics: tuple[FocusTopic, ...] = ()


@attrs.frozen
class Focus:
    """What a village's visits of a month are to explain: a record, read."""

    id: str
    village: str
    month: Month
    based_on: str
    questions: tuple[FocusQuestion, ...]
    topics: tuple[FocusTopic, ...]
    note: str

    @property
    def words(self) -> str:
        """5 题：毒品种类、法律责任, the topics with the worst first."""
        named = "、".join(topic.label for topic in self.topics[:_TOPICS_NAMED])
        about = named + ("等" if len(self.topics) > _TOPICS_NAMED else "")
        return f"{len(self.questions)} 题" + (f"：{about}" if about else "")


def plan_months(today: dt.date) -> tuple[Month, Month]:
    """The months whose plan it can go into, the likelier one first: this month, late in it the next."""
    this = Month.of(today)
    return (this.plus(1), this) if today.day > LATE else (this, this.plus(1))


def suggest(session: Session, month: Month, village: str = "") -> Suggestion:
    """The weakest questions and topics of a month's sheets; no question where too few sheets say which they are."""
    told = statistics(session, Asked.of_month(month, village)).statistics
    sheets = told.rates.valid if told.rates else 0
    return suggestion_of(session, told.weakest, told.topics, f"{month.label} {sheets} 份有效答卷")


def suggestion_of(
    session: Session, chosen: Iterable[ItemStatistics], topics: Iterable[TopicStatistics], based_on: str,
) -> Suggestion:
    """These questions as a suggestion, with their topics and the five weakest of all `topics`, the worst first."""
    questions, told = tuple(FocusQuestion(item.question, item.asked, item.right) for item in chosen), tuple(topics)
    wanted = {each.question.topic for each in questions} | {topic.code for topic in weakest_topics(told)}
    return Suggestion(based_on, questions, tuple(
        FocusTopic(session.bank.topic_label(topic.code), topic.asked, topic.right)
        for topic in told if topic.code in wanted))


def send_to_plan(session: Session, month: Month, suggestion: Suggestion, *, village: str = "") -> Saved:
    """Put it into the month's plan as one action; what the plan had before is replaced, its note kept.

    UserError (code `focus`) where nothing is to be explained, or more than `MOST` questions.
    """
    known = focus_of(session, month, village)
    _check_count(suggestion.questions)
    return save_record(session, KIND, {
        "month": str(month), "based_on": suggestion.based_on, "questions": pack_questions(suggestion.questions),
        "topics": pack_topics(suggestion.topics)}, known.id if known else None, village=village)


def change(session: Session, id: str, questions: Sequence[FocusQuestion], note: str) -> Saved:
    """Explain other questions, or say otherwise how, as one action; a topic goes with the last of its questions.

    UserError (code `focus`) as for `send_to_plan`, or where it is gone.
    """
    record = session.store.get(KIND, id)
    if record is None or record.deleted:
        raise UserError("这份宣传重点已经去掉了。", "请到测评页的题目统计里再选。", code="focus")
    _check_count(questions)
    left, before = ({session.bank.topic_label(each.question.topic) for each in those}
                    for those in (questions, unpack_questions(record.text("questions"))))
    topics = [topic for topic in unpack_topics(record.text("topics"))
              if topic.label in left or topic.label not in before]
    known = {topic.label for topic in topics}
    added = dict.fromkeys(each.question.topic for each in questions)
    topics += [_topic_of(session, code, questions) for code in added if session.bank.topic_label(code) not in known]
    return save_record(session, KIND, {"questions": pack_questions(questions), "topics": pack_topics(topics),
                                       "note": note or None}, id)


def remove(session: Session, id: str) -> Changes:
    """Take it out of the plan; it can be undone."""
    return delete_record(session, KIND, id)


def focus_of(session: Session, month: Month, village: str = "") -> Focus | None:
    """What a village's visits of a month are to explain; None where nothing was put into the plan.

    Without a village it is that of the only one of the file. Where a merge left two, the later one holds.
    """
    village = village or (session.store.villages[0].code if len(session.store.villages) == 1 else "")
    found = session.store.records(KIND, {"village": village, "month": str(month)}, order=("-id",)) if village else []
    return next((focus for focus in map(read, found) if focus is not None), None)


def read(record: Record) -> Focus | None:
    """A record, read; None where what it holds cannot be read."""
    try:
        return Focus(record.id, record.village, Month.parse(record.text("month")), record.text("based_on"),
                     unpack_questions(record.text("questions")), unpack_topics(record.text("topics")),
                     record.text("note"))
    except (ValueError, TypeError):
        return None


def more_to_explain(session: Session, focus: Focus) -> tuple[FocusQuestion, ...]:
    """Further questions that could be added: the weakest of the three months up to this one, five at most."""
    asked = Asked(focus.village, focus.month.plus(-2).first, focus.month.last)
    chosen = {(each.question.id, each.question.text) for each in focus.questions}
    others = [item for item in statistics(session, asked).statistics.questions
              if (item.question.id, item.question.text) not in chosen]
    return tuple(FocusQuestion(item.question, item.asked, item.right) for item in weakest(others))


def door_words(focus: Focus) -> str:
    """What is to be explained, for who stands at a door: each question with what is right, then how to explain it."""
    told = "　".join(f"{number}. {each.question.text}（{each.answer_words}）"
                    for number, each in enumerate(focus.questions, start=1))
    about = "、".join(topic.label for topic in focus.topics)
    words = f"{focus.month.number}月宣传重点" + (f"（{about}）" if about else "") + f"：{told}"
    return words + (f"　怎么讲：{focus.note}" if focus.note else "")


def _topic_of(session: Session, code: str, questions: Sequence[FocusQuestion]) -> FocusTopic:
    of = [each for each in questions if each.question.topic == code]
    return FocusTopic(session.bank.topic_label(code), sum(each.asked for each in of), sum(each.right for each in of))


def _check_count(questions: Sequence[FocusQuestion]) -> None:
    if not questions:
        raise UserError("还没有选要讲的题。", "请至少选一道。", code="focus")
    if len(questions) > MOST:
        raise UserError(f"选了 {len(questions)} 道题，太多了，上门讲不完。", f"请只留 {MOST} 道以内。", code="focus")
