"""What visits are to explain: suggested by the weakest questions, kept in a month's plan, undone in one step."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.focus import FocusQuestion
from panhuang_desk.services import focus, undo
from panhuang_desk.services.leaflet import leaflet
from panhuang_desk.services.quiz_statistics import Asked, statistics
from panhuang_desk.services.session import Session

from tests.report.reading import Pdf, bare
from tests.services.test_quiz_statistics import MAY, VILLAGE, fill, session

__all__ = ["session"]
JUNE = Month(2026, 6)


def sent(session: Session, month: Month = JUNE) -> focus.Focus:
    """The weakest questions of May in the plan of a month."""
    saved = focus.send_to_plan(session, month, focus.suggest(session, MAY))
    assert saved.ok
    found = focus.focus_of(session, month)
    assert found is not None
    return found


def test_late_in_a_month_the_next_ones_plan_is_meant() -> None:
    assert focus.plan_months(dt.date(2026, 5, 20)) == (MAY, JUNE)
    assert focus.plan_months(dt.date(2026, 5, 21)) == (JUNE, MAY)
    assert focus.plan_months(dt.date(2026, 12, 31))[0] == Month(2027, 1)


def test_the_weakest_questions_are_suggested_with_their_topics(session: Session) -> None:
    assert focus.suggest(session, MAY).questions == ()
    fill(session, right=20, times=15)
    fill(session, right=17, times=5)
    found = focus.suggest(session, MAY)
    assert [(each.asked, each.right) for each in found.questions] == [(20, 15)] * 3
    assert found.based_on == "2026年5月 20 份有效答卷"
    assert {session.bank.topic_label(each.question.topic) for each in found.questions} == {
        topic.label for topic in found.topics}


def test_a_weak_topic_is_named_though_none_of_its_questions_is_the_weakest(session: Session) -> None:
    fill(session, right=20, times=15)
    fill(session, right=12, times=5)
    told = statistics(session, Asked.of_month(MAY)).statistics
    found = focus.suggestion_of(session, told.weakest[:1], told.topics, "")
    assert {session.bank.topic_label(topic.code) for topic in told.weakest_topics} <= {
        topic.label for topic in found.topics}
    own = session.bank.topic_label(told.weakest[0].question.topic)
    saved = focus.send_to_plan(session, JUNE, found)
    assert saved.record is not None
    other = next(item for item in told.questions if session.bank.topic_label(item.question.topic) != own)
    focus.change(session, saved.record.id, [FocusQuestion(other.question, other.asked, other.right)], "")
    changed = focus.focus_of(session, JUNE)
    assert changed is not None
    labels = [topic.label for topic in changed.topics]
    assert own not in labels
    assert set(labels) >= {topic.label for topic in found.topics} - {own}


def test_nothing_is_put_into_a_plan_where_nothing_is_suggested(session: Session) -> None:
    with pytest.raises(UserError) as refused:
        focus.send_to_plan(session, JUNE, focus.suggest(session, MAY))
    assert refused.value.code == "focus"


def test_a_plan_keeps_the_questions_as_they_were_asked(session: Session) -> None:
    fill(session, right=15, times=12)
    suggested = focus.suggest(session, MAY)
    kept = sent(session)
    assert (kept.questions, kept.topics, kept.village) == (suggested.questions, suggested.topics, VILLAGE.code)
    assert kept.words.startswith("5 题：")
    fill(session, right=20, times=200)
    assert focus.focus_of(session, JUNE) == kept
    assert focus.focus_of(session, MAY) is None


def test_sending_again_replaces_and_undo_brings_back(session: Session) -> None:
    fill(session, right=15, times=12)
    before = sent(session)
    assert focus.change(session, before.id, before.questions[:2], "先讲罂粟").ok
    again = focus.send_to_plan(session, JUNE, focus.suggest(session, MAY))
    after = focus.focus_of(session, JUNE)
    assert after is not None
    assert (after.id, len(after.questions), after.note) == (before.id, 5, "先讲罂粟")
    assert session.store.count("focus") == 1
    step = undo.last_step(session)
    assert step is not None
    assert again.changes.action_id == step.action_id
    assert undo.words_of(session, step) == "改了宣传重点：2026年6月"
    undo.take(session, step)
    taken_back = focus.focus_of(session, JUNE)
    assert taken_back is not None
    assert len(taken_back.questions) == 2


def test_questions_are_dropped_and_added_with_their_topics(session: Session) -> None:
    fill(session, right=15, times=12)
    kept = sent(session)
    own = attrs.evolve(kept.questions[0].question, id="自1", topic="dates", text="国际禁毒日是哪一天？")
    focus.change(session, kept.id, [kept.questions[1], FocusQuestion(own, 0, 0)], "")
    changed = focus.focus_of(session, JUNE)
    assert changed is not None
    assert [each.question.id for each in changed.questions] == [kept.questions[1].question.id, "自1"]
    assert session.bank.topic_label("dates") in {topic.label for topic in changed.topics}
    assert {topic.label for topic in changed.topics} == {
        session.bank.topic_label(each.question.topic) for each in changed.questions}
    focus.remove(session, kept.id)
    assert focus.focus_of(session, JUNE) is None
    with pytest.raises(UserError) as refused:
        focus.change(session, kept.id, kept.questions, "")
    assert refused.value.code == "focus"


def test_more_than_can_be_explained_at_a_door_is_refused(session: Session) -> None:
    fill(session, right=15, times=12)
    kept = sent(session)
    with pytest.raises(UserError) as refused:
        focus.change(session, kept.id, kept.questions * 2, "")
    assert "10 道" in refused.value.message


def test_a_month_with_a_focus_prints_it_on_its_leaflet(session: Session, qapp: object) -> None:
    fill(session, right=15, times=12)
    kept = sent(session)
    focus.change(session, kept.id, kept.questions[:1], "")
    pdf = Pdf(leaflet(session, JUNE))
    assert pdf.pages == 1
    assert bare(kept.questions[0].question.text) in bare(pdf.text)
    assert bare(kept.questions[1].question.text) not in bare(pdf.text)
    assert bare(kept.questions[1].question.text) in bare(Pdf(leaflet(session, MAY)).text)


def test_what_cannot_be_read_is_as_if_it_was_not_there(session: Session) -> None:
    fill(session, right=15, times=12)
    kept = sent(session)
    with session.store.action() as action:
        action.save("focus", {"questions": "{}"}, id=kept.id)
    assert focus.focus_of(session, JUNE) is None
