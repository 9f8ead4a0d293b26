"""What sheets say about each question: how many were right, what was chosen, and whether it tells knowing from not.

Discrimination is the share of right answers in the upper third of sheets by total score less that in the lower third.
Thirds are taken among the sheets of the same questions. Where sheets of one score lie on the edge of a third, each of
them counts in part, so that a third always weighs a third and no order among equals matters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from panhuang_desk.model.quiz.marks import BLANK, UNKNOWN, UNREADABLE, letters_of, mark_of
from panhuang_desk.model.quiz.question import Question

LEAST_ANSWERS = 10
"""Valid sheets from which a question or topic may stand among the weakest."""
LEAST_IN_THIRD = 10
"""Sheets in a third from which discrimination is told."""
WEAKEST = 5

Scores: TypeAlias = Mapping[int, Sequence[str]]
"""The marks of sheets of the same questions, by total score."""


@attrs.frozen
class ItemStatistics:
    """One question. `chosen` counts the sheets that name each option, right ones too; `unknown` are 不知道.

    `discrimination` is between -1 and 1, None for too few sheets. `misleading` is the letters, right or not, that more
    good sheets chose than the right answer, or the right answer itself where the weak know it better than the good;
    empty where the question does not mislead.
    """

    question: Question
    asked: int
    right: int
    chosen: Mapping[str, int]
    unknown: int
    unreadable: int
    blank: int
    discrimination: float | None = None
    misleading: str = ""

    @property
    def share(self) -> float:
        """The share of right answers."""
        return self.right / self.asked


@attrs.frozen
class TopicStatistics:
    """The questions of one topic together; `code` is the topic's."""

    code: str
    asked: int
    right: int

    @property
    def share(self) -> float:
        """The share of right answers."""
        return self.right / self.asked


@attrs.define
class _Count:
    """What is added up for one question over all papers that ask it."""

    question: Question
    asked: int = 0
    right: int = 0
    signs: Counter[str] = attrs.Factory(Counter)
    upper: float = 0
    upper_right: float = 0
    upper_signs: dict[str, float] = attrs.Factory(lambda: defaultdict(float))
    lower_right: float = 0


def items(papers: Iterable[tuple[Sequence[Question], Scores]]) -> tuple[ItemStatistics, ...]:
    """Each question of these papers, those asked most often first; marks that do not fit a paper are left out.

    A question is the same where id, text, options and answer are.
    """
    counts: dict[tuple[object, ...], _Count] = {}
    for questions, scores in papers:
        joined = {score: "".join(each for each in marks if len(each) == len(questions))
                  for score, marks in sorted(scores.items())}
        for position, question in enumerate(questions):
            key = (question.id, question.text, question.options, question.answer)
            count = counts.setdefault(key, _Count(question))
            _add(count, [joined[score][position::len(questions)] for score in joined])
    told = [_told(count) for count in counts.values() if count.asked]
    return tuple(sorted(told, key=lambda item: (-item.asked, item.question.id)))


def topics(found: Iterable[ItemStatistics]) -> tuple[TopicStatistics, ...]:
    """The topics of these questions, the weakest first."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for item in found:
        asked[item.question.topic] += item.asked
        right[item.question.topic] += item.right
    told = [TopicStatistics(code, asked[code], right[code]) for code in asked]
    return tuple(sorted(told, key=lambda topic: (topic.share, -topic.asked, topic.code)))


def weakest(found: Iterable[ItemStatistics]) -> tuple[ItemStatistics, ...]:
    """The five questions with the smallest share of right answers, of those asked often enough and not all right."""
    enough = [item for item in found if item.asked >= LEAST_ANSWERS and item.right < item.asked]
    return tuple(sorted(enough, key=lambda item: (item.share, -item.asked, item.question.id))[:WEAKEST])


def weakest_topics(found: Iterable[TopicStatistics]) -> tuple[TopicStatistics, ...]:
    """The five topics with the smallest share of right answers, of those asked often enough and not all right."""
    return tuple(topic for topic in found if topic.asked >= LEAST_ANSWERS and topic.right < topic.asked)[:WEAKEST]


def _add(count: _Count, columns: Sequence[str]) -> None:
    """Count one question of one paper; `columns` has the signs of its sheets by score, the lowest first."""
    right = mark_of(count.question.answer)
    whole = "".join(columns)
    count.asked += len(whole)
    count.right += whole.count(right)
    count.signs.update(_counted(whole, count.question))
    third = len(whole) / 3
    for column, weight in _ends(columns, third):
        count.lower_right += weight * column.count(right)
    for column, weight in _ends(columns[::-1], third):
        for sign, number in _counted(column, count.question).items():
            count.upper_signs[sign] += weight * number
            count.upper_right += weight * number if sign == right else 0
    count.upper += third


def _counted(column: str, question: Question) -> dict[str, int]:
    """How often each sign stands in a column. Looking for the few likely signs is much quicker than reading each."""
    likely = {BLANK, UNKNOWN, UNREADABLE, mark_of(question.answer), *map(mark_of, question.letters)}
    counts = {sign: number for sign in likely if (number := column.count(sign))}
    return counts if sum(counts.values()) == len(column) else dict(Counter(column))


def _ends(columns: Sequence[str], third: float) -> list[tuple[str, float]]:
    """The columns that make up the first third, and the weight of each of their sheets in it."""
    whole, left, edge = [], third, ""
    for column in columns:
        if len(column) > left:
            edge = column
            break
        whole.append(column)
        left -= len(column)
    ends = [("".join(whole), 1.0)]
    return [*ends, (edge, left / len(edge))] if edge else ends


def _told(count: _Count) -> ItemStatistics:
    question, signs = count.question, count.signs
    chosen = {letter: sum(number for sign, number in signs.items() if letter in letters_of(sign))
              for letter in question.letters}
    item = ItemStatistics(question, count.asked, count.right, chosen, signs[UNKNOWN], signs[UNREADABLE], signs[BLANK])
    if count.upper < LEAST_IN_THIRD:
        return item
    return attrs.evolve(item, discrimination=(count.upper_right - count.lower_right) / count.upper,
                        misleading=_misleading(count))


def _misleading(count: _Count) -> str:
    """What misleads the good ones: a wrong answer that more of them gave, or the right one that fewer of them know."""
    wrong = {sign: number for sign, number in count.upper_signs.items()
             if letters_of(sign) and letters_of(sign) != count.question.answer}
    most = max(sorted(wrong), key=lambda sign: wrong[sign], default="")
    if most and wrong[most] > count.upper_right:
        return letters_of(most)
    # A twentieth of the third, so that a question that nearly all know is not flagged for one slip.
    return count.question.answer if count.lower_right - count.upper_right > count.upper / 20 else ""
