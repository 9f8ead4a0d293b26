"""What a sample village's visits of the last month explain: what its sheets before that month knew least."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from panhuang_desk.model.quiz import Bank, from_snapshot, load_answers
from panhuang_desk.model.quiz.focus import FocusQuestion, FocusTopic, pack_questions, pack_topics
from panhuang_desk.model.quiz.items import items, topics, weakest
from panhuang_desk.model.quiz.marks import marks_of
from panhuang_desk.model.values import Village
from panhuang_desk.services.demo.planned import Period, Planned

_NOTE = "先问问知道不知道，再讲为什么；老人家讲给他听，别只发纸。"


def focus(village: Village, writes: Iterable[Planned], period: Period, bank: Bank) -> list[Planned]:
    """The record of the last month; none where the months before had too few sheets to say what it is to be."""
    scores: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    count, first = 0, period.last.first
    for sheet in writes:
        paper = sheet.values.get("paper_id")
        if sheet.kind != "answer_sheet" or sheet.values.get("state") == "abandoned":
            continue
        if isinstance(paper, Planned) and str(sheet.values["taken_on"]) < first:
            answers, correct = str(sheet.values["answers"]), sheet.values["correct"]
            assert isinstance(correct, int)
            scores[str(paper.values["questions"])][correct].append(marks_of(load_answers(answers)))
            count += 1
    found = items((from_snapshot(snapshot), by_score) for snapshot, by_score in scores.items())
    chosen = weakest(found)
    if not chosen:
        return []
    about = {item.question.topic for item in chosen}
    at = dt.datetime.combine(dt.date.fromisoformat(first), dt.time(9, 12))
    return [Planned(at, "focus", village.code, {
        "month": str(period.last), "based_on": f"{period.last.plus(-1).label}以前 {count} 份答卷",
        "questions": pack_questions([FocusQuestion(item.question, item.asked, item.right) for item in chosen]),
        "topics": pack_topics([FocusTopic(bank.topic_label(topic.code), topic.asked, topic.right)
                               for topic in topics(found) if topic.code in about]),
        "note": _NOTE})]
