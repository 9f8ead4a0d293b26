"""A sheet's line while it is typed: which answer each sign belongs to, and what is missing or in doubt.

`read_answers` judges a finished line as a whole. Here the line is followed from left to right, so that the screen can
show after every key what was read; what both read alike is kept, anything else is told.
Law: `check_line(questions, write_line(questions, answers)).answers == answers`, without a problem.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.entry_dates import EntryError
from panhuang_desk.model.quiz.answers import TYPED_MARKS, is_all_sign, read_answers, read_typed, show_typed
from panhuang_desk.model.quiz.question import SEVERAL, Question

_SEPARATORS = ",、;/|\t"
_BLANKS = "-_ "


@attrs.frozen
class TypedLine:
    """A line as far as it was followed.

    `answers` has one text per question, "" for blank or not typed yet; `read` of them are typed. `spans` are the
    places in the line of those, without separators. `problems` are pairs of a position from 1, 0 for the line as a
    whole, and what to do. `growing`: the line ends in a several-choice answer that another letter would still join.
    """

    answers: tuple[str, ...]
    read: int
    spans: tuple[tuple[int, int], ...]
    problems: tuple[tuple[int, str], ...] = ()
    growing: bool = False

    @property
    def ok(self) -> bool:
        """Whether the line may be kept."""
        return not self.problems

    @property
    def missing(self) -> int:
        """How many questions are not typed yet."""
        return len(self.answers) - self.read

    @property
    def doubtful(self) -> int | None:
        """The place from 0 of the question that is in doubt; None where none is."""
        return next((position - 1 for position, _ in self.problems if position), None)

    def question_at(self, caret: int) -> int:
        """The place from 0 of the question that a key at this caret would answer."""
        last = len(self.answers) - 1
        for place, (_, end) in enumerate(self.spans):
            if caret < end or (caret == end and place == self.read - 1 and self.growing):
                return place
        return min(self.read, last)


def check_line(questions: Sequence[Question], line: str) -> TypedLine:
    """Follow a line, and where it is finished judge it; a line with problems is not to be kept."""
    plain = to_halfwidth(line.rstrip("\r\n")).upper()
    typed = _by_word(questions, plain) or _by_sign(questions, plain)
    if typed.problems:
        return typed
    whole = read_answers(questions, line)
    if typed.missing:
        message = f"还差 {typed.missing} 题，没答的填“-”"
        place = next((place for place in range(typed.read) if whole.answers[place] != typed.answers[place]), None)
        if whole.ok and place is not None:
            return attrs.evolve(typed, problems=((place + 1, f"{message}；{_in_doubt(questions[place])}"),))
        return attrs.evolve(typed, problems=((0, f"{message}。"),))
    if not whole.ok:
        return attrs.evolve(typed, problems=whole.problems)
    return attrs.evolve(typed, answers=whole.answers)


def write_line(questions: Sequence[Question], answers: Sequence[str], *, short: bool = False) -> str:
    """A line that reads as these answers, with separators only where letters would run into the next answer.

    It may be shorter than the paper, where typing stopped. `short` writes Q for all options of a several-choice
    question: no line with fewer keys reads the same.
    """
    asked = questions[:len(answers)]
    signs = [_sign(question, answer, short) for question, answer in zip(asked, answers, strict=True)]
    line = ""
    for question, sign, follows in zip(asked, signs, (*signs[1:], "")[:len(signs)], strict=True):
        line += sign + ("," if _runs_on(question, sign, follows) else "")
    if check_line(questions, line).answers[:len(answers)] == tuple(answers):
        return line
    return ",".join(signs)


def _sign(question: Question, answer: str, short: bool) -> str:
    """An answer as it is typed."""
    if short and question.type == SEVERAL and answer == question.letters:
        return "Q"
    return show_typed(question, answer)


def _runs_on(question: Question, sign: str, follows: str) -> bool:
    """Whether the answer that follows begins with a letter that would join this one."""
    if question.type != SEVERAL or sign in ("-", "Q", *TYPED_MARKS) or not follows:
        return False
    return follows[0] in question.letters and follows[0] > sign[-1]


def _in_doubt(question: Question) -> str:
    """Why a line can be read in two ways at a question, and what to write."""
    if question.type == SEVERAL:
        return "要是都填了，请在这道多选题的答案后面加一个逗号。"
    return "空格看不出是没答还是隔开。"


def _by_sign(questions: Sequence[Question], plain: str) -> TypedLine:
    """One sign a question; a several-choice answer takes all ascending letters that follow, and one separator."""
    answers: list[str] = []
    spans: list[tuple[int, int]] = []
    at, waiting = 0, False
    for question in questions:
        if at >= len(plain):
            break
        end, answer, problem = _take(question, plain, at)
        if problem:
            return _typed(questions, answers, spans, problem=(len(answers) + 1, problem))
        answers.append(answer)
        spans.append((at, end))
        waiting = question.type == SEVERAL and answer[-1:].isalpha() and end == len(plain) and (
            answer[-1] < question.letters[-1])
        at = end + 1 if end < len(plain) and plain[end] in _SEPARATORS else end
    over = len(plain[at:].strip(_SEPARATORS + " "))
    if over:
        message = f"这一行比试卷多出 {over} 个字，请核对有没有多打。"
        return _typed(questions, answers, spans, problem=(0, message))
    return _typed(questions, answers, spans, waiting=waiting)


def _take(question: Question, plain: str, start: int) -> tuple[int, str, str]:
    """Where the answer that starts here ends, its letters, and what is wrong with it."""
    if plain[start] in _SEPARATORS:
        return start, "", ""
    if plain[start] in _BLANKS:
        return start + 1, "", ""
    try:
        answer = read_typed(question, plain[start])
    except EntryError as error:
        return start, "", error.message
    end = start + 1
    if is_all_sign(question, plain[start]) or plain[start] in TYPED_MARKS:
        return end, answer, ""
    while question.type == SEVERAL and end < len(plain) and plain[end] not in _BLANKS + _SEPARATORS:
        if is_all_sign(question, plain[end]) or plain[end] in TYPED_MARKS:
            break
        try:
            more = read_typed(question, plain[end])
        except EntryError:
            break
        if more <= answer[-1]:
            break
        answer += more
        end += 1
    return end, answer, ""


def _by_word(questions: Sequence[Question], plain: str) -> TypedLine | None:
    """A space between every two answers; None where the line is not written that way."""
    words = plain.split(" ")
    if len(words) < 3 or len(words) > len(questions) + 1 or not all(words[:-1]):
        return None
    answers: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for question, word in zip(questions, words, strict=False):
        if not word:
            break
        try:
            answers.append(read_typed(question, word))
        except EntryError:
            return None
        spans.append((at, at + len(word)))
        at += len(word) + 1
    return _typed(questions, answers, spans)


def _typed(questions: Sequence[Question], answers: list[str], spans: list[tuple[int, int]], *,
           problem: tuple[int, str] | None = None, waiting: bool = False) -> TypedLine:
    whole = (*answers, *[""] * (len(questions) - len(answers)))
    return TypedLine(whole, len(answers), tuple(spans), (problem,) if problem else (),
                     waiting)
